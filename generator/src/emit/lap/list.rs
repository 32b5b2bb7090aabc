//! Lists of what calls take. A comment ends where another entry begins, and nothing is escaped: so each list is read back, and
//! what would read as something else is changed.

use std::borrow::Cow;

use super::loss::Printer;
use super::reworded;
use super::types::{self, Side};
use crate::model::{Field, Json, Model, Origin, Parameter, Ref, Shape};
use crate::read::lap::syntax;
use crate::read::lap::written;

/// One entry of a list.
pub(super) struct Listed<'m> {
    pub wire: &'m str,
    ty: &'m Ref,
    default: Option<&'m Json>,
    default_text: Option<&'m str>,
    docs: &'m str,
    pub required: bool,
    is_part: bool,
    pub origin: Origin,
}

impl<'m> Listed<'m> {
    pub(super) fn of_parameter(parameter: &'m Parameter) -> Self {
        Self {
            wire: &parameter.wire,
            ty: &parameter.ty,
            default: parameter.default.as_ref(),
            default_text: parameter.default_text.as_deref(),
            docs: &parameter.docs,
            required: parameter.required
                && parameter.location_origin.rule() != Some("lap/optional-placeholder-is-path"),
            is_part: false,
            origin: parameter.origin,
        }
    }

    pub(super) fn of_field(field: &'m Field, is_part: bool) -> Self {
        Self {
            wire: &field.wire,
            ty: &field.ty,
            default: field.default.as_ref(),
            default_text: field.default_text.as_deref(),
            docs: &field.docs,
            required: field.required,
            is_part,
            origin: field.origin,
        }
    }
}

/// `{P, P}`, of what can be said; nothing where that is nothing.
pub(super) fn list(printer: &Printer<'_>, listed: &[&Listed<'_>]) -> Option<String> {
    let mut entries: Vec<Entry> = listed.iter().filter_map(|one| Entry::of(printer, one)).collect();
    // From the last to the first: whether prose ends depends on what stands behind it.
    let mut is_begun = true;
    for entry in entries.iter_mut().rev() {
        if is_begun {
            entry.reword(printer);
        } else {
            entry.drop_prose(printer);
        }
        is_begun = entry.begins() && (entry.has_prose() || is_begun);
    }
    let text = joined(&entries);
    if !is_itself(&text, &entries) {
        entries.iter_mut().for_each(|entry| entry.drop_prose(printer));
    }
    (!entries.is_empty()).then(|| joined(&entries))
}

fn joined(entries: &[Entry]) -> String {
    format!("{{{}}}", entries.iter().map(Entry::text).collect::<Vec<_>>().join(", "))
}

fn is_itself(list: &str, entries: &[Entry]) -> bool {
    let found = written::parameters(list);
    found.is_some_and(|found| {
        found.len() == entries.len() && found.iter().zip(entries).all(|(found, entry)| entry.is(found))
    })
}

/// `P = NAME ": " TYPE ["(" v "/" v ")"] ["=" DEFAULT] [" # " T]`
struct Entry {
    name: String,
    ty: String,
    values: Option<String>,
    default: Option<String>,
    comment: Option<String>,
    origin: Origin,
}

impl Entry {
    /// An entry of which name and type read back as themselves.
    fn of(printer: &Printer<'_>, listed: &Listed<'_>) -> Option<Self> {
        let some = |text: &str| Some(super::line(text).into_owned()).filter(|text| !text.is_empty());
        let mut entry = Self {
            name: listed.wire.to_owned(),
            ty: ty(printer, listed),
            values: values(printer.model, listed.ty).and_then(|values| some(&values.join("/"))),
            default: None,
            comment: None,
            origin: listed.origin,
        };
        let what = format!("`{}`", entry.name.escape_debug());
        if entry.values.is_some() && !entry.is_itself() {
            entry.values = None;
            if entry.is_itself() {
                printer.left_out(entry.origin, &format!("the list of the values of {what}"));
            }
        }
        if !entry.is_itself() || entry.name.contains('\n') {
            printer.left_out(entry.origin, &what);
            return None;
        }
        entry.default = default(listed).map(|default| super::line(&default).into_owned());
        entry.comment = some(comment(listed));
        Some(entry)
    }

    /// What stands before the prose.
    fn head(&self) -> String {
        let mut text = format!("{}: {}", self.name, self.ty);
        text.extend(self.values.iter().flat_map(|values| ["(", values, ")"]));
        text
    }

    fn text(&self) -> String {
        let mut text = self.head();
        text.extend(self.default.iter().flat_map(|default| ["=", default]));
        text.extend(self.comment.iter().flat_map(|comment| [" # ", comment]));
        text
    }

    /// A format with a `/` is read as values, and is written like them.
    fn is(&self, found: &syntax::Parameter<'_>) -> bool {
        let values = |values: Option<&str>| values.map(|values| format!("({values})")).unwrap_or_default();
        found.name == self.name
            && format!("{}{}", found.ty.source, values(found.values))
                == format!("{}{}", self.ty, values(self.values.as_deref()))
            && found.default == self.default.as_deref()
            && found.comment == self.comment.as_deref()
    }

    fn is_itself(&self) -> bool {
        is_itself(&format!("{{{}}}", self.text()), std::slice::from_ref(self))
    }

    fn has_prose(&self) -> bool {
        self.default.is_some() || self.comment.is_some()
    }

    /// Whether the reader sees that an entry begins here, behind prose.
    fn begins(&self) -> bool {
        let list = format!("{{a: str # a, {}}}", self.head());
        written::parameters(&list).is_some_and(|found| found.len() == 2)
    }

    /// Changes prose that does not read back as itself.
    fn reword(&mut self, printer: &Printer<'_>) {
        if self.is_itself() {
            return;
        }
        printer.reworded(self.origin, &format!("what is said of `{}`", self.name));
        self.comment = self.comment.as_deref().map(reworded);
        if !self.is_itself() {
            let default = self.default.take();
            if !self.is_itself() {
                self.comment = None;
                self.default = default;
            }
            if !self.is_itself() {
                self.default = None;
            }
        }
    }

    fn drop_prose(&mut self, printer: &Printer<'_>) {
        if self.has_prose() {
            printer.reworded(self.origin, &format!("what is said of `{}`", self.name));
            (self.default, self.comment) = (None, None);
        }
    }
}

fn ty(printer: &Printer<'_>, listed: &Listed<'_>) -> String {
    let word = types::nested(printer, listed.ty, Side::Request, 0);
    if listed.is_part { word.replace("bytes", "file") } else { word }
}

/// The values that a type lists.
fn values(model: &Model, ty: &Ref) -> Option<Vec<String>> {
    match ty {
        Ref::Named(id) => match &model.ty(*id).shape {
            Shape::Enum(values) => Some(values.values.iter().map(types::value).collect()),
            _ => None,
        },
        Ref::List { item, .. } => values(model, item),
        Ref::Nullable(inner) => values(model, inner),
        Ref::Scalar(scalar) => Some(scalar.constraints.values.iter().map(ToString::to_string).collect()),
        Ref::Map { .. } | Ref::Any => None,
    }
}

fn default<'m>(listed: &Listed<'m>) -> Option<Cow<'m, str>> {
    match (listed.default_text, listed.default) {
        (Some(text), _) => Some(Cow::Borrowed(text)),
        (None, Some(Json::String(text))) => Some(Cow::Borrowed(text)),
        (None, Some(value)) => Some(Cow::Owned(value.to_string())),
        (None, None) => None,
    }
}

/// The docs without the sentence about a default that is no value.
fn comment<'m>(listed: &Listed<'m>) -> &'m str {
    let sentence = listed.default_text.filter(|_| listed.default.is_none());
    let without = sentence.and_then(|text| listed.docs.strip_suffix(text)?.strip_suffix("Default: "));
    without.map_or(listed.docs, |docs| docs.strip_suffix("\n\n").unwrap_or(docs))
}
