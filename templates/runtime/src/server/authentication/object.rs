//! JSON objects that decide about trust: headers and claims of tokens, keys of issuers. Where a member stands twice, readers
//! differ in which one counts (RFC 7515, section 4), so that such an object means nothing.

use std::collections::BTreeSet;

use crate::wire::Json;

/// An object whose members have a name each.
pub(super) struct Object(Vec<(String, Json)>);

/// A member that is there and is not what it must be.
pub(super) struct Mistyped;

impl Object {
    pub(super) fn of(json: &Json) -> Option<Self> {
        let members = json.members()?;
        let names: BTreeSet<&str> = members.iter().map(|(name, _)| name.as_str()).collect();
        (names.len() == members.len()).then_some(Self(members))
    }

    pub(super) fn get(&self, name: &str) -> Option<&Json> {
        self.0.iter().find(|(known, _)| known == name).map(|(_, value)| value)
    }

    pub(super) fn contains(&self, name: &str) -> bool {
        self.get(name).is_some()
    }

    pub(super) fn text(&self, name: &str) -> Option<String> {
        self.get(name)?.as_str()
    }

    /// A text that may be absent, but not be anything else.
    pub(super) fn optional_text(&self, name: &str) -> Result<Option<String>, Mistyped> {
        self.get(name).map(|value| value.as_str().ok_or(Mistyped)).transpose()
    }

    /// A list of texts that may be absent, but not be anything else.
    pub(super) fn optional_texts(&self, name: &str) -> Result<Option<Vec<String>>, Mistyped> {
        let texts = |value: &Json| value.items()?.iter().map(Json::as_str).collect::<Option<Vec<String>>>();
        self.get(name).map(|value| texts(value).ok_or(Mistyped)).transpose()
    }

    pub(super) fn number(&self, name: &str) -> Option<f64> {
        self.get(name)?.as_f64().filter(|number| number.is_finite())
    }
}
