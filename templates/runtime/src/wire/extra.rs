//! What a document does not name, or what did not fit.

use std::fmt;

use super::json::Json;
use super::value::{Become, Form, FormMut, Value};

/// Members that the document does not name, and members whose value did not fit their type, as received. They are sent
/// back with the object, unless a field of the same name is set.
#[derive(Clone, Default)]
pub struct Extra(Option<Box<Inner>>);

#[derive(Clone, Default)]
struct Inner {
    members: Vec<(Box<str>, Json)>,
    misfit: Option<Json>,
    /// Members of the document whose numbers are near to what was received, as received.
    spellings: Vec<(Box<str>, Json)>,
}

impl Inner {
    fn is_empty(&self) -> bool {
        self.members.is_empty() && self.misfit.is_none()
    }

    /// Whether two members may have one name; few are compared with each other, many are not.
    fn has_twins(&self) -> bool {
        let members = &self.members;
        members.len() > FEW
            || (1..members.len()).any(|at| {
                let (before, this) = (members.iter().take(at), members.get(at));
                this.is_some_and(|(this, _)| before.into_iter().any(|(name, _)| name == this))
            })
    }

    /// Drops all but the last of the members of one name; the name of one that was dropped.
    fn drop_twins(&mut self) -> Option<String> {
        let mut names: Vec<(&str, usize)> =
            self.members.iter().enumerate().map(|(at, (name, _))| (&**name, at)).collect();
        names.sort_unstable();
        let pairs = names.windows(2).filter_map(|pair| match pair {
            [(name, at), (next, _)] if name == next => Some(*at),
            _ => None,
        });
        let mut replaced: Vec<usize> = pairs.collect();
        replaced.sort_unstable();
        let twin = replaced.first().and_then(|at| self.members.get(*at)).map(|(name, _)| name.to_string());
        let mut at = 0;
        self.members.retain(|_| {
            let stays = replaced.binary_search(&at).is_err();
            at += 1;
            stays
        });
        twin
    }
}

/// So many members are compared with each other quicker than they are sorted.
const FEW: usize = 8;

impl Extra {
    /// The member of this name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Json> {
        self.members().iter().rfind(|(known, _)| **known == *name).map(|(_, json)| json)
    }

    /// All members in the order in which they came.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Json)> {
        self.members().iter().map(|(name, json)| (name.as_ref(), json))
    }

    fn members(&self) -> &[(Box<str>, Json)] {
        self.0.as_ref().map_or(&[], |inner| &inner.members)
    }

    /// How many members there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.members().len()
    }

    /// Adds a member, or replaces it.
    pub fn insert(&mut self, name: &str, value: impl Into<Json>) {
        let members = &mut self.0.get_or_insert_default().members;
        match members.iter_mut().find(|(known, _)| **known == *name) {
            Some((_, known)) => *known = value.into(),
            None => members.push((name.into(), value.into())),
        }
    }

    /// Adds a member while an object is read; [`Extra::settle`] comes after the last one.
    pub(crate) fn push(&mut self, name: &str, json: Json) {
        self.0.get_or_insert_default().members.push((name.into(), json));
    }

    /// Of members of one name only the last stays; the name of one that does not. Not quadratic, however many there are.
    #[inline]
    pub(crate) fn settle(&mut self) -> Option<String> {
        let inner = self.0.as_mut()?;
        inner.spellings.sort_by(|(one, _), (other, _)| one.cmp(other));
        if inner.has_twins() { inner.drop_twins() } else { None }
    }

    /// Takes a member out.
    pub fn remove(&mut self, name: &str) -> Option<Json> {
        let inner = self.0.as_mut()?;
        let at = inner.members.iter().position(|(known, _)| known.as_ref() == name)?;
        let (_, json) = inner.members.remove(at);
        if inner.is_empty() && inner.spellings.is_empty() {
            self.0 = None;
        }
        Some(json)
    }

    /// Whether there is nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.as_ref().is_none_or(|inner| inner.is_empty())
    }

    /// What stood where an object was expected, when it was none. The object is then blank, and this is sent back.
    #[must_use]
    pub fn misfit(&self) -> Option<&Json> {
        self.0.as_ref()?.misfit.as_ref()
    }

    /// Keeps a member of the document as received, while an object is read; [`Extra::settle`] comes after the last one.
    pub(super) fn spell(&mut self, name: &str, json: Json) {
        self.0.get_or_insert_default().spellings.push((name.into(), json));
    }

    /// Whether members of the document were kept as received.
    #[inline]
    pub(super) fn has_spellings(&self) -> bool {
        self.0.as_ref().is_some_and(|inner| !inner.spellings.is_empty())
    }

    /// A member of the document as received, if its numbers are only near to that.
    pub(super) fn spelling(&self, name: &str) -> Option<&Json> {
        let spellings = &self.0.as_ref()?.spellings;
        let after = spellings.partition_point(|(known, _)| **known <= *name);
        let (known, json) = spellings.get(after.checked_sub(1)?)?;
        (**known == *name).then_some(json)
    }

    pub(super) fn set_misfit(&mut self, json: Json) {
        self.0.get_or_insert_default().misfit = Some(json);
    }
}

/// How numbers were spelled makes no difference.
impl PartialEq for Extra {
    fn eq(&self, other: &Self) -> bool {
        self.members() == other.members() && self.misfit() == other.misfit()
    }
}

/// What a member that no table has looks like.
pub static ABSENT: Extra = Extra(None);

/// Names only: values may be secrets that no document knows of.
impl fmt::Debug for Extra {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.iter().map(|(name, _)| name)).finish()
    }
}

/// The place of members that no table has; it never holds a value itself.
impl Value for Extra {
    fn blank() -> Self {
        Self::default()
    }

    fn form(&self) -> Form<'_> {
        Form::Extra(self)
    }

    fn form_mut(&mut self, _target: Become) -> FormMut<'_> {
        FormMut::Extra(self)
    }
}
