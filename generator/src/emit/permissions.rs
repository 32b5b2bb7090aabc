//! `permissions.rs`: what a caller may be allowed to do, as an enum over a static table.

use proc_macro2::TokenStream;
use quote::quote;

use super::Api;
use super::rust::{File, Job, code, docs, docs_and, ident};
use crate::model::{Permission, PermissionId};

/// The file; none for an API without permissions.
pub(super) fn jobs<'a>(api: &'a Api<'a>) -> Vec<Job<'a>> {
    if api.model.permissions.is_empty() {
        return Vec::new();
    }
    vec![Job::new(api.file("permissions.rs"), || file(api))]
}

fn file(api: &Api<'_>) -> File {
    let permission = permission(api);
    let offering = (!api.names.offerings().is_empty()).then(|| offering(api));
    let docs =
        "What a caller may be allowed to do. The table of operations says which of these each call needs.".to_owned();
    let least = least(api);
    File { docs, tokens: quote!(#permission #offering #least), ..File::default() }
}

fn permission(api: &Api<'_>) -> TokenStream {
    let (definition, texts, table) = (definition(api), texts(), table(api));
    quote!(#definition #texts #table)
}

/// The enum and what can be asked of it.
fn definition(api: &Api<'_>) -> TokenStream {
    let permissions = &api.model.permissions;
    let names: Vec<_> = (0..).map(|id| ident(api.names.permission(PermissionId(id)))).take(permissions.len()).collect();
    let variants = names.iter().zip(permissions).map(|(name, permission)| variant(name, permission));
    let offerings = (!api.names.offerings().is_empty()).then(|| {
        quote! {
            /// The product offerings that contain it; empty when the documents name none.
            #[must_use]
            pub fn offerings(self) -> &'static [Offering] {
                self.row().offerings
            }
        }
    });
    quote! {
        /// What a caller may be allowed to do: an OAuth scope or an entitlement.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[non_exhaustive]
        pub enum Permission { #(#variants)* }

        impl Permission {
            /// All of them, in the order of the documents.
            pub const ALL: &'static [Self] = &[#(Self::#names),*];

            /// The name as it travels.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                self.row().name
            }

            /// What the documents say about it; empty when they say nothing.
            #[must_use]
            pub fn description(self) -> &'static str {
                self.row().description
            }

            #offerings

            fn row(self) -> &'static Row {
                &ROWS[self as usize]
            }
        }
    }
}

/// How the enum becomes a text and a text the enum.
fn texts() -> TokenStream {
    quote! {
        impl ::std::fmt::Display for Permission {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl ::std::str::FromStr for Permission {
            type Err = UnknownPermission;

            fn from_str(name: &str) -> Result<Self, UnknownPermission> {
                let found = Self::ALL.iter().copied().find(|permission| permission.as_str() == name);
                found.ok_or_else(|| UnknownPermission(name.into()))
            }
        }

        /// A name that is none of this API's permissions.
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub struct UnknownPermission(pub Box<str>);

        impl ::std::fmt::Display for UnknownPermission {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                write!(f, "the API has no permission {:?}", self.0)
            }
        }

        impl ::std::error::Error for UnknownPermission {}
    }
}

/// What is known of each.
fn table(api: &Api<'_>) -> TokenStream {
    let rows = api.model.permissions.iter().map(|permission| row(api, permission));
    let offerings = (!api.names.offerings().is_empty()).then(|| quote!(offerings: &'static [Offering],));
    quote! {
        struct Row { name: &'static str, description: &'static str, #offerings }

        static ROWS: &[Row] = &[#(#rows),*];
    }
}

fn variant(name: &proc_macro2::Ident, permission: &Permission) -> TokenStream {
    let mut own = vec![code(&permission.wire)];
    if let Some(exception) = &permission.exception {
        own.extend(super::rust::safe(&format!("Restriction: {exception}")));
    }
    let docs = docs_and(&permission.docs, &own);
    quote!(#docs #name,)
}

fn row(api: &Api<'_>, permission: &Permission) -> TokenStream {
    let (name, description) = (&permission.wire, permission.docs.trim());
    let offerings = (!api.names.offerings().is_empty()).then(|| {
        let offerings = permission.offerings.iter().filter_map(|wire| api.names.offering(wire)).map(ident);
        quote!(offerings: &[#(Offering::#offerings),*],)
    });
    quote!(Row { name: #name, description: #description, #offerings })
}

/// What a program must ask for.
fn least(api: &Api<'_>) -> Option<TokenStream> {
    (!api.model.operations.is_empty()).then(|| {
        quote! {
            /// The least set of permissions with which a program may call all of these operations; what a single one
            /// requires stands in its row, as `security`. Of several sets of one size it is the one that opens the fewest
            /// operations of the API. A scheme for which the documents name no permission, such as a key, counts only
            /// where no other requirement of an operation names any.
            #[must_use]
            pub fn least(operations: &[&'static ::gatewright_runtime::Operation]) -> ::gatewright_runtime::permissions::Least<Permission> {
                ::gatewright_runtime::permissions::least(operations, super::operations::ALL, Permission::ALL, Permission::as_str)
            }
        }
    })
}

/// The product offerings that permissions are sold with.
fn offering(api: &Api<'_>) -> TokenStream {
    let (wires, names): (Vec<_>, Vec<_>) = api.names.offerings().iter().map(|(wire, name)| (wire, ident(name))).unzip();
    let variants = wires.iter().zip(&names).map(|(wire, name)| {
        let docs = docs(&code(wire));
        quote!(#docs #name,)
    });
    quote! {
        /// A product offering that permissions come with.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[non_exhaustive]
        pub enum Offering { #(#variants)* }

        impl Offering {
            /// All of them, in the order of the documents.
            pub const ALL: &'static [Self] = &[#(Self::#names),*];

            /// The name as in the documents.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self { #(Self::#names => #wires,)* }
            }
        }

        impl ::std::fmt::Display for Offering {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.write_str(self.as_str())
            }
        }
    }
}
