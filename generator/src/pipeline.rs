//! From the documents of one API to its finished model: read each on its own, merge, then the passes. The next step does
//! not start while there are errors, so that no error is a mere consequence of another.

use std::collections::{BTreeSet, HashMap};

use crate::diag::{Code, Diagnostic, Diagnostics, Severity};
use crate::model::{Builder, Model};
use crate::pass;
use crate::pass::merge::{self, Part};
use crate::project::{Api, Loaded, Role};
use crate::read::{Attached, Document, Files, Format};
use crate::refusal;
use crate::source::{SourceId, Sources, Span};

/// What the codes of this module mean.
pub static CODES: &[&Code] = &[&UNKNOWN_FORMAT];

static UNKNOWN_FORMAT: Code = Code {
    name: "document/unknown-format",
    page: "No reader knows the format of a document.\n\n\
           Formats are told by what a document says, not by its file name. There are readers for LAP (`@lap v0.3` on \
           the first line), OpenAPI in YAML or JSON (`openapi:` at the top, also inside a code block of a Markdown page), \
           Postman collections v2.0 and v2.1 (`info` and `item` at the top), entitlement pages (`Entitlements \
           required:`) and catalogue pages (collections of request names).",
};

/// A point after which the model can be looked at; the number is how many of [`pass::STEPS`] have run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// The documents of the API are one model.
    Merge,
    /// What the documents leave out and rules can supply is there.
    Complete,
    /// Equal shapes are one type.
    Dedupe,
    /// Everything can be emitted.
    Check,
}

/// The model of an API after `last`, or nothing when there were errors before that.
pub fn model(sources: &Sources, api: &Api, last: Step, diagnostics: &mut Diagnostics) -> Option<Model> {
    let mut own = Diagnostics::default();
    let model = steps(sources, api, last, &mut own);
    own.sort();
    own.dedup();
    refusal::advise(&mut own);
    diagnostics.append(own);
    model
}

fn steps(sources: &Sources, api: &Api, last: Step, diagnostics: &mut Diagnostics) -> Option<Model> {
    let parts = read(sources, api, diagnostics);
    settle(&parts, diagnostics);
    let parts = go_on(api, diagnostics, parts)?;
    let model = merge::merge(parts, diagnostics);
    let mut model = go_on(api, diagnostics, model)?;
    if last == Step::Check {
        pass::run(&mut model, &api.limits, |code| api.allow.iter().any(|allowed| allowed == code.name), diagnostics);
    } else {
        pass::STEPS.iter().take(last as usize).for_each(|step| step(&mut model));
    }
    go_on(api, diagnostics, model)
}

/// Takes back that a document leaves a body open, where a supplement describes the body of the same operation.
fn settle(parts: &[Part], diagnostics: &mut Diagnostics) {
    let of_role =
        |role: Role| parts.iter().filter(move |part| part.role == role).flat_map(|part| &part.model.operations);
    let stated: BTreeSet<(&str, String)> = of_role(Role::Supplement)
        .filter(|operation| operation.body.as_ref().is_some_and(|body| !body.contents.is_empty()))
        .map(|operation| (operation.method.0.as_str(), operation.path.shape()))
        .collect();
    let settled: BTreeSet<SourceId> = of_role(Role::Document)
        .filter(|operation| stated.contains(&(operation.method.0.as_str(), operation.path.shape())))
        .filter_map(|operation| Some(operation.body.as_ref()?.origin.span().source))
        .collect();
    diagnostics.retain(|diagnostic| {
        !Format::leaves_body_open(diagnostic.code) || diagnostic.span.is_none_or(|span| !settled.contains(&span.source))
    });
}

/// The value, unless there are errors that the settings do not allow.
fn go_on<T>(api: &Api, diagnostics: &mut Diagnostics, value: T) -> Option<T> {
    let allowed: BTreeSet<&str> = api.allow.iter().map(String::as_str).collect();
    diagnostics.regrade(
        |diagnostic| {
            if allowed.contains(diagnostic.code.name) { Severity::Warning } else { diagnostic.severity }
        },
    );
    (!diagnostics.has_errors()).then_some(value)
}

/// Every document into a model of its own.
fn read(sources: &Sources, api: &Api, diagnostics: &mut Diagnostics) -> Vec<Part> {
    let addressed = Addressed::of(sources, api);
    let documents = api.documents.iter().enumerate();
    documents.filter_map(|(at, loaded)| read_one(sources, api, loaded, addressed.by(at), diagnostics)).collect()
}

/// Which documents of an API refer to which others by their addresses.
#[derive(Default)]
struct Addressed<'a> {
    /// The format of each document, and the addresses that it names.
    named: Vec<(&'static str, BTreeSet<&'a str>)>,
    /// The documents of a format that say that they are at an address.
    homes: HashMap<(&'static str, &'a str), Vec<usize>>,
}

impl<'a> Addressed<'a> {
    fn of(sources: &'a Sources, api: &Api) -> Self {
        let mut known = Self::default();
        if api.documents.len() < 2 {
            return known;
        }
        for (at, loaded) in api.documents.iter().enumerate() {
            let text = sources.get(loaded.source).text.as_str();
            let (name, addresses) =
                Format::of(text).map_or_else(Default::default, |format| (format.name, format.addresses(text)));
            for address in addresses.own {
                known.homes.entry((name, address)).or_default().push(at);
            }
            known.named.push((name, addresses.named));
        }
        known
    }

    /// The documents to which a document refers, in their order; itself may be among them.
    fn by(&self, at: usize) -> BTreeSet<usize> {
        let Some((format, named)) = self.named.get(at) else { return BTreeSet::new() };
        named.iter().filter_map(|address| self.homes.get(&(*format, *address))).flatten().copied().collect()
    }
}

/// The other documents of the API, of those that a document refers to by their addresses.
fn others<'a>(
    sources: &'a Sources,
    api: &'a Api,
    loaded: &'a Loaded,
    addressed: BTreeSet<usize>,
) -> impl Iterator<Item = Attached<'a>> {
    let is_known = |name: &str| name == loaded.name || loaded.attached.contains_key(name);
    let others = addressed.into_iter().filter_map(|at| api.documents.get(at));
    others.filter(move |other| !is_known(&other.name)).map(|other| {
        let text = sources.get(other.source).text.as_str();
        Attached { name: &other.name, content: Ok((other.source, text)) }
    })
}

fn read_one(
    sources: &Sources,
    api: &Api,
    loaded: &Loaded,
    addressed: BTreeSet<usize>,
    diagnostics: &mut Diagnostics,
) -> Option<Part> {
    let text = sources.get(loaded.source).text.as_str();
    let Some(format) = Format::of(text) else {
        let start = Span::new(loaded.source, 0, text.find('\n').unwrap_or(text.len()).min(80));
        diagnostics.push(
            Diagnostic::error(&UNKNOWN_FORMAT, start, "no reader knows the format of this document")
                .label("expected a LAP, OpenAPI, Postman, entitlement or catalogue document")
                .help(format!("run `gatewright explain {}`", UNKNOWN_FORMAT.name)),
        );
        return None;
    };
    let mut builder = Builder::new(&api.name);
    let supplement = loaded.role == Role::Supplement;
    let attached = loaded.attached.iter().map(|(name, content)| {
        let content = content.as_ref().map(|id| (*id, sources.get(*id).text.as_str())).map_err(String::as_str);
        Attached { name, content }
    });
    let others: Vec<Attached<'_>> = attached.chain(others(sources, api, loaded, addressed)).collect();
    let files = Files { own: &loaded.name, others: &others, limits: api.limits };
    let document = Document { id: loaded.source, text, operation: loaded.operation.as_ref(), supplement, files };
    format.read(document, &mut builder, diagnostics);
    Some(Part { model: builder.finish(), role: loaded.role })
}
