//! Other names for lists and maps: what they stand for must come to an end, and soon. Such a name is written out wherever it
//! is used, so that lists of lists of lists become as long as all of them together.

use std::collections::BTreeSet;

use super::types::warning;
use super::{Cost, Finding};
use crate::diag::{Code, Diagnostic};
use crate::model::{Model, Ref, Shape, TypeId};
use crate::pass::recursion;

/// Refuses `L: {type: array, items: {$ref: L}}`.
pub(super) static ENDLESS_LIST: Code = Code {
    name: "type/endless-list",
    page: "A type is a list or a map of itself, and of nothing else.\n\n    \
           Tree: {type: array, items: {$ref: '#/components/schemas/Tree'}}\n\n\
           Its values are lists of lists of lists, such as `[[], [[]]]`. No type of Rust is called that without a name of \
           its own, so it travels as any JSON value; servers check it all the same. Put the list into an object.",
};

/// Refuses the last of 33 names, each of which is a list of the one before.
pub(super) static NESTED: Code = Code {
    name: "type/nested",
    page: "A type is a list or map of a list or map, and so on, deeper than compilers follow.\n\n\
           Types that are lists of other types are written out where they are used. What stands beyond 32 levels travels as \
           any JSON value. Put one of the lists into an object.",
};

/// How many lists and maps may stand in each other. A compiler gives up at 128 levels of whatever it asks about a type.
const DEEPEST: usize = 32;

pub(super) fn check(model: &Model, findings: &mut Vec<Finding>) {
    let endless = recursion::endless(model);
    for id in endless.iter().filter(|id| is_list(model, **id)) {
        findings.push(warning(&ENDLESS_LIST, model.ty(*id), "is a list or a map of itself", Cost::Type(*id)));
    }
    for id in nested(model, &endless) {
        findings.push(warning(&NESTED, model.ty(id), "holds lists and maps too deep in each other", Cost::Type(id)));
    }
    let is_deep = |ty: &&Ref| depth(ty, &[]) > DEEPEST;
    for ty in model.types.iter().filter(|ty| ty.shape.refs().iter().any(is_deep)) {
        findings.push(warning(&NESTED, ty, "holds lists and maps too deep in each other", Cost::Nested));
    }
    for operation in model.operations.iter().filter(|operation| operation.refs().iter().any(is_deep)) {
        let message = format!("`{}` takes or returns lists and maps too deep in each other", operation.line());
        let diagnostic = Diagnostic::warning(&NESTED, operation.origin.span(), message).label("this operation");
        findings.push(Finding { diagnostic, cost: Cost::Nested });
    }
}

/// Makes any JSON value of what stands too deep in lists and maps.
pub(super) fn cut(model: &mut Model) {
    let types = model.types.iter_mut().flat_map(|ty| ty.shape.refs_mut());
    let operations = model.operations.iter_mut().flat_map(|operation| operation.refs_mut());
    types.chain(operations).for_each(cut_one);
}

fn cut_one(ty: &mut Ref) {
    let mut at = ty;
    for _ in 0..DEEPEST {
        match at {
            Ref::List { item: inner, .. } | Ref::Map { value: inner, .. } | Ref::Nullable(inner) => at = inner,
            Ref::Named(_) | Ref::Scalar(_) | Ref::Any => return,
        }
    }
    if !matches!(at, Ref::Named(_) | Ref::Scalar(_)) {
        *at = Ref::Any;
    }
}

fn alias(model: &Model, id: TypeId) -> Option<&Ref> {
    match &model.ty(id).shape {
        Shape::Alias(target) => Some(target),
        _ => None,
    }
}

fn is_list(model: &Model, id: TypeId) -> bool {
    let is_list = |ty: &Ref| match ty {
        Ref::Nullable(inner) => matches!(**inner, Ref::List { .. } | Ref::Map { .. }),
        other => matches!(other, Ref::List { .. } | Ref::Map { .. }),
    };
    alias(model, id).is_some_and(is_list)
}

/// The aliases at which the levels become too many; those that use one of them start to count anew.
fn nested(model: &Model, endless: &BTreeSet<TypeId>) -> Vec<TypeId> {
    let mut nested = Vec::new();
    let mut depths: Vec<Option<usize>> = vec![None; model.types.len()];
    for root in (0..model.types.len() as u32).map(TypeId) {
        let mut open = vec![root];
        while let Some(id) = open.last().copied() {
            let target = alias(model, id).filter(|_| !endless.contains(&id));
            let waits = target.map(|target| unknown(target, &depths)).unwrap_or_default();
            if waits.is_empty() {
                open.pop();
                let depth = target.map_or(0, |target| depth(target, &depths));
                let is_first = depths.get(id.0 as usize).is_some_and(Option::is_none);
                if depth > DEEPEST && is_first {
                    nested.push(id);
                }
                if let Some(known) = depths.get_mut(id.0 as usize) {
                    *known = Some(if depth > DEEPEST { 0 } else { depth });
                }
            }
            open.extend(waits);
        }
    }
    nested
}

/// The types in it of which the depth is not known yet.
fn unknown(ty: &Ref, depths: &[Option<usize>]) -> Vec<TypeId> {
    let mut unknown = Vec::new();
    ty.visit(&mut |id| unknown.extend(depths.get(id.0 as usize).is_some_and(Option::is_none).then_some(id)));
    unknown
}

fn depth(ty: &Ref, depths: &[Option<usize>]) -> usize {
    match ty {
        Ref::List { item: inner, .. } | Ref::Map { value: inner, .. } | Ref::Nullable(inner) => {
            1 + depth(inner, depths)
        }
        Ref::Named(id) => depths.get(id.0 as usize).copied().flatten().unwrap_or(0),
        Ref::Scalar(_) | Ref::Any => 0,
    }
}
