//! The command as people meet it: what it prints, what it writes, and how it ends.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

fn gatewright(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_gatewright"))
        .args(arguments)
        .current_dir(folder)
        .output()
        .expect("the command runs")
}

fn specs() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../specs")
}

/// Generates from a document and demands that it is refused with a place and a hint, and that nothing is written.
fn refused(file: &str, text: &[u8], code: &str, place: &str) {
    let home = tempfile::tempdir().expect("a temporary folder");
    fs::write(home.path().join(file), text).expect("a document");
    let output = gatewright(home.path(), &["generate", file, "--name", "broken", "--out", "out"]);
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(1), "{said}");
    assert!(said.contains(&format!("error[{code}]")), "expected {code}:\n{said}");
    assert!(said.contains(&format!("{file}{place}")), "expected the place {file}{place}:\n{said}");
    assert!(!said.contains("panicked"), "{said}");
    assert!(!home.path().join("out").exists(), "something was written");
}

const LAP: &str = "@lap v0.3\n@api Things\n@endpoints 1\n@toc things(1)\n\n@group things\n@endpoint GET /things\n@desc List things\n@returns(200) {id: str} # Success\n\n@endgroup\n\n@end\n";

#[test]
fn whole_document_is_accepted() {
    let home = tempfile::tempdir().expect("a temporary folder");
    fs::write(home.path().join("things.lap"), LAP).expect("a document");
    let output = gatewright(home.path(), &["generate", "things.lap", "--name", "things", "--out", "out"]);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(home.path().join("out/src/things/mod.rs").exists());
    assert!(output.stdout.is_empty(), "results only");
}

#[test]
fn truncated_lap() {
    refused("things.lap", LAP.trim_end().trim_end_matches("@end").as_bytes(), "lap/missing-end", ":");
}

#[test]
fn unknown_type_word() {
    refused(
        "things.lap",
        LAP.replace("@returns", "@required {name: strng}\n@returns").as_bytes(),
        "lap/unknown-type",
        ":9:",
    );
}

#[test]
fn reference_to_nowhere() {
    let text = "openapi: 3.1.0\ninfo: {title: T, version: '1'}\npaths:\n  /a:\n    get:\n      responses:\n        '200':\n          description: x\n          content:\n            application/json:\n              schema: {$ref: '#/components/schemas/Nowhere'}\n";
    refused("api.yaml", text.as_bytes(), "openapi/unresolved-reference", ":11:");
}

#[test]
fn table_whose_rows_cannot_be_rejoined() {
    let page = fs::read_to_string(specs().join("ibm-verify/ibm-verify-update-api-client.txt")).expect("the page");
    let broken = page.replace("Manage deploymentanymanageCerts", "Manage deploymentmanageCerts");
    assert_ne!(page, broken);
    refused("page.txt", broken.as_bytes(), "entitlements/row", ":");
}

#[test]
fn file_that_is_not_there() {
    let home = tempfile::tempdir().expect("a temporary folder");
    let output = gatewright(home.path(), &["generate", "nowhere.yaml", "--name", "x", "--out", "out"]);
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(1));
    assert!(said.contains("document/unreadable") && said.contains("nowhere.yaml"), "{said}");
}

#[test]
fn file_that_is_not_text() {
    refused("image.png", b"\x89PNG\r\n\x1a\n\xff", "document/not-utf-8", "");
}

#[test]
fn file_in_utf_16() {
    refused("api.yaml", b"\xff\xfeo\0p\0", "document/not-utf-8", ": this is UTF-16");
}

#[test]
fn format_that_nobody_knows() {
    refused("poem.txt", b"Roses are red\n", "document/unknown-format", ":1:1");
}

#[test]
fn wrong_usage_ends_with_two() {
    assert_eq!(gatewright(&specs(), &["generate"]).status.code(), Some(2));
    assert_eq!(gatewright(&specs(), &["inspect", "okta", "--nonsense"]).status.code(), Some(2));
}

#[test]
fn a_difference_that_breaks_ends_with_one() {
    let home = tempfile::tempdir().expect("a temporary folder");
    let more = LAP.replace("{id: str}", "{id: str, name: str?}");
    fs::write(home.path().join("old.lap"), LAP).expect("a document");
    fs::write(home.path().join("new.lap"), more).expect("a document");
    let code = |arguments: &[&str]| gatewright(home.path(), arguments).status.code();
    assert_eq!(code(&["diff", "old.lap", "old.lap"]), Some(0));
    assert_eq!(code(&["diff", "old.lap", "new.lap"]), Some(0), "clients do not read what they do not know");
    assert_eq!(code(&["diff", "new.lap", "old.lap"]), Some(1), "clients miss a member");
    assert_eq!(code(&["diff", "new.lap", "old.lap", "--breaking-for", "servers"]), Some(0));
    assert_eq!(code(&["diff", "old.lap", "nowhere.lap"]), Some(1));
    assert_eq!(code(&["diff", "old.lap"]), Some(2));
    let output = gatewright(home.path(), &["diff", "new.lap", "old.lap", "--json"]);
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(text.contains("\"breaksClients\": 1") && text.contains("new.lap:9:"), "{text}");
}

#[test]
fn permissions_of_calls_in_sources() {
    let home = tempfile::tempdir().expect("a temporary folder");
    fs::create_dir(home.path().join("src")).expect("a folder");
    fs::write(home.path().join("src/main.rs"), "fn main() { client.connections().create(body); }").expect("a source");
    let settings = specs().join("apis.yaml");
    let settings = settings.to_string_lossy();
    let planned = |arguments: &[&str]| {
        gatewright(home.path(), &[&["permissions", "auth0", "--settings", &settings], arguments].concat())
    };
    let output = planned(&["--code", "src"]);
    assert!(String::from_utf8_lossy(&output.stdout).contains("create:connections"), "{output:?}");
    assert_eq!(planned(&["--for", "nothing.such"]).status.code(), Some(1));
}

/// Folders may hold anything: links to nowhere and to themselves, pipes, devices, what is no text, what is too large.
#[cfg(unix)]
#[test]
fn odd_entries_of_a_folder_of_sources_are_unresolved() {
    use std::os::unix::ffi::OsStrExt as _;
    use std::os::unix::fs::symlink;
    let home = tempfile::tempdir().expect("a temporary folder");
    let src = home.path().join("src");
    fs::create_dir(&src).expect("a folder");
    fs::write(src.join("main.rs"), "fn main() { client.connections().create(body); }").expect("a source");
    symlink("nowhere", src.join("dangling.rs")).expect("a link");
    symlink(".", src.join("itself")).expect("a link");
    symlink(".", src.join("itself.rs")).expect("a link");
    symlink("/dev/zero", src.join("zero.rs")).expect("a link");
    fs::write(src.join("latin.rs"), b"// \xe9\n").expect("a source");
    fs::write(src.join(std::ffi::OsStr::from_bytes(b"\xff.rs")), "fn main() {}").expect("a source");
    fs::File::create(src.join("huge.rs")).and_then(|file| file.set_len(1 << 30)).expect("a large file");
    let pipe = Command::new("mkfifo").arg(src.join("pipe.rs")).status().expect("mkfifo runs");
    assert!(pipe.success());
    let settings = specs().join("apis.yaml");
    let settings = settings.to_string_lossy();
    let output = gatewright(home.path(), &["permissions", "auth0", "--settings", &settings, "--code", "src"]);
    let said = String::from_utf8_lossy(&output.stdout);
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    assert!(said.contains("create:connections"), "{said}");
    for file in ["dangling.rs", "itself", "itself.rs", "zero.rs", "latin.rs", "huge.rs", "pipe.rs"] {
        assert!(said.contains(&format!("  src/{file}:1:1  the file was not read: ")), "{file}: {said}");
    }
}

#[test]
fn name_that_cannot_be_a_module() {
    let home = tempfile::tempdir().expect("a temporary folder");
    fs::write(home.path().join("things.lap"), LAP).expect("a document");
    let output = gatewright(home.path(), &["generate", "things.lap", "--name", "../x", "--out", "out"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stderr).contains("settings/name"));
}

#[test]
fn unknown_api_is_answered_with_the_known_ones() {
    let output = gatewright(&specs(), &["inspect", "oktta", "--settings", "apis.yaml"]);
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(1));
    assert!(said.contains("okta, auth0, ibm-verify, oracle-idcs"), "{said}");
}

#[test]
fn every_code_has_a_page() {
    let list = gatewright(&specs(), &["explain"]);
    let list = String::from_utf8_lossy(&list.stdout).into_owned();
    assert!(list.lines().count() > 20, "{list}");
    for code in list.lines() {
        let page = gatewright(&specs(), &["explain", code]);
        assert!(page.status.success(), "{code} has no page");
        assert!(page.stdout.len() > code.len() + 40, "the page of {code} says nothing");
    }
    let mut codes: Vec<&str> = list.lines().collect();
    codes.sort_unstable();
    codes.dedup();
    assert_eq!(codes.len(), list.lines().count(), "two pages have one code");
}

#[test]
fn check_lists_what_differs_and_writes_nothing() {
    let home = tempfile::tempdir().expect("a temporary folder");
    fs::write(home.path().join("things.lap"), LAP).expect("a document");
    fs::write(home.path().join("apis.yaml"), "apis:\n  things:\n    documents: [things.lap]\n").expect("settings");
    let run = |arguments: &[&str]| {
        gatewright(home.path(), &[&["regenerate", "--settings", "apis.yaml", "--out", "out"], arguments].concat())
    };
    assert_eq!(run(&["--check"]).status.code(), Some(1));
    assert!(!home.path().join("out").exists());
    assert!(run(&[]).status.success());
    assert!(run(&["--check"]).status.success());
    let changed = home.path().join("out/src/things/mod.rs");
    fs::write(&changed, "// edited\n").expect("an edited file");
    let output = run(&["--check"]);
    assert_eq!(output.status.code(), Some(1));
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(said.contains("different  src/things/mod.rs") && said.contains("-// edited"), "{said}");
    assert_eq!(fs::read_to_string(&changed).expect("untouched"), "// edited\n");
}

#[test]
fn one_api_leaves_the_others_alone() {
    let home = tempfile::tempdir().expect("a temporary folder");
    fs::write(home.path().join("things.lap"), LAP).expect("a document");
    let settings = "apis:\n  one:\n    documents: [things.lap]\n  two:\n    documents: [things.lap]\n";
    fs::write(home.path().join("apis.yaml"), settings).expect("settings");
    let run = |arguments: &[&str]| {
        gatewright(home.path(), &[&["regenerate", "--settings", "apis.yaml", "--out", "out"], arguments].concat())
    };
    assert!(run(&[]).status.success());
    fs::write(home.path().join("things.lap"), LAP.replace("List things", "List all things"))
        .expect("a changed document");
    assert!(run(&["--api", "one"]).status.success());
    let difference = run(&["--check"]);
    let said = String::from_utf8_lossy(&difference.stdout).into_owned();
    let files = said.lines().filter(|line| !line.starts_with(' ')).collect::<Vec<_>>().join("\n");
    assert!(files.contains("src/two/") && !files.contains("src/one/"), "{said}");
}

/// Hitting a limit is an error with its place, and limits are options.
#[test]
fn limits_are_settings() {
    let home = tempfile::tempdir().expect("a temporary folder");
    let document = "openapi: 3.1.0\ninfo: {title: T, version: '1'}\npaths:\n  /a: {get: {responses: {}}}\n  /b: {get: {responses: {}}}\ncomponents: {schemas: {A: {type: object, properties: {a: {type: string}, b: {type: string}}}}}\n";
    fs::write(home.path().join("a.yaml"), document).expect("a document");
    for (limit, code, place) in [
        ("size=20", "document/too-large", "a.yaml"),
        ("depth=3", "yaml/depth", "a.yaml:4:13"),
        ("operations=1", "model/too-many", "a.yaml:5:8"),
        ("types=0", "model/too-many", "a.yaml:6:27"),
        ("members=1", "model/too-many", "a.yaml:6:27"),
    ] {
        let output = gatewright(home.path(), &["generate", "a.yaml", "--name", "a", "--out", "out", "--limit", limit]);
        let said = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(1), "{limit}: {said}");
        assert!(said.contains(&format!("error[{code}]")) && said.contains(place), "{limit}: {said}");
        assert!(!home.path().join("out").exists(), "{limit}: something was written");
    }
    let output = gatewright(home.path(), &["inspect", "a.yaml", "--limit", "depth=8", "--limit", "types=1"]);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let output = gatewright(home.path(), &["inspect", "a.yaml", "--limit", "colour=1"]);
    assert_eq!(output.status.code(), Some(2), "an unknown limit is wrong usage");
    let settings = "apis: {a: {documents: [a.yaml]}}\nlimits: {operations: 1}\n";
    fs::write(home.path().join("apis.yaml"), settings).expect("settings");
    let output = gatewright(home.path(), &["inspect", "a", "--settings", "apis.yaml"]);
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(said.contains("2 operations are more than the limit of 1"), "{said}");
}

/// Files may refer to each other below one folder, which is an option.
#[test]
fn files_below_a_root() {
    let home = tempfile::tempdir().expect("a temporary folder");
    fs::create_dir(home.path().join("api")).expect("a folder");
    let document = "openapi: 3.1.0\ninfo: {title: T, version: '1'}\npaths: {}\ncomponents: {schemas: {A: {$ref: ../shared.yaml#/A}}}\n";
    fs::write(home.path().join("api/a.yaml"), document).expect("a document");
    fs::write(home.path().join("shared.yaml"), "A: {type: object}\n").expect("a part");
    let output = gatewright(home.path(), &["inspect", "api/a.yaml"]);
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(said.contains("error[openapi/external-reference]") && said.contains("api/a.yaml:4:34"), "{said}");
    let output = gatewright(home.path(), &["inspect", "api/a.yaml", "--root", "."]);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

/// Wider columns than a format may have; the name is in a document of 70 KB.
#[test]
fn names_are_as_long_as_they_like() {
    let home = tempfile::tempdir().expect("a temporary folder");
    let name = "a".repeat(70_000);
    let document = format!(
        r#"{{"openapi": "3.0.0", "info": {{"title": "t", "version": "1"}}, "paths": {{"/a": {{"get": {{
            "operationId": "{name}", "tags": ["{name}"], "security": [{{"o": ["{name}"]}}],
            "responses": {{"204": {{"description": "Done"}}}}}}}}}},
            "components": {{"securitySchemes": {{"o": {{"type": "oauth2", "flows": {{"clientCredentials": {{
            "tokenUrl": "https://a.example/t", "scopes": {{"{name}": ""}}}}}}}}}}}}}}"#
    );
    fs::write(home.path().join("a.json"), document).expect("a document");
    for arguments in [&["inspect", "--operations", "--inferred", "a.json"][..], &["permissions", "a.json"]] {
        let output = gatewright(home.path(), arguments);
        assert_eq!(output.status.code(), Some(0), "{:.300}", String::from_utf8_lossy(&output.stderr));
    }
}

/// A name may hold what breaks lines and what turns the direction of text; compilers refuse the latter.
#[cfg(unix)]
#[test]
fn names_of_files_are_visible() {
    let home = tempfile::tempdir().expect("a temporary folder");
    let name = "a\u{202e}b\rc\nd\u{1b}[2J.yaml";
    fs::copy(specs().join("../examples/own-document/library.yaml"), home.path().join(name)).expect("a document");
    let output = gatewright(home.path(), &["generate", name, "--name", "library", "--out", "out"]);
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    let text = fs::read_to_string(home.path().join("out/src/library/mod.rs")).expect("a file");
    assert!(text.contains(r"//   a\u{202e}b\u{d}c\u{a}d\u{1b}[2J.yaml (sha256 "), "{text:.300}");
    fs::write(home.path().join(name), "openapi: 3.0.0\npaths: 1\n").expect("a document");
    let refused = gatewright(home.path(), &["inspect", name]);
    let said = String::from_utf8_lossy(&refused.stderr);
    assert!(said.contains(r"a\u{202e}b\u{d}c\u{a}d\u{1b}[2J.yaml:"), "{said}");
}

/// What never ends is no document, and is not read for ever.
#[cfg(unix)]
#[test]
fn documents_without_end_are_too_large() {
    let home = tempfile::tempdir().expect("a temporary folder");
    let output = gatewright(home.path(), &["inspect", "/dev/zero", "--limit", "size=1000000"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stderr).contains("document/too-large"), "{output:?}");
}
