//! Schemas as JSON Schema, in the dialects that are written: OpenAPI's, and the one that the runtime reads.

use serde_json::Map;

use crate::model::keywords::{Operand, keywords};
use crate::model::{Format, Json, KindSet, Property, Schema, SchemaId, Schemas, Tagged};

/// The members of a schema.
pub type Members = Map<String, Json>;

/// What differs from one dialect to another.
pub trait Dialect {
    /// What the schema is called, where it stands elsewhere and is referred to.
    fn reference(&self, id: SchemaId, schema: &Schema) -> Option<String>;

    /// The words of some kinds.
    fn kinds(&self, kinds: KindSet) -> Json {
        let words: Vec<&str> = kinds.each().map(KindSet::word).collect();
        match words.as_slice() {
            [only] => Json::from(*only),
            several => several.into(),
        }
    }

    /// A format, if the dialect has it.
    fn format<'f>(&self, format: &'f Format) -> Option<&'f str> {
        Some(format.as_str())
    }

    /// Is shown every pattern.
    fn pattern(&self, _written: &str) {}

    /// A number of characters, items or members, unless it goes without saying.
    fn count(&self, _word: &str, count: u64) -> Option<u64> {
        Some(count)
    }

    /// Whether listed values are written.
    fn lists_values(&self, _schema: &Schema) -> bool {
        true
    }

    /// Whether a member of an object goes without saying.
    fn is_needless(&self, _schema: &Schema, _property: &Property) -> bool {
        false
    }

    /// The schema that every value passes.
    fn anything(&self) -> Json {
        Json::Object(Members::new())
    }

    /// Alternatives that a member tells apart.
    fn tagged(&self, tagged: &Tagged, schema: &mut dyn FnMut(SchemaId) -> Json) -> Option<Json>;

    /// Whether one more schema may be written in place, `depth` schemas deep.
    fn enter(&self, _depth: usize) -> bool {
        true
    }
}

/// Writes schemas in a dialect.
pub struct Printer<'a, D> {
    schemas: &'a Schemas,
    dialect: &'a D,
    depth: usize,
}

impl<'a, D: Dialect> Printer<'a, D> {
    /// A printer of these schemas.
    pub fn new(schemas: &'a Schemas, dialect: &'a D) -> Self {
        Self { schemas, dialect, depth: 0 }
    }

    /// A schema where it is used: a reference, or what it says.
    pub fn used(&mut self, id: SchemaId) -> Json {
        let members = self.members_used(id);
        self.whole(members)
    }

    fn members_used(&mut self, id: SchemaId) -> Members {
        let id = self.schemas.settled(id);
        let Some(schema) = self.schemas.node(id) else { return Members::new() };
        if let Some(reference) = self.dialect.reference(id, schema) {
            return [("$ref".to_owned(), Json::from(reference))].into_iter().collect();
        }
        if !self.dialect.enter(self.depth) {
            return Members::new();
        }
        self.depth += 1;
        let members = self.members(schema, |_| true);
        self.depth -= 1;
        members
    }

    /// What a schema says.
    pub fn definition(&mut self, id: SchemaId) -> Json {
        let schemas = self.schemas;
        let members = schemas.node(id).map(|schema| self.members(schema, |_| true)).unwrap_or_default();
        self.whole(members)
    }

    /// What a schema says at these keywords.
    pub fn members(&mut self, schema: &Schema, wanted: impl Fn(&str) -> bool) -> Members {
        let wanted = keywords(schema).filter(|(word, _)| wanted(word));
        let found = wanted.filter_map(|(word, operand)| Some((word.to_owned(), self.operand(word, operand, schema)?)));
        found.collect()
    }

    fn operand(&mut self, word: &str, operand: Operand<'_>, schema: &Schema) -> Option<Json> {
        Some(match operand {
            Operand::Kinds(kinds) => self.dialect.kinds(kinds),
            Operand::Values(values) => self.dialect.lists_values(schema).then(|| values.to_vec())?.into(),
            Operand::Text(_) if word == "format" => self.dialect.format(schema.format.as_ref()?)?.into(),
            Operand::Text(text) => {
                self.dialect.pattern(text);
                text.into()
            }
            Operand::Count(count) => self.dialect.count(word, count)?.into(),
            Operand::Number(number) => Json::Number(number.clone()),
            Operand::Flag => Json::Bool(true),
            Operand::Names(names) => names.into(),
            Operand::NamesByName(members) => {
                members.into_iter().map(|(name, names)| (name.to_owned(), Json::from(names))).collect()
            }
            Operand::Schema(id) => self.used(id),
            Operand::Schemas(ids) => ids.iter().map(|id| self.used(*id)).collect(),
            Operand::SchemasByName(members) => {
                if word == "patternProperties" {
                    members.iter().for_each(|(pattern, _)| self.dialect.pattern(pattern));
                }
                members.into_iter().map(|(name, id)| (name.to_owned(), self.used(id))).collect()
            }
            Operand::Properties(properties) => self.properties(schema, properties)?,
            Operand::Tagged(tagged) => {
                let dialect = self.dialect;
                dialect.tagged(tagged, &mut |id| self.used(id))?
            }
        })
    }

    fn properties(&mut self, schema: &Schema, properties: &[Property]) -> Option<Json> {
        let mut members = Members::new();
        for property in properties.iter().filter(|property| !self.dialect.is_needless(schema, property)) {
            let mut member = self.members_used(property.schema);
            for (word, is_so) in [("readOnly", property.read_only), ("writeOnly", property.write_only)] {
                if is_so {
                    member.insert(word.to_owned(), Json::Bool(true));
                }
            }
            members.insert(property.wire.clone(), self.whole(member));
        }
        (!members.is_empty()).then_some(Json::Object(members))
    }

    /// One that nothing passes is `false`.
    fn whole(&self, members: Members) -> Json {
        match members.get("type") {
            None if members.is_empty() => self.dialect.anything(),
            Some(Json::Array(kinds)) if kinds.is_empty() && members.len() == 1 => Json::Bool(false),
            _ => Json::Object(members),
        }
    }
}
