//! Schemas as they are emitted: JSON Schema in a text, read once into tables that live as long as the program. Knows the
//! keywords; does not know what a text is the schema of.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::OnceLock;

use super::equal::spelled;
use super::{Count, Dependent, Format, Kinds, List, Logic, Number, Object, Pattern, Property, Schema, Tagged, Values};
use crate::wire::{Mode, ReadError, Reader, Tags};

/// Why a text is no schema: a mistake of whoever wrote it.
#[derive(Debug)]
pub struct Problem(pub String);

impl From<ReadError> for Problem {
    fn from(error: ReadError) -> Self {
        Self(error.to_string())
    }
}

/// Values that live as long as the program.
pub(crate) fn keep<T>(value: T) -> &'static T {
    Box::leak(Box::new(value))
}

/// Texts of schemas by name, and the schemas that were read from them.
#[derive(Debug, Default)]
pub struct Definitions {
    known: BTreeMap<Cow<'static, str>, Definition>,
    /// Expressions that the crate `regex` writes differently.
    expressions: BTreeMap<Cow<'static, str>, Cow<'static, str>>,
    patterns: BTreeMap<Cow<'static, str>, &'static Pattern>,
}

#[derive(Debug)]
struct Definition {
    text: &'static str,
    state: State,
    /// Where schemas look that are inside of this one and mean it.
    link: Option<&'static Schema>,
}

#[derive(Debug, Clone, Copy)]
enum State {
    New,
    Open,
    Read(&'static Schema),
}

/// What stands before the name of another schema. Within a string of JSON it cannot stand: quotes are escaped there.
const REFERENCE: &str = "\"$ref\": \"";

impl Definitions {
    /// Adds a schema.
    pub fn add(&mut self, name: impl Into<Cow<'static, str>>, text: &'static str) {
        self.known.insert(name.into(), Definition { text, state: State::New, link: None });
    }

    /// How the crate `regex` writes an expression.
    pub fn translate(&mut self, written: impl Into<Cow<'static, str>>, expression: impl Into<Cow<'static, str>>) {
        self.expressions.insert(written.into(), expression.into());
    }

    /// The schema in a text.
    ///
    /// # Errors
    /// When the text is none.
    pub fn read(&mut self, text: &'static str) -> Result<&'static Schema, Problem> {
        self.prepare(text)?;
        self.schema(&mut Reader::new(text, Mode::Strict))
    }

    /// Reads the schemas that a text names, the innermost ones first, whatever the order they stand in and however long
    /// the way to them is.
    pub(crate) fn prepare(&mut self, text: &'static str) -> Result<(), Problem> {
        let mut work: Vec<&'static str> = references(text).collect();
        while let Some(name) = work.last().copied() {
            let definition = self.known.get_mut(name).ok_or_else(|| Problem(format!("no schema {name}")))?;
            let text = definition.text;
            match definition.state {
                State::New => {
                    definition.state = State::Open;
                    let is_new = |name: &&str| self.known.get(*name).is_none_or(|it| matches!(it.state, State::New));
                    work.extend(references(text).filter(is_new));
                }
                State::Open => {
                    let schema = self.schema(&mut Reader::new(text, Mode::Strict))?;
                    if let Some(definition) = self.known.get_mut(name) {
                        definition.state = State::Read(schema);
                        definition.link.and_then(|link| link.link).map(|link| link.set(schema));
                    }
                    work.pop();
                }
                State::Read(_) => {
                    work.pop();
                }
            }
        }
        Ok(())
    }

    fn named(&mut self, name: &str) -> Result<&'static Schema, Problem> {
        let definition = self.known.get_mut(name).ok_or_else(|| Problem(format!("no schema {name}")))?;
        Ok(match definition.state {
            State::Read(schema) => schema,
            State::New | State::Open => definition.link.get_or_insert_with(|| {
                let link = Some(keep(OnceLock::new()));
                keep(Schema { link, ..Schema::ANY })
            }),
        })
    }

    /// The schema that comes next.
    pub(crate) fn schema(&mut self, reader: &mut Reader<'static>) -> Result<&'static Schema, Problem> {
        Ok(self.described(reader)?.schema)
    }

    fn described(&mut self, reader: &mut Reader<'static>) -> Result<Described, Problem> {
        static ANY: Schema = Schema::ANY;
        static NOTHING: Schema = Schema::NOTHING;
        let mut described = Described { schema: &ANY, read_only: false, write_only: false };
        if reader.peek() != b'{' {
            described.schema = if reader.boolean()? { &ANY } else { &NOTHING };
            return Ok(described);
        }
        let mut node = Node::default();
        let mut more = reader.open_object()?;
        while more {
            let word = reader.name_lossy()?;
            match &*word {
                "$ref" => described.schema = self.named(&reader.string()?)?,
                "readOnly" => described.read_only = reader.boolean()?,
                "writeOnly" => described.write_only = reader.boolean()?,
                word => {
                    node.said = true;
                    self.keyword(&mut node, word, reader)?;
                }
            }
            more = reader.next_member()?;
        }
        if node.said {
            described.schema = keep(node.finish()?);
        }
        Ok(described)
    }

    fn keyword(&mut self, node: &mut Node, word: &str, reader: &mut Reader<'static>) -> Result<(), Problem> {
        match word {
            "type" => node.schema.kinds = kinds(reader)?,
            "format" => node.schema.format = Some(format(&reader.string()?)?),
            "pattern" => node.schema.pattern = Some(self.pattern(reader.string()?)),
            "enum" => node.values = Some(each(reader, |reader| Ok(reader.raw()?))?),
            "minLength" => node.schema.length.min = count(reader)?,
            "maxLength" => node.schema.length.max = count(reader)?,
            "minimum" => node.number().minimum = Some(reader.raw()?),
            "maximum" => node.number().maximum = Some(reader.raw()?),
            "exclusiveMinimum" => node.number().above = Some(reader.raw()?),
            "exclusiveMaximum" => node.number().below = Some(reader.raw()?),
            "multipleOf" => node.number().multiple_of = Some(reader.raw()?),
            "allOf" | "anyOf" | "oneOf" | "not" | "if" | "then" | "else" | "discriminator" => {
                self.logic(node.logic.get_or_insert(Logic::NONE), word, reader)?;
            }
            "prefixItems" | "items" | "minItems" | "maxItems" | "uniqueItems" | "contains" | "minContains"
            | "maxContains" => self.list(node.list.get_or_insert(List::ANY), word, reader)?,
            _ => self.object(node, word, reader)?,
        }
        Ok(())
    }

    fn list(&mut self, list: &mut List, word: &str, reader: &mut Reader<'static>) -> Result<(), Problem> {
        match word {
            "prefixItems" => list.first = each(reader, |reader| self.schema(reader))?.leak(),
            "items" => list.items = Some(self.schema(reader)?),
            "minItems" => list.count.min = count(reader)?,
            "maxItems" => list.count.max = count(reader)?,
            "uniqueItems" => list.unique = reader.boolean()?,
            "contains" => list.contains = Some((self.schema(reader)?, Count::new(1, u32::MAX))),
            _ => {
                let number = count(reader)?;
                let Some((_, count)) = &mut list.contains else { return Err(Problem(format!("{word} alone"))) };
                *(if word == "minContains" { &mut count.min } else { &mut count.max }) = number;
            }
        }
        Ok(())
    }

    fn object(&mut self, node: &mut Node, word: &str, reader: &mut Reader<'static>) -> Result<(), Problem> {
        let object = node.object.get_or_insert(Object::ANY);
        match word {
            "properties" => {
                let properties = members(reader, |name, reader| {
                    let Described { schema, read_only, write_only } = self.described(reader)?;
                    Ok(Property { read_only, write_only, ..Property::new(text(name), schema) })
                });
                node.properties = properties?;
            }
            "required" => node.required = each(reader, |reader| Ok(text(reader.string()?)))?,
            "patternProperties" => {
                let patterns = members(reader, |name, reader| Ok((self.pattern(name), self.schema(reader)?)));
                object.patterns = patterns?.leak();
            }
            "additionalProperties" => object.rest = Some(self.schema(reader)?),
            "unevaluatedProperties" => object.unevaluated = Some(self.schema(reader)?),
            "propertyNames" => object.names = Some(self.schema(reader)?),
            "minProperties" => object.count.min = count(reader)?,
            "maxProperties" => object.count.max = count(reader)?,
            "dependentRequired" => node.dependent.extend(members(reader, |name, reader| {
                let required = each(reader, |reader| Ok(text(reader.string()?)))?.leak();
                Ok(Dependent { name: text(name), required, schema: None })
            })?),
            "dependentSchemas" => node.dependent.extend(members(reader, |name, reader| {
                Ok(Dependent { name: text(name), required: &[], schema: Some(self.schema(reader)?) })
            })?),
            _ => return Err(Problem(format!("the keyword {word} is not known"))),
        }
        Ok(())
    }

    fn logic(&mut self, logic: &mut Logic, word: &str, reader: &mut Reader<'static>) -> Result<(), Problem> {
        match word {
            "allOf" => logic.all = each(reader, |reader| self.schema(reader))?.leak(),
            "anyOf" => logic.any = vec![&*each(reader, |reader| self.schema(reader))?.leak()].leak(),
            "oneOf" => logic.one = vec![&*each(reader, |reader| self.schema(reader))?.leak()].leak(),
            "not" => logic.not = Some(self.schema(reader)?),
            "discriminator" => logic.tagged = Some(keep(self.tagged(reader)?)),
            _ => {
                let [mut condition, mut then, mut otherwise] = logic.when.copied().unwrap_or_default();
                let place = match word {
                    "if" => &mut condition,
                    "then" => &mut then,
                    _ => &mut otherwise,
                };
                *place = Some(self.schema(reader)?);
                logic.when = Some(keep([condition, then, otherwise]));
            }
        }
        Ok(())
    }

    /// `{"propertyName": "type", "cases": {"A": …}, "values": {"1": …}, "other": …}`: texts, other values as JSON, and
    /// whatever else there may be.
    fn tagged(&mut self, reader: &mut Reader<'static>) -> Result<Tagged, Problem> {
        let mut tagged = Tagged { member: "", cases: &[], other: None };
        let mut cases = Vec::new();
        let mut more = reader.open_object()?;
        while more {
            match &*reader.name_lossy()? {
                "propertyName" => tagged.member = text(reader.string()?),
                "other" => tagged.other = Some(self.schema(reader)?),
                "values" => cases.extend(self.cases(reader, Tags::Values)?),
                _ => cases.extend(self.cases(reader, Tags::Texts)?),
            }
            more = reader.next_member()?;
        }
        tagged.cases = cases.leak();
        Ok(tagged)
    }

    fn cases(
        &mut self,
        reader: &mut Reader<'static>,
        tags: fn(&'static [&'static str]) -> Tags,
    ) -> Result<Vec<(Tags, &'static Schema)>, Problem> {
        members(reader, |name, reader| {
            let names: &'static [&'static str] = vec![text(name)].leak();
            Ok((tags(names), self.schema(reader)?))
        })
    }

    fn pattern(&mut self, written: Cow<'static, str>) -> &'static Pattern {
        let Self { expressions, patterns, .. } = self;
        patterns.entry(written).or_insert_with_key(|written| {
            let expression = expressions.get(written).unwrap_or(written).clone();
            keep(Pattern::translated(text(written.clone()), text(expression)))
        })
    }
}

/// A schema, and what is said of the member that it is of.
struct Described {
    schema: &'static Schema,
    read_only: bool,
    write_only: bool,
}

/// A schema while it is read.
struct Node {
    schema: Schema,
    values: Option<Vec<&'static str>>,
    number: Option<Number>,
    list: Option<List>,
    object: Option<Object>,
    properties: Vec<Property>,
    required: Vec<&'static str>,
    dependent: Vec<Dependent>,
    logic: Option<Logic>,
    said: bool,
}

impl Default for Node {
    fn default() -> Self {
        Self {
            schema: Schema::ANY,
            values: None,
            number: None,
            list: None,
            object: None,
            properties: Vec::new(),
            required: Vec::new(),
            dependent: Vec::new(),
            logic: None,
            said: false,
        }
    }
}

/// How many members are searched one by one.
const FEW: usize = 16;

impl Node {
    fn number(&mut self) -> &mut Number {
        self.number.get_or_insert(Number::ANY)
    }

    fn finish(mut self) -> Result<Schema, Problem> {
        if let Some(values) = self.values.take() {
            self.schema.values = self::values(values, self.schema.kinds)?;
        }
        if let Some(object) = &mut self.object {
            for name in self.required {
                match self.properties.iter_mut().find(|known| known.name == name) {
                    Some(property) => property.required = true,
                    None => self.properties.push(Property::required(name, &Schema::ANY).undescribed()),
                }
            }
            object.order = order(&self.properties);
            object.properties = self.properties.leak();
            object.dependent = self.dependent.leak();
        }
        let Self { schema, number, list, object, logic, .. } = self;
        let number = number.map(keep);
        Ok(Schema { number, list: list.map(keep), object: object.map(keep), logic: logic.map(keep), ..schema })
    }
}

/// The indices of members in the order of their names, if there are many.
fn order(properties: &[Property]) -> &'static [u16] {
    if properties.len() <= FEW {
        return &[];
    }
    let mut order: Vec<u16> = (0..properties.len()).filter_map(|at| u16::try_from(at).ok()).collect();
    order.sort_by_key(|at| properties.get(usize::from(*at)).map(|property| property.name));
    order.leak()
}

/// Texts where only texts, or null, are allowed; values in JSON elsewhere.
fn values(values: Vec<&'static str>, kinds: Kinds) -> Result<Values, Problem> {
    let nulls = values.iter().filter(|value| **value == "null").count();
    let is_text = |value: &&&str| value.starts_with('"');
    let texts = values.iter().filter(is_text).count();
    let only = texts + nulls == values.len() && Kinds::STRING.or(Kinds::NULL).covers(kinds);
    if !only || (nulls > 0) != kinds.covers(Kinds::NULL) {
        return Ok(Values::Json(ordered(values.into_iter().map(|value| Ok(spelling(value)?)))?));
    }
    let texts = values.into_iter().filter(|value| is_text(&value));
    Ok(Values::Texts(ordered(texts.map(|value| Ok(text(Reader::new(value, Mode::Strict).string()?))))?))
}

/// The one spelling of a value, which most have from the start.
fn spelling(value: &'static str) -> Result<&'static str, ReadError> {
    let spelling = spelled(value)?;
    Ok(if spelling == value { value } else { spelling.leak() })
}

fn ordered(texts: impl Iterator<Item = Result<&'static str, Problem>>) -> Result<&'static [&'static str], Problem> {
    let mut texts = texts.collect::<Result<Vec<_>, _>>()?;
    texts.sort_unstable();
    Ok(texts.leak())
}

fn references(text: &'static str) -> impl Iterator<Item = &'static str> {
    text.split(REFERENCE).skip(1).filter_map(|after| Some(after.split_once('"')?.0))
}

/// A text that lives as long as the program: most are parts of one that does.
fn text(text: Cow<'static, str>) -> &'static str {
    match text {
        Cow::Borrowed(text) => text,
        Cow::Owned(text) => text.leak(),
    }
}

fn count(reader: &mut Reader<'static>) -> Result<u32, Problem> {
    let written = reader.raw()?;
    written.parse().map_err(|_| Problem(format!("{written} is no count")))
}

fn kinds(reader: &mut Reader<'static>) -> Result<Kinds, Problem> {
    let words =
        if reader.peek() == b'"' { vec![reader.string()?] } else { each(reader, |reader| Ok(reader.string()?))? };
    let mut kinds = Kinds::NONE;
    for word in words {
        kinds = kinds.or(match &*word {
            "null" => Kinds::NULL,
            "boolean" => Kinds::BOOLEAN,
            "integer" => Kinds::INTEGER,
            "number" => Kinds::NUMBER,
            "fraction" => Kinds(Kinds::NUMBER.0 & !Kinds::INTEGER.0),
            "string" => Kinds::STRING,
            "array" => Kinds::ARRAY,
            "object" => Kinds::OBJECT,
            other => return Err(Problem(format!("the type {other} is not known"))),
        });
    }
    Ok(kinds)
}

fn format(word: &str) -> Result<Format, Problem> {
    Ok(match word {
        "date-time" => Format::DateTime,
        "date" => Format::Date,
        "time" => Format::Time,
        "duration" => Format::Duration,
        "email" => Format::Email,
        "hostname" => Format::Hostname,
        "ipv4" => Format::Ipv4,
        "ipv6" => Format::Ipv6,
        "uri" => Format::Uri,
        "uri-reference" => Format::UriReference,
        "uuid" => Format::Uuid,
        "byte" => Format::Byte,
        "json-pointer" => Format::JsonPointer,
        "int32" => Format::Int32,
        "int64" => Format::Int64,
        "uint64" => Format::Uint64,
        other => return Err(Problem(format!("the format {other} is not known"))),
    })
}

/// The items of the list that comes next.
pub(crate) fn each<T>(
    reader: &mut Reader<'static>,
    mut item: impl FnMut(&mut Reader<'static>) -> Result<T, Problem>,
) -> Result<Vec<T>, Problem> {
    let mut items = Vec::new();
    let mut more = reader.open_list()?;
    while more {
        items.push(item(reader)?);
        more = reader.next_item()?;
    }
    Ok(items)
}

/// The members of the object that comes next.
pub(crate) fn members<T>(
    reader: &mut Reader<'static>,
    mut member: impl FnMut(Cow<'static, str>, &mut Reader<'static>) -> Result<T, Problem>,
) -> Result<Vec<T>, Problem> {
    let mut members = Vec::new();
    let mut more = reader.open_object()?;
    while more {
        let name = reader.name_lossy()?;
        members.push(member(name, reader)?);
        more = reader.next_member()?;
    }
    Ok(members)
}
