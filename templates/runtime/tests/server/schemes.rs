//! By what callers must prove who they are: what the documents ask for, and nothing else, lets them in.

use std::pin::Pin;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::request::Parts;

use gatewright_runtime as runtime;
use runtime::profile::{Scheme, SchemeKind};
use runtime::{
    ApiKeys, Authenticator, Basic, Failure, Location, Operation, Principal, Profile, SchemeRequirement,
    SecurityRequirement, ServerBuilder, Service, StaticTokens, Unavailable,
};

use super::ask;

const fn key(name: &'static str, location: Location, field: &'static str) -> Scheme {
    Scheme { name, kind: SchemeKind::Key { location, name: field } }
}

static PROFILE: Profile = Profile {
    api: "doors",
    schemes: &[
        key("key", Location::Header, "X-API-Key"),
        key("query", Location::Query, "api_key"),
        key("session", Location::Cookie, "SID"),
        Scheme { name: "basic", kind: SchemeKind::Http("basic") },
        Scheme { name: "token", kind: SchemeKind::OAuth2 },
        Scheme { name: "bearer", kind: SchemeKind::Http("bearer") },
        Scheme { name: "certificate", kind: SchemeKind::MutualTls },
    ],
    ..Profile::PLAIN
};

macro_rules! operation {
    ($name:ident, $path:literal, $($rest:tt)*) => {
        static $name: Operation =
            Operation { id: $path, path: $path, $($rest)* ..Operation::PLAIN };
    };
}

macro_rules! either {
    ($({$($scheme:literal: [$($permission:literal),*]),*}),*) => {
        Some(&[$(SecurityRequirement::schemes(&[$(($scheme, &[$($permission),*])),*])),*])
    };
}

operation!(KEY, "/key", security: either!({"key": []}),);
operation!(QUERY, "/query", security: either!({"query": []}),);
operation!(SESSION, "/session", security: either!({"session": []}),);
operation!(CERTIFICATE, "/certificate", security: either!({"certificate": []}),);
operation!(BOTH, "/both", security: either!({"key": [], "token": ["read"]}),);
operation!(EITHER, "/either", security: either!({"key": []}, {"token": ["read", "write"]}, {"basic": []}),);
operation!(ROLE, "/role", security: either!({"key": ["admin"]}, {"token": ["admin"]}),);
operation!(MAYBE, "/maybe", security: either!({"key": []}, {}),);
operation!(PUBLIC, "/public", security: Some(&[]),);
operation!(SILENT, "/silent",);
operation!(PERMISSION, "/permission", security: Some(&[SecurityRequirement::permissions(&["read"])]),);
static KEYS: &[SchemeRequirement] = &[("key", &[])];
operation!(BESIDE, "/beside", security: Some(&[SecurityRequirement { schemes: KEYS, permissions: &["read"] }]),);

static ALL: &[&Operation] =
    &[&KEY, &QUERY, &SESSION, &CERTIFICATE, &BOTH, &EITHER, &ROLE, &MAYBE, &PUBLIC, &SILENT, &PERMISSION, &BESIDE];

fn service() -> Service {
    let keys = |keys: ApiKeys| {
        keys.key("k", Principal::new("keeper", ["admin"]))
            .key("poor k", Principal::new("visitor", [""; 0]))
            .key("reading k", Principal::new("reading keeper", ["read"]))
            .key("k+1", Principal::new("plus", [""; 0]))
            .key("all", Principal::superuser("owner"))
    };
    let tokens = StaticTokens::new(&["Bearer"])
        .token("reader", Principal::new("reader", ["read"]))
        .token("writer", Principal::new("writer", ["read", "write"]))
        .token("poor", Principal::new("poor", [""; 0]))
        .token("god", Principal::superuser("god"));
    ServerBuilder::new(&PROFILE, ALL)
        .authenticator(keys(ApiKeys::of(PROFILE.scheme("key").expect("known")).expect("a key")))
        .authenticator(keys(ApiKeys::query("api_key")))
        .authenticator(keys(ApiKeys::cookie("SID")))
        .authenticator(Basic::new("doors").account("a", "b", Principal::new("a", [""; 0])))
        .authenticator(tokens)
        .into_service()
}

/// What is let in is not implemented, so it answers 501.
#[tokio::test]
async fn only_what_the_documents_ask_for_lets_callers_in() {
    let service = service();
    let basic = format!("Authorization: Basic {}", STANDARD.encode("a:b"));
    for (path, headers, expected) in [
        ("/key", "", 401),
        ("/key", "X-API-Key: k", 501),
        ("/key", "X-API-Key: poor k", 501),
        ("/key", "X-API-Key: other", 401),
        ("/key", "X-API-Key: k|X-API-Key: k", 401),
        ("/key", "Authorization: Bearer writer", 401),
        ("/key?api_key=k", "", 401),
        ("/key", "Cookie: SID=k", 401),
        ("/key?api_key=all", "", 401),
        ("/key", "X-API-Key: all", 501),
        ("/key", "Authorization: Bearer god", 401),
        ("/certificate", "Authorization: Bearer god", 401),
        ("/both", "Authorization: Bearer god", 401),
        ("/both", "X-API-Key: all", 401),
        ("/both", "X-API-Key: k|Authorization: Bearer god", 501),
        ("/both", "X-API-Key: reading k|Authorization: Bearer poor", 403),
        ("/role", "Authorization: Bearer god", 501),
        ("/public", "", 501),
        ("/beside", "X-API-Key: k", 403),
        ("/beside", "X-API-Key: reading k", 501),
        ("/beside", "Authorization: Bearer reader", 401),
        ("/beside", "X-API-Key: k|Authorization: Bearer reader", 501),
        ("/query?api_key=k", "", 501),
        ("/query?api%5Fkey=poor+k", "", 501),
        ("/query?api_key=k&api_key=k", "", 401),
        ("/query", "X-API-Key: k", 401),
        ("/session", "Cookie: a=b; SID=k", 501),
        ("/session", "Cookie: a=b|Cookie: SID=poor%20k", 501),
        ("/session", "Cookie: XSID=k", 401),
        ("/certificate", "X-API-Key: k", 401),
        ("/both", "X-API-Key: k", 401),
        ("/both", "Authorization: Bearer reader", 401),
        ("/both", "X-API-Key: k|Authorization: Bearer poor", 403),
        ("/both", "X-API-Key: k|Authorization: Bearer reader", 501),
        ("/either", "", 401),
        ("/either", "X-API-Key: poor k", 501),
        ("/either", "Authorization: Bearer reader", 403),
        ("/either", "Authorization: Bearer writer", 501),
        ("/either", &basic, 501),
        ("/either", "X-API-Key: k|Authorization: Bearer reader", 501),
        ("/role", "X-API-Key: k", 501),
        ("/role", "X-API-Key: poor k", 403),
        ("/role", "Authorization: Bearer writer", 403),
        ("/role", &basic, 401),
        ("/session", "Cookie: SID=k+1", 501),
        ("/session", "Cookie: SID=k%2B1", 501),
        ("/query?api_key=k+1", "", 401),
        ("/query?api_key=k%2B1", "", 501),
        ("/maybe", "", 501),
        ("/maybe", "X-API-Key: other", 501),
        ("/silent", "", 401),
        ("/silent", &basic, 501),
        ("/permission", &basic, 403),
        ("/permission", "X-API-Key: poor k|Authorization: Bearer reader", 501),
    ] {
        let mut request = http::Request::get(path);
        for (name, value) in headers.split('|').filter_map(|header| header.split_once(": ")) {
            request = request.header(name, value);
        }
        assert_eq!(ask(&service, request, "").await.status, expected, "{path} with {headers}");
    }
}

/// Knows everybody, and says by what.
struct Proxy;

impl Authenticator for Proxy {
    fn authenticate<'a>(
        &'a self,
        request: &'a Parts,
    ) -> Pin<Box<dyn Future<Output = Result<Option<Principal>, Unavailable>> + Send + 'a>> {
        let proven = request.headers.get("proven").and_then(|value| value.to_str().ok());
        let principal = Principal::superuser("somebody");
        Box::pin(std::future::ready(Ok(Some(match proven {
            Some(scheme) => principal.proven_by([scheme]),
            None => principal,
        }))))
    }

    fn proves(&self, scheme: &Scheme) -> bool {
        ["key", "certificate"].contains(&scheme.name)
    }
}

/// RFC 9457: who has no shape of his own for errors tells them in the common one, and clients read it.
#[tokio::test]
async fn errors_without_a_shape_are_problem_details() {
    let answer = ask(&service(), http::Request::get("/nowhere"), "").await;
    assert_eq!((answer.status, answer.header("content-type")), (404, "application/problem+json"));
    let body = r#"{"title":"Not Found","status":404,"detail":"There is no such path.","errors":[]}"#;
    assert_eq!(answer.body, body);
    let told = Failure::new("No.").cause("body /a: is required").cause("query b: is required");
    let text = told.render(&PROFILE, 400, "id").expect("a body");
    assert_eq!(Failure::read(&PROFILE, text.as_bytes()), (told, None));
    for (body, code, message) in [
        (r#"{"error":"invalid","error_description":"why"}"#, Some("invalid"), "why"),
        (r#"{"title":"why","errors":["x",{"detail":1},[]]}"#, None, "why"),
        (r#"{"errors":{"name":["is too long"]},"message":"why"}"#, None, "why"),
        ("[]", None, ""),
    ] {
        let (read, _) = Failure::read(&PROFILE, body.as_bytes());
        assert_eq!((read.code.as_deref(), read.message.as_str()), (code, message), "{body}");
    }
}

/// What would only say a code is left out where the vendor's code is not known.
#[test]
fn unknown_codes_are_left_out() {
    const VENDOR: Profile = Profile {
        error: Some(
            r#"{"code":"{code}","text":"{message}","more":{"id":"{code}"},"both":["{code}","{status}"],"none":{}}"#,
        ),
        error_codes: &[(404, "E7")],
        ..PROFILE
    };
    let rendered = |status| Failure::new("No.").render(&VENDOR, status, "id").expect("a body");
    assert_eq!(rendered(404), r#"{"code":"E7","text":"No.","more":{"id":"E7"},"both":["E7","404"],"none":{}}"#);
    assert_eq!(rendered(409), r#"{"text":"No.","both":["409"],"none":{}}"#);
}

#[tokio::test]
async fn callers_may_say_by_what_they_have_proven_who_they_are() {
    let service = ServerBuilder::new(&PROFILE, ALL).authenticator(Proxy).into_service();
    for (path, proven, expected) in [
        ("/certificate", "certificate", 501),
        ("/certificate", "key", 401),
        ("/certificate", "", 501),
        ("/query", "query", 401),
    ] {
        let mut request = http::Request::get(path);
        if !proven.is_empty() {
            request = request.header("proven", proven);
        }
        assert_eq!(ask(&service, request, "").await.status, expected, "{path} with {proven}");
    }
}

/// A token of which it is not known that it is of the scheme for which no permission is named.
#[tokio::test]
async fn tokens_of_several_schemes_are_held_to_the_permissions() {
    operation!(BARE, "/bare", security: either!({"bearer": []}, {"token": ["read"]}, {"key": []}),);
    let tokens = || {
        StaticTokens::new(&["Bearer"])
            .token("poor", Principal::new("poor", [""; 0]))
            .token("reader", Principal::new("reader", ["read"]))
    };
    let service = |tokens| {
        let keys = ApiKeys::header("X-API-Key").key("k", Principal::new("keeper", [""; 0]));
        ServerBuilder::new(&PROFILE, &[&BARE]).authenticator(keys).authenticator(tokens).into_service()
    };
    let (both, bearer, token) =
        (service(tokens()), service(tokens().proves_only(["bearer"])), service(tokens().proves_only(["token"])));
    for (service, headers, expected) in [
        (&both, "Authorization: Bearer poor", 403),
        (&both, "Authorization: Bearer reader", 501),
        (&both, "Authorization: Bearer poor|X-API-Key: k", 501),
        (&bearer, "Authorization: Bearer poor", 501),
        (&token, "Authorization: Bearer poor", 403),
        (&token, "Authorization: Bearer reader", 501),
    ] {
        let mut request = http::Request::get("/bare");
        for (name, value) in headers.split('|').filter_map(|header| header.split_once(": ")) {
            request = request.header(name, value);
        }
        assert_eq!(ask(service, request, "").await.status, expected, "{headers}");
    }
}

#[test]
fn what_no_authenticator_proves_is_locked() {
    let locked = |builder: ServerBuilder| builder.locked().iter().map(|one| one.id).collect::<Vec<_>>().join(" ");
    let builder = || ServerBuilder::new(&PROFILE, ALL);
    let tokens = || StaticTokens::new(&["Bearer"]);
    let all = "/key /query /session /certificate /both /either /role /silent /permission /beside";
    assert_eq!(locked(builder()), all);
    assert_eq!(locked(builder().open_to_anybody()), "");
    assert_eq!(locked(builder().authenticator(tokens())), "/key /query /session /certificate /both /beside");
    let keys = builder().authenticator(ApiKeys::header("x-api-key"));
    assert_eq!(locked(keys), "/query /session /certificate /both");
    let both = builder().authenticator(ApiKeys::header("x-api-key")).authenticator(tokens());
    assert_eq!(locked(both), "/query /session /certificate");
    assert_eq!(locked(builder().authenticator(Proxy)), "/query /session /both");
}

/// Callers learn by what they would be let in, and of a token what it lacks.
#[tokio::test]
async fn challenges_ask_for_what_would_do() {
    let service = service();
    let token = "Bearer realm=\"doors\"";
    for (path, headers, expected) in [
        ("/key", "Authorization: Bearer god", "ApiKey"),
        ("/both", "", &*format!("ApiKey, {token}")),
        ("/certificate", "", &*format!("ApiKey, Basic realm=\"doors\", charset=\"UTF-8\", {token}")),
        ("/role", "Authorization: Bearer other", &*format!("ApiKey, {token}, error=\"invalid_token\"")),
        (
            "/both",
            "X-API-Key: reading k|Authorization: Bearer poor",
            &*format!("{token}, error=\"insufficient_scope\", scope=\"read\""),
        ),
        ("/role", "X-API-Key: poor k|Authorization: Bearer other", ""),
    ] {
        let mut request = http::Request::get(path);
        for (name, value) in headers.split('|').filter_map(|header| header.split_once(": ")) {
            request = request.header(name, value);
        }
        let answer = ask(&service, request, "").await;
        let told: Vec<_> = answer.headers.get_all("www-authenticate").iter().collect();
        let told: Vec<_> = told.iter().map(|value| value.to_str().expect("text")).collect();
        assert_eq!(told.join(", "), expected, "{path} with {headers}");
    }
}
