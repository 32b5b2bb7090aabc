//! Types exactly as the generator emits them, by hand.

use std::collections::BTreeMap;

use super::runtime;

/// A person.
#[derive(Clone, Default)]
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
}

runtime::setters! {
    User {
        status: super::types::Status,
    }
}

runtime::model! {
    User {
        0 id: "id" read_only,
        1 name: "name" required,
        2 status: "status",
        3 last_login: "lastLogin" nullable,
        4 tags: "tags",
        5 manager: "manager",
        6 password: "password" write_only secret,
        7 factors: "factors",
        8 logins: "logins",
    }
}

/// Numbers by name.
#[derive(Clone, Default)]
pub struct Counts {
    /// `total`
    pub total: Option<i64>,
    /// Members that the document does not name but gives a type.
    pub additional: BTreeMap<String, i64>,
    /// Members that the document does not name, kept and sent back.
    pub extra: runtime::Extra,
}

runtime::model! {
    Counts {
        0 total: "total",
    } + 1 additional
}

/// Where somebody stands.
#[derive(Clone)]
#[non_exhaustive]
pub enum Status {
    /// `ACTIVE`
    Active,
    /// `LOCKED_OUT`
    LockedOut,
    /// A value that the documents do not list, as received.
    Unknown(Box<str>),
}

runtime::open_enum! {
    Status {
        Active = "ACTIVE",
        LockedOut = "LOCKED_OUT",
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
        unlisted: runtime::Unlisted::Unknown,
        cases: &[runtime::Case::tagged(&["call"]), runtime::Case::tagged(&["sms"])],
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

runtime::bridge! { Factor }

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
#[derive(Clone, Default)]
pub struct CallFactor {
    /// `factorType`
    pub factor_type: Option<String>,
    /// `phone`
    pub phone: Option<String>,
    /// Members that the document does not name, kept and sent back.
    pub extra: runtime::Extra,
}

runtime::model! {
    CallFactor {
        0 factor_type: "factorType",
        1 phone: "phone" required,
    }
}

/// A picture.
#[derive(Clone, Default)]
pub struct Logo {
    /// The octets of it.
    pub file: Option<runtime::File>,
    /// What it shows.
    pub caption: Option<String>,
    /// Members that the document does not name, kept and sent back.
    pub extra: runtime::Extra,
}

runtime::model! {
    Logo {
        0 file: "file" required,
        1 caption: "caption",
    }
}
