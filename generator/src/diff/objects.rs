//! Objects, member by member.

use std::collections::HashMap;

use super::rules::{FIELD_ADDED, FIELD_REMOVED, REST};
use super::site::{Position, Site};
use super::{Differ, Values};
use crate::model::{Field, Object, Ref, Rest};

impl<'a> Differ<'a> {
    pub(super) fn object(&mut self, old: &'a Object, new: &'a Object, site: &Site) {
        let position = site.position;
        let (was, is) = (members(old, position), members(new, position));
        for field in old.fields.iter().filter(|field| travels(field, position)) {
            match is.get(field.wire.as_str()) {
                Some(now) => self.field(field, now, site),
                None => self.field_removed(field, site),
            }
        }
        for field in
            new.fields.iter().filter(|field| travels(field, position) && !was.contains_key(field.wire.as_str()))
        {
            let site = site.part(&field.wire, None, Some(field.origin.span()));
            let what = if field.required { "added, required" } else { "added" };
            let values =
                Values { fewer: field.required, more: position == Position::Request && old.rest == Rest::Refused };
            self.values(&FIELD_ADDED, &site, what, values);
        }
        self.rest("members", &old.rest, &new.rest, site);
        self.bounds("members", old.count, new.count, site);
    }

    fn field(&mut self, old: &'a Field, new: &'a Field, site: &Site) {
        let site = site.part(&old.wire, Some(old.origin.span()), Some(new.origin.span()));
        self.required(old.required, new.required, &site);
        if site.position == Position::Request {
            self.default(old.default.as_ref(), new.default.as_ref(), &site);
        }
        self.deprecated(&site, old.deprecated, new.deprecated);
        self.ty(&old.ty, &new.ty, &site);
    }

    fn field_removed(&mut self, field: &Field, site: &Site) {
        let site = site.part(&field.wire, Some(field.origin.span()), None);
        let is_missed = site.position == Position::Request && field.required;
        self.change(&FIELD_REMOVED, &site, "removed", (true, is_missed));
    }

    /// What is not named: other members of an object, other items of a tuple.
    pub(super) fn rest(&mut self, of: &str, old: &'a Rest, new: &'a Rest, site: &Site) {
        let takes_any = |rest: &Rest| match rest {
            Rest::Ignored => true,
            Rest::Kept(value) => matches!(**value, Ref::Any),
            Rest::Refused => false,
        };
        match (old, new) {
            (Rest::Kept(was), Rest::Kept(is)) => self.ty(was, is, &site.inner(&format!("other {of}"))),
            (Rest::Refused, Rest::Refused) => {}
            (_, Rest::Refused) => {
                self.values(&REST, site, format!("no other {of} are allowed any more"), Values::FEWER);
            }
            (Rest::Refused, _) => self.values(&REST, site, format!("other {of} are allowed now"), Values::MORE),
            _ if takes_any(old) && takes_any(new) => {}
            (_, Rest::Kept(_)) => self.values(&REST, site, format!("other {of} are of one type now"), Values::FEWER),
            _ => self.values(&REST, site, format!("other {of} are of any type now"), Values::MORE),
        }
    }
}

/// The members that are sent there, by name.
fn members(object: &Object, position: Position) -> HashMap<&str, &Field> {
    let fields = object.fields.iter().filter(|field| travels(field, position));
    fields.map(|field| (field.wire.as_str(), field)).collect()
}

/// Whether a member is sent there.
fn travels(field: &Field, position: Position) -> bool {
    match position {
        Position::Request => !field.read_only,
        Position::Response => !field.write_only,
        Position::Neither => true,
    }
}
