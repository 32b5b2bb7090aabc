//! Keys that stand twice and say different things about who may call. Of two values the last counts, but not where the
//! other protects something.
//!
//! What counts for an operation is compared: one without `security` has that of the document, and a list without
//! requirements is as none.

use std::collections::BTreeMap;

use super::position::Place;
use super::version::Version;
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::model::Json;
use crate::read::node::{Map, Member, Node, Value};

pub(in super::super) static SECURITY_TWICE: Code = Code {
    name: "openapi/security-twice",
    page: "A key stands twice in one map, and its two values say different things about who may call. Keeping either could \
           open what the other protects; which one counts depends on the reader.\n\n    get: {security: [{oauth: \
           [admin]}]}\n    get: {security: []}\n\nRemove one of the two.",
};

/// Reports keys that stand twice with different `security` in their values.
pub(in super::super) fn check(root: &Node, version: Version, diagnostics: &mut Diagnostics) {
    if root.maps().all(|map| map.replaced().is_empty()) {
        return;
    }
    let is_whole = ["openapi", "swagger"].into_iter().any(|key| root.get(key).is_some());
    let inherited = is_whole.then(|| root.get("security").and_then(requirements).unwrap_or_else(none));
    Walk { version, inherited, diagnostics }.demands(root, Place::Object);
}

fn problem(replaced: &Member, kept: &Member) -> Diagnostic {
    let message = format!("the key `{}` stands twice, and the two disagree on who may call", kept.key);
    Diagnostic::error(&SECURITY_TWICE, kept.key_span, message)
        .label("the last one")
        .related(replaced.key_span, "the other one")
        .help("remove one of the two")
}

/// What a value says about who may call.
#[derive(PartialEq)]
enum Demands<'n> {
    /// Security requirements.
    These(Json),
    /// What its members say, of those that say anything.
    Within(BTreeMap<&'n str, Demands<'n>>),
}

/// A walk that comes once to every value, so that it takes no longer where a key stands many times.
struct Walk<'w> {
    version: Version,
    /// The requirements of operations that name none; not known in files of parts.
    inherited: Option<Json>,
    diagnostics: &'w mut Diagnostics,
}

impl Walk<'_> {
    /// What a value says that does not go without saying. Reports the keys in it of which the values disagree.
    fn demands<'n>(&mut self, node: &'n Node, place: Place) -> Option<Demands<'n>> {
        match &node.value {
            _ if place == Place::Data => None,
            _ if place == Place::Requirements => {
                requirements(node).filter(|these| self.inherited.as_ref() != Some(these)).map(Demands::These)
            }
            Value::List(items) => {
                items.iter().for_each(|item| drop(self.demands(item, place.item())));
                None
            }
            Value::Map(map) => self.within(map, place),
            _ => None,
        }
    }

    fn within<'n>(&mut self, map: &'n Map, place: Place) -> Option<Demands<'n>> {
        let mut found = BTreeMap::new();
        for member in map {
            let demands = self.demands(&member.value, place.member(&member.key, self.version));
            found.extend(demands.map(|demands| (member.key.as_str(), demands)));
        }
        for replaced in map.replaced() {
            let demands = self.demands(&replaced.value, place.member(&replaced.key, self.version));
            if let Some(kept) = map.member(&replaced.key)
                && found.get(kept.key.as_str()) != demands.as_ref()
            {
                self.diagnostics.push(problem(replaced, kept));
            }
        }
        (!found.is_empty()).then_some(Demands::Within(found))
    }
}

/// The value of `security`; null is as if the keyword were not there.
fn requirements(node: &Node) -> Option<Json> {
    match node.to_json() {
        Json::Null => None,
        Json::Array(items) if items.iter().all(|item| item.as_object().is_some_and(|item| item.is_empty())) => {
            Some(none())
        }
        these => Some(these),
    }
}

/// No requirements: everyone may call.
fn none() -> Json {
    Json::Array(Vec::new())
}
