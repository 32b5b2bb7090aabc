//! Parameters. Those in the path are the same by their place, because their names do not travel.

use std::collections::{HashMap, HashSet};

use super::rules::{DEFAULT, OPTIONAL, PARAMETER_ADDED, PARAMETER_MOVED, PARAMETER_REMOVED, PARAMETER_STYLE, REQUIRED};
use super::site::Site;
use super::types::resolved;
use super::{Differ, Values};
use crate::model::{Json, Location, Operation, Parameter, Ref, compared};

impl<'a> Differ<'a> {
    /// What two operations take beside their bodies. `site` is what clients send.
    pub(super) fn parameters(&mut self, old: &'a Operation, new: &'a Operation, site: &Site) {
        let (was, is) = (Known::of(old), Known::of(new));
        for (one, other) in old.path.placeholders().zip(new.path.placeholders()) {
            if let (Some(one), Some(other)) = (was.at(Location::Path, one), is.at(Location::Path, other)) {
                self.parameter(one, other, site);
            }
        }
        let mut found = HashSet::new();
        for one in old.parameters.iter().filter(|one| one.location != Location::Path) {
            let moved = || is.elsewhere(one).filter(|other| was.at(other.location, &other.wire).is_none());
            match is.at(one.location, &one.wire).or_else(moved) {
                Some(other) => {
                    found.insert((other.location, name(other.location, &other.wire)));
                    self.parameter(one, other, site);
                }
                None => self.parameter_removed(one, site),
            }
        }
        for one in new.parameters.iter().filter(|one| one.location != Location::Path) {
            if !found.contains(&(one.location, name(one.location, &one.wire))) {
                let site = site.part(&label(one), None, Some(one.origin.span()));
                let what = if one.required { "added, required" } else { "added" };
                self.change(&PARAMETER_ADDED, &site, what, (one.required, false));
            }
        }
    }

    fn parameter_removed(&mut self, was: &Parameter, site: &Site) {
        let site = site.part(&label(was), Some(was.origin.span()), None);
        self.change(&PARAMETER_REMOVED, &site, "removed", (true, was.required));
    }

    fn parameter(&mut self, old: &'a Parameter, new: &'a Parameter, site: &Site) {
        let site = site.part(&label(old), Some(old.origin.span()), Some(new.origin.span()));
        if old.location != new.location {
            let what = format!("in the {} and now in the {}", old.location.word(), new.location.word());
            self.change(&PARAMETER_MOVED, &site, what, (true, true));
        } else if (old.style != new.style || old.explode != new.explode) && self.has_parts(&old.ty, &new.ty) {
            self.change(&PARAMETER_STYLE, &site, "written in another way", (true, true));
        }
        self.required(old.required, new.required, &site);
        self.default(old.default.as_ref(), new.default.as_ref(), &site);
        self.deprecated(&site, old.deprecated, new.deprecated);
        self.ty(&old.ty, &new.ty, &site);
        self.conditions((old.schema, &old.ty), (new.schema, &new.ty), &site);
    }

    /// Whether a value of either type is written in parts, so that the style matters.
    fn has_parts(&self, old: &Ref, new: &Ref) -> bool {
        let is_plain = |ty: &Ref| matches!(ty, Ref::Scalar(_));
        !is_plain(resolved(self.old, old).0) || !is_plain(resolved(self.new, new).0)
    }

    /// Whether something must be there.
    pub(super) fn required(&mut self, old: bool, new: bool, site: &Site) {
        match (old, new) {
            (false, true) => self.values(&REQUIRED, site, "required now", Values::FEWER),
            (true, false) => self.values(&OPTIONAL, site, "optional now", Values::MORE),
            _ => {}
        }
    }

    /// What the server takes when nothing is sent. What was not documented may be as it was.
    pub(super) fn default(&mut self, old: Option<&Json>, new: Option<&Json>, site: &Site) {
        let value = |stated: Option<&Json>| stated.cloned().map(compared);
        if value(old) != value(new) {
            let shown = |value: Option<&Json>| value.map_or("not documented".to_owned(), |value| format!("`{value}`"));
            let what = format!("the default was {} and is {}", shown(old), shown(new));
            self.change(&DEFAULT, site, what, (old.is_some() && new.is_some(), false));
        }
    }
}

/// The parameters of an operation by place and name.
struct Known<'a>(HashMap<(Location, String), &'a Parameter>);

impl<'a> Known<'a> {
    fn of(operation: &'a Operation) -> Self {
        let parameters = operation.parameters.iter().rev();
        Self(parameters.map(|one| ((one.location, name(one.location, &one.wire)), one)).collect())
    }

    fn at(&self, location: Location, wire: &str) -> Option<&'a Parameter> {
        self.0.get(&(location, name(location, wire))).copied()
    }

    /// The same name in another place, other than the path.
    fn elsewhere(&self, one: &Parameter) -> Option<&'a Parameter> {
        let places = [Location::Query, Location::Header, Location::Cookie];
        places.into_iter().find_map(|location| self.at(location, &one.wire))
    }
}

/// The name as it is compared: headers are the same in any case.
fn name(location: Location, wire: &str) -> String {
    if location == Location::Header { wire.to_ascii_lowercase() } else { wire.to_owned() }
}

fn label(parameter: &Parameter) -> String {
    format!("{} parameter {}", parameter.location.word(), parameter.wire)
}
