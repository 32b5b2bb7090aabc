//! Marks of schemas, such as `readOnly`: what is said of a value where it is used, and of all that it must be.

use std::collections::HashSet;

use super::reader::{Reader, address};
use super::schema::sole_reference;
use crate::read::node::Node;

/// How many schemas are looked at for one mark.
const SCHEMAS: usize = 100;

impl<'d> Reader<'d, '_> {
    /// Whether any of these schemas, or one that its values must fit as well, has a mark. A value that must fit several
    /// schemas has the marks of all (JSON Schema Validation 2020-12, section 9.4), behind references and in `allOf`:
    ///
    /// ```yaml
    /// _links: {allOf: [{$ref: "#/components/schemas/Links"}, {properties: {}}]}   # Links: {readOnly: true}
    /// ```
    pub(super) fn is_marked(&mut self, schemas: &[&'d Node], mark: &str) -> bool {
        let mut open = schemas.to_vec();
        let mut seen = HashSet::new();
        while let Some(schema) = open.pop().filter(|_| seen.len() < SCHEMAS) {
            if !seen.insert(address(schema)) {
                continue;
            }
            if schema.get(mark).and_then(Node::as_bool) == Some(true) {
                return true;
            }
            open.extend(schema.get("allOf").and_then(Node::as_list).unwrap_or_default());
            let reference = schema.get("$ref").or_else(|| sole_reference(schema)).and_then(Node::as_str);
            open.extend(reference.and_then(|text| self.pointed(text)));
        }
        false
    }
}
