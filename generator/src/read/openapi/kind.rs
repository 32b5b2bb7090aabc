//! The kinds of JSON values that a schema allows.

use super::conjunction::Conjunction;
use super::reader::Reader;
use crate::diag::{Code, Diagnostic};
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

/// A set of kinds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Kinds(u8);

impl Kinds {
    pub(super) const NONE: Self = Self(0);
    pub(super) const NULL: Self = Self(1);
    pub(super) const BOOLEAN: Self = Self(2);
    pub(super) const INTEGER: Self = Self(4);
    /// Integers are numbers.
    pub(super) const NUMBER: Self = Self(8 | 4);
    pub(super) const STRING: Self = Self(16);
    pub(super) const ARRAY: Self = Self(32);
    pub(super) const OBJECT: Self = Self(64);
    pub(super) const ANY: Self = Self(127);

    /// The kind that `type` calls so.
    pub(super) fn of_word(word: &str) -> Option<Self> {
        Some(match word {
            "null" => Self::NULL,
            "boolean" => Self::BOOLEAN,
            "integer" => Self::INTEGER,
            "number" => Self::NUMBER,
            "string" | "file" => Self::STRING,
            "array" => Self::ARRAY,
            "object" => Self::OBJECT,
            _ => return None,
        })
    }

    /// The kind of a value.
    pub(super) fn of_value(node: &Node) -> Self {
        match &node.value {
            Value::Null => Self::NULL,
            Value::Bool(_) => Self::BOOLEAN,
            Value::Number(_) if is_whole(node) => Self::INTEGER,
            Value::Number(_) => Self::NUMBER,
            Value::String(_) => Self::STRING,
            Value::List(_) => Self::ARRAY,
            Value::Map(_) => Self::OBJECT,
        }
    }

    pub(super) fn and(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    pub(super) fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    pub(super) fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    pub(super) fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Whether a value of `other` is allowed by `self`.
    pub(super) fn allows(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    /// The kinds one by one; a number is one kind.
    pub(super) fn each(self) -> impl Iterator<Item = Self> {
        let number = if self.allows(Self::NUMBER) { Self::NUMBER } else { Self::INTEGER };
        [Self::STRING, number, Self::BOOLEAN, Self::ARRAY, Self::OBJECT, Self::NULL]
            .into_iter()
            .filter(move |kind| self.allows(*kind))
    }

    /// What `type` calls a set of one.
    pub(super) fn word(self) -> &'static str {
        let name = self.name();
        name.split_once(' ').map_or(name, |(_, word)| word)
    }

    /// What people call a set of one.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::NULL => "null",
            Self::BOOLEAN => "a boolean",
            Self::INTEGER => "an integer",
            Self::NUMBER => "a number",
            Self::STRING => "a string",
            Self::ARRAY => "an array",
            Self::OBJECT => "an object",
            _ => "a value",
        }
    }
}

fn is_whole(node: &Node) -> bool {
    node.as_number().is_some_and(|number| {
        number.is_i64() || number.is_u64() || number.as_f64().is_some_and(|value| value.fract() == 0.0)
    })
}

/// The words for kinds.
const WORDS: [&str; 7] = ["null", "boolean", "integer", "number", "string", "array", "object"];

impl<'d> Reader<'d, '_> {
    /// The kinds that a `type` names; `None` when there is none, or none that is known, which is reported.
    pub(super) fn stated_kinds(&mut self, schema: &'d Node) -> Option<Kinds> {
        let stated = schema.get("type")?;
        let words = stated.as_list().unwrap_or(std::slice::from_ref(stated));
        let mut kinds = Kinds::NONE;
        for word in words {
            match word.as_str().and_then(Kinds::of_word) {
                Some(kind) => kinds = kinds.or(kind),
                None if word.is_null() => kinds = kinds.or(Kinds::NULL),
                None => {
                    let problem = Diagnostic::warning(&UNKNOWN, word.span, "this is none of the types that there are");
                    let help = match nearest(word.as_str().unwrap_or_default(), WORDS) {
                        Some(meant) => format!("was `{meant}` meant?"),
                        None => "write null, boolean, integer, number, string, array or object".to_owned(),
                    };
                    self.report(problem.label("any value is accepted").help(help));
                    return None;
                }
            }
        }
        if schema.get("nullable").and_then(Node::as_bool) == Some(true) {
            kinds = kinds.or(Kinds::NULL);
        }
        (!kinds.is_empty()).then_some(kinds)
    }

    /// The kinds that all parts allow, without null where others are left; by what the keywords are about where no
    /// part says it.
    pub(super) fn kinds(&mut self, all: &Conjunction<'d>) -> Kinds {
        if let Some(only) = all.only {
            return only;
        }
        let mut common = Kinds::ANY;
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
        match (is_stated, common.without(Kinds::NULL)) {
            (false, _) => implied(all),
            (true, Kinds::NONE) => common,
            (true, kinds) => kinds,
        }
    }
}

/// The kind that the keywords are about, where `type` is missing.
fn implied(all: &Conjunction<'_>) -> Kinds {
    if all.has(&["properties", "additionalProperties", "patternProperties", "minProperties", "maxProperties"]) {
        Kinds::OBJECT
    } else if all.has(&["items", "prefixItems", "minItems", "maxItems", "uniqueItems"]) {
        Kinds::ARRAY
    } else if let Some(format) = all.last("format").and_then(Node::as_str) {
        match format {
            "int32" | "int64" => Kinds::INTEGER,
            "float" | "double" => Kinds::NUMBER,
            _ => Kinds::STRING,
        }
    } else if all.has(&["pattern", "minLength", "maxLength", "contentEncoding"]) {
        Kinds::STRING
    } else if all.has(&["minimum", "maximum", "multipleOf", "exclusiveMinimum", "exclusiveMaximum"]) {
        Kinds::NUMBER
    } else {
        Kinds::ANY
    }
}
