//! The kinds of JSON values that a schema allows.

use super::conjunction::Conjunction;
use super::enumeration::lists_scalars_for;
use super::reader::Reader;
use crate::diag::{Code, Diagnostic};
use crate::model::KindSet;
use crate::nearest::nearest;
use crate::read::node::{Node, Value};

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

/// The kind of a value.
pub(super) fn kind_of(node: &Node) -> KindSet {
    match &node.value {
        Value::Null => KindSet::NULL,
        Value::Bool(_) => KindSet::BOOLEAN,
        Value::Number(_) if is_whole(node) => KindSet::INTEGER,
        Value::Number(_) => KindSet::NUMBER,
        Value::String(_) => KindSet::STRING,
        Value::List(_) => KindSet::ARRAY,
        Value::Map(_) => KindSet::OBJECT,
    }
}

fn is_whole(node: &Node) -> bool {
    node.as_number().is_some_and(|number| {
        number.is_i64() || number.is_u64() || number.as_f64().is_some_and(|value| value.fract() == 0.0)
    })
}

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

/// Whether a format is one of whole numbers.
fn is_of_integers(format: &str) -> bool {
    matches!(format, "int32" | "int64" | "uint64")
}

/// The format of Kubernetes for whole numbers that may be texts, such as `80` and `http`.
pub(super) const INT_OR_STRING: &str = "int-or-string";

/// Whether a schema of texts takes whole numbers too.
pub(super) fn is_int_or_string(schema: &Node) -> bool {
    schema.text("format") == Some(INT_OR_STRING)
        || schema.get("x-kubernetes-int-or-string").and_then(Node::as_bool) == Some(true)
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
