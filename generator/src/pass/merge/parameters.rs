//! Parameters of one operation in two documents.

use super::{REPEATED, contradiction};
use crate::diag::{Diagnostic, Diagnostics};
use crate::model::{Field, Location, Model, Operation, Origin, Parameter, Ref, Scalar, ScalarKind, Shape, TypeId};

/// What a supplement says about parameters. One that a reader took for a member of the body leaves it.
pub(super) fn supplement(
    model: &mut Model,
    known: &mut Operation,
    stated: Vec<Parameter>,
    diagnostics: &mut Diagnostics,
) {
    for parameter in stated {
        if parameter.origin.rule().is_some() {
            continue;
        }
        let stated = match known.parameters.iter().position(|one| is_same(one, &parameter)) {
            Some(at) => {
                repeated(&known.parameters[at], &parameter, diagnostics);
                overridden(known.parameters.remove(at), parameter)
            }
            None => match member(model, known, &parameter.wire) {
                Some(member) => moved(member, parameter),
                None if says_nothing(&parameter.ty) => Parameter { ty: Ref::string(), ..parameter },
                None => parameter,
            },
        };
        known.parameters.push(stated);
    }
    known.parameters.sort_by_key(|parameter| parameter.location != Location::Path);
}

/// The same parameter: equally named, and in the same place or in one that was only inferred.
fn is_same(known: &Parameter, stated: &Parameter) -> bool {
    let guessed = known.location_origin.rule().is_some() && known.location != Location::Path;
    let same_name = match stated.location {
        Location::Header => known.wire.eq_ignore_ascii_case(&stated.wire),
        _ => known.wire == stated.wire,
    };
    same_name && (known.location == stated.location || guessed)
}

fn repeated(known: &Parameter, stated: &Parameter, diagnostics: &mut Diagnostics) {
    let says_more = stated.required != known.required && stated.location != Location::Path
        || !says_nothing(&stated.ty)
        || !stated.docs.is_empty()
        || stated.default.is_some();
    if known.location_origin.rule().is_none() && !says_more {
        let message = format!("a document already says where `{}` travels", stated.wire);
        let diagnostic = Diagnostic::warning(&REPEATED, stated.origin.span(), message).label("adds nothing");
        diagnostics.push(diagnostic.related(known.origin.span(), "stated here").help("remove it"));
    }
}

/// Whether a type is what a parameter without a schema has.
fn says_nothing(ty: &Ref) -> bool {
    *ty == Ref::Any
}

fn overridden(known: Parameter, stated: Parameter) -> Parameter {
    let keeps_type = says_nothing(&stated.ty);
    Parameter {
        ty: if keeps_type { known.ty } else { stated.ty },
        schema: if keeps_type { known.schema } else { stated.schema },
        default: stated.default.or(known.default.filter(|_| keeps_type)),
        default_text: stated.default_text.or(known.default_text),
        example: stated.example.or(known.example.filter(|_| keeps_type)),
        docs: if stated.docs.is_empty() { known.docs } else { stated.docs },
        deprecated: stated.deprecated || known.deprecated,
        origin: known.origin,
        ..stated
    }
}

/// Takes a member out of a body that a rule put together.
fn member(model: &mut Model, operation: &mut Operation, wire: &str) -> Option<Field> {
    let body = operation.body.as_ref()?;
    body.origin.rule()?;
    let [content] = body.contents.as_slice() else { return None };
    let Ref::Named(TypeId(id)) = content.ty else { return None };
    let Shape::Object(object) = &mut model.types.get_mut(id as usize)?.shape else { return None };
    let at = object.fields.iter().position(|field| field.wire == wire)?;
    let field = object.fields.remove(at);
    if object.fields.is_empty() && content.examples.is_empty() {
        operation.body = None;
    }
    Some(field)
}

fn moved(member: Field, stated: Parameter) -> Parameter {
    let keeps_type = says_nothing(&stated.ty);
    Parameter {
        ty: if keeps_type { member.ty } else { stated.ty },
        default: stated.default.or(member.default.filter(|_| keeps_type)),
        default_text: stated.default_text.or(member.default_text),
        docs: if stated.docs.is_empty() { member.docs } else { stated.docs },
        origin: member.origin,
        ..stated
    }
}

/// What another document says about parameters; they must agree where both speak.
pub(super) fn complete(known: &mut Operation, more: Vec<Parameter>, diagnostics: &mut Diagnostics) {
    for parameter in more {
        let same = |one: &&mut Parameter| one.location == parameter.location && one.wire == parameter.wire;
        match known.parameters.iter_mut().find(same) {
            Some(first) => agree(first, parameter, diagnostics),
            None => known.parameters.push(parameter),
        }
    }
    known.parameters.sort_by_key(|parameter| parameter.location != Location::Path);
}

fn agree(first: &mut Parameter, more: Parameter, diagnostics: &mut Diagnostics) {
    if matches!(first.origin, Origin::Inferred(..)) {
        *first = more;
        return;
    }
    if more.origin.rule().is_some() {
        return;
    }
    let differs = first.required != more.required || kind(&first.ty) != kind(&more.ty);
    if differs {
        let message = format!("two documents describe the parameter `{}` differently", first.wire);
        diagnostics.push(contradiction(message, first.origin, more.origin));
    }
    if first.docs.is_empty() {
        first.docs = more.docs;
    }
}

fn kind(ty: &Ref) -> Option<ScalarKind> {
    match ty {
        Ref::Scalar(Scalar { kind, .. }) => Some(*kind),
        Ref::Nullable(inner) => kind(inner),
        // Values that are listed are text.
        Ref::Named(_) => Some(ScalarKind::String),
        Ref::List { .. } | Ref::Map { .. } | Ref::Any => None,
    }
}
