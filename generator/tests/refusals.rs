//! What refuses whole documents is written down, all of it and nothing else.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use expect_test::expect_file;
use gatewright_generator::{explain, refusal};

#[test]
fn the_table_is_written_down() {
    expect_file!["../../docs/refusals.md"].assert_eq(&refusal::table());
}

#[test]
fn the_table_has_codes_that_there_are_in_their_order() {
    let known: BTreeSet<&str> = explain::codes().map(|code| code.name).collect();
    let listed: Vec<&str> = refusal::REFUSALS.iter().map(|refusal| refusal.code).collect();
    assert!(listed.is_sorted(), "in the order of their names");
    assert_eq!(listed.iter().filter(|code| !known.contains(*code)).count(), 0, "{listed:?}");
}

/// Reads the source: whatever makes an error names its code there.
#[test]
fn every_error_is_in_the_table() {
    let sources: Vec<(PathBuf, String)> = sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"))
        .into_iter()
        .map(|path| (path.clone(), fs::read_to_string(path).expect("a source file")))
        .collect();
    let mut codes: BTreeMap<&str, Vec<(&Path, &str)>> = BTreeMap::new();
    for (path, text) in &sources {
        for (name, code) in declared(text) {
            codes.entry(name).or_default().push((path, code));
        }
    }
    for (path, text) in &sources {
        for used in errors(text) {
            let declared = codes.get(used.rsplit("::").next().unwrap_or(used)).map(Vec::as_slice).unwrap_or_default();
            let nearest = declared.iter().max_by_key(|(place, _)| nearness(place, path, used));
            if let Some((_, code)) = nearest {
                assert!(
                    refusal::of(code).is_some(),
                    "{}: `{code}` refuses documents and is not in the table",
                    path.display()
                );
            }
        }
    }
}

fn sources(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("a folder").flatten().map(|entry| entry.path());
    let mut paths: Vec<PathBuf> =
        entries.flat_map(|path| if path.is_dir() { sources(&path) } else { vec![path] }).collect();
    paths.sort();
    paths
}

/// The statics of a file that are codes, with their names.
fn declared(text: &str) -> impl Iterator<Item = (&str, &str)> {
    text.split("static ").skip(1).filter_map(|rest| {
        let (name, rest) = rest.split_once(": Code = Code {")?;
        Some((name, rest.split('"').nth(1)?))
    })
}

/// The codes that a file makes errors of.
fn errors(text: &str) -> impl Iterator<Item = &str> {
    const MAKERS: &[&str] =
        &["Diagnostic::error(", "error_without_place(", "severity(", "refused(", "report(", ".code("];
    MAKERS.iter().flat_map(move |maker| text.split(maker).skip(1)).filter_map(|rest| {
        let rest = rest.trim_start().strip_prefix('&')?;
        let end = rest.find(|sign: char| !(sign.is_alphanumeric() || "_:".contains(sign)))?;
        let (name, after) = rest.split_at(end);
        (!after.starts_with(", false")).then_some(name)
    })
}

/// How likely a code that is declared in one file is the one that another means by a path.
fn nearness(declared: &Path, used: &Path, name: &str) -> (bool, usize) {
    let module = name.rsplit("::").nth(1).unwrap_or_default();
    let is_named = !module.is_empty() && declared.file_stem().is_some_and(|stem| stem == module);
    (
        is_named,
        declared
            .with_extension("")
            .components()
            .zip(used.with_extension("").components())
            .take_while(|(one, other)| one == other)
            .count(),
    )
}
