//! The arguments of an operation: a struct with a field per parameter and one for the body, and how the runtime gets at
//! them by index.

use proc_macro2::{Ident, Literal, TokenStream};
use quote::quote;

use super::super::operation::{Bodies, Body, BodyVariant, View};
use super::super::rust::{code, docs_and, ident};
use crate::model::is_json;

/// The struct, the enum of bodies where there are several, and their traits.
pub(super) fn arguments(view: View<'_>) -> TokenStream {
    let body = view.body();
    let declaration = declaration(view, body.as_ref());
    let access = access(view, body.as_ref());
    let bodies = body.as_ref().and_then(|body| match &body.bodies {
        Bodies::One(_) => None,
        Bodies::Several { name, variants } => Some(self::bodies(view, name, variants)),
    });
    [declaration, access].into_iter().chain(bodies).collect()
}

fn declaration(view: View<'_>, body: Option<&Body>) -> TokenStream {
    let docs = docs_and("", &[format!("Arguments of {}.", view.line())]);
    let name = view.struct_name();
    let fields = view.arguments().into_iter().map(|argument| {
        let (docs, name, ty) = (argument.place(), &argument.name, &argument.ty);
        quote!(#docs pub #name: Option<#ty>,)
    });
    let body = body.map(|body| {
        let docs = docs_and(
            &view.operation.body.as_ref().map(|body| body.docs.clone()).unwrap_or_default(),
            &["What is sent.".to_owned()],
        );
        let ty = body.bodies.ty(&quote!());
        quote!(#docs pub body: Option<#ty>,)
    });
    quote! {
        #docs
        #[derive(Clone, Default)]
        pub struct #name { #(#fields)* #body }
    }
}

fn access(view: View<'_>, body: Option<&Body>) -> TokenStream {
    let (name, constant) = (view.struct_name(), view.constant());
    if let Some(Body { bodies: Bodies::Several { name: bodies, variants }, .. }) = body {
        let parameters = parameters_access(view);
        let body = bodies_access(bodies, variants);
        return quote! {
            impl runtime::Arguments for #name {
                fn operation(&self) -> &'static runtime::Operation {
                    &#constant
                }
                #parameters
                #body
            }

            impl ::std::fmt::Debug for #name {
                fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                    runtime::arguments::debug(stringify!(#name), self, f)
                }
            }
        };
    }
    let fields = view.arguments().into_iter().map(|argument| argument.name).chain(body.map(|_| ident("body")));
    let rows = fields.enumerate().map(|(at, field)| {
        let at = Literal::usize_unsuffixed(at);
        quote!(#at #field)
    });
    quote! {
        runtime::arguments! {
            #name of #constant { #(#rows),* }
        }
    }
}

fn parameters_access(view: View<'_>) -> Option<TokenStream> {
    let arguments = view.arguments();
    let (at, fields): (Vec<_>, Vec<_>) = arguments.iter().map(|argument| (&argument.at, &argument.name)).unzip();
    (!at.is_empty()).then(|| {
        quote! {
            fn slot(&mut self, parameter: usize) -> Option<&mut dyn runtime::Value> {
                match parameter {
                    #(#at => Some(&mut self.#fields),)*
                    _ => None,
                }
            }
            fn view(&self, parameter: usize) -> Option<&dyn runtime::Value> {
                match parameter {
                    #(#at => Some(&self.#fields),)*
                    _ => None,
                }
            }
        }
    })
}

fn bodies_access(name: &Ident, variants: &[BodyVariant]) -> TokenStream {
    let at: Vec<_> = (0..variants.len()).map(Literal::usize_unsuffixed).collect();
    let names: Vec<_> = variants.iter().map(|variant| &variant.name).collect();
    quote! {
        fn body(&self) -> Option<(usize, &dyn runtime::Value)> {
            Some(match self.body.as_ref()? {
                #(#name::#names(body) => (#at, body),)*
            })
        }
        fn body_slot(&mut self, media: usize) -> Option<&mut dyn runtime::Value> {
            let body = self.body.insert(match media {
                #(#at => #name::#names(runtime::Value::blank()),)*
                _ => return None,
            });
            Some(match body {
                #(#name::#names(body) => body,)*
            })
        }
    }
}

/// The enum of bodies by media type.
fn bodies(view: View<'_>, name: &Ident, variants: &[BodyVariant]) -> TokenStream {
    let docs = docs_and("", &[format!("What {} sends, by media type.", view.line())]);
    let conversions = conversions(name, variants);
    let rows = variants.iter().map(|variant| {
        let docs = docs_and("", &[code(&variant.media)]);
        let (name, ty) = (&variant.name, &variant.stored);
        quote!(#docs #name(#ty),)
    });
    quote! {
        #docs
        #[derive(Clone, Debug)]
        #[non_exhaustive]
        pub enum #name { #(#rows)* }

        #(#conversions)*
    }
}

/// A value becomes the body by itself: JSON where there is a choice. Only the first may be of a type without a name of
/// its own, since two of those could be the same one.
fn conversions(name: &Ident, variants: &[BodyVariant]) -> Vec<TokenStream> {
    let (json, others): (Vec<_>, Vec<_>) = variants.iter().partition(|variant| is_json(&variant.media));
    let mut chosen: Vec<&BodyVariant> = Vec::new();
    for variant in json.into_iter().chain(others) {
        let is_new = chosen.iter().all(|known| known.nominal != variant.nominal);
        if chosen.is_empty() || (variant.nominal.is_some() && is_new) {
            chosen.push(variant);
        }
    }
    chosen.into_iter().map(|variant| conversion(name, variant)).collect()
}

fn conversion(name: &Ident, variant: &BodyVariant) -> TokenStream {
    let (case, ty, stored) = (&variant.name, &variant.ty, &variant.stored);
    let value = if stored.to_string() == ty.to_string() { quote!(body) } else { quote!(Box::new(body)) };
    quote! {
        impl From<#ty> for #name {
            fn from(body: #ty) -> Self {
                Self::#case(#value)
            }
        }
    }
}
