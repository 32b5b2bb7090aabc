//! What may come back: the responses that were saved with requests, by status.

use super::address::Addressed;
use super::media::Media;
use super::reader::Reader;
use super::syntax::media_type::of_language;
use super::syntax::outline::Call;
use super::syntax::pair::headers;
use crate::diag::Code;
use crate::model::{Content, Location, Origin, Parameter, Ref, Response, Status};
use crate::read::node::Node;

pub(super) static STATUS: Code = Code {
    name: "postman/status",
    page: "A saved response has no status, or one that there is not. It is left out.\n\n    \"response\": [{\"code\": \
           0}]\n\nSave the response again.",
};

/// The rule for requests with which no response that did what was asked was saved.
const ANY_ANSWER: &str = "postman/any-answer";

/// Headers of responses that say something about the resource; the others belong to the connection.
const TELLING: &[&str] = &["etag", "link", "location", "retry-after"];

/// The saved responses of one status.
pub(super) struct Saved<'d> {
    status: u16,
    first: &'d Node,
    media: Media,
    headers: Vec<Parameter>,
}

impl<'d> Reader<'d, '_> {
    /// What the requests of an operation were answered with.
    pub(super) fn answers(&mut self, calls: &[&Addressed<'d>], label: &str) -> Vec<Response> {
        let mut saved: Vec<Saved<'d>> = Vec::new();
        for call in calls {
            for response in call.call.item.get("response").map(Node::items).into_iter().flatten() {
                self.save(response, &call.call, &mut saved);
            }
        }
        saved.sort_by_key(|saved| saved.status);
        let mut responses: Vec<Response> = Vec::new();
        for Saved { status, first, media, headers } in saved {
            let contents = self.contents(media, &[label.to_owned(), format!("response {status}")]);
            responses.push(Response {
                status: Status::Code(status),
                docs: first.get("name").and_then(Node::as_written).unwrap_or_default().to_owned(),
                headers,
                contents,
                or_list: None,
                error_type: None,
                origin: self.origin(first.span),
            });
        }
        if !responses.iter().any(|response| response.status.is_success()) {
            responses.extend(calls.first().map(|call| self.any(call)));
        }
        responses
    }

    pub(super) fn save(&mut self, response: &'d Node, call: &Call<'d>, saved: &mut Vec<Saved<'d>>) {
        let Some(status) = status(response) else {
            // Postman saves a null where there is nothing.
            if !response.is_null() {
                self.warn(&STATUS, response.span, "a saved response has no status", "left out");
                self.answered(response, call, &mut Media::default());
            }
            return;
        };
        let at = saved.iter().position(|known| known.status == status).unwrap_or(saved.len());
        if at == saved.len() {
            saved.push(Saved { status, first: response, media: Media::default(), headers: Vec::new() });
        }
        let Some(known) = saved.get_mut(at) else { return };
        for pair in headers(response) {
            let name = pair.key.to_ascii_lowercase();
            let is_known = known.headers.iter().any(|header| header.wire.eq_ignore_ascii_case(&name));
            if TELLING.contains(&name.as_str()) && !is_known {
                known.headers.push(Parameter::new(&pair.key, Location::Header, self.origin(pair.span)));
            }
        }
        self.answered(response, call, &mut known.media);
    }

    fn answered(&mut self, response: &'d Node, call: &Call<'d>, media: &mut Media) {
        let Some(body) = response.get("body") else { return };
        let Some(text) = body.as_str().filter(|text| !text.trim().is_empty()) else { return };
        let language = response.text("_postman_previewlanguage").and_then(of_language).map(str::to_owned);
        let stated = self.stated_type(response).or(language);
        self.text_in(stated, text, body, call, media);
    }

    /// Any answer that did what was asked.
    fn any(&self, call: &Addressed<'d>) -> Response {
        let span = call.call.item.span;
        let content = Content::new("*/*", Ref::Any, self.origin(span));
        Response {
            status: Status::Range(2),
            docs: String::new(),
            headers: Vec::new(),
            contents: vec![content],
            or_list: None,
            error_type: None,
            origin: Origin::Inferred(ANY_ANSWER, span),
        }
    }
}

fn status(response: &Node) -> Option<u16> {
    let code = response.get("code")?.as_written()?;
    code.parse().ok().filter(|code| (100..600).contains(code))
}
