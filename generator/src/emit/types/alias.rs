//! Other names for types.

use proc_macro2::TokenStream;
use quote::quote;

use super::super::rust::ident;
use super::{Position, Types, in_list, prose, reference};
use crate::model::{Ref, TypeId};

/// `pub type`. An alias that only leads back to itself is any JSON.
pub(super) fn alias(types: Types<'_>, id: TypeId, target: &Ref) -> TokenStream {
    if reference::is_endless(types.api, id) {
        return undefined(types, id);
    }
    let docs = prose(types, id);
    let name = ident(types.api.names.ty(id));
    let target = in_list(types.api, Position { types: &quote!(super), secret: false }, target);
    quote!(#docs pub type #name = #target;)
}

/// A type that no document describes.
pub(super) fn undefined(types: Types<'_>, id: TypeId) -> TokenStream {
    let docs = prose(types, id);
    let name = ident(types.api.names.ty(id));
    quote!(#docs pub type #name = runtime::Json;)
}
