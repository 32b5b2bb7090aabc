//! Names for unnamed schemas that are only reached by a pointer.

/// The context of what a pointer leads to: `#/components/schemas/User/properties/name` is `User`, `name`.
pub(super) fn of_pointer(pointer: &str) -> Vec<String> {
    let steps: Vec<String> = pointer
        .trim_start_matches('#')
        .split('/')
        .skip(1)
        .map(|step| step.replace("%7B", "{").replace("%7D", "}").replace("~1", "/").replace("~0", "~"))
        .collect();
    let steps: Vec<&str> = steps.iter().map(String::as_str).collect();
    match steps.as_slice() {
        ["components", "schemas", name, rest @ ..] | ["definitions", name, rest @ ..] => named(name, rest),
        ["components", _, name, rest @ ..] => named(name, rest),
        ["paths", path, method, rest @ ..] => operation(&format!("{} {path}", method.to_uppercase()), rest),
        rest => named("schema", rest),
    }
}

fn named(name: &str, rest: &[&str]) -> Vec<String> {
    let mut parts = vec![name.to_owned()];
    members(rest, &mut parts);
    parts
}

fn operation(name: &str, rest: &[&str]) -> Vec<String> {
    let mut parts = vec![name.to_owned()];
    match rest {
        ["requestBody", "content", _, "schema", rest @ ..] => {
            parts.push("request".to_owned());
            members(rest, &mut parts);
        }
        ["responses", status, "content", _, "schema", rest @ ..] | ["responses", status, "schema", rest @ ..] => {
            parts.push(format!("response {status}"));
            members(rest, &mut parts);
        }
        rest => members(rest, &mut parts),
    }
    parts
}

/// Names of members on the way through a schema; keywords have no name.
fn members(rest: &[&str], parts: &mut Vec<String>) {
    let mut steps = rest.iter();
    while let Some(step) = steps.next() {
        match *step {
            "properties" | "$defs" | "patternProperties" => parts.extend(steps.next().map(|name| (*name).to_owned())),
            "items" | "prefixItems" => parts.push("item".to_owned()),
            "additionalProperties" | "unevaluatedProperties" => parts.push("value".to_owned()),
            "schema" | "allOf" | "oneOf" | "anyOf" => {}
            number if number.bytes().all(|byte| byte.is_ascii_digit()) => {}
            other => parts.push(other.to_owned()),
        }
    }
}
