//! A transport that answers requests in order, the last answer again and again, and remembers what was asked.
#![allow(dead_code, reason = "not every test needs all of it")]

use std::sync::{Arc, Mutex};

use gatewright_documents::apis::runtime::Bytes;
use gatewright_documents::apis::runtime::client::{Body, BoxFuture, Transport, TransportError};
use http::{Request, Response};

/// The answers, and the requests so far.
#[derive(Debug, Clone)]
pub struct Canned {
    answers: Vec<Answer>,
    asked: Arc<Mutex<Vec<Request<()>>>>,
}

#[derive(Debug, Clone)]
struct Answer {
    status: u16,
    headers: Vec<(&'static str, &'static str)>,
    body: Bytes,
}

impl Canned {
    fn new(answer: Answer) -> Self {
        Self { answers: vec![answer], asked: Arc::default() }
    }

    /// This status, without a body.
    pub fn status(status: u16) -> Self {
        Self::new(Answer { status, headers: Vec::new(), body: Bytes::new() })
    }

    /// A success with this body.
    pub fn body(media_type: &'static str, body: &'static [u8]) -> Self {
        let headers = vec![("content-type", media_type)];
        Self::new(Answer { status: 200, headers, body: Bytes::from_static(body) })
    }

    /// A success with this JSON.
    pub fn json(text: &'static str) -> Self {
        Self::body("application/json", text.as_bytes())
    }

    /// The same with another status.
    pub fn with_status(mut self, status: u16) -> Self {
        self.answers.iter_mut().for_each(|answer| answer.status = status);
        self
    }

    /// The same with one more header.
    pub fn header(mut self, name: &'static str, value: &'static str) -> Self {
        self.answers.iter_mut().for_each(|answer| answer.headers.push((name, value)));
        self
    }

    /// The same, and after it another.
    pub fn then(mut self, next: Self) -> Self {
        self.answers.extend(next.answers);
        self
    }

    /// The values of a header of all requests so far.
    pub fn asked(&self, name: &str) -> Vec<String> {
        let asked = self.asked.lock().expect("not poisoned");
        let value = |request: &Request<()>| request.headers().get(name)?.to_str().ok().map(str::to_owned);
        asked.iter().map(|request| value(request).unwrap_or_default()).collect()
    }
}

impl Transport for Canned {
    fn send(&self, request: Request<Body>) -> BoxFuture<Result<Response<Bytes>, TransportError>> {
        let mut asked = self.asked.lock().expect("not poisoned");
        let answer = self.answers.get(asked.len()).or(self.answers.last()).expect("an answer");
        asked.push(request.map(|_| ()));
        let mut response = Response::builder().status(answer.status);
        for (name, value) in &answer.headers {
            response = response.header(*name, *value);
        }
        let response = response.body(answer.body.clone()).expect("a response");
        Box::pin(std::future::ready(Ok(response)))
    }
}
