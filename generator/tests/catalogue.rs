//! What the reader of catalogue pages makes of pages.

use crate::reading;

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use expect_test::{Expect, expect};
use gatewright_generator::diag::{Diagnostics, render};
use gatewright_generator::model::{Model, Target};
use gatewright_generator::project::Role;
use gatewright_generator::read::catalogue;
use gatewright_generator::source::Sources;

fn read(text: &str) -> (Model, Diagnostics, Sources) {
    let read = reading::read(catalogue::read, "page.txt", text, Role::Document);
    (read.model, read.diagnostics, read.sources)
}

/// The entries by place, the calls, and the diagnostics.
fn check(text: &str, expected: &Expect) {
    let (model, diagnostics, sources) = read(text);
    let mut out = String::new();
    let mut place: &[String] = &[];
    for entry in &model.entries {
        if entry.place != place {
            place = &entry.place;
            let _ = writeln!(out, "{}", place.join(" > "));
        }
        let target = match &entry.target {
            Target::Operation { operation, presets } => {
                let operation = &model.operations[operation.0 as usize];
                format!(" = {} {} {presets:?}", operation.method.0, operation.path.wire)
            }
            Target::Unresolved { .. } => String::new(),
        };
        let _ = writeln!(out, "  {}{target}", entry.wire);
    }
    for operation in &model.operations {
        let group = &model.group(operation.group).wire;
        let _ = writeln!(out, "{} {} in {group}: {}", operation.method.0, operation.path.wire, operation.summary);
    }
    out.push_str(&render(&sources, &diagnostics, false));
    expected.assert_eq(&out);
}

/// A page with this tree twice, and this content.
fn page(tree: &str, content: &str) -> String {
    format!("Site\nSite\n{tree}\n{tree}\n{content}")
}

fn shipped() -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../specs/oracle-idcs/oracle-idcs-catalogue.txt");
    fs::read_to_string(path).expect("a shipped document")
}

#[test]
fn the_shipped_page_has_all_its_collections_folders_and_names() {
    let (model, diagnostics, sources) = read(&shipped());
    assert!(diagnostics.is_empty(), "{}", render(&sources, &diagnostics, false));
    let distinct = |key: &dyn Fn(&gatewright_generator::model::Entry) -> Option<String>| {
        model.entries.iter().filter_map(key).collect::<BTreeSet<_>>().len()
    };
    let collections = distinct(&|entry| entry.place.first().cloned());
    let folders = distinct(&|entry| (entry.place.len() == 2).then(|| entry.place.join("\n")));
    let folder_names = distinct(&|entry| entry.place.get(1).cloned());
    let names = distinct(&|entry| Some(entry.wire.clone()));
    assert_eq!((collections, folders, folder_names, model.entries.len(), names), (10, 282, 152, 662, 298));
    let calls: Vec<_> = model.operations.iter().map(|call| format!("{} {}", call.method.0, call.path.wire)).collect();
    assert_eq!(
        calls,
        ["POST /admin/v1/MyAuthenticationFactorValidator", "POST /admin/v1/MyAuthenticationFactorEnroller"]
    );
    let resolved = model.entries.iter().filter(|entry| matches!(entry.target, Target::Operation { .. }));
    let resolved: Vec<_> = resolved.map(|entry| entry.wire.as_str()).collect();
    assert_eq!(resolved, ["Step 1: Initiate Offline OTP Enrollment", "Step 2: Valdiate the OTP"]);
}

#[test]
#[ignore = "needs ../shared"]
fn the_names_of_the_shipped_page_are_those_of_the_vendor() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/facts/oracle-idcs.json");
    let facts = fs::read_to_string(&path).expect("the folder ../shared");
    let facts: serde_json::Value = serde_json::from_str(&facts).expect("facts are JSON");
    let mut expected = BTreeSet::new();
    for operation in facts["operations"].as_array().expect("a list") {
        for place in operation["places"].as_array().expect("a list") {
            expected.insert(format!(
                "{} > {}",
                place.as_str().expect("text"),
                operation["name"].as_str().expect("text")
            ));
        }
    }
    let (model, ..) = read(&shipped());
    let found: BTreeSet<_> =
        model.entries.iter().map(|entry| format!("{} > {}", entry.place.join(" > "), entry.wire)).collect();
    let differing: Vec<_> = expected.symmetric_difference(&found).collect();
    assert!(differing.is_empty(), "{differing:#?}");
}

const TREE: &str = "IntroductionAsk Anything\nX APIs\nThings-Search\nGet a thingSearch all things\nThings-Delete\nDelete a \
                    thing\nX Extra\nStep 1: Get a tokenStep 2: Search all thingsGet a thing";

#[test]
fn a_collection_has_folders_or_requests_of_its_own() {
    check(
        &page(
            TREE,
            "HomeX APIsThings-Search\n\nThings-Search\n\nNumber of APIs: 1\n\n  1. Get a thing GET \
             {{HOST}}/admin/v1/Things/{{ID}}/:part?a=b&c={{D}}\n",
        ),
        &expect![[r#"
            X APIs > Things-Search
              Get a thing = GET /admin/v1/Things/{ID}/{part} [("a", Some("b")), ("c", None)]
              Search all things
            X APIs > Things-Delete
              Delete a thing
            X Extra
              Step 1: Get a token
              Step 2: Search all things
              Get a thing
            GET /admin/v1/Things/{ID}/{part} in Things: Get a thing
        "#]],
    );
}

#[test]
fn copies_that_differ_are_reported_at_the_difference() {
    let tree = format!("{TREE}\nX More\nMore\nAdd a thing");
    let text = page(&tree, "HomeX APIs\n\nNumber of APIs: 0\n");
    check(
        &text.replacen("Delete a thing", "Delete one thing", 1),
        &expect![[r#"
        X APIs > Things-Search
          Get a thing
          Search all things
        X APIs > Things-Delete
          Delete one thing
        X Extra
          Step 1: Get a token
          Step 2: Search all things
          Get a thing
        X More > More
          Add a thing
        error[catalogue/different-trees]: the two copies of the navigation tree differ after 5 lines; they have 11 and 11 lines
          --> page.txt:19:1
           |
        19 | Delete a thing
           | ^^^^^^^^^^^^^^ expected `Delete one thing`, as in the other copy
           |
          ::: page.txt:8:1
           |
         8 | Delete one thing
           | ---------------- the other copy
           |
           = help: save the page again, whole

    "#]],
    );
}

#[test]
fn a_page_that_is_cut_short_is_refused() {
    let text = page(TREE, "");
    check(
        &text[..text.len() - 30],
        &expect![[r#"
        X APIs > Things-Search
          Get a thing
          Search all things
        X APIs > Things-Delete
          Delete a thing
        X Extra
          Step 1: Get a token
          Step 2: Search all things
          Get a thing
        error[catalogue/different-trees]: the two copies of the navigation tree differ after 7 lines; they have 8 and 8 lines
          --> page.txt:18:1
           |
        18 | Step 1: Get a tokenStep 2:
           | ^^^^^^^^^^^^^^^^^^^^^^^^^^ expected `Step 1: Get a tokenStep 2: Search all thingsGet a thing`, as in the other copy
           |
          ::: page.txt:10:1
           |
        10 | Step 1: Get a tokenStep 2: Search all thingsGet a thing
           | ------------------------------------------------------- the other copy
           |
           = help: save the page again, whole

    "#]],
    );
    check(
        &text[..text.len() / 2],
        &expect![[r#"
        error[catalogue/no-tree]: the page does not have its navigation tree twice
         --> page.txt:1:1
          |
        1 | Site
          | ^^^^ expected two copies of the list of collections, folders and requests
          |
          = help: save the page again, whole

    "#]],
    );
}

#[test]
fn the_requests_that_the_page_announces_must_be_there() {
    check(
        &page(
            TREE,
            "HomeX APIsThings-Search\n\nThings-Search\n\nNumber of APIs: 3\n\n  1. Get a thing GET {{HOST}}/Things\n\n  \
             2. Get all things FETCH {{HOST}}/Things\n\n  3. Other thing GET {{HOST}}/Things\n",
        ),
        &expect![[r#"
            X APIs > Things-Search
              Get a thing = GET /Things []
              Search all things
            X APIs > Things-Delete
              Delete a thing
            X Extra
              Step 1: Get a token
              Step 2: Search all things
              Get a thing
            GET /Things in Things: Get a thing
            error[catalogue/count]: the page shows 2 requests
              --> page.txt:23:1
               |
            23 | Number of APIs: 3
               | ^^^^^^^^^^^^^^^^^ expected 3 lines such as `1. Name POST {{HOST}}/path` below
               |
               = help: save the page again, whole

            warning[catalogue/request]: a numbered line that is no request
              --> page.txt:27:3
               |
            27 |   2. Get all things FETCH {{HOST}}/Things
               |   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ expected a name, a method and an address: `1. Name POST {{HOST}}/path`

            warning[catalogue/place]: the navigation tree has no request of this name in `X APIs > Things-Search`
              --> page.txt:29:6
               |
            29 |   3. Other thing GET {{HOST}}/Things
               |      ^^^^^^^^^^^ no entry points to it

        "#]],
    );
}

#[test]
fn words_with_capitals_inside_are_not_split() {
    check(
        &page(
            "Y APIs\nAppRoles-Create\nCreate an AppRoleUpdate - refreshTokenExpiry attributeDelete an AppRoles - generic\n\
             Factors\nGet a TOUList all TOUsRequest OTP by SMSStep 3: Valdiate the OTPAccess Y APIReplace X \
             (DENIED)Update X\nMore\nWait until Success.Access Y APISearch an app by nameIs it there?Get it\nMost\n\
             List all itemsSearch oneReplace oneStep 1: Waitretrieve\nLast\nStep 1 - TryRequest it - now",
            "",
        ),
        &expect![[r#"
            Y APIs > AppRoles-Create
              Create an AppRole
              Update - refreshTokenExpiry attribute
              Delete an AppRoles - generic
            Y APIs > Factors
              Get a TOU
              List all TOUs
              Request OTP by SMS
              Step 3: Valdiate the OTP
              Access Y API
              Replace X (DENIED)
              Update X
            Y APIs > More
              Wait until Success.
              Access Y API
              Search an app by name
              Is it there?
              Get it
            Y APIs > Most
              List all items
              Search one
              Replace one
              Step 1: Waitretrieve
            Y APIs > Last
              Step 1 - Try
              Request it - now
        "#]],
    );
}

#[test]
fn the_shipped_page_cut_anywhere_is_refused_or_whole() {
    let text = shipped();
    let end = text.rfind("MyAuthenticationFactorEnroller").expect("the last request");
    for at in (1000..end).step_by(1499) {
        let cut = (at..).find(|at| text.is_char_boundary(*at)).expect("a boundary");
        let (_, diagnostics, _) = read(&text[..cut]);
        assert!(diagnostics.has_errors(), "{}", &text[cut - 40..cut]);
    }
}

#[test]
fn long_pages_take_linear_time() {
    let started = std::time::Instant::now();
    read(&"a\n".repeat(100_000));
    read(&"aB".repeat(100_000));
    let tree: String = (0..10_000).map(|number| format!("Folder {number}\nGet it {number}Put it\n")).collect();
    read(&format!("X\n{tree}X\n{tree}\n\nNumber of APIs: 0\n"));
    read(&format!("X\nY\nZ\n{0}\nX\nY\nZ\n{0}\n\nNumber of APIs: 0\n", "AaAa".repeat(20_000)));
    let requests: String = (0..5_000).map(|number| format!("{number}. Get it GET {{{{HOST}}}}/a/{number}\n")).collect();
    read(&page(TREE, &format!("HomeX APIs\n\n{requests}")));
    assert!(started.elapsed().as_secs() < 60, "{:?}", started.elapsed());
}
