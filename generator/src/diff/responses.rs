//! What may come back.

use super::Differ;
use super::rules::RESPONSE_REMOVED;
use super::rules::{HEADER_ADDED, HEADER_REMOVED, RESPONSE_ADDED, RESPONSE_BODY_ADDED, RESPONSE_BODY_REMOVED};
use super::site::Site;
use crate::model::{Parameter, Response, Status};

impl<'a> Differ<'a> {
    /// `site` is what servers send.
    pub(super) fn responses(&mut self, old: &'a [Response], new: &'a [Response], site: &Site) {
        for was in old {
            match same(was, new) {
                Some(is) => self.response(was, is, site),
                None => {
                    let site = site.part(&label(was.status), Some(was.origin.span()), None);
                    // Where nothing else says how it goes well, the new documents say less, not something else.
                    let is_missed = was.status.is_success() && new.iter().any(|is| is.status.is_success());
                    self.change(&RESPONSE_REMOVED, &site, "removed", (is_missed, false));
                }
            }
        }
        for is in new {
            if same(is, old).is_none() {
                let site = site.part(&label(is.status), None, Some(is.origin.span()));
                self.change(&RESPONSE_ADDED, &site, "added", (false, false));
            }
        }
    }

    fn response(&mut self, old: &'a Response, new: &'a Response, site: &Site) {
        let site = site.part(&label(old.status), Some(old.origin.span()), Some(new.origin.span()));
        match (old.contents.is_empty(), new.contents.is_empty()) {
            (false, true) => self.change(&RESPONSE_BODY_REMOVED, &site, "no body any more", (true, false)),
            (true, false) => self.change(&RESPONSE_BODY_ADDED, &site, "a body now", (false, true)),
            _ => self.contents(&old.contents, &new.contents, &site),
        }
        self.headers(&old.headers, &new.headers, &site);
    }

    fn headers(&mut self, old: &'a [Parameter], new: &'a [Parameter], site: &Site) {
        for was in old {
            let label = format!("header {}", was.wire);
            match header(new, was) {
                Some(is) => {
                    let site = site.part(&label, Some(was.origin.span()), Some(is.origin.span()));
                    self.ty(&was.ty, &is.ty, &site);
                    self.conditions((was.schema, &was.ty), (is.schema, &is.ty), &site);
                }
                None => {
                    let site = site.part(&label, Some(was.origin.span()), None);
                    self.change(&HEADER_REMOVED, &site, "removed", (true, false));
                }
            }
        }
        for is in new.iter().filter(|is| header(old, is).is_none()) {
            let site = site.part(&format!("header {}", is.wire), None, Some(is.origin.span()));
            self.change(&HEADER_ADDED, &site, "added", (false, false));
        }
    }
}

/// The header of the same name.
fn header<'a>(headers: &'a [Parameter], one: &Parameter) -> Option<&'a Parameter> {
    headers.iter().find(|known| known.wire.eq_ignore_ascii_case(&one.wire))
}

/// The response for the same status, or for a range that holds it.
fn same<'a>(response: &Response, others: &'a [Response]) -> Option<&'a Response> {
    let exactly = others.iter().find(|other| other.status == response.status);
    exactly.or_else(|| others.iter().find(|other| covers(response.status, other.status)))
}

fn covers(one: Status, other: Status) -> bool {
    match (one, other) {
        (Status::Code(code), Status::Range(hundred)) | (Status::Range(hundred), Status::Code(code)) => {
            code / 100 == u16::from(hundred)
        }
        (Status::Default, _) | (_, Status::Default) => true,
        _ => false,
    }
}

fn label(status: Status) -> String {
    match status {
        Status::Default => "default response".to_owned(),
        status => format!("response {status}"),
    }
}
