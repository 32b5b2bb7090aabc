//! What the parts of a form contain, where schemas say it and `encoding` does not.

use super::conjunction::Conjunction;
use super::reader::Reader;
use super::syntax::keyword::is_annotation;
use super::syntax::version::Version;
use crate::model::Encoding;
use crate::read::node::Node;

/// Lists within lists and alternatives that are looked into.
const DEPTH: usize = 8;

impl<'d> Reader<'d, '_> {
    /// Adds the media types of parts that `encoding` does not name: of strings that say what they contain, and from 3.1
    /// on of members of which nothing is said (4.8.15: `application/octet-stream`).
    pub(super) fn parts_of(&mut self, schema: &'d Node, encodings: &mut Vec<Encoding>) {
        let all = self.quietly(|reader| reader.conjunction(&[schema]));
        let branches: Vec<&'d Node> = all.all("oneOf").chain(all.all("anyOf")).flat_map(Node::items).collect();
        let branches = branches.iter().map(|branch| self.quietly(|reader| reader.conjunction(&[*branch])));
        let wholes: Vec<Conjunction<'d>> = branches.collect();
        let members =
            [&all].into_iter().chain(&wholes).flat_map(|whole| whole.all("properties")).flat_map(Node::members);
        for member in members.collect::<Vec<_>>() {
            let Some(media_type) = self.quietly(|reader| reader.contained(&member.value, DEPTH)) else { continue };
            match encodings.iter_mut().find(|known| known.field == member.key) {
                Some(known) => known.media_type = known.media_type.take().or(Some(media_type)),
                None => encodings.push(Encoding { media_type: Some(media_type), ..Encoding::new(&member.key) }),
            }
        }
    }

    /// What a part contains by its schema, or each of its items.
    fn contained(&mut self, schema: &'d Node, depth: usize) -> Option<String> {
        let depth = depth.checked_sub(1)?;
        let all = self.conjunction(&[schema]);
        if let Some(stated) = all.last("contentMediaType").and_then(Node::as_str) {
            let is_encoded = all.last("contentEncoding").is_some();
            return (!is_encoded && crate::model::is_media_type(stated)).then(|| stated.to_owned());
        }
        if let Some(items) = all.last("items") {
            return self.contained(items, depth);
        }
        let branches: Vec<&'d Node> = all.all("oneOf").chain(all.all("anyOf")).flat_map(Node::items).collect();
        let values: Vec<&'d Node> = branches.into_iter().filter(|branch| !self.is_null(branch)).collect();
        if let [only] = values.as_slice() {
            return self.contained(only, depth);
        }
        let says_nothing = all.parts.iter().all(|part| says_nothing(part.node)) && !all.partial;
        (says_nothing && self.version >= Version::V31).then(|| "application/octet-stream".to_owned())
    }
}

/// Whether a schema allows anything.
fn says_nothing(schema: &Node) -> bool {
    schema.as_bool() == Some(true)
        || schema.as_map().is_some_and(|map| {
            map.iter().all(|member| is_annotation(&member.key) || matches!(member.key.as_str(), "$ref" | "allOf"))
        })
}
