//! Files of forms: octets in memory, or a source that they are read from while they are sent.
#![cfg_attr(not(feature = "client"), allow(dead_code, reason = "only clients read what they send"))]

#[cfg(any(feature = "client", feature = "server"))]
mod source;

use std::error::Error as StdError;
use std::fmt;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};

use http_body::Body;

use super::Bytes;
use super::value::{Become, Form, FormMut, Value};

/// A file of a form. What is in memory already becomes one by `into`; what is elsewhere is read while it is sent, and
/// never held as a whole. Servers get it as octets.
///
/// ```text
/// let logo = File::from(octets).named("logo.png").media_type("image/png");
/// let dump = File::reader(|| tokio::fs::File::open("dump.csv"));
/// ```
#[derive(Clone)]
pub struct File {
    content: Content,
    name: Option<String>,
    media_type: Option<String>,
}

#[derive(Clone)]
enum Content {
    Whole(Bytes),
    Source { source: Arc<Source>, length: Option<u64> },
}

enum Source {
    /// It can be read as often as one likes.
    Again(Box<dyn Fn() -> Octets + Send + Sync>),
    /// It can be read once.
    Once(Mutex<Option<Octets>>),
}

/// Octets that come piece by piece.
pub(crate) type Octets = Pin<Box<dyn Body<Data = Bytes, Error = Problem> + Send>>;

/// Why no more octets come.
pub(crate) type Problem = Box<dyn StdError + Send + Sync>;

impl File {
    fn new(content: Content) -> Self {
        Self { content, name: None, media_type: None }
    }

    fn source(source: Source) -> Self {
        Self::new(Content::Source { source: Arc::new(source), length: None })
    }

    /// A file that comes piece by piece; the function is called for every attempt to send it.
    pub fn body<B>(open: impl Fn() -> B + Send + Sync + 'static) -> Self
    where
        B: Body<Data = Bytes> + Send + 'static,
        B::Error: Into<Problem>,
    {
        Self::source(Source::Again(Box::new(move || Box::pin(Mapped(Box::pin(open()))))))
    }

    /// A file that comes piece by piece, once. A call that has begun to send it is never repeated.
    pub fn body_once<B>(body: B) -> Self
    where
        B: Body<Data = Bytes> + Send + 'static,
        B::Error: Into<Problem>,
    {
        Self::source(Source::Once(Mutex::new(Some(Box::pin(Mapped(Box::pin(body)))))))
    }

    /// The same under this name, without a folder.
    #[must_use]
    pub fn named(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self
    }

    /// The same as of this media type.
    #[must_use]
    pub fn media_type(mut self, media_type: impl Into<String>) -> Self {
        self.media_type = Some(media_type.into());
        self
    }

    /// The same of so many octets, so that the server is told the length of the request before it gets it. A source with
    /// another number of octets fails the call.
    #[must_use]
    pub fn length(mut self, octets: u64) -> Self {
        if let Content::Source { length, .. } = &mut self.content {
            *length = Some(octets);
        }
        self
    }

    /// What it is called, if it has a name. Callers choose it, so it is no path to write to.
    #[must_use]
    pub fn name(&self) -> Option<&str> {
        self.name.as_deref()
    }

    /// What its media type is said to be.
    #[must_use]
    pub fn content_type(&self) -> Option<&str> {
        self.media_type.as_deref()
    }

    /// The octets, if they are in memory. Those of a request that a server has read always are.
    #[must_use]
    pub fn bytes(&self) -> Option<&Bytes> {
        match &self.content {
            Content::Whole(bytes) => Some(bytes),
            Content::Source { .. } => None,
        }
    }

    /// How many octets it has, as far as is known.
    #[must_use]
    pub fn size(&self) -> Option<u64> {
        match &self.content {
            Content::Whole(bytes) => u64::try_from(bytes.len()).ok(),
            Content::Source { length, .. } => *length,
        }
    }

    /// Whether it can be read (again).
    pub(crate) fn is_ready(&self) -> bool {
        match &self.content {
            Content::Source { source, .. } => match &**source {
                Source::Again(_) => true,
                Source::Once(octets) => octets.lock().unwrap_or_else(PoisonError::into_inner).is_some(),
            },
            Content::Whole(_) => true,
        }
    }

    /// The octets from the first on, unless they are gone.
    pub(crate) fn open(&self) -> Option<Octets> {
        match &self.content {
            Content::Whole(bytes) => Some(Box::pin(Whole(Some(bytes.clone())))),
            Content::Source { source, .. } => match &**source {
                Source::Again(open) => Some(open()),
                Source::Once(octets) => octets.lock().unwrap_or_else(PoisonError::into_inner).take(),
            },
        }
    }
}

/// A body whose error is boxed.
struct Mapped<B>(Pin<Box<B>>);

impl<B: Body<Data = Bytes>> Body for Mapped<B>
where
    B::Error: Into<Problem>,
{
    type Data = Bytes;
    type Error = Problem;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<Result<http_body::Frame<Bytes>, Problem>>> {
        self.0.as_mut().poll_frame(context).map(|frame| frame.map(|frame| frame.map_err(Into::into)))
    }
}

/// Octets that are there.
struct Whole(Option<Bytes>);

impl Body for Whole {
    type Data = Bytes;
    type Error = Problem;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<Result<http_body::Frame<Bytes>, Problem>>> {
        std::task::Poll::Ready(self.0.take().map(|bytes| Ok(http_body::Frame::data(bytes))))
    }
}

impl Default for File {
    fn default() -> Self {
        Self::from(Bytes::new())
    }
}

impl From<Bytes> for File {
    fn from(bytes: Bytes) -> Self {
        Self::new(Content::Whole(bytes))
    }
}

impl From<Vec<u8>> for File {
    fn from(octets: Vec<u8>) -> Self {
        Self::from(Bytes::from(octets))
    }
}

impl From<&'static [u8]> for File {
    fn from(octets: &'static [u8]) -> Self {
        Self::from(Bytes::from_static(octets))
    }
}

impl<const N: usize> From<&'static [u8; N]> for File {
    fn from(octets: &'static [u8; N]) -> Self {
        Self::from(Bytes::from_static(octets))
    }
}

impl From<String> for File {
    fn from(text: String) -> Self {
        Self::from(Bytes::from(text))
    }
}

impl From<&'static str> for File {
    fn from(text: &'static str) -> Self {
        Self::from(Bytes::from(text))
    }
}

/// Its size and no more.
impl fmt::Debug for File {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.size() {
            Some(octets) => write!(f, "File({octets} octets)"),
            None => f.write_str("File"),
        }
    }
}

/// The same octets, or the same source.
impl PartialEq for File {
    fn eq(&self, other: &Self) -> bool {
        match (&self.content, &other.content) {
            (Content::Whole(one), Content::Whole(other)) => one == other,
            (Content::Source { source: one, .. }, Content::Source { source: other, .. }) => Arc::ptr_eq(one, other),
            _ => false,
        }
    }
}

/// In JSON as octets are; a source that has not been read is empty there.
impl Value for File {
    fn blank() -> Self {
        Self::default()
    }

    fn form(&self) -> Form<'_> {
        Form::File(self)
    }

    fn form_mut(&mut self, _target: Become) -> FormMut<'_> {
        FormMut::File(self)
    }
}
