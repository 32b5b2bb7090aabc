//! The checked-in crate is what the documents give, by every way of generating it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use gatewright_generator::{Builder, Generated};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn generate(settings: PathBuf) -> Generated {
    Builder::new().settings(settings).generate().unwrap_or_else(|failed| panic!("{failed}"))
}

#[test]
fn checked_in_crate_is_current() {
    let generated = generate(root().join("specs/apis.yaml"));
    let difference = generated.tree.difference(&root().join("generated")).expect("a readable crate");
    let changes: Vec<String> = difference.changes.iter().map(ToString::to_string).collect();
    assert!(changes.is_empty(), "run `cargo run -- regenerate`:\n{}", changes.join("\n"));
}

#[test]
fn generating_twice_and_elsewhere_gives_the_same_bytes() {
    let elsewhere = tempfile::tempdir().expect("a temporary folder");
    copy(&root().join("specs"), &elsewhere.path().join("moved"));
    let here = generate(root().join("specs/apis.yaml")).tree;
    assert!(here == generate(root().join("specs/apis.yaml")).tree, "a second run differs");
    assert!(here == generate(elsewhere.path().join("moved/apis.yaml")).tree, "another folder differs");
}

#[test]
fn build_script_writes_the_checked_in_source() {
    let out = tempfile::tempdir().expect("a temporary folder");
    let builder = Builder::new().settings(root().join("specs/apis.yaml"));
    let generated = builder.run_in(out.path()).unwrap_or_else(|failed| panic!("{failed}"));
    let (written, checked_in) = (files(&out.path().join("gatewright/src")), files(&root().join("generated/src")));
    assert!(!written.is_empty() && written == checked_in, "what the build script writes is not generated/src");
    assert!(out.path().join("gatewright.rs").exists());
    assert!(generated.files.iter().any(|file| file.ends_with("okta-management.lap")), "{:?}", generated.files);
}

/// What the feature `build-time` compiled is the checked-in source.
#[cfg(feature = "build-time")]
#[test]
fn included_source_is_the_checked_in_source() {
    let included = files(&Path::new(env!("OUT_DIR")).join("gatewright/src"));
    assert!(!included.is_empty() && included == files(&root().join("generated/src")));
}

/// All files of a folder, by their paths in it.
fn files(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(open) = folders.pop() {
        for entry in std::fs::read_dir(open).expect("a readable folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(folder).expect("a path in the folder").to_owned();
                found.insert(name, std::fs::read(&path).expect("a readable file"));
            }
        }
    }
    found
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).expect("a new folder");
    for entry in std::fs::read_dir(from).expect("a readable folder") {
        let path = entry.expect("an entry").path();
        let to = to.join(path.file_name().expect("a name"));
        if path.is_dir() {
            copy(&path, &to);
        } else {
            std::fs::copy(&path, &to).expect("a copied file");
        }
    }
}
