//! What stand-alone crates bring along is what the runtime consists of.

use std::fs;
use std::path::{Path, PathBuf};

use gatewright_runtime::sources::FILES;

fn runtime() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../templates/runtime")
}

/// The Rust files below a folder, by path from the root.
fn sources(root: &Path, folder: &Path, found: &mut Vec<String>) {
    for entry in fs::read_dir(folder).expect("a readable folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            sources(root, &path, found);
        } else {
            found.push(path.strip_prefix(root).expect("a path below the root").to_string_lossy().into_owned());
        }
    }
}

#[test]
fn every_source_file_is_listed() {
    let mut found = vec!["Cargo.toml".to_owned(), "README.md".to_owned(), "stand-alone.toml".to_owned()];
    sources(&runtime(), &runtime().join("src"), &mut found);
    found.sort();
    let mut listed: Vec<_> = FILES.iter().map(|(path, _)| (*path).to_owned()).collect();
    listed.sort();
    assert_eq!(listed, found);
}

#[test]
fn listed_texts_are_those_of_their_files() {
    for (path, text) in FILES.iter().filter(|(path, _)| *path != "Cargo.toml") {
        assert!(fs::read_to_string(runtime().join(path)).expect("a file") == *text, "{path}");
    }
}

/// From `[features]` to the dependencies of tests.
fn of_users(manifest: &str) -> &str {
    let start = manifest.find("[features]").expect("features");
    let end = manifest.find("[dev-dependencies]").unwrap_or(manifest.len());
    manifest[start..end].trim_end()
}

#[test]
fn the_stand_alone_manifest_is_that_of_the_crate() {
    let read = |name: &str| fs::read_to_string(runtime().join(name)).expect("a manifest");
    let (own, alone) = (read("Cargo.toml"), read("stand-alone.toml"));
    assert_eq!(of_users(&own), of_users(&alone));
    let version = format!("version = {:?}", gatewright_runtime::VERSION);
    assert!(alone.contains(&version), "stand-alone.toml lacks {version}");
}

/// The features of the runtime that are for emitted code, by name.
fn features(manifest: &str) -> Vec<&str> {
    let section = manifest.split("[features]").nth(1).and_then(|rest| rest.split("\n[").next()).expect("features");
    let names = section.lines().filter_map(|line| line.split_once(" = ")).map(|(name, _)| name);
    names.filter(|name| !["default", "codec", "sources"].contains(name)).collect()
}

#[test]
fn emitted_crates_have_the_features_of_the_runtime() {
    let manifest = fs::read_to_string(runtime().join("stand-alone.toml")).expect("a manifest");
    let mut emitted = gatewright_generator::emit::features([]);
    let mut features = features(&manifest);
    emitted.sort();
    features.sort_unstable();
    assert_eq!(emitted, features);
    for (feature, needed) in features.iter().map(|name| (name, gatewright_generator::emit::needed(name))) {
        let line = manifest.lines().find(|line| line.starts_with(&format!("{feature} = "))).expect("a line");
        assert!(needed.iter().all(|needed| line.contains(&format!("{needed:?}"))), "{feature} needs {needed:?}");
        assert_eq!(needed.contains(&"client"), line.contains("\"client\""), "{feature}");
    }
}
