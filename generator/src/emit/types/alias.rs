//! Other names for types.

use proc_macro2::TokenStream;
use quote::quote;

use super::super::rust::ident;
use super::{Position, Types, in_list, prose, reference};
use crate::model::{Ref, Shape, TypeId};

/// `pub type`. An alias that only leads back to itself is any JSON.
pub(super) fn alias(types: Types<'_>, id: TypeId, target: &Ref) -> TokenStream {
    if types.is_endless(id) {
        return undefined(types, id);
    }
    let docs = prose(types, id);
    let name = ident(types.api.names.ty(id));
    let target = in_list(types.api, Position { types: &quote!(super), secret: false }, target);
    quote!(#docs pub type #name = #target;)
}

/// Whether what is emitted for the type uses the runtime: everything but an alias of what others define.
pub(super) fn needs_runtime(types: Types<'_>, id: TypeId) -> bool {
    match &types.api.model.ty(id).shape {
        Shape::Alias(target) => is_of_runtime(target) || types.is_endless(id),
        _ => true,
    }
}

fn is_of_runtime(target: &Ref) -> bool {
    match target {
        Ref::Named(_) => false,
        Ref::List { item, .. } => is_of_runtime(item),
        Ref::Map { value, .. } => is_of_runtime(value),
        Ref::Scalar(scalar) => reference::is_of_runtime(scalar),
        Ref::Nullable(_) | Ref::Any => true,
    }
}

/// A type that no document describes.
pub(super) fn undefined(types: Types<'_>, id: TypeId) -> TokenStream {
    let docs = prose(types, id);
    let name = ident(types.api.names.ty(id));
    quote!(#docs pub type #name = runtime::Json;)
}
