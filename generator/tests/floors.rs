//! A module knows only lower floors.

use std::fs;
use std::path::Path;

/// Modules by floor; a module may use those of lower floors and of its own.
const FLOORS: &[&[&str]] = &[
    &["source", "diag", "limits", "nearest", "refusal", "watch"],
    &["model"],
    &["read", "settings", "project"],
    &["pass", "names", "pipeline"],
    &["emit", "tree"],
    &["builder", "convert", "inspect", "diff", "plan", "explain"],
];

fn floor(module: &str) -> Option<usize> {
    FLOORS.iter().position(|modules| modules.contains(&module))
}

/// The first segment of every `crate::` path in a text.
fn uses(text: &str) -> impl Iterator<Item = &str> {
    text.split("crate::").skip(1).filter_map(|rest| rest.split(|c: char| !c.is_alphanumeric() && c != '_').next())
}

fn visit(path: &Path, module: &str, upward: &mut Vec<String>) {
    let own = floor(module).unwrap_or_else(|| panic!("module `{module}` is on no floor"));
    for used in uses(&fs::read_to_string(path).expect("a readable source file")) {
        if floor(used).is_some_and(|floor| floor > own) {
            upward.push(format!("{}: uses crate::{used}", path.display()));
        }
    }
}

fn walk(folder: &Path, module: Option<&str>, upward: &mut Vec<String>) {
    for entry in fs::read_dir(folder).expect("a readable folder") {
        let path = entry.expect("an entry").path();
        let stem = path.file_stem().and_then(|stem| stem.to_str()).expect("a plain name").to_owned();
        let module = module.unwrap_or(&stem);
        if matches!(module, "main" | "command" | "lib") {
            continue;
        }
        if path.is_dir() { walk(&path, Some(module), upward) } else { visit(&path, module, upward) }
    }
}

#[test]
fn no_module_uses_a_higher_floor() {
    let mut upward = Vec::new();
    walk(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), None, &mut upward);
    assert!(upward.is_empty(), "{}", upward.join("\n"));
}
