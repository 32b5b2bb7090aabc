//! The text of parameters and form fields, before a style joins it and after a style has split it.

/// The text of a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Text {
    /// Nothing is sent.
    Absent,
    /// A scalar.
    One(String),
    /// A list.
    Many(Vec<String>),
    /// An object.
    Members(Vec<(String, String)>),
}

impl Text {
    /// As one text: what an item of a list or a member of an object is. Lists and objects have none of their own;
    /// their items are joined by commas.
    #[must_use]
    pub fn into_one(self) -> Option<String> {
        match self {
            Self::Absent => None,
            Self::One(text) => Some(text),
            Self::Many(items) => Some(items.join(",")),
            Self::Members(members) => {
                let pairs: Vec<String> = members.into_iter().map(|(name, value)| format!("{name},{value}")).collect();
                Some(pairs.join(","))
            }
        }
    }
}
