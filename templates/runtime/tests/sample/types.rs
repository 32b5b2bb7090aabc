//! Types exactly as the generator emits them, by hand.

use super::runtime;

/// A person.
#[derive(Clone, Default, PartialEq)]
pub struct User {
    /// Only the server sends it.
    pub id: Option<String>,
    /// Required.
    pub name: Option<String>,
    /// `status`
    pub status: Option<super::types::Status>,
    /// Null when there was none.
    pub last_login: runtime::Field<runtime::DateTime>,
    /// `tags`
    pub tags: Option<Vec<String>>,
    /// `manager`
    pub manager: Option<Box<super::types::User>>,
    /// Never printed.
    pub password: Option<runtime::Secret>,
    /// `factors`
    pub factors: Option<Vec<super::types::Factor>>,
    /// `logins`
    pub logins: Option<i64>,
    /// Members that the document does not name, kept and sent back.
    pub extra: runtime::Extra,
}

impl User {
    /// With the members that the document requires.
    #[must_use]
    pub fn new(name: impl Into<String>) -> Self {
        Self { name: Some(name.into()), ..Default::default() }
    }

    /// Sets `status`.
    #[must_use]
    pub fn status(mut self, status: impl Into<super::types::Status>) -> Self {
        self.status = Some(status.into());
        self
    }
}

impl runtime::Emitted for User {
    type Kind = runtime::ModelKind;
}

impl runtime::Model for User {
    fn shape(&self) -> &'static runtime::Shape {
        &USER
    }

    fn slot(&mut self, member: usize) -> &mut dyn runtime::Value {
        match member {
            0 => &mut self.id,
            1 => &mut self.name,
            2 => &mut self.status,
            3 => &mut self.last_login,
            4 => &mut self.tags,
            5 => &mut self.manager,
            6 => &mut self.password,
            7 => &mut self.factors,
            8 => &mut self.logins,
            _ => self.extra.stray(),
        }
    }

    fn view(&self, member: usize) -> &dyn runtime::Value {
        match member {
            0 => &self.id,
            1 => &self.name,
            2 => &self.status,
            3 => &self.last_login,
            4 => &self.tags,
            5 => &self.manager,
            6 => &self.password,
            7 => &self.factors,
            8 => &self.logins,
            _ => &runtime::wire::ABSENT,
        }
    }

    fn extra(&self) -> &runtime::Extra {
        &self.extra
    }

    fn extra_mut(&mut self) -> &mut runtime::Extra {
        &mut self.extra
    }
}

static USER: runtime::Shape = runtime::Shape {
    name: "User",
    members: &[
        runtime::Member::new("id").read_only(),
        runtime::Member::new("name").required(),
        runtime::Member::new("status"),
        runtime::Member::new("lastLogin").nullable(),
        runtime::Member::new("tags"),
        runtime::Member::new("manager"),
        runtime::Member::new("password").secret(),
        runtime::Member::new("factors"),
        runtime::Member::new("logins"),
    ],
    rest: runtime::Rest::Extra,
    order: &[],
};

impl ::std::fmt::Debug for User {
    fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
        runtime::wire::debug(self, f)
    }
}

/// Numbers by name.
#[derive(Clone, Default, PartialEq)]
pub struct Counts {
    /// `total`
    pub total: Option<i64>,
    /// Members that the document does not name but gives a type.
    pub additional: ::std::collections::BTreeMap<String, i64>,
    /// Members that the document does not name, kept and sent back.
    pub extra: runtime::Extra,
}

impl runtime::Emitted for Counts {
    type Kind = runtime::ModelKind;
}

impl runtime::Model for Counts {
    fn shape(&self) -> &'static runtime::Shape {
        &COUNTS
    }

    fn slot(&mut self, member: usize) -> &mut dyn runtime::Value {
        match member {
            0 => &mut self.total,
            1 => &mut self.additional,
            _ => self.extra.stray(),
        }
    }

    fn view(&self, member: usize) -> &dyn runtime::Value {
        match member {
            0 => &self.total,
            1 => &self.additional,
            _ => &runtime::wire::ABSENT,
        }
    }

    fn extra(&self) -> &runtime::Extra {
        &self.extra
    }

    fn extra_mut(&mut self) -> &mut runtime::Extra {
        &mut self.extra
    }
}

static COUNTS: runtime::Shape = runtime::Shape {
    name: "Counts",
    members: &[runtime::Member::new("total")],
    rest: runtime::Rest::Member,
    order: &[],
};

impl ::std::fmt::Debug for Counts {
    fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
        runtime::wire::debug(self, f)
    }
}

/// Where somebody stands.
#[derive(Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Status {
    /// `ACTIVE`
    Active,
    /// `LOCKED_OUT`
    LockedOut,
    /// A value that the documents do not list, as received.
    Unknown(Box<str>),
}

impl runtime::Emitted for Status {
    type Kind = runtime::EnumKind;
}

impl runtime::OpenEnum for Status {
    const VALUES: &'static [&'static str] = &["ACTIVE", "LOCKED_OUT"];

    fn known(index: usize) -> Option<Self> {
        Some(match index {
            0 => Self::Active,
            1 => Self::LockedOut,
            _ => return None,
        })
    }

    fn unknown(value: Box<str>) -> Self {
        Self::Unknown(value)
    }

    fn as_str(&self) -> &str {
        match self {
            Self::Active => "ACTIVE",
            Self::LockedOut => "LOCKED_OUT",
            Self::Unknown(value) => value,
        }
    }
}

impl ::std::fmt::Debug for Status {
    fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
        f.write_str(runtime::OpenEnum::as_str(self))
    }
}

impl ::std::fmt::Display for Status {
    fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
        f.write_str(runtime::OpenEnum::as_str(self))
    }
}

impl From<&str> for Status {
    fn from(value: &str) -> Self {
        runtime::OpenEnum::of(value)
    }
}

/// A way to prove who one is, told by `factorType`.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub enum Factor {
    /// `call`
    Call(Box<super::types::CallFactor>),
    /// `sms`
    Sms(Box<super::types::Counts>),
    /// An alternative that the documents do not list, as received.
    Unknown(runtime::Json),
}

impl runtime::Emitted for Factor {
    type Kind = runtime::ChoiceKind;
}

impl runtime::Choice for Factor {
    const CASES: &'static runtime::Cases = &runtime::Cases {
        name: "Factor",
        tag: Some("factorType"),
        cases: &[
            runtime::Case {
                tags: &["call"],
                kinds: &[runtime::Kind::Object],
                required: &["phone"],
                members: &["factorType", "phone"],
            },
            runtime::Case { tags: &["sms"], kinds: &[runtime::Kind::Object], required: &[], members: &["total"] },
        ],
    };

    fn case(index: usize) -> Option<Self> {
        Some(match index {
            0 => Self::Call(runtime::Value::blank()),
            1 => Self::Sms(runtime::Value::blank()),
            _ => return None,
        })
    }

    fn unknown(json: runtime::Json) -> Self {
        Self::Unknown(json)
    }

    fn index(&self) -> Option<usize> {
        match self {
            Self::Call(_) => Some(0),
            Self::Sms(_) => Some(1),
            Self::Unknown(_) => None,
        }
    }

    fn value(&self) -> &dyn runtime::Value {
        match self {
            Self::Call(value) => value,
            Self::Sms(value) => value,
            Self::Unknown(value) => value,
        }
    }

    fn value_mut(&mut self) -> &mut dyn runtime::Value {
        match self {
            Self::Call(value) => value,
            Self::Sms(value) => value,
            Self::Unknown(value) => value,
        }
    }
}

impl ::std::fmt::Debug for Factor {
    fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
        runtime::Value::show(self, f)
    }
}

impl From<super::types::CallFactor> for Factor {
    fn from(value: super::types::CallFactor) -> Self {
        Self::Call(Box::new(value))
    }
}

/// A call to a phone.
#[derive(Clone, Default, PartialEq)]
pub struct CallFactor {
    /// `factorType`
    pub factor_type: Option<String>,
    /// `phone`
    pub phone: Option<String>,
    /// Members that the document does not name, kept and sent back.
    pub extra: runtime::Extra,
}

impl runtime::Emitted for CallFactor {
    type Kind = runtime::ModelKind;
}

impl runtime::Model for CallFactor {
    fn shape(&self) -> &'static runtime::Shape {
        &CALL_FACTOR
    }

    fn slot(&mut self, member: usize) -> &mut dyn runtime::Value {
        match member {
            0 => &mut self.factor_type,
            1 => &mut self.phone,
            _ => self.extra.stray(),
        }
    }

    fn view(&self, member: usize) -> &dyn runtime::Value {
        match member {
            0 => &self.factor_type,
            1 => &self.phone,
            _ => &runtime::wire::ABSENT,
        }
    }

    fn extra(&self) -> &runtime::Extra {
        &self.extra
    }

    fn extra_mut(&mut self) -> &mut runtime::Extra {
        &mut self.extra
    }
}

static CALL_FACTOR: runtime::Shape = runtime::Shape {
    name: "CallFactor",
    members: &[runtime::Member::new("factorType"), runtime::Member::new("phone").required()],
    rest: runtime::Rest::Extra,
    order: &[],
};

impl ::std::fmt::Debug for CallFactor {
    fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
        runtime::wire::debug(self, f)
    }
}

/// A picture.
#[derive(Clone, Default, PartialEq)]
pub struct Logo {
    /// The octets of it.
    pub file: Option<runtime::Bytes>,
    /// What it shows.
    pub caption: Option<String>,
    /// Members that the document does not name, kept and sent back.
    pub extra: runtime::Extra,
}

impl runtime::Emitted for Logo {
    type Kind = runtime::ModelKind;
}

impl runtime::Model for Logo {
    fn shape(&self) -> &'static runtime::Shape {
        &LOGO
    }

    fn slot(&mut self, member: usize) -> &mut dyn runtime::Value {
        match member {
            0 => &mut self.file,
            1 => &mut self.caption,
            _ => self.extra.stray(),
        }
    }

    fn view(&self, member: usize) -> &dyn runtime::Value {
        match member {
            0 => &self.file,
            1 => &self.caption,
            _ => &runtime::wire::ABSENT,
        }
    }

    fn extra(&self) -> &runtime::Extra {
        &self.extra
    }

    fn extra_mut(&mut self) -> &mut runtime::Extra {
        &mut self.extra
    }
}

static LOGO: runtime::Shape = runtime::Shape {
    name: "Logo",
    members: &[runtime::Member::new("file").required(), runtime::Member::new("caption")],
    rest: runtime::Rest::Extra,
    order: &[],
};

impl ::std::fmt::Debug for Logo {
    fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
        runtime::wire::debug(self, f)
    }
}
