//! Types: what the words mean, and which shapes get a type of their own.

use std::collections::HashSet;

use super::super::syntax::{self, TypeDefinition, TypeKind, Word};
use super::Reader;
use super::context::Context;
use crate::diag::{Code, Diagnostic};
use crate::model::{
    Constrained, Constraints, Enum, EnumValue, Field, Format, Object, Ref, Scalar, ScalarKind, Shape, TypeId,
};

/// A type defined twice.
pub static DUPLICATE_TYPE: Code = Code {
    name: "lap/duplicate-type",
    page: "Two `@type` lines define the same name. Which of them a use means cannot be known.

    @type User {id: str}
    @type User {name: str}

Rename or remove one of them.",
};

/// A field of an object twice.
pub static DUPLICATE_FIELD: Code = Code {
    name: "lap/duplicate-field",
    page: "An object lists two fields of one name. The first stays.

    @returns(200) {id: str, id: int}

Remove the one that is wrong.",
};

/// The rule for values that are listed for a type that is not said to be text.
pub(super) const VALUES_ARE_TEXT: &str = "lap/listed-values-are-text";

impl<'a> Reader<'_, 'a> {
    /// Defines the named types.
    pub(super) fn types(&mut self, types: &[TypeDefinition<'a>]) {
        for definition in types {
            let origin = self.places.stated(definition.name);
            let id = self.model.named(definition.name, origin);
            let object = self.object(&definition.fields, &Context::root(definition.name));
            if let Err(first) = self.model.define(id, Shape::Object(object), "", origin) {
                let message = format!("type `{}` is defined twice", definition.name);
                self.diagnostics.push(
                    Diagnostic::error(&DUPLICATE_TYPE, origin.span(), message)
                        .label("defined again here")
                        .related(first.span(), "first defined here")
                        .help("rename or remove one of the two"),
                );
            }
        }
    }

    /// An object of these fields that stands at `context`.
    pub(super) fn object(&mut self, fields: &[syntax::Field<'a>], context: &Context<'_>) -> Object {
        let mut seen = repeats(fields).then(HashSet::new);
        let mut object = Object { fields: Vec::with_capacity(fields.len()), ..Object::default() };
        for field in fields {
            if seen.as_mut().is_none_or(|seen| seen.insert(field.name)) {
                let field = self.field(field, context);
                object.fields.push(field);
            } else {
                self.duplicate_field(field.name);
            }
        }
        object
    }

    /// Notes that a field is there twice.
    pub(super) fn duplicate_field(&mut self, name: &str) {
        let message = format!("field `{name}` is there twice");
        let problem = Diagnostic::warning(&DUPLICATE_FIELD, self.places.span(name), message);
        self.diagnostics.push(problem.label("this one is left out").help("remove the one that is wrong"));
    }

    fn field(&mut self, field: &syntax::Field<'a>, context: &Context<'_>) -> Field {
        let context = &context.within(field.name);
        let ty = match &field.fields {
            Some(fields) => self.with_members(&field.ty, fields, context),
            None => self.type_ref(&field.ty, context),
        };
        let ty = if field.nullable { Ref::Nullable(Box::new(ty)) } else { ty };
        Field { required: field.required, ..Field::new(field.name, ty, self.places.stated(field.source)) }
    }

    /// A type whose members are listed behind it: `map?{…}`, or `User?{…}`, where other places may list more or fewer.
    fn with_members(&mut self, ty: &syntax::Type<'a>, fields: &[syntax::Field<'a>], context: &Context<'_>) -> Ref {
        let shape = Shape::Object(self.object(fields, context));
        let title = match ty.kind {
            TypeKind::Named(name, _) => Some(name),
            _ => None,
        };
        let members =
            Ref::Named(self.model.anonymous(&context.parts(), title, shape, "", self.places.stated(ty.source)));
        if matches!(ty.kind, TypeKind::List(_)) { Ref::list(members) } else { members }
    }

    /// An object without a name.
    pub(super) fn anonymous_object(
        &mut self,
        fields: &[syntax::Field<'a>],
        context: &Context<'_>,
        source: &'a str,
    ) -> TypeId {
        let object = self.object(fields, context);
        self.model.anonymous(&context.parts(), None, Shape::Object(object), "", self.places.stated(source))
    }

    /// A use of a type at `context`.
    pub(super) fn type_ref(&mut self, ty: &syntax::Type<'a>, context: &Context<'_>) -> Ref {
        match &ty.kind {
            TypeKind::List(item) => Ref::list(self.type_ref(item, &context.within("items"))),
            TypeKind::Object(fields) => Ref::Named(self.anonymous_object(fields, context, ty.source)),
            TypeKind::Map(_, value) => Ref::map(self.type_ref(value, context)),
            TypeKind::Word(word, format) => word_ref(*word, *format),
            TypeKind::Named(name, _) => Ref::Named(self.model.named(name, self.places.stated(name))),
        }
    }

    /// A use of a type that lists its values. Text becomes an enum; other scalars keep their values as constraints.
    pub(super) fn with_values(&mut self, ty: &syntax::Type<'a>, values: &'a str, context: &Context<'_>) -> Ref {
        match &ty.kind {
            TypeKind::List(item) => Ref::list(self.with_values(item, values, &context.within("items"))),
            TypeKind::Word(word, format) => match parsed_values(*word, values) {
                Some(constraints) => constrained(word_ref(*word, *format), constraints),
                None => self.enumeration(*word, values, context),
            },
            _ => self.type_ref(ty, context),
        }
    }

    /// One of the listed texts; any text where the list cannot be told apart.
    fn enumeration(&mut self, word: Word, text: &str, context: &Context<'_>) -> Ref {
        let Some(values) = values(text) else { return word_ref(word, Some(text)) };
        let origin = match word {
            Word::Str => self.places.stated(text),
            _ => self.places.inferred(VALUES_ARE_TEXT, text),
        };
        Ref::Named(self.model.anonymous(&context.parts(), None, Shape::Enum(Enum::of_strings(values)), "", origin))
    }
}

/// Most fields that are compared with each other to find those of one name.
const FEW: usize = 16;

/// Whether a name stands twice; seldom, and cheap to find out.
fn repeats(fields: &[syntax::Field<'_>]) -> bool {
    if fields.len() <= FEW {
        return (1..).zip(fields).any(|(next, field)| fields.iter().skip(next).any(|other| other.name == field.name));
    }
    let mut names: Vec<&str> = fields.iter().map(|field| field.name).collect();
    names.sort_unstable();
    names.windows(2).any(|pair| matches!(pair, [one, other] if one == other))
}

/// The values of a list with `/` between them, if they can be told apart. Markup is no part of a value: it becomes its
/// documentation.
pub(super) fn values(text: &str) -> Option<Vec<EnumValue>> {
    let values = texts(text)?.into_iter().map(|part| {
        let (markup, wire) = leading_markup(part);
        EnumValue { wire: wire.to_owned(), title: None, docs: markup.to_owned() }
    });
    Some(values.collect())
}

/// The longest value that holds `/` itself, counted in pieces between them.
const PIECES: usize = 4;

/// The listed texts, all different. Where pieces repeat, the values hold `/` themselves: paths that begin with it, or
/// texts of two or more pieces each (`text/csv/text/html`).
fn texts(text: &str) -> Option<Vec<&str>> {
    let pieces = split_outside_markup(text);
    if is_distinct(&pieces) {
        return Some(pieces);
    }
    if text.starts_with('/') {
        let paths = text.match_indices("//").map(|(at, _)| at).chain([text.len()]);
        let paths = paths.scan(0, |from, at| text.get(std::mem::replace(from, at + 1)..at));
        return Some(paths.collect::<Vec<_>>()).filter(|paths| is_distinct(paths));
    }
    (2..=PIECES)
        .filter(|size| pieces.len().is_multiple_of(*size))
        .map(|size| joined(text, &pieces, size))
        .find(|texts| is_distinct(texts))
}

/// The pieces of `text`, so many together.
fn joined<'t>(text: &'t str, pieces: &[&'t str], size: usize) -> Vec<&'t str> {
    let mut rest = text;
    let lengths = pieces.chunks(size).map(|chunk| chunk.iter().map(|piece| piece.len() + 1).sum::<usize>() - 1);
    lengths
        .map(|length| {
            let (one, behind) = rest.split_at_checked(length).unwrap_or((rest, ""));
            rest = behind.strip_prefix('/').unwrap_or(behind);
            one
        })
        .collect()
}

fn is_distinct(texts: &[&str]) -> bool {
    let mut sorted = texts.to_vec();
    sorted.sort_unstable();
    sorted.windows(2).all(|pair| matches!(pair, [one, other] if one != other))
}

/// Splits at every `/` that is not within a tag such as `<x-lifecycle class="ea"></x-lifecycle>`.
fn split_outside_markup(text: &str) -> Vec<&str> {
    let mut until = 0;
    let mut at = 0;
    let pieces = text.split(move |c: char| {
        let here = at;
        at += c.len_utf8();
        if here >= until && c == '<' {
            until = here + tag_length(text.get(here..).unwrap_or_default());
        }
        c == '/' && here >= until
    });
    pieces.collect()
}

/// The length of the tag that a text begins with, or nothing.
fn tag_length(text: &str) -> usize {
    let name = text.trim_start_matches('<').trim_start_matches('/');
    let end = text.find(['>', ',']).filter(|end| text.as_bytes().get(*end) == Some(&b'>'));
    end.filter(|_| name.starts_with(|c: char| c.is_ascii_alphabetic())).map_or(0, |end| end + 1)
}

/// The tags before a value, and the value.
fn leading_markup(part: &str) -> (&str, &str) {
    if !part.starts_with('<') {
        return ("", part);
    }
    match part.rsplit_once('>') {
        Some((tags, value)) if !value.trim().is_empty() => {
            (part.get(..=tags.len()).unwrap_or_default(), value.trim_start())
        }
        _ => ("", part),
    }
}

/// What a type word means.
fn word_ref(word: Word, format: Option<&str>) -> Ref {
    let kind = match word {
        Word::Str => ScalarKind::String,
        Word::Int => ScalarKind::Integer,
        Word::Num | Word::Float => ScalarKind::Number,
        Word::Bool => ScalarKind::Boolean,
        Word::Bytes | Word::File => ScalarKind::Bytes,
        Word::Null => ScalarKind::Null,
        Word::Map | Word::Object => return Ref::map(Ref::Any),
        Word::Array => return Ref::list(Ref::Any),
        Word::Any => return Ref::Any,
    };
    Ref::Scalar(Scalar { kind, format: format.map(Format::parse), constraints: Constrained::default() })
}

/// The listed values of a type that is not text, if all of them are values of it.
fn parsed_values(word: Word, text: &str) -> Option<Vec<crate::model::Json>> {
    match word {
        Word::Int | Word::Num | Word::Float | Word::Bool => {
            text.split('/').map(|value| super::defaults::scalar(word, value)).collect()
        }
        _ => None,
    }
}

fn constrained(ty: Ref, values: Vec<crate::model::Json>) -> Ref {
    match ty {
        Ref::Scalar(scalar) => {
            let constraints = Constraints { values, ..Constraints::default() }.into();
            Ref::Scalar(Scalar { constraints, ..scalar })
        }
        other => other,
    }
}
