//! Answers that several operations have in common. Most operations of an API answer one body and the same few failures,
//! so that one enum with a parameter for the body serves them all, and an operation costs one line.

use std::collections::BTreeMap;

use proc_macro2::TokenStream;
use quote::quote;

use super::super::Api;
use super::super::operation::{Answer, View, served};
use super::super::rust::{File, docs, ident};
use super::answers::{page, reply, statuses, variant};
use crate::model::{OperationId, Status};

/// Which operations answer alike.
#[derive(Default)]
pub(in super::super) struct Shared {
    /// The enum by the operation.
    names: BTreeMap<OperationId, String>,
    /// An operation with such answers, by the name of the enum.
    samples: BTreeMap<String, OperationId>,
}

/// What makes answers alike, and the name that says it.
struct Likeness {
    key: String,
    name: String,
}

impl Shared {
    /// The likenesses of an API: what at least two operations answer.
    pub(in super::super) fn of(api: &Api<'_>) -> Self {
        let mut alike: BTreeMap<String, Vec<(String, OperationId)>> = BTreeMap::new();
        for group in served(api) {
            for view in group.views(api) {
                let answers = view.answers();
                // A page becomes an answer after the paging of its operation.
                if let Some(Likeness { key, name }) = likeness(&answers, view)
                    && page(view, &answers).is_none()
                {
                    alike.entry(name).or_default().push((key, view.id));
                }
            }
        }
        let mut shared = Self::default();
        for (name, operations) in alike {
            let Some((first, sample)) = operations.first().cloned() else { continue };
            let same: Vec<_> = operations.into_iter().filter(|(key, _)| *key == first).collect();
            if same.len() > 1 {
                shared.names.extend(same.into_iter().map(|(_, id)| (id, name.clone())));
                shared.samples.insert(name, sample);
            }
        }
        shared
    }

    /// The enum of the operation, if others have the same.
    pub(in super::super) fn name(&self, operation: OperationId) -> Option<&str> {
        self.names.get(&operation).map(String::as_str)
    }

    /// Whether there is any such enum.
    pub(super) fn is_empty(&self) -> bool {
        self.samples.is_empty()
    }
}

/// One answer with a body or without one that says success, and others of a fixed type; none has headers.
fn likeness(answers: &[Answer<'_>], view: View<'_>) -> Option<Likeness> {
    let mut key = String::new();
    let mut name = String::new();
    for (at, answer) in answers.iter().enumerate() {
        let is_meant = at == 0;
        let is_plain = if is_meant { answer.code().is_some() } else { !answer.is_split };
        if is_meant != answer.status.is_success() || !is_plain || !answer.headers.is_empty() {
            return None;
        }
        let body = match &answer.body {
            Some(_) if is_meant => "a body".to_owned(),
            Some(body) => body.ty.to_string(),
            None => String::new(),
        };
        let media = view.media_of(answer).unwrap_or_default();
        key.push_str(&format!("{} {media} {body};", answer.variant));
        name.push_str(&word(answer, at, media));
    }
    (!answers.is_empty()).then_some(Likeness { key, name })
}

/// `Ok` for the first, `Or404` for the others.
fn word(answer: &Answer<'_>, at: usize, media: &str) -> String {
    let status = match answer.status {
        _ if at == 0 => answer.variant.to_string(),
        Status::Default => "Default".to_owned(),
        status => status.to_string(),
    };
    let joint = if at == 0 { "" } else { "Or" };
    let media = match media {
        "" | "application/json" => String::new(),
        other => crate::names::medium(other),
    };
    format!("{joint}{status}{media}")
}

/// The file of the enums.
pub(super) fn file(api: &Api<'_>, shared: &Shared) -> File {
    let enums = shared.samples.iter().map(|(name, operation)| answers(View::new(api, *operation), name));
    let items: TokenStream = enums.collect();
    let imports = super::super::operations::imports().into();
    File { docs: "What several operations answer alike.".to_owned(), imports, tokens: items }
}

fn answers(view: View<'_>, name: &str) -> TokenStream {
    let answers = view.answers();
    let with_body = answers.first().is_some_and(|answer| answer.body.is_some());
    let title = docs(&statuses(&answers));
    let name = ident(name);
    let (declared, bounded) = if with_body { (quote!(<T>), quote!(<T: runtime::Value>)) } else { (quote!(), quote!()) };
    let first = answers.first().map(|answer| {
        let (docs, variant) = (answer.status_docs(), &answer.variant);
        if with_body { quote!(#docs #variant(T),) } else { quote!(#docs #variant,) }
    });
    let others = answers.iter().skip(1).map(|answer| variant(answer, answer.status_docs()));
    let reply = reply(view, &answers, &name, [&bounded, &declared]);
    let from = answers.first().map(|answer| {
        let variant = &answer.variant;
        let (ty, pattern, value) =
            if with_body { (quote!(T), quote!(body), quote!((body))) } else { (quote!(()), quote!(()), quote!()) };
        quote! {
            impl #declared From<#ty> for #name #declared {
                fn from(#pattern: #ty) -> Self {
                    Self::#variant #value
                }
            }
        }
    });
    quote! {
        #title
        #[derive(Debug)]
        #[non_exhaustive]
        pub enum #name #declared {
            #first
            #(#others)*
            /// Something that the documents do not list.
            Other(runtime::Response),
        }

        #from

        #reply
    }
}
