//! `schemas/`: what a server checks, as static tables: one per type that demands something, in the file of the module
//! that the type lives in, and for every operation a row that says what counts where.

mod derive;
mod expression;
pub mod plan;
mod statics;

use std::sync::Arc;

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::Api;
use super::operation::groups;
use super::rust::{File, Job, code, ident};
pub use expression::checked;

use plan::{Checks, Plan, plan};
use statics::Statics;

/// The files: the door, and one per module that has types or operations.
pub(super) fn jobs<'a>(api: &'a Api<'a>) -> Vec<Job<'a>> {
    if groups(api).is_empty() {
        return Vec::new();
    }
    let statics = Arc::new(Statics::new(api, plan(api.model)));
    let modules = statics.modules();
    let mut jobs = Vec::new();
    let names: Vec<String> = modules.clone();
    jobs.push(Job::new(api.file("schemas/mod.rs"), move || door(api, &names)));
    for module in modules {
        let statics = Arc::clone(&statics);
        jobs.push(Job::new(api.file(&format!("schemas/{module}.rs")), move || file(api, &statics, &module)));
    }
    jobs
}

fn door(api: &Api<'_>, modules: &[String]) -> File {
    let files = modules.iter().map(|module| {
        let module = ident(module);
        quote!(mod #module;)
    });
    let groups = groups(api).into_iter().map(|group| {
        let module = ident(&group.names.module);
        quote!(#module::checks())
    });
    let tokens = quote! {
        use super::runtime::Checks;
        #(#files)*
        /// What is checked of every operation, in the order of the table of operations.
        #[must_use]
        pub fn all() -> Vec<&'static Checks> {
            [#(#groups),*].into_iter().flatten().collect()
        }
    };
    File { docs: "What the documents demand of values, for the server to check.".to_owned(), tokens }
}

fn file(api: &Api<'_>, statics: &Statics<'_>, module: &str) -> File {
    let mut expressions = expression::Expressions::new(statics, module);
    let tables: Vec<TokenStream> = statics.of(module).map(|(id, name)| expressions.table(id, name)).collect();
    let group = groups(api).into_iter().find(|group| group.names.module == module);
    let rows = group.map(|group| {
        let rows = group.operations.iter().map(|id| row(&mut expressions, &statics.plan, id.0 as usize));
        let rows: Vec<TokenStream> = rows.collect();
        quote! {
            /// What is checked of every operation of the group.
            pub(super) fn checks() -> &'static [Checks] {
                static ROWS: &[Checks] = &[#(#rows),*];
                ROWS
            }
        }
    });
    let patterns = expressions.patterns();
    let items = quote!(#(#patterns)* #(#tables)* #rows);
    let uses = expression::uses(&items);
    let docs = format!("What is demanded in {}.", code(module));
    File { docs, tokens: quote!(#uses #items) }
}

fn row(expressions: &mut expression::Expressions<'_>, plan: &Plan, operation: usize) -> TokenStream {
    let Some(checks) = plan.operations.get(operation) else { return quote!(Checks::NONE) };
    let Checks { parameters, bodies, responses } = checks;
    let parameters: Vec<TokenStream> = parameters
        .iter()
        .filter_map(|(at, id)| {
            let at = Literal::usize_unsuffixed(*at);
            let schema = (!expressions.is_checked_by_type(*id)).then(|| expressions.reference(*id))?;
            Some(quote!((#at, #schema)))
        })
        .collect();
    let mut list = |contents: &[Option<crate::model::SchemaId>]| {
        let items: Vec<TokenStream> = contents.iter().map(|id| expressions.optional(*id)).collect();
        if contents.iter().all(Option::is_none) { quote!(&[]) } else { quote!(&[#(#items),*]) }
    };
    let bodies = list(bodies);
    let is_free = responses.iter().flatten().all(Option::is_none);
    let responses: Vec<TokenStream> =
        if is_free { Vec::new() } else { responses.iter().map(|contents| list(contents)).collect() };
    let mut members = Vec::new();
    if !parameters.is_empty() {
        members.push(quote!(parameters: &[#(#parameters),*]));
    }
    if bodies.to_string() != quote!(&[]).to_string() {
        members.push(quote!(bodies: #bodies));
    }
    if !responses.is_empty() {
        members.push(quote!(responses: &[#(#responses),*]));
    }
    let rest = (members.len() < 3).then(|| quote!(..Checks::NONE));
    if members.is_empty() { quote!(Checks::NONE) } else { quote!(Checks { #(#members,)* #rest }) }
}
