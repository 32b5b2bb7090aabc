//! Schemas as the runtime reads them: JSON Schema, in which other schemas are meant by name.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use super::text::Text;
use crate::model::{
    Bounds, Format, KindSet, Limits, ListRules, Logic, ObjectRules, Schema, SchemaId, Schemas, Tagged, text_of,
};
use crate::pass::pattern;

/// Writes the schemas of one file.
pub struct Written<'a> {
    schemas: &'a Schemas,
    /// What schemas are called that have a name.
    name: Box<dyn Fn(SchemaId) -> Option<String> + 'a>,
    /// Expressions as documents write them and as the crate `regex` does, where that differs.
    expressions: RefCell<BTreeMap<String, String>>,
    /// Whether any schema asks which members others have named.
    names_count: bool,
}

type Members = Vec<(String, Text)>;

impl<'a> Written<'a> {
    /// Schemas that have a name are meant by it.
    pub fn new(schemas: &'a Schemas, name: impl Fn(SchemaId) -> Option<String> + 'a) -> Self {
        let names_count = schemas.nodes.iter().any(|schema| schema.object.unevaluated.is_some());
        Self { schemas, name: Box::new(name), expressions: RefCell::default(), names_count }
    }

    /// The text of a schema.
    #[must_use]
    pub fn text(&self, id: SchemaId) -> String {
        self.definition(id).print()
    }

    /// The expressions of the texts so far that the crate `regex` writes differently.
    #[must_use]
    pub fn expressions(&self) -> Vec<(String, String)> {
        self.expressions.borrow().clone().into_iter().collect()
    }

    /// What a schema says.
    pub(super) fn definition(&self, id: SchemaId) -> Text {
        let schema = self.schemas.node(id).cloned().unwrap_or_default();
        plain(self.members(&schema))
    }

    /// A schema where it is used.
    pub(super) fn reference(&self, id: SchemaId) -> Text {
        plain(self.uses(id))
    }

    fn uses(&self, id: SchemaId) -> Members {
        match (self.name)(id) {
            Some(name) => vec![("$ref".to_owned(), Text::string(&name))],
            None => self.members(&self.schemas.node(id).cloned().unwrap_or_default()),
        }
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

    fn members(&self, schema: &Schema) -> Members {
        let mut out = Members::new();
        if schema.kinds != KindSet::ALL {
            push(&mut out, "type", kinds(schema.kinds));
        }
        if let Some(format) = schema.format.as_ref().filter(|format| is_checked(format)) {
            push(&mut out, "format", Text::string(word(format.as_str())));
        }
        bounds(&mut out, schema.length, ["minLength", "maxLength"]);
        if let Some(written) = &schema.pattern {
            push(&mut out, "pattern", Text::string(self.pattern(written)));
        }
        if let Some(values) = schema.checked_values() {
            push(&mut out, "enum", Text::List(values.iter().map(Text::json).collect()));
        }
        limits(&mut out, &schema.limits);
        self.list(&mut out, &schema.list);
        self.object(&mut out, &schema.object);
        self.logic(&mut out, &schema.logic);
        out
    }

    fn pattern<'t>(&self, written: &'t str) -> &'t str {
        let translated = pattern::translate(written).unwrap_or_default();
        if written != translated {
            self.expressions.borrow_mut().insert(written.to_owned(), translated);
        }
        written
    }

    fn all(&self, ids: &[SchemaId]) -> Text {
        Text::List(ids.iter().map(|id| self.reference(*id)).collect())
    }

    fn list(&self, out: &mut Members, rules: &ListRules) {
        if !rules.first.is_empty() {
            push(out, "prefixItems", self.all(&rules.first));
        }
        if let Some(items) = rules.items {
            push(out, "items", self.reference(items));
        }
        bounds(out, rules.count, ["minItems", "maxItems"]);
        if rules.unique {
            push(out, "uniqueItems", Text::Plain("true".to_owned()));
        }
        if let Some((schema, Bounds { min, max })) = rules.contains {
            push(out, "contains", self.reference(schema));
            push(out, "minContains", number(min.unwrap_or(0)));
            bounds(out, Bounds { min: None, max }, ["minContains", "maxContains"]);
        }
    }

    /// A member that may be anything is left out where nothing is said about members without names.
    fn object(&self, out: &mut Members, rules: &ObjectRules) {
        let required: BTreeSet<&str> = rules.required.iter().map(String::as_str).collect();
        let is_open = rules.rest.is_none() && !self.names_count && rules.patterns.is_empty();
        let mut properties = Members::new();
        for property in &rules.properties {
            let is_anything = self.schemas.node(property.schema).is_none_or(Schema::is_anything);
            let is_marked = required.contains(property.wire.as_str()) || property.read_only || property.write_only;
            if is_open && is_anything && !is_marked {
                continue;
            }
            let mut members = self.uses(property.schema);
            for (word, is_so) in [("readOnly", property.read_only), ("writeOnly", property.write_only)] {
                if is_so {
                    push(&mut members, word, Text::Plain("true".to_owned()));
                }
            }
            properties.push((property.wire.clone(), plain(members)));
        }
        if !properties.is_empty() {
            push(out, "properties", Text::Object(properties));
        }
        if !rules.required.is_empty() {
            push(out, "required", Text::strings(rules.required.iter().map(String::as_str)));
        }
        if !rules.patterns.is_empty() {
            let patterns = rules.patterns.iter();
            let patterns = patterns.map(|(written, id)| (self.pattern(written).to_owned(), self.reference(*id)));
            push(out, "patternProperties", Text::Object(patterns.collect()));
        }
        let others = [
            ("additionalProperties", rules.rest),
            ("unevaluatedProperties", rules.unevaluated),
            ("propertyNames", rules.names),
        ];
        for (word, schema) in others {
            if let Some(schema) = schema {
                push(out, word, self.reference(schema));
            }
        }
        bounds(out, rules.count, ["minProperties", "maxProperties"]);
        self.dependent(out, rules);
    }

    fn dependent(&self, out: &mut Members, rules: &ObjectRules) {
        let (mut required, mut schemas) = (Members::new(), Members::new());
        for (name, names, schema) in &rules.dependent {
            if !names.is_empty() {
                required.push((name.clone(), Text::strings(names.iter().map(String::as_str))));
            }
            if let Some(schema) = schema {
                schemas.push((name.clone(), self.reference(*schema)));
            }
        }
        for (word, members) in [("dependentRequired", required), ("dependentSchemas", schemas)] {
            if !members.is_empty() {
                push(out, word, Text::Object(members));
            }
        }
    }

    fn logic(&self, out: &mut Members, logic: &Logic) {
        let mut all: Vec<Text> = logic.all.iter().map(|id| self.reference(*id)).collect();
        for (word, groups) in [("anyOf", &logic.any), ("oneOf", &logic.one)] {
            let mut groups = groups.iter().map(|group| self.all(group));
            let first = groups.next();
            all.extend(groups.map(|group| Text::Object(vec![(word.to_owned(), group)])));
            if let Some(first) = first {
                push(out, word, first);
            }
        }
        if !all.is_empty() {
            push(out, "allOf", Text::List(all));
        }
        let [condition, then, otherwise] = logic.when.unwrap_or_default();
        for (word, schema) in [("not", logic.not), ("if", condition), ("then", then), ("else", otherwise)] {
            if let Some(schema) = schema {
                push(out, word, self.reference(schema));
            }
        }
        if let Some(tagged) = &logic.tagged {
            push(out, "discriminator", self.tagged(tagged));
        }
    }
}

impl Written<'_> {
    /// Texts and other values of the tag apart, as both are names here.
    fn tagged(&self, tagged: &Tagged) -> Text {
        let tags = tagged.cases.iter().flat_map(|(tags, id)| tags.iter().map(|tag| (tag, *id)));
        let (texts, values): (Vec<_>, Vec<_>) = tags.partition(|(tag, _)| tag.is_string());
        let mut out = vec![("propertyName".to_owned(), Text::string(&tagged.member))];
        for (word, cases, is_needed) in [("cases", texts, values.is_empty()), ("values", values, false)] {
            if is_needed || !cases.is_empty() {
                let cases = cases.into_iter().map(|(tag, id)| (text_of(tag).into_owned(), self.reference(id)));
                push(&mut out, word, Text::Object(cases.collect()));
            }
        }
        if let Some(other) = tagged.other {
            push(&mut out, "other", self.reference(other));
        }
        Text::Object(out)
    }
}

fn push(out: &mut Members, word: &str, text: Text) {
    out.push((word.to_owned(), text));
}

/// A schema without rules is `true`, one that nothing passes is `false`.
fn plain(members: Members) -> Text {
    match members.as_slice() {
        [] => Text::Plain("true".to_owned()),
        [(word, Text::List(kinds))] if word == "type" && kinds.is_empty() => Text::Plain("false".to_owned()),
        _ => Text::Object(members),
    }
}

fn kinds(kinds: KindSet) -> Text {
    let words = [
        (KindSet::OBJECT, "object"),
        (KindSet::ARRAY, "array"),
        (KindSet::STRING, "string"),
        (KindSet::NUMBER, "number"),
        (KindSet::INTEGER, "integer"),
        (KindSet(KindSet::NUMBER.0 & !KindSet::INTEGER.0), "fraction"),
        (KindSet::BOOLEAN, "boolean"),
        (KindSet::NULL, "null"),
    ];
    let has = |kind: KindSet| kinds.covers(kind);
    let is_part = |kind: KindSet| kind != KindSet::NUMBER && KindSet::NUMBER.covers(kind) && has(KindSet::NUMBER);
    let found: Vec<&str> =
        words.iter().filter(|(kind, _)| has(*kind) && !is_part(*kind)).map(|(_, word)| *word).collect();
    match found.as_slice() {
        [only] => Text::string(only),
        several => Text::strings(several.iter().copied()),
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

fn limits(out: &mut Members, limits: &Limits) {
    let named = [
        ("minimum", &limits.minimum),
        ("maximum", &limits.maximum),
        ("exclusiveMinimum", &limits.above),
        ("exclusiveMaximum", &limits.below),
        ("multipleOf", &limits.multiple_of),
    ];
    for (word, number) in named {
        if let Some(number) = number {
            push(out, word, Text::Plain(number.to_string()));
        }
    }
}

/// Counts that no text in memory reaches are none.
fn bounds(out: &mut Members, bounds: Bounds, [least, most]: [&str; 2]) {
    if let Some(min) = bounds.min.filter(|min| *min > 0) {
        push(out, least, number(min));
    }
    if let Some(max) = bounds.max.filter(|max| *max < u64::from(u32::MAX)) {
        push(out, most, number(max));
    }
}

fn number(count: u64) -> Text {
    Text::Plain(count.min(u64::from(u32::MAX)).to_string())
}
