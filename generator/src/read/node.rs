//! YAML and JSON as one tree in which everything has its place. Knows syntax and limits, and nothing of what a
//! document means.
//!
//! Scalars follow the core schema of YAML 1.2: `yes` and `on` are text, numbers stay as written. Aliases are expanded,
//! merge keys (`<<`) are merged, of a key that stands twice the last
//! value counts.

mod json;
mod lenient;
mod map;
mod scalar;
mod yaml;

use serde_json::Value as Json;

use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::read::excerpt::Excerpt;
use crate::source::{SourceId, Span};

pub use map::{Map, Member};
pub use scalar::number;

/// A value and its place.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    /// From the first to the last byte of the value.
    pub span: Span,
    /// The value.
    pub value: Value,
}

/// What a [`Node`] holds.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// Nothing.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number as written.
    Number(String),
    /// Text.
    String(String),
    /// A sequence.
    List(Vec<Node>),
    /// A mapping.
    Map(Map),
}

static SYNTAX: Code = Code {
    name: "yaml/syntax",
    page: "The document is not YAML, or not JSON where it starts as JSON.\n\n    a: [1, 2\n\nThe place is where the text stops \
           making sense; the mistake is there or shortly before. Mend the text: close what is open, indent members \
           alike, quote text that holds `: ` or ` #`.",
};
static EMPTY: Code = Code {
    name: "yaml/empty",
    page: "The document holds nothing but space and comments.\n\n    # to be written\n\nGive it content, or take it out of \
           the list of documents.",
};
static DOCUMENTS: Code = Code {
    name: "yaml/several-documents",
    page: "One file must hold one document; `---` starts another.\n\n    a: 1\n    ---\n    a: 2\n\nSplit the file.",
};
static CHARACTER: Code = Code {
    name: "yaml/character",
    page: "The document holds a character that no YAML or JSON document may hold, such as a NUL byte. Files in UTF-16 look \
           like that.\n\nSave the file as UTF-8 without control characters.",
};
static DUPLICATE: Code = Code {
    name: "yaml/duplicate-key",
    page: "A key stands twice in one map. The last value counts, as in nearly all readers of JSON, and the other is left \
           out. Where one key is a number and the other text, as `200` and `'200'`, YAML has two keys and JSON one; both \
           are meant, and it is an error.\n\n    get: {operationId: list}\n    get: {operationId: search}\n\nRemove or rename one of the two.",
};
static DEEP: Code = Code {
    name: "yaml/depth",
    page: "The document is nested deeper than the limit `depth`, which is 200 levels unless the settings or `--limit` say \
           otherwise.\n\n    [[[[[[ … ]]]]]]\n\nNo API description needs that; give inner parts names and refer to them.",
};
static ALIASES: Code = Code {
    name: "yaml/aliases",
    page: "The aliases of the document (`*name`) stand for more values than the limit `aliases`, which is 400,000 unless \
           the settings or `--limit` say otherwise, or an alias stands within what it repeats.\n\n    a: &a [*a]\n\nRepeat less, or refer with `$ref`.",
};
static TAG: Code = Code {
    name: "yaml/tag",
    page: "A tag other than YAML's own (`!!str`, `!!int`, `!!float`, `!!bool`, `!!null`, `!!map`, `!!seq`) asks for \
           something that JSON does not have; or the value is not what its tag says.\n\n    info: !!python/object:os \
           {}\n\nRemove the tag.",
};
static KEY: Code = Code {
    name: "yaml/key",
    page: "A key is a list or a map. JSON has only text as keys.\n\n    ? [a, b]\n    : 1\n\nUse text as the key.",
};
static MERGE: Code = Code {
    name: "yaml/merge",
    page: "A merge key takes the members of a map, or of several maps in a list.\n\n    <<: 5\n\nGive it an alias of a map: \
           `<<: *defaults`.",
};
pub(crate) static NOT_JSON: Code = Code {
    name: "yaml/not-a-number",
    page: "Infinity and not-a-number exist in YAML and not in JSON, so no value on the wire can be one. A bound of a \
           schema that is one bounds nothing, and is a warning; any other value is an error.\n\n    default: \
           .nan\n\nLeave it out, or quote it if it is meant as text.",
};

/// What this module may report.
pub static CODES: &[&Code] =
    &[&SYNTAX, &EMPTY, &DOCUMENTS, &CHARACTER, &DUPLICATE, &DEEP, &ALIASES, &TAG, &KEY, &MERGE, &NOT_JSON];

/// The tree of a whole source.
pub fn read(source: SourceId, text: &str, diagnostics: &mut Diagnostics) -> Option<Node> {
    parse(&Excerpt::whole(source, text), diagnostics)
}

/// The tree of an excerpt; `None` when there is none, which is then reported. A tree may come with reported problems,
/// such as a key that stands twice; the last of two values counts.
pub fn parse(excerpt: &Excerpt<'_>, diagnostics: &mut Diagnostics) -> Option<Node> {
    if let Some((at, character)) = excerpt.text.char_indices().find(|(_, character)| is_forbidden(*character)) {
        let message = format!("the document holds the character U+{:04X}", u32::from(character));
        diagnostics.push(
            Diagnostic::error(&CHARACTER, excerpt.span(at, at + character.len_utf8()), message)
                .label("no document may hold it")
                .help("save the file as UTF-8 text"),
        );
        return None;
    }
    let start = excerpt.text.trim_start();
    if !["{", "[", "//", "/*"].iter().any(|sign| start.starts_with(sign)) {
        return yaml(excerpt, diagnostics);
    }
    let mut as_json = Diagnostics::default();
    let tree = json::parse(excerpt, &mut as_json);
    if tree.is_none() && as_json.iter().any(|diagnostic| diagnostic.code == &SYNTAX) {
        for parse in [json::parse_with_comments, yaml::parse] {
            let mut otherwise = Diagnostics::default();
            if let Some(tree) = parse(excerpt, &mut otherwise) {
                diagnostics.append(otherwise);
                return Some(tree);
            }
        }
    }
    diagnostics.append(as_json);
    tree
}

/// What the strict parser makes of a text, or else the lenient one.
fn yaml(excerpt: &Excerpt<'_>, diagnostics: &mut Diagnostics) -> Option<Node> {
    let mut strict = Diagnostics::default();
    let tree = yaml::parse(excerpt, &mut strict);
    let is_refused = tree.is_none() && strict.iter().any(|diagnostic| diagnostic.code == &SYNTAX);
    if is_refused && let Some(tree) = lenient::parse(excerpt, diagnostics) {
        return Some(tree);
    }
    diagnostics.append(strict);
    tree
}

/// JSON has no infinities and not-a-number.
fn not_json(text: &str, span: Span) -> Diagnostic {
    let problem = Diagnostic::error(&NOT_JSON, span, format!("JSON has no `{text}`"));
    problem.label("this is no value").help("leave it out, or quote it")
}

/// C0 controls other than tab, line feed and carriage return.
fn is_forbidden(character: char) -> bool {
    matches!(character, '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}')
}

impl Node {
    /// What kind of value it is, with an article, for messages.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self.value {
            Value::Null => "null",
            Value::Bool(_) => "a boolean",
            Value::Number(_) => "a number",
            Value::String(_) => "text",
            Value::List(_) => "a list",
            Value::Map(_) => "a map",
        }
    }

    /// All maps in it, in no order that means anything.
    pub(crate) fn maps(&self) -> impl Iterator<Item = &Map> {
        let mut open = vec![self];
        std::iter::from_fn(move || {
            while let Some(node) = open.pop() {
                match &node.value {
                    Value::List(items) => open.extend(items),
                    Value::Map(map) => {
                        open.extend(map.iter().map(|member| &member.value).filter(|value| value.has_parts()));
                        return Some(map);
                    }
                    _ => {}
                }
            }
            None
        })
    }

    /// Whether it is a list or a map.
    fn has_parts(&self) -> bool {
        matches!(self.value, Value::List(_) | Value::Map(_))
    }

    /// Its members, if it is a map.
    #[must_use]
    pub fn as_map(&self) -> Option<&Map> {
        if let Value::Map(map) = &self.value { Some(map) } else { None }
    }

    /// Its items, if it is a list.
    #[must_use]
    pub fn as_list(&self) -> Option<&[Node]> {
        if let Value::List(items) = &self.value { Some(items) } else { None }
    }

    /// Its text, if it is text; numbers and booleans are not.
    #[must_use]
    pub fn as_str(&self) -> Option<&str> {
        if let Value::String(text) = &self.value { Some(text) } else { None }
    }

    /// Its text as written, if it is a scalar other than null: `1.10` stays `1.10`.
    #[must_use]
    pub fn as_written(&self) -> Option<&str> {
        match &self.value {
            Value::String(text) | Value::Number(text) => Some(text),
            Value::Bool(true) => Some("true"),
            Value::Bool(false) => Some("false"),
            Value::Null | Value::List(_) | Value::Map(_) => None,
        }
    }

    /// Its value, if it is a boolean.
    #[must_use]
    pub fn as_bool(&self) -> Option<bool> {
        if let Value::Bool(value) = self.value { Some(value) } else { None }
    }

    /// Its value, if it is a number that JSON can hold.
    #[must_use]
    pub fn as_number(&self) -> Option<serde_json::Number> {
        if let Value::Number(text) = &self.value { number(text) } else { None }
    }

    /// Its value, if it is a whole number from 0; `2.0` and `1e3` are.
    #[must_use]
    pub fn as_u64(&self) -> Option<u64> {
        let number = self.as_number()?;
        number.as_u64().or_else(|| {
            let value = number.as_f64()?;
            (value >= 0.0 && value.fract() == 0.0 && value < 1.8e19).then_some(value as u64)
        })
    }

    /// Whether it is null.
    #[must_use]
    pub fn is_null(&self) -> bool {
        self.value == Value::Null
    }

    /// The value of a member, if it is a map that has it.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.as_map()?.get(key)
    }

    /// A member with its key, if it is a map that has it.
    #[must_use]
    pub fn member(&self, key: &str) -> Option<&Member> {
        self.as_map()?.member(key)
    }

    /// The members of a map; none for everything else.
    pub fn members(&self) -> std::slice::Iter<'_, Member> {
        self.as_map().map_or_else(|| [].iter(), Map::iter)
    }

    /// The items of a list; none for everything else.
    pub fn items(&self) -> std::slice::Iter<'_, Node> {
        self.as_list().unwrap_or_default().iter()
    }

    /// The text of a member, if it has one that is text.
    #[must_use]
    pub fn text(&self, key: &str) -> Option<&str> {
        self.get(key)?.as_str()
    }

    /// The same value without places.
    #[must_use]
    pub fn to_json(&self) -> Json {
        match &self.value {
            Value::Null => Json::Null,
            Value::Bool(value) => Json::Bool(*value),
            Value::Number(text) => number(text).map_or(Json::Null, Json::Number),
            Value::String(text) => Json::String(text.clone()),
            Value::List(items) => Json::Array(items.iter().map(Node::to_json).collect()),
            Value::Map(map) => {
                Json::Object(map.iter().map(|member| (member.key.clone(), member.value.to_json())).collect())
            }
        }
    }

    /// The JSON pointer from this node to the deepest one in it that holds the place, for messages.
    #[must_use]
    pub fn pointer_to(&self, place: Span) -> String {
        let mut pointer = String::from("#");
        let mut node = self;
        while let Some((step, next)) = node.step_towards(place) {
            pointer.push('/');
            pointer.push_str(&escape(&step));
            node = next;
        }
        pointer
    }

    fn step_towards(&self, place: Span) -> Option<(String, &Node)> {
        let holds = |span: Span| span.source == place.source && span.start <= place.start && place.end <= span.end;
        // What was merged or aliased stands elsewhere and is not found; the pointer is shorter then.
        match &self.value {
            Value::Map(map) => map
                .at(place)
                .filter(|member| holds(member.key_span.to(member.value.span)))
                .map(|member| (member.key.clone(), &member.value)),
            Value::List(items) => {
                let index = items.partition_point(|item| item.span.start <= place.start).checked_sub(1)?;
                items.get(index).filter(|item| holds(item.span)).map(|item| (index.to_string(), item))
            }
            _ => None,
        }
    }
}

/// A key as a step of a JSON pointer (RFC 6901).
#[must_use]
pub fn escape(key: &str) -> String {
    key.replace('~', "~0").replace('/', "~1")
}
