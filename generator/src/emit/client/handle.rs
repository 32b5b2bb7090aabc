//! The handle of a group: a method per operation, which takes what is required.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::super::Api;
use super::super::operation::{Argument, Members, View};
use super::super::rust::{code, docs, ident};

/// With more required arguments than this the rest become setters.
const MOST_ARGUMENTS: usize = 6;

/// What the method of an operation takes, in order.
pub(in super::super) struct Required<'a> {
    pub(in super::super) parameters: Vec<Argument<'a>>,
    /// The type of the body, if it is required and the method takes it.
    pub(in super::super) body: Option<TokenStream>,
}

/// What is required of a caller: parameters first, then the body.
pub(in super::super) fn required<'a>(view: View<'a>, group: &Members<'_>) -> Required<'a> {
    let mut parameters: Vec<Argument<'a>> =
        view.arguments().into_iter().filter(|argument| argument.parameter.required).collect();
    parameters.truncate(MOST_ARGUMENTS);
    let module = ident(&group.names.module);
    let body = view
        .body()
        .filter(|body| body.required && parameters.len() < MOST_ARGUMENTS)
        .map(|body| body.bodies.ty(&quote!(operations::#module::)));
    Required { parameters, body }
}

/// The handle and its methods.
pub(super) fn handle(api: &Api<'_>, group: &Members<'_>, views: &[View<'_>]) -> TokenStream {
    let docs = docs(&format!("The calls of the group {}.", code(&api.model.group(group.id).wire)));
    let name = ident(&group.names.handle);
    let methods = views.iter().map(|view| method(*view, group));
    quote! {
        #docs
        #[derive(Debug, Clone, Copy)]
        pub struct #name<'a> {
            client: &'a super::Client,
        }

        impl<'a> #name<'a> {
            pub(super) fn new(client: &'a super::Client) -> Self {
                Self { client }
            }
            #(#methods)*
        }
    }
}

fn method(view: View<'_>, group: &Members<'_>) -> TokenStream {
    let docs = view.docs();
    let module = ident(&group.names.module);
    let (method, builder, arguments) = (ident(&view.names.method), ident(&view.names.builder), view.struct_name());
    let Required { parameters, body } = required(view, group);
    let names: Vec<Ident> =
        parameters.iter().map(|argument| argument.name.clone()).chain(body.iter().map(|_| ident("body"))).collect();
    let types = parameters.iter().map(|argument| &argument.ty).chain(&body);
    let whole = names.len() == view.operation.parameters.len() + usize::from(view.operation.body.is_some());
    let values = match (names.is_empty(), whole) {
        (true, _) => quote!(Default::default()),
        (false, true) => quote!(operations::#module::#arguments { #(#names: Some(#names.into()),)* }),
        (false, false) => {
            quote!(operations::#module::#arguments { #(#names: Some(#names.into()),)* ..Default::default() })
        }
    };
    quote! {
        #docs
        pub fn #method(&self, #(#names: impl Into<#types>),*) -> #builder {
            #builder { call: self.client.core.call(), arguments: #values }
        }
    }
}
