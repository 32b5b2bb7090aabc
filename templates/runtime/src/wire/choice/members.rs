//! The members of an object as JSON, and of those inside of it that somebody asks for.

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::wire::fault::ReadError;
use crate::wire::reader::{Mode, Reader};

/// An object of which not all has to be looked at.
#[derive(Debug, Default)]
pub(super) struct Members<'a> {
    is_texts: bool,
    /// The objects that were looked at, by the names that lead to them.
    objects: BTreeMap<&'static [&'static str], Named<'a>>,
}

/// The last member of each name.
type Named<'a> = BTreeMap<Cow<'a, str>, &'a str>;

impl<'a> Members<'a> {
    /// Takes the object that comes next.
    pub(super) fn of(reader: &mut Reader<'a>) -> Result<Self, ReadError> {
        let objects = BTreeMap::from([(NOWHERE, named(reader)?)]);
        Ok(Self { is_texts: reader.is_texts(), objects })
    }

    /// Whether all scalars are texts.
    pub(super) fn is_texts(&self) -> bool {
        self.is_texts
    }

    /// Whether the object has a member.
    pub(super) fn has(&self, name: &str) -> bool {
        self.objects.get(NOWHERE).is_some_and(|members| members.contains_key(name))
    }

    /// The member to which these names lead.
    pub(super) fn at(&mut self, path: &'static [&'static str]) -> Option<&'a str> {
        let (name, parents) = path.split_last()?;
        self.object(parents).get(*name).copied()
    }

    fn object(&mut self, path: &'static [&'static str]) -> &Named<'a> {
        if !self.objects.contains_key(path) {
            let text = self.at(path).filter(|text| text.starts_with('{'));
            let members = text.and_then(|text| named(&mut Reader::new(text, Mode::Lenient)).ok());
            self.objects.insert(path, members.unwrap_or_default());
        }
        self.objects.entry(path).or_default()
    }
}

/// The path to the object itself.
const NOWHERE: &[&str] = &[];

fn named<'a>(reader: &mut Reader<'a>) -> Result<Named<'a>, ReadError> {
    let mut members = Named::new();
    let mut more = reader.open_object()?;
    while more {
        let name = reader.name_lossy()?;
        members.insert(name, reader.raw()?);
        more = reader.next_member()?;
    }
    Ok(members)
}
