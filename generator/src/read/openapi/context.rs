//! Names for unnamed schemas that a pointer reaches before their place is read: the same as they would get there.

use crate::read::node::Node;

/// The context of what a pointer leads to: `#/components/schemas/User/properties/name` is `User`, `name`.
pub(super) fn of_pointer(pointer: &str, root: &Node) -> Vec<String> {
    if !pointer.contains('/') {
        return vec![pointer.trim_start_matches('#').to_owned()];
    }
    let steps = pointer.trim_start_matches('#').split('/').skip(1);
    let steps: Vec<String> = steps.map(|step| super::reference::key(step).unwrap_or_else(|| step.to_owned())).collect();
    let steps: Vec<&str> = steps.iter().map(String::as_str).collect();
    match steps.as_slice() {
        ["components", "schemas", name, rest @ ..] | ["definitions", name, rest @ ..] => named(&[name], rest),
        ["components", "responses", name, rest @ ..] | ["responses", name, rest @ ..] => {
            named(&[name, "response"], rest)
        }
        ["components", "requestBodies", name, rest @ ..] => named(&[name, "request"], rest),
        ["components", "parameters", name, rest @ ..] | ["parameters", name, rest @ ..] => {
            named(&[name, "parameter"], rest)
        }
        ["components", "headers", name, rest @ ..] => named(&[name, "header"], rest),
        ["paths", path, method, rest @ ..] => operation(&label(path, method, root), rest),
        rest => named(&["schema"], rest),
    }
}

/// What an operation is called: its id, or its method and path.
fn label(path: &str, method: &str, root: &Node) -> String {
    let node = root.get("paths").and_then(|paths| paths.get(path)?.get(method));
    let id = node.and_then(|node| node.text("operationId"));
    id.map_or_else(|| format!("{} {path}", method.to_uppercase()), str::to_owned)
}

fn named(name: &[&str], rest: &[&str]) -> Vec<String> {
    let mut parts: Vec<String> = name.iter().map(|&part| part.to_owned()).collect();
    members(rest, &mut parts);
    parts
}

fn operation(name: &str, rest: &[&str]) -> Vec<String> {
    match rest {
        ["requestBody", rest @ ..] => named(&[name, "request"], rest),
        ["responses", status, rest @ ..] => named(&[name, &format!("response {status}")], rest),
        rest => named(&[name], rest),
    }
}

/// Names of members on the way through a schema; keywords and media types have no name.
fn members(rest: &[&str], parts: &mut Vec<String>) {
    let mut steps = rest.iter();
    while let Some(step) = steps.next() {
        match *step {
            "properties" | "$defs" | "headers" => parts.extend(steps.next().map(|name| (*name).to_owned())),
            "items" | "prefixItems" => parts.push("item".to_owned()),
            "additionalProperties" | "unevaluatedProperties" => parts.push("value".to_owned()),
            "patternProperties" => {
                steps.next();
                parts.push("value".to_owned());
            }
            "content" => {
                steps.next();
            }
            "schema" | "allOf" | "oneOf" | "anyOf" => {}
            number if number.bytes().all(|byte| byte.is_ascii_digit()) => {}
            other => parts.push(other.to_owned()),
        }
    }
}
