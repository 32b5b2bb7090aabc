//! What was read, in figures: groups, operations, types, permissions, problems, and which facts rules inferred. Knows the
//! finished model only, and no Rust.

mod inferred;
mod operations;
mod table;

use serde_json::json;

use crate::diag::Diagnostics;
use crate::model::{Json, Model, SchemeKind, Shape, Target, TypeName};
use crate::source::Sources;

pub use inferred::{Affects, Inferred};
pub use operations::Line;

/// The answer to "what does Gatewright know of this API".
#[derive(Debug, Clone, Default)]
pub struct Report {
    /// Short name of the API.
    pub name: String,
    /// Title that the documents give.
    pub title: String,
    /// Version that the documents give.
    pub version: Option<String>,
    /// Base addresses, best first.
    pub servers: Vec<String>,
    /// Ways to prove who one is, each in words.
    pub schemes: Vec<String>,
    /// Groups by name, each with its number of operations, in document order.
    pub groups: Vec<(String, usize)>,
    /// Number of operations.
    pub operations: usize,
    /// How many of them the API sends, to servers of its users.
    pub webhooks: usize,
    /// The operations, each with how the client calls it.
    pub lines: Vec<Line>,
    /// Operations by method, most frequent first.
    pub methods: Vec<(String, usize)>,
    /// Kinds of types, each with its number.
    pub types: Vec<(&'static str, usize)>,
    /// How many types have a name in a document.
    pub named_types: usize,
    /// Number of permissions.
    pub permissions: usize,
    /// Operations that say who may call.
    pub secured: usize,
    /// Operations whose pages follow each other in a known way.
    pub paged: usize,
    /// Named requests of catalogues, and how many of them have a known request.
    pub entries: (usize, usize),
    /// Number of errors.
    pub errors: usize,
    /// Number of warnings.
    pub warnings: usize,
    /// Problems by code.
    pub problems: Vec<(&'static str, usize)>,
    /// Facts that no document states, in document order.
    pub inferred: Vec<Inferred>,
}

/// What a table shows besides figures.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct More {
    /// Every operation, with how the client calls it.
    pub operations: bool,
    /// Every inferred fact, with its place.
    pub inferred: bool,
}

/// Looks at a completed model and the problems found on the way.
#[must_use]
pub fn report(model: &Model, diagnostics: &Diagnostics) -> Report {
    let (errors, warnings) = diagnostics.counts();
    let resolved = model.entries.iter().filter(|entry| matches!(entry.target, Target::Operation { .. })).count();
    Report {
        name: model.name.clone(),
        title: model.title.clone(),
        version: model.version.clone(),
        servers: model.servers.iter().map(|server| server.url.clone()).collect(),
        schemes: model.schemes.iter().map(|scheme| format!("{} ({})", scheme.wire, proof(&scheme.kind))).collect(),
        groups: groups(model),
        operations: model.operations.len(),
        webhooks: model.operations.iter().filter(|operation| operation.webhook).count(),
        lines: operations::lines(model),
        methods: most_frequent(count(model.operations.iter().map(|operation| operation.method.0.clone()))),
        types: count(model.types.iter().map(|ty| kind(&ty.shape))),
        named_types: model.types.iter().filter(|ty| matches!(ty.name, TypeName::Named(_))).count(),
        permissions: model.permissions.len(),
        secured: model.operations.iter().filter(|operation| operation.security.is_some()).count(),
        paged: model.operations.iter().filter(|operation| operation.paging.is_some()).count(),
        entries: (model.entries.len(), resolved),
        errors,
        warnings,
        problems: count(diagnostics.iter().map(|diagnostic| diagnostic.code.name)),
        inferred: inferred::inferred(model),
    }
}

impl Report {
    /// A table for people, with more of what it counts.
    #[must_use]
    pub fn table(&self, sources: &Sources, more: &More) -> String {
        table::table(self, sources, more)
    }

    /// The same for programs, always with details.
    #[must_use]
    pub fn json(&self, sources: &Sources) -> Json {
        let inferred: Vec<_> = self
            .inferred
            .iter()
            .map(|fact| {
                json!({
                    "rule": fact.rule,
                    "what": fact.what,
                    "affects": fact.affects.as_str(),
                    "place": sources.place(fact.span),
                })
            })
            .collect();
        json!({
            "name": self.name,
            "title": self.title,
            "version": self.version,
            "servers": self.servers,
            "securitySchemes": self.schemes,
            "operations": self.operations,
            "webhooks": self.webhooks,
            "calls": self.lines.iter().map(Line::json).collect::<Vec<_>>(),
            "groups": named(&self.groups),
            "methods": named(&self.methods),
            "types": named(&self.types),
            "namedTypes": self.named_types,
            "permissions": self.permissions,
            "securedOperations": self.secured,
            "pagedOperations": self.paged,
            "entries": {"all": self.entries.0, "resolved": self.entries.1},
            "errors": self.errors,
            "warnings": self.warnings,
            "problems": named(&self.problems),
            "rules": named(&self.rules()),
            "inferred": inferred,
        })
    }

    /// What may be wrong if a rule is: the worst of what it supplied.
    #[must_use]
    pub fn affects(&self, rule: &str) -> Affects {
        let facts = self.inferred.iter().filter(|fact| fact.rule == rule);
        facts.map(|fact| fact.affects).min().unwrap_or(Affects::Nothing)
    }

    /// The rules that supplied facts, each with how many, most frequent first.
    #[must_use]
    pub fn rules(&self) -> Vec<(&'static str, usize)> {
        most_frequent(count(self.inferred.iter().map(|fact| fact.rule)))
    }
}

fn groups(model: &Model) -> Vec<(String, usize)> {
    let mut counts = vec![0; model.groups.len()];
    for operation in &model.operations {
        if let Some(count) = counts.get_mut(operation.group.0 as usize) {
            *count += 1;
        }
    }
    model.groups.iter().map(|group| group.wire.clone()).zip(counts).collect()
}

/// How one proves who one is.
fn proof(kind: &SchemeKind) -> String {
    match kind {
        SchemeKind::Key { location, name } => format!("a key in the {} `{name}`", location.word()),
        SchemeKind::Http(scheme) => format!("`Authorization: {scheme}`"),
        SchemeKind::OAuth2 => "OAuth 2.0".to_owned(),
        SchemeKind::OpenIdConnect => "OpenID Connect".to_owned(),
        SchemeKind::MutualTls => "a client certificate".to_owned(),
    }
}

fn kind(shape: &Shape) -> &'static str {
    match shape {
        Shape::Object(_) => "objects",
        Shape::Tuple(_) => "tuples",
        Shape::Choice(_) => "choices",
        Shape::Enum(_) => "enums",
        Shape::Alias(_) => "aliases",
        Shape::Undefined => "undefined",
    }
}

/// How often each occurs, in the order of first sight.
fn count<T: PartialEq>(items: impl Iterator<Item = T>) -> Vec<(T, usize)> {
    let mut counts: Vec<(T, usize)> = Vec::new();
    for item in items {
        match counts.iter_mut().find(|(known, _)| *known == item) {
            Some((_, count)) => *count += 1,
            None => counts.push((item, 1)),
        }
    }
    counts
}

fn most_frequent<T>(mut counts: Vec<(T, usize)>) -> Vec<(T, usize)> {
    counts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    counts
}

fn named<T: AsRef<str>>(counts: &[(T, usize)]) -> Json {
    Json::Object(counts.iter().map(|(name, count)| (name.as_ref().to_owned(), json!(count))).collect())
}
