//! A transport that sends nothing: for tests.

use std::sync::{Arc, Mutex, PoisonError};

use http::{Request, Response};

use super::{Body, BoxFuture, Transport, TransportError};
use crate::wire::Bytes;

type Answer = dyn Fn(&Request<Bytes>) -> Result<Response<Bytes>, TransportError> + Send + Sync;

/// Answers by a function and records what was sent, bodies as a whole. Clones share the record.
#[derive(Clone)]
pub struct MemoryTransport {
    answer: Arc<Answer>,
    sent: Arc<Mutex<Vec<Request<Bytes>>>>,
}

impl MemoryTransport {
    /// Answers every request by this function.
    pub fn new(
        answer: impl Fn(&Request<Bytes>) -> Result<Response<Bytes>, TransportError> + Send + Sync + 'static,
    ) -> Self {
        Self { answer: Arc::new(answer), sent: Arc::default() }
    }

    /// Answers every request alike.
    #[must_use]
    pub fn json(status: u16, body: &'static str) -> Self {
        Self::new(move |_| {
            let reply = Response::builder().status(status).header("content-type", "application/json");
            reply.body(Bytes::from_static(body.as_bytes())).map_err(|_| TransportError::not_sent("no such status"))
        })
    }

    /// What was sent so far.
    #[must_use]
    pub fn sent(&self) -> Vec<Request<Bytes>> {
        self.sent.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Transport for MemoryTransport {
    fn send(&self, request: Request<Body>) -> BoxFuture<Result<Response<Bytes>, TransportError>> {
        let Self { answer, sent } = self.clone();
        Box::pin(async move {
            let (head, body) = request.into_parts();
            let request = Request::from_parts(head, body.collect().await?);
            let reply = answer(&request);
            sent.lock().unwrap_or_else(PoisonError::into_inner).push(request);
            reply
        })
    }
}

impl std::fmt::Debug for MemoryTransport {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("MemoryTransport")
    }
}
