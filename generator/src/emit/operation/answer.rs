//! What may come back: the documented answers of an operation, and which of them are what the caller asked for.

use std::collections::HashSet;

use proc_macro2::{Ident, Literal, TokenStream};
use quote::quote;

use super::super::Api;
use super::super::rust::ident;
use super::super::types::{Position, in_list};
use super::View;
use super::body::content_type;
use crate::model::{Parameter, Ref, Response, Shape, Status, is_json};

/// A documented answer: a status, and one of its types where it has several.
pub(in super::super) struct Answer<'a> {
    /// Index of the response in the table.
    pub(in super::super) response: usize,
    /// Index of its first media type of this body.
    pub(in super::super) media: usize,
    /// Whether the response has answers with other bodies.
    pub(in super::super) is_split: bool,
    pub(in super::super) status: Status,
    pub(in super::super) prose: &'a str,
    /// `Ok`, or `OkJson` where the response is split.
    pub(in super::super) variant: Ident,
    pub(in super::super) body: Option<Content>,
    pub(in super::super) headers: Vec<Header<'a>>,
}

/// The body of an answer.
#[derive(Clone)]
pub(in super::super) struct Content {
    pub(in super::super) ty: TokenStream,
    /// The type in the model.
    model: Ref,
    /// Whether it is a struct or a choice, and so stands in a box where it is one of several.
    pub(in super::super) may_be_large: bool,
}

/// A header of an answer.
pub(in super::super) struct Header<'a> {
    pub(in super::super) name: Ident,
    pub(in super::super) header: &'a Parameter,
    pub(in super::super) ty: TokenStream,
}

/// What a call returns when it did what was asked.
pub(in super::super) enum Success<'a> {
    /// Nothing but that.
    Nothing,
    /// A value.
    Plain(Content),
    /// No body, but headers that say something.
    Headers(Answer<'a>),
    /// One of several.
    Several(Vec<Answer<'a>>),
}

impl<'a> View<'a> {
    /// The documented answers, each status once.
    pub(in super::super) fn answers(self) -> Vec<Answer<'a>> {
        let responses = &self.operation.responses;
        (0..)
            .zip(responses)
            .filter(|(at, response)| responses.iter().take(*at).all(|earlier| earlier.status != response.status))
            .flat_map(|(at, response)| self.answers_of(at, response))
            .collect()
    }

    fn answers_of(self, at: usize, response: &'a Response) -> Vec<Answer<'a>> {
        let mut contents: Vec<(usize, Content)> = Vec::new();
        let mut seen = HashSet::new();
        for (media, content) in (0..).zip(&response.contents) {
            let ty = content_type(self.api, content);
            if seen.insert(ty.to_string()) {
                contents.push((
                    media,
                    Content { ty, model: content.ty.clone(), may_be_large: may_be_large(self.api, &content.ty) },
                ));
            }
        }
        let is_split = contents.len() > 1;
        let (status, media) = self.names.answer(at);
        let answer = |media: usize, variant: &str, body| Answer {
            response: at,
            media,
            is_split,
            status: response.status,
            prose: &response.docs,
            variant: ident(variant),
            body,
            headers: self.headers(at, response),
        };
        if contents.is_empty() {
            return vec![answer(0, status, None)];
        }
        contents
            .into_iter()
            .map(|(at, body)| {
                let name = media.get(at).filter(|_| is_split);
                match name {
                    Some(media) => answer(at, &format!("{status}{media}"), Some(body)),
                    None => answer(at, status, Some(body)),
                }
            })
            .collect()
    }

    fn headers(self, at: usize, response: &'a Response) -> Vec<Header<'a>> {
        self.names
            .headers(at)
            .iter()
            .zip(&response.headers)
            .map(|(name, header)| Header { name: ident(name), header, ty: self.owned(&header.ty) })
            .collect()
    }

    /// The media type in which an answer is written.
    pub(in super::super) fn media_of(self, answer: &Answer<'_>) -> Option<&'a str> {
        let contents = &self.operation.responses.get(answer.response)?.contents;
        contents.get(answer.media).map(|content| content.media_type.as_str())
    }

    /// The type of the items of a page, where the page is a list or has one at the place that paging names.
    pub(in super::super) fn item(self, page: &Content) -> Option<TokenStream> {
        let model = self.api.model;
        let mut ty = model.resolved(&page.model);
        for step in self.operation.paging.as_ref()?.items.split('/').skip(1) {
            let step = step.replace("~1", "/").replace("~0", "~");
            let Ref::Named(id) = ty else { return None };
            let Shape::Object(object) = &model.ty(*id).shape else { return None };
            ty = model.resolved(&object.fields.iter().find(|field| field.wire == step)?.ty);
        }
        match ty {
            Ref::List { item, .. } => {
                let position = Position { types: &quote!(types), secret: false };
                Some(in_list(self.api, position, item))
            }
            _ => None,
        }
    }

    /// What a call returns when it did what was asked: what 2xx say, else 3xx, else the default.
    pub(in super::super) fn success(self) -> Success<'a> {
        let hundreds: [fn(Status) -> bool; 3] = [
            |status| matches!(status, Status::Code(200..=299) | Status::Range(2)),
            |status| matches!(status, Status::Code(300..=399) | Status::Range(3)),
            |status| status == Status::Default,
        ];
        let mut answers = self.answers();
        let is_there = |is_meant: &fn(Status) -> bool| answers.iter().any(|answer| is_meant(answer.status));
        match hundreds.into_iter().find(is_there) {
            Some(is_meant) => answers.retain(|answer| is_meant(answer.status)),
            None => answers.clear(),
        }
        Success::of(self.decodable(answers))
    }

    /// Of a resource in several media types, the JSON is what a call asks for and returns.
    fn decodable(self, answers: Vec<Answer<'a>>) -> Vec<Answer<'a>> {
        let is_json = |answer: &Answer<'_>| self.media_of(answer).is_some_and(is_json);
        let in_json: Vec<_> = answers.iter().filter(|answer| is_json(answer)).map(|answer| answer.response).collect();
        answers.into_iter().filter(|answer| is_json(answer) || !in_json.contains(&answer.response)).collect()
    }
}

impl<'a> Success<'a> {
    fn of(mut answers: Vec<Answer<'a>>) -> Self {
        let body = |answer: &Answer<'_>| answer.body.as_ref().map(|body| body.ty.to_string());
        let bodies: HashSet<Option<String>> = answers.iter().map(body).collect();
        if bodies.len() > 1 {
            return Self::Several(answers);
        }
        let says_something = |answer: &Answer<'_>| answer.headers.iter().any(|header| !header.is_routine());
        match answers.iter().position(says_something) {
            Some(at) if bodies.contains(&None) => Self::Headers(answers.swap_remove(at)),
            _ => answers.into_iter().find_map(|answer| answer.body).map_or(Self::Nothing, Self::Plain),
        }
    }
}

impl Header<'_> {
    /// Whether the runtime reads it for every call, so that it makes no reply of its own.
    pub(in super::super) fn is_routine(&self) -> bool {
        let header = self.header.wire.to_ascii_lowercase();
        matches!(header.as_str(), "link" | "retry-after" | "date" | "content-type" | "content-length")
            || header.contains("rate-limit")
            || header.contains("ratelimit")
            || header.contains("request-id")
    }
}

/// Whether a type is a struct or a choice between structs, perhaps by another name.
pub(super) fn may_be_large(api: &Api<'_>, ty: &Ref) -> bool {
    match api.model.resolved(ty) {
        Ref::Named(id) => matches!(api.model.ty(*id).shape, Shape::Object(_) | Shape::Choice(_)),
        _ => false,
    }
}

impl Answer<'_> {
    /// Whether it says that the call did what was asked.
    pub(in super::super) fn is_meant(&self) -> bool {
        self.status.is_success() || self.status == Status::Default
    }

    /// Whether it is in the vendor's error shape, because the documents describe no other.
    pub(in super::super) fn is_failure(&self) -> bool {
        self.body.is_none() && matches!(self.status, Status::Code(400..) | Status::Range(4..) | Status::Default)
    }

    /// The status on the wire, where the document names exactly one.
    pub(in super::super) fn code(&self) -> Option<Literal> {
        match self.status {
            Status::Code(code) => Some(Literal::u16_unsuffixed(code)),
            Status::Range(_) | Status::Default => None,
        }
    }
}
