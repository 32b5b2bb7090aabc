//! Types that can be written down, and of which there can be a value.

use std::collections::HashSet;

use super::{Cost, Finding};
use crate::diag::{Code, Diagnostic};
use crate::model::{Choice, Model, Object, Ref, Shape, Type, TypeId, TypeName, text_of};

/// Refuses `A` as another name for `B`, where `B` is another name for `A`.
pub(super) static ALIAS_CYCLE: Code = Code {
    name: "type/alias-cycle",
    page: "A type is only another name for itself.\n\n\
           `A: {$ref: B}` with `B: {$ref: A}` describes nothing. Describe one of them.",
};

/// Refuses `Node` whose member `next` is required and a `Node`.
pub(super) static ENDLESS: Code = Code {
    name: "type/endless",
    page: "Every value of a type would hold another value of it, without end.\n\n\
           When `Node` requires `next`, and `next` is a `Node`, no finite value satisfies it. The type is kept, but a \
           server that checks requests accepts none. Make the member optional or nullable.",
};

/// Refuses a choice between nothing.
pub(super) static NO_CASES: Code = Code {
    name: "type/no-cases",
    page: "A choice (`oneOf`, `anyOf`) has no case.\n\nNothing could be a value of it; it travels as any JSON value.",
};

/// Refuses an enum without values.
pub(super) static NO_VALUES: Code = Code {
    name: "type/no-values",
    page: "An enum has no values.\n\nNothing could be a value of it; it travels as any JSON value.",
};

/// Refuses two cases for the tag `sms`.
pub(super) static SAME_TAG: Code = Code {
    name: "type/same-tag",
    page: "Two cases of a choice have the same tag.\n\n\
           A discriminator that maps one value to two types cannot choose; values with it are read as the first.",
};

/// Refuses a choice `A` one of whose cases is another name for `A`.
pub(super) static CASE_OF_ITSELF: Code = Code {
    name: "type/case-of-itself",
    page: "A choice is one of its own cases.\n\n\
           `A: {oneOf: [{$ref: B}, {$ref: C}]}` with `B: {$ref: A}` would be read by reading it again, without end; it \
           travels as any JSON value. Describe the case.",
};

/// Refuses an object with two members `id`.
pub(super) static MEMBER_TWICE: Code = Code {
    name: "type/member-twice",
    page: "An object has two members of one name.\n\nJSON objects have one member a name. Remove one of them.",
};

/// Refuses a member named `a\0b`.
pub(super) static MEMBER_NAME: Code = Code {
    name: "type/member-name",
    page: "The name of a member holds a null character.\n\n\
           `{\"a\\u0000b\": …}` is JSON, but no API means it. The type travels as any JSON value. Correct the name.",
};

pub(super) fn check(model: &Model, findings: &mut Vec<Finding>) {
    for (id, ty) in (0..).map(TypeId).zip(&model.types) {
        match &ty.shape {
            Shape::Object(object) => members(id, ty, object, findings),
            Shape::Choice(choice) => cases(model, id, choice, findings),
            Shape::Enum(values) if values.values.is_empty() => {
                findings.push(warning(&NO_VALUES, ty, "has no values", Cost::Type(id)));
            }
            Shape::Alias(_) | Shape::Enum(_) | Shape::Tuple(_) | Shape::Undefined => {}
        }
    }
    aliases(model, findings);
    endless(model, findings);
}

pub(super) fn warning(code: &'static Code, ty: &Type, what: &str, cost: Cost) -> Finding {
    let diagnostic = Diagnostic::warning(code, ty.origin.span(), format!("{} {what}", shown(ty))).label("this type");
    Finding { diagnostic, cost }
}

fn shown(ty: &Type) -> String {
    match &ty.name {
        TypeName::Named(name) => format!("the type `{name}`"),
        TypeName::Anonymous { context, .. } => format!("the type at `{}`", context.join(", ")),
    }
}

fn members(id: TypeId, ty: &Type, object: &Object, findings: &mut Vec<Finding>) {
    let mut seen = HashSet::new();
    for field in &object.fields {
        if field.wire.contains('\0') {
            let message = format!("{} has a member `{}`", shown(ty), field.wire.escape_debug());
            let diagnostic = Diagnostic::warning(&MEMBER_NAME, field.origin.span(), message)
                .label("expected a name without a null character");
            findings.push(Finding { diagnostic, cost: Cost::Type(id) });
        }
        if !seen.insert(field.wire.as_str()) {
            let message = format!("{} has two members `{}`", shown(ty), field.wire);
            let diagnostic = Diagnostic::error(&MEMBER_TWICE, field.origin.span(), message).label("the second");
            findings.push(Finding { diagnostic, cost: Cost::Nothing });
        }
    }
}

fn cases(model: &Model, id: TypeId, choice: &Choice, findings: &mut Vec<Finding>) {
    let ty = model.ty(id);
    if choice.cases.iter().any(|case| leads_to(model, &case.ty, id)) {
        findings.push(warning(&CASE_OF_ITSELF, ty, "is one of its own cases", Cost::Type(id)));
    }
    if choice.cases.is_empty() {
        findings.push(warning(&NO_CASES, ty, "has no case", Cost::Type(id)));
    }
    let mut seen = HashSet::new();
    for tag in choice.cases.iter().flat_map(|case| &case.tags) {
        if !seen.insert(tag) {
            findings.push(warning(
                &SAME_TAG,
                ty,
                &format!("has two cases for the tag `{}`", text_of(tag)),
                Cost::Nothing,
            ));
        }
    }
}

/// Whether a use is this type, through aliases.
fn leads_to(model: &Model, ty: &Ref, id: TypeId) -> bool {
    let mut at = named(ty);
    for _ in 0..64 {
        match at {
            Some(found) if found == id => return true,
            Some(found) => at = alias(model.ty(found)),
            None => return false,
        }
    }
    false
}

/// Follows every alias to its end. A cycle is reported at the first of its types, once.
fn aliases(model: &Model, findings: &mut Vec<Finding>) {
    let mut done = vec![false; model.types.len()];
    for start in (0..model.types.len() as u32).map(TypeId) {
        let mut on_path = HashSet::new();
        let mut at = Some(start);
        while let Some(id) = at {
            if !on_path.insert(id) {
                let diagnostic = Diagnostic::error(
                    &ALIAS_CYCLE,
                    model.ty(id).origin.span(),
                    format!("{} is only another name for itself", shown(model.ty(id))),
                );
                findings.push(Finding { diagnostic: diagnostic.label("leads back here"), cost: Cost::Type(id) });
                break;
            }
            let Some(seen) = done.get_mut(id.0 as usize).filter(|seen| !**seen) else { break };
            *seen = true;
            at = alias(model.ty(id));
        }
    }
}

fn alias(ty: &Type) -> Option<TypeId> {
    match &ty.shape {
        Shape::Alias(target) => named(target),
        _ => None,
    }
}

fn named(ty: &Ref) -> Option<TypeId> {
    match ty {
        Ref::Named(id) => Some(*id),
        Ref::Nullable(inner) => named(inner),
        _ => None,
    }
}

/// Finds the types of which there can be no finite value: those that are left when all are removed for which enough
/// others are known to have values. Linear: each use is looked at once, when the used type turns out to have values.
fn endless(model: &Model, findings: &mut Vec<Finding>) {
    let needs: Vec<Vec<TypeId>> = model.types.iter().map(|ty| needed(&ty.shape)).collect();
    let is_choice = |id: usize| matches!(model.types.get(id).map(|ty| &ty.shape), Some(Shape::Choice(_)));
    let mut users: Vec<Vec<usize>> = vec![Vec::new(); needs.len()];
    let mut missing: Vec<usize> = Vec::with_capacity(needs.len());
    for (id, needs) in needs.iter().enumerate() {
        for need in needs {
            if let Some(users) = users.get_mut(need.0 as usize) {
                users.push(id);
            }
        }
        missing.push(if is_choice(id) { needs.len().min(1) } else { needs.len() });
    }
    let mut finite: Vec<bool> = missing.iter().map(|missing| *missing == 0).collect();
    let mut work: Vec<usize> = (0..finite.len()).filter(|id| finite.get(*id) == Some(&true)).collect();
    while let Some(id) = work.pop() {
        for user in users.get(id).into_iter().flatten() {
            if let (Some(missing), Some(finite)) = (missing.get_mut(*user), finite.get_mut(*user)) {
                *missing = missing.saturating_sub(1);
                if *missing == 0 && !std::mem::replace(finite, true) {
                    work.push(*user);
                }
            }
        }
    }
    for (ty, finite) in model.types.iter().zip(finite) {
        if !finite && !matches!(ty.shape, Shape::Alias(_)) {
            findings.push(warning(&ENDLESS, ty, "requires a value of its own kind without end", Cost::Nothing));
        }
    }
}

/// The types that every value of a shape holds; of a choice, those of the cases, any one of which will do.
fn needed(shape: &Shape) -> Vec<TypeId> {
    match shape {
        Shape::Object(object) => {
            object.fields.iter().filter(|field| field.required).filter_map(|field| required(&field.ty)).collect()
        }
        Shape::Choice(choice) => {
            let needs: Vec<_> = choice.cases.iter().map(|case| required(&case.ty)).collect();
            if needs.iter().any(Option::is_none) { Vec::new() } else { needs.into_iter().flatten().collect() }
        }
        Shape::Alias(target) => required(target).into_iter().collect(),
        // Lists may be empty.
        Shape::Enum(_) | Shape::Tuple(_) | Shape::Undefined => Vec::new(),
    }
}

fn required(ty: &Ref) -> Option<TypeId> {
    match ty {
        Ref::Named(id) => Some(*id),
        _ => None,
    }
}
