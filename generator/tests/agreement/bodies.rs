//! A body with exactly what the facts require is accepted by the server of every operation.

use gatewright_generator::model::Operation;
use gatewright_generator::schemas::checks::plan;
use gatewright_runtime::schema::Check;
use serde_json::{Map, Value, json};

use super::tables::Tables;
use super::view::{View, of_fact};
use super::{facts, items, model, text};

/// How deep required members are followed.
const DEPTH: usize = 10;

/// The smallest body that the facts allow.
fn minimal(facts: &Value, fact: &Value, depth: usize) -> Value {
    let view = of_fact(facts, fact, false);
    if let Some((tag, case)) = view.tagged.iter().next() {
        let on = discriminator(facts, fact);
        let mut body = of_view(facts, &of_fact(facts, case, true), depth);
        body[on] = json!(tag);
        return body;
    }
    let Some(branch) = view.branches.first() else { return of_view(facts, &view, depth) };
    let mut joined = view.clone();
    joined.branches.clear();
    joined.and(of_fact(facts, branch, false));
    let others: Vec<View<'_>> = view.branches.iter().skip(1).map(|branch| of_fact(facts, branch, false)).collect();
    // Exactly one of the alternatives must fit, so that the body has a member of only this one.
    let own = |name: &&str| others.iter().all(|other| !other.members.contains_key(*name));
    if let Some(name) = joined.members.keys().copied().find(|name| own(name))
        && let Some(member) = joined.members.get_mut(name)
    {
        member.required = true;
    }
    of_view(facts, &joined, depth)
}

/// The member that tells the cases of a schema apart.
fn discriminator<'a>(facts: &'a Value, fact: &'a Value) -> &'a str {
    let name = fact.as_str().and_then(|word| word.trim_end_matches('?').strip_prefix('#'));
    let schema = name.map_or(fact, |name| &facts["schemas"][name]);
    let parts = items(&schema["allOf"]).iter().filter(|part| part.is_object());
    std::iter::once(schema).chain(parts).find_map(|part| part["discriminator"]["on"].as_str()).unwrap_or_default()
}

fn of_view(facts: &Value, view: &View<'_>, depth: usize) -> Value {
    if let Some(value) = view.values.iter().next() {
        return json!(value);
    }
    match view.kind {
        _ if view.nullable && depth > 0 => Value::Null,
        Some("string") => json!(of_text(view)),
        Some("integer" | "number") => json!(view.limit_of("minimum").unwrap_or(1.0)),
        Some("boolean") => json!(true),
        Some("array") => {
            let least = view.limit_of("minItems").unwrap_or(0.0) as usize;
            let item = view.items.filter(|_| depth < DEPTH).map(|item| minimal(facts, item, depth + 1));
            item.map_or(json!([]), |item| vec![item; least].into())
        }
        _ => {
            let required = view.members.iter().filter(|(_, member)| member.required && depth < DEPTH);
            let required = required.filter(|(_, member)| !member.is_read_only(facts));
            let member = |schemas: &[&Value]| schemas.last().map(|schema| minimal(facts, schema, depth + 1));
            required
                .filter_map(|(name, one)| Some(((*name).to_owned(), member(&one.schemas)?)))
                .collect::<Map<_, _>>()
                .into()
        }
    }
}

fn of_text(view: &View<'_>) -> String {
    match view.format {
        Some("date-time") => "2026-01-02T03:04:05.000Z".to_owned(),
        Some("uri" | "url") => "https://example.com/".to_owned(),
        Some("email") => "a@example.com".to_owned(),
        _ => "x".repeat(view.limit_of("minLength").unwrap_or(1.0) as usize),
    }
}

#[test]
#[ignore = "needs ../shared"]
fn servers_accept_what_is_required_and_no_more() {
    let facts = facts::facts("okta-full.json");
    let model = model("okta");
    let plan = plan(&model);
    let mut tables = Tables::new(&plan);
    let line = |operation: &Operation| format!("{} {}", operation.method.0, operation.path.wire);
    let (mut checked, mut refused) = (0, Vec::new());
    for fact in items(&facts["operations"]) {
        let at = model.operations.iter().position(|operation| line(operation) == text(&fact["op"]));
        let at = at.unwrap_or_else(|| panic!("{} is not there", fact["op"]));
        let media_types = model.operations[at].body.iter().flat_map(|body| &body.contents);
        for (content, id) in media_types.zip(&plan.operations[at].bodies) {
            let (fact_body, Some(id)) = (&fact["body"]["content"][&content.media_type], id) else { continue };
            if content.media_type.contains("json") {
                let body = minimal(&facts, fact_body, 0);
                let table = tables.table(*id);
                let found = tables.check(Check::REQUEST, &body.to_string(), table);
                checked += 1;
                refused.extend((!found.is_empty()).then(|| format!("{}: {body}: {found:?}", fact["op"])));
            }
        }
    }
    assert!(checked > 150, "only {checked} bodies were checked");
    assert!(refused.is_empty(), "{} of {checked} are refused:\n{}", refused.len(), refused.join("\n"));
}
