//! `types/`: what travels in bodies and parameters, one file per group and one for what several groups share.

mod alias;
mod choice;
mod constant;
mod enumeration;
mod looks;
mod object;
mod reference;
mod tuple;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use proc_macro2::TokenStream;
use quote::quote;

pub use reference::{Position, in_list, member, owned};

use super::Api;
use super::rust::{File, Import, Job, code, ident};
use crate::model::{Encoding, Json, Model, Ref, Shape, TypeId, TypeName};
use crate::pass::recursion;

/// The files: the door, and one per module.
pub(super) fn jobs<'a>(api: &'a Api<'a>) -> Vec<Job<'a>> {
    let mut modules: BTreeMap<&str, Vec<TypeId>> = BTreeMap::new();
    for id in ids(api.model) {
        modules.entry(api.names.ty_module(id)).or_default().push(id);
    }
    let facts = Arc::new(Facts {
        boxed: recursion::boxed(api.model),
        endless: recursion::endless(api.model),
        sent: sent(api.model),
        forms: object::forms(api.model),
        tags: constant::tags(api.model),
        uses: uses(api),
    });
    let doors: Vec<(&str, Vec<TypeId>)> = modules.iter().map(|(module, ids)| (*module, ids.clone())).collect();
    let mut jobs = vec![Job::new(api.file("types/mod.rs"), move || door(api, &doors))];
    for (module, ids) in modules {
        let facts = Arc::clone(&facts);
        jobs.push(Job::new(api.file(&format!("types/{module}.rs")), move || {
            file(&Types { api, facts: &facts }, module, &ids)
        }));
    }
    jobs
}

fn ids(model: &Model) -> impl Iterator<Item = TypeId> {
    (0..).map(TypeId).take(model.types.len())
}

/// What is known about all types of an API.
struct Facts {
    /// Members through which a type would contain itself.
    boxed: BTreeSet<(TypeId, usize)>,
    /// Aliases that name no type at all.
    endless: BTreeSet<TypeId>,
    /// Types that may be part of a request. Setters are worth their time of compilation only there.
    sent: BTreeSet<TypeId>,
    /// Types that are forms of several parts, in which bytes are files, with what is said of the parts.
    forms: BTreeMap<TypeId, Vec<Encoding>>,
    /// The tags of types that are cases of choices, by the type and the member.
    tags: BTreeMap<(TypeId, String), Json>,
    /// Where each type is used first, for those that no document describes in words.
    uses: BTreeMap<TypeId, String>,
}

/// What the emitters of types read.
#[derive(Clone, Copy)]
struct Types<'a> {
    api: &'a Api<'a>,
    facts: &'a Facts,
}

impl Types<'_> {
    fn is_boxed(self, id: TypeId, member: usize) -> bool {
        self.facts.boxed.contains(&(id, member))
    }

    fn is_endless(self, id: TypeId) -> bool {
        self.facts.endless.contains(&id)
    }

    fn is_sent(self, id: TypeId) -> bool {
        self.facts.sent.contains(&id)
    }
}

/// The types that requests are made of, and those that no operation uses at all.
fn sent(model: &Model) -> BTreeSet<TypeId> {
    let mut requests = Vec::new();
    let mut answers = Vec::new();
    for operation in &model.operations {
        let bodies = operation.body.iter().flat_map(|body| &body.contents).map(|content| &content.ty);
        let parameters = operation.parameters.iter().map(|parameter| &parameter.ty);
        bodies.chain(parameters).for_each(|ty| ty.visit(&mut |id| requests.push(id)));
        let contents = operation.responses.iter().flat_map(|response| &response.contents).map(|content| &content.ty);
        let headers = operation.responses.iter().flat_map(|response| &response.headers).map(|header| &header.ty);
        contents.chain(headers).for_each(|ty| ty.visit(&mut |id| answers.push(id)));
    }
    let sent = reached(model, requests);
    let received = reached(model, answers);
    ids(model).filter(|id| sent.contains(id) || !received.contains(id)).collect()
}

/// These types and all that they use.
fn reached(model: &Model, mut work: Vec<TypeId>) -> BTreeSet<TypeId> {
    let mut reached = BTreeSet::new();
    while let Some(id) = work.pop() {
        if reached.insert(id) {
            work.extend(model.ty(id).shape.uses());
        }
    }
    reached
}

/// In a sentence where each type is used first: by the first call that sends or returns it, else in another type.
fn uses(api: &Api<'_>) -> BTreeMap<TypeId, String> {
    let mut uses = BTreeMap::new();
    let mut add = |ty: &Ref, what: &str, line: &str| {
        ty.visit(&mut |id| {
            uses.entry(id).or_insert_with(|| format!("{what} {line}."));
        })
    };
    for operation in &api.model.operations {
        let line = code(&operation.line());
        let bodies = operation.body.iter().flat_map(|body| &body.contents);
        bodies.for_each(|content| add(&content.ty, "Sent by", &line));
        let answers = operation.responses.iter().flat_map(|response| &response.contents);
        answers.for_each(|content| add(&content.ty, "Returned by", &line));
        operation.parameters.iter().for_each(|parameter| add(&parameter.ty, "A parameter of", &line));
    }
    for (id, ty) in (0..).map(TypeId).zip(&api.model.types) {
        let name = code(api.names.ty(id));
        ty.shape.refs().into_iter().for_each(|part| add(part, "A part of", &name));
    }
    uses
}

fn door(api: &Api<'_>, modules: &[(&str, Vec<TypeId>)]) -> File {
    let (files, uses): (Vec<_>, Vec<_>) = modules
        .iter()
        .map(|(module, ids)| {
            let mut names: Vec<_> = ids.iter().map(|id| api.names.ty(*id)).collect();
            names.sort_unstable();
            let names = names.into_iter().map(ident);
            let module = ident(module);
            (quote!(mod #module;), quote!(pub use self::#module::{#(#names),*};))
        })
        .unzip();
    File {
        docs: "What travels in bodies and parameters.".to_owned(),
        tokens: quote!(#(#files)* #(#uses)*),
        ..File::default()
    }
}

fn file(types: &Types<'_>, module: &str, ids: &[TypeId]) -> File {
    let docs = match module {
        "shared" => "Types that belong to no one group.".to_owned(),
        _ => format!("What {} sends and returns, each with its parts below it.", code(module)),
    };
    let ids = from_the_top(types.api.model, ids);
    let items: TokenStream = ids.iter().map(|id| ty(*types, *id)).collect();
    let runtime = ids.iter().any(|id| alias::needs_runtime(*types, *id)).then(super::runtime::import);
    let imports = [Some(Import::maps()), runtime.map(Import::always)].into_iter().flatten().collect();
    File { docs, imports, tokens: items }
}

/// Types that are part of no other first, each followed by its parts, as far as they live in the same file.
fn from_the_top(model: &Model, ids: &[TypeId]) -> Vec<TypeId> {
    let here: BTreeSet<TypeId> = ids.iter().copied().collect();
    let parts: BTreeSet<TypeId> = ids.iter().flat_map(|id| model.ty(*id).shape.uses()).collect();
    let (roots, others): (Vec<TypeId>, Vec<TypeId>) = ids.iter().partition(|id| !parts.contains(id));
    let mut order = Vec::new();
    let mut placed = BTreeSet::new();
    for root in roots.into_iter().chain(others) {
        let mut work = vec![root];
        while let Some(id) = work.pop() {
            if here.contains(&id) && placed.insert(id) {
                order.push(id);
                work.extend(model.ty(id).shape.uses().into_iter().rev());
            }
        }
    }
    order
}

fn ty(types: Types<'_>, id: TypeId) -> TokenStream {
    let described = types.api.model.ty(id);
    match &described.shape {
        Shape::Object(object) => object::object(types, id, object),
        Shape::Tuple(tuple) => tuple::tuple(types, id, tuple),
        Shape::Choice(choice) => choice::choice(types, id, choice),
        Shape::Enum(values) => enumeration::enumeration(types, id, values),
        Shape::Alias(target) => alias::alias(types, id, target),
        Shape::Undefined => alias::undefined(types, id),
    }
}

/// The documentation of a type: the document's prose, and what else there is to know.
fn prose(types: Types<'_>, id: TypeId) -> TokenStream {
    let ty = types.api.model.ty(id);
    let mut own = Vec::new();
    match &ty.name {
        TypeName::Named(name) if name != types.api.names.ty(id) => own.push(format!("{} in the document.", code(name))),
        TypeName::Anonymous { context, .. } if !context.is_empty() => own.push(place(context)),
        TypeName::Named(_) | TypeName::Anonymous { .. } => {}
    }
    if ty.deprecated {
        own.push("Deprecated.".to_owned());
    }
    if own.is_empty() && ty.docs.trim().is_empty() {
        let unused = || format!("{}, which the documents do not describe in words.", code(types.api.names.ty(id)));
        own.push(types.facts.uses.get(&id).cloned().unwrap_or_else(unused));
    }
    super::rust::docs_and(&ty.docs, &own)
}

/// Where a type without a name was found.
fn place(context: &[String]) -> String {
    let parts: Vec<_> = context.iter().map(|part| code(part)).collect();
    format!("In the document: {}.", parts.join(", "))
}
