//! The fake of an API: typed answers, the record of what was asked, failures, delays and truncation.

use crate::sample;

use std::time::Duration;

use gatewright_runtime as runtime;
use runtime::client::{Answer, ClientCredentials, Fake, RetryPolicy};
use runtime::{Bytes, CallOptions, Credentials, Error, ErrorKind, Failure, Json, Reply, TypedCall};
use sample::Client;
use sample::client::users::{ReplaceUserReply, UploadLogoReply};
use sample::operations::users as operations;
use sample::types::{Logo, User};

// Emitted clients have these aliases.
type ListUsers = TypedCall<operations::ListUsers, Vec<User>, User>;
type CreateUser = TypedCall<operations::CreateUser, User>;
type GetUser = TypedCall<operations::GetUser, User>;
type ReplaceUser = TypedCall<operations::ReplaceUser, ReplaceUserReply>;
type DeleteUser = TypedCall<operations::DeleteUser, ()>;
type UploadLogo = TypedCall<operations::UploadLogo, UploadLogoReply>;
type AddCertificate = TypedCall<operations::AddCertificate, ()>;

fn client(fake: &Fake) -> Client {
    let builder = Client::builder("https://example.com/tenant/").credentials(Credentials::token("t"));
    builder.fake(fake).build().expect("a client")
}

#[tokio::test]
async fn calls_are_answered_by_operation_with_typed_values() {
    let fake = Fake::new();
    fake.on::<GetUser>().answers(|call| User::new(call.user_id.as_deref().unwrap_or_default()));
    fake.on::<CreateUser>().answers(|call| call.body.clone().ok_or(Answer::status(400)));
    fake.on::<DeleteUser>().returns(());
    fake.on::<ListUsers>().returns(vec![User::new("a"), User::new("b")]);
    let client = client(&fake);
    let users = client.users();
    assert_eq!(users.get("a/b ü").send().await.expect("200").name.as_deref(), Some("a/b ü"));
    assert_eq!(users.create(User::new("c")).send().await.expect("200"), User::new("c"));
    users.delete("x").send().await.expect("204");
    assert_eq!(users.list().send().await.expect("200").len(), 2);
    let raw: Reply = users.create(User::new("c")).send_raw().await.expect("a reply");
    assert_eq!(raw.status().as_u16(), 201, "as the documents say");
    fake.on::<GetUser>().returns(User::new("another"));
    assert_eq!(users.get("x").send().await.expect("200").name.as_deref(), Some("another"), "the last word counts");
}

/// What another API calls `getUser`.
#[derive(Default)]
struct GetOther;

static OTHER: runtime::Operation = runtime::Operation { id: "getUser", path: "/other", ..runtime::Operation::PLAIN };

impl runtime::Arguments for GetOther {
    fn operation(&self) -> &'static runtime::Operation {
        &OTHER
    }
}

#[tokio::test]
async fn operations_of_two_apis_may_have_one_id() {
    type Other = TypedCall<GetOther, Json>;
    let fake = Fake::new();
    fake.on::<GetUser>().returns(User::new("n"));
    fake.on::<Other>().returns(Json::from("other"));
    let builder = runtime::ClientBuilder::<runtime::Core>::new(&sample::PROFILE, "https://other.example.com".into());
    let core = builder.fake(&fake).build().expect("a client");
    assert_eq!(Other::new(&core, GetOther).send().await.expect("200").as_str().as_deref(), Some("other"));
    assert_eq!(client(&fake).users().get("x").send().await.expect("200").name.as_deref(), Some("n"));
    assert_eq!((fake.calls::<Other>().len(), fake.calls::<GetUser>().len()), (1, 1));
}

#[tokio::test]
async fn replies_of_several_sorts_and_bodies_that_are_no_json() {
    let fake = Fake::new();
    fake.on::<ReplaceUser>().answers(|call| match call.if_match.as_deref() {
        Some("later") => Answer::status(202),
        _ => Answer::of(&call.body),
    });
    fake.on::<UploadLogo>().answers(|call| {
        let logo = call.body.clone().unwrap_or_default();
        Answer::empty()
            .header("Location", &format!("/logos/{}", logo.file.and_then(|file| file.size()).unwrap_or_default()))
    });
    fake.on::<AddCertificate>().answers(|call| match &call.body {
        Some(operations::AddCertificateBody::Pkcs10(octets)) if octets.as_ref() == [0, 255] => Ok(()),
        _ => Err(Answer::status(415)),
    });
    let client = client(&fake);
    let users = client.users();
    let later = users.replace("x", User::new("n")).if_match("later").send().await.expect("202");
    assert_eq!(later, ReplaceUserReply::Accepted);
    let now = users.replace("x", User::new("n")).send().await.expect("200");
    assert_eq!(now, ReplaceUserReply::Ok(User::new("n")));
    let logo = Logo { file: Some("12345".into()), ..Logo::default() };
    let uploaded = users.upload_logo("x", logo).send().await.expect("201");
    assert_eq!(uploaded.location.as_deref(), Some("/logos/5"));
    let octets = operations::AddCertificateBody::Pkcs10(Bytes::from_static(&[0, 255]));
    users.add_certificate("x", octets).send().await.expect("204");
}

#[tokio::test]
async fn what_was_asked_is_remembered() {
    let fake = Fake::new();
    fake.on::<ListUsers>().answers(|call| vec![User::new(format!("{}", call.limit.unwrap_or_default()))]);
    fake.on::<CreateUser>().answers(|call| call.body.clone().unwrap_or_default());
    let client = client(&fake);
    client.users().list().limit(7).ids(vec!["a,b".to_owned(), "c&d".to_owned()]).send().await.expect("200");
    let mut user = User::new("n");
    user.password = Some("s3cret".into());
    user.extra.insert("shoe", 45_i64);
    let options = CallOptions::new().header("X-Trace", "17");
    client.users().create(user.clone()).activate(true).options(options).send().await.expect("200");
    let listed = fake.calls::<ListUsers>();
    assert_eq!(listed.len(), 1);
    assert_eq!((listed[0].limit, listed[0].ids.as_deref().map(<[_]>::len)), (Some(7), Some(2)));
    let created = fake.calls::<CreateUser>();
    assert_eq!((created[0].activate, &created[0].body), (Some(true), &Some(user)));
    assert_eq!(created[0].asked.json().expect("JSON").get("shoe").and_then(|shoe| shoe.as_i64()), Some(45));
    let all = fake.asked();
    let ids: Vec<_> = all.iter().map(|asked| asked.operation_id().unwrap_or("-")).collect();
    assert_eq!(ids, ["listUsers", "createUser"]);
    assert_eq!((all[1].method(), all[1].path()), ("POST", "/tenant/api/v1/users"));
    assert_eq!((all[0].query("limit").as_deref(), all[0].query("after")), (Some("7"), None));
    assert_eq!(all[1].header("x-trace"), Some("17"));
    assert_eq!(all[1].header("authorization"), Some("SSWS t"));
    let shown = format!("{fake:?} {all:?} {created:?}");
    assert!(!shown.contains("s3cret") && !shown.contains("SSWS"), "{shown}");
}

#[tokio::test]
async fn path_parameters_are_told_apart() {
    let fake = Fake::new();
    fake.on::<UploadLogo>().fails(Answer::failure(403, Failure::new("No.").code("E0000006").cause("never")));
    let error = client(&fake).users().upload_logo("a/ü", Logo::default()).send().await.expect_err("incomplete");
    assert_eq!(error.kind(), ErrorKind::Invalid);
    let logo = Logo { file: Some("1".into()), ..Logo::default() };
    let error = client(&fake).users().upload_logo("a/ü", logo).send().await.expect_err("403");
    assert_eq!((error.kind(), error.code()), (ErrorKind::Forbidden, Some("E0000006")));
    assert_eq!((error.message(), error.causes()), (Some("No."), ["never".to_owned()].as_slice()));
    assert_eq!(fake.asked()[0].path_parameter("userId").as_deref(), Some("a/ü"));
    assert_eq!(fake.asked()[0].path_parameter("nobody"), None);
}

#[tokio::test]
async fn failures_are_as_those_of_a_network() {
    let fake = Fake::new();
    let client = client(&fake);
    let get = |answer: Answer| {
        fake.on::<GetUser>().fails(answer);
        client.users().get("x").options(CallOptions::new().retry(RetryPolicy::never())).send()
    };
    let told = |error: Error| (error.kind(), error.status().map(|status| status.as_u16()), error.may_have_been_sent());
    let user = User::new("n");
    let refused = told(get(Answer::refused()).await.expect_err("refused"));
    assert_eq!(refused, (ErrorKind::Transport, None, false));
    let broken = told(get(Answer::broken()).await.expect_err("broken"));
    assert_eq!(broken, (ErrorKind::Transport, None, true));
    let broken_off = told(get(Answer::of(&user).broken_off()).await.expect_err("broken off"));
    assert_eq!(broken_off, (ErrorKind::Transport, Some(200), true));
    let truncated = told(get(Answer::of(&user).truncated(5)).await.expect_err("truncated"));
    assert_eq!(truncated, (ErrorKind::Decode, Some(200), true));
    let page = told(get(Answer::body("text/html", "<html>").with_status(502)).await.expect_err("HTML"));
    assert_eq!(page, (ErrorKind::Server, Some(502), true));
    let odd = told(get(Answer::body("application/json", "[1]")).await.expect_err("a list"));
    assert_eq!(odd, (ErrorKind::Decode, Some(200), true));
}

#[tokio::test]
async fn delays_pass_at_once_and_run_into_time_outs() {
    let fake = Fake::new();
    let begun = std::time::Instant::now();
    fake.on::<GetUser>().fails(Answer::of(&User::new("n")).after(Duration::from_secs(20)));
    let call = |seconds: u64, policy: RetryPolicy| {
        let options = CallOptions::new().timeout(Duration::from_secs(seconds)).retry(policy);
        client(&fake).users().get("x").options(options).send()
    };
    call(30, RetryPolicy::never()).await.expect("in time");
    assert_eq!(fake.clock().sleeps(), [Duration::from_secs(20)]);
    let late = call(10, RetryPolicy::never()).await.expect_err("too late");
    assert_eq!((late.kind(), late.may_have_been_sent()), (ErrorKind::Timeout, true));
    fake.on::<GetUser>().answers(|call| match call.asked.number() {
        ..=3 => Answer::of(&User::new("n")).after(Duration::from_secs(20)),
        _ => Answer::of(&User::new("fourth")),
    });
    let found = call(10, RetryPolicy::default()).await.expect("the second attempt");
    assert_eq!(found.name.as_deref(), Some("fourth"));
    assert!(begun.elapsed() < Duration::from_secs(10), "somebody waited");
}

#[tokio::test]
async fn retries_are_seen_as_attempts() {
    let fake = Fake::new();
    fake.on::<GetUser>().answers(|call| match call.asked.number() {
        1 => Answer::status(429).header("Retry-After", "7"),
        2 => Answer::refused(),
        _ => Answer::of(&User::new("n")),
    });
    client(&fake).users().get("x").send().await.expect("the third attempt");
    assert_eq!(fake.calls::<GetUser>().len(), 3);
    assert_eq!(fake.clock().sleeps().first(), Some(&Duration::from_secs(7)));
}

#[tokio::test]
async fn pages_follow_each_other() {
    let fake = Fake::new();
    fake.on::<ListUsers>().answers(|call| match call.after.as_deref() {
        None => Answer::of(&vec![User::new("a")]).header("Link", "</tenant/api/v1/users?after=1>; rel=\"next\""),
        Some(_) => Answer::of(&vec![User::new("b")]),
    });
    let mut items = client(&fake).users().list().pages().items();
    let mut names = Vec::new();
    while let Some(user) = items.try_next().await.expect("a page") {
        names.push(user.name.unwrap_or_default());
    }
    assert_eq!(names, ["a", "b"]);
}

#[tokio::test]
async fn what_is_not_answered_says_so() {
    let fake = Fake::new();
    let error = client(&fake).users().get("x").send().await.expect_err("501");
    assert_eq!((error.operation(), error.kind()), (Some("getUser"), ErrorKind::Server));
    assert_eq!(error.message(), Some("The fake has no answer to getUser."));
    assert_eq!(fake.asked().len(), 1, "and is not tried again");
}

#[tokio::test]
async fn requests_that_no_document_has_and_token_endpoints() {
    let fake = Fake::new();
    fake.on_request("GET", "/tenant/health", |asked| Answer::of(&Json::from(asked.query("deep").unwrap_or_default())));
    fake.on_request("POST", "/oauth2/v1/token", |_| {
        Answer::body("application/json", r#"{"access_token":"fresh","token_type":"Bearer","expires_in":60}"#)
    });
    let credentials = Credentials::client_credentials(ClientCredentials::new("id", "secret"));
    let builder = Client::builder("https://example.com/tenant").credentials(credentials).fake(&fake);
    let client = builder.build().expect("a client");
    let health: Json = client.request("GET", "/health?deep=yes").send().await.expect("200");
    assert_eq!(health.as_str().as_deref(), Some("yes"));
    let asked = fake.asked();
    assert_eq!(asked.iter().map(|asked| asked.path()).collect::<Vec<_>>(), ["/oauth2/v1/token", "/tenant/health"]);
    assert_eq!(asked[1].header("authorization"), Some("Bearer fresh"));
    let unknown = client.request("GET", "/other").send::<Json>().await.expect_err("501");
    assert_eq!(unknown.status().map(|status| status.as_u16()), Some(501));
}
