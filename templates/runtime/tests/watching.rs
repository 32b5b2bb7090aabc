//! What servers tell about requests, and what they never do. In a process of its own, since what another test reaches for the
//! first time just when somebody begins to listen may stay silent.

use crate::sample;

use std::fmt::{Debug, Write as _};
use std::sync::{Arc, Mutex};

use axum::body::Body;
use gatewright_runtime as runtime;
use runtime::profile::{Scheme, SchemeKind};
use runtime::{
    ApiKeys, Location, Operation, Principal, Profile, Request, SchemeRequirement, SecurityRequirement, ServerBuilder,
    Service, StaticTokens,
};
use sample::operations::users as operations;
use sample::server::Server;
use sample::server::users::{self, Users};
use tower::ServiceExt as _;
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

/// Writes down everything.
#[derive(Clone, Default)]
struct Diary(Arc<Mutex<String>>);

struct Line<'a>(&'a mut String);

impl Visit for Line<'_> {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        // Times differ in every run.
        if field.name() != "microseconds" && field.name() != "request" {
            let _ = write!(self.0, " {}={value:?}", field.name());
        }
    }
}

impl Diary {
    fn note(&self, what: &str, record: impl FnOnce(&mut Line<'_>)) {
        let mut text = self.0.lock().expect("no panic");
        text.push_str(what);
        record(&mut Line(&mut text));
        text.push('\n');
    }
}

impl Subscriber for Diary {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target().starts_with("gatewright")
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        self.note(span.metadata().name(), |line| span.record(line));
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, values: &Record<'_>) {
        self.note("then", |line| values.record(line));
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        self.note("event", |line| event.record(line));
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

struct Echo;

impl Users for Echo {
    async fn create_user(&self, request: Request<operations::CreateUser>) -> users::CreateUserResponse {
        request.body.clone().unwrap_or_default().into()
    }
}

async fn ask(service: &Service, request: http::request::Builder, body: &'static str) {
    let request = request.body(Body::from(body)).expect("a request");
    service.clone().oneshot(request).await.expect("an answer");
}

#[tokio::test]
async fn requests_are_told_without_secrets() {
    let diary = Diary::default();
    let _guard = tracing::subscriber::set_default(diary.clone());
    let told = || std::mem::take(&mut *diary.0.lock().expect("no panic"));
    let tokens = StaticTokens::new(&["SSWS"]).token("canary-token", Principal::superuser("alice"));
    let service = Server::new().users(Echo).authenticator(tokens).into_service();
    let request = http::Request::post("/api/v1/users?activate=true&canary=query");
    ask(&service, request.header("authorization", "SSWS canary-token"), r#"{"name":"canary-body"}"#).await;
    let expected = "request api=\"sample\"\nthen operation=\"createUser\"\nthen principal=\"alice\"\n\
                    then status=201\nevent message=answered status=201\n";
    assert_eq!(told(), expected);
    ask(&service, http::Request::get("/canary-path").header("authorization", "SSWS canary-wrong"), "").await;
    assert_eq!(told(), "request api=\"sample\"\nthen status=404\nevent message=answered status=404\n");
    Server::new().users(Echo).into_service();
    let closed = "operations answer 401 to everybody: the server has no authenticator";
    assert!(told().contains(closed), "start-up says what is closed");
    Server::new().users(Echo).authenticator(StaticTokens::new(&["SSWS"])).into_service();
    assert_eq!(told(), "", "nothing is closed");
    let keyed = ServerBuilder::new(&PROFILE, &[&KEYED, &SIGNED]).authenticator(ApiKeys::header("X-Key"));
    let _service = keyed.into_service();
    let expected = "event message=operations answer 401 to everybody: no authenticator proves certificate \
                    api=\"keyed\" locked=1 operations=\"signed\"\n";
    assert_eq!(told(), expected, "by what nobody can prove who they are");
}

static PROFILE: Profile = Profile {
    api: "keyed",
    schemes: &[
        Scheme { name: "key", kind: SchemeKind::Key { location: Location::Header, name: "X-Key" } },
        Scheme { name: "certificate", kind: SchemeKind::MutualTls },
    ],
    ..Profile::PLAIN
};

const KEY: SchemeRequirement = ("key", &[]);
const CERTIFICATE: SchemeRequirement = ("certificate", &[]);
static KEYED: Operation =
    Operation { id: "keyed", security: Some(&[SecurityRequirement::schemes(&[KEY])]), ..Operation::PLAIN };
static SIGNED: Operation = Operation {
    id: "signed",
    path: "/signed",
    security: Some(&[SecurityRequirement::schemes(&[KEY, CERTIFICATE])]),
    ..Operation::PLAIN
};
