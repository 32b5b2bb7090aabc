//! What requests carry, and what is in each media type.

use super::rules::{BODY_ADDED, BODY_REMOVED, MEDIA_ADDED, MEDIA_REMOVED, TYPE};
use super::site::{Position, Site};
use super::{Differ, Values};
use crate::model::{Body, Carried, Content, Model, Ref};

impl<'a> Differ<'a> {
    /// `site` is what clients send.
    pub(super) fn body(&mut self, old: Option<&'a Body>, new: Option<&'a Body>, site: &Site) {
        let place = |body: Option<&Body>| body.map(|body| body.origin.span());
        let site = site.part("body", place(old), place(new));
        match (old, new) {
            (Some(old), Some(new)) => {
                self.required(old.required, new.required, &site);
                self.contents(&old.contents, &new.contents, &site);
            }
            (Some(old), None) => self.change(&BODY_REMOVED, &site, "removed", (true, old.required)),
            (None, Some(new)) => {
                let what = if new.required { "added, required" } else { "added" };
                self.change(&BODY_ADDED, &site, what, (new.required, false));
            }
            (None, None) => {}
        }
    }

    /// Bodies by media type.
    pub(super) fn contents(&mut self, old: &'a [Content], new: &'a [Content], site: &Site) {
        let now = partners(old, new);
        for (was, now) in old.iter().zip(&now) {
            match now.and_then(|at| new.get(at)) {
                Some(is) => self.content(was, is, site),
                None => {
                    let site = site.part(&was.media_type, Some(was.origin.span()), None);
                    self.change(&MEDIA_REMOVED, &site, "removed", (true, false));
                }
            }
        }
        for (at, is) in new.iter().enumerate() {
            if !now.contains(&Some(at)) && !old.iter().any(|was| covers(was, is)) {
                let site = site.part(&is.media_type, None, Some(is.origin.span()));
                let is_request = site.position == Position::Request;
                self.values(&MEDIA_ADDED, &site, "added", if is_request { Values::MORE } else { Values::SAME });
            }
        }
    }

    fn content(&mut self, old: &'a Content, new: &'a Content, site: &Site) {
        let (was, is) = (Some(old.origin.span()), Some(new.origin.span()));
        // The usual media type goes without saying.
        let site = if old.essence() == "application/json" {
            Site { old: was, new: is, ..site.clone() }
        } else {
            site.part(&old.media_type, was, is)
        };
        if old.is_form() {
            self.fields(old, new, &site);
        }
        if old.per_item != new.per_item {
            let what = |content: &Content| if content.per_item { "each item" } else { "the whole" };
            let what = format!("{} was described, {} is now", what(old), what(new));
            return self.values(&TYPE, &site, what, Values::OTHER);
        }
        if !(is_bytes(self.old, old) && is_bytes(self.new, new)) {
            self.ty(&old.ty, &new.ty, &site);
            self.conditions((old.schema, &old.ty), (new.schema, &new.ty), &site);
        }
    }
}

/// Which of the new bodies each of the old ones is: of the same media type with the same parameters, else, of those that are
/// left, with others, else of a range that holds it.
fn partners(old: &[Content], new: &[Content]) -> Vec<Option<usize>> {
    let mut now: Vec<Option<usize>> = vec![None; old.len()];
    let same: [fn(&Content, &Content) -> bool; 2] =
        [|was, is| whole(was) == whole(is), |was, is| was.essence().eq_ignore_ascii_case(is.essence())];
    for is_same in same {
        for (at, was) in old.iter().enumerate() {
            let is_free = |(to, is): &(usize, &Content)| !now.contains(&Some(*to)) && is_same(was, is);
            let found = new.iter().enumerate().find(is_free).map(|(to, _)| to);
            if let Some(now) = now.get_mut(at).filter(|now| now.is_none()) {
                *now = found;
            }
        }
    }
    let held = |was: &Content| new.iter().position(|is| covers(was, is));
    old.iter().zip(now).map(|(was, now)| now.or_else(|| held(was))).collect()
}

/// A media type with its parameters, whatever their order and however they are written.
fn whole(content: &Content) -> Vec<String> {
    let mut parts: Vec<String> =
        content.media_type.split(';').map(|part| part.trim().replace('"', "").to_ascii_lowercase()).collect();
    if let Some(parameters) = parts.get_mut(1..) {
        parameters.sort_unstable();
    }
    parts
}

/// Whether nothing is said of a body but that it is bytes; `{}` and `format: binary` say the same of a picture.
fn is_bytes(model: &Model, content: &Content) -> bool {
    let is_plain = matches!(model.resolved(&content.ty), Ref::Scalar(_) | Ref::Any);
    is_plain && model.carried(&content.media_type, &content.ty) == Carried::Bytes
}

/// Whether one of the two is a range that holds the other.
fn covers(one: &Content, other: &Content) -> bool {
    let holds = |range: &str, media_type: &str| {
        range == "*/*"
            || range.strip_suffix('*').is_some_and(|start| start.ends_with('/') && media_type.starts_with(start))
    };
    holds(one.essence(), other.essence()) || holds(other.essence(), one.essence())
}
