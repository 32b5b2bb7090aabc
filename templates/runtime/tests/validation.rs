//! What the server refuses before a handler runs, and what it does not let a handler answer.

use crate::sample;

use std::sync::{Arc, Mutex};

use axum::body::{Body, to_bytes};
use gatewright_runtime as runtime;
use runtime::schema::ReadOnly;
use runtime::{Library, Request, ServerBuilder};
use sample::operations::users as operations;
use sample::server::Server;
use sample::server::users::{self, Users};
use sample::types::User;
use serde_json::{Value, json};
use tower::ServiceExt as _;

/// In the order of the sample's table.
static CHECKS: Library = Library::new(&[(
    "users",
    r#"{
        "schemas": {
            "User": {
                "type": "object",
                "properties": {
                    "id": {"type": "string", "readOnly": true},
                    "name": {"type": "string", "minLength": 1, "maxLength": 10},
                    "status": {"type": "string", "enum": ["ACTIVE", "LOCKED"]},
                    "lastLogin": {"type": ["string", "null"], "format": "date-time"},
                    "tags": {"type": "array", "uniqueItems": true, "items": {"type": "string"}}
                },
                "required": ["id", "name"]
            }
        },
        "operations": [
            {
                "parameters": {
                    "0": {"type": "integer", "minimum": 1, "maximum": 200},
                    "2": {"type": "array", "items": {"type": "string", "minLength": 2, "maxLength": 4}, "maxItems": 3}
                }
            },
            {"bodies": [{"$ref": "users#User"}], "responses": [[{"$ref": "users#User"}], []]}
        ]
    }"#,
)]);

/// Answers with what it got, or with a name that is too long.
struct Echo;

impl Users for Echo {
    async fn list_users(&self, _: Request<operations::ListUsers>) -> users::ListUsersResponse {
        Vec::new().into()
    }

    async fn create_user(&self, request: Request<operations::CreateUser>) -> users::CreateUserResponse {
        let Some(user) = request.body.clone() else { unreachable!("required") };
        let name = user.name.clone().map(|name| name.replace("nameless", "a name that is too long"));
        User { id: Some("1".to_owned()), name, ..User::default() }.into()
    }
}

/// The status and the body of an answer.
async fn ask(
    change: impl FnOnce(ServerBuilder) -> ServerBuilder,
    method: &str,
    path: &str,
    body: &str,
) -> (u16, Value) {
    let server = Server::new().users(Echo).configure(|builder| builder.open_to_anybody().checks(CHECKS.checks()));
    let request = http::Request::builder().method(method).uri(path).header("Content-Type", "application/json");
    let request = request.body(Body::from(body.to_owned())).expect("a request");
    let answer = server.configure(change).into_service().oneshot(request).await.expect("an answer");
    let status = answer.status().as_u16();
    let bytes = to_bytes(answer.into_body(), 1 << 20).await.expect("a body");
    (status, serde_json::from_slice(&bytes).unwrap_or(Value::Null))
}

fn causes(body: &Value) -> Vec<&str> {
    body["errorCauses"].as_array().into_iter().flatten().filter_map(|cause| cause["errorSummary"].as_str()).collect()
}

#[tokio::test]
async fn all_violations_stand_in_the_answer() {
    let (status, body) =
        ask(|builder| builder, "GET", "/api/v1/users?limit=201&ids=a&ids=bb&ids=toolong&ids=dd", "").await;
    assert_eq!((status, body["errorCode"].as_str()), (400, Some("E0000001")));
    let expected = [
        "query limit: must be at most 200",
        "query ids /0: must have at least 2 characters",
        "query ids /2: must have at most 4 characters",
        "query ids: must have at most 3 items",
    ];
    assert_eq!(causes(&body), expected);
}

/// A list may stand several times; of anything else it would be a guess which one counts.
#[tokio::test]
async fn what_is_no_list_stands_once() {
    let target = "/api/v1/users?after=a&after=b&limit=1&limit=2&ids=aa&ids=bb";
    let (status, body) = ask(|builder| builder, "GET", target, "").await;
    assert_eq!(status, 400);
    assert_eq!(causes(&body), ["query limit: may stand only once", "query after: may stand only once"]);
    let (status, _) = ask(|builder| builder, "GET", "/api/v1/users?after=a,b", "").await;
    assert_ne!(status, 400, "a comma is text");
}

#[tokio::test]
async fn parameters_and_body_are_told_together() {
    let text = json!({"status": "GONE", "lastLogin": "yesterday", "tags": ["a", "a"]}).to_string();
    let (status, body) = ask(|builder| builder, "POST", "/api/v1/users?activate=perhaps", &text).await;
    assert_eq!(status, 400);
    let expected = [
        "query activate: expected `true` or `false`",
        "body /status: must be one of the values that are listed",
        "body /lastLogin: must be a date and time such as 2024-02-29T12:30:00Z",
        "body /tags/1: must not stand in the list twice",
        "body /name: is required",
    ];
    assert_eq!(causes(&body), expected);
}

#[tokio::test]
async fn members_of_the_server_are_dropped_or_refused() {
    let text = r#"{"id": 5, "name": "Zoe", "extra": 1 }"#;
    let (status, _) = ask(|builder| builder, "POST", "/api/v1/users", text).await;
    assert_eq!(status, 201);
    let (status, body) = ask(|builder| builder.read_only(ReadOnly::Refused), "POST", "/api/v1/users", text).await;
    assert_eq!((status, causes(&body)), (400, vec!["body /id: is set by the server and must not be sent"]));
}

#[tokio::test]
async fn answers_that_the_documents_forbid_are_failures() {
    let text = r#"{"name": "nameless"}"#;
    static TOLD: Mutex<Vec<String>> = Mutex::new(Vec::new());
    fn report(_: &str, problem: &str) {
        TOLD.lock().expect("no panic").push(problem.to_owned());
    }
    let change = |builder: ServerBuilder| builder.check_answers(true).report(report);
    let (status, body) = ask(change, "POST", "/api/v1/users", text).await;
    assert_eq!((status, causes(&body).len()), (500, 0));
    assert_eq!(*TOLD.lock().expect("no panic"), ["body /name: must have at most 10 characters"]);
    let (status, _) = ask(|builder| builder.check_answers(false), "POST", "/api/v1/users", text).await;
    assert_eq!(status, 201);
}

#[tokio::test]
async fn checks_can_be_left_out() {
    let (status, _) = ask(|builder| builder.check_requests(false), "GET", "/api/v1/users?limit=201", "").await;
    assert_eq!(status, 200);
}

#[test]
fn dropped_members_leave_json() {
    use runtime::schema::{Check, Definitions};
    let inner = r#"{
        "type": "object",
        "properties": {"a": {"readOnly": true}, "b": {"readOnly": true}},
        "additionalProperties": {"$ref": "inner"}
    }"#;
    let mut definitions = Definitions::default();
    definitions.add("inner", inner);
    let schema = definitions.read(r#"{"$ref": "inner"}"#).expect("a schema");
    let table = [
        (r#"{}"#, r#"{}"#),
        (r#"{"a": 1}"#, r#"{}"#),
        (r#"{"a": 1, "b": 2}"#, "{}"),
        (r#"{"x": {}, "a": {"b": ","}}"#, r#"{"x": {}}"#),
        (r#"{"a": [1, 2] , "x": {"b": 1,"y":{"a":null }}}"#, r#"{ "x": {"y":{ }}}"#),
        ("\u{feff}{\"x\": {}, \"a\": 1, \"b\" : 2\n}", "{\"x\": {}\n}"),
    ];
    for (text, expected) in table {
        let own = Check::REQUEST.own(text.as_bytes(), definitions.schemas(), schema).expect("valid");
        let own = String::from_utf8_lossy(&own).into_owned();
        assert_eq!(own, expected, "{text}");
        serde_json::from_str::<Value>(&own).expect("JSON");
    }
}

#[test]
fn servers_share_their_schemas_and_the_last_one_frees_them() {
    static LIBRARY: Library = Library::new(&[("a", r#"{"operations": [{"bodies": [{"type": "string"}]}]}"#)]);
    let (one, other) = (LIBRARY.checks(), LIBRARY.checks());
    assert!(Arc::ptr_eq(&one, &other));
    let known = Arc::downgrade(&one);
    drop(one);
    assert!(known.upgrade().is_some());
    drop(other);
    assert!(known.upgrade().is_none());
}
