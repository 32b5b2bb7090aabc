//! Enums of strings and of whole numbers. They are open: a value that no document lists is kept as it was received.

use proc_macro2::{Ident, Literal, TokenStream};
use quote::quote;

use super::super::rust::{code, docs_and, ident};
use super::{Types, prose};
use crate::model::{Enum, EnumKind, TypeId};

/// The enum and what the runtime needs to read and write it.
pub(super) fn enumeration(types: Types<'_>, id: TypeId, values: &Enum) -> TokenStream {
    let docs = prose(types, id);
    let name = ident(types.api.names.ty(id));
    let names: Vec<_> = (0..values.values.len()).map(|at| ident(types.api.names.variant(id, at))).collect();
    let variants = names.iter().zip(&values.values).map(|(name, value)| {
        let docs = docs_and(&value.docs, &[code(&value.wire)]);
        quote!(#docs #name,)
    });
    let Kind { table, unknown, derives, wires } = kind(values);
    quote! {
        #docs
        #[derive(#derives)]
        #[non_exhaustive]
        pub enum #name {
            #(#variants)*
            /// A value that the documents do not list, as received.
            Unknown(#unknown),
        }

        runtime::#table! {
            #name { #(#names = #wires),* }
        }
    }
}

/// What differs between enums of strings and of whole numbers.
struct Kind {
    /// The macro of the runtime.
    table: Ident,
    unknown: TokenStream,
    derives: TokenStream,
    wires: Vec<Literal>,
}

fn kind(values: &Enum) -> Kind {
    let wires = || values.values.iter().map(|value| value.wire.as_str());
    match values.kind {
        EnumKind::String => Kind {
            table: ident("open_enum"),
            unknown: quote!(Box<str>),
            derives: quote!(Clone),
            wires: wires().map(Literal::string).collect(),
        },
        EnumKind::Integer => Kind {
            table: ident("integer_enum"),
            unknown: quote!(i64),
            derives: quote!(Clone, Copy),
            wires: wires().filter_map(|wire| wire.parse().ok()).map(Literal::i64_unsuffixed).collect(),
        },
    }
}
