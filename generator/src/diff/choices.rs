//! Choices: cases are the same by their tag, else by what they look like.

use std::collections::HashMap;

use super::rules::{CASE_ADDED, CASE_REMOVED, DEFAULT_CASE, TAG};
use super::site::Site;
use super::types::look;
use super::{Differ, Values};
use crate::model::{Case, Choice, Json, Model, Tag, Unlisted, text_of};

/// Levels of a type that are looked at to recognise it.
const DEPTH: usize = 3;

impl<'a> Differ<'a> {
    pub(super) fn choice(&mut self, old: &'a Choice, new: &'a Choice, site: &Site) {
        match (&old.tag, &new.tag) {
            (Tag::Member(was), Tag::Member(is)) if was != is => {
                self.change(&TAG, site, format!("`{was}` told the types apart, `{is}` does now"), (true, true));
            }
            (Tag::Member(_), Tag::Member(_)) => self.by_tag(old, new, site),
            _ => self.by_look(old, new, site),
        }
    }

    fn by_tag(&mut self, old: &'a Choice, new: &'a Choice, site: &Site) {
        let (was, is) = (by_tag(old), by_tag(new));
        for tag in old.cases.iter().flat_map(|case| &case.tags) {
            let site = site.inner(&text_of(tag));
            match (was.get(tag), is.get(tag)) {
                (Some(was), Some(is)) => self.ty(&was.ty, &is.ty, &site),
                _ => self.values(&CASE_REMOVED, &site, "removed", Values::FEWER),
            }
        }
        for tag in new.cases.iter().flat_map(|case| &case.tags).filter(|tag| !was.contains_key(tag)) {
            self.values(&CASE_ADDED, &site.inner(&text_of(tag)), "added", Values::MORE);
        }
        self.unlisted(old, new, &site.inner("other tags"));
    }

    /// What a value is whose tag no case lists, or that has none.
    fn unlisted(&mut self, old: &'a Choice, new: &'a Choice, site: &Site) {
        let (what, values) = match (default_case(old), default_case(new)) {
            (None, None) => return,
            (Some(was), Some(is)) if is_same(was, is) => return self.ty(&was.ty, &is.ty, site),
            (Some(was), Some(is)) => {
                let what = format!("{} and now {}", self.called(self.old, was), self.called(self.new, is));
                (what, Values::OTHER)
            }
            (Some(was), None) => (format!("{} no longer", self.called(self.old, was)), Values::FEWER),
            (None, Some(is)) => (format!("{} now", self.called(self.new, is)), Values::MORE),
        };
        self.values(&DEFAULT_CASE, site, what, values);
    }

    /// A case in words: by its first tag, else by its type.
    fn called(&self, model: &Model, case: &Case) -> String {
        let tag = case.tags.first().map(|tag| format!("the type of `{}`", text_of(tag)));
        tag.unwrap_or_else(|| self.described(model, &case.ty))
    }

    /// Cases of one look are the same. Those left over are compared in turn, and the last are gone or new.
    fn by_look(&mut self, old: &'a Choice, new: &'a Choice, site: &Site) {
        let looks = |model: &Model, choice: &Choice| {
            choice.cases.iter().map(|case| look(model, &case.ty, DEPTH)).collect::<Vec<_>>()
        };
        let (was, is) = (looks(self.old, old), looks(self.new, new));
        let mut places: HashMap<&str, Vec<usize>> = HashMap::new();
        for (at, look) in is.iter().enumerate().rev() {
            places.entry(look).or_default().push(at);
        }
        let mut is_free = vec![true; new.cases.len()];
        let mut left = Vec::new();
        for (look, case) in was.iter().zip(&old.cases) {
            match places.get_mut(look.as_str()).and_then(Vec::pop) {
                Some(at) => {
                    if let (Some(free), Some(now)) = (is_free.get_mut(at), new.cases.get(at)) {
                        *free = false;
                        self.ty(&case.ty, &now.ty, &site.inner("a case"));
                    }
                }
                None => left.push(case),
            }
        }
        let mut free = new.cases.iter().zip(is_free).filter(|(_, free)| *free).map(|(case, _)| case);
        for case in left {
            match free.next() {
                Some(now) => self.ty(&case.ty, &now.ty, &site.inner("a case")),
                None => {
                    let what = format!("may not be {} any more", self.described(self.old, &case.ty));
                    self.values(&CASE_REMOVED, site, what, Values::FEWER);
                }
            }
        }
        for case in free {
            let what = format!("may be {} now", self.described(self.new, &case.ty));
            self.values(&CASE_ADDED, site, what, Values::MORE);
        }
    }
}

/// The case that values of other tags are.
fn default_case(choice: &Choice) -> Option<&Case> {
    match choice.unlisted {
        Unlisted::Case(at) => choice.cases.get(at),
        Unlisted::Unknown | Unlisted::Base { .. } => None,
    }
}

/// Whether two cases are selected by the same tag, or both by none.
fn is_same(old: &Case, new: &Case) -> bool {
    old.tags.is_empty() && new.tags.is_empty() || old.tags.iter().any(|tag| new.tags.contains(tag))
}

/// The cases by their tags, of two with one tag the first.
fn by_tag(choice: &Choice) -> HashMap<&Json, &Case> {
    choice.cases.iter().rev().flat_map(|case| case.tags.iter().map(move |tag| (tag, case))).collect()
}
