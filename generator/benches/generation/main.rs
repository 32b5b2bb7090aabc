//! What generating costs, in CPU seconds of all threads, beside the floors measured in the same run: prettyplease alone
//! on the same code, serde_yaml alone on the same octets. `cargo bench -p gatewright-generator`; see BENCHMARKS.md.

mod growth;
mod measure;

use std::fs;
use std::hint::black_box;
use std::path::{Path, PathBuf};

use gatewright_generator::Builder;
use gatewright_generator::diag::Diagnostics;
use gatewright_generator::model;
use gatewright_generator::names::Names;
use gatewright_generator::pipeline::Step;
use gatewright_generator::read::{Document, Format};
use gatewright_generator::source::SourceId;
use gatewright_generator::tree::Tree;
use measure::{Table, cpu};

const ROUNDS: usize = 9;

fn main() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let settings = Builder::new().settings(root.join("specs/apis.yaml"));
    generating("all APIs of specs/", &settings, None);
    for document in largest(&root.join("../shared/corpus/openapi"), 3) {
        let name = document.file_name().unwrap_or_default().to_string_lossy().into_owned();
        generating(&name, &Builder::new().document("document", &document), Some(&document));
    }
    reading_lap(&root);
    growth::growing();
}

/// The largest files of a folder; none, and a word about it, where the folder is missing.
fn largest(folder: &Path, count: usize) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else {
        eprintln!("skipped: there is no {}", folder.display());
        return Vec::new();
    };
    let mut files: Vec<(u64, PathBuf)> =
        entries.flatten().filter_map(|entry| Some((entry.metadata().ok()?.len(), entry.path()))).collect();
    files.sort();
    files.into_iter().rev().take(count).map(|(_, path)| path).collect()
}

/// The phases of one run, and what they are compared with.
fn generating(name: &str, builder: &Builder, document: Option<&Path>) {
    let mut table = Table::default();
    for _ in 0..ROUNDS {
        let mut problems = Diagnostics::default();
        let whole = cpu();
        let project = table.time("load", || builder.load(&mut problems));
        let merged = table.time("read and merge", || builder.models(&project, Step::Merge, &mut problems));
        let between = cpu();
        drop(merged);
        let models = builder.models(&project, Step::Check, &mut problems);
        let all_passes = cpu() - between;
        let read = table.last("read and merge");
        table.add("passes (all less reading)", (all_passes - read).max(0.0));
        let tree = table.time("names, emit, print, hash", || builder.emit(&project, &models));
        table.add("sum", cpu() - whole - read);
        table.time("  of this names", || models.iter().map(Names::new).count());
        writing(&mut table, &tree);
        floors(&mut table, &tree, document);
    }
    println!("\n{name}, medians of {ROUNDS} rounds");
    table.print("prettyplease alone");
}

fn writing(table: &mut Table, tree: &Tree) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let out = folder.path().join("out");
    table.time("write", || tree.write(&out).expect("a folder that can be written"));
    table.time("compare", || tree.difference(&out).expect("a folder that can be read").is_empty());
}

/// What the same output costs others at least.
fn floors(table: &mut Table, tree: &Tree, document: Option<&Path>) {
    let sources = tree.iter().filter(|(path, _)| path.ends_with(".rs") && !path.starts_with("runtime/"));
    let parsed: Vec<syn::File> = sources.map(|(_, text)| syn::parse_file(text).expect("Rust")).collect();
    let tokens: Vec<_> = parsed.iter().map(|file| quote::quote!(#file)).collect();
    table.time("prettyplease alone", || parsed.iter().map(|file| prettyplease::unparse(file).len()).sum::<usize>());
    drop(parsed);
    table.time("tokens to syn and prettyplease", || {
        let print = |tokens| prettyplease::unparse(&syn::parse2(tokens).expect("Rust")).len();
        tokens.into_iter().map(print).sum::<usize>()
    });
    if let Some(text) = document.and_then(|path| fs::read_to_string(path).ok()) {
        table.time("serde_yaml alone", || serde_yaml::from_str::<serde_yaml::Value>(&text).is_ok());
    }
}

/// Every LAP document of the corpus, or those of `specs/`, into models of their own.
fn reading_lap(root: &Path) {
    let corpus = largest(&root.join("../shared/corpus/lap"), usize::MAX);
    let shipped = vec![root.join("specs/okta/okta-management.lap")];
    let files = if corpus.is_empty() { shipped } else { corpus };
    let texts: Vec<String> = files.iter().filter_map(|path| fs::read_to_string(path).ok()).collect();
    let octets: usize = texts.iter().map(String::len).sum();
    let mut table = Table::default();
    for _ in 0..ROUNDS {
        table.time("LAP into models", || texts.iter().for_each(|text| read(text)));
        table.time("only lines", || texts.iter().map(|text| text.lines().map(str::len).sum::<usize>()).sum::<usize>());
    }
    let speed = octets as f64 / 1e6 / table.median("LAP into models");
    println!("\nLAP: {} documents, {:.1} MB, {speed:.0} MB/s", texts.len(), octets as f64 / 1e6);
    table.print("only lines");
}

fn read(text: &str) {
    let document = Document::alone(SourceId(0), text);
    let mut builder = model::Builder::new("document");
    if let Some(format) = Format::of(text) {
        format.read(document, &mut builder, &mut Diagnostics::default());
    }
    black_box(builder.finish());
}
