//! `catalogue.rs`: the named requests of a vendor's catalogue, with the operations that they stand for.

use proc_macro2::TokenStream;
use quote::quote;

use super::Api;
use super::rust::{File, Job, ident};
use crate::model::{Entry, OperationId, Target};

/// The file; none for an API without a catalogue.
pub(super) fn jobs<'a>(api: &'a Api<'a>) -> Vec<Job<'a>> {
    if api.model.entries.is_empty() {
        return Vec::new();
    }
    vec![Job::new(api.file("catalogue.rs"), || file(api))]
}

fn file(api: &Api<'_>) -> File {
    let rows = api.model.entries.iter().map(|entry| row(api, entry));
    let has_operations = api.model.entries.iter().any(|entry| matches!(entry.target, Target::Operation { .. }));
    let operations = has_operations.then(|| {
        quote!(
            use super::operations;
        )
    });
    let tokens = quote! {
        use ::gatewright_runtime::catalogue::{Entry, Target};
        #operations

        /// All entries, in the order of the documents.
        pub static ALL: &[Entry] = &[#(#rows),*];
    };
    File {
        docs: "The requests that the vendor's catalogue names, and the operations they stand for.".to_owned(),
        tokens,
        ..File::default()
    }
}

fn row(api: &Api<'_>, entry: &Entry) -> TokenStream {
    let (name, place) = (&entry.wire, &entry.place);
    let target = match &entry.target {
        Target::Operation { operation, presets } => resolved(api, *operation, presets),
        Target::Unresolved { reason } => quote!(Target::Unresolved(#reason)),
    };
    quote!(Entry { name: #name, place: &[#(#place),*], target: #target })
}

fn resolved(api: &Api<'_>, id: OperationId, presets: &[(String, Option<String>)]) -> TokenStream {
    let group = api.model.operations.get(id.0 as usize).map(|operation| api.names.group(operation.group));
    let module = ident(group.map_or("", |group| &group.module));
    let constant = ident(&api.names.operation(id).constant);
    let presets = presets.iter().map(|(name, value)| match value {
        Some(value) => quote!((#name, Some(#value))),
        None => quote!((#name, None)),
    });
    quote!(Target::Operation(&operations::#module::#constant, &[#(#presets),*]))
}
