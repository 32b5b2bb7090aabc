//! Objects: members of all parts that hold together, and what happens to the rest.

use std::collections::{HashMap, HashSet};

use super::conjunction::{Conjunction, TOO_MANY};
use super::fact::annotation::noted;
use super::fact::prose::prose;
use super::fact::same::{is_bare, means_the_same};
use super::reader::Reader;
use super::schema::Form;
use super::state::context::Context;
use super::state::schema::Use;
use crate::diag::Code;
use crate::model::{Bounds, Field, Format, Object, Ref, Rest, Shape};
use crate::read::node::{Member, Node, Value};

/// How many members all objects together may have. Members that are inherited count again, and so could multiply.
const MEMBERS: usize = 300_000;

pub(super) static REQUIRED: Code = Code {
    name: "openapi/required-unknown",
    page: "`required` lists a member that the schema does not describe. It is taken for a leftover and not \
           required.\n\n    required: [nmae]\n    properties: {name: {type: string}}\n\nCorrect the name, or describe the \
           member.",
};
pub(super) static PATTERNS: Code = Code {
    name: "openapi/pattern-properties",
    page: "`patternProperties` describes members by the look of their names. Types cannot tell names apart; the \
           descriptions count for all members that have no name of their own, and where there are several, these members \
           may be anything.\n\nNothing needs to be done unless the difference matters to you.",
};

impl<'d> Reader<'d, '_> {
    /// An object with members, or a map whose members are all alike.
    pub(super) fn object(&mut self, all: &Conjunction<'d>, context: &Context<'_>, named: bool) -> Form {
        let members = members(all);
        let count = self.bounds(all, "minProperties", "maxProperties");
        let rest = self.rest_of(all, context);
        if members.is_empty() && all.optional.is_empty() {
            let explicit = all.has(&["additionalProperties", "patternProperties", "unevaluatedProperties"]);
            match rest {
                Rest::Kept(value) => return Form::Use(Ref::Map { value, count }),
                Rest::Ignored if explicit || !named => return Form::Use(any_map(count)),
                Rest::Ignored | Rest::Refused => {}
            }
        }
        self.members += members.len();
        if self.members > MEMBERS {
            let span = all.parts.last().map_or(self.root.span, |part| part.node.span);
            self.warn(&TOO_MANY, span, "the schemas have too many members together", "the members are left out");
            return Form::Use(any_map(count));
        }
        let required = self.required(all, &members);
        let mut fields: Vec<Field> =
            members.iter().filter_map(|member| self.field(member, &required, context)).collect();
        fields.extend(self.optional(all, &members, context));
        Form::Shape(Shape::Object(Object { fields, rest, count }))
    }

    /// The members that alternatives have which may hold too. Where they differ, the members may be anything.
    fn optional(&mut self, all: &Conjunction<'d>, known: &[Vec<&'d Member>], context: &Context<'_>) -> Vec<Field> {
        let parts = all.optional.iter().flat_map(|node| self.conjunction(&[*node]).parts).collect();
        let alternatives = Conjunction { parts, ..Conjunction::default() };
        let known: HashSet<&str> = known.iter().filter_map(|same| Some(same.first()?.key.as_str())).collect();
        let mut fields = Vec::new();
        for same in members(&alternatives) {
            let Some((first, others)) = same.split_first() else { continue };
            if known.contains(first.key.as_str()) {
                continue;
            }
            let is_one = others.iter().all(|other| means_the_same(&first.value, &other.value));
            let field = self.field(&[*first], &HashSet::new(), context);
            fields.extend(field.map(|field| if is_one { field } else { Field { ty: Ref::Any, ..field } }));
        }
        fields
    }

    fn field(&mut self, members: &[&'d Member], required: &HashSet<&str>, context: &Context<'_>) -> Option<Field> {
        let last = *members.last()?;
        let wire = last.key.as_str();
        let nodes: Vec<&'d Node> = members.iter().map(|member| &member.value).collect();
        if nodes.iter().any(|node| node.value == Value::Bool(false)) {
            let message = format!("the member `{wire}` may have no value");
            self.warn(&super::schema::NOTHING, last.key_span, message, "the member is left out");
            return None;
        }
        let ty = self.combined(&nodes, &last.value, &context.inner(wire));
        let marks = self.marks(&nodes);
        let deprecated = nodes.iter().any(|node| noted(node, "deprecated").and_then(Node::as_bool) == Some(true));
        let default = nodes.iter().rev().find_map(|node| Some((self.stated_default(node)?, *node)));
        let default = default.and_then(|(value, node)| self.default(value, node, wire));
        let docs = nodes.iter().rev().map(|node| prose(node)).find(|docs| !docs.is_empty()).unwrap_or_default();
        let secret = marks.secret || is_password(&ty) || marks.write_only && sounds_secret(wire);
        let required = required.contains(wire);
        let origin = self.origin(last.key_span);
        Some(Field {
            wire: wire.to_owned(),
            ty,
            required,
            read_only: marks.read_only,
            write_only: marks.write_only,
            secret,
            default,
            default_text: None,
            deprecated,
            docs,
            origin,
        })
    }

    /// The names in `required` that are members; the others are reported where they stand.
    fn required(&mut self, all: &Conjunction<'d>, members: &[Vec<&'d Member>]) -> HashSet<&'d str> {
        let known: HashSet<&str> =
            members.iter().filter_map(|same| same.first()).map(|member| member.key.as_str()).collect();
        let mut required = HashSet::new();
        for part in &all.parts {
            // OpenAPI 3.0's examples of a boolean `required` come from JSON Schema's draft 3.
            for name in part.node.get("required").map(Node::items).into_iter().flatten() {
                match name.as_written() {
                    Some(text) if known.contains(text) => {
                        required.insert(text);
                    }
                    _ if part.inherited || !part.union => {}
                    // A part that could not be read may describe it.
                    Some(_) if all.partial => {}
                    Some(text) => {
                        let message = format!("the required member `{text}` is not described");
                        self.warn(&REQUIRED, name.span, message, "not required");
                    }
                    None => self.expected(name, "text", "required"),
                }
            }
        }
        required
    }

    /// What happens to members without a name of their own.
    fn rest_of(&mut self, all: &Conjunction<'d>, context: &Context<'_>) -> Rest {
        let mut rest = Rest::Ignored;
        for part in &all.parts {
            let patterns = part.node.get("patternProperties").filter(|patterns| patterns.members().len() > 0);
            let stated = part.node.get("additionalProperties").or_else(|| part.node.get("unevaluatedProperties"));
            let next = match (patterns, stated) {
                (Some(patterns), _) => self.by_pattern(patterns, context),
                (None, Some(Node { value: Value::Bool(false), .. })) if part.inherited => continue,
                (None, Some(Node { value: Value::Bool(false), .. })) => Rest::Refused,
                (None, Some(Node { value: Value::Bool(true), .. })) => Rest::Ignored,
                (None, Some(schema)) => match self.schema(schema, &context.inner("value")) {
                    Ref::Any => Rest::Ignored,
                    value => Rest::Kept(Box::new(value)),
                },
                (None, None) => continue,
            };
            rest = next;
        }
        rest
    }

    fn by_pattern(&mut self, patterns: &'d Node, context: &Context<'_>) -> Rest {
        match patterns.as_map().map(|map| map.iter().as_slice()) {
            Some([only]) => match self.schema(&only.value, &context.inner("value")) {
                Ref::Any => Rest::Ignored,
                value => Rest::Kept(Box::new(value)),
            },
            _ => {
                let message = "members are described by several patterns of their names";
                self.warn(&PATTERNS, patterns.span, message, "these members may be anything");
                Rest::Ignored
            }
        }
    }

    /// The type of a value that several schemas describe at once.
    pub(super) fn combined(&mut self, nodes: &[&'d Node], last: &'d Node, context: &Context<'_>) -> Ref {
        let mut distinct: Vec<&'d Node> = Vec::new();
        for node in nodes.iter().filter(|node| !is_bare(node)) {
            if !distinct.iter().any(|known| means_the_same(known, node)) {
                distinct.push(node);
            }
        }
        match distinct.as_slice() {
            [] => self.schema(last, context),
            [only] => self.schema(only, context),
            several => self.together(several, last, context),
        }
    }

    /// The type of several schemas that are one member. The same ones are the same type wherever they meet, so that those
    /// that lead back to themselves come to an end.
    fn together(&mut self, nodes: &[&'d Node], last: &'d Node, context: &Context<'_>) -> Ref {
        let key: Vec<usize> = nodes.iter().chain([&last]).map(|node| self.identity(node)).collect();
        match self.together.get(&key) {
            Some(Use::Done(known)) => return known.clone(),
            Some(Use::Pending(id)) => return Ref::Named(*id),
            Some(Use::Busy(parts)) => {
                let parts = parts.clone();
                let id = self.placeholder(last, &parts);
                self.together.insert(key, Use::Pending(id));
                return Ref::Named(id);
            }
            None => {}
        }
        let parts = context.parts().into_iter().map(str::to_owned).collect();
        self.together.insert(key.clone(), Use::Busy(parts));
        let all = self.conjunction(nodes);
        let form = self.joint_form(&all, last, context);
        let pending = match self.together.get(&key) {
            Some(Use::Pending(id)) => Some(*id),
            _ => None,
        };
        let made = self.settled(form, last, context, pending);
        let made = if nodes.iter().all(|node| self.is_nullable(node)) { made.nullable() } else { made };
        self.together.insert(key, Use::Done(made.clone()));
        made
    }
}

/// Members of all parts, those of one name together, in order of first sight.
fn members<'d>(all: &Conjunction<'d>) -> Vec<Vec<&'d Member>> {
    let mut members: Vec<Vec<&'d Member>> = Vec::new();
    let mut places: HashMap<&str, usize> = HashMap::new();
    for member in all.all("properties").flat_map(Node::members) {
        let place = *places.entry(&member.key).or_insert(members.len());
        match members.get_mut(place) {
            Some(same) => same.push(member),
            None => members.push(vec![member]),
        }
    }
    members
}

fn any_map(count: Bounds) -> Ref {
    Ref::Map { value: Box::new(Ref::Any), count }
}

fn is_password(ty: &Ref) -> bool {
    match ty {
        Ref::Scalar(scalar) => scalar.format == Some(Format::Password),
        Ref::Nullable(inner) => is_password(inner),
        _ => false,
    }
}

/// Whether a member that is only ever sent is one that nobody should see printed.
fn sounds_secret(wire: &str) -> bool {
    let name: String =
        wire.chars().filter(|character| character.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    ["password", "passwd", "passphrase", "secret", "token", "privatekey", "apikey", "credential"]
        .iter()
        .any(|word| name.contains(word))
}
