//! Names of types, and the files they live in.

use std::collections::HashMap;

use super::choose::{Wish, choose};
use super::words::Words;
use super::{GroupNames, OperationNames, TypeNames, members, reserved};
use crate::model::{Model, Operation, Ref, Rest, Shape, Type, TypeId, TypeName};

pub(super) fn types(model: &Model, groups: &[GroupNames], operations: &[OperationNames]) -> Vec<TypeNames> {
    let names = names(model, groups, operations);
    let modules = modules(model, groups);
    let ty = |id: TypeId| names.get(id.0 as usize).cloned().unwrap_or_default();
    names
        .iter()
        .zip(modules)
        .zip(&model.types)
        .map(|((name, module), described)| {
            let members = members_of(described, &ty);
            let setters = match &described.shape {
                Shape::Object(_) => members::setters(&members),
                _ => Vec::new(),
            };
            TypeNames { constant: Words::of(name).constant(), name: name.clone(), module, members, setters }
        })
        .collect()
}

fn members_of(ty: &Type, name: &impl Fn(TypeId) -> String) -> Vec<String> {
    match &ty.shape {
        Shape::Object(object) => members::fields(object),
        Shape::Enum(values) => members::values(values),
        Shape::Choice(choice) => members::cases(choice, name),
        Shape::Alias(_) | Shape::Undefined => Vec::new(),
    }
}

fn names(model: &Model, groups: &[GroupNames], operations: &[OperationNames]) -> Vec<String> {
    let roots = roots(model, groups, operations);
    let wishes: Vec<_> = model
        .types
        .iter()
        .map(|ty| match &ty.name {
            TypeName::Named(name) => Wish { rank: 0, candidates: named(name) },
            TypeName::Anonymous { context, title } => {
                Wish { rank: 1, candidates: anonymous(context, title.as_deref(), &roots) }
            }
        })
        .collect();
    choose(&wishes, |name| name.replace('_', "").to_ascii_lowercase(), reserved::is_type)
}

fn named(name: &str) -> Vec<String> {
    let plain = Words::of(name);
    let signs = Words::with_signs(name);
    let style = Words::style(name);
    let best = if plain.is_empty() { &signs } else { &plain };
    [best.clone(), best.and("type"), signs.clone(), signs.and(style), signs.and(style).and("type")]
        .iter()
        .map(|words| words.pascal('T'))
        .collect()
}

/// What the first part of a context may be, in words: operations by id and by method and path, each with its group.
type Roots<'a> = HashMap<String, (Words, &'a str)>;

fn roots<'a>(model: &Model, groups: &'a [GroupNames], operations: &[OperationNames]) -> Roots<'a> {
    let mut roots = HashMap::new();
    for (operation, names) in model.operations.iter().zip(operations) {
        let group = groups.get(operation.group.0 as usize).map_or("", |group| group.module.as_str());
        let root = (Words::of(&names.trait_method), group);
        for key in keys(operation) {
            roots.entry(key).or_insert_with(|| root.clone());
        }
    }
    roots
}

fn keys(operation: &Operation) -> impl Iterator<Item = String> {
    operation.id.clone().into_iter().chain([format!("{} {}", operation.method.0, operation.path.wire)])
}

/// Names for a shape without one, best first: the document's title, then where it was found: the outermost place with
/// the last part, then with more of the parts between.
fn anonymous(context: &[String], title: Option<&str>, roots: &Roots<'_>) -> Vec<String> {
    let title = title.map(Words::of).filter(|title| (1..=5).contains(&title.as_slice().len()));
    let (root, group) = match context.first() {
        Some(first) => roots.get(first).cloned().unwrap_or_else(|| (Words::of(first), "")),
        None => (Words::of("anonymous"), ""),
    };
    let parts = parts(context.get(1..).unwrap_or_default());
    let mut candidates = Vec::new();
    candidates.extend(title.clone());
    for start in (0..parts.len().max(1)).rev().take(8) {
        candidates.push(joined(&root, parts.get(start..).unwrap_or_default()));
    }
    let full = joined(&root, &parts);
    candidates.push(Words::of(group).then(&full));
    candidates.push(full.and("type"));
    candidates.iter().map(|words| words.pascal('T')).collect()
}

fn joined(root: &Words, parts: &[Words]) -> Words {
    parts.iter().fold(root.clone(), |name, part| name.then(part))
}

/// The parts of a context in words; an item of a list is its list in the singular.
fn parts(context: &[String]) -> Vec<Words> {
    let mut parts: Vec<Words> = Vec::new();
    for part in context {
        let words = Words::of(part);
        let is_item = words.is_empty() || matches!(part.as_str(), "item" | "items" | "value" | "values");
        match parts.last_mut() {
            Some(last) if is_item && last.singular() != *last => *last = last.singular(),
            _ if words.is_empty() => {}
            _ => parts.push(words),
        }
    }
    parts
}

/// Who uses a type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum User {
    Nobody,
    Group(u32),
    Several,
}

/// The module of the group that alone uses a type, directly or through other types; `shared` for the others.
fn modules(model: &Model, groups: &[GroupNames]) -> Vec<String> {
    let mut users = vec![User::Nobody; model.types.len()];
    let mut work = Vec::new();
    for operation in &model.operations {
        uses(operation, &mut |ty| ty.visit(&mut |id| work.push((id, User::Group(operation.group.0)))));
    }
    while let Some((id, user)) = work.pop() {
        let Some(known) = users.get_mut(id.0 as usize) else { continue };
        let merged = match (*known, user) {
            (User::Nobody, user) => user,
            (User::Group(known), User::Group(more)) if known == more => continue,
            (User::Several, _) | (_, User::Nobody) => continue,
            _ => User::Several,
        };
        *known = merged;
        inside(model.ty(id), &mut |ty| ty.visit(&mut |inner| work.push((inner, merged))));
    }
    let module = |user: &User| match user {
        User::Group(group) => groups.get(*group as usize).map(|group| group.module.clone()),
        User::Nobody | User::Several => None,
    };
    users.iter().map(|user| module(user).unwrap_or_else(|| "shared".to_owned())).collect()
}

fn uses(operation: &Operation, visit: &mut impl FnMut(&Ref)) {
    let bodies = operation.body.iter().flat_map(|body| &body.contents);
    let answers = operation.responses.iter().flat_map(|response| &response.contents);
    let headers = operation.responses.iter().flat_map(|response| &response.headers);
    operation.parameters.iter().chain(headers).for_each(|parameter| visit(&parameter.ty));
    bodies.chain(answers).for_each(|content| visit(&content.ty));
}

fn inside(ty: &Type, visit: &mut impl FnMut(&Ref)) {
    match &ty.shape {
        Shape::Object(object) => {
            object.fields.iter().for_each(|field| visit(&field.ty));
            if let Rest::Kept(rest) = &object.rest {
                visit(rest);
            }
        }
        Shape::Choice(choice) => choice.cases.iter().for_each(|case| visit(&case.ty)),
        Shape::Alias(target) => visit(target),
        Shape::Enum(_) | Shape::Undefined => {}
    }
}
