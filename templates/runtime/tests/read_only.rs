//! Members that only servers send are not in requests, unless their sender wants it.

use crate::sample;

use gatewright_runtime as runtime;
use runtime::body;
use runtime::client::MemoryTransport;
use runtime::wire::Json;
use runtime::{BodySpec, CallOptions};
use sample::Client;
use sample::types::User;

const STORED: &str = r#"{"id":"u1","name":"n","manager":{"id":"u2","name":"m"},"odd":true}"#;

fn memory(transport: &MemoryTransport) -> Client {
    Client::builder("https://example.com").transport(transport.clone()).build().expect("a client")
}

/// What arrives when a user is read and written back.
async fn written_back(options: CallOptions) -> String {
    let transport = MemoryTransport::json(200, STORED);
    let client = memory(&transport);
    let mut user = client.users().get("u1").send().await.expect("a user");
    assert_eq!(user.id.as_deref(), Some("u1"));
    user.name = Some("new".to_owned());
    client.users().replace("u1", user).options(options).send().await.expect("replaced");
    let last = transport.sent().pop().expect("a request");
    String::from_utf8(last.body().to_vec()).expect("text")
}

#[tokio::test]
async fn what_only_servers_send_is_left_out() {
    let text = written_back(CallOptions::new()).await;
    assert_eq!(text, r#"{"name":"new","manager":{"name":"m"},"odd":true}"#);
    let text = written_back(CallOptions::new().send_read_only(true)).await;
    assert_eq!(text, r#"{"id":"u1","name":"new","manager":{"id":"u2","name":"m"},"odd":true}"#);
}

/// A value of another type under the name of such a member is as little sent.
#[test]
fn what_did_not_fit_is_left_out() {
    let user: User = Json::parse(r#"{"id":{"odd":1},"name":"n"}"#).expect("JSON").to().expect("a user");
    assert_eq!(runtime::wire::write_strict(&user).expect("complete"), r#"{"name":"n"}"#);
    assert_eq!(runtime::wire::write(&user), r#"{"name":"n","id":{"odd":1}}"#);
}

/// Objects within a form as well, and what they lack is told.
#[test]
fn objects_in_forms_are_as_in_json() {
    let read = |text: &str| Json::parse(text).expect("JSON").to::<User>().expect("a user");
    let spec = BodySpec::required(&["application/x-www-form-urlencoded"]);
    let user = read(r#"{"name":"n","manager":{"id":"u2","name":"m"}}"#);
    let form = body::encode("application/x-www-form-urlencoded", &spec, &user).expect("a form");
    let text = String::from_utf8_lossy(form.content.whole().expect("in memory")).into_owned();
    assert!(text.contains("manager=") && !text.contains("u2"), "{text}");
    let user = read(r#"{"name":"n","manager":{"id":"u2"}}"#);
    let problems = body::encode("application/x-www-form-urlencoded", &spec, &user).expect_err("a name is missing");
    assert_eq!(problems.iter().map(ToString::to_string).collect::<Vec<_>>(), ["body /manager/name: is required"]);
}

/// A user, told by its id, which no case lists.
#[derive(Clone, PartialEq, Debug)]
enum Someone {
    User(Box<User>),
    Unknown(Json),
}

impl runtime::wire::Emitted for Someone {
    type Kind = runtime::ChoiceKind;
}

impl runtime::Choice for Someone {
    const CASES: &'static runtime::Cases = &runtime::Cases {
        name: "Someone",
        tag: Some("id"),
        unlisted: runtime::Unlisted::Base(0),
        cases: &[runtime::Case::tagged(&[])],
    };

    fn case(index: usize) -> Option<Self> {
        (index == 0).then(|| Self::User(Box::default()))
    }

    fn unknown(json: Json) -> Self {
        Self::Unknown(json)
    }

    fn index(&self) -> Option<usize> {
        matches!(self, Self::User(_)).then_some(0)
    }

    fn value(&self) -> &dyn runtime::Value {
        match self {
            Self::User(value) => value,
            Self::Unknown(value) => value,
        }
    }

    fn value_mut(&mut self) -> &mut dyn runtime::Value {
        match self {
            Self::User(value) => value,
            Self::Unknown(value) => value,
        }
    }
}

/// Also where its value is one that no case lists.
#[test]
fn what_tells_a_choice_is_sent() {
    let someone: Someone = Json::parse(r#"{"id":"u1","name":"n"}"#).expect("JSON").to().expect("a user");
    assert_eq!(runtime::wire::write_strict(&someone).expect("complete"), r#"{"id":"u1","name":"n"}"#);
    let spec = BodySpec::required(&["application/x-www-form-urlencoded"]);
    let form = body::encode("application/x-www-form-urlencoded", &spec, &someone).expect("a form");
    assert_eq!(form.content.whole().map(|bytes| &bytes[..]), Some(&b"id=u1&name=n"[..]));
}

#[test]
fn fields_of_forms_are_left_out() {
    let user: User = Json::parse(r#"{"id":"u1","name":"n"}"#).expect("JSON").to().expect("a user");
    let spec = BodySpec::required(&["application/x-www-form-urlencoded"]);
    let form = body::encode("application/x-www-form-urlencoded", &spec, &user).expect("a form");
    assert_eq!(form.content.whole().map(|bytes| &bytes[..]), Some(&b"name=n"[..]));
    let form =
        body::encode("multipart/form-data", &BodySpec::required(&["multipart/form-data"]), &user).expect("a form");
    let text = String::from_utf8_lossy(form.content.whole().expect("in memory")).into_owned();
    assert!(text.contains("name=\"name\"") && !text.contains("u1"), "{text}");
}
