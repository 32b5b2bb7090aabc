//! The handle of a group: a method per operation, which takes what is required.

use proc_macro2::TokenStream;
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
    let hint = hint(view);
    let module = ident(&group.names.module);
    let (method, builder, arguments) = (ident(&view.names.method), ident(&view.names.builder), view.struct_name());
    let Required { parameters, body } = required(view, group);
    let docs = view.docs_taking(&parameters);
    let count = view.operation.parameters.len() + usize::from(view.body().is_some());
    let rest = (parameters.len() + usize::from(body.is_some()) < count).then(|| quote!(..Default::default()));
    let fields = parameters.iter().map(|argument| {
        let (name, value) = (&argument.name, argument.converted());
        quote!(#name: Some(#value),)
    });
    let sent = body.as_ref().map(|_| quote!(body: Some(body.into()),));
    let values = if parameters.is_empty() && body.is_none() {
        quote!(Default::default())
    } else {
        quote!(operations::#module::#arguments { #(#fields)* #sent #rest })
    };
    let taken = parameters.iter().map(|argument| {
        let (name, ty) = (&argument.name, argument.accepted());
        quote!(#name: #ty)
    });
    let taken = taken.chain(body.iter().map(|ty| quote!(body: impl Into<#ty>)));
    quote! {
        #docs
        #hint
        pub fn #method(&self, #(#taken),*) -> #builder {
            #builder::new(&self.client.core, #values)
        }
    }
}

/// How to say what is sent, where the document says `image/*`.
fn hint(view: View<'_>) -> Option<TokenStream> {
    let range = view.range()?;
    let example = match range.split_once('/') {
        Some(("image", _)) => "image/png",
        Some(("text", _)) => "text/csv",
        Some(("audio", _)) => "audio/mpeg",
        Some(("video", _)) => "video/mp4",
        _ => "application/pdf",
    };
    let taken = code(range);
    let unsaid = if range == "text/*" { "text/plain" } else { "application/octet-stream" };
    let hint = format!(
        " The document takes {taken}: `.media_type(\"{example}\")` says what is sent, which is else `{unsaid}`."
    );
    Some(quote!(#[doc = ""] #[doc = #hint]))
}
