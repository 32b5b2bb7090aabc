//! The permissions that there are, and which offerings sell them.

use std::collections::{BTreeSet, HashMap};

use super::Differ;
use super::rules::{OFFERINGS, PERMISSION_ADDED, PERMISSION_REMOVED};
use super::site::Site;
use crate::model::{Model, Permission};

impl Differ<'_> {
    pub(super) fn permissions(&mut self) {
        let (old, new) = (self.old, self.new);
        let (was, is) = (by_name(old), by_name(new));
        for permission in &old.permissions {
            match is.get(permission.wire.as_str()) {
                Some(now) => self.offerings(permission, now),
                None => {
                    let site = Site::new("", None, None).part(&label(permission), Some(permission.origin.span()), None);
                    self.change(&PERMISSION_REMOVED, &site, "removed", (true, false));
                }
            }
        }
        for permission in new.permissions.iter().filter(|one| !was.contains_key(one.wire.as_str())) {
            let site = Site::new("", None, None).part(&label(permission), None, Some(permission.origin.span()));
            self.change(&PERMISSION_ADDED, &site, "added", (false, false));
        }
    }

    fn offerings(&mut self, old: &Permission, new: &Permission) {
        let set = |one: &Permission| one.offerings.iter().cloned().collect::<BTreeSet<String>>();
        let (was, is) = (set(old), set(new));
        if was != is {
            let sold = |one: &Permission| {
                if one.offerings.is_empty() { "not said".to_owned() } else { one.offerings.join(", ") }
            };
            let site = Site::new("", None, None).part(&label(old), Some(old.origin.span()), Some(new.origin.span()));
            let what = format!("sold with {} and now with {}", sold(old), sold(new));
            let is_lost = !is.contains("any") && !is.is_empty() && !was.is_subset(&is);
            self.change(&OFFERINGS, &site, what, (is_lost, false));
        }
    }
}

fn by_name(model: &Model) -> HashMap<&str, &Permission> {
    model.permissions.iter().map(|permission| (permission.wire.as_str(), permission)).collect()
}

fn label(permission: &Permission) -> String {
    format!("permission {}", permission.wire)
}
