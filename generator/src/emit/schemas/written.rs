//! The dialect that the runtime reads: JSON Schema, in which other schemas are meant by name.

use std::cell::RefCell;
use std::collections::BTreeMap;

use crate::model::{Format, Json, KindSet, Property, Schema, SchemaId, Schemas, Tagged, text_of};
use crate::pass::pattern;
use crate::schemas::print::{Dialect, Members, Printer};

/// Writes the schemas of one file.
pub struct Written<'a> {
    schemas: &'a Schemas,
    dialect: Runtime<'a>,
}

impl<'a> Written<'a> {
    /// Schemas that have a name are meant by it.
    pub fn new(schemas: &'a Schemas, name: impl Fn(SchemaId) -> Option<String> + 'a) -> Self {
        let names_count = schemas.nodes.iter().any(|schema| schema.object.unevaluated.is_some());
        let dialect = Runtime { schemas, name: Box::new(name), expressions: RefCell::default(), names_count };
        Self { schemas, dialect }
    }

    /// The text of a schema.
    #[must_use]
    pub fn text(&self, id: SchemaId) -> String {
        super::text::print(&self.definition(id))
    }

    /// The expressions of the texts so far that the crate `regex` writes differently.
    #[must_use]
    pub fn expressions(&self) -> Vec<(String, String)> {
        self.dialect.expressions.borrow().clone().into_iter().collect()
    }

    /// What a schema says.
    pub(super) fn definition(&self, id: SchemaId) -> Json {
        Printer::new(self.schemas, &self.dialect).definition(id)
    }

    /// A schema where it is used.
    pub(super) fn reference(&self, id: SchemaId) -> Json {
        Printer::new(self.schemas, &self.dialect).used(id)
    }

    /// Whether reading a typed value checks as much.
    pub(super) fn is_checked_by_type(&self, id: SchemaId) -> bool {
        let Some(schema) = self.schemas.node(id) else { return true };
        let format = schema.format.clone().filter(is_checked);
        let bare = Schema { format: None, span: None, name: None, ..schema.clone() };
        let kinds = [KindSet::STRING, KindSet::INTEGER, KindSet::NUMBER, KindSet::BOOLEAN];
        format.is_none_or(|format| matches!(format, Format::Int32 | Format::Int64 | Format::Uint64))
            && kinds.iter().any(|kinds| bare == Schema::of(*kinds))
    }
}

struct Runtime<'a> {
    schemas: &'a Schemas,
    /// What schemas are called that have a name.
    name: Box<dyn Fn(SchemaId) -> Option<String> + 'a>,
    /// Expressions as documents write them and as the crate `regex` does, where that differs.
    expressions: RefCell<BTreeMap<String, String>>,
    /// Whether any schema asks which members others have named.
    names_count: bool,
}

/// Counts are of this width; no text in memory reaches its end.
const MOST: u64 = u32::MAX as u64;

impl Dialect for Runtime<'_> {
    fn reference(&self, id: SchemaId, _: &Schema) -> Option<String> {
        (self.name)(id)
    }

    /// Numbers without the whole ones are a kind of their own here.
    fn kinds(&self, kinds: KindSet) -> Json {
        let fraction = kinds.covers(KindSet::NUMBER.without(KindSet::INTEGER)) && !kinds.covers(KindSet::INTEGER);
        let words = kinds.each().map(KindSet::word).chain(fraction.then_some("fraction"));
        match words.collect::<Vec<_>>().as_slice() {
            [only] => Json::from(*only),
            several => several.into(),
        }
    }

    fn format<'f>(&self, format: &'f Format) -> Option<&'f str> {
        is_checked(format).then(|| word(format.as_str()))
    }

    fn pattern(&self, written: &str) {
        let translated = pattern::translate(written).unwrap_or_default();
        if written != translated {
            self.expressions.borrow_mut().insert(written.to_owned(), translated);
        }
    }

    fn count(&self, word: &str, count: u64) -> Option<u64> {
        match word {
            "minContains" => (count != 1).then_some(count.min(MOST)),
            _ if word.starts_with("min") => (count > 0).then_some(count.min(MOST)),
            _ => (count < MOST).then_some(count),
        }
    }

    fn lists_values(&self, schema: &Schema) -> bool {
        schema.checked_values().is_some()
    }

    /// One that may be anything, where nothing is said about members without names.
    fn is_needless(&self, schema: &Schema, property: &Property) -> bool {
        let rules = &schema.object;
        let is_open = rules.rest.is_none() && !self.names_count && rules.patterns.is_empty();
        let is_anything = || self.schemas.node(property.schema).is_none_or(Schema::is_anything);
        let is_marked = || property.read_only || property.write_only || rules.required.contains(&property.wire);
        is_open && is_anything() && !is_marked()
    }

    fn anything(&self) -> Json {
        Json::Bool(true)
    }

    /// Texts and other values of the tag apart, as both are names here.
    fn tagged(&self, tagged: &Tagged, schema: &mut dyn FnMut(SchemaId) -> Json) -> Option<Json> {
        let tags = tagged.cases.iter().flat_map(|(tags, id)| tags.iter().map(|tag| (tag, *id)));
        let (texts, values): (Vec<_>, Vec<_>) = tags.partition(|(tag, _)| tag.is_string());
        let mut out = Members::new();
        out.insert("propertyName".to_owned(), tagged.member.as_str().into());
        for (word, cases, is_needed) in [("cases", texts, values.is_empty()), ("values", values, false)] {
            if is_needed || !cases.is_empty() {
                let cases = cases.into_iter().map(|(tag, id)| (text_of(tag).into_owned(), schema(id)));
                out.insert(word.to_owned(), cases.collect());
            }
        }
        if let Some(other) = tagged.other {
            out.insert("other".to_owned(), schema(other));
        }
        Some(Json::Object(out))
    }
}

/// Whether servers check a format.
fn is_checked(format: &Format) -> bool {
    const CHECKED: &[&str] = &[
        "date-time",
        "date",
        "time",
        "duration",
        "email",
        "hostname",
        "ipv4",
        "ipv6",
        "uri",
        "uri-reference",
        "uuid",
        "byte",
        "json-pointer",
        "int32",
        "int64",
        "uint64",
    ];
    CHECKED.contains(&word(format.as_str()))
}

/// Formats that are checked alike have one word.
fn word(format: &str) -> &str {
    match format {
        "idn-email" => "email",
        "iri" => "uri",
        "iri-reference" => "uri-reference",
        other => other,
    }
}
