//! Okta, written as OpenAPI, has every member that the facts about the whole API have, at every place, and no other.

use std::collections::{BTreeMap, BTreeSet};

use gatewright_generator::emit::openapi;
use serde_json::{Value, json};

use super::view::{View, of_fact, of_written};
use super::{facts, items, media_types, model, text};

/// Both documents, and what differs.
struct Comparison<'a> {
    facts: &'a Value,
    document: &'a Value,
    seen: BTreeSet<(Vec<*const Value>, Vec<*const Value>)>,
    found: Vec<String>,
    members: usize,
}

impl<'a> Comparison<'a> {
    fn same<T: PartialEq + std::fmt::Debug>(&mut self, place: &str, what: &str, fact: &T, written: &T) {
        if fact != written {
            self.found.push(format!("{place}: {what}: {fact:?}, not {written:?}"));
        }
    }

    fn schema(&mut self, place: &str, fact: &[&'a Value], written: &[&'a Value]) {
        let fact_at = fact.iter().map(|one| self.place_of_fact(one)).collect();
        let written_at = written.iter().map(|one| self.place_of_written(one)).collect();
        if !self.seen.insert((fact_at, written_at)) {
            return;
        }
        let (mut in_facts, mut in_document) = (View::default(), View::default());
        fact.iter().for_each(|one| in_facts.and(of_fact(self.facts, one, false)));
        written.iter().for_each(|one| in_document.and(of_written(self.document, one)));
        self.views(place, &in_facts, &in_document);
    }

    fn views(&mut self, place: &str, fact: &View<'a>, written: &View<'a>) {
        self.same(place, "null", &fact.nullable, &written.nullable);
        if !fact.tagged.is_empty() || !fact.branches.is_empty() {
            return self.cases(place, fact, written);
        }
        self.same(place, "type", &fact.kind, &written.kind);
        self.same(place, "format", &fact.format, &written.format);
        self.same(place, "values", &fact.values, &written.values);
        self.same(place, "limits", &fact.limits(), &written.limits());
        self.members(place, fact, written);
        self.parts(&format!("{place}[]"), fact.items, written.items);
        self.parts(&format!("{place}/*"), fact.rest, written.rest);
    }

    /// What all items of a list are, or all members that have no name. Of anything nothing needs to be said.
    fn parts(&mut self, place: &str, fact: Option<&'a Value>, written: Option<&'a Value>) {
        match (fact, written) {
            (Some(fact), Some(written)) => self.schema(place, &[fact], &[written]),
            (Some(fact), None) if *fact != "any" => self.found.push(format!("{place}: is not described")),
            (None, Some(written)) if *written != json!({}) => self.found.push(format!("{place}: {written} is no fact")),
            _ => {}
        }
    }

    fn members(&mut self, place: &str, fact: &View<'a>, written: &View<'a>) {
        for (name, fact) in &fact.members {
            self.members += 1;
            let place = format!("{place}/{name}");
            let Some(written) = written.members.get(name) else {
                self.found.push(format!("{place}: is absent"));
                continue;
            };
            self.same(&place, "required", &fact.required, &written.required);
            self.same(&place, "read-only", &fact.is_read_only(self.facts), &written.read_only);
            self.same(&place, "write-only", &fact.write_only, &written.write_only);
            self.schema(&place, &fact.schemas, &written.schemas);
        }
        for name in written.members.keys().filter(|name| !fact.members.contains_key(*name)) {
            self.found.push(format!("{place}/{name}: is no fact"));
        }
    }

    fn cases(&mut self, place: &str, fact: &View<'a>, written: &View<'a>) {
        for (tag, case) in &fact.tagged {
            match written.tagged.get(tag) {
                Some(other) => {
                    let other = self.of_case(other);
                    let mut joined = of_fact(self.facts, case, true);
                    // What only a mapping names is as it says itself.
                    if !fact.branches.is_empty() {
                        joined.and(fact.without_cases());
                    }
                    self.views(&format!("{place}({tag})"), &joined, &other);
                }
                None => self.found.push(format!("{place}: has no case {tag}")),
            }
        }
        // A schema that extends another is a case by its name, which no mapping needs to say.
        let is_new = |tag: &&str| !fact.tagged.contains_key(*tag) && self.facts["schemas"].get(*tag).is_none();
        let new: Vec<View<'a>> =
            written.tagged.iter().filter(|(tag, _)| is_new(tag)).map(|(_, case)| self.of_case(case)).collect();
        if fact.tagged.is_empty() {
            self.alternatives(place, fact, written, new);
        } else if !new.is_empty() {
            self.found.push(format!("{place}: {} cases are no facts", new.len()));
        }
    }

    /// Every alternative of either side is one of the other; equal ones need to be there once, and texts of several
    /// formats, or numbers that need not be whole, are one alternative.
    fn alternatives(&mut self, place: &str, fact: &View<'a>, written: &View<'a>, tagged: Vec<View<'a>>) {
        let outer = fact.without_cases();
        let facts: Vec<View<'a>> = fact
            .branches
            .iter()
            .map(|branch| {
                let mut joined = of_fact(self.facts, branch, false);
                joined.and(outer.clone());
                joined
            })
            .collect();
        let branches = written.branches.iter().map(|branch| of_written(self.document, branch));
        let mut written: Vec<View<'a>> = match (written.branches.is_empty(), tagged.is_empty()) {
            (true, true) => vec![written.clone()],
            _ => branches.chain(tagged).collect(),
        };
        written.iter_mut().for_each(|one| one.nullable = false);
        for (number, fact) in facts.iter().enumerate() {
            if !written.iter().any(|written| self.agree(fact, written)) {
                self.found.push(format!("{place}: the alternative {number} is absent"));
            }
        }
        for (number, written) in written.iter().enumerate() {
            if !facts.iter().any(|fact| self.agree(fact, written)) {
                self.found.push(format!("{place}: the alternative {number} is no fact"));
            }
        }
    }

    /// Whether two views have no difference, but for null, which is said of all alternatives together.
    fn agree(&self, fact: &View<'a>, written: &View<'a>) -> bool {
        let is_wider = matches!((fact.kind, written.kind), (Some("integer"), Some("number")))
            || fact.kind == Some("string") && written.kind == Some("string") && fact.values.is_empty();
        if is_wider && written.values.is_empty() {
            return true;
        }
        let (facts, document, seen) = (self.facts, self.document, self.seen.clone());
        let mut trial = Comparison { facts, document, seen, found: Vec::new(), members: 0 };
        trial.views("", &fact.or_null(written.nullable), written);
        trial.found.is_empty()
    }

    fn of_case(&self, case: &'a Value) -> View<'a> {
        let name = case.as_str().unwrap_or_default().trim_start_matches("#/components/schemas/");
        of_written(self.document, &self.document["components"]["schemas"][name])
    }

    fn place_of_fact(&self, schema: &'a Value) -> *const Value {
        let name = schema.as_str().and_then(|word| word.trim_end_matches('?').strip_prefix('#'));
        name.map_or(schema, |name| &self.facts["schemas"][name])
    }

    fn place_of_written(&self, schema: &'a Value) -> *const Value {
        let name = schema["$ref"].as_str().map(|name| name.trim_start_matches("#/components/schemas/"));
        name.map_or(schema, |name| &self.document["components"]["schemas"][name])
    }

    fn contents(&mut self, place: &str, fact: &'a Value, written: &'a Value) {
        self.same(place, "media types", &media_types(fact), &media_types(written));
        for (media_type, fact) in fact.as_object().into_iter().flatten() {
            if let Some(written) = written.get(media_type) {
                self.schema(&format!("{place} {media_type}"), &[fact], &[&written["schema"]]);
            }
        }
    }

    /// Every answer, of success and of failure.
    fn responses(&mut self, line: &str, facts: &'a Value, written: &'a Value) {
        self.same(line, "statuses", &media_types(facts), &media_types(written));
        for (status, response) in facts.as_object().into_iter().flatten() {
            let (place, written) = (format!("{line} {status}"), &written[status]);
            self.contents(&place, &response["content"], &written["content"]);
            // The media type of a body is not a header of its own, and a redirect leads somewhere.
            let mut headers = media_types(&response["headers"]);
            headers.remove("Content-Type");
            headers.extend(status.starts_with('3').then(|| "Location".to_owned()));
            self.same(&place, "headers", &headers, &media_types(&written["headers"]));
        }
    }

    fn operation(&mut self, fact: &'a Value) {
        let line = text(&fact["op"]);
        let (method, path) = line.split_once(' ').expect("method and path");
        let written = &self.document["paths"][path][method.to_ascii_lowercase()];
        let stated = written.get("security").unwrap_or(&self.document["security"]);
        self.same(line, "security", &demands(&fact["security"]), &demands(stated));
        self.contents(&format!("{line} body"), &fact["body"]["content"], &written["requestBody"]["content"]);
        self.responses(line, &fact["responses"], &written["responses"]);
    }

    /// What parameters are. One that may be any text, too, has no values.
    fn parameters(&mut self, fact: &'a Value) {
        let line = text(&fact["op"]);
        let (method, path) = line.split_once(' ').expect("method and path");
        let written = items(&self.document["paths"][path][method.to_ascii_lowercase()]["parameters"]);
        for fact in items(&fact["parameters"]).iter().filter(|fact| fact["type"].get("oneOf").is_none()) {
            let same = |one: &&Value| (&one["name"], &one["in"]) == (&fact["name"], &fact["in"]);
            if let Some(written) = written.iter().find(same) {
                let place = format!("{line}, {}", fact["name"]);
                self.schema(&place, &[&fact["type"]], &[&written["schema"]]);
            }
        }
    }

    /// Every permission that any operation needs is a scope of a scheme.
    fn scopes(&mut self) {
        let schemes = self.document["components"]["securitySchemes"].as_object().into_iter().flatten();
        let flows = schemes.flat_map(|(_, scheme)| scheme["flows"].as_object().into_iter().flatten());
        let stated: BTreeSet<&str> = flows
            .flat_map(|(_, flow)| flow["scopes"].as_object().into_iter().flatten())
            .map(|(name, _)| name.as_str())
            .collect();
        let needed: BTreeSet<&str> = items(&self.facts["operations"])
            .iter()
            .flat_map(|fact| items(&fact["security"]))
            .flat_map(|one| items(&one["oauth2"]))
            .map(text)
            .collect();
        self.same("OAuth2", "scopes", &needed, &stated);
    }
}

/// Alternatives of schemes with their scopes, by what the schemes are.
fn demands(security: &Value) -> BTreeSet<BTreeMap<&str, BTreeSet<&str>>> {
    let scheme = |name: &str| if name.to_ascii_lowercase().starts_with("oauth") { "token" } else { "key" };
    let mut all = BTreeSet::new();
    for alternative in items(security) {
        let schemes = alternative.as_object().into_iter().flatten();
        all.insert(schemes.map(|(name, scopes)| (scheme(name), items(scopes).iter().map(text).collect())).collect());
    }
    all
}

/// Adds the members of an object to another.
fn merge(all: &mut Value, more: &Value) {
    for (name, value) in more.as_object().into_iter().flatten() {
        all[name] = value.clone();
    }
}

#[test]
#[ignore = "needs ../shared"]
fn every_member_is_at_its_place() {
    let (facts, short) = (facts::facts("okta-full.json"), facts::facts("okta.json"));
    // The facts of parameters name types, too.
    let mut all = short["schemas"].clone();
    merge(&mut all, &facts["schemas"]);
    let facts = json!({"operations": facts["operations"], "schemas": all});
    let document = openapi::document(&model("okta"));
    let (seen, found) = (BTreeSet::new(), Vec::new());
    let mut comparison = Comparison { facts: &facts, document: &document, seen, found, members: 0 };
    for operation in items(&facts["operations"]) {
        comparison.operation(operation);
    }
    items(&short["operations"]).iter().for_each(|operation| comparison.parameters(operation));
    comparison.scopes();
    let Comparison { found, members, .. } = comparison;
    assert!(members > 4000, "only {members} members were compared");
    assert!(found.is_empty(), "{} of {members} members differ:\n{}", found.len(), found.join("\n"));
}
