//! The kinds of JSON values that a schema allows.

use super::conjunction::Conjunction;
use super::fact::kind::{INT_OR_STRING, is_int_or_string, is_of_integers};
use super::fact::listed::lists_scalars_for;
use super::reader::Reader;
use crate::diag::{Code, Diagnostic};
use crate::model::KindSet;
use crate::nearest::nearest;
use crate::read::node::Node;

pub(super) static UNKNOWN: Code = Code {
    name: "openapi/unknown-type",
    page: "The `type` of a schema is none of JSON Schema's: null, boolean, integer, number, string, array, object. Any \
           value is accepted instead.\n\n    type: text\n\nWrite one of the seven.",
};
pub(super) static CONFLICT: Code = Code {
    name: "openapi/conflicting-types",
    page: "The parts of an `allOf` allow no common type, so that no value fits all of them. The type of the last part \
           counts.\n\n    allOf: [{type: string}, {type: object}]\n\nCorrect one of the parts.",
};

impl<'d> Reader<'d, '_> {
    /// The kinds that a `type` names; `None` when there is none, or none that is known, which is reported.
    pub(super) fn stated_kinds(&mut self, schema: &'d Node) -> Option<KindSet> {
        let stated = schema.get("type").filter(|_| !lists_scalars_for(schema, "object"))?;
        let words = stated.as_list().unwrap_or(std::slice::from_ref(stated));
        let mut kinds = KindSet::NONE;
        let mut is_known = true;
        for word in words {
            match word.as_str().and_then(KindSet::of_word) {
                Some(kind) => kinds = kinds.or(kind),
                None if word.is_null() => kinds = kinds.or(KindSet::NULL),
                None => {
                    self.unknown_type(word);
                    is_known = false;
                }
            }
        }
        if !is_known {
            return None;
        }
        if schema.get("nullable").and_then(Node::as_bool) == Some(true) {
            kinds = kinds.or(KindSet::NULL);
        }
        if is_int_or_string(schema) && kinds.covers(KindSet::STRING) {
            kinds = kinds.or(KindSet::INTEGER);
        }
        // The registry of formats has these for numbers.
        if schema.text("format").is_some_and(is_of_integers) && kinds.covers(KindSet::NUMBER) {
            kinds = kinds.without(KindSet::NUMBER).or(KindSet::INTEGER);
        }
        (!kinds.is_empty()).then_some(kinds)
    }

    fn unknown_type(&mut self, word: &Node) {
        let problem = Diagnostic::warning(&UNKNOWN, word.span, "this is none of the types that there are");
        let help = match nearest(word.as_str().unwrap_or_default(), KindSet::words()) {
            Some(meant) => format!("was `{meant}` meant?"),
            None => "write null, boolean, integer, number, string, array or object".to_owned(),
        };
        self.report(problem.label("any value is accepted").help(help));
    }

    /// The kinds that all parts allow, without null where others are left; by what the keywords are about where no
    /// part says it.
    pub(super) fn kinds(&mut self, all: &Conjunction<'d>) -> KindSet {
        if let Some(only) = all.only {
            return only;
        }
        let mut common = KindSet::ALL;
        let mut is_stated = false;
        for part in &all.parts {
            let Some(kinds) = self.stated_kinds(part.node) else { continue };
            is_stated = true;
            if common.and(kinds).is_empty() {
                let span = part.node.get("type").unwrap_or(part.node).span;
                let problem = Diagnostic::warning(&CONFLICT, span, "no value is of this type and of the types before");
                self.report(problem.label("this type counts").help("correct one of the parts of the `allOf`"));
                common = kinds;
            } else {
                common = common.and(kinds);
            }
        }
        match (is_stated, common.without(KindSet::NULL)) {
            (false, _) => implied(all),
            (true, KindSet::NONE) => common,
            (true, kinds) => kinds,
        }
    }
}

/// The kind that the keywords are about, where `type` is missing.
fn implied(all: &Conjunction<'_>) -> KindSet {
    if all.has(&["properties", "additionalProperties", "patternProperties", "minProperties", "maxProperties"]) {
        KindSet::OBJECT
    } else if all.has(&["items", "prefixItems", "minItems", "maxItems", "uniqueItems"]) {
        KindSet::ARRAY
    } else if let Some(format) = all.last("format").and_then(Node::as_str) {
        match format {
            format if is_of_integers(format) => KindSet::INTEGER,
            "float" | "double" => KindSet::NUMBER,
            INT_OR_STRING => KindSet::STRING.or(KindSet::INTEGER),
            _ => KindSet::STRING,
        }
    } else if all.has(&["pattern", "minLength", "maxLength", "contentEncoding", "contentMediaType"]) {
        KindSet::STRING
    } else if all.has(&["minimum", "maximum", "multipleOf", "exclusiveMinimum", "exclusiveMaximum"]) {
        KindSet::NUMBER
    } else {
        KindSet::ALL
    }
}
