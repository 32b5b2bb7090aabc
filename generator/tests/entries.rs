//! How a supplement says what the names of a catalogue stand for.

use std::fmt::Write as _;

use expect_test::{Expect, expect};
use gatewright_generator::diag::{Diagnostics, render};
use gatewright_generator::model::{Builder, Target};
use gatewright_generator::pass::merge::{Part, merge};
use gatewright_generator::project::Role;
use gatewright_generator::read::{Document, Format};
use gatewright_generator::source::Sources;

const PAGE: &str = "Home page\n\
    X APIs\nThings-Search\nGet a thingSearch all things\nMy Things\nStep 1: Get a tokenGet a thing\n\
    X APIs\nThings-Search\nGet a thingSearch all things\nMy Things\nStep 1: Get a tokenGet a thing\n\
    HomeX APIsThings-Search\n\nThings-Search\n\nNumber of APIs: 1\n\n  1. Search all things GET {{HOST}}/v1/Things\n";

/// What the entries stand for, and what is wrong with these entries of a supplement.
fn check(entries: &str, expected: &Expect) {
    let supplement = format!(
        "openapi: 3.1.0\npaths:\n  /v1/Things/{{id}}:\n    get: {{responses: {{'200': {{description: OK}}}}}}\n  \
         /v1/Things:\n    get: {{}}\nx-gatewright-entries:\n{entries}"
    );
    let mut sources = Sources::default();
    let mut diagnostics = Diagnostics::default();
    let texts = [("page.txt", PAGE, Role::Document), ("supplement.yaml", supplement.as_str(), Role::Supplement)];
    let mut parts = Vec::new();
    for (name, text, role) in texts {
        let id = sources.add(name, text);
        let mut builder = Builder::new("test");
        let document = Document { supplement: role == Role::Supplement, ..Document::alone(id, text) };
        Format::of(text).expect("a known format").read(document, &mut builder, &mut diagnostics);
        parts.push(Part { model: builder.finish(), role });
    }
    let model = merge(parts, &mut diagnostics);
    let mut out = String::new();
    for entry in &model.entries {
        let target = match &entry.target {
            Target::Unresolved { reason } => reason.clone(),
            Target::Operation { operation, presets } => {
                let operation = &model.operations[operation.0 as usize];
                format!("{} {} {presets:?}", operation.method.0, operation.path.wire)
            }
        };
        let _ = writeln!(out, "{} > {}: {target}", entry.place.join(" > "), entry.wire);
    }
    out.push_str(&render(&sources, &diagnostics, false));
    expected.assert_eq(&out);
}

#[test]
fn an_entry_without_a_place_stands_for_all_of_its_name() {
    check(
        "  - {name: Get a thing, operation: 'GET /v1/Things/{id}', presets: {attributes: null}}\n",
        &expect![[r#"
        X APIs > Things-Search > Get a thing: GET /v1/Things/{id} [("attributes", None)]
        X APIs > Things-Search > Search all things: GET /v1/Things []
        X APIs > My Things > Step 1: Get a token: the page names this request but does not show it
        X APIs > My Things > Get a thing: GET /v1/Things/{id} [("attributes", None)]
    "#]],
    );
}

#[test]
fn an_entry_with_a_place_stands_before_one_without() {
    check(
        "  - {name: Get a thing, reason: not known}\n\
         \x20 - {name: Get a thing, place: [X APIs, My Things], operation: 'GET /v1/Things/{id}'}\n",
        &expect![[r#"
            X APIs > Things-Search > Get a thing: not known
            X APIs > Things-Search > Search all things: GET /v1/Things []
            X APIs > My Things > Step 1: Get a token: the page names this request but does not show it
            X APIs > My Things > Get a thing: GET /v1/Things/{id} []
        "#]],
    );
}

#[test]
fn an_entry_of_no_document_is_reported() {
    check(
        "  - {name: Get a thign, reason: not known}\n\
         \x20 - {name: Get a thing, place: [X APIs], operation: 'GET /v1/Things/{id}'}\n",
        &expect![[r#"
            X APIs > Things-Search > Get a thing: the page names this request but does not show it
            X APIs > Things-Search > Search all things: GET /v1/Things []
            X APIs > My Things > Step 1: Get a token: the page names this request but does not show it
            X APIs > My Things > Get a thing: the page names this request but does not show it
            X APIs > Get a thing: GET /v1/Things/{id} []
            warning[merge/unknown-entry]: no document has a request `Get a thing`
             --> supplement.yaml:9:5
              |
            9 |   - {name: Get a thing, place: [X APIs], operation: 'GET /v1/Things/{id}'}
              |     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ added

            warning[merge/unknown-entry]: no document has a request `Get a thign`
             --> supplement.yaml:8:5
              |
            8 |   - {name: Get a thign, reason: not known}
              |     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ left out

        "#]],
    );
}

#[test]
fn an_entry_that_the_documents_know_is_reported() {
    check(
        "  - {name: Search all things, operation: GET /v1/Things}\n",
        &expect![[r#"
        X APIs > Things-Search > Get a thing: the page names this request but does not show it
        X APIs > Things-Search > Search all things: GET /v1/Things []
        X APIs > My Things > Step 1: Get a token: the page names this request but does not show it
        X APIs > My Things > Get a thing: the page names this request but does not show it
        warning[merge/repeated]: the documents already say what `Search all things` calls
         --> supplement.yaml:8:5
          |
        8 |   - {name: Search all things, operation: GET /v1/Things}
          |     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ said before
          |
          = help: remove the entry

    "#]],
    );
}
