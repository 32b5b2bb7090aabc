//! Members that can have one value only, so that nobody is asked for it: what the document fixes, and tags.

use std::collections::BTreeMap;

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::super::rust::ident;
use super::Types;
use crate::model::{Choice, EnumKind, Field, Json, Model, Ref, ScalarKind, Shape, Tag, TypeId};

/// The values of tags, by the type of the case and the name of the member; of types that have one and the same value in
/// every choice.
pub(super) fn tags(model: &Model) -> BTreeMap<(TypeId, String), Json> {
    let mut found: BTreeMap<(TypeId, String), Option<Json>> = BTreeMap::new();
    let choices = model.types.iter().filter_map(|ty| match &ty.shape {
        Shape::Choice(choice) => Some(choice),
        _ => None,
    });
    for choice in choices {
        for (key, tag) in told(model, choice) {
            let known = found.entry(key).or_insert_with(|| tag.clone());
            if *known != tag {
                *known = None;
            }
        }
    }
    found.into_iter().filter_map(|(key, tag)| Some((key, tag?))).collect()
}

/// The objects that are cases, and the only tag of each.
fn told<'m>(model: &'m Model, choice: &'m Choice) -> impl Iterator<Item = ((TypeId, String), Option<Json>)> + 'm {
    let member = match &choice.tag {
        Tag::Member(member) => Some(member),
        Tag::Probed => None,
    };
    let of_case = |(ty, tags): (&'m Ref, &'m [Json])| match model.resolved(ty) {
        Ref::Named(id) => Some((*id, <[Json; 1]>::try_from(tags.to_vec()).ok().map(|[tag]| tag))),
        _ => None,
    };
    let cases = choice.cases.iter().enumerate().map(|(at, case)| {
        let is_other = choice.unlisted == crate::model::Unlisted::Case(at);
        (&case.ty, if is_other { &[] } else { case.tags.as_slice() })
    });
    let base = choice.unlisted.base().map(|ty| (ty, &[] as &[Json]));
    member.into_iter().flat_map(move |member| {
        let cases = cases.clone().chain(base);
        cases.filter_map(of_case).map(move |(id, tag)| ((id, member.clone()), tag))
    })
}

/// The value of a required member of a type that can have one only, such as the kind of thing that this is.
pub(super) fn only(types: Types<'_>, id: TypeId, field: &Field) -> Option<TokenStream> {
    if !field.required || field.secret || matches!(field.ty, Ref::Nullable(_)) {
        return None;
    }
    fixed(types, &field.ty).or_else(|| {
        let tag = types.facts.tags.get(&(id, field.wire.clone()))?;
        given(types, &field.ty, tag)
    })
}

/// The only value that a document lists for an enum, whether or not it permits others.
fn only_listed(types: Types<'_>, id: TypeId) -> Option<TokenStream> {
    let Shape::Enum(values) = &types.api.model.ty(id).shape else { return None };
    let (ty, value) = (ident(types.api.names.ty(id)), ident(types.api.names.variant(id, 0)));
    (values.values.len() == 1).then(|| quote!(super::#ty::#value))
}

/// The only value that a type may have.
fn fixed(types: Types<'_>, ty: &Ref) -> Option<TokenStream> {
    match types.api.model.resolved(ty) {
        Ref::Named(id) => {
            let Shape::Enum(values) = &types.api.model.ty(*id).shape else { return None };
            only_listed(types, *id).filter(|_| !values.open)
        }
        Ref::Scalar(scalar) => match scalar.constraints.values.as_slice() {
            [only] => literal(scalar.kind, only),
            _ => None,
        },
        // A list that holds something, such as the schemas of a SCIM message, among which others may be.
        Ref::List { item, count, .. } if count.min == Some(1) => {
            let only = match types.api.model.resolved(item) {
                Ref::Named(id) => only_listed(types, *id),
                _ => fixed(types, item),
            }?;
            Some(quote!(Vec::from([#only])))
        }
        _ => None,
    }
}

/// A tag as a value of the type of the member.
fn given(types: Types<'_>, ty: &Ref, tag: &Json) -> Option<TokenStream> {
    match types.api.model.resolved(ty) {
        Ref::Named(id) => {
            let Shape::Enum(values) = &types.api.model.ty(*id).shape else { return None };
            let place = values.json().position(|value| value == *tag);
            let (ty, name) = (ident(types.api.names.ty(*id)), |at| ident(types.api.names.variant(*id, at)));
            match (place, values.kind) {
                (Some(place), EnumKind::Integer) => {
                    let name = name(place);
                    Some(quote!(super::#ty::#name))
                }
                (_, EnumKind::String) => tag.as_str().map(|text| quote!(#text.into())),
                (None, EnumKind::Integer) => None,
            }
        }
        Ref::Scalar(scalar) if scalar.kind == ScalarKind::String && scalar.format.is_none() => {
            let text = tag.as_str()?;
            Some(quote!(#text.into()))
        }
        Ref::Scalar(scalar) => literal(scalar.kind, tag),
        _ => None,
    }
}

fn literal(kind: ScalarKind, value: &Json) -> Option<TokenStream> {
    match kind {
        ScalarKind::Boolean => value.as_bool().map(|value| quote!(#value)),
        ScalarKind::Integer => {
            let number = Literal::i64_unsuffixed(i64::from(i32::try_from(value.as_i64()?).ok()?));
            Some(quote!(#number))
        }
        ScalarKind::String | ScalarKind::Number | ScalarKind::Bytes | ScalarKind::Null => None,
    }
}
