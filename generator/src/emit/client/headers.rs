//! `client/headers.rs`: the headers that documents describe of replies, a struct for each set of them. Operations whose
//! replies have the same headers share one, so that headers of every reply of a vendor are one struct.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::super::Api;
use super::super::operation::{Header, Members, Success, View, groups};
use super::super::operations::imports;
use super::super::rust::{File, code, docs, docs_and, ident};
use crate::model::OperationId;
use crate::names;

/// Which operations have headers, and what the struct of them is called.
#[derive(Default)]
pub(super) struct Described {
    names: BTreeMap<OperationId, String>,
    /// An operation with such headers, by the name of the struct.
    samples: BTreeMap<String, OperationId>,
}

impl Described {
    /// The headers of an API.
    pub(super) fn of(api: &Api<'_>) -> Self {
        let (mut known, mut sets, mut users) = (HashMap::new(), Vec::new(), Vec::new());
        let views = groups(api).into_iter().flat_map(|group| group.views(api));
        for view in views {
            let headers = headers(view);
            if headers.is_empty() {
                continue;
            }
            let set = *known.entry(key(&headers)).or_insert_with(|| {
                sets.push(headers.iter().map(|header| header.header.wire.as_str()).collect());
                sets.len() - 1
            });
            users.push((view.id, set));
        }
        let chosen = names::headers(&sets);
        let named = || users.iter().filter_map(|(operation, set)| Some((*operation, chosen.get(*set)?.clone())));
        let samples = named().rev().map(|(operation, name)| (name, operation)).collect();
        Self { names: named().collect(), samples }
    }

    /// Whether there are any headers.
    pub(super) fn is_empty(&self) -> bool {
        self.samples.is_empty()
    }

    /// The struct of an operation, if its replies have headers.
    pub(super) fn name(&self, view: View<'_>) -> Option<Ident> {
        self.names.get(&view.id).map(|name| ident(name))
    }

    /// Says of a call how it returns its headers.
    pub(super) fn remark(&self, view: View<'_>) -> Option<TokenStream> {
        let name = self.name(view)?;
        let remark = format!(" `.send_with_headers()` also returns [`headers::{name}`].");
        Some(quote!(#[doc = ""] #[doc = #remark]))
    }

    /// Says of the arguments of a call which headers its replies have.
    pub(super) fn implementation(&self, view: View<'_>, group: &Members<'_>) -> Option<TokenStream> {
        let (module, arguments, name) = (ident(&group.names.module), view.struct_name(), self.name(view)?);
        Some(quote! {
            impl runtime::DescribesHeaders for operations::#module::#arguments {
                type Headers = headers::#name;
            }
        })
    }
}

/// The headers of replies that say that all went well, each once; where they are all that is returned there is another
/// struct of them already.
fn headers(view: View<'_>) -> Vec<Header<'_>> {
    if let Success::Headers(_) = view.success() {
        return Vec::new();
    }
    let (mut wires, mut names) = (HashSet::new(), HashSet::new());
    let all = view.meant().into_iter().flat_map(|answer| answer.headers);
    let mut headers: Vec<_> = all.filter(|header| wires.insert(header.header.wire.to_ascii_lowercase())).collect();
    for header in &mut headers {
        while !names.insert(header.name.to_string()) {
            header.name = ident(&format!("{}_", header.name));
        }
    }
    headers
}

/// What makes headers the same.
fn key(headers: &[Header<'_>]) -> String {
    let rows: BTreeSet<String> =
        headers.iter().map(|header| format!("{} {};", header.header.wire.to_ascii_lowercase(), header.ty)).collect();
    rows.into_iter().collect()
}

/// The file of the structs.
pub(super) fn file(api: &Api<'_>, described: &Described) -> File {
    let structs = described.samples.iter().map(|(name, operation)| {
        let headers = headers(View::new(api, *operation));
        let listed: Vec<_> = headers.iter().map(|header| code(&header.header.wire)).collect();
        let title = docs(&format!("Headers of replies: {}.", listed.join(", ")));
        let name = ident(name);
        let (fields, reads) = (fields(&headers), reads(&headers));
        quote! {
            #title
            #[derive(Debug, Clone, Default, PartialEq)]
            #[non_exhaustive]
            pub struct #name { #fields }

            impl runtime::client::FromHeaders for #name {
                fn from_headers(reply: &runtime::Reply) -> Self {
                    Self { #reads }
                }
            }
        }
    });
    let docs = "Headers that the documents describe of replies with a body.".to_owned();
    File { docs, imports: imports().into(), tokens: structs.collect() }
}

/// The fields of a struct of headers.
pub(super) fn fields(headers: &[Header<'_>]) -> TokenStream {
    let fields = headers.iter().map(|header| {
        let docs = docs_and(&header.header.docs, &[code(&header.header.wire)]);
        let (name, ty) = (&header.name, &header.ty);
        quote!(#docs pub #name: Option<#ty>,)
    });
    fields.collect()
}

/// How the fields are read of a `reply`.
pub(super) fn reads(headers: &[Header<'_>]) -> TokenStream {
    let reads = headers.iter().map(|header| {
        let (name, wire) = (&header.name, &header.header.wire);
        quote!(#name: reply.header_value(#wire),)
    });
    reads.collect()
}
