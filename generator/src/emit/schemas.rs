//! `schemas/`: what a server checks, as texts: one JSON Schema per type that demands something, in the file of the module
//! that the type lives in, and for every operation what counts where. They are data and not code, because code would be a
//! fifth of what compiling a server costs.

mod statics;
mod text;
mod written;

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::Api;
use super::operation::groups;
use super::rust::{File, Job, code, ident};
use crate::model::{Json, OperationId, SchemaId};
use crate::schemas::checks::{Checks, Plan, plan};
use crate::schemas::print::Members;
pub use written::Written;

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
    let mut operations: HashMap<&str, Vec<OperationId>> =
        groups(api).into_iter().map(|group| (group.names.module.as_str(), group.operations)).collect();
    for module in modules {
        let statics = Arc::clone(&statics);
        let operations = operations.remove(module.as_str());
        jobs.push(Job::new(api.file(&format!("schemas/{module}.rs")), move || {
            file(api, &statics, &module, operations.as_deref())
        }));
    }
    jobs
}

fn door(api: &Api<'_>, modules: &[String]) -> File {
    let files = modules.iter().map(|module| {
        let module = ident(module);
        quote!(mod #module;)
    });
    // Those of groups come first and in the order of the table of operations.
    let groups = groups(api).into_iter().map(|group| group.names.module.as_str());
    let mut seen = HashSet::new();
    let texts = groups.chain(modules.iter().map(String::as_str)).filter(|module| seen.insert(*module)).map(|name| {
        let module = ident(name);
        quote!((#name, #module::TEXT))
    });
    let tokens = quote! {
        use ::gatewright_runtime::{Checks, Library};
        #(#files)*
        /// What is checked of every operation, in the order of the table of operations.
        #[must_use]
        pub fn all() -> ::std::sync::Arc<Checks> {
            static LIBRARY: Library = Library::new(&[#(#texts),*]);
            LIBRARY.checks()
        }
    };
    File { docs: "What the documents demand of values, for the server to check.".to_owned(), tokens, ..File::default() }
}

/// `operations` are those of the group, if the module is that of one.
fn file(api: &Api<'_>, statics: &Statics<'_>, module: &str, operations: Option<&[OperationId]>) -> File {
    let written =
        Written::new(&statics.plan.schemas, |id| statics.place(id).map(|(module, name)| format!("{module}#{name}")));
    let operations = operations.map(|operations| {
        let rows = operations.iter().map(|id| {
            let name = &api.names.operation(*id).id;
            row(&written, &statics.plan, id.0 as usize, name)
        });
        rows.collect::<Json>()
    });
    let schemas = statics.of(module).map(|(id, name)| (name.to_owned(), written.definition(id)));
    let mut parts = Members::new();
    parts.insert("schemas".to_owned(), schemas.collect());
    parts.extend(operations.map(|operations| ("operations".to_owned(), operations)));
    let expressions: Members = written.expressions().into_iter().map(|(one, other)| (one, Json::from(other))).collect();
    if !expressions.is_empty() {
        parts.insert("expressions".to_owned(), Json::Object(expressions));
    }
    let text = raw(&text::print(&Json::Object(parts)));
    let docs = format!("What is demanded in {}.", code(module));
    File { docs, tokens: quote!(pub(super) const TEXT: &str = #text;), ..File::default() }
}

/// A literal that shows the text as it is.
fn raw(text: &str) -> TokenStream {
    let longest = text.split('"').skip(1).map(|after| after.len() - after.trim_start_matches('#').len()).max();
    let fence = "#".repeat(longest.unwrap_or(0) + 1);
    match format!("r{fence}\"{text}\"{fence}").parse::<Literal>() {
        Ok(literal) => quote!(#literal),
        Err(_) => quote!(#text),
    }
}

fn row(written: &Written<'_>, plan: &Plan, operation: usize, name: &str) -> Json {
    let mut members = Members::new();
    members.insert("operation".to_owned(), name.into());
    let Some(Checks { parameters, bodies, responses }) = plan.operations.get(operation) else {
        return Json::Object(members);
    };
    let parameters = parameters.iter().filter(|(_, id)| !written.is_checked_by_type(*id));
    let parameters: Members = parameters.map(|(at, id)| (at.to_string(), written.reference(*id))).collect();
    if !parameters.is_empty() {
        members.insert("parameters".to_owned(), Json::Object(parameters));
    }
    let list = |contents: &[Option<SchemaId>]| -> Json {
        let is_free = contents.iter().all(Option::is_none);
        let items = contents.iter().filter(|_| !is_free);
        items.map(|id| id.map_or(Json::Null, |id| written.reference(id))).collect()
    };
    if bodies.iter().any(Option::is_some) {
        members.insert("bodies".to_owned(), list(bodies));
    }
    if responses.iter().flatten().any(Option::is_some) {
        members.insert("responses".to_owned(), responses.iter().map(|contents| list(contents)).collect());
    }
    Json::Object(members)
}
