//! `specs/apis.yaml`: what it may say, and what is said about what it may not.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

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
          |   ^^^^^^^ expected a lower-case letter, then lower-case letters, digits and single hyphens

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

/// What stands left of the equals signs of a section of the runtime's manifest.
fn keys(section: &str) -> Vec<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../templates/runtime/Cargo.toml");
    let manifest = fs::read_to_string(path).expect("the runtime has a manifest");
    let lines = manifest.lines().skip_while(|line| *line != section).skip(1).take_while(|line| !line.starts_with('['));
    lines.filter_map(|line| line.split_once(" = ")).map(|(key, _)| key.to_owned()).collect()
}

#[test]
fn names_of_features_and_dependencies_are_taken() {
    for name in [keys("[features]"), vec!["gatewright-runtime".to_owned()]].concat() {
        assert!(settings::check_name(&name).is_err(), "{name}");
    }
}

#[test]
fn words_of_rust_are_taken() {
    for name in ["self", "type", "crate", "async", "gen", "runtime", "std"] {
        assert!(settings::check_name(name).is_err(), "{name}");
    }
    for name in ["okta", "ibm-verify", "union", "my-type"] {
        assert_eq!(settings::check_name(name), Ok(()), "{name}");
    }
}
