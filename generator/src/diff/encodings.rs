//! How the fields of forms travel, and the headers of their parts.

use std::collections::BTreeSet;

use super::rules::FIELD_ENCODING;
use super::site::Site;
use super::{Differ, Values};
use crate::model::{Content, Encoding, Json, PartHeader, listed_media_types};

impl Differ<'_> {
    /// How the fields of two forms travel.
    pub(super) fn fields(&mut self, old: &Content, new: &Content, site: &Site) {
        let names: BTreeSet<&str> =
            old.encodings.iter().chain(&new.encodings).map(|encoding| encoding.field.as_str()).collect();
        let is_of_parts = !old.is_url_encoded() && !new.is_url_encoded();
        for name in names {
            let (was, is) = (encoding(old, name), encoding(new, name));
            let site = site.part(name, Some(old.origin.span()), Some(new.origin.span()));
            if self.old.written(old, &was) != self.new.written(new, &is) {
                self.change(&FIELD_ENCODING, &site, "written in another way", (true, true));
            }
            let fewer = lacks(&is, &was);
            let more = lacks(&was, &is);
            if fewer || more {
                self.change(&FIELD_ENCODING, &site, "of other media types", (fewer, more));
            }
            if is_of_parts {
                self.part_headers(&was.headers, &is.headers, &site);
            }
        }
    }

    fn part_headers(&mut self, old: &[PartHeader], new: &[PartHeader], site: &Site) {
        for was in old {
            let site = site.inner(&format!("header {}", was.wire));
            match header(new, was) {
                Some(is) => self.part_header(was, is, &site),
                None => self.values(&FIELD_ENCODING, &site, "removed", Values { fewer: false, more: was.required }),
            }
        }
        for is in new.iter().filter(|is| header(old, is).is_none()) {
            let site = site.inner(&format!("header {}", is.wire));
            let what = if is.required { "added, required" } else { "added" };
            self.values(&FIELD_ENCODING, &site, what, Values { fewer: is.required, more: false });
        }
    }

    fn part_header(&mut self, old: &PartHeader, new: &PartHeader, site: &Site) {
        self.required(old.required, new.required, site);
        let values = match (fixed(old), fixed(new)) {
            (Some(was), Some(is)) if was == is => return,
            (Some(_), Some(_)) => Values::OTHER,
            (Some(_), None) => Values::MORE,
            (None, Some(_)) => Values::FEWER,
            (None, None) => {
                self.default(old.value.as_ref(), new.value.as_ref(), site);
                if constraints(old) == constraints(new) {
                    return;
                }
                Values::OTHER
            }
        };
        let shown = |header| fixed(header).map_or("a value of its schema".to_owned(), |value| format!("`{value}`"));
        self.values(&FIELD_ENCODING, site, format!("it was {} and is {}", shown(old), shown(new)), values);
    }
}

/// The header of the same name.
fn header<'a>(headers: &'a [PartHeader], one: &PartHeader) -> Option<&'a PartHeader> {
    headers.iter().find(|known| known.wire.eq_ignore_ascii_case(&one.wire))
}

/// The only value that a header may have.
fn fixed(header: &PartHeader) -> Option<&Json> {
    let is_only = |schema: &Json| {
        let listed = schema.get("enum").and_then(Json::as_array);
        schema.get("const").is_some() || listed.is_some_and(|values| values.len() == 1)
    };
    header.value.as_ref().filter(|_| header.schema.as_ref().is_none_or(is_only))
}

/// What the schema of a header demands.
fn constraints(header: &PartHeader) -> Option<Json> {
    const ANNOTATIONS: &[&str] =
        &["title", "description", "default", "example", "examples", "deprecated", "$comment", "externalDocs"];
    let mut schema = header.schema.clone()?;
    if let Some(members) = schema.as_object_mut() {
        members.retain(|key, _| !ANNOTATIONS.contains(&key.as_str()) && !key.starts_with("x-"));
    }
    Some(schema)
}

/// How a field travels; that of which nothing is said, too.
fn encoding(content: &Content, field: &str) -> Encoding {
    let stated = content.encodings.iter().find(|encoding| encoding.field == field);
    stated.cloned().unwrap_or_else(|| Encoding::new(field))
}

/// Whether a part has no longer a media type that it had. Where none is said, any may be.
fn lacks(encoding: &Encoding, other: &Encoding) -> bool {
    let listed = |encoding: &Encoding| -> Vec<String> {
        let listed = listed_media_types(encoding.media_type.as_deref().unwrap_or_default());
        listed.map(|one| one.replace(' ', "").to_ascii_lowercase()).collect()
    };
    let known = listed(encoding);
    let holds = |one: &String| {
        let range = one.split('/').next().map(|kind| format!("{kind}/*")).unwrap_or_default();
        known.contains(one) || known.contains(&range) || known.iter().any(|known| known == "*/*")
    };
    !known.is_empty() && !listed(other).iter().all(holds)
}
