//! Marks of schemas, such as `readOnly`: what is said of a value where it is used, and of all that it must be.

use super::fact::annotation::sole_reference;
use super::reader::Reader;
use crate::read::node::Node;

/// How many schemas are looked at for the marks of one value.
const SCHEMAS: usize = 100;

/// The marks of a value.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Marks {
    pub(super) read_only: bool,
    pub(super) write_only: bool,
    pub(super) secret: bool,
}

impl Marks {
    fn add(&mut self, schema: &Node) {
        let is_marked = |mark| schema.get(mark).and_then(Node::as_bool) == Some(true);
        self.read_only |= is_marked("readOnly");
        self.write_only |= is_marked("writeOnly");
        self.secret |= is_marked("x-gatewright-secret");
    }
}

impl<'d> Reader<'d, '_> {
    /// The marks of these schemas, and of those that their values must fit as well. A value that must fit several schemas
    /// has the marks of all (JSON Schema Validation 2020-12, section 9.4), behind references and in `allOf`:
    ///
    /// ```yaml
    /// _links: {allOf: [{$ref: "#/components/schemas/Links"}, {properties: {}}]}   # Links: {readOnly: true}
    /// ```
    pub(super) fn marks(&mut self, schemas: &[&'d Node]) -> Marks {
        let mut marks = Marks::default();
        let mut open = schemas.to_vec();
        let mut seen: Vec<&Node> = Vec::new();
        while let Some(schema) = open.pop().filter(|_| seen.len() < SCHEMAS) {
            if seen.iter().any(|other| std::ptr::eq(*other, schema)) {
                continue;
            }
            seen.push(schema);
            marks.add(schema);
            open.extend(schema.get("allOf").and_then(Node::as_list).unwrap_or_default());
            let reference = schema.get("$ref").or_else(|| sole_reference(schema)).and_then(Node::as_str);
            open.extend(reference.and_then(|text| self.pointed(text)));
        }
        marks
    }
}
