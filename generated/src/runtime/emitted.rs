//! What emitted types have in common, so that a file of an API shows what the document says and a list of names below
//! it. The macros say `runtime::`, which every emitted file has; whatever a document may hold comes in as a literal.

/// An object: how its members are reached by index, what they are called on the wire, and what is known about each.
///
/// ```text
/// runtime::model! {
///     User {
///         0 id: "id" read_only,
///         1 name: "name" required,
///     }
/// }
/// ```
///
/// `+ 2 additional` after the members names the map of members of one type.
macro_rules! model {
    ($name:ident {
        $($index:literal $field:ident: $wire:literal $($fact:ident)*),* $(,)?
    } $(+ $last:literal $rest:ident)?) => {
        impl runtime::Emitted for $name {
            type Kind = runtime::ModelKind;
        }

        impl runtime::Model for $name {
            fn shape(&self) -> &'static runtime::Shape {
                static SHAPE: runtime::Shape =
                    runtime::Shape::new(stringify!($name), concat!($($(stringify!($fact), " ",)* "=", $wire, "\0"),*))
                        $(.$rest())?;
                &SHAPE
            }

            fn slot(&mut self, member: usize) -> &mut dyn runtime::Value {
                match member {
                    $($index => &mut self.$field,)*
                    $($last => &mut self.$rest,)?
                    _ => &mut self.extra,
                }
            }

            fn view(&self, member: usize) -> &dyn runtime::Value {
                match member {
                    $($index => &self.$field,)*
                    $($last => &self.$rest,)?
                    _ => &self.extra,
                }
            }
        }

        runtime::bridge! { $name }

        impl PartialEq for $name {
            fn eq(&self, other: &Self) -> bool {
                runtime::wire::equal(self, other)
            }
        }

        impl ::std::fmt::Debug for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                runtime::wire::debug(self, f)
            }
        }
    };
}

/// A list whose places have types of their own: how they are reached by index. Items behind them are in `more`.
///
/// ```text
/// runtime::tuple! {
///     Pair {
///         0 first,
///         1 second,
///     }
/// }
/// ```
macro_rules! tuple {
    ($name:ident { $($index:literal $field:ident),* $(,)? }) => {
        impl runtime::Emitted for $name {
            type Kind = runtime::TupleKind;
        }

        impl runtime::Tuple for $name {}

        impl runtime::wire::Items for $name {
            fn len(&self) -> usize {
                runtime::wire::tuple::length(&[$(&self.$field),*], self.more.len())
            }

            fn item(&self, index: usize) -> Option<&dyn runtime::Value> {
                const BEHIND: usize = [$($index),*].len();
                match index {
                    $($index => Some(&self.$field),)*
                    index => runtime::wire::Items::item(&self.more, index.saturating_sub(BEHIND)),
                }
            }

            fn empty(&mut self) {
                *self = Self::default();
            }

            fn add(&mut self) -> &mut dyn runtime::Value {
                match runtime::wire::Items::len(self) {
                    $($index => runtime::wire::tuple::open(&mut self.$field),)*
                    _ => runtime::wire::Items::add(&mut self.more),
                }
            }
        }

        runtime::bridge! { $name }

        impl PartialEq for $name {
            fn eq(&self, other: &Self) -> bool {
                runtime::wire::equal(self, other)
            }
        }

        impl ::std::fmt::Debug for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                runtime::wire::debug(self, f)
            }
        }
    };
}

/// A setter for each of these fields, which takes whatever becomes a value of the type.
///
/// ```text
/// runtime::setters! {
///     User {
///         name: String,
///     }
/// }
/// ```
macro_rules! setters {
    ($name:ident { $($field:ident: $ty:ty),* $(,)? }) => {
        impl $name {
            $(
                #[doc = concat!("Sets `", stringify!($field), "`.")]
                #[must_use]
                pub fn $field(mut self, $field: impl Into<$ty>) -> Self {
                    runtime::Settable::<$ty>::set(&mut self.$field, $field);
                    self
                }
            )*
        }
    };
}

/// An enum of strings: the variants and the values that they are on the wire.
///
/// ```text
/// runtime::open_enum! {
///     Status {
///         Active = "ACTIVE",
///     }
/// }
/// ```
macro_rules! open_enum {
    ($name:ident { $($variant:ident = $wire:literal),* $(,)? }) => {
        impl $name {
            /// The value as it travels.
            #[must_use]
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $wire,)*
                    Self::Unknown(value) => value,
                }
            }
        }

        impl runtime::Emitted for $name {
            type Kind = runtime::EnumKind;
        }

        impl runtime::OpenEnum for $name {
            const VALUES: &'static [&'static str] = &[$($wire),*];

            fn as_str(&self) -> &str {
                Self::as_str(self)
            }
        }

        impl<S: AsRef<str>> From<S> for $name {
            fn from(value: S) -> Self {
                match value.as_ref() {
                    $($wire => Self::$variant,)*
                    value => Self::Unknown(value.into()),
                }
            }
        }

        runtime::bridge! { $name }

        impl PartialEq for $name {
            fn eq(&self, other: &Self) -> bool {
                self.as_str() == other.as_str()
            }
        }

        impl Eq for $name {}

        impl ::std::hash::Hash for $name {
            fn hash<H: ::std::hash::Hasher>(&self, state: &mut H) {
                self.as_str().hash(state);
            }
        }

        impl ::std::fmt::Debug for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                ::std::fmt::Debug::fmt(self.as_str(), f)
            }
        }

        impl ::std::fmt::Display for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.write_str(self.as_str())
            }
        }
    };
}

/// The arguments of the operation in a row of the table: the fields in the order of the row's parameters, and last the
/// body, if there is one.
///
/// ```text
/// runtime::arguments! {
///     ReplaceUser of REPLACE_USER {
///         0 user_id,
///         1 body,
///     }
/// }
/// ```
macro_rules! arguments {
    ($name:ident of $row:ident {}) => {
        impl runtime::Arguments for $name {
            fn operation(&self) -> &'static runtime::Operation {
                &$row
            }
        }

        impl ::std::fmt::Debug for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.write_str(stringify!($name))
            }
        }
    };
    ($name:ident of $row:ident { $($index:literal $field:ident),* $(,)? }) => {
        impl runtime::Arguments for $name {
            fn operation(&self) -> &'static runtime::Operation {
                &$row
            }

            fn slot(&mut self, index: usize) -> Option<&mut dyn runtime::Value> {
                match index {
                    $($index => Some(&mut self.$field),)*
                    _ => None,
                }
            }

            fn view(&self, index: usize) -> Option<&dyn runtime::Value> {
                match index {
                    $($index => Some(&self.$field),)*
                    _ => None,
                }
            }
        }

        impl ::std::fmt::Debug for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                runtime::arguments::debug(stringify!($name), self, f)
            }
        }
    };
}

/// A setter for each of these arguments of a call.
///
/// ```text
/// runtime::parameters! {
///     ListUsers {
///         /// How many.
///         limit: i32,
///     }
/// }
/// ```
#[cfg(feature = "client")]
macro_rules! parameters {
    ($name:ident { $($(#[$docs:meta])* $field:ident: $ty:ty),* $(,)? }) => {
        impl $name {
            $(
                $(#[$docs])*
                pub fn $field(mut self, $field: impl Into<$ty>) -> Self {
                    self.arguments.$field = Some($field.into());
                    self
                }
            )*
        }
    };
}

/// The bridge of an emitted type to serde.
#[cfg(feature = "serde")]
macro_rules! bridge {
    ($name:ident) => {
        impl ::serde::Serialize for $name {
            fn serialize<S: ::serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                runtime::wire::bridge::serialize(self, serializer)
            }
        }

        impl<'de> ::serde::Deserialize<'de> for $name {
            fn deserialize<D: ::serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                runtime::wire::bridge::deserialize(deserializer)
            }
        }
    };
}

/// Without serde there is none.
#[cfg(not(feature = "serde"))]
macro_rules! bridge {
    ($name:ident) => {};
}

pub(crate) use {arguments, bridge, model, open_enum, setters, tuple};

#[cfg(feature = "client")]
pub(crate) use parameters;
