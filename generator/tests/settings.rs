//! `specs/apis.yaml`: what it may say, and what is said about what it may not.

use std::fmt::Write as _;

use expect_test::{Expect, expect};
use gatewright_generator::diag::{Diagnostics, render};
use gatewright_generator::settings;
use gatewright_generator::source::Sources;

fn check(text: &str, expected: Expect) {
    let mut sources = Sources::default();
    let source = sources.add("apis.yaml", text);
    let mut diagnostics = Diagnostics::default();
    let settings = settings::read(source, text, &mut diagnostics);
    let mut found = String::new();
    for api in settings.apis {
        let _ = writeln!(found, "{} allows {:?}", api.name, api.allow);
        for document in api.documents {
            let operation = document.operation.map(|stated| format!(" for {} {}", stated.method, stated.path));
            let path = document.path.display();
            let _ = writeln!(found, "  {:?} {path}{}", document.role, operation.unwrap_or_default());
        }
    }
    found.push_str(&render(&sources, &diagnostics, false));
    expected.assert_eq(&found);
}

#[test]
fn documents_then_supplements() {
    check(
        "apis:\n  okta:\n    supplements: [b.yaml]\n    documents:\n      - a.lap\n      - path: page.txt\n        operation: put /things/{id}\n    allow: [a/b]\n",
        expect![[r#"
            okta allows ["a/b"]
              Document a.lap
              Document page.txt for PUT /things/{id}
              Supplement b.yaml
        "#]],
    );
}

#[test]
fn misspelt_key() {
    check(
        "apis:\n  okta:\n    documents: [a]\n    suplements: [b]\n",
        expect![[r#"
        okta allows []
          Document a
        error[settings/unknown-key]: the settings have no key `suplements` here
         --> apis.yaml:4:5
          |
        4 |     suplements: [b]
          |     ^^^^^^^^^^ expected `documents`, `supplements` or `allow`

    "#]],
    );
}

#[test]
fn name_that_cannot_be_a_module() {
    check(
        "apis:\n  ../okta: {documents: [a]}\n",
        expect![[r#"
        error[settings/name]: `../okta` cannot be the short name of an API
         --> apis.yaml:2:3
          |
        2 |   ../okta: {documents: [a]}
          |   ^^^^^^^ expected lower-case letters, digits and single hyphens

    "#]],
    );
}

#[test]
fn documents_that_are_no_list() {
    check(
        "apis:\n  okta:\n    documents: okta.lap\n",
        expect![[r#"
            okta allows []
            error[settings/shape]: text where a list of documents must stand
             --> apis.yaml:3:16
              |
            3 |     documents: okta.lap
              |                ^^^^^^^^ expected a list of documents

        "#]],
    );
}

#[test]
fn operation_without_a_path() {
    check(
        "apis:\n  ibm:\n    documents:\n      - path: page.txt\n        operation: PUT\n",
        expect![[r#"
        ibm allows []
          Document page.txt
        error[settings/operation]: `PUT` is not a method and a path
         --> apis.yaml:5:20
          |
        5 |         operation: PUT
          |                    ^^^ expected, for example, `PUT /things/{id}`

    "#]],
    );
}
