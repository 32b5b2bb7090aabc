//! The model as a LAP file. What was read from LAP comes out as it was written, except for spellings that say nothing;
//! what LAP has no word for is left out: media types, constraints, alternatives, where parameters travel, addresses of
//! single operations, webhooks. LAP has no escapes, so that every list is read back by its grammar while it is written, and
//! prose that reads as structure is changed.

mod common;
mod list;
mod loss;
mod operation;
mod parameters;
mod types;

use std::borrow::Cow;
use std::collections::HashMap;

use crate::model::{Model, Operation, Origin, Security, SecurityRequirement, Shape, TypeName};
use crate::read::lap::written;
use common::Common;
use loss::Printer;
pub use loss::{CODES, Loss};

/// Files with more endpoints carry a hint.
const HINT_ABOVE: usize = 20;

/// The whole model as one file.
#[must_use]
pub fn text(model: &Model) -> String {
    print(model).0
}

/// The whole model as one file, and what in it LAP cannot say. What is read from the file is what was printed.
#[must_use]
pub fn print(model: &Model) -> (String, Vec<Loss>) {
    let (model, gone) = sayable(model);
    let printer = Printer::new(&model);
    for (origin, what) in gone {
        printer.left_out(origin, &what);
    }
    let text = file(&printer);
    (text, printer.losses())
}

fn file(printer: &Printer<'_>) -> String {
    let model = printer.model;
    let security = usual_security(model);
    let common = Common::of(model);
    let mut text = header(printer, security, &common);
    for line in types(printer) {
        push_line(&mut text, &line);
    }
    text.push('\n');
    // The only group stands in `@toc`, if it can.
    let several = groups(model).len() > 1 || toc(model).is_none();
    let mut open = None;
    for operation in &model.operations {
        if several && open != Some(operation.group) {
            if open.is_some() {
                text.push_str("@endgroup\n\n");
            }
            push_line(&mut text, &format!("@group {}", group(&model.group(operation.group).wire)));
            open = Some(operation.group);
        }
        operation::push(printer, operation, security, &common, &mut text);
        text.push('\n');
    }
    if open.is_some() {
        text.push_str("@endgroup\n\n");
    }
    text.push_str("@end\n");
    text
}

/// The model without operations that LAP has no word for, and these.
fn sayable(model: &Model) -> (Cow<'_, Model>, Vec<(Origin, String)>) {
    let mut gone = Vec::new();
    let mut is_sayable = |operation: &Operation| {
        let line = operation.line();
        let source = format!("@endpoint {line}");
        let said = written::endpoint(&source).map(|(method, path)| format!("{method} {path}"));
        let is_sayable = !operation.webhook && said.as_ref() == Some(&line);
        if !is_sayable {
            let what = if operation.webhook { "the webhook" } else { "the operation" };
            gone.push((operation.origin, format!("{what} `{}`", line.escape_debug())));
        }
        is_sayable
    };
    let keep: Vec<bool> = model.operations.iter().map(&mut is_sayable).collect();
    if gone.is_empty() {
        return (Cow::Borrowed(model), gone);
    }
    let mut model = model.clone();
    let mut keep = keep.into_iter();
    model.operations.retain(|_| keep.next().unwrap_or(true));
    (Cow::Owned(model), gone)
}

fn header(printer: &Printer<'_>, security: Option<&Security>, common: &Common) -> String {
    let model = printer.model;
    let mut text = String::new();
    let count = model.operations.len();
    let title = if model.title.trim().is_empty() { &model.name } else { &model.title };
    let lines = [
        Some("@lap v0.3".to_owned()),
        Some("# Machine-readable API spec. Each @endpoint block is one API call.".to_owned()),
        Some(format!("@api {}", line(title))),
        model.servers.first().map(|server| format!("@base {}", line(&server.url))),
        model.version.as_ref().map(|version| format!("@version {}", line(version))),
        security.map(|security| format!("@auth {}", auth(model, security))),
        common.line(printer),
        Some(format!("@endpoints {count}")),
        (count > HINT_ABOVE).then(|| "@hint download_for_search".to_owned()),
        toc(model),
    ];
    for line in lines.iter().flatten() {
        push_line(&mut text, line);
    }
    text
}

/// `@toc g(n), g(n)`, if it reads back as itself; nothing is lost without it.
fn toc(model: &Model) -> Option<String> {
    let groups: Vec<_> = groups(model).into_iter().map(|(wire, count)| (group(wire), count)).collect();
    let entries: Vec<_> = groups.iter().map(|(group, count)| format!("{group}({count})")).collect();
    let line = format!("@toc {}", entries.join(", "));
    let found = written::toc(&line)?;
    let is_itself = found.iter().zip(&groups).all(|(found, group)| *found == (&*group.0, group.1));
    (!groups.is_empty() && found.len() == groups.len() && is_itself).then_some(line)
}

/// The name of a group; one without characters is called something.
fn group(wire: &str) -> Cow<'_, str> {
    if wire.trim().is_empty() { Cow::Borrowed("default") } else { line(wire) }
}

/// The groups that have operations, with how many, in the order in which they begin.
fn groups(model: &Model) -> Vec<(&str, usize)> {
    let mut places = HashMap::new();
    let mut groups: Vec<(&str, usize)> = Vec::new();
    for operation in &model.operations {
        let place = *places.entry(operation.group).or_insert(groups.len());
        match groups.get_mut(place) {
            Some((_, count)) => *count += 1,
            None => groups.push((&model.group(operation.group).wire, 1)),
        }
    }
    groups
}

/// What most operations say about who may call, where all say something; of two that as many say, the one that the
/// document says of all.
fn usual_security(model: &Model) -> Option<&Security> {
    let stated: Option<Vec<&Security>> = model.operations.iter().map(|operation| operation.security.as_ref()).collect();
    let stated = stated?;
    let mut counts: HashMap<&[SecurityRequirement], (usize, bool)> = HashMap::new();
    for security in &stated {
        let (count, shared) = counts.entry(&security.requirements).or_default();
        *count += 1;
        *shared |= security.shared;
    }
    stated.into_iter().rev().max_by_key(|security| counts.get(security.requirements.as_slice()))
}

/// Whether an operation says for itself who may call.
fn has_own_security(operation: &Operation, usual: Option<&Security>) -> bool {
    let own = operation.security.as_ref().map(|security| &security.requirements);
    own.is_some() && own != usual.map(|security| &security.requirements)
}

fn auth(model: &Model, security: &Security) -> String {
    let alternatives = security.requirements.iter().map(|requirement| {
        let schemes = requirement.schemes.iter().filter_map(|one| model.scheme(one.scheme));
        schemes.map(types::scheme).collect::<Vec<_>>().join(" + ")
    });
    let alternatives: Vec<_> = alternatives.filter(|text| !text.is_empty()).collect();
    if alternatives.is_empty() { "None".to_owned() } else { alternatives.join(" | ") }
}

/// One line for each named object, in the order in which the document describes them.
fn types(printer: &Printer<'_>) -> Vec<String> {
    let mut lines = Vec::new();
    for ty in &printer.model.types {
        if let (TypeName::Named(name), Shape::Object(object)) = (&ty.name, &ty.shape)
            && types::is_name(name)
        {
            let line = format!("@type {name} {}", types::members(printer, object, types::Side::Both));
            lines.push((ty.origin.order(), line));
        }
    }
    lines.sort_by_key(|(place, _)| *place);
    lines.into_iter().map(|(_, line)| line).collect()
}

fn push_line(text: &mut String, line: &str) {
    text.push_str(line.trim_end_matches('\r'));
    text.push('\n');
}

/// Prose that reads as structure, with other signs.
fn reworded(text: &str) -> String {
    text.replace(", ", "; ").replace(" # ", " - ")
}

/// A text in one line.
fn line(text: &str) -> Cow<'_, str> {
    if text.contains('\n') {
        return Cow::Owned(text.split_whitespace().collect::<Vec<_>>().join(" "));
    }
    Cow::Borrowed(text)
}
