//! Keys that stand twice and say different things about who may call. Of two values the last counts, but not where the
//! other protects something.

use super::position::Place;
use super::reader::Version;
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::model::Json;
use crate::read::node::{Map, Member, Node, Value};

pub(super) static SECURITY_TWICE: Code = Code {
    name: "openapi/security-twice",
    page: "A key stands twice in one map, and its two values say different things about who may call. Keeping either could \
           open what the other protects; which one counts depends on the reader.\n\n    get: {security: [{oauth: \
           [admin]}]}\n    get: {security: []}\n\nRemove one of the two.",
};

/// Reports keys that stand twice with different `security` in their values.
pub(super) fn check(root: &Node, version: Version, diagnostics: &mut Diagnostics) {
    let mut open = vec![(root, Place::Object)];
    while let Some((node, place)) = open.pop() {
        if place == Place::Data {
            continue;
        }
        open.extend(node.items().map(|item| (item, place.item())));
        let Some(map) = node.as_map() else { continue };
        for replaced in map.replaced() {
            let place = place.member(&replaced.key, version);
            if let Some(kept) = map.member(&replaced.key)
                && demands(replaced, place, version) != demands(kept, place, version)
            {
                diagnostics.push(problem(replaced, kept));
            }
        }
        open.extend(map.iter().map(|member| (&member.value, place.member(&member.key, version))));
    }
}

fn problem(replaced: &Member, kept: &Member) -> Diagnostic {
    let message = format!("the key `{}` stands twice, and the two disagree on who may call", kept.key);
    Diagnostic::error(&SECURITY_TWICE, kept.key_span, message)
        .label("the last one")
        .related(replaced.key_span, "the other one")
        .help("remove one of the two")
}

/// Everything that a value says about who may call, with the keys that lead there.
fn demands(member: &Member, place: Place, version: Version) -> Vec<(Vec<&str>, Json)> {
    let mut found = Vec::new();
    let mut open = vec![(&member.value, place, Vec::new())];
    while let Some((node, place, path)) = open.pop() {
        match &node.value {
            _ if place == Place::Requirements => found.push((path, node.to_json())),
            Value::Map(map) if place != Place::Data => open.extend(inner(map, place, version, &path)),
            _ => {}
        }
    }
    found.sort_by(|(left, _), (right, _)| left.cmp(right));
    found
}

type Inner<'n> = (&'n Node, Place, Vec<&'n str>);

fn inner<'n>(map: &'n Map, place: Place, version: Version, path: &[&'n str]) -> Vec<Inner<'n>> {
    let member = |member: &'n Member| {
        let path = path.iter().copied().chain([member.key.as_str()]).collect();
        (&member.value, place.member(&member.key, version), path)
    };
    map.iter().map(member).collect()
}
