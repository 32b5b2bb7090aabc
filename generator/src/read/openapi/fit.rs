//! Whether a value that a document gives is one that its schema allows; for defaults and examples.

use super::conjunction::Conjunction;
use super::fact::annotation::noted;
use super::fact::kind::kind_of;
use super::fact::same::equal;
use super::reader::Reader;
use crate::diag::Code;
use crate::model::{Json, KindSet};
use crate::read::node::Node;
use crate::source::Span;

pub(super) static DEFAULT: Code = Code {
    name: "openapi/default-value",
    page: "A `default` is no value of its schema: of another type, none of the enum, or out of the limits. The default is \
           left out.\n\n    type: integer\n    default: 'ten'\n\nCorrect the default or the schema.",
};
pub(super) static EXAMPLE: Code = Code {
    name: "openapi/example-value",
    page: "An example is no value of its schema: of another type, none of the enum, out of the limits, or without a member \
           that the schema requires. The example is left out.\n\n    schema: {type: integer}\n    example: \
           ten\n\nCorrect the example or the schema.",
};

/// How deep values are looked into.
const DEPTH: usize = 30;
/// How many comparisons a value is worth; alternatives within alternatives multiply.
const PATIENCE: usize = 5000;

impl<'d> Reader<'d, '_> {
    /// Why a value is not one of its schema's, and where; `None` when it is one.
    pub(super) fn misfit(&mut self, value: &'d Node, schema: &'d Node) -> Option<(Span, String)> {
        self.patience = PATIENCE;
        self.misfit_at(value, schema, 0)
    }

    /// The value, if it is an example that its schema allows; reported if it is not.
    pub(super) fn fitting_example(&mut self, value: &'d Node, schema: Option<&'d Node>, of: &str) -> Option<Json> {
        match schema.and_then(|schema| self.misfit(value, schema)) {
            None => Some(value.to_json()),
            Some((span, why)) => {
                let message = format!("the example of {of} is no value of its type");
                self.warn(&EXAMPLE, span, message, &format!("{why}; the example is left out"));
                None
            }
        }
    }

    /// A member that a value of these schemas must have and does not, unless only the other side ever sends it.
    fn missing_member(&self, value: &Node, all: &Conjunction<'d>) -> Option<&'d str> {
        let members = value.as_map()?;
        let one_way = |name: &str| {
            let mut schemas = all.all("properties").filter_map(|properties| properties.get(name));
            schemas.any(|schema| ["readOnly", "writeOnly"].iter().any(|key| noted(schema, key).is_some()))
        };
        let mut required = all.all("required").flat_map(Node::items).filter_map(Node::as_str);
        required.find(|name| members.get(name).is_none() && !one_way(name))
    }

    fn misfit_at(&mut self, value: &'d Node, schema: &'d Node, depth: usize) -> Option<(Span, String)> {
        self.patience = self.patience.saturating_sub(1);
        if depth > DEPTH || self.patience == 0 || value.is_null() && self.is_nullable(schema) {
            return None;
        }
        let all = self.conjunction(&[schema]);
        let refused = |why: String| Some((value.span, why));
        for part in &all.parts {
            for key in ["oneOf", "anyOf"] {
                let Some(branches) = part.node.get(key).and_then(Node::as_list) else { continue };
                if !branches.iter().any(|branch| self.misfit_at(value, branch, depth + 1).is_none()) {
                    return refused("expected one of the alternatives".to_owned());
                }
            }
            if let Some(values) = super::fact::listed::values(part.node)
                && !values.is_empty()
                && !values.iter().any(|other| equal(other, value))
            {
                return refused("expected one of the listed values".to_owned());
            }
            if let Some(kinds) = self.stated_kinds(part.node)
                && !kinds.covers(kind_of(value))
            {
                return refused(format!("expected {}", kinds.each().next().unwrap_or(KindSet::ALL).name()));
            }
            if let Some(why) = out_of_limits(value, part.node) {
                return refused(why);
            }
        }
        if let Some(name) = self.missing_member(value, &all) {
            return refused(format!("expected the member `{name}` in it"));
        }
        for item in value.items().take(100) {
            for schema in all.all("items") {
                if let Some(problem) = self.misfit_at(item, schema, depth + 1) {
                    return Some(problem);
                }
            }
        }
        for member in value.members().take(100) {
            for schema in all.all("properties").filter_map(|properties| properties.get(&member.key)) {
                if let Some(problem) = self.misfit_at(&member.value, schema, depth + 1) {
                    return Some(problem);
                }
            }
        }
        None
    }
}

fn out_of_limits(value: &Node, schema: &Node) -> Option<String> {
    let limit = |key: &str| schema.get(key).and_then(Node::as_number).and_then(|number| number.as_f64());
    if let Some(number) = value.as_number().and_then(|number| number.as_f64()) {
        if let Some(least) = limit("minimum").filter(|least| number < *least) {
            return Some(format!("expected at least {least}"));
        }
        if let Some(most) = limit("maximum").filter(|most| number > *most) {
            return Some(format!("expected at most {most}"));
        }
    }
    let length = value.as_str().map(|text| text.chars().count() as f64)?;
    if let Some(least) = limit("minLength").filter(|least| length < *least) {
        return Some(format!("expected at least {least} characters"));
    }
    limit("maxLength").filter(|most| length > *most).map(|most| format!("expected at most {most} characters"))
}
