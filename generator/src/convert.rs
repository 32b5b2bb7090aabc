//! An API in another format, and what that format cannot say: the text is read back, and compared with what was printed.

use crate::diag::{Code, Diagnostic, Diagnostics, counted};
use crate::diff::{self, Change};
use crate::emit::lap::Loss;
use crate::limits::Limits;
use crate::model::{Builder, Model};
use crate::read::{Document, Format};
use crate::source::Sources;
use crate::{emit, pass};

/// What the codes of this module mean.
pub static CODES: &[&Code] = &[&LOST];

static LOST: Code = Code {
    name: "convert/lost",
    page: "The format has no word for something that the documents say.\n\n\
           LAP knows no media types, constraints, alternatives, addresses of single operations or permissions, and not how a \
           list is written in a query. `gatewright diff` of the document and the converted one lists every place; the warning \
           shows the first of each kind. Convert to OpenAPI where nothing may be lost.",
};

/// A merged model as LAP, and what is lost.
#[must_use]
pub fn lap(model: &Model, limits: &Limits) -> (String, Diagnostics) {
    let (text, found) = emit::lap::print(model);
    let mut losses = Diagnostics::default();
    for Loss { code, origin, message, label } in found {
        losses.push(Diagnostic::warning(code, origin.span(), message).label(label));
    }
    losses.append(lost(model, &text, limits));
    (text, losses)
}

/// What reading the text back does not find: a warning for each kind of difference.
fn lost(model: &Model, text: &str, limits: &Limits) -> Diagnostics {
    let changes = diff::compare(&finished(model.clone(), limits), &finished(again(model, text), limits)).changes;
    let mut kinds: Vec<(&'static Code, Vec<&Change>)> = Vec::new();
    for change in &changes {
        match kinds.iter_mut().find(|(rule, _)| *rule == change.rule) {
            Some((_, all)) => all.push(change),
            None => kinds.push((change.rule, vec![change])),
        }
    }
    let mut losses = Diagnostics::default();
    for (rule, all) in kinds {
        if let Some(first) = all.first() {
            losses.push(loss(rule, first, all.len()));
        }
    }
    losses
}

fn loss(rule: &Code, first: &Change, count: usize) -> Diagnostic {
    let places = counted(count, "place");
    let message = format!("LAP does not say this as the documents do, in {places} (`{}`)", rule.name);
    let what = [&first.operation, &first.place, &first.what].map(String::as_str);
    let what: Vec<&str> = what.into_iter().filter(|part| !part.is_empty()).collect();
    let loss = match first.old {
        Some(place) => Diagnostic::warning(&LOST, place, message),
        None => Diagnostic::warning_without_place(&LOST, message),
    };
    loss.label(what.join(", ")).help("`gatewright diff` of both documents lists all of them")
}

/// The model that a text is read as.
fn again(model: &Model, text: &str) -> Model {
    let mut sources = Sources::default();
    let id = sources.add("converted", text);
    let mut builder = Builder::new(&model.name);
    // What is wrong with it shows in what is missing.
    if let Some(format) = Format::of(text) {
        format.read(Document::alone(id, &sources.get(id).text), &mut builder, &mut Diagnostics::default());
    }
    builder.finish()
}

/// A model as it is emitted: whatever is wrong with it is left out.
fn finished(mut model: Model, limits: &Limits) -> Model {
    pass::run(&mut model, limits, |_| true, &mut Diagnostics::default());
    model
}
