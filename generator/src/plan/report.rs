//! A plan for people and for programs.

use std::fmt::Write as _;

use serde_json::json;

use super::code::Found;
use super::{Offerings, Plan, called, operation};
use crate::diag::{column, counted};
use crate::model::{Json, Model, Operation, OperationId, SchemeId};
use crate::names::Names;

/// How many operations are named for a permission.
const NAMED: usize = 6;

impl Plan {
    /// A table for people, with what was found in sources, if any were looked at.
    #[must_use]
    pub fn table(&self, model: &Model, names: &Names, found: Option<&Found>) -> String {
        let mut text = String::new();
        let least = if self.is_proven { "" } else { " (there were too many ways to try them all; fewer might do)" };
        let _ = writeln!(
            text,
            "{}: {} for {}{least}",
            model.name,
            counted(self.permissions.len(), "permission"),
            counted(self.operations.len(), "operation")
        );
        let width = column(self.permissions.iter().map(|(id, _)| model.permission(*id).wire.as_str()));
        for (id, by) in &self.permissions {
            let permission = model.permission(*id);
            let docs = permission.docs.lines().next().unwrap_or_default();
            let name = permission.wire.as_str();
            if !docs.is_empty() {
                let _ = writeln!(text, "  {name:<width$}  {docs}");
            }
            let name = if docs.is_empty() { name } else { "" };
            let _ = writeln!(text, "  {name:<width$}  for {}", listed(model, names, by));
            if let Some(exception) = &permission.exception {
                let _ = writeln!(text, "  {:<width$}  restriction: {exception}", "");
            }
        }
        for (what, operations) in self.remarks(model) {
            if !operations.is_empty() {
                let _ = writeln!(text, "{} {what}: {}", operations.len(), listed(model, names, operations));
            }
        }
        text.push_str(&sold(&self.offerings));
        if let Some(found) = found {
            places(&mut text, found);
        }
        text
    }

    /// What is to be said of operations besides their permissions.
    fn remarks(&self, model: &Model) -> Vec<(String, &[OperationId])> {
        let mut remarks: Vec<(String, &[OperationId])> = vec![
            ("need no permission".to_owned(), &self.open),
            ("say nothing of permissions".to_owned(), &self.unsaid),
            ("cannot be called by these schemes alone".to_owned(), &self.closed),
        ];
        for (schemes, operations) in &self.others {
            let by = scheme_names(model, schemes).join(" and ");
            let what = format!("can also be called by {by}, of somebody who may; no permission is named for that");
            remarks.push((what, operations));
        }
        remarks
    }

    /// The same for programs.
    #[must_use]
    pub fn json(&self, model: &Model, names: &Names, found: Option<&Found>) -> Json {
        let all = |ids: &[OperationId]| ids.iter().map(|id| one(model, names, *id)).collect::<Vec<_>>();
        let permissions: Vec<Json> = self
            .permissions
            .iter()
            .map(|(id, by)| {
                let permission = model.permission(*id);
                json!({
                    "name": permission.wire,
                    "description": permission.docs,
                    "offerings": permission.offerings,
                    "exception": permission.exception,
                    "for": by.iter().map(|id| called(model, names, *id)).collect::<Vec<_>>(),
                })
            })
            .collect();
        let offerings = match &self.offerings {
            Offerings::Unnamed => Json::Null,
            Offerings::Any => json!({"anyOf": ["any"]}),
            Offerings::OneOf(names) => json!({"anyOf": names}),
            Offerings::Together(names) => json!({"allOf": names}),
        };
        let mut plan = json!({
            "api": model.name,
            "permissions": permissions,
            "isLeast": self.is_proven,
            "operations": all(&self.operations),
            "needNone": all(&self.open),
            "unsaid": all(&self.unsaid),
            "notByThese": all(&self.closed),
            "otherProofs": self.others.iter().map(|(schemes, operations)| {
                json!({"schemes": scheme_names(model, schemes), "operations": all(operations)})
            }).collect::<Vec<_>>(),
            "offerings": offerings,
        });
        if let (Some(found), Json::Object(plan)) = (found, &mut plan) {
            let calls = found.calls.iter().map(
                |call| json!({"operation": called(model, names, call.operation), "place": call.place.to_string()}),
            );
            plan.insert("calls".to_owned(), calls.collect());
            let unresolved =
                found.unresolved.iter().map(|one| json!({"what": one.what, "place": one.place.to_string()}));
            plan.insert("unresolved".to_owned(), unresolved.collect());
        }
        plan
    }
}

fn scheme_names<'a>(model: &'a Model, schemes: &[SchemeId]) -> Vec<&'a str> {
    schemes.iter().filter_map(|id| Some(model.scheme(*id)?.wire.as_str())).collect()
}

fn one(model: &Model, names: &Names, id: OperationId) -> Json {
    let operation = operation(model, id);
    json!({
        "call": called(model, names, id),
        "id": names.operation(id).id,
        "line": operation.map(Operation::line),
    })
}

fn listed(model: &Model, names: &Names, operations: &[OperationId]) -> String {
    let mut list: Vec<String> = operations.iter().take(NAMED).map(|id| called(model, names, *id)).collect();
    if operations.len() > NAMED {
        list.push(format!("{} others", operations.len() - NAMED));
    }
    list.join(", ")
}

fn sold(offerings: &Offerings) -> String {
    match offerings {
        Offerings::Unnamed => String::new(),
        Offerings::Any => "sold with any offering\n".to_owned(),
        Offerings::OneOf(names) if names.len() == 1 => format!("sold with {}\n", names.concat()),
        Offerings::OneOf(names) => format!("sold with any one of {}\n", names.join(", ")),
        Offerings::Together(names) => format!("no offering alone has all of them; {} together do\n", names.join(", ")),
    }
}

fn places(text: &mut String, found: &Found) {
    let _ = writeln!(text, "found {} in {}", counted(found.calls.len(), "call"), counted(found.files, "file"));
    if !found.unresolved.is_empty() {
        let _ = writeln!(text, "{} could not be resolved, and may need more:", found.unresolved.len());
    }
    for unresolved in &found.unresolved {
        let _ = writeln!(text, "  {}  {}", unresolved.place, unresolved.what);
    }
}
