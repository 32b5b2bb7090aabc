//! The keywords of JSON Schema, each read into its place.

use std::borrow::Cow;

use super::definitions::{Definitions, Member, Problem};
use super::equal::spelled;
use super::{
    CaseTag, Count, Dependent, Format, Kinds, List, Logic, Number, Object, Property, Schema, SchemaId, Tagged, Text,
    Values,
};
use crate::wire::{Mode, ReadError, Reader};

impl Definitions {
    pub(super) fn keyword(&mut self, node: &mut Node, word: &str, reader: &mut Reader<'static>) -> Result<(), Problem> {
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
                self.logic(node.logic.get_or_insert_default(), word, reader)?;
            }
            "prefixItems" | "items" | "minItems" | "maxItems" | "uniqueItems" | "contains" | "minContains"
            | "maxContains" => self.list(node.list.get_or_insert_default(), word, reader)?,
            _ => self.object(node, word, reader)?,
        }
        Ok(())
    }

    fn list(&mut self, list: &mut List, word: &str, reader: &mut Reader<'static>) -> Result<(), Problem> {
        match word {
            "prefixItems" => list.first = each(reader, |reader| self.schema(reader))?,
            "items" => list.items = Some(self.schema(reader)?),
            "minItems" => list.count.min = count(reader)?,
            "maxItems" => list.count.max = count(reader)?,
            "uniqueItems" => list.unique = reader.boolean()?,
            "contains" => list.contains = Some((self.schema(reader)?, Count { min: 1, ..Count::ANY })),
            _ => {
                let number = count(reader)?;
                let Some((_, count)) = &mut list.contains else { return Err(Problem(format!("{word} alone"))) };
                *(if word == "minContains" { &mut count.min } else { &mut count.max }) = number;
            }
        }
        Ok(())
    }

    fn object(&mut self, node: &mut Node, word: &str, reader: &mut Reader<'static>) -> Result<(), Problem> {
        let object = node.object.get_or_insert_default();
        match word {
            "properties" => {
                let properties = members(reader, |name, reader| {
                    let Member { schema, read_only, write_only } = self.member(reader)?;
                    Ok(Property { read_only, write_only, ..Property::new(name, schema) })
                });
                object.properties = properties?;
            }
            "required" => node.required = each(reader, |reader| Ok(reader.string()?))?,
            "patternProperties" => {
                let patterns = members(reader, |name, reader| Ok((self.pattern(name), self.schema(reader)?)));
                object.patterns = patterns?;
            }
            "additionalProperties" => object.rest = Some(self.schema(reader)?),
            "unevaluatedProperties" => object.unevaluated = Some(self.schema(reader)?),
            "propertyNames" => object.names = Some(self.schema(reader)?),
            "minProperties" => object.count.min = count(reader)?,
            "maxProperties" => object.count.max = count(reader)?,
            "dependentRequired" => object.dependent.extend(members(reader, |name, reader| {
                let required = each(reader, |reader| Ok(reader.string()?))?;
                Ok(Dependent { name, required, schema: None })
            })?),
            "dependentSchemas" => object.dependent.extend(members(reader, |name, reader| {
                Ok(Dependent { name, required: Vec::new(), schema: Some(self.schema(reader)?) })
            })?),
            _ => return Err(Problem(format!("the keyword {word} is not known"))),
        }
        Ok(())
    }

    fn logic(&mut self, logic: &mut Logic, word: &str, reader: &mut Reader<'static>) -> Result<(), Problem> {
        match word {
            "allOf" => logic.all = each(reader, |reader| self.schema(reader))?,
            "anyOf" => logic.any = Some(each(reader, |reader| self.schema(reader))?),
            "oneOf" => logic.one = Some(each(reader, |reader| self.schema(reader))?),
            "not" => logic.not = Some(self.schema(reader)?),
            "discriminator" => logic.tagged = Some(self.tagged(reader)?),
            _ => {
                let [condition, then, otherwise] = logic.when.get_or_insert_default();
                let place = match word {
                    "if" => condition,
                    "then" => then,
                    _ => otherwise,
                };
                *place = Some(self.schema(reader)?);
            }
        }
        Ok(())
    }

    /// `{"propertyName": "type", "cases": {"A": …}, "values": {"1": …}, "other": …}`: texts, other values as JSON, and
    /// whatever else there may be.
    fn tagged(&mut self, reader: &mut Reader<'static>) -> Result<Tagged, Problem> {
        let mut tagged = Tagged::default();
        let mut more = reader.open_object()?;
        while more {
            match &*reader.name_lossy()? {
                "propertyName" => tagged.member = reader.string()?,
                "other" => tagged.other = Some(self.schema(reader)?),
                "values" => tagged.cases.extend(self.cases(reader, CaseTag::Value)?),
                _ => tagged.cases.extend(self.cases(reader, CaseTag::Text)?),
            }
            more = reader.next_member()?;
        }
        Ok(tagged)
    }

    fn cases(
        &mut self,
        reader: &mut Reader<'static>,
        tag: fn(Text) -> CaseTag,
    ) -> Result<Vec<(CaseTag, SchemaId)>, Problem> {
        members(reader, |name, reader| Ok((tag(name), self.schema(reader)?)))
    }
}

/// A schema while it is read.
#[derive(Default)]
pub(super) struct Node {
    schema: Schema,
    values: Option<Vec<&'static str>>,
    number: Option<Number>,
    list: Option<List>,
    object: Option<Object>,
    required: Vec<Text>,
    logic: Option<Logic>,
}

/// How many members are searched one by one.
const FEW: usize = 16;

impl Node {
    fn number(&mut self) -> &mut Number {
        self.number.get_or_insert_default()
    }

    pub(super) fn finish(self) -> Result<Schema, Problem> {
        let Self { mut schema, values, number, list, mut object, required, logic } = self;
        if let Some(values) = values {
            schema.values = self::values(values, schema.kinds)?;
        }
        if let Some(object) = &mut object {
            object.require(required);
        }
        let number = number.map(Box::new);
        let (list, object, logic) = (list.map(Box::new), object.map(Box::new), logic.map(Box::new));
        Ok(Schema { number, list, object, logic, ..schema })
    }
}

impl Object {
    /// Notes which members must be there, described or not.
    fn require(&mut self, names: Vec<Text>) {
        for name in names {
            match self.properties.iter_mut().find(|known| known.name == name) {
                Some(property) => property.required = true,
                None => self.properties.push(Property {
                    required: true,
                    undescribed: true,
                    ..Property::new(name, SchemaId::ANY)
                }),
            }
        }
        self.order = order(&self.properties);
    }
}

/// The indices of members in the order of their names, if there are many.
fn order(properties: &[Property]) -> Vec<u16> {
    if properties.len() <= FEW {
        return Vec::new();
    }
    let mut order: Vec<u16> = (0..properties.len()).filter_map(|at| u16::try_from(at).ok()).collect();
    order.sort_by_key(|at| properties.get(usize::from(*at)).map(|property| &property.name));
    order
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
    Ok(Values::Texts(ordered(texts.map(|value| Ok(Reader::new(value, Mode::Strict).string()?)))?))
}

/// The one spelling of a value, which most have from the start.
fn spelling(value: &'static str) -> Result<Text, ReadError> {
    let spelling = spelled(value)?;
    Ok(if spelling == value { Cow::Borrowed(value) } else { Cow::Owned(spelling) })
}

fn ordered(texts: impl Iterator<Item = Result<Text, Problem>>) -> Result<Box<[Text]>, Problem> {
    let mut texts = texts.collect::<Result<Box<[Text]>, _>>()?;
    texts.sort_unstable();
    Ok(texts)
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
    mut member: impl FnMut(Text, &mut Reader<'static>) -> Result<T, Problem>,
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
