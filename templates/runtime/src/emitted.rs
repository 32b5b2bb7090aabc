//! What emitted types have in common, so that a file of an API shows what the document says and a list of names below
//! it. Whatever a document may hold comes in as a literal. Only emitted code uses these macros, of the version that it was
//! emitted for.

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
#[doc(hidden)]
#[macro_export]
macro_rules! model {
    ($name:ident {
        $($index:literal $field:ident: $wire:literal $($fact:ident)*),* $(,)?
    } $(+ $last:literal $rest:ident)?) => {
        impl $crate::Emitted for $name {
            type Kind = $crate::ModelKind;
        }

        impl $crate::Model for $name {
            fn shape(&self) -> &'static $crate::Shape {
                static SHAPE: $crate::Shape =
                    $crate::Shape::new(stringify!($name), concat!($($(stringify!($fact), " ",)* "=", $wire, "\0"),*))
                        $(.$rest())?;
                &SHAPE
            }

            fn slot(&mut self, member: usize) -> &mut dyn $crate::Value {
                match member {
                    $($index => &mut self.$field,)*
                    $($last => &mut self.$rest,)?
                    _ => &mut self.extra,
                }
            }

            fn view(&self, member: usize) -> &dyn $crate::Value {
                match member {
                    $($index => &self.$field,)*
                    $($last => &self.$rest,)?
                    _ => &self.extra,
                }
            }
        }

        $crate::bridge! { $name }

        impl PartialEq for $name {
            fn eq(&self, other: &Self) -> bool {
                $crate::wire::equal(self, other)
            }
        }

        impl ::std::fmt::Debug for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                $crate::wire::debug(self, f)
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
#[doc(hidden)]
#[macro_export]
macro_rules! tuple {
    ($name:ident { $($index:literal $field:ident),* $(,)? }) => {
        impl $crate::Emitted for $name {
            type Kind = $crate::TupleKind;
        }

        impl $crate::Tuple for $name {}

        impl $crate::wire::Items for $name {
            fn len(&self) -> usize {
                $crate::wire::tuple::length(&[$(&self.$field),*], self.more.len())
            }

            fn item(&self, index: usize) -> Option<&dyn $crate::Value> {
                const BEHIND: usize = [$($index),*].len();
                match index {
                    $($index => Some(&self.$field),)*
                    index => $crate::wire::Items::item(&self.more, index.saturating_sub(BEHIND)),
                }
            }

            fn empty(&mut self) {
                *self = Self::default();
            }

            fn add(&mut self) -> &mut dyn $crate::Value {
                match $crate::wire::Items::len(self) {
                    $($index => $crate::wire::tuple::open(&mut self.$field),)*
                    _ => $crate::wire::Items::add(&mut self.more),
                }
            }
        }

        $crate::bridge! { $name }

        impl PartialEq for $name {
            fn eq(&self, other: &Self) -> bool {
                $crate::wire::equal(self, other)
            }
        }

        impl ::std::fmt::Debug for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                $crate::wire::debug(self, f)
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
#[doc(hidden)]
#[macro_export]
macro_rules! setters {
    ($name:ident { $($field:ident: $ty:ty),* $(,)? }) => {
        impl $name {
            $(
                #[doc = concat!("Sets `", stringify!($field), "`.")]
                #[must_use]
                pub fn $field(mut self, $field: impl Into<$ty>) -> Self {
                    $crate::Settable::<$ty>::set(&mut self.$field, $field);
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
#[doc(hidden)]
#[macro_export]
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

        impl $crate::Emitted for $name {
            type Kind = $crate::EnumKind;
        }

        impl $crate::OpenEnum for $name {
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

        $crate::bridge! { $name }

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

/// An enum of whole numbers: the variants and the values that they are on the wire.
///
/// ```text
/// runtime::integer_enum! {
///     Priority {
///         Low = 1,
///     }
/// }
/// ```
#[doc(hidden)]
#[macro_export]
macro_rules! integer_enum {
    ($name:ident { $($variant:ident = $wire:literal),* $(,)? }) => {
        impl $name {
            /// The value as it travels.
            #[must_use]
            pub fn as_i64(self) -> i64 {
                match self {
                    $(Self::$variant => $wire,)*
                    Self::Unknown(value) => value,
                }
            }
        }

        impl $crate::Emitted for $name {
            type Kind = $crate::IntegerEnumKind;
        }

        impl $crate::IntegerEnum for $name {
            const VALUES: &'static [i64] = &[$($wire),*];

            fn as_i64(&self) -> i64 {
                Self::as_i64(*self)
            }
        }

        impl From<i64> for $name {
            fn from(value: i64) -> Self {
                match value {
                    $($wire => Self::$variant,)*
                    value => Self::Unknown(value),
                }
            }
        }

        impl From<i32> for $name {
            fn from(value: i32) -> Self {
                i64::from(value).into()
            }
        }

        $crate::bridge! { $name }

        impl PartialEq for $name {
            fn eq(&self, other: &Self) -> bool {
                self.as_i64() == other.as_i64()
            }
        }

        impl Eq for $name {}

        impl ::std::hash::Hash for $name {
            fn hash<H: ::std::hash::Hasher>(&self, state: &mut H) {
                self.as_i64().hash(state);
            }
        }

        impl ::std::fmt::Debug for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                ::std::fmt::Debug::fmt(&self.as_i64(), f)
            }
        }

        impl ::std::fmt::Display for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                ::std::fmt::Display::fmt(&self.as_i64(), f)
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
#[doc(hidden)]
#[macro_export]
macro_rules! arguments {
    ($name:ident of $row:ident {}) => {
        impl $crate::Arguments for $name {
            fn operation(&self) -> &'static $crate::Operation {
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
        impl $crate::Arguments for $name {
            fn operation(&self) -> &'static $crate::Operation {
                &$row
            }

            fn slot(&mut self, index: usize) -> Option<&mut dyn $crate::Value> {
                match index {
                    $($index => Some(&mut self.$field),)*
                    _ => None,
                }
            }

            fn view(&self, index: usize) -> Option<&dyn $crate::Value> {
                match index {
                    $($index => Some(&self.$field),)*
                    _ => None,
                }
            }
        }

        impl ::std::fmt::Debug for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                $crate::arguments::debug(stringify!($name), self, f)
            }
        }
    };
}

/// The type of an API's calls. Setters can only be given to a type of the crate that they are in, so every API has one.
///
/// ```text
/// runtime::call! {
///     Call
/// }
/// ```
#[cfg(feature = "client")]
#[doc(hidden)]
#[macro_export]
macro_rules! call {
    ($name:ident) => {
        /// A call that is ready to be sent: the arguments `A` of an operation, which returns `T`, page by page of `I` where
        /// pages follow each other. Every operation has a name of its own for it, with the setters of its arguments.
        #[must_use = "nothing is sent before `send`"]
        pub struct $name<A, T, I = ()>($crate::TypedCall<A, T, I>);

        impl<A: $crate::Arguments, T: $crate::FromReply, I> $name<A, T, I> {
            /// A call of the operation whose arguments these are.
            pub fn new(core: &$crate::Core, arguments: A) -> Self {
                Self($crate::TypedCall::new(core, arguments))
            }

            /// What is different for this call.
            pub fn options(self, options: $crate::CallOptions) -> Self {
                Self(self.0.options(options))
            }

            /// Says what is sent, such as `image/png` where the operation takes `image/*`. Unsaid, bytes are sent as
            /// `application/octet-stream`. What the operation does not take fails the call before it is sent.
            pub fn media_type(self, media_type: impl Into<String>) -> Self {
                Self(self.0.media_type(media_type))
            }

            /// Sends the call and reads the reply.
            pub fn send(self) -> $crate::Pending<T> {
                self.0.send()
            }

            /// Sends the call and returns the reply as received.
            pub fn send_raw(self) -> $crate::Pending<$crate::Reply> {
                self.0.send_raw()
            }
        }

        impl<A: $crate::DescribesHeaders, T: $crate::FromReply, I> $name<A, T, I> {
            /// Sends the call and returns what [`Self::send`] does, and beside it the headers that the documents describe.
            pub fn send_with_headers(self) -> $crate::Pending<(T, A::Headers)> {
                self.0.send_with_headers()
            }
        }

        impl<A: $crate::Arguments, T: $crate::FromReply, I: $crate::Value> $name<A, T, I> {
            /// Page after page, each as [`Self::send`] returns it; `.items()` goes through the items.
            pub fn pages(self) -> $crate::Pages<T, I> {
                self.0.pages()
            }
        }

        impl<A, T, I> $crate::client::CallType for $name<A, T, I>
        where
            $crate::TypedCall<A, T, I>: $crate::client::CallType,
        {
            type Arguments = <$crate::TypedCall<A, T, I> as $crate::client::CallType>::Arguments;
            type Returns = <$crate::TypedCall<A, T, I> as $crate::client::CallType>::Returns;
        }

        impl<A, T, I> ::std::ops::Deref for $name<A, T, I> {
            type Target = $crate::TypedCall<A, T, I>;

            fn deref(&self) -> &Self::Target {
                &self.0
            }
        }

        impl<A, T, I> ::std::ops::DerefMut for $name<A, T, I> {
            fn deref_mut(&mut self) -> &mut Self::Target {
                &mut self.0
            }
        }

        impl<A: Clone, T, I> Clone for $name<A, T, I> {
            fn clone(&self) -> Self {
                Self(self.0.clone())
            }
        }

        impl<A: ::std::fmt::Debug, T, I> ::std::fmt::Debug for $name<A, T, I> {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                self.0.fmt(f)
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
#[doc(hidden)]
#[macro_export]
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
#[doc(hidden)]
#[macro_export]
macro_rules! bridge {
    ($name:ident) => {
        impl $crate::serde::Serialize for $name {
            fn serialize<S: $crate::serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                $crate::wire::bridge::serialize(self, serializer)
            }
        }

        impl<'de> $crate::serde::Deserialize<'de> for $name {
            fn deserialize<D: $crate::serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                $crate::wire::bridge::deserialize(deserializer)
            }
        }
    };
}

/// Without serde there is none.
#[cfg(not(feature = "serde"))]
#[doc(hidden)]
#[macro_export]
macro_rules! bridge {
    ($name:ident) => {};
}
