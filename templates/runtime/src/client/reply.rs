//! Replies, raw and typed.

use std::time::SystemTime;

use http::{HeaderMap, StatusCode, Uri};

use super::{Error, address, retry};
use crate::body::{self, MediaType};
use crate::failure::Failure;
use crate::operation::{Operation, Status};
use crate::profile::Profile;
use crate::wire::{Become, Bytes, File, Form, FormMut, Mode, Text, Value};

/// A reply as received. It shows its status and no more: bodies and headers may hold secrets.
#[derive(Clone)]
pub struct Reply {
    pub(super) profile: &'static Profile,
    pub(super) operation: Option<&'static Operation>,
    pub(super) uri: Uri,
    pub(super) status: StatusCode,
    pub(super) headers: HeaderMap,
    pub(super) body: Bytes,
    pub(super) received: SystemTime,
    /// Number of the cached token that the call was sent with.
    pub(super) token: Option<u64>,
}

/// How many calls the vendor still takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RateLimit {
    /// Calls allowed in the window.
    pub limit: Option<u64>,
    /// Calls left in the window.
    pub remaining: Option<u64>,
    /// When the window ends, by the clock of this machine.
    pub reset: Option<SystemTime>,
}

impl Reply {
    /// The status.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// Whether the call succeeded: any 2xx, and a 3xx of an operation that is there for it.
    #[must_use]
    pub fn is_success(&self) -> bool {
        let redirects = |operation: &'static Operation| operation.redirects(self.status.as_u16());
        self.status.is_success() || self.operation.is_some_and(redirects)
    }

    /// The same, if the call succeeded: for `?`, before [`Reply::decode`], which reads bodies of any status.
    ///
    /// # Errors
    /// What the call would have failed with, if it did not.
    pub fn success(self) -> Result<Self, Error> {
        if self.is_success() { Ok(self) } else { Err(self.unexpected()) }
    }

    /// All headers.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// A header, if it is there and text.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|value| std::str::from_utf8(value.as_bytes()).ok())
    }

    /// A header as a value; what is not of the type is as if it were absent.
    #[must_use]
    pub fn header_value<T: Value>(&self, name: &str) -> T {
        let mut value = T::blank();
        if let Some(text) = self.header(name) {
            // After an error the value is blank.
            let _ = Text::One(text.to_owned()).read(&mut value);
        }
        value
    }

    /// Whether the body is of this media type, or of this range. Parameters count where both have them.
    #[must_use]
    pub fn is(&self, media_type: &str) -> bool {
        let (listed, declared) = (MediaType::new(media_type), MediaType::new(self.media_type().unwrap_or_default()));
        listed.covers(declared) && !listed.contradicts(declared)
    }

    /// The media type that the reply declares, with its parameters.
    #[must_use]
    pub fn media_type(&self) -> Option<&str> {
        self.header("content-type")
    }

    /// The body as received.
    #[must_use]
    pub fn body(&self) -> &Bytes {
        &self.body
    }

    /// The vendor's id of the request.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        self.header(self.profile.request_id?)
    }

    /// How many calls the vendor still takes, if it says so.
    #[must_use]
    pub fn rate_limit(&self) -> Option<RateLimit> {
        let names = self.profile.rate_limit?;
        let number = |name: &str| self.header(name).and_then(|text| text.trim().parse().ok());
        let found = RateLimit {
            limit: number(names.limit),
            remaining: number(names.remaining),
            reset: retry::reset(self.profile, &self.headers, self.received)
                .and_then(|delay| self.received.checked_add(delay)),
        };
        (found.limit.is_some() || found.remaining.is_some() || found.reset.is_some()).then_some(found)
    }

    /// Which of the operation's responses it is, by index.
    #[must_use]
    pub fn documented(&self) -> Option<usize> {
        let responses = self.operation?.responses.iter().enumerate();
        let exact = |status: Status| status.matches(self.status.as_u16());
        responses
            .filter(|(_, response)| exact(response.status) > 0)
            .max_by_key(|(_, response)| exact(response.status))
            .map(|(index, _)| index)
    }

    /// Which of the operation's responses it is, and which of the media types that are listed there: the first, where it
    /// declares none, and none where it declares another.
    #[must_use]
    pub fn listed(&self) -> Option<(usize, Option<usize>)> {
        let index = self.documented()?;
        let listed = self.operation?.responses.get(index)?.media;
        let row = self.media_type().map_or(Some(0), |declared| body::listed(listed, declared));
        Some((index, row))
    }

    /// The body as a value, read by its media type; what does not fit is kept raw where the type can keep it.
    ///
    /// # Errors
    /// When it is not one; the error keeps status and body.
    pub fn decode<T: Value>(&self) -> Result<T, Error> {
        let mut value = T::blank();
        match self.decode_into(&mut value) {
            Ok(()) => Ok(value),
            Err(problem) => {
                let coding = self.header("content-encoding").filter(|coding| !coding.eq_ignore_ascii_case("identity"));
                let problem = match coding {
                    Some(coding) => format!("the body is compressed ({}), which nobody asked for", shown(coding)),
                    None => problem,
                };
                Err(self.dressed(Error::decode(self.status, problem)))
            }
        }
    }

    fn decode_into(&self, value: &mut dyn Value) -> Result<(), String> {
        if let Form::File(_) = value.form() {
            value.take_file(self.file());
            return Ok(());
        }
        // What may be absent is, where there is nothing.
        if self.body.is_empty() && !value.take_bytes(Bytes::new()) {
            return if value.is_absent() { Ok(()) } else { Err("the body is empty".to_owned()) };
        }
        let expected = self.expected();
        let declared = self.media_type().unwrap_or(expected);
        if MediaType::new(expected).is_range() && value.take_bytes(self.body.clone()) {
            return Ok(());
        }
        if self.body.trim_ascii() == b"null" && body::is_json(declared) && becomes_nothing(value) {
            return Ok(());
        }
        let whole = self.listed_object(declared, value);
        match body::decode(declared, whole.as_ref().unwrap_or(&self.body), value, Mode::Lenient) {
            Ok(()) => Ok(()),
            Err(_) if body::essence(declared) != body::essence(expected) && !MediaType::new(declared).is_sequence() => {
                value.clear();
                body::decode(expected, &self.body, value, Mode::Lenient).map_err(|_| self.unreadable(declared))
            }
            Err(problems) => Err(problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ")),
        }
    }

    /// The body as a list of one, where it is an object, a list is asked for, and either may come.
    fn listed_object(&self, declared: &str, value: &dyn Value) -> Option<Bytes> {
        let spec = self.documented().and_then(|index| self.operation?.responses.get(index));
        let is_meant = spec.is_some_and(|spec| spec.or_list) && matches!(value.form(), Form::List(_));
        let is_object = body::is_json(declared) && self.body.trim_ascii_start().starts_with(b"{");
        (is_meant && is_object).then(|| [b"[", self.body.as_ref(), b"]"].concat().into())
    }

    /// What the documents say that the body is: of several media types that which it declares, else JSON.
    fn expected(&self) -> &'static str {
        let listed = self.listed();
        let media = listed.and_then(|(index, _)| self.operation?.responses.get(index)).map_or(&[][..], |row| row.media);
        let declared = listed.and_then(|(_, row)| media.get(row?));
        let usual = || media.iter().find(|media| body::is_json(media)).or(media.first());
        declared.or_else(usual).copied().unwrap_or("application/json")
    }

    /// The body with the media type that it declares.
    fn file(&self) -> File {
        let file = File::from(self.body.clone());
        match self.media_type() {
            Some(media_type) => file.media_type(media_type),
            None => file,
        }
    }

    fn unreadable(&self, declared: &str) -> String {
        format!("the body ({}) cannot be read", shown(&body::essence(declared)))
    }

    /// The error for a reply that is none of the successes that the documents know.
    #[must_use]
    pub fn unexpected(&self) -> Error {
        if self.status.is_success() {
            let declared = shown(self.media_type().unwrap_or_default());
            let problem = format!("the body ({declared}) is of no media type that the documents list");
            return self.dressed(Error::decode(self.status, problem));
        }
        let (failure, id) = Failure::read(self.profile, &self.body);
        let error = match self.elsewhere() {
            Some(target) => {
                let origin = target.origin().ascii_serialization();
                let error = Error::status_of(self.status).but(&format!("a redirect to {origin} is not followed"));
                error.to(target.as_str())
            }
            None => Error::status_of(self.status),
        };
        let error = self.dressed(error.told(failure));
        match (self.request_id(), id) {
            (None, Some(id)) => error.reply(&self.body, Some(id), self.retry_at()),
            _ => error,
        }
    }

    /// Where a redirect leads that was not followed. Only its origin may be shown, since the rest may hold secrets.
    fn elsewhere(&self) -> Option<url::Url> {
        if !self.status.is_redirection() {
            return None;
        }
        address::url(&self.uri)?.join(self.header("location")?).ok()
    }

    fn dressed(&self, error: Error) -> Error {
        error.of(self.operation).reply(&self.body, self.request_id().map(str::to_owned), self.retry_at())
    }

    fn retry_at(&self) -> Option<SystemTime> {
        if !matches!(self.status.as_u16(), 429 | 503) {
            return None;
        }
        let told = retry::told(self.profile, self.status.as_u16(), &self.headers, self.received);
        told.and_then(|delay| self.received.checked_add(delay))
    }
}

/// Makes null or nothing of a value that may be that; says whether it may.
fn becomes_nothing(value: &mut dyn Value) -> bool {
    if let FormMut::Nothing = value.form_mut(Become::Null) {
        return true;
    }
    value.clear();
    value.is_absent()
}

/// The beginning of a header, for people.
fn shown(text: &str) -> String {
    text.chars().take(60).filter(|c| !c.is_control()).collect()
}

impl std::fmt::Debug for Reply {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut shown = f.debug_struct("Reply");
        shown.field("operation", &self.operation.map(|operation| operation.id)).field("status", &self.status);
        shown.field("octets", &self.body.len()).finish_non_exhaustive()
    }
}

/// What a reply can be read as.
pub trait FromReply: Sized {
    /// Whether replies of every status are taken, not only successes.
    const ANY_STATUS: bool = false;

    /// Reads a reply.
    ///
    /// # Errors
    /// When the reply is not of the type.
    fn from_reply(reply: Reply) -> Result<Self, Error>;
}

impl<T: Value> FromReply for T {
    fn from_reply(reply: Reply) -> Result<Self, Error> {
        reply.decode()
    }
}

impl FromReply for () {
    fn from_reply(_reply: Reply) -> Result<Self, Error> {
        Ok(())
    }
}

impl FromReply for Reply {
    const ANY_STATUS: bool = true;

    fn from_reply(reply: Reply) -> Result<Self, Error> {
        Ok(reply)
    }
}
