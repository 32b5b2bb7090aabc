//! The generated servers: who may call which operation, and the example server as the generated clients see it.

#[allow(dead_code, reason = "its `main` serves until somebody ends it")]
#[path = "../examples/serve/main.rs"]
mod serve;

// The programs that users copy; their `main` is not called.
#[allow(dead_code)]
#[path = "../examples/auth0_connection.rs"]
mod auth0_connection;
#[allow(dead_code)]
#[path = "../examples/ibm_verify_api_client.rs"]
mod ibm_verify_api_client;
#[allow(dead_code)]
#[path = "../examples/okta_onboarding.rs"]
mod okta_onboarding;
#[allow(dead_code)]
#[path = "../examples/oracle_idcs_scim.rs"]
mod oracle_idcs_scim;

use std::collections::BTreeSet;
use std::pin::Pin;

use axum::body::{Body, to_bytes};
use gatewright::runtime::client::{Answer, Fake};
use gatewright::runtime::operation::{Location, Operation, Piece};
use gatewright::runtime::profile::Scheme;
use gatewright::runtime::{
    Authenticator, ClientBuilder, Credentials, ErrorKind, Failure, Json, Principal, Profile, Serve, ServerBuilder,
    Service, Unavailable,
};
use gatewright::{auth0, ibm_verify, okta, oracle_idcs};
use http::request::Parts;
use tokio::net::TcpListener;
use tower::ServiceExt as _;

/// Believes what a header says, whatever the documents ask for: who calls has just the permissions in it.
struct Gullible;

impl Authenticator for Gullible {
    fn authenticate<'a>(
        &'a self,
        request: &'a Parts,
    ) -> Pin<Box<dyn Future<Output = Result<Option<Principal>, Unavailable>> + Send + 'a>> {
        let permissions = request.headers.get("x-permissions").and_then(|value| value.to_str().ok());
        let somebody = permissions.map(|permissions| Principal::new("somebody", permissions.split(' ')));
        Box::pin(std::future::ready(Ok(somebody)))
    }

    fn proves(&self, _scheme: &Scheme) -> bool {
        true
    }
}

/// An address that the operation has, without its base path.
fn address(operation: &Operation) -> String {
    let piece = |piece: Piece| match piece {
        Piece::Text(text) => text,
        Piece::Parameter(_) | Piece::Rest(_) => "x",
    };
    let path: String = operation.pieces().map(piece).collect();
    let fixed = operation.fixed.iter().filter(|fixed| fixed.location == Location::Query);
    let query: Vec<String> = fixed.map(|fixed| format!("{}={}", fixed.name, fixed.value.unwrap_or("x"))).collect();
    if query.is_empty() { path } else { format!("{path}?{}", query.join("&")) }
}

/// The status and the body for a caller with these permissions, or without a name.
async fn answer(service: &Service, operation: &Operation, permissions: Option<&str>) -> (u16, String) {
    let mut request = http::Request::builder().method(operation.method).uri(address(operation));
    for fixed in operation.fixed.iter().filter(|fixed| fixed.location == Location::Header) {
        request = request.header(fixed.name, fixed.value.unwrap_or("x"));
    }
    if let Some(permissions) = permissions {
        request = request.header("x-permissions", permissions);
    }
    let answer = service.clone().oneshot(request.body(Body::empty()).expect("a request")).await.expect("an answer");
    let status = answer.status().as_u16();
    let body = to_bytes(answer.into_body(), usize::MAX).await.expect("a body");
    (status, String::from_utf8(body.to_vec()).expect("text"))
}

/// Every operation is called with every permission, with those that are needed together, and with none. What is allowed is
/// not implemented, so it answers 501.
async fn check(profile: &'static Profile, operations: &[&'static Operation], permissions: &[&str]) {
    let service = ServerBuilder::new(profile, operations).authenticator(Gullible).base_path("").into_service();
    let mut wrong = Vec::new();
    let mut allowed = 0;
    for operation in operations {
        let mut expect = |permission: Option<&str>, expected: u16, (status, body): (u16, String)| {
            if status != expected || !is_dressed(profile, status, &body) {
                wrong.push(format!("{} for {permission:?}: {status}, not {expected}: {body}", operation.id));
            }
        };
        let stranger = answer(&service, operation, None).await;
        expect(None, if operation.is_open() { 501 } else { 401 }, stranger);
        let sets = sets(operation);
        let together: Vec<String> = sets.iter().filter(|set| set.len() > 1).map(|set| set.join(" ")).collect();
        let alone = permissions.iter().chain(&["nothing.that.is", ""]);
        for held in alone.copied().chain(together.iter().map(String::as_str)) {
            let has = |needed: &&str| held.split(' ').any(|permission| permission == *needed);
            let may = operation.is_open() || sets.is_empty() || sets.iter().any(|set| set.iter().all(has));
            allowed += usize::from(may && !sets.is_empty());
            expect(Some(held), if may { 501 } else { 403 }, answer(&service, operation, Some(held)).await);
        }
    }
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), profile.api, wrong[..wrong.len().min(20)].join("\n"));
    let pairs: usize = operations.iter().map(|operation| sets(operation).len()).sum();
    assert!(allowed >= pairs, "{}: only {allowed} pairs of an operation and a permission are allowed", profile.api);
}

/// The sets of permissions of which callers need one.
fn sets(operation: &Operation) -> BTreeSet<Vec<&'static str>> {
    let sets = operation.requirements().iter().map(|one| one.all_permissions().collect::<Vec<_>>());
    sets.filter(|set| !set.is_empty()).collect()
}

/// Whether a refusal is written as the vendor writes it.
fn is_dressed(profile: &Profile, status: u16, body: &str) -> bool {
    match profile.error_code(status).filter(|_| profile.error.is_some()) {
        Some(code) => body.contains(code) && Json::parse(body).is_ok(),
        None => body.is_empty() || Json::parse(body).is_ok(),
    }
}

/// Exactly the operations whose set has a permission are allowed by it.
#[tokio::test]
async fn every_operation_of_okta_for_every_permission() {
    let permissions: Vec<&str> = okta::Permission::ALL.iter().map(|permission| permission.as_str()).collect();
    check(&okta::PROFILE, okta::operations::ALL, &permissions).await;
}

#[tokio::test]
async fn every_operation_of_the_others_for_every_permission() {
    let auth0: Vec<&str> = auth0::Permission::ALL.iter().map(|permission| permission.as_str()).collect();
    check(&auth0::PROFILE, auth0::operations::ALL, &auth0).await;
    let ibm: Vec<&str> = ibm_verify::Permission::ALL.iter().map(|permission| permission.as_str()).collect();
    check(&ibm_verify::PROFILE, ibm_verify::operations::ALL, &ibm).await;
    check(&oracle_idcs::PROFILE, oracle_idcs::operations::ALL, &[]).await;
}

/// Serves one API of the example; returns its address.
async fn served(named: serve::Named) -> String {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.expect("a socket");
    let address = format!("http://{}", listener.local_addr().expect("an address"));
    tokio::spawn(Serve::new(named.1).until(listener, std::future::pending()));
    address
}

/// A client of the example server that may do everything.
fn admin<C: From<gatewright::runtime::Core>>(builder: ClientBuilder<C>) -> C {
    builder.credentials(Credentials::token("admin")).allow_http_loopback(true).build().expect("a client")
}

#[tokio::test]
async fn the_example_of_okta_puts_a_user_into_a_group() {
    let address = served(serve::okta::service()).await;
    for _ in 0..2 {
        okta_onboarding::run(&address, "admin").await.expect("the example ends well, also the second time");
    }
    let client = admin(okta::Client::builder(&address));
    let groups = client.groups().list().send().await.expect("groups");
    assert_eq!(groups.len(), 1);
    let group = groups[0].id.clone().expect("an id");
    let members = client.groups().list_users(group).send().await.expect("members");
    let logins: Vec<_> = members.iter().filter_map(|user| user.profile.as_ref()?.login.as_deref()).collect();
    assert_eq!(logins, ["isaac.brock@example.com"]);
    let refused = okta_onboarding::run(&address, "reader").await.expect_err("a reader may not write");
    assert_eq!(refused.kind(), ErrorKind::Forbidden);
}

#[tokio::test]
async fn the_example_of_auth0_creates_a_connection() {
    let address = format!("{}/api/v2", served(serve::auth0::service()).await);
    for _ in 0..2 {
        auth0_connection::run(&address, "admin").await.expect("the example ends well, also the second time");
    }
    let client = admin(auth0::Client::builder(&address));
    let strategy = auth0::types::ConnectionIdentityProviderEnum::Auth0;
    let again = auth0::types::CreateConnectionRequestContent::new("customers", strategy);
    let conflict = client.connections().create().body(again).send().await.expect_err("there is one");
    assert_eq!(conflict.kind(), ErrorKind::Conflict);
}

#[tokio::test]
async fn the_example_of_ibm_verify_reads_the_secret_of_its_client() {
    let address = served(serve::ibm_verify::service()).await;
    let (id, secret) = ibm_verify_api_client::run(&address, "admin").await.expect("the example ends well");
    let client = admin(ibm_verify::Client::builder(&address));
    let made = client.apiclients().get_api_client(&id).send().await.expect("it is there");
    assert_eq!(made.client_secret, Some(secret));
    assert_eq!(made.entitlements.as_deref(), Some(["readUserGroups", "readAPIClients"].map(str::to_owned).as_slice()));
}

#[tokio::test]
async fn the_example_of_oracle_idcs_patches_what_it_finds() {
    let address = served(serve::oracle_idcs::service()).await;
    let client = admin(oracle_idcs::Client::builder(&address));
    let other = oracle_idcs::types::User::new("somebody.else").active(true);
    client.users().create(other).send().await.expect("created");
    oracle_idcs_scim::run(&address, "admin").await.expect("the example ends well");
    let users = client.users().list().send().await.expect("users").resources.expect("a list");
    let active: Vec<_> =
        users.iter().map(|user| (user.user_name.as_deref().unwrap_or_default(), user.active)).collect();
    assert_eq!(active, [("somebody.else", Some(true)), ("gatewright.example.1", Some(false))]);
}

#[tokio::test]
async fn okta_users_and_groups_of_the_example() {
    let address = served(serve::okta::service()).await;
    let client = admin(okta::Client::builder(&address));
    let mut ids = Vec::new();
    for number in 0..7 {
        let profile = format!(r#"{{"profile":{{"login":"u{number}@example.com","email":"u{number}@example.com"}}}}"#);
        let user: okta::types::CreateUserRequest = Json::parse(&profile).expect("JSON").to().expect("a request");
        ids.push(client.users().create(user).send().await.expect("created").id.expect("an id"));
    }
    let mut found = Vec::new();
    let mut items = client.users().list().limit(3).pages().items();
    while let Some(user) = items.try_next().await.expect("a page") {
        found.push(user.id.expect("an id"));
    }
    assert_eq!(found, ids, "all pages, in order");
    let group: okta::types::AddGroupRequest =
        Json::parse(r#"{"profile":{"name":"staff"}}"#).expect("JSON").to().expect("a request");
    let group = client.groups().add(group).send().await.expect("created").id.expect("an id");
    client.groups().assign_user_to_group(&group, &ids[3]).send().await.expect("assigned");
    let members = client.groups().list_users(&group).send().await.expect("members");
    assert_eq!(members.len(), 1);
    let groups = client.user_resources().list_user_groups(&ids[3]).send().await.expect("groups");
    assert_eq!(groups.len(), 1);
    client.users().delete(&ids[3]).send().await.expect("deactivated");
    let user = client.users().get(&ids[3]).send().await.expect("still there");
    assert_eq!(user.status, Some(okta::types::UserStatus::Deprovisioned));
    client.users().delete(&ids[3]).send().await.expect("removed");
    let gone = client.users().get(&ids[3]).send().await.expect_err("gone");
    assert_eq!(gone.status().map(|status| status.as_u16()), Some(404));
}

#[tokio::test]
async fn scim_lists_of_the_example_say_where_they_are() {
    let address = served(serve::oracle_idcs::service()).await;
    let client = admin(oracle_idcs::Client::builder(&address));
    for number in 0..5 {
        let user = format!(r#"{{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"u{number}"}}"#);
        let user: oracle_idcs::types::User = Json::parse(&user).expect("JSON").to().expect("a user");
        client.users().create(user).send().await.expect("created");
    }
    let page = client.users().list().start_index(3).count(2).send().await.expect("a page");
    assert_eq!(
        page.schemas.as_deref(),
        Some(["urn:ietf:params:scim:api:messages:2.0:ListResponse".to_owned()].as_slice())
    );
    let numbers = (page.total_results, page.start_index, page.items_per_page, page.resources.map(|users| users.len()));
    assert_eq!(numbers, (Some(5), Some(3), Some(2), Some(2)));
    let mut items = client.users().list().count(2).pages().items();
    let mut count = 0;
    while items.try_next().await.expect("a page").is_some() {
        count += 1;
    }
    assert_eq!(count, 5);
}

#[tokio::test]
async fn fakes_answer_generated_clients() {
    let fake = Fake::new();
    let okta = okta::Client::builder("https://example.okta.com").fake(&fake).build().expect("a client");
    fake.on::<okta::client::users::GetUser>().answers(|call| match call.id.as_deref() {
        Some("00u1") => Ok(okta::types::UserGetSingleton { id: call.id.clone(), ..Default::default() }),
        _ => Err(Answer::failure(404, Failure::new("Not found: Resource not found"))),
    });
    fake.on::<okta::client::users::ListUsers>().returns(vec![okta::types::User::default()]);
    assert_eq!(okta.users().get("00u1").send().await.expect("200").id.as_deref(), Some("00u1"));
    let missing = okta.users().get("00u2").send().await.expect_err("404");
    assert_eq!((missing.kind(), missing.code()), (ErrorKind::NotFound, Some("E0000007")));
    assert_eq!(okta.users().list().limit(5).send().await.expect("200").len(), 1);
    assert_eq!(fake.calls::<okta::client::users::ListUsers>()[0].limit, Some(5));

    let fake = Fake::new();
    let ibm = ibm_verify::Client::builder("https://example.com").fake(&fake).build().expect("a client");
    fake.on::<ibm_verify::client::apiclients::CreateApiClient>()
        .answers(|_| Answer::empty().header("Location", "/v1.0/apiclients/7"));
    let config = ibm_verify::types::ApiClientConfigRequest::new("n", vec!["readUserGroups".to_owned()], true);
    let created = ibm.apiclients().create_api_client(config).send().await.expect("201");
    assert_eq!(created.location.as_deref(), Some("/v1.0/apiclients/7"));
    let sent = &fake.calls::<ibm_verify::client::apiclients::CreateApiClient>()[0];
    assert_eq!(sent.body.as_ref().and_then(|config| config.client_name.as_deref()), Some("n"));
    let unknown = ibm.apiclients().get_api_client("7").send().await.expect_err("nothing was said of it");
    assert_eq!(unknown.status().map(|status| status.as_u16()), Some(501));
}

/// Replies that the published document has wrong are read as the vendor sends them.
#[tokio::test]
async fn okta_lists_what_it_is_said_to_list() {
    let fake = Fake::new();
    let okta = okta::Client::builder("https://example.okta.com").fake(&fake).build().expect("a client");
    let json = |text: &'static str| Answer::body("application/json", text);
    fake.on::<okta::client::policies::ListPolicies>().answers(move |_| {
        json(r#"[{"id": "00p1", "name": "a", "type": "PASSWORD"}, {"id": "00p2", "name": "b", "type": "NEW"}]"#)
    });
    let policies = okta.policies().list("PASSWORD").send().await.expect("200");
    let ids = policies.iter().filter_map(|policy| Json::of(policy).get("id")?.as_str());
    assert_eq!(ids.collect::<Vec<_>>(), ["00p1", "00p2"]);
    fake.on::<okta::client::role_assignment_client::ListRolesForClient>()
        .answers(move |_| json(r#"[{"id": "irb1", "type": "SUPER_ADMIN"}]"#));
    assert_eq!(okta.role_assignment_client().list_roles_for_client("0oa1").send().await.expect("200").len(), 1);
    fake.on::<okta::client::brands::ListBrandDomains>().answers(move |_| json(r#"{"domains": [{"id": "OcD1"}]}"#));
    let domains = okta.brands().list_domains("bnd1").send().await.expect("200").domains;
    assert_eq!(domains.expect("a list").len(), 1);
    fake.on::<okta::client::attack_protection::GetAuthenticatorSettings>()
        .answers(move |_| json(r#"{"verifyKnowledgeSecondWhen2faRequired": true}"#));
    let settings = okta.attack_protection().get_authenticator_settings().send().await.expect("200");
    assert_eq!(settings.verify_knowledge_second_when2fa_required, Some(true));
    fake.on::<okta::client::attack_protection::GetUserLockoutSettings>()
        .answers(move |_| json(r#"{"preventBruteForceLockoutFromUnknownDevices": true}"#));
    let settings = okta.attack_protection().get_user_lockout_settings().send().await.expect("200");
    assert_eq!(settings.prevent_brute_force_lockout_from_unknown_devices, Some(true));
}

/// The body of an error is of the type that the facts name.
#[tokio::test]
async fn errors_of_okta_have_a_type() {
    let fake = Fake::new();
    let okta = okta::Client::builder("https://example.okta.com").fake(&fake).build().expect("a client");
    fake.on::<okta::client::users::GetUser>()
        .answers(|_| Answer::failure(404, Failure::new("Not found").cause("There is none.")));
    let error = okta.users().get("00u1").send().await.expect_err("404");
    let body: okta::types::Error = error.body_as().expect("the type");
    assert_eq!((body.error_code.as_deref(), body.error_summary.as_deref()), (Some("E0000007"), Some("Not found")));
    let causes = body.error_causes.expect("causes");
    assert_eq!(causes[0].error_summary.as_deref(), Some("There is none."));
}

/// The strategy of a connection says which options it has; a strategy without any of its own has those of the page.
#[tokio::test]
async fn connections_of_auth0_have_the_options_of_their_strategy() {
    let fake = Fake::new();
    let client = auth0::Client::builder("https://example.auth0.com/api/v2").fake(&fake).build().expect("a client");
    fake.on::<auth0::client::connections::CreateConnection>()
        .returns(auth0::types::CreateConnectionResponseContent::default());
    let saml = auth0::types::ConnectionOptionsSaml::default().sign_in_endpoint("https://idp.example.com/saml");
    let oidc = auth0::types::ConnectionOptionsOidc::new("client").issuer("https://idp.example.com");
    let usual = auth0::types::ConnectionPropertiesOptions::default().import_mode(true);
    let connections: [auth0::types::CreateConnection; 3] = [
        auth0::types::CreateConnectionRequestContentSaml::new("a").options(saml).into(),
        auth0::types::CreateConnectionRequestContentOidc::new("b").options(oidc).into(),
        auth0::types::CreateConnectionRequestContent::new("c", "auth0").options(usual).into(),
    ];
    for connection in connections {
        client.connections().create().body(connection).send().await.expect("201");
    }
    let sent = fake.calls::<auth0::client::connections::CreateConnection>();
    let sent: Vec<String> = sent.iter().map(|call| Json::of(&call.body).as_text().to_owned()).collect();
    assert_eq!(
        sent,
        [
            r#"{"name":"a","strategy":"samlp","options":{"signInEndpoint":"https://idp.example.com/saml"}}"#,
            r#"{"name":"b","strategy":"oidc","options":{"client_id":"client","issuer":"https://idp.example.com"}}"#,
            r#"{"name":"c","strategy":"auth0","options":{"import_mode":true}}"#,
        ]
    );
    let read = |number: usize| Json::parse(&sent[number]).expect("JSON").to::<auth0::types::CreateConnection>();
    assert!(matches!(read(0), Ok(auth0::types::CreateConnection::Samlp(_))));
    assert!(matches!(read(1), Ok(auth0::types::CreateConnection::Oidc(_))));
    assert!(matches!(read(2), Ok(auth0::types::CreateConnection::CreateConnectionRequestContent(_))));
}
