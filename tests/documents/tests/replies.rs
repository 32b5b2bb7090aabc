//! What replies are: null, nothing, anything, redirects, sequences, and which of several media types.

use crate::canned;

use axum::body::{Body, to_bytes};
use canned::Canned;
use gatewright_documents::apis::replies::client::anything::{GetAnything, PutAnything};
use gatewright_documents::apis::replies::client::headed::GetHeadedVersionReply;
use gatewright_documents::apis::replies::client::headers::{EtagAndLocationHeaders, LeftAndUntilHeaders};
use gatewright_documents::apis::replies::client::listed::KindsReply;
use gatewright_documents::apis::replies::client::nothing::PutThingReply;
use gatewright_documents::apis::replies::client::nulls::*;
use gatewright_documents::apis::replies::client::versions::GetVersionReply;
use gatewright_documents::apis::replies::operations::{
    anything, headed as headed_of, listed as listed_of, nulls as nulls_of, versions as versions_of,
};
use gatewright_documents::apis::replies::server::anything::{Anything, GetAnythingResponse};
use gatewright_documents::apis::replies::server::headed::{self, Headed};
use gatewright_documents::apis::replies::server::listed::{ListNodesResponse, Listed};
use gatewright_documents::apis::replies::server::nulls::{self, Nulls};
use gatewright_documents::apis::replies::server::versions::{GetVersionResponse, PutVersionResponse, Versions};
use gatewright_documents::apis::replies::server::{Server, nothing};
use gatewright_documents::apis::replies::types::{First, Kind, Node, Second};
use gatewright_documents::apis::replies::{Client, operations};
use gatewright_documents::apis::runtime::client::Fake;
use gatewright_documents::apis::runtime::{AnyBody, Bytes, Error, ErrorKind, Json, Request, Response};
use gatewright_documents::apis::{old_nulls, runtime};
use tower::ServiceExt;

/// A client whose calls are all answered with this.
fn answering(canned: Canned) -> Client {
    Client::builder("https://replies.example.com").transport(canned).build().expect("a client")
}

#[tokio::test]
async fn null_is_none_where_documents_allow_it() {
    let client = answering(Canned::json(" null\n"));
    assert_eq!(client.nulls().node().send().await.expect("null"), None);
    assert_eq!(client.nulls().named().send().await.expect("null"), None);
    assert_eq!(client.nulls().name().send().await.expect("null"), None);
    assert_eq!(client.nulls().list().send().await.expect("null"), None);
    assert_eq!(client.nulls().map().send().await.expect("null"), None);
    assert_eq!(client.nulls().kind().send().await.expect("null"), None);
    let several = client.nulls().several().send().await.expect("null");
    assert!(matches!(several, NullSeveralReply::Ok(body) if body.is_none()));
}

#[tokio::test]
async fn values_are_some_where_null_is_allowed() {
    let node = answering(Canned::json(r#"{"id": "a"}"#)).nulls().node().send().await;
    assert_eq!(node.expect("a node"), Some(Node::new("a")));
    let list = answering(Canned::json(r#"["a"]"#)).nulls().list().send().await;
    assert_eq!(list.expect("a list"), Some(vec!["a".to_owned()]));
    let kind = answering(Canned::json(r#""b""#)).nulls().kind().send().await;
    assert_eq!(kind.expect("a kind"), Some(Kind::B));
}

#[tokio::test]
async fn null_is_an_error_where_documents_do_not_allow_it() {
    let refused = answering(Canned::json("null")).nulls().never().send().await;
    assert_eq!(refused.expect_err("null").kind(), ErrorKind::Decode);
}

#[tokio::test]
async fn null_by_the_flag_of_old_documents_is_none() {
    let builder = old_nulls::Client::builder("https://nulls.example.com");
    let client = builder.transport(Canned::json("null")).build().expect("a client");
    assert_eq!(client.nulls().node().send().await.expect("null"), None);
    assert_eq!(client.nulls().named().send().await.expect("null"), None);
    assert_eq!(client.nulls().list().send().await.expect("null"), None);
}

/// Answers with nothing where that is allowed, and otherwise in ways that clients might not expect.
#[derive(Clone)]
struct Odd;

impl Nulls for Odd {
    async fn null_node(&self, _: Request<nulls_of::NullNode>) -> nulls::NullNodeResponse {
        None.into()
    }

    async fn null_list(&self, _: Request<nulls_of::NullList>) -> nulls::NullListResponse {
        Some(vec!["a".to_owned()]).into()
    }
}

impl Anything for Odd {
    async fn get_anything(&self, _: Request<anything::GetAnything>) -> GetAnythingResponse {
        GetAnythingResponse::Ok(AnyBody::new("image/png", Bytes::from_static(b"\xff")))
    }
}

impl nothing::Nothing for Odd {
    async fn put_thing(&self, _: Request<operations::nothing::PutThing>) -> nothing::PutThingResponse {
        nothing::PutThingResponse::Other(Response::new(205).body("application/json", &Node::new("a")))
    }
}

impl Versions for Odd {
    async fn get_version(&self, _: Request<versions_of::GetVersion>) -> GetVersionResponse {
        GetVersionResponse::OkAcmeJson(Box::new(First::new("a")))
    }

    async fn put_version(&self, request: Request<versions_of::PutVersion>) -> PutVersionResponse {
        PutVersionResponse::Other(match &request.arguments.body {
            Some(versions_of::PutVersionBody::AcmeJson(_)) => Response::new(201),
            Some(_) => Response::new(202),
            None => Response::new(203),
        })
    }
}

/// The status, the media type and the body that a server answers with.
async fn answered(request: http::request::Builder, body: &'static str) -> (u16, Option<String>, Bytes) {
    let server = Server::new().nulls(Odd).anything(Odd).nothing(Odd).versions(Odd).listed(Odd);
    let request = request.body(Body::from(body)).expect("a request");
    let answer = server.into_service().oneshot(request).await.expect("an answer");
    let media_type = answer.headers().get("content-type").and_then(|value| value.to_str().ok()).map(str::to_owned);
    (answer.status().as_u16(), media_type, to_bytes(answer.into_body(), 1_000).await.expect("a body"))
}

#[tokio::test]
async fn servers_answer_null() {
    let (status, _, body) = answered(http::Request::get("/null/node"), "").await;
    assert_eq!((status, &body[..]), (200, &b"null"[..]));
    let (status, _, body) = answered(http::Request::get("/null/list"), "").await;
    assert_eq!((status, &body[..]), (200, &br#"["a"]"#[..]));
}

#[tokio::test]
async fn replies_that_never_have_a_body_need_none() {
    answering(Canned::status(204)).nothing().delete_thing().send().await.expect("204");
    answering(Canned::status(200)).nothing().head_thing().send().await.expect("200");
    let reset = answering(Canned::status(205)).nothing().put_thing().send().await;
    assert_eq!(reset.expect("205"), PutThingReply::ResetContent);
}

#[tokio::test]
async fn servers_send_no_body_with_a_status_that_has_none() {
    let (status, media_type, body) = answered(http::Request::put("/gone"), "").await;
    assert_eq!((status, media_type, body.len()), (205, None, 0));
}

#[tokio::test]
async fn of_what_nothing_is_known_everything_is_taken() {
    for method in ["GET", "PUT", "POST"] {
        let called = async |canned: Canned| -> Result<AnyBody, Error> {
            let client = answering(canned);
            match method {
                "GET" => client.anything().get().send().await,
                "PUT" => client.anything().put().send().await,
                _ => client.anything().post().send().await,
            }
        };
        assert!(called(Canned::status(204)).await.expect("nothing").is_empty());
        assert!(called(Canned::status(200)).await.expect("nothing").is_empty());
        let picture = called(Canned::body("image/png", b"\xff\x00")).await.expect("a picture");
        assert_eq!((picture.media_type(), &picture.bytes()[..]), (Some("image/png"), &b"\xff\x00"[..]));
        assert_eq!(picture.text(), None);
        let value = called(Canned::json(r#""aGk=""#)).await.expect("JSON");
        assert_eq!(value.json().expect("JSON"), Json::from("aGk="));
        assert_eq!(called(Canned::body("text/plain", b"hi")).await.expect("a text").text(), Some("hi"));
        assert!(called(Canned::status(404)).await.is_err());
    }
}

#[tokio::test]
async fn fakes_and_servers_answer_anything() {
    let fake = Fake::new();
    let client = Client::builder("https://replies.example.com").fake(&fake).build().expect("a client");
    fake.on::<GetAnything>().returns(Json::from("a").into());
    fake.on::<PutAnything>().returns(AnyBody::default());
    assert_eq!(client.anything().get().send().await.expect("JSON").media_type(), Some("application/json"));
    assert!(client.anything().put().send().await.expect("nothing").is_empty());
    let (status, media_type, body) = answered(http::Request::get("/any"), "").await;
    assert_eq!((status, media_type.as_deref(), &body[..]), (200, Some("image/png"), &b"\xff"[..]));
}

#[tokio::test]
async fn redirects_beside_a_success_are_errors_that_say_where_they_lead() {
    let elsewhere = Canned::status(302).header("location", "https://elsewhere.example.com/x?token=secret");
    let error = answering(elsewhere).moved().get().send().await.expect_err("a redirect");
    assert_eq!(error.kind(), ErrorKind::Redirect);
    assert_eq!(error.location(), Some("https://elsewhere.example.com/x?token=secret"));
    let shown = format!("{error} {error:?}");
    assert!(shown.contains("https://elsewhere.example.com") && !shown.contains("secret"), "{shown}");
}

#[tokio::test]
async fn redirects_beside_a_success_are_followed_to_the_same_origin() {
    let canned = Canned::status(302).header("location", "/any").then(Canned::json(r#"{"id": "a"}"#));
    assert_eq!(answering(canned).moved().get().send().await.expect("a node"), Node::new("a"));
}

#[tokio::test]
async fn redirects_that_an_operation_is_there_for_are_its_reply() {
    // To the same origin, too, where others are followed.
    let there = Canned::status(302).header("location", "https://replies.example.com/any");
    let reply = answering(there).moved().authorize().send().await.expect("a redirect");
    assert_eq!(reply.location.as_deref(), Some("https://replies.example.com/any"));
    let there = Canned::body("text/html", b"<p>").with_status(303).header("location", "/there");
    let reply = answering(there).moved().login().send().await.expect("a redirect");
    assert_eq!(reply.location.as_deref(), Some("/there"));
}

#[tokio::test]
async fn sequences_are_not_asked_for_where_there_is_another_media_type() {
    let lines = b"{\"id\":\"1\"}\n{\"id\":\"2\"}\n";
    let rows = Canned::json(r#"[{"id": "1"}, {"id": "2"}]"#);
    let canned =
        rows.then(Canned::body("application/jsonl", lines)).then(Canned::body("text/event-stream", b"data: 1\n\n"));
    let client = answering(canned.clone());
    assert_eq!(client.rows().get_rows().send().await.expect("rows"), [Node::new("1"), Node::new("2")]);
    assert_eq!(client.rows().get_lines().send().await.expect("lines"), &lines[..]);
    assert_eq!(client.rows().get_events().send().await.expect("events"), "data: 1\n\n");
    assert_eq!(canned.asked("accept"), ["application/json", "application/jsonl", "text/event-stream"]);
}

#[tokio::test]
async fn sequences_are_never_read_as_their_first_item() {
    for lines in ["{\"id\":\"1\"}\n{\"id\":\"2\"}\n", "{\"id\":\"1\"}", "[{\"id\":\"1\"}]"] {
        let answer = Canned::body("application/x-ndjson; charset=utf-8", lines.as_bytes());
        let rows = answering(answer).rows().get_rows().send().await;
        assert_eq!(rows.expect_err("lines").kind(), ErrorKind::Decode, "{lines}");
    }
}

/// What a call returns where the reply is of this media type.
async fn version(media_type: &'static str) -> Result<GetVersionReply, Error> {
    let answer = Canned::body(media_type, br#"{"name": "n", "title": "t"}"#);
    answering(answer).versions().get().send().await
}

#[tokio::test]
async fn parameters_of_media_types_tell_replies_apart() {
    let first = version("application/vnd.acme+json;version=1").await.expect("a version");
    assert!(matches!(first, GetVersionReply::OkAcmeJson(first) if first.name.as_deref() == Some("n")));
    for second in ["application/vnd.acme+json; charset=utf-8; version=\"2\"", "Application/Vnd.Acme+JSON; Version=2"] {
        match version(second).await.expect("a version") {
            GetVersionReply::OkApplicationVndAcmeJsonVersion2(second) => assert_eq!(second.title.as_deref(), Some("t")),
            other => panic!("{other:?}"),
        }
    }
    let unknown = version("application/vnd.acme+json; version=3").await.expect_err("no such version");
    assert_eq!(unknown.kind(), ErrorKind::Decode);
}

#[tokio::test]
async fn parameters_of_media_types_tell_requests_and_answers_of_servers_apart() {
    let put = |version| {
        http::Request::put("/versions").header("content-type", format!("application/vnd.acme+json; version={version}"))
    };
    assert_eq!(answered(put(1), r#"{"name": "a"}"#).await.0, 201);
    assert_eq!(answered(put(2), r#"{"title": "a"}"#).await.0, 202);
    assert_eq!(answered(put(3), r#"{"title": "a"}"#).await.0, 415);
    let get = |accept: &str| http::Request::get("/versions").header("accept", accept);
    let (status, media_type, _) = answered(get("application/vnd.acme+json; version=2"), "").await;
    assert_eq!(status, 200);
    assert_eq!(media_type.as_deref(), Some("application/vnd.acme+json; version=1"), "what it is");
    assert_eq!(answered(get("application/vnd.acme+json; version=3"), "").await.0, 406);
    assert_eq!(answered(get("application/vnd.acme+json"), "").await.0, 200);
}

#[tokio::test]
async fn parameters_behind_a_comma_are_as_good_as_none() {
    let canned = Canned::json(r#"{"id": "a"}"#);
    assert_eq!(answering(canned.clone()).versions().get_commas().send().await.expect("a node"), Node::new("a"));
    assert_eq!(canned.asked("accept"), ["application/json"]);
}

#[test]
fn a_body_of_any_sort_shows_no_content() {
    let body = AnyBody::from("a secret");
    assert_eq!(format!("{body:?}"), r#"AnyBody { media_type: Some("text/plain; charset=utf-8"), bytes: 8 }"#);
    assert!(runtime::AnyBody::default().media_type().is_none());
}

impl Headed for Odd {
    async fn get_session(&self, _: Request<headed_of::GetSession>) -> headed::GetSessionResponse {
        let until = Some("2026-03-01T08:00:00Z".into());
        headed::GetSessionResponse::Ok { body: "s".to_owned(), x_left: Some(7), x_until: until }
    }

    async fn put_session(&self, _: Request<headed_of::PutSession>) -> headed::PutSessionResponse {
        headed::PutSessionResponse::Other(
            Response::new(200).header("x-left", &"many".to_owned()).body("application/json", &Node::new("a")),
        )
    }

    async fn get_headed_version(&self, _: Request<headed_of::GetHeadedVersion>) -> headed::GetHeadedVersionResponse {
        let body = Box::new(Second::new("t"));
        headed::GetHeadedVersionResponse::Created {
            body,
            etag: Some("v1".to_owned()),
            location: Some("/there".to_owned()),
        }
    }
}

/// A client of a server on a socket of this machine.
async fn served() -> Client {
    let listener = tokio::net::TcpListener::bind(("127.0.0.1", 0)).await.expect("a socket");
    let address = listener.local_addr().expect("an address");
    let router = Server::new().headed(Odd).into_router();
    tokio::spawn(async move { axum::serve(listener, router).await });
    Client::builder(format!("http://{address}")).allow_http_loopback(true).build().expect("a client")
}

#[tokio::test]
async fn headers_of_replies_with_a_body_are_typed() {
    let client = served().await;
    let (session, headers) = client.headed().get_session().send_with_headers().await.expect("a session");
    assert_eq!((session.as_str(), headers.x_left), ("s", Some(7)));
    assert_eq!(headers.x_until.expect("a time").as_str(), "2026-03-01T08:00:00Z");
    let raw = client.headed().get_session().send_raw().await.expect("a reply");
    assert_eq!(raw.read_headers::<LeftAndUntilHeaders>().x_left, Some(7));
}

#[tokio::test]
async fn headers_that_are_not_of_their_type_are_none() {
    let (node, headers) = served().await.headed().put_session().send_with_headers().await.expect("a node");
    assert_eq!((node, headers), (Node::new("a"), LeftAndUntilHeaders::default()));
}

#[tokio::test]
async fn headers_of_several_statuses_are_all_there() {
    let (version, headers) = served().await.headed().get_version().send_with_headers().await.expect("a version");
    assert_eq!(version, GetHeadedVersionReply::Created(Box::new(Second::new("t"))));
    let EtagAndLocationHeaders { etag, location, .. } = headers;
    assert_eq!((etag.as_deref(), location.as_deref()), (Some("v1"), Some("/there")));
}
/// The document says that the call lists, and that it answers one object: both are read, and servers answer the object.
#[tokio::test]
async fn what_lists_and_says_one_object_is_read_as_a_list() {
    let listed = async |canned: Canned| answering(canned).listed().list_nodes().send().await;
    assert_eq!(
        listed(Canned::json(r#"[{"id": "a"}, {"id": "b"}]"#)).await.expect("a list"),
        [Node::new("a"), Node::new("b")]
    );
    assert_eq!(listed(Canned::json(" []")).await.expect("a list"), []);
    assert_eq!(listed(Canned::json(r#"{"id": "a"}"#)).await.expect("one"), [Node::new("a")]);
    assert_eq!(listed(Canned::json(r#""a""#)).await.expect_err("a text").kind(), ErrorKind::Decode);
    let kinds = answering(Canned::json(r#"{"id": "a"}"#)).listed().kinds().send().await.expect("one");
    assert!(matches!(kinds, KindsReply::Ok(nodes) if nodes == [Node::new("a")]));
    let later = answering(Canned::json(r#"[{"id": "a"}]"#).with_status(202)).listed().kinds().send().await;
    assert!(matches!(later.expect("a list"), KindsReply::Accepted(nodes) if nodes == [Node::new("a")]));
    let old = answering(Canned::json(r#"{"name": "a"}"#).with_status(203)).listed().kinds().send().await;
    assert!(matches!(old.expect("one"), KindsReply::NonAuthoritativeInformation(first) if *first == First::new("a")));
    let (status, _, body) = answered(http::Request::get("/nodes"), "").await;
    assert_eq!((status, &body[..]), (200, &br#"{"id":"a"}"#[..]));
}

impl Listed for Odd {
    async fn list_nodes(&self, _: Request<listed_of::ListNodes>) -> ListNodesResponse {
        Node::new("a").into()
    }
}

#[tokio::test]
async fn successes_without_content_are_empty_whatever_the_default_describes() {
    answering(Canned::status(200)).nulls().settled().send().await.expect("nothing is described");
    answering(Canned::json(r#"{"id": "a"}"#)).nulls().settled().send().await.expect("more than is described");
    let failed = answering(Canned::json(r#"{"id": "a"}"#).with_status(500)).nulls().settled().send().await;
    assert_eq!(failed.expect_err("a failure").kind(), ErrorKind::Server);
}
