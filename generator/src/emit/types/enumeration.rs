//! Enums of strings. They are open: a value that no document lists is kept as it was received.

use proc_macro2::TokenStream;
use quote::quote;

use super::super::rust::{code, docs_and, ident};
use super::{Types, prose};
use crate::model::{Enum, TypeId};

/// The enum and what the runtime needs to read and write it.
pub(super) fn enumeration(types: Types<'_>, id: TypeId, values: &Enum) -> TokenStream {
    let docs = prose(types, id);
    let name = ident(types.api.names.ty(id));
    let names: Vec<_> = (0..values.values.len()).map(|at| ident(types.api.names.variant(id, at))).collect();
    let wires: Vec<_> = values.values.iter().map(|value| value.wire.as_str()).collect();
    let variants = names.iter().zip(&values.values).map(|(name, value)| {
        let docs = docs_and(&value.docs, &[code(&value.wire)]);
        quote!(#docs #name,)
    });
    quote! {
        #docs
        #[derive(Clone)]
        #[non_exhaustive]
        pub enum #name {
            #(#variants)*
            /// A value that the documents do not list, as received.
            Unknown(Box<str>),
        }

        runtime::open_enum! {
            #name { #(#names = #wires),* }
        }
    }
}
