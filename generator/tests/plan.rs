//! The least set of permissions, and the calls in Rust sources.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::{env, fs};

use expect_test::{Expect, expect};
use gatewright_generator::Builder;
use gatewright_generator::diag::Diagnostics;
use gatewright_generator::model::{Model, OperationId};
use gatewright_generator::names::Names;
use gatewright_generator::pipeline::Step;
use gatewright_generator::plan::{self, code};

fn workspace(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(path)
}

/// An API of the settings; read once, because Okta is large.
fn api(name: &'static str) -> Model {
    static KNOWN: Mutex<BTreeMap<&str, Model>> = Mutex::new(BTreeMap::new());
    let mut known = KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
    let read = || built(Builder::new().settings(workspace("specs/apis.yaml")).only([name]));
    known.entry(name).or_insert_with(read).clone()
}

fn built(builder: Builder) -> Model {
    let mut diagnostics = Diagnostics::default();
    let project = builder.load(&mut diagnostics);
    builder.models(&project, Step::Check, &mut diagnostics).pop().expect("a model")
}

#[track_caller]
fn check_for(api_name: &'static str, operations: &[&str], expected: Expect) {
    let model = api(api_name);
    let names = Names::new(&model);
    let found: Vec<OperationId> = operations
        .iter()
        .flat_map(|name| plan::find(&model, &names, name).unwrap_or_else(|unknown| panic!("{unknown:?}")))
        .collect();
    expected.assert_eq(&plan::plan(&model, &found, &[]).table(&model, &names, None));
}

#[track_caller]
fn check_code(source: &str, expected: Expect) {
    let model = api("okta");
    let names = Names::new(&model);
    let apis = ["okta".to_owned(), "auth0".to_owned()];
    let found = code::calls(&model, &names, &apis, &[file("main.rs", source.trim_start())]);
    expected.assert_eq(&shown(&names, &found));
}

fn file(name: &str, text: &str) -> code::Source {
    code::Source { name: name.to_owned(), text: Ok(text.to_owned()) }
}

fn shown(names: &Names, found: &code::Found) -> String {
    let calls = found.calls.iter().map(|call| format!("{} {}\n", call.place, names.operation(call.operation).id));
    let rest = found.unresolved.iter().map(|one| format!("{} ? {}\n", one.place, one.what));
    calls.chain(rest).collect()
}

#[test]
fn operations_by_all_their_names() {
    check_for(
        "okta",
        &["users.list", "getUser", "POST /api/v1/groups", "users::DELETE_USER", "logStreams.*"],
        expect![[r#"
            okta: 5 permissions for 11 operations
              okta.groups.manage      for groups.add
              okta.logStreams.manage  for log_streams.create, log_streams.replace, log_streams.delete, log_streams.activate, log_streams.deactivate
              okta.logStreams.read    for log_streams.list, log_streams.get
              okta.users.manage       for users.delete
              okta.users.read         for users.list, users.get
            11 can also be called by ApiKey, of somebody who may; no permission is named for that: groups.add, log_streams.list, log_streams.create, log_streams.get, log_streams.replace, log_streams.delete, 5 others
        "#]],
    );
}

#[test]
fn scopes_of_auth0() {
    check_for(
        "auth0",
        &["*"],
        expect![[r#"
            auth0: 1 permission for 1 operation
              create:connections  Create Connections
                                  for connections.create
        "#]],
    );
}

#[test]
fn entitlements_and_their_offerings() {
    check_for(
        "ibm-verify",
        &["*"],
        expect![[r#"
        ibm-verify: 1 permission for 8 operations
          manageAPIClients  Manage API clients
                            for apiclients.create_api_client, apiclients.update_api_client
        1 need no permission: endpoint.handle_token
        5 say nothing of permissions: apiclients.get_api_clients, apiclients.bulk_delete_api_client, apiclients.get_api_client, apiclients.delete_api_client, apiclients.get_api_client_yaml
        sold with any offering
    "#]],
    );
}

#[test]
fn names_of_the_catalogue() {
    check_for(
        "oracle-idcs",
        &["Search all groups (with search criteria)"],
        expect![[r#"
        oracle-idcs: 0 permissions for 1 operation
        1 say nothing of permissions: groups.list
    "#]],
    );
}

/// An API by tokens with scopes, by keys of which nothing is said, and by both.
fn keyed() -> Model {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let document = folder.path().join("notes.yaml");
    let text = "
openapi: 3.1.0
info: {title: Notes, version: '1'}
paths:
  /notes:
    get: {operationId: listNotes, tags: [notes], security: [{token: [notes.read]}, {key: []}], responses: {}}
    post: {operationId: addNote, tags: [notes], security: [{key: []}, {token: [notes.write]}], responses: {}}
    delete: {operationId: clearNotes, tags: [notes], security: [{key: [], token: [notes.write]}], responses: {}}
    put: {operationId: replaceNotes, tags: [notes], security: [{key: []}], responses: {}}
    head: {operationId: countNotes, tags: [notes], security: [{token: [notes.read]}, {}], responses: {}}
components:
  securitySchemes:
    key: {type: apiKey, in: header, name: X-Key}
    token: {type: oauth2, flows: {clientCredentials: {tokenUrl: /t, scopes: {notes.read: Reads., notes.write: Writes.}}}}
";
    fs::write(&document, text).expect("a document");
    built(Builder::new().document("notes", &document))
}

#[track_caller]
fn check_by(by: &[&str], expected: Expect) {
    let model = keyed();
    let names = Names::new(&model);
    let all: Vec<OperationId> = (0..5).map(OperationId).collect();
    let by: Vec<_> = by.iter().map(|name| plan::scheme(&model, name).expect("a scheme")).collect();
    expected.assert_eq(&plan::plan(&model, &all, &by).table(&model, &names, None));
}

#[test]
fn a_key_of_which_nothing_is_said_saves_no_permission() {
    check_by(
        &[],
        expect![[r#"
        notes: 2 permissions for 5 operations
          notes.read   Reads.
                       for notes.list
          notes.write  Writes.
                       for notes.add, notes.clear_notes
        1 need no permission: notes.count
        1 say nothing of permissions: notes.replace_notes
        2 can also be called by key, of somebody who may; no permission is named for that: notes.list, notes.add
    "#]],
    );
}

#[test]
fn by_some_schemes_only() {
    check_by(
        &["token"],
        expect![[r#"
        notes: 2 permissions for 5 operations
          notes.read   Reads.
                       for notes.list
          notes.write  Writes.
                       for notes.add
        1 need no permission: notes.count
        2 cannot be called by these schemes alone: notes.clear_notes, notes.replace_notes
    "#]],
    );
    check_by(
        &["key"],
        expect![[r#"
        notes: 0 permissions for 5 operations
        1 need no permission: notes.count
        3 say nothing of permissions: notes.list, notes.add, notes.replace_notes
        1 cannot be called by these schemes alone: notes.clear_notes
    "#]],
    );
    check_by(
        &["key", "token"],
        expect![[r#"
        notes: 2 permissions for 5 operations
          notes.read   Reads.
                       for notes.list
          notes.write  Writes.
                       for notes.add, notes.clear_notes
        1 need no permission: notes.count
        1 say nothing of permissions: notes.replace_notes
        2 can also be called by key, of somebody who may; no permission is named for that: notes.list, notes.add
    "#]],
    );
    let unknown = plan::scheme(&keyed(), "oauth").expect_err("no such scheme");
    assert_eq!(unknown.near, ["`key`", "`token`"]);
}

#[test]
fn what_may_have_been_meant() {
    let model = api("okta");
    let unknown = plan::find(&model, &Names::new(&model), "user.lists").expect_err("no such operation");
    assert!(unknown.near.contains(&"users.list".to_owned()), "{unknown:?}");
}

#[test]
fn chains_variables_members_and_functions() {
    check_code(
        r#"
use gatewright::okta::client::users::Users;
use gatewright::okta::{self, Client};

struct App<'a> { api: Client, users: Users<'a> }

impl App<'_> {
    fn groups(&self) -> okta::client::groups::Groups<'_> { self.api.groups() }

    async fn run(&self) -> Result<(), okta::runtime::Error> {
        self.users.list().send().await?;
        self.groups().list().send().await?;
        Ok(())
    }
}

async fn all(client: &Client, one: Users<'_>) {
    let users = client.users();
    let _ = users.get("id").send().await;
    let again = users.clone();
    let delete = |id: &str| again.delete(id);
    if let Ok(client) = okta::Client::new("https://x.okta.com", credentials()) {
        client.log_streams().list();
    }
    one.replace("id", Default::default());
    Users::delete(&users, "id");
    users.frobnicate();
}
"#,
        expect![[r#"
            main.rs:10:20 listUsers
            main.rs:11:23 listGroups
            main.rs:18:19 getUser
            main.rs:20:35 deleteUser
            main.rs:22:30 listLogStreams
            main.rs:24:9 replaceUser
            main.rs:25:12 deleteUser
            main.rs:26:11 ? `frobnicate` is no call of its group
        "#]],
    );
}

#[test]
fn rows_raw_requests_and_macros() {
    check_code(
        r#"
use gatewright::okta::operations::users::{self, LIST_USERS};
use gatewright::okta::Client;

fn main() {
    permissions::least(&[&LIST_USERS, &users::GET_USER, &gatewright::okta::operations::groups::LIST_GROUPS]);
    let arguments = users::DeleteUser { id: None, ..Default::default() };
}

async fn raw(client: &Client, path: &str) {
    client.request("GET", "/api/v1/groups/g1?expand=stats").send().await;
    client.request("GET", path).send().await;
    client.request("GET", "/nowhere").send().await;
    tokio::join!(client.users().list().send(), client.groups().list().send());
    println!("{:?} {id}", client.users().get("1").send().await, id = 1);
    custom! { client => users() . list () };
}
"#,
        expect![[r#"
            main.rs:5:27 listUsers
            main.rs:5:47 getUser
            main.rs:5:96 listGroups
            main.rs:6:28 deleteUser
            main.rs:10:12 getGroup
            main.rs:13:33 listUsers
            main.rs:13:64 listGroups
            main.rs:14:42 getUser
            main.rs:11:12 ? a request whose method or path is no literal
            main.rs:12:12 ? `GET /nowhere` is no operation of the documents
            main.rs:15:5 ? `custom!` holds what may be a call
        "#]],
    );
}

#[test]
fn clients_of_others_and_shadowed_variables() {
    check_code(
        r#"
async fn others(client: gatewright::auth0::Client, http: reqwest::Client, store: Store) {
    client.users().list().send().await;
    http.request(Method::GET, "/api/v1/users").send().await;
    store.users().iter().count();
    let users = okta_client().users();
    { let users = vec![1]; users.list(); }
    users.list();
}
"#,
        expect![[r#"
            main.rs:7:11 listUsers
        "#]],
    );
}

#[test]
fn a_file_that_is_no_rust() {
    check_code(
        "fn main( {",
        expect![[r#"
        main.rs:1:10 ? the file is no Rust: cannot parse string into token stream
    "#]],
    );
}

/// What a program says of one source, in one line.
#[track_caller]
fn unresolved(model: &Model, names: &Names, source: &str) -> Vec<String> {
    let files =
        [file("odd.rs", source), file("create.rs", "fn all(client: &Client) { client.connections().create(body); }")];
    let found = code::calls(model, names, &[], &files);
    assert_eq!(found.calls.len(), 1, "the other file is looked at: {:.80}", source);
    found.unresolved.into_iter().map(|one| one.what).collect()
}

/// `start`, then as often `open`, `middle`, as often `close`, and `end`.
fn tower(times: usize, [start, open, middle, close, end]: [&str; 5]) -> String {
    [start, &open.repeat(times), middle, &close.repeat(times), end].concat()
}

const TOWERS: &[[&str; 5]] = &[
    ["fn main() { ", "{ ", "", "} ", "}"],
    ["fn main() { let x = ", "(", "1", ")", "; }"],
    ["fn main() { let x = ", "[", "1", "]", "; }"],
    ["fn main() { let x = ", "!", "true", "", "; }"],
    ["fn main() { let x = ", "&", "1", "", "; }"],
    ["type A = ", "Option<", "u8", ">", ";"],
    ["type A = ", "Pair<u8, ", "u8", ">", ";"],
    ["type A = ", "&", "u8", "", ";"],
    ["type A = ", "<", "u8", " as T>::B", ";"],
    ["type A = ", "fn() -> ", "u8", "", ";"],
    ["type A = ", "A<{ ", "1", " }>", ";"],
    ["fn f<T: ", "A<B: ", "C", ">", ">() {}"],
    ["fn main() { a", "", "", ".b()", "; }"],
    ["fn main() { a", "", "", "?", "; }"],
    ["fn main() { a", "", "", "()", "; }"],
    ["fn main() { a", "", "", " as u8", "; }"],
    ["fn main() { let x = 1", "", "", " + 1", "; }"],
    ["fn main() { a", "", "", " = a", "; }"],
    ["", "mod a { ", "", "} ", ""],
    ["", "fn a() { ", "", "} ", ""],
    ["fn main() { let x = ", "|a| ", "1", "", "; }"],
    ["fn main() { let x = ", "|a, b| ", "1", "", "; }"],
    ["fn main() { let x = ", "|S { a }, b| ", "1", "", "; }"],
    ["fn main() { ", "match a { _ => ", "1", "}", " }"],
    ["fn main() { ", "match ", "a", " {}", " }"],
    ["fn main() { if a {} ", "", "", "else if a {} ", "}"],
    ["fn main() { ", "for S {} in ", "a", " {}", " }"],
    ["fn main() { ", "return ", "1", "", "; }"],
    ["fn main() { ", "let a = b else { ", "", "}; ", " }"],
    ["fn main() { let ", "Some(", "x", ")", " = 1; }"],
    ["fn main() { let x = ", "S { a: ", "1", " }", "; }"],
    ["use ", "a::", "b", "", ";"],
    ["use ", "a::{", "b", "}", ";"],
    ["#[a(", "(", "", ")", ")] fn main() {}"],
    ["", "m! { ", "", "} ", ""],
    ["m! { ", "(", "", ")", " }"],
    ["fn main() { let x = ", "vec![", "1", "]", "; }"],
];

#[test]
fn sources_nested_too_deeply_are_unresolved() {
    let model = api("auth0");
    let names = Names::new(&model);
    for shape in TOWERS {
        let found = unresolved(&model, &names, &tower(5_000, *shape));
        assert_eq!(found, ["the file is nested too deeply to be parsed"], "{shape:?}");
    }
    for shape in TOWERS.iter().step_by(6) {
        assert_eq!(unresolved(&model, &names, &tower(100_000, *shape)).len(), 1, "{shape:?}");
    }
}

/// What is just not too deep is parsed, looked at and dropped, which all go as deep.
#[test]
fn sources_nested_deeply_are_looked_at() {
    let model = api("auth0");
    let names = Names::new(&model);
    for shape in TOWERS {
        for times in [500, 3_900] {
            let found = unresolved(&model, &names, &tower(times, *shape));
            let is_too_deep = found.iter().any(|what| what.contains("too deeply"));
            assert!(!is_too_deep || times > 500, "{shape:?}");
        }
    }
}

#[test]
fn long_sources_are_not_deep() {
    let model = api("auth0");
    let names = Names::new(&model);
    let long: &[[&str; 5]] = &[
        ["", "fn a() {} pub fn b(a: u8) -> u8 { a } #[test] fn c() {} ", "", "", ""],
        ["fn main() { match a { ", "A { .. } | B => {} (1, _) => {} 1 | 2 => a.b(), ", "", "", " } }"],
        ["static A: &[u8] = &[", "1, -2, !3 | 4, f(|a| a), ", "", "", "];"],
        ["fn main() { ", "a(1); if a {} let b = |c| c + 1; for d in e {} ", "", "", "}"],
        ["", "/// A line.\n", "fn main() {}", "", ""],
        ["struct A { ", "#[a] pub a: Vec<u8>, b: Option<Pair<u8, u8>>, ", "", "", "}"],
    ];
    for shape in long {
        assert_eq!(unresolved(&model, &names, &tower(3_000, *shape)), Vec::<String>::new(), "{shape:?}");
    }
}

#[test]
fn a_long_chain_of_conditions_is_looked_at() {
    let model = api("auth0");
    let names = Names::new(&model);
    let arm = "else if name == \"a\" && is_new { client.connections() } ";
    assert!(unresolved(&model, &names, &tower(500, ["fn f() { if a {} ", arm, "", "", "}"])).is_empty());
}

#[test]
fn the_example_project() {
    let folder = workspace("examples/own-document");
    let model = built(Builder::new().document("library", folder.join("library.yaml")));
    let names = Names::new(&model);
    let text = fs::read_to_string(folder.join("src/main.rs")).expect("the example");
    let found = code::calls(&model, &names, &[], &[file("main.rs", &text)]);
    let mut called: Vec<&str> = found.calls.iter().map(|call| names.operation(call.operation).id.as_str()).collect();
    called.sort_unstable();
    called.dedup();
    assert_eq!((called, found.unresolved.len()), (vec!["addBook", "listBooks"], 0));
}
