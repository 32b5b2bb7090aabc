//! What a call returns: the type of the one answer that is meant, or an enum or a struct of its own.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::super::operation::{Answer, Members, Success, View, boxed};
use super::super::rust::ident;
use super::headers;

/// The type that `send` gives.
pub(super) fn output(view: View<'_>) -> TokenStream {
    match view.success() {
        Success::Nothing => quote!(()),
        Success::Plain(body) => body.returned().0,
        Success::Headers(_) | Success::Several(_) => {
            let name = ident(&view.names.reply);
            quote!(#name)
        }
    }
}

/// The type of its own, if the call has one.
pub(super) fn reply(view: View<'_>, group: &Members<'_>) -> Option<TokenStream> {
    match view.success() {
        Success::Nothing | Success::Plain(_) => None,
        Success::Headers(answer) => Some(only_headers(view, group, &answer)),
        Success::Several(answers) => Some(several(view, group, &answers)),
    }
}

fn title(view: View<'_>, group: &Members<'_>) -> TokenStream {
    let title = format!(" What [`{}::{}`] returns.", group.names.handle, view.names.method);
    quote!(#[doc = #title])
}

/// A struct of the headers that say something.
fn only_headers(view: View<'_>, group: &Members<'_>, answer: &Answer<'_>) -> TokenStream {
    let (title, name) = (title(view, group), ident(&view.names.reply));
    let (fields, reads) = (headers::fields(&answer.headers), headers::reads(&answer.headers));
    quote! {
        #title
        #[derive(Debug, Clone, Default, PartialEq)]
        pub struct #name { #fields }

        impl runtime::FromReply for #name {
            fn from_reply(reply: runtime::Reply) -> Result<Self, runtime::Error> {
                Ok(Self { #reads })
            }
        }
    }
}

/// An enum of the answers.
fn several(view: View<'_>, group: &Members<'_>, answers: &[Answer<'_>]) -> TokenStream {
    let (title, name) = (title(view, group), ident(&view.names.reply));
    let variants = answers.iter().map(|answer| {
        let docs = answer.docs();
        let variant = &answer.variant;
        match &answer.body {
            Some(body) => {
                let (ty, may_be_large) = body.returned();
                let ty = boxed(ty, may_be_large);
                quote!(#docs #variant(#ty),)
            }
            None => quote!(#docs #variant,),
        }
    });
    let reads = answers.iter().map(|answer| {
        let at = Literal::usize_unsuffixed(answer.response);
        let variant = &answer.variant;
        let value = match &answer.body {
            Some(_) => quote!(Self::#variant(reply.decode()?)),
            None => quote!(Self::#variant),
        };
        let rows = answer.media.iter().copied().map(Literal::usize_unsuffixed);
        if answer.is_split {
            quote!(Some((#at, Some(#(#rows)|*))) => Ok(#value),)
        } else {
            quote!(Some((#at, _)) => Ok(#value),)
        }
    });
    quote! {
        #title
        #[derive(Debug, Clone, PartialEq)]
        #[non_exhaustive]
        pub enum #name { #(#variants)* }

        impl runtime::FromReply for #name {
            fn from_reply(reply: runtime::Reply) -> Result<Self, runtime::Error> {
                match reply.listed() {
                    #(#reads)*
                    _ => Err(reply.unexpected()),
                }
            }
        }
    }
}
