//! Hostile documents against the command as a process: refused with a place and nothing written, or made harmless; never
//! with a panic, and within bounds of time and memory.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use proc_macro2::{TokenStream, TokenTree};
use serde_json::Value;

/// The identifier that no emitted code may hold.
const CANARY: &str = "zzpwned";

/// Cases that are about something else than documents.
const OTHERS: &[&str] = &["rt-path-values.json"];

fn attacks() -> (PathBuf, Value) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/attacks");
    let text = fs::read_to_string(folder.join("manifest.json")).expect("the folder ../shared");
    (folder, serde_json::from_str(&text).expect("the manifest is JSON"))
}

/// Runs the command with at most 256 MiB of memory, and ten times the CPU seconds that it may need when it is optimized.
fn generate(document: &Path, out: &Path) -> Output {
    Command::new("sh")
        .args(["-c", "ulimit -v 262144; ulimit -t 20; exec \"$@\"", "sh", env!("CARGO_BIN_EXE_gatewright")])
        .arg("generate")
        .arg(document)
        .args(["--name", "attacked", "--out"])
        .arg(out)
        .output()
        .expect("the command runs")
}

#[test]
#[ignore = "needs ../shared"]
fn every_attack_holds() {
    let (folder, manifest) = attacks();
    let mut problems = String::new();
    for case in manifest["cases"].as_array().into_iter().flatten() {
        let file = case["file"].as_str().unwrap_or_default();
        if OTHERS.contains(&file) {
            continue;
        }
        let home = tempfile::tempdir().expect("a temporary folder");
        let out = home.path().join("out");
        let output = generate(&folder.join(file), &out);
        let detail = case["detail"].as_str().unwrap_or_default();
        let expected = case["expect"].as_str().filter(|_| !detail.starts_with("or error")).unwrap_or_default();
        let outcome = verdict(file, expected, &output, &out);
        if let Err(problem) = outcome {
            problems.push_str(&format!("{file}: {problem}\n"));
        }
    }
    assert!(problems.is_empty(), "{problems}");
    assert!(!Path::new("/tmp").join(CANARY).exists(), "an attack has run");
}

fn verdict(file: &str, expected: &str, output: &Output, out: &Path) -> Result<(), String> {
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    if said.contains("panicked") || said.contains("overflow") {
        return Err(format!("it panics:\n{said}"));
    }
    match (output.status.code(), expected) {
        (Some(1), _) if out.exists() => Err("refused, but something is written".to_owned()),
        (Some(1), "sanitized_compiles") => Err(format!("is refused:\n{said}")),
        (Some(1), _) if said.contains(&format!("{file}:")) => Ok(()),
        (Some(1), _) => Err(format!("is refused without a place:\n{said}")),
        (Some(0), "error_with_location") => Err(format!("is not refused:\n{said}")),
        (Some(0), _) => harmless(out),
        (code, _) => Err(format!("ends with {code:?}:\n{said}")),
    }
}

/// Whether all emitted code is Rust without the canary.
fn harmless(folder: &Path) -> Result<(), String> {
    let mut open = vec![folder.to_owned()];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(&folder).map_err(|error| error.to_string())?.flatten() {
            let path = entry.path();
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|kind| kind == "rs") {
                let text = fs::read_to_string(&path).map_err(|error| error.to_string())?;
                let tokens: TokenStream =
                    text.parse().map_err(|error| format!("{} is not Rust: {error}", path.display()))?;
                syn::parse2::<syn::File>(tokens.clone()).map_err(|error| format!("{}: {error}", path.display()))?;
                if has_canary(tokens) {
                    return Err(format!("{} holds the canary", path.display()));
                }
            }
        }
    }
    Ok(())
}

fn has_canary(tokens: TokenStream) -> bool {
    tokens.into_iter().any(|token| match token {
        TokenTree::Ident(ident) => ident == CANARY,
        TokenTree::Group(group) => has_canary(group.stream()),
        TokenTree::Punct(_) | TokenTree::Literal(_) => false,
    })
}
