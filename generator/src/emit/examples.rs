//! `tests/*_examples.rs`: the examples of the documents, each with the type that must read it.

use proc_macro2::TokenStream;
use quote::quote;

use super::rust::{File, Import, Job, ident};
use super::types::{Position, in_list, owned};
use super::{Api, Options};
use crate::model::{Content, Example, Operation, Ref, TypeId};
use crate::names;

/// The file of an API; none where no document has an example.
pub(super) fn jobs<'a>(api: &'a Api<'a>, options: &'a Options) -> Vec<Job<'a>> {
    let has_examples = api.model.types.iter().any(|ty| !ty.examples.is_empty())
        || contents(api).any(|(_, content)| !content.examples.is_empty());
    if !has_examples {
        return Vec::new();
    }
    vec![Job::new(format!("tests/{}_examples.rs", names::module(&api.model.name)), move || file(api, options))]
}

fn file(api: &Api<'_>, options: &Options) -> File {
    let krate = options.krate();
    let module = ident(&names::module(&api.model.name));
    let feature = names::feature(&api.model.name);
    let of_contents = contents(api).flat_map(|(place, content)| {
        let ty = written(api, &content.ty);
        let is_request = place.ends_with(REQUEST);
        // A server need not take what contradicts its own schema.
        let is_taken = |example: &Example| is_request && api.model.misfit(&content.ty, &example.value).is_none();
        content.examples.iter().map(|example| row(&place, example, &ty, is_taken(example))).collect::<Vec<_>>()
    });
    let of_types = (0..).map(TypeId).zip(&api.model.types).flat_map(|(id, ty)| {
        let place = api.names.ty(id).to_owned();
        let position = Position { types: &quote!(types), secret: false };
        let (plain, nullable) = (written(api, &Ref::Named(id)), in_list(api, position, &Ref::Named(id).nullable()));
        // Whether null is allowed is said where a type is used.
        let fitting = move |example: &Example| if example.value.is_null() { nullable.clone() } else { plain.clone() };
        ty.examples.iter().map(move |example| row(&place, example, &fitting(example), false)).collect::<Vec<_>>()
    });
    let rows: Vec<TokenStream> = of_contents.chain(of_types).collect();
    let items = quote!(static EXAMPLES: &[Example] = &[#(#rows),*];);
    let imports = vec![
        Import::maps(),
        Import::module("types", quote! { use #krate::#module::types; }),
        Import::module("runtime", quote! { use #krate::runtime; }),
        Import::always(quote! { use #krate::runtime::examples::{Example, run, survives}; }),
    ];
    let tokens = quote! {
        #![cfg(all(feature = #feature, feature = "example-tests"))]
        #[test]
        fn every_example_survives() {
            run(EXAMPLES);
        }

        #items
    };
    File {
        docs: "The examples of the documents, read by the types that were made for them.".to_owned(),
        imports,
        tokens,
    }
}

/// A type in Rust.
fn written(api: &Api<'_>, ty: &Ref) -> TokenStream {
    owned(api, Position { types: &quote!(types), secret: false }, ty)
}

fn row(place: &str, example: &Example, ty: &TokenStream, is_taken: bool) -> TokenStream {
    let place = match &example.name {
        Some(name) => format!("{place}, {name}"),
        None => place.to_owned(),
    };
    let json = example.value.to_string();
    let strict = example.fits && is_taken;
    quote!(Example { place: #place, json: #json, strict: #strict, survives: survives::<#ty> })
}

/// What ends the place of a request.
const REQUEST: &str = ", request";

/// All bodies in JSON, with where they stand.
fn contents<'a>(api: &'a Api<'a>) -> impl Iterator<Item = (String, &'a Content)> {
    api.model.operations.iter().flat_map(of_operation).filter(|(_, content)| content.is_json())
}

fn of_operation(operation: &Operation) -> Vec<(String, &Content)> {
    let line = operation.line();
    let requests = operation.body.iter().flat_map(|body| &body.contents);
    let requests = requests.map(|content| (format!("{line}{REQUEST}"), content));
    let responses = operation.responses.iter().flat_map(|response| {
        let place = format!("{line}, response {}", response.status);
        response.contents.iter().map(move |content| (place.clone(), content))
    });
    requests.chain(responses).collect()
}
