//! `PROFILE`: how the vendor dresses what no schema describes.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use crate::model::{Location, Model, Profile, Scheme, SchemeKind, Server};

/// The static; what the documents do not say is as in the plain profile of the runtime.
pub(super) fn profile(model: &Model) -> TokenStream {
    let api = &model.name;
    let servers = (!model.servers.is_empty()).then(|| {
        let servers = model.servers.iter().map(server);
        quote!(servers: &[#(#servers),*],)
    });
    let schemes = (!model.schemes.is_empty()).then(|| {
        let schemes = model.schemes.iter().map(scheme);
        quote!(schemes: &[#(#schemes),*],)
    });
    let dress = model.profile.as_ref().map(dress);
    quote! {
        /// How the vendor dresses what no schema describes.
        pub static PROFILE: runtime::Profile =
            runtime::Profile { api: #api, #servers #schemes #dress ..runtime::Profile::PLAIN };
    }
}

/// An address as the runtime knows it.
pub(super) fn server(server: &Server) -> TokenStream {
    let url = &server.url;
    let variables = server.variables.iter().map(|variable| {
        let (name, default) = (&variable.wire, option(variable.default.as_deref()));
        quote!((#name, #default))
    });
    quote!(runtime::profile::Server { url: #url, variables: &[#(#variables),*] })
}

fn scheme(scheme: &Scheme) -> TokenStream {
    let name = &scheme.wire;
    let kind = match &scheme.kind {
        SchemeKind::Key { location, name } => {
            let location = match location {
                Location::Path => quote!(Path),
                Location::Query => quote!(Query),
                Location::Header => quote!(Header),
                Location::Cookie => quote!(Cookie),
            };
            quote!(Key { location: runtime::Location::#location, name: #name })
        }
        SchemeKind::Http(word) => quote!(Http(#word)),
        SchemeKind::OAuth2 => quote!(OAuth2),
        SchemeKind::OpenIdConnect => quote!(OpenIdConnect),
        SchemeKind::MutualTls => quote!(MutualTls),
    };
    quote!(runtime::profile::Scheme { name: #name, kind: runtime::profile::SchemeKind::#kind })
}

fn dress(profile: &Profile) -> TokenStream {
    let error = profile.error.as_ref().map(|error| set("error", &error.to_string()));
    let codes = (!profile.error_codes.is_empty()).then(|| {
        let codes = profile.error_codes.iter().map(|(status, code)| {
            let status = Literal::u16_unsuffixed(*status);
            quote!((#status, #code))
        });
        quote!(error_codes: &[#(#codes),*],)
    });
    let rate_limit = profile.rate_limit.as_ref().map(|(limit, remaining, reset)| {
        let headers =
            quote!(runtime::profile::RateLimitHeaders { limit: #limit, remaining: #remaining, reset: #reset });
        quote!(rate_limit: Some(#headers),)
    });
    let prefixes = (!profile.token_prefixes.is_empty()).then(|| {
        let prefixes = &profile.token_prefixes;
        quote!(token_prefixes: &[#(#prefixes),*],)
    });
    let texts = [
        ("request_id", &profile.request_id),
        ("token_path", &profile.token_path),
        ("audience", &profile.audience),
        ("scope", &profile.scope),
        ("assertion_audience", &profile.assertion_audience),
        ("retry_headers", &profile.retry_headers),
    ];
    let texts = texts.into_iter().filter_map(|(field, text)| text.as_ref().map(|text| set(field, text)));
    quote!(#error #codes #rate_limit #prefixes #(#texts)*)
}

fn set(field: &str, text: &str) -> TokenStream {
    let field = super::rust::ident(field);
    quote!(#field: Some(#text),)
}

fn option(text: Option<&str>) -> TokenStream {
    match text {
        Some(text) => quote!(Some(#text)),
        None => quote!(None),
    }
}
