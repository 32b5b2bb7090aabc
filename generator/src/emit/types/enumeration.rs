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
    let indexes = (0..).map(proc_macro2::Literal::usize_unsuffixed);
    quote! {
        #docs
        #[derive(Clone, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum #name {
            #(#variants)*
            /// A value that the documents do not list, as received.
            Unknown(Box<str>),
        }

        impl #name {
            /// The value as it travels.
            #[must_use]
            pub fn as_str(&self) -> &str {
                match self {
                    #(Self::#names => #wires,)*
                    Self::Unknown(value) => value,
                }
            }
        }

        impl runtime::Emitted for #name {
            type Kind = runtime::EnumKind;
        }

        impl runtime::OpenEnum for #name {
            const VALUES: &'static [&'static str] = &[#(#wires),*];

            fn known(index: usize) -> Option<Self> {
                Some(match index {
                    #(#indexes => Self::#names,)*
                    _ => return None,
                })
            }

            fn unknown(value: Box<str>) -> Self {
                Self::Unknown(value)
            }

            fn as_str(&self) -> &str {
                Self::as_str(self)
            }
        }

        impl From<&str> for #name {
            fn from(value: &str) -> Self {
                runtime::OpenEnum::of(value)
            }
        }

        impl From<String> for #name {
            fn from(value: String) -> Self {
                runtime::OpenEnum::of(&value)
            }
        }

        impl ::std::fmt::Debug for #name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                ::std::fmt::Debug::fmt(self.as_str(), f)
            }
        }

        impl ::std::fmt::Display for #name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.write_str(self.as_str())
            }
        }
    }
}
