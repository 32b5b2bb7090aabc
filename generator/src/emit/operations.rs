//! `operations/`: the static table of operations and the structs of their arguments, one file per group. Client, server
//! and tests all go by this table.

mod arguments;
mod row;

use proc_macro2::{Spacing, TokenStream, TokenTree};
use quote::quote;

use super::Api;
use super::operation::{Members, groups};
use super::rust::{File, Job, code, ident};

/// The files: the door, and one per group.
pub(super) fn jobs<'a>(api: &'a Api<'a>) -> Vec<Job<'a>> {
    let mut jobs = vec![Job::new(api.file("operations/mod.rs"), || door(api))];
    for group in groups(api) {
        let path = api.file(&format!("operations/{}.rs", group.names.module));
        jobs.push(Job::new(path, move || file(api, &group)));
    }
    jobs
}

fn door(api: &Api<'_>) -> File {
    let groups = groups(api);
    let modules = groups.iter().map(|group| {
        let module = ident(&group.names.module);
        quote!(pub mod #module;)
    });
    let rows = groups.iter().flat_map(|group| rows(api, group));
    let tokens = quote! {
        use super::runtime;
        #(#modules)*
        /// Every operation, group by group.
        pub static ALL: &[&runtime::Operation] = &[#(#rows),*];
    };
    File { docs: "The table of operations, and what each takes.".to_owned(), tokens }
}

fn rows<'a>(api: &'a Api<'a>, group: &Members<'a>) -> Vec<TokenStream> {
    let module = ident(&group.names.module);
    let rows = group.views(api).into_iter().map(|view| {
        let constant = view.constant();
        quote!(&#module::#constant)
    });
    rows.collect()
}

fn file<'a>(api: &'a Api<'a>, group: &Members<'a>) -> File {
    let views = group.views(api);
    let items = views.iter().map(|view| {
        let row = row::row(*view);
        let arguments = arguments::arguments(*view);
        quote!(#row #arguments)
    });
    let items: TokenStream = items.collect();
    let uses = uses(&items);
    let docs = format!("The operations of the group {}.", code(&api.model.group(group.id).wire));
    File { docs, tokens: quote!(#uses #items) }
}

/// The imports of a file of a group: of the modules beside its folder, those that are used.
pub(super) fn uses(items: &TokenStream) -> TokenStream {
    let used = ["operations", "runtime", "types"].into_iter().filter(|module| mentions(items, module)).map(ident);
    let maps = maps(items);
    quote!(#maps use super::super::{#(#used),*};)
}

/// The import of maps, where there are any.
pub(super) fn maps(items: &TokenStream) -> Option<TokenStream> {
    holds(items, "BTreeMap").then(|| {
        quote!(
            use std::collections::BTreeMap;
        )
    })
}

/// Whether an identifier stands anywhere in the tokens.
fn holds(tokens: &TokenStream, name: &str) -> bool {
    tokens.clone().into_iter().any(|tree| match tree {
        TokenTree::Ident(found) => found == name,
        TokenTree::Group(group) => holds(&group.stream(), name),
        TokenTree::Punct(_) | TokenTree::Literal(_) => false,
    })
}

/// Whether a path in the tokens starts with this module. A field of the same name is none.
pub(super) fn mentions(tokens: &TokenStream, module: &str) -> bool {
    let mut trees = tokens.clone().into_iter().peekable();
    while let Some(tree) = trees.next() {
        let found = match tree {
            TokenTree::Ident(name) => name == module && trees.peek().is_some_and(is_path_separator),
            TokenTree::Group(group) => mentions(&group.stream(), module),
            TokenTree::Punct(_) | TokenTree::Literal(_) => false,
        };
        if found {
            return true;
        }
    }
    false
}

/// Whether this is the first half of `::`.
fn is_path_separator(tree: &TokenTree) -> bool {
    matches!(tree, TokenTree::Punct(sign) if sign.as_char() == ':' && sign.spacing() == Spacing::Joint)
}
