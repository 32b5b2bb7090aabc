//! The one table of JSON Schema's keywords: what each is called, and where a schema holds its operand. Printing, comparing
//! and walking go by it, so that a new keyword is a row here and a check in the runtime.

use std::borrow::Cow;

use super::{Bounds, Json, KindSet, Number, Property, Schema, SchemaId, Tagged, text_of};

/// What stands at a keyword.
#[derive(Debug, Clone)]
pub enum Operand<'a> {
    /// Kinds of values: `type`.
    Kinds(KindSet),
    /// Listed values: `enum`.
    Values(&'a [Json]),
    /// A word of its own: `format`, `pattern`.
    Text(&'a str),
    /// A number of characters, items or members.
    Count(u64),
    /// A limit of a number.
    Number(&'a Number),
    /// Something that is so.
    Flag,
    /// Names of members: `required`.
    Names(&'a [String]),
    /// Names of members by that of another: `dependentRequired`.
    NamesByName(Vec<(&'a str, &'a [String])>),
    /// Another schema.
    Schema(SchemaId),
    /// Other schemas in order.
    Schemas(&'a [SchemaId]),
    /// Other schemas by name.
    SchemasByName(Vec<(&'a str, SchemaId)>),
    /// Members of an object.
    Properties(&'a [Property]),
    /// Alternatives that a member tells apart: `discriminator`.
    Tagged(&'a Tagged),
}

/// A row of the table.
pub struct Keyword {
    /// As documents write it.
    pub word: &'static str,
    /// Its operand in a schema, if it says anything there.
    pub operand: for<'a> fn(&'a Schema) -> Option<Operand<'a>>,
}

const fn row(word: &'static str, operand: for<'a> fn(&'a Schema) -> Option<Operand<'a>>) -> Keyword {
    Keyword { word, operand }
}

/// The keywords, in the order in which they are printed.
pub static KEYWORDS: &[Keyword] = &[
    row("type", |schema| (schema.kinds != KindSet::ALL).then_some(Operand::Kinds(schema.kinds))),
    row("format", |schema| schema.format.as_ref().map(|format| Operand::Text(format.as_str()))),
    row("minLength", |schema| least(schema.length)),
    row("maxLength", |schema| most(schema.length)),
    row("pattern", |schema| schema.pattern.as_deref().map(Operand::Text)),
    row("enum", |schema| schema.values.as_deref().map(Operand::Values)),
    row("minimum", |schema| schema.limits.minimum.as_ref().map(Operand::Number)),
    row("maximum", |schema| schema.limits.maximum.as_ref().map(Operand::Number)),
    row("exclusiveMinimum", |schema| schema.limits.above.as_ref().map(Operand::Number)),
    row("exclusiveMaximum", |schema| schema.limits.below.as_ref().map(Operand::Number)),
    row("multipleOf", |schema| schema.limits.multiple_of.as_ref().map(Operand::Number)),
    row("prefixItems", |schema| schemas(&schema.list.first)),
    row("items", |schema| schema.list.items.map(Operand::Schema)),
    row("minItems", |schema| least(schema.list.count)),
    row("maxItems", |schema| most(schema.list.count)),
    row("uniqueItems", |schema| schema.list.unique.then_some(Operand::Flag)),
    row("contains", |schema| schema.list.contains.map(|(id, _)| Operand::Schema(id))),
    row("minContains", |schema| least(schema.list.contains?.1)),
    row("maxContains", |schema| most(schema.list.contains?.1)),
    row("properties", |schema| some(schema.object.properties.as_slice()).map(Operand::Properties)),
    row("required", |schema| some(schema.object.required.as_slice()).map(Operand::Names)),
    row("patternProperties", |schema| {
        by_name(schema.object.patterns.iter().map(|(pattern, id)| (pattern.as_str(), *id)))
    }),
    row("additionalProperties", |schema| schema.object.rest.map(Operand::Schema)),
    row("unevaluatedProperties", |schema| schema.object.unevaluated.map(Operand::Schema)),
    row("propertyNames", |schema| schema.object.names.map(Operand::Schema)),
    row("minProperties", |schema| least(schema.object.count)),
    row("maxProperties", |schema| most(schema.object.count)),
    row("dependentRequired", |schema| {
        let dependent = schema.object.dependent.iter().filter(|(_, names, _)| !names.is_empty());
        let found: Vec<_> = dependent.map(|(name, names, _)| (name.as_str(), names.as_slice())).collect();
        (!found.is_empty()).then_some(Operand::NamesByName(found))
    }),
    row("dependentSchemas", |schema| {
        by_name(schema.object.dependent.iter().filter_map(|(name, _, id)| Some((name.as_str(), (*id)?))))
    }),
    row("anyOf", |schema| schemas(&schema.logic.any)),
    row("oneOf", |schema| schemas(&schema.logic.one)),
    row("allOf", |schema| schemas(&schema.logic.all)),
    row("not", |schema| schema.logic.not.map(Operand::Schema)),
    row("if", |schema| schema.logic.when?[0].map(Operand::Schema)),
    row("then", |schema| schema.logic.when?[1].map(Operand::Schema)),
    row("else", |schema| schema.logic.when?[2].map(Operand::Schema)),
    row("discriminator", |schema| schema.logic.tagged.as_ref().map(Operand::Tagged)),
];

/// What a schema says, keyword by keyword.
pub fn keywords(schema: &Schema) -> impl Iterator<Item = (&'static str, Operand<'_>)> {
    KEYWORDS.iter().filter_map(|keyword| Some((keyword.word, (keyword.operand)(schema)?)))
}

fn least(bounds: Bounds) -> Option<Operand<'static>> {
    bounds.min.map(Operand::Count)
}

fn most(bounds: Bounds) -> Option<Operand<'static>> {
    bounds.max.map(Operand::Count)
}

fn some<T>(items: &[T]) -> Option<&[T]> {
    (!items.is_empty()).then_some(items)
}

fn schemas(ids: &[SchemaId]) -> Option<Operand<'_>> {
    some(ids).map(Operand::Schemas)
}

fn by_name<'a>(members: impl Iterator<Item = (&'a str, SchemaId)>) -> Option<Operand<'a>> {
    let members: Vec<_> = members.collect();
    (!members.is_empty()).then_some(Operand::SchemasByName(members))
}

/// A schema directly in another, and the way there.
#[derive(Debug)]
pub struct Part<'a> {
    /// The keyword.
    pub word: &'static str,
    /// What the keyword calls it, if it has names.
    pub name: Option<Cow<'a, str>>,
    /// What stands there.
    pub schema: SchemaId,
}

/// The schemas directly in a schema, in the order of the table.
#[must_use]
pub fn parts(schema: &Schema) -> Vec<Part<'_>> {
    let mut parts = Vec::new();
    for (word, operand) in keywords(schema) {
        let mut add = |name, schema| parts.push(Part { word, name, schema });
        match operand {
            Operand::Schema(id) => add(None, id),
            Operand::Schemas(ids) => {
                ids.iter().enumerate().for_each(|(at, id)| add(Some(Cow::Owned(at.to_string())), *id));
            }
            Operand::SchemasByName(members) => {
                members.into_iter().for_each(|(name, id)| add(Some(Cow::Borrowed(name)), id));
            }
            Operand::Properties(properties) => {
                properties.iter().for_each(|one| add(Some(Cow::Borrowed(&*one.wire)), one.schema));
            }
            Operand::Tagged(tagged) => {
                for (tags, id) in &tagged.cases {
                    add(tags.first().map(text_of), *id);
                }
                tagged.other.into_iter().for_each(|id| add(None, id));
            }
            _ => {}
        }
    }
    parts
}
