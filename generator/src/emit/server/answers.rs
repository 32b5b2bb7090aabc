//! What an operation may answer: an enum of the documented statuses, so that no other can be answered by accident.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::super::operation::{Answer, Success, View, boxed};
use super::super::rust::{docs, docs_and, ident, safe};
use super::shared::Shared;
use crate::model::Status;

/// The enum, and how it becomes an answer; or another name for the one that other operations answer with, too.
pub(super) fn answers(view: View<'_>, shared: &Shared) -> TokenStream {
    match shared.name(view.id) {
        Some(name) => alias(view, name),
        None => own(view),
    }
}

fn alias(view: View<'_>, shared: &str) -> TokenStream {
    let answers = view.answers();
    let remarks = answers.iter().filter_map(|answer| Some(format!("- {}: {}", answer.code()?, answer.remark()?)));
    let remarks = safe(&remarks.collect::<Vec<_>>().join("\n"));
    let title = docs_and("", &[format!("What {} answers.", view.line()), remarks.unwrap_or_default()]);
    let (name, shared) = (ident(&view.names.response), ident(shared));
    let body = answers.first().and_then(|answer| answer.body.as_ref()).map(|body| &body.ty);
    let body = body.map(|ty| quote!(<#ty>));
    quote!(#title pub type #name = answers::#shared #body;)
}

/// Title of an enum by its statuses.
pub(super) fn statuses(answers: &[Answer<'_>]) -> String {
    let statuses = answers.iter().map(|answer| match answer.status {
        Status::Default => "any other".to_owned(),
        status => status.to_string(),
    });
    let statuses: Vec<_> = statuses.collect();
    let statuses = match statuses.as_slice() {
        [first @ .., last] if !first.is_empty() => format!("{} or {last}", first.join(", ")),
        few => few.concat(),
    };
    format!("Answers with status {statuses}.")
}

fn own(view: View<'_>) -> TokenStream {
    let title = docs(&format!("What {} answers.", view.line()));
    let name = ident(&view.names.response);
    let answers = view.answers();
    let variants = answers.iter().map(|answer| variant(answer, answer.docs()));
    let reply = reply(view, &answers, &name, [&quote!(), &quote!()]);
    let (from, page) = (from(view, &answers), page(view, &answers));
    quote! {
        #title
        #[derive(Debug)]
        #[non_exhaustive]
        pub enum #name {
            #(#variants)*
            /// Something that the documents do not list.
            Other(runtime::Response),
        }

        #from
        #page

        #reply
    }
}

/// How an enum of answers becomes one. `generics` are those of the implementation and of the type.
pub(super) fn reply(view: View<'_>, answers: &[Answer<'_>], name: &Ident, generics: [&TokenStream; 2]) -> TokenStream {
    let arms = answers.iter().map(|answer| arm(view, answer));
    let [bounded, declared] = generics;
    quote! {
        impl #bounded runtime::IntoReply for #name #declared {
            fn into_reply(self) -> runtime::Response {
                match self {
                    #(#arms)*
                    Self::Other(response) => response,
                }
            }
            fn other(response: runtime::Response) -> Self {
                Self::Other(response)
            }
        }
    }
}

/// What the variant holds, in order: the status where the documents do not name one, the body, the headers.
struct Held {
    names: Vec<TokenStream>,
    types: Vec<TokenStream>,
}

fn held(answer: &Answer<'_>) -> Held {
    let mut held = Held { names: Vec::new(), types: Vec::new() };
    let mut hold = |name: TokenStream, ty: TokenStream| {
        held.names.push(name);
        held.types.push(ty);
    };
    if answer.code().is_none() {
        hold(quote!(status), quote!(u16));
    }
    match &answer.body {
        Some(body) => hold(quote!(body), boxed(body.ty.clone(), body.may_be_large)),
        None if answer.is_failure() => hold(quote!(failure), quote!(runtime::Failure)),
        None => {}
    }
    held
}

/// The variant of an answer.
pub(super) fn variant(answer: &Answer<'_>, docs: TokenStream) -> TokenStream {
    let name = &answer.variant;
    let Held { names, types } = held(answer);
    if answer.headers.is_empty() {
        return if types.is_empty() { quote!(#docs #name,) } else { quote!(#docs #name(#(#types),*),) };
    }
    let headers = answer.headers.iter().map(|header| {
        let docs = docs_and(&header.header.docs, &[super::super::rust::code(&header.header.wire)]);
        let (name, ty) = (&header.name, &header.ty);
        quote!(#docs #name: Option<#ty>,)
    });
    let values = names.iter().zip(&types).map(|(name, ty)| {
        let docs = super::super::rust::docs(&format!("The {name}."));
        quote!(#docs #name: #ty,)
    });
    quote!(#docs #name { #(#values)* #(#headers)* },)
}

/// How the variant becomes an answer.
pub(super) fn arm(view: View<'_>, answer: &Answer<'_>) -> TokenStream {
    let name = &answer.variant;
    let Held { names, .. } = held(answer);
    let headers: Vec<_> = answer.headers.iter().map(|header| &header.name).collect();
    let pattern = match (names.is_empty(), headers.is_empty()) {
        (true, true) => quote!(),
        (false, true) => quote!((#(#names),*)),
        (_, false) => quote!({ #(#names,)* #(#headers),* }),
    };
    let status = answer.code().map_or_else(|| quote!(status), |code| quote!(#code));
    let response = match &answer.body {
        Some(_) => {
            let media = view.media_of(answer).unwrap_or("application/json");
            if view.has_other_json(answer) {
                let all = view.all_media_of(answer);
                quote!(runtime::Response::new(#status).body_in(&[#(#all),*], &body))
            } else {
                quote!(runtime::Response::new(#status).body(#media, &body))
            }
        }
        None if answer.is_failure() => quote!(failure.into_response(#status)),
        None => quote!(runtime::Response::new(#status)),
    };
    let headers = answer.headers.iter().map(|header| {
        let (name, wire) = (&header.name, &header.header.wire);
        quote!(.header(#wire, &#name))
    });
    quote!(Self::#name #pattern => #response #(#headers)*,)
}

/// The plain success value becomes the answer by itself, where there is one answer that it can mean.
fn from(view: View<'_>, answers: &[Answer<'_>]) -> Option<TokenStream> {
    let name = ident(&view.names.response);
    let meant = match view.success() {
        Success::Nothing => None,
        Success::Plain(body) => Some(body.ty.to_string()),
        Success::Several(_) | Success::Headers(_) => return None,
    };
    let answer =
        answers.iter().filter(|answer| answer.status.is_success() && answer.code().is_some()).find(|answer| {
            let body = answer.body.as_ref().map(|body| body.ty.to_string());
            body == meant
        })?;
    if !answer.headers.is_empty() {
        return None;
    }
    let variant = &answer.variant;
    let (ty, pattern, value) = match &answer.body {
        Some(body) if body.may_be_large => (body.ty.clone(), quote!(body), quote!((Box::new(body)))),
        Some(body) => (body.ty.clone(), quote!(body), quote!((body))),
        None => (quote!(()), quote!(()), quote!()),
    };
    Some(quote! {
        impl From<#ty> for #name {
            fn from(#pattern: #ty) -> Self {
                Self::#variant #value
            }
        }
    })
}

/// A page becomes the answer by itself, where answers come in pages: the runtime writes the envelope and the links.
pub(super) fn page(view: View<'_>, answers: &[Answer<'_>]) -> Option<TokenStream> {
    let name = ident(&view.names.response);
    let Success::Plain(envelope) = view.success() else { return None };
    let item = view.item(&envelope)?;
    let answer = answers.iter().find(|answer| answer.status.is_success() && answer.body.is_some())?;
    let (status, media, envelope) = (answer.code()?, view.media_of(answer)?, &envelope.ty);
    Some(quote! {
        impl From<runtime::Page<#item>> for #name {
            fn from(page: runtime::Page<#item>) -> Self {
                Self::Other(runtime::Response::page::<#envelope, _>(#status, #media, page))
            }
        }
    })
}
