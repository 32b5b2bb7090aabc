//! What may come back: the documented answers of an operation, and which of them are what the caller asked for.

use std::collections::HashSet;

use proc_macro2::{Ident, Literal, TokenStream};
use quote::quote;

use super::super::Api;
use super::super::rust::ident;
use super::super::types::{Position, in_list};
use super::View;
use super::body::{content_type, may_be_null};
use super::failure;
use crate::model::{self, Parameter, Ref, Response, Shape, Status, is_json};

/// A documented answer: a status, and one of its types where it has several.
pub(in super::super) struct Answer<'a> {
    /// Index of the response in the table.
    pub(in super::super) response: usize,
    /// Indexes of its media types of this body.
    pub(in super::super) media: Vec<usize>,
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
    /// Whether callers get a list, because servers may well answer one in place of one object.
    pub(in super::super) or_list: bool,
}

impl Content {
    /// What callers get, and whether that is large.
    pub(in super::super) fn returned(&self) -> (TokenStream, bool) {
        let ty = &self.ty;
        if self.or_list { (quote!(Vec<#ty>), false) } else { (ty.clone(), self.may_be_large) }
    }
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
        self.answers_with(|_| true)
    }

    /// Those of the statuses that are asked for.
    fn answers_with(self, is_wanted: impl Fn(Status) -> bool) -> Vec<Answer<'a>> {
        let responses = &self.operation.responses;
        (0..)
            .zip(responses)
            .filter(|(_, response)| is_wanted(response.status))
            .filter(|(at, response)| responses.iter().take(*at).all(|earlier| earlier.status != response.status))
            .flat_map(|(at, response)| self.answers_of(at, response))
            .collect()
    }

    fn answers_of(self, at: usize, response: &'a Response) -> Vec<Answer<'a>> {
        let mut contents: Vec<(Vec<usize>, Content)> = Vec::new();
        for (media, content) in (0..).zip(&response.contents) {
            let ty = reply_type(self.api, content);
            match contents.iter_mut().find(|(_, known)| known.ty.to_string() == ty.to_string()) {
                Some((rows, _)) => rows.push(media),
                None => {
                    let may_be_large = may_be_large(self.api, &content.ty);
                    let (model, or_list) = (content.ty.clone(), response.or_list.is_some());
                    contents.push((vec![media], Content { ty, model, may_be_large, or_list }));
                }
            }
        }
        let is_split = contents.len() > 1;
        let (status, media) = self.names.answer(at);
        let answer = |media: Vec<usize>, variant: &str, body| Answer {
            response: at,
            media,
            is_split,
            status: response.status,
            prose: &response.docs,
            variant: ident(variant),
            body,
            headers: self.headers(at, response),
        };
        if contents.is_empty() || failure::is_failure(self.api.model, self.operation, response) {
            return vec![answer(Vec::new(), status, None)];
        }
        contents
            .into_iter()
            .map(|(rows, body)| {
                let name = rows.first().and_then(|first| media.get(*first)).filter(|_| is_split);
                match name {
                    Some(media) => answer(rows, &format!("{status}{media}"), Some(body)),
                    None => answer(rows, status, Some(body)),
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
        self.all_media_of(answer).next()
    }

    /// The media types in which an answer may be written.
    pub(in super::super) fn all_media_of(self, answer: &Answer<'_>) -> impl Iterator<Item = &'a str> {
        let contents = self.operation.responses.get(answer.response).map_or(&[][..], |response| &response.contents);
        let rows = answer.media.iter().filter_map(|row| contents.get(*row));
        rows.map(|content| content.media_type.as_str())
    }

    /// Whether its response may also be JSON of another type, which it must not be said to be.
    pub(in super::super) fn has_other_json(self, answer: &Answer<'_>) -> bool {
        let contents = self.operation.responses.get(answer.response).map_or(&[][..], |response| &response.contents);
        let all = contents.iter().filter(|content| content.is_json()).count();
        all > self.all_media_of(answer).filter(|media| is_json(media)).count()
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

    /// The answers to a call that did what was asked: what 2xx say, else 3xx, else the default.
    pub(in super::super) fn meant(self) -> Vec<Answer<'a>> {
        let hundreds: [fn(Status) -> bool; 3] = [
            |status| matches!(status, Status::Code(200..=299) | Status::Range(2)),
            |status| matches!(status, Status::Code(300..=399) | Status::Range(3)),
            |status| status == Status::Default,
        ];
        let responses = &self.operation.responses;
        let is_there = |is_meant: &fn(Status) -> bool| responses.iter().any(|response| is_meant(response.status));
        hundreds.into_iter().find(is_there).map(|is_meant| self.answers_with(is_meant)).unwrap_or_default()
    }

    /// What a call returns when it did what was asked.
    pub(in super::super) fn success(self) -> Success<'a> {
        let mut answers = self.meant();
        if answers.iter().all(|answer| answer.status.is_redirect()) {
            // Of a redirect it matters where it leads, not what is shown to people who wait for it.
            answers.dedup_by_key(|answer| answer.response);
            answers.iter_mut().for_each(|answer| answer.body = None);
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

/// What a reply is in Rust: what may be null is optional, and of what nothing is known there may be anything.
fn reply_type(api: &Api<'_>, content: &model::Content) -> TokenStream {
    if content.is_json() && content.media_type.contains('*') && *api.model.resolved(&content.ty) == Ref::Any {
        return quote!(runtime::AnyBody);
    }
    let ty = content_type(api, content);
    if may_be_null(api, content) { quote!(Option<#ty>) } else { ty }
}

/// Whether a type is a struct or a choice between structs, perhaps by another name.
pub(super) fn may_be_large(api: &Api<'_>, ty: &Ref) -> bool {
    match api.model.resolved(ty) {
        Ref::Named(id) => matches!(api.model.ty(*id).shape, Shape::Object(_) | Shape::Choice(_)),
        _ => false,
    }
}

impl Answer<'_> {
    /// Whether it is in the vendor's error shape, because the documents describe no other, or just this one.
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
