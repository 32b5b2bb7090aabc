//! The grammar of types and of the members of objects.

use nom::Parser;
use nom::bytes::complete::{tag, take_while1};
use nom::combinator::{cut, opt};
use nom::error::context;
use nom::sequence::preceded;

use super::level::{Level, Side};
use super::parentheses::parenthesised;
use super::problem::{Parsed, Problem, UNKNOWN_TYPE};
use super::syntax::{Field, Type, TypeKind, Word};

/// `TYPE = "[" TYPE "]" | "map{" F {", " F} "}" | "map<" TYPE "," TYPE ">" | WORD ["(" FORMAT ")"]`
pub(super) fn type_<'a>(level: Level<'_>) -> impl Fn(&'a str) -> Parsed<'a, Type<'a>> {
    move |input| {
        let (rest, kind) = if input.starts_with('[') {
            list(level)(input)
        } else if input.starts_with("map{") {
            preceded(tag("map"), fields(level)).map(TypeKind::Object).parse(input)
        } else if input.starts_with("map<") {
            map(level)(input)
        } else {
            word(level)(input)
        }?;
        Ok((rest, Type { source: between(input, rest), kind }))
    }
}

/// `"[" TYPE "]"`
fn list<'a>(level: Level<'_>) -> impl Fn(&'a str) -> Parsed<'a, TypeKind<'a>> {
    move |input| {
        let level = level.deeper(input)?;
        let (rest, _) = tag("[")(input)?;
        let (rest, item) = type_(level)(rest)?;
        let (rest, _) = cut(context("`]`, the end of the list", tag("]"))).parse(rest)?;
        Ok((rest, TypeKind::List(Box::new(item))))
    }
}

/// `"map<" TYPE "," TYPE ">"`
fn map<'a>(level: Level<'_>) -> impl Fn(&'a str) -> Parsed<'a, TypeKind<'a>> {
    move |input| {
        let level = level.deeper(input)?;
        let (rest, _) = tag("map<")(input)?;
        let (rest, key) = type_(level)(rest)?;
        let (rest, _) = cut(context("`,` and the type of the values", (tag(","), opt(tag(" "))))).parse(rest)?;
        let (rest, value) = type_(level)(rest)?;
        let (rest, _) = cut(context("`>`, the end of the map", tag(">"))).parse(rest)?;
        Ok((rest, TypeKind::Map(Box::new(key), Box::new(value))))
    }
}

/// `WORD ["(" FORMAT ")"]`, where WORD is a type word or a name with a capital. Behind the type of a parameter
/// parentheses with a `/` are not a format: they list values, and belong to the parameter.
fn word<'a>(level: Level<'_>) -> impl Fn(&'a str) -> Parsed<'a, TypeKind<'a>> {
    move |input| {
        let (rest, name) = context("a type", take_while1(is_word_character)).parse(input)?;
        let (after, format) = opt(parenthesised(level)).parse(rest)?;
        let format = format.filter(|inside| !(level.is_top() && inside.has_slash));
        let (rest, format) = format.map_or((rest, None), |inside| (after, Some(inside.text)));
        if let Some(word) = Word::parse(name) {
            return Ok((rest, TypeKind::Word(word, format)));
        }
        if is_type_name(name) || level.any_word {
            return Ok((rest, TypeKind::Named(name, format)));
        }
        Err(nom::Err::Error(unknown_word(name)))
    }
}

fn is_type_name(word: &str) -> bool {
    word.starts_with(char::is_uppercase)
}

fn unknown_word(word: &str) -> Problem<'_> {
    Problem::expected(word, "a type word or a name with a capital").code(&UNKNOWN_TYPE)
}

/// The words in a type that are none that there are, where every word was taken for a type.
pub(super) fn unknown_words<'a>(ty: &Type<'a>) -> Vec<Problem<'a>> {
    match &ty.kind {
        TypeKind::List(item) => unknown_words(item),
        TypeKind::Object(fields) => unknown_words_of(fields),
        TypeKind::Map(key, value) => [unknown_words(key), unknown_words(value)].concat(),
        TypeKind::Named(name, _) if !is_type_name(name) => vec![unknown_word(name)],
        TypeKind::Named(..) | TypeKind::Word(..) => Vec::new(),
    }
}

/// The same in fields.
pub(super) fn unknown_words_of<'a>(fields: &[Field<'a>]) -> Vec<Problem<'a>> {
    let members = |field: &Field<'a>| field.fields.as_deref().map(unknown_words_of).unwrap_or_default();
    fields.iter().flat_map(|field| [unknown_words(&field.ty), members(field)].concat()).collect()
}

/// What names of types are made of: anything that is no punctuation of the grammar.
fn is_word_character(c: char) -> bool {
    let ends =
        matches!(c, '(' | ')' | '[' | ']' | '{' | '}' | '<' | '>' | ',' | '?' | '=' | '!' | ':' | '"' | '\'' | '`');
    !ends && !c.is_whitespace()
}

/// `"{" [F {", " F}] "}"`
pub(super) fn fields<'a>(level: Level<'_>) -> impl Fn(&'a str) -> Parsed<'a, Vec<Field<'a>>> {
    move |input| {
        let level = level.deeper(input)?;
        let (mut rest, _) = tag("{")(input)?;
        let mut fields = Vec::new();
        if let Some(after) = rest.strip_prefix('}') {
            return Ok((after, fields));
        }
        loop {
            let (after, field) = field(level)(rest)?;
            fields.push(field);
            if let Some(next) = after.strip_prefix(", ") {
                rest = next;
                continue;
            }
            let (after, _) = cut(context("`, ` and another field, or `}`", tag("}"))).parse(after)?;
            return Ok((after, fields));
        }
    }
}

/// `F = NAME ["!"] ": " TYPE ["?"] [ "{" F {", " F} "}" ]`, where some files write `map<str, str>?: any`, with a second type
/// that says nothing.
fn field<'a>(level: Level<'_>) -> impl Fn(&'a str) -> Parsed<'a, Field<'a>> {
    move |input| {
        let (rest, (name, ty)) = named_type(level)(input)?;
        let (rest, nullable) = if level.side == Side::Request { (rest, None) } else { opt(tag("?")).parse(rest)? };
        let (rest, _) = if nullable.is_some() { opt(tag(": any")).parse(rest)? } else { (rest, None) };
        let (rest, members) = if rest.starts_with('{') { opt(fields(level)).parse(rest)? } else { (rest, None) };
        let (name, required) = match name.strip_suffix('!') {
            Some(bare) if level.side != Side::Response && !bare.is_empty() => (bare, true),
            _ => (name, false),
        };
        let source = between(input, rest);
        Ok((rest, Field { source, name, required, ty, nullable: nullable.is_some(), fields: members }))
    }
}

/// `NAME ": " TYPE`: the name is the shortest text before `: ` such that a type parses and may end there. A name never
/// holds `, `, and a bracket that is opened behind `: ` belongs to a type.
pub(super) fn named_type<'a>(level: Level<'_>) -> impl Fn(&'a str) -> Parsed<'a, (&'a str, Type<'a>)> {
    move |input| {
        let mut first = None;
        let mut from = 0;
        while let Some((name, behind)) = name_before_colon(input, from) {
            match type_(level)(behind) {
                Ok((rest, ty)) if level.may_end_before(rest) => return Ok((rest, (name, ty))),
                Ok((rest, _)) => {
                    first.get_or_insert(Problem::expected(rest, "the end of the type"));
                }
                Err(nom::Err::Error(problem)) => {
                    first.get_or_insert(problem);
                }
                Err(certain) => return Err(certain),
            }
            from = name.len() + 2;
        }
        Err(nom::Err::Failure(first.unwrap_or(Problem::expected(input, "a name, `: ` and a type"))))
    }
}

/// The text before the first `: ` at or after `from`, unless a `, ` comes earlier, and the text behind it.
fn name_before_colon(input: &str, from: usize) -> Option<(&str, &str)> {
    let bytes = input.as_bytes();
    let ends = memchr::memchr2_iter(b':', b',', bytes.get(from..)?).map(|at| from + at);
    let mut ends = ends.filter(|at| bytes.get(at + 1) == Some(&b' ')).take_while(|at| bytes.get(*at) == Some(&b':'));
    let at = ends.find(|at| *at > 0)?;
    Some((input.get(..at)?, input.get(at + 2..)?))
}

/// The part of `whole` that is before its suffix `rest`.
pub(super) fn between<'a>(whole: &'a str, rest: &str) -> &'a str {
    whole.get(..whole.len().saturating_sub(rest.len())).unwrap_or_default()
}

impl Word {
    /// The type word of this spelling.
    pub(super) fn parse(text: &str) -> Option<Self> {
        Some(match text {
            "str" => Self::Str,
            "int" => Self::Int,
            "num" => Self::Num,
            "bool" => Self::Bool,
            "map" => Self::Map,
            "any" => Self::Any,
            "float" => Self::Float,
            "bytes" => Self::Bytes,
            "file" => Self::File,
            "object" => Self::Object,
            "array" => Self::Array,
            "null" => Self::Null,
            _ => return None,
        })
    }
}

impl Type<'_> {
    /// Whether the type begins with a word of the format, not with a name of the document's own.
    pub(super) fn begins_with_known_word(&self) -> bool {
        match &self.kind {
            TypeKind::List(item) => item.begins_with_known_word(),
            TypeKind::Object(_) | TypeKind::Map(..) | TypeKind::Word(..) => true,
            TypeKind::Named(..) => false,
        }
    }
}
