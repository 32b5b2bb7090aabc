//! Names for unnamed schemas that a pointer reaches before their place is read: the same as they would get there. Knows
//! the tree and not what was read of it.

use super::super::syntax::pointer::{child, key};
use super::label::label;
use crate::read::node::Node;

/// The context of what a pointer leads to: `#/components/schemas/User/properties/name` is `User`, `name`.
pub(in super::super) fn of_pointer(pointer: &str, root: &Node) -> Vec<String> {
    let (file, pointer) = pointer.split_once('#').unwrap_or((pointer, ""));
    if !file.is_empty() && !pointer.contains("components/") && !pointer.contains("definitions/") {
        return within_file(file, pointer);
    }
    if !pointer.contains('/') {
        return vec![pointer.trim_start_matches('#').to_owned()];
    }
    let steps = pointer.trim_start_matches('#').split('/').skip(1);
    let steps: Vec<String> = steps.map(|step| key(step).unwrap_or_else(|| step.to_owned())).collect();
    let steps: Vec<&str> = steps.iter().map(String::as_str).collect();
    let (name, known): (Vec<String>, usize) = match steps.as_slice() {
        ["components", "schemas", name, ..] => (vec![(*name).to_owned()], 3),
        ["definitions", name, ..] => (vec![(*name).to_owned()], 2),
        ["components", kind, name, ..] => (vec![(*name).to_owned(), singular(kind)], 3),
        ["responses" | "parameters", name, ..] => (vec![(*name).to_owned(), singular(steps.first().unwrap_or(&""))], 2),
        ["paths", path, method, rest @ ..] => operation(&called(path, method, root), rest),
        _ => (vec!["schema".to_owned()], 0),
    };
    let (before, rest) = steps.split_at(known.min(steps.len()));
    let start = before.iter().try_fold(root, |node, step| child(node, step));
    let mut parts = name;
    members(start, rest, &mut parts);
    parts
}

/// A file of parts without a frame: `user.yaml` is `user`, `common.yaml#/User/properties/name` is `User`, `name`.
fn within_file(file: &str, pointer: &str) -> Vec<String> {
    let file = file.rsplit('/').next().unwrap_or(file);
    let stem = file.split('.').next().unwrap_or(file).to_owned();
    let steps = pointer.split('/').skip(1).filter(|step| !matches!(*step, "properties" | "schema" | "content"));
    let steps: Vec<String> = steps.map(|step| key(step).unwrap_or_else(|| step.to_owned())).collect();
    if steps.is_empty() { vec![stem] } else { steps }
}

/// Whether a pointer leads to a definition that a schema has for itself, under a name of its own.
pub(in super::super) fn is_definition(pointer: &str) -> bool {
    let mut steps = pointer.rsplit('/');
    steps.next().is_some() && matches!(steps.next(), Some("$defs" | "definitions"))
}

fn singular(kind: &str) -> String {
    match kind {
        "requestBodies" => "request".to_owned(),
        other => other.strip_suffix('s').unwrap_or(other).to_owned(),
    }
}

/// What an operation is called: its id, or its method and path.
fn called(path: &str, method: &str, root: &Node) -> String {
    let node = root.get("paths").and_then(|paths| paths.get(path)?.get(method));
    let id = node.and_then(|node| node.text("operationId"));
    id.map_or_else(|| format!("{} {path}", method.to_uppercase()), str::to_owned)
}

fn operation(name: &str, rest: &[&str]) -> (Vec<String>, usize) {
    match rest {
        ["requestBody", ..] => (vec![name.to_owned(), "request".to_owned()], 4),
        ["responses", status, ..] => (vec![name.to_owned(), format!("response {status}")], 5),
        _ => (vec![name.to_owned()], 3),
    }
}

/// Names of members on the way through a schema; keywords and media types have no name.
fn members(start: Option<&Node>, rest: &[&str], parts: &mut Vec<String>) {
    let mut node = start;
    let mut steps = rest.iter();
    while let Some(step) = steps.next() {
        node = node.and_then(|node| child(node, step));
        let mut next = || {
            let step = steps.next()?;
            node = node.and_then(|node| child(node, step));
            Some(*step)
        };
        match *step {
            "properties" | "$defs" | "definitions" | "headers" => parts.extend(next().map(str::to_owned)),
            "items" | "prefixItems" => parts.push("item".to_owned()),
            "additionalProperties" | "unevaluatedProperties" => parts.push("value".to_owned()),
            "patternProperties" => {
                next();
                parts.push("value".to_owned());
            }
            "content" | "allOf" => {
                next();
            }
            "oneOf" | "anyOf" => {
                let place = next().and_then(|step| step.parse().ok()).unwrap_or(0);
                parts.extend(node.map(|branch| label(branch, place)));
            }
            "schema" => {}
            other => parts.push(other.to_owned()),
        }
    }
}
