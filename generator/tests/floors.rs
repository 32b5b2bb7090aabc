//! A module knows only lower floors, and readers do not know each other.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use syn::visit::{self, Visit};

/// Modules by floor; a module may use those of lower floors and of its own.
const FLOORS: &[&[&str]] = &[
    &["source", "diag", "limits", "nearest", "refusal", "watch"],
    &["model"],
    &["read", "settings", "project"],
    &["pass", "names", "pipeline", "schemas"],
    &["emit", "tree"],
    &["builder", "convert", "inspect", "diff", "plan", "explain"],
];

/// What all readers may use of `read`.
const SHARED: &[&str] = &["excerpt", "markdown", "node"];

fn floor(module: &str) -> Option<usize> {
    FLOORS.iter().position(|modules| modules.contains(&module))
}

/// The paths of a file that lead to other modules of the crate, from its root.
struct Uses {
    module: Vec<String>,
    found: Vec<Vec<String>>,
}

impl Uses {
    /// Resolves `crate::`, `self::` and `super::`; what begins with anything else leads nowhere that matters.
    fn add(&mut self, path: &[String]) {
        let mut at = match path.first().map(String::as_str) {
            Some("crate") => Vec::new(),
            Some("super" | "self") => self.module.clone(),
            _ => return,
        };
        let ups = path.iter().filter(|part| *part == "super").count();
        at.truncate(at.len().saturating_sub(ups));
        at.extend(path.iter().filter(|part| !matches!(part.as_str(), "crate" | "self" | "super")).cloned());
        self.found.push(at);
    }

    fn tree(&mut self, before: &[String], tree: &syn::UseTree) {
        let then = |name: &syn::Ident| [before, &[name.to_string()]].concat();
        match tree {
            syn::UseTree::Path(path) => self.tree(&then(&path.ident), &path.tree),
            syn::UseTree::Name(name) => self.add(&then(&name.ident)),
            syn::UseTree::Rename(name) => self.add(&then(&name.ident)),
            syn::UseTree::Glob(_) => self.add(before),
            syn::UseTree::Group(group) => group.items.iter().for_each(|tree| self.tree(before, tree)),
        }
    }
}

impl<'ast> Visit<'ast> for Uses {
    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        self.tree(&[], &item.tree);
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        let parts: Vec<String> = path.segments.iter().map(|segment| segment.ident.to_string()).collect();
        self.add(&parts);
        visit::visit_path(self, path);
    }

    fn visit_item_mod(&mut self, item: &'ast syn::ItemMod) {
        self.module.push(item.ident.to_string());
        visit::visit_item_mod(self, item);
        self.module.pop();
    }
}

/// Why a module may not use another, if it may not.
fn problem(module: &[String], used: &[String]) -> Option<&'static str> {
    let (own, other) = (module.first()?, used.first()?);
    let own_floor = floor(own).unwrap_or_else(|| panic!("module `{own}` is on no floor"));
    if floor(other).is_some_and(|floor| floor > own_floor) {
        return Some("is of a higher floor");
    }
    if own == "emit" && used.iter().any(|part| part == "Span") {
        return Some("is a place in a text, of which emitters know nothing");
    }
    let reader = |path: &[String]| path.get(1).filter(|_| path[0] == "read").cloned();
    let (own, other) = (reader(module)?, reader(used)?);
    let is_module = other.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit());
    let is_foreign = is_module && own != other && !SHARED.contains(&other.as_str()) && other != "resolve";
    is_foreign.then_some("is another reader")
}

fn walk(folder: &Path, module: &[String], problems: &mut Vec<String>) {
    for entry in fs::read_dir(folder).expect("a readable folder") {
        let path = entry.expect("an entry").path();
        let stem = path.file_stem().and_then(|stem| stem.to_str()).expect("a plain name").to_owned();
        let module = [module, &[stem]].concat();
        if path.is_dir() {
            walk(&path, &module, problems);
        } else if module != ["lib"] {
            let file = syn::parse_file(&fs::read_to_string(&path).expect("a readable source file")).expect("Rust");
            let mut uses = Uses { module: module.clone(), found: Vec::new() };
            uses.visit_file(&file);
            let found = uses.found.iter().filter_map(|used| Some((used.join("::"), problem(&module, used)?)));
            problems.extend(found.map(|(used, why)| format!("{}: {used} {why}", path.display())));
        }
    }
}

#[test]
fn modules_know_lower_floors_only_and_readers_do_not_know_each_other() {
    let mut problems = Vec::new();
    walk(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &[], &mut problems);
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

/// Who uses whom, file by file. A file knows its own folder when it takes what is written in the file of that.
fn uses_of_files(folder: &Path, module: &[String], files: &mut BTreeMap<Vec<String>, Vec<Vec<String>>>) {
    for entry in fs::read_dir(folder).expect("a readable folder") {
        let path = entry.expect("an entry").path();
        let stem = path.file_stem().and_then(|stem| stem.to_str()).expect("a plain name").to_owned();
        let module = [module, &[stem]].concat();
        if path.is_dir() {
            uses_of_files(&path, &module, files);
        } else if module != ["lib"] {
            let file = syn::parse_file(&fs::read_to_string(&path).expect("a readable source file")).expect("Rust");
            let mut uses = Uses { module: module.clone(), found: Vec::new() };
            uses.visit_file(&file);
            files.insert(module, uses.found);
        }
    }
}

/// The files that lead to each other, larger circles first.
fn circles(files: &BTreeMap<Vec<String>, Vec<Vec<String>>>) -> Vec<Vec<String>> {
    let file_of = |path: &Vec<String>| {
        (1..=path.len()).rev().map(|end| path[..end].to_vec()).find(|file| files.contains_key(file))
    };
    let edges: BTreeMap<&Vec<String>, BTreeSet<Vec<String>>> = files
        .iter()
        .map(|(file, used)| (file, used.iter().filter_map(file_of).filter(|other| other != file).collect()))
        .collect();
    let reached = |start: &Vec<String>| {
        let mut seen = BTreeSet::new();
        let mut open = vec![start.clone()];
        while let Some(file) = open.pop() {
            open.extend(edges[&file].iter().filter(|next| seen.insert((*next).clone())).cloned());
        }
        seen
    };
    let reached: BTreeMap<&Vec<String>, BTreeSet<Vec<String>>> =
        edges.keys().map(|file| (*file, reached(file))).collect();
    let mut circles = BTreeSet::new();
    for (file, others) in &reached {
        let circle: Vec<String> =
            others.iter().filter(|other| reached[other].contains(*file)).map(|file| file.join("/")).collect();
        circles.insert(circle);
    }
    let mut circles: Vec<_> = circles.into_iter().filter(|circle| circle.len() > 1).collect();
    circles.sort_by_key(|circle| std::cmp::Reverse(circle.len()));
    circles
}

/// Larger circles that are still to be divided, by their folder, with how many files they have. They must not grow.
const LARGE: &[(&str, usize)] = &[("emit/rust", 8)];

#[test]
fn no_more_than_four_files_know_each_other() {
    let mut files = BTreeMap::new();
    uses_of_files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &[], &mut files);
    let is_known = |circle: &Vec<String>| {
        LARGE.iter().any(|(folder, size)| circle.len() <= *size && circle.iter().all(|file| file.starts_with(folder)))
    };
    let large: Vec<_> = circles(&files).into_iter().filter(|circle| circle.len() > 4 && !is_known(circle)).collect();
    assert!(large.is_empty(), "{large:#?}");
}

#[test]
fn paths_by_super_are_followed() {
    let file = syn::parse_file("use super::super::emit::Api; fn f() { super::other::g(); }").expect("Rust");
    let mut uses = Uses { module: vec!["read".into(), "lap".into()], found: Vec::new() };
    uses.visit_file(&file);
    let found: Vec<_> = uses.found.iter().map(|used| used.join("::")).collect();
    assert_eq!(found, ["emit::Api", "read::other::g"]);
    let path = |text: &str| text.split("::").map(str::to_owned).collect::<Vec<_>>();
    assert_eq!(problem(&path("read::lap"), &path("emit::Api")), Some("is of a higher floor"));
    assert_eq!(problem(&path("read::lap::types"), &path("read::openapi::read")), Some("is another reader"));
    assert_eq!(problem(&path("read::lap::types"), &path("read::node::Node")), None);
}
