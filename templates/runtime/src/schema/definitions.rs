//! Schemas by name, read from JSON Schema into an arena: each text once, whatever others mean it. Does not know what a text
//! is the schema of.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use super::keywords::Node;
use super::{Logic, Pattern, Schema, SchemaId, Schemas, Text};
use crate::wire::{Mode, ReadError, Reader};

/// Why a text is no schema: a mistake of whoever wrote it.
#[derive(Debug)]
pub struct Problem(pub String);

impl From<ReadError> for Problem {
    fn from(error: ReadError) -> Self {
        Self(error.to_string())
    }
}

/// Texts of schemas by name, and the schemas that were read from them.
#[derive(Debug, Default)]
pub struct Definitions {
    known: BTreeMap<Text, Definition>,
    /// Expressions that the crate `regex` writes differently.
    expressions: BTreeMap<Text, Text>,
    patterns: BTreeMap<Text, Arc<Pattern>>,
    schemas: Schemas,
}

#[derive(Debug)]
struct Definition {
    text: &'static str,
    state: State,
    /// The schema that those inside of this one mean, which is known before it is read.
    id: Option<SchemaId>,
}

#[derive(Debug, Clone, Copy)]
enum State {
    New,
    Open,
    Read(SchemaId),
}

/// What stands before the name of another schema. Within a string of JSON it cannot stand: quotes are escaped there.
const REFERENCE: &str = "\"$ref\": \"";

impl Definitions {
    /// Adds a schema.
    pub fn add(&mut self, name: impl Into<Cow<'static, str>>, text: &'static str) {
        self.known.insert(name.into(), Definition { text, state: State::New, id: None });
    }

    /// How the crate `regex` writes an expression.
    pub fn translate(&mut self, written: impl Into<Cow<'static, str>>, expression: impl Into<Cow<'static, str>>) {
        self.expressions.insert(written.into(), expression.into());
    }

    /// The schema in a text.
    ///
    /// # Errors
    /// When the text is none.
    pub fn read(&mut self, text: &'static str) -> Result<SchemaId, Problem> {
        self.prepare(text)?;
        self.schema(&mut Reader::new(text, Mode::Strict))
    }

    /// The schemas that were read.
    #[must_use]
    pub fn schemas(&self) -> &Schemas {
        &self.schemas
    }

    /// The schemas that were read, without their names.
    #[must_use]
    pub fn into_schemas(self) -> Schemas {
        self.schemas
    }

    /// Reads the schemas that a text names, the innermost ones first, whatever the order they stand in and however long
    /// the way to them is.
    pub(crate) fn prepare(&mut self, text: &'static str) -> Result<(), Problem> {
        // What is not known is data that looks like a reference, or is reported where it is read.
        let mut work: Vec<&'static str> = references(text).filter(|name| self.known.contains_key(*name)).collect();
        while let Some(name) = work.last().copied() {
            let definition = self.known.get_mut(name).ok_or_else(|| Problem(format!("no schema {name}")))?;
            let text = definition.text;
            match definition.state {
                State::New => {
                    definition.state = State::Open;
                    let is_new = |name: &&str| self.known.get(*name).is_some_and(|it| matches!(it.state, State::New));
                    work.extend(references(text).filter(is_new));
                }
                State::Open => {
                    self.define(name, text)?;
                    work.pop();
                }
                State::Read(_) => {
                    work.pop();
                }
            }
        }
        Ok(())
    }

    /// Reads the schema of a name. Where others mean it already, it becomes what they mean.
    fn define(&mut self, name: &str, text: &'static str) -> Result<(), Problem> {
        let described = self.described(&mut Reader::new(text, Mode::Strict))?;
        let Some(definition) = self.known.get_mut(name) else { return Ok(()) };
        let id = match (described.schema, definition.id) {
            (Described::Known(known), None) => known,
            (Described::New(schema), None) => self.schemas.add(schema),
            (Described::New(schema), Some(id)) => {
                self.schemas.set(id, schema);
                id
            }
            (Described::Known(known), Some(id)) => {
                if known != id {
                    self.schemas.set(id, self.schemas.alias(known));
                }
                id
            }
        };
        definition.state = State::Read(id);
        Ok(())
    }

    pub(super) fn named(&mut self, name: &str) -> Result<SchemaId, Problem> {
        let definition = self.known.get_mut(name).ok_or_else(|| Problem(format!("no schema {name}")))?;
        Ok(match definition.state {
            State::Read(id) => id,
            State::New | State::Open => *definition.id.get_or_insert_with(|| self.schemas.add(Schema::default())),
        })
    }

    /// The schema that comes next.
    pub(crate) fn schema(&mut self, reader: &mut Reader<'static>) -> Result<SchemaId, Problem> {
        Ok(self.member(reader)?.schema)
    }

    /// The schema of a member that comes next.
    pub(super) fn member(&mut self, reader: &mut Reader<'static>) -> Result<Member, Problem> {
        let Description { schema, read_only, write_only } = self.described(reader)?;
        let schema = match schema {
            Described::Known(id) => id,
            Described::New(schema) => self.schemas.add(schema),
        };
        Ok(Member { schema, read_only, write_only })
    }

    fn described(&mut self, reader: &mut Reader<'static>) -> Result<Description, Problem> {
        let mut described =
            Description { schema: Described::Known(SchemaId::ANY), read_only: false, write_only: false };
        if reader.peek() != b'{' {
            if !reader.boolean()? {
                described.schema = Described::Known(SchemaId::NOTHING);
            }
            return Ok(described);
        }
        let mut node = None;
        let mut more = reader.open_object()?;
        while more {
            let word = reader.name_lossy()?;
            match &*word {
                "$ref" => described.schema = Described::Known(self.named(&reader.string()?)?),
                "readOnly" => described.read_only = reader.boolean()?,
                "writeOnly" => described.write_only = reader.boolean()?,
                word => self.keyword(node.get_or_insert_with(Node::default), word, reader)?,
            }
            more = reader.next_member()?;
        }
        if let Some(node) = node {
            described.schema = Described::New(node.finish()?);
        }
        Ok(described)
    }

    pub(super) fn pattern(&mut self, written: Text) -> Arc<Pattern> {
        let Self { expressions, patterns, .. } = self;
        let pattern = patterns.entry(written).or_insert_with_key(|written| {
            let expression = expressions.get(written).unwrap_or(written).clone();
            Arc::new(Pattern::translated(written.clone(), expression))
        });
        Arc::clone(pattern)
    }
}

impl Schemas {
    /// A schema that says what another one says. That one may not be read yet.
    fn alias(&self, of: SchemaId) -> Schema {
        let logic = Logic { all: vec![of], ..Logic::default() };
        Schema { kinds: self.get(of).kinds, logic: Some(Box::new(logic)), ..Schema::default() }
    }
}

/// What a text describes.
struct Description {
    schema: Described,
    read_only: bool,
    write_only: bool,
}

enum Described {
    /// Another schema, by its name.
    Known(SchemaId),
    /// One of its own.
    New(Schema),
}

/// A schema, and what is said of the member that it is of.
pub(super) struct Member {
    pub(super) schema: SchemaId,
    pub(super) read_only: bool,
    pub(super) write_only: bool,
}

fn references(text: &'static str) -> impl Iterator<Item = &'static str> {
    text.split(REFERENCE).skip(1).filter_map(|after| Some(after.split_once('"')?.0))
}
