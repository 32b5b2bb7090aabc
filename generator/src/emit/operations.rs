//! `operations/`: the static table of operations and the structs of their arguments, one file per group. Client, server
//! and tests all go by this table.

mod arguments;
mod row;

use proc_macro2::TokenStream;
use quote::quote;

use super::Api;
use super::operation::{Members, groups};
use super::rust::{File, Import, Job, code, ident};

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
    let modules = groups.iter().map(Members::declaration);
    let rows = groups.iter().flat_map(|group| rows(api, group));
    let runtime = super::runtime::import();
    let tokens = quote! {
        #runtime
        #(#modules)*
        /// Every operation, group by group.
        pub static ALL: &[&runtime::Operation] = &[#(#rows),*];
    };
    File { docs: "The table of operations, and what each takes.".to_owned(), tokens, ..File::default() }
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
    let items = views.iter().map(|view| TokenStream::from_iter([row::row(*view), arguments::arguments(*view)]));
    let items: TokenStream = items.collect();
    let docs = format!("The operations of the group {}.", code(&api.model.group(group.id).wire));
    File { docs, imports: imports().into(), tokens: items }
}

/// The imports of a file of a group: of the modules beside its folder, those that are used.
pub(super) fn imports() -> [Import; 3] {
    let beside = Import::modules(quote!(super::super), &["operations", "types"]);
    [Import::maps(), Import::module("runtime", super::runtime::import()), beside]
}
