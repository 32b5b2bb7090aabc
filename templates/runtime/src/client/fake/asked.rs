//! What a fake was asked.

use std::fmt;
use std::ops::Deref;
use std::sync::Arc;

use http::{HeaderMap, Request};
use percent_encoding::percent_decode_str;

use crate::arguments::{self, Arguments, Received, Violation};
use crate::operation::{Location, Operation};
use crate::wire::{Bytes, Json, ReadError};
use crate::{body, style, template};

/// A request as it would have been sent. Its `Debug` shows the operation and no more: headers hold credentials.
#[derive(Clone)]
pub struct Asked(Arc<Inner>);

struct Inner {
    operation: Option<&'static Operation>,
    number: usize,
    /// The path below the base address.
    path: String,
    request: Request<Bytes>,
}

impl Asked {
    pub(super) fn new(
        operation: Option<&'static Operation>,
        base_path: &str,
        number: usize,
        request: Request<Bytes>,
    ) -> Self {
        let whole = request.uri().path();
        let below = whole.strip_prefix(base_path).unwrap_or(whole);
        let path = if below.starts_with('/') { below } else { whole }.to_owned();
        Self(Arc::new(Inner { operation, number, path, request }))
    }

    /// The id of the operation, unless the documents do not have it.
    #[must_use]
    pub fn operation_id(&self) -> Option<&'static str> {
        self.0.operation.map(|operation| operation.id)
    }

    pub(super) fn is_for(&self, operation: &'static Operation) -> bool {
        self.0.operation.is_some_and(|known| std::ptr::eq(known, operation))
    }

    /// How often the same was asked by now, this time included.
    #[must_use]
    pub fn number(&self) -> usize {
        self.0.number
    }

    /// The method.
    #[must_use]
    pub fn method(&self) -> &str {
        self.0.request.method().as_str()
    }

    /// The whole path, escaped.
    #[must_use]
    pub fn path(&self) -> &str {
        self.0.request.uri().path()
    }

    /// What stood in the place of a parameter of the path, not escaped any more.
    #[must_use]
    pub fn path_parameter(&self, name: &str) -> Option<String> {
        let operation = self.0.operation?;
        let is_it = |index: &usize| {
            let parameter = operation.parameters.get(*index);
            parameter.is_some_and(|parameter| parameter.location == Location::Path && parameter.name == name)
        };
        let (_, text) = self.captured()?.into_iter().find(|(index, _)| is_it(index))?;
        Some(percent_decode_str(text).decode_utf8_lossy().into_owned())
    }

    /// The first value of this name in the query, not escaped any more.
    #[must_use]
    pub fn query(&self, name: &str) -> Option<String> {
        self.queries(name).into_iter().next()
    }

    /// All values of this name in the query, not escaped any more.
    #[must_use]
    pub fn queries(&self, name: &str) -> Vec<String> {
        let plain = |text: &str| percent_decode_str(text).decode_utf8_lossy().into_owned();
        let pairs = style::split_query(self.0.request.uri().query().unwrap_or_default());
        pairs.iter().filter(|(known, _)| plain(known) == name).map(|(_, value)| plain(value)).collect()
    }

    /// A header, if it is there and text.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers().get(name).and_then(|value| std::str::from_utf8(value.as_bytes()).ok())
    }

    /// All headers. They hold credentials.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        self.0.request.headers()
    }

    /// The body; empty when there is none.
    #[must_use]
    pub fn body(&self) -> &Bytes {
        self.0.request.body()
    }

    /// The body as JSON.
    ///
    /// # Errors
    /// When it is none.
    pub fn json(&self) -> Result<Json, ReadError> {
        Json::parse_bytes(self.body())
    }

    /// The request as the arguments of its operation, read as a server would.
    pub(super) fn read<A: Arguments + Default>(&self) -> Result<AskedFor<A>, Vec<Violation>> {
        let mut arguments = A::default();
        let path = self.captured().ok_or_else(|| vec![Violation::new("path", "is not that of the operation")])?;
        let received = Received {
            path: &path,
            query: self.0.request.uri().query().unwrap_or_default(),
            headers: self.headers(),
            body: (!self.body().is_empty()).then(|| (self.media(), self.body())),
        };
        arguments::decode(&mut arguments, &received)?;
        Ok(AskedFor { arguments, asked: self.clone() })
    }

    fn captured(&self) -> Option<Vec<(usize, &str)>> {
        template::arguments(self.0.operation?.pieces(), &self.0.path)
    }

    /// The index of the body's media type in the row.
    fn media(&self) -> usize {
        let declared = self.header("content-type").unwrap_or_default();
        let listed = self.0.operation.and_then(|operation| operation.body.as_ref()).map_or(&[][..], |spec| spec.media);
        body::listed(listed, declared).unwrap_or_default()
    }
}

impl fmt::Debug for Asked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.operation_id().unwrap_or("-"), self.method())
    }
}

/// A request for an operation. It derefs to the arguments.
#[derive(Clone)]
pub struct AskedFor<A> {
    /// What the operation was called with, read from what would have been sent.
    pub arguments: A,
    /// The request.
    pub asked: Asked,
}

impl<A> Deref for AskedFor<A> {
    type Target = A;

    fn deref(&self) -> &A {
        &self.arguments
    }
}

impl<A: fmt::Debug> fmt::Debug for AskedFor<A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.arguments.fmt(f)
    }
}
