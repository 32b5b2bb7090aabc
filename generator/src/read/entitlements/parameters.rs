//! The parameter lists of a scraped page: what is in the path, the query, headers and the body.
//!
//! The page shows every item as a form: a line with the type, perhaps `required`, and the description. The names of
//! scalar items were lost with the form; lists and objects have theirs above the type, and lists once more below.

use std::ops::Range;

use super::endpoint::Endpoint;
use super::section::Page;
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::model::{
    Body, Builder, Content, Enum, EnumValue, Field, Location, Object, Origin, Parameter, Ref, ScalarKind, Shape, Style,
};
use crate::source::Span;

pub(super) static UNNAMED: Code = Code {
    name: "entitlements/unnamed",
    page: "Items of a list have no name, because the scraped text of the page lost it.\n\n\
           A field or a parameter without a name cannot be sent; it is left out. State the names in a supplement.",
};

/// Settled by a supplement that describes the body of the same operation.
pub static UNNAMED_MEMBER: Code = Code {
    name: "entitlements/unnamed-member",
    page: "Members of a body have no name, because the scraped text of the page lost it.\n\n\
           A member without a name cannot be sent; it is left out. Describe the body of the operation in a supplement; \
           then this is no longer reported.",
};

pub(super) static UNKNOWN_TYPE: Code = Code {
    name: "entitlements/unknown-type",
    page: "A list has items of a type that is not known.\n\nSuch an item may hold any JSON value.",
};

pub(super) static PLACEHOLDERS: Code = Code {
    name: "entitlements/placeholders",
    page: "A page lists more or fewer path parameters than the path has placeholders.\n\n\
           The names of path parameters come from the path, in order. What is too much on the page is left out; \
           placeholders that the page does not list are strings. Check the path that the settings state.",
};

pub(super) static TWICE: Code =
    Code { name: "entitlements/field-twice", page: "A list has two items of one name.\n\nThe first counts." };

/// The parameters and the body of the call that a page describes.
pub(super) fn read(
    page: &Page<'_>,
    endpoint: &Endpoint,
    model: &mut Builder,
    diagnostics: &mut Diagnostics,
) -> (Vec<Parameter>, Option<Body>) {
    let mut reader =
        Reader { page, context: format!("{} {}", endpoint.method.0, endpoint.path.wire), model, diagnostics };
    let mut parameters = reader.path(endpoint);
    for (heading, location) in OTHERS {
        parameters.extend(reader.others(heading, *location));
    }
    (parameters, reader.body())
}

const OTHERS: &[(&str, Location)] = &[
    ("Query Params", Location::Query),
    ("Headers", Location::Header),
    ("Header Params", Location::Header),
    ("Cookie Params", Location::Cookie),
];

const BODIES: &[(&str, &str)] =
    &[("Body Params", "application/json"), ("Form Data", "application/x-www-form-urlencoded")];

/// One item of a list, as written.
struct Item<'a> {
    ty: &'a str,
    name: Option<&'a str>,
    required: bool,
    values: Vec<&'a str>,
    docs: String,
}

/// The items of a section. A type line starts an item.
fn items<'a>(page: &Page<'a>, section: Range<usize>) -> Vec<Item<'a>> {
    let starts: Vec<_> = section.clone().filter(|at| is_type(page.line(*at))).collect();
    let ends = starts.iter().copied().skip(1).chain([section.end]);
    let mut items: Vec<Item<'a>> = Vec::new();
    for (start, end) in starts.iter().copied().zip(ends) {
        // What stands directly above the next type belongs to the next item, or is this list's name once more.
        let above = page.line(start.wrapping_sub(1));
        let label = if start > section.start && is_label(above) { Some(above) } else { None };
        let mut item = item(page, start, end, end < section.end && is_label(page.line(end - 1)));
        item.name = label.filter(|label| !claims(items.last_mut(), label)).map(bare);
        items.push(item);
    }
    items
}

/// Whether a label between two items is the name of the list before it.
fn claims(before: Option<&mut Item<'_>>, label: &str) -> bool {
    before.is_some_and(|before| before.ty.starts_with("array of ") && before.name == Some(bare(label)))
}

fn bare(label: &str) -> &str {
    label.strip_suffix('*').unwrap_or(label)
}

fn item<'a>(page: &Page<'a>, start: usize, end: usize, label_at_end: bool) -> Item<'a> {
    let mut item = Item { ty: page.line(start), name: None, required: false, values: Vec::new(), docs: String::new() };
    let mut in_values = false;
    for at in start + 1..if label_at_end { end - 1 } else { end } {
        match page.line(at) {
            "" => {}
            "required" if item.docs.is_empty() => item.required = true,
            "enum" | "nullable" | "deprecated" if item.docs.is_empty() => {}
            "Allowed:" => in_values = true,
            value if in_values => item.values.push(value.trim_matches('`')),
            text => {
                let gap = if item.docs.is_empty() { "" } else { "\n" };
                item.docs.push_str(gap);
                item.docs.push_str(text);
            }
        }
    }
    item
}

const TYPES: &[(&str, &str, Option<ScalarKind>)] = &[
    ("string", "strings", Some(ScalarKind::String)),
    ("integer", "integers", Some(ScalarKind::Integer)),
    ("number", "numbers", Some(ScalarKind::Number)),
    ("boolean", "booleans", Some(ScalarKind::Boolean)),
    ("file", "files", Some(ScalarKind::Bytes)),
    ("object", "objects", None),
];

/// Whether a line is a type and nothing else.
fn is_type(line: &str) -> bool {
    line.starts_with("array of ") && line.split(' ').count() == 3 || TYPES.iter().any(|(one, ..)| *one == line)
}

/// Whether a line can be the name of an item: one word that is nothing else.
fn is_label(line: &str) -> bool {
    let name = bare(line);
    !is_type(line)
        && !matches!(name, "required" | "enum" | "nullable" | "deprecated")
        && !name.is_empty()
        && name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.' | '$'))
}

struct Reader<'p, 'a> {
    page: &'p Page<'a>,
    context: String,
    model: &'p mut Builder,
    diagnostics: &'p mut Diagnostics,
}

impl<'a> Reader<'_, 'a> {
    fn items(&self, heading: &str) -> Vec<Item<'a>> {
        self.page.section(heading).map(|section| items(self.page, section)).unwrap_or_default()
    }

    /// The parameters in the path: names from the path, the rest from the page, in order.
    fn path(&mut self, endpoint: &Endpoint) -> Vec<Parameter> {
        let items = self.items("Path Params");
        let names: Vec<_> = endpoint.path.placeholders().map(str::to_owned).collect();
        if items.len() != names.len() && (!items.is_empty() || self.page.section("Body Params").is_some()) {
            self.odd_count(endpoint.origin.span(), &items, names.len());
        }
        let items = items.into_iter().map(Some).chain(std::iter::repeat_with(|| None));
        let mut parameters = Vec::new();
        for (name, item) in names.into_iter().zip(items) {
            parameters.push(match item {
                Some(item) => {
                    let origin = Origin::Stated(self.page.span(item.ty));
                    self.parameter(name, Location::Path, &item, origin)
                }
                None => placeholder(name, endpoint.origin),
            });
        }
        parameters
    }

    fn odd_count(&mut self, path: Span, items: &[Item<'_>], placeholders: usize) {
        let span = items.first().map_or(path, |item| self.page.span(item.ty));
        let message = format!("the page lists {} path parameters, the path has {placeholders}", items.len());
        let diagnostic = Diagnostic::warning(&PLACEHOLDERS, span, message).related(path, "the path");
        self.diagnostics.push(diagnostic.help("check the path that the settings state for the page"));
    }

    /// The parameters of another location, as far as they have names.
    fn others(&mut self, heading: &str, location: Location) -> Vec<Parameter> {
        let items = self.named(heading);
        let mut parameters = Vec::new();
        for (name, item) in items {
            let origin = Origin::Stated(self.page.span(name));
            parameters.push(self.parameter(name.to_owned(), location, &item, origin));
        }
        parameters
    }

    fn parameter(&mut self, wire: String, location: Location, item: &Item<'_>, origin: Origin) -> Parameter {
        let style = if matches!(location, Location::Path | Location::Header) { Style::Simple } else { Style::Form };
        Parameter {
            ty: self.ty(&wire, item),
            style,
            explode: style == Style::Form,
            required: item.required || location == Location::Path,
            docs: item.docs.clone(),
            ..Parameter::new(wire, location, origin)
        }
    }

    /// The body, if the page lists one.
    fn body(&mut self) -> Option<Body> {
        let (heading, media_type) = BODIES.iter().find(|(heading, _)| self.page.section(heading).is_some())?;
        let span = self.page.section(heading).map(|section| self.page.span(self.page.line(section.start - 1)))?;
        let items = self.named(heading);
        let mut fields = Vec::new();
        for (name, item) in &items {
            fields.push(self.field(name, item));
        }
        let required =
            fields.iter().any(|field| field.required) || self.items(heading).iter().any(|item| item.required);
        let shape = Shape::Object(Object { fields, ..Object::default() });
        let id = self.model.anonymous(&[&self.context, "request"], None, shape, "", Origin::Stated(span));
        let content = Content::new(*media_type, Ref::Named(id), Origin::Inferred("entitlements/body-is-json", span));
        Some(Body { required, contents: vec![content], docs: String::new(), origin: Origin::Stated(span) })
    }

    fn field(&mut self, wire: &str, item: &Item<'_>) -> Field {
        Field {
            required: item.required,
            docs: item.docs.clone(),
            ..Field::new(wire, self.ty(wire, item), Origin::Stated(self.page.span(item.ty)))
        }
    }

    /// The items of a section that have a name, each name once; a warning lists the others.
    fn named(&mut self, heading: &str) -> Vec<(&'a str, Item<'a>)> {
        let (named, unnamed): (Vec<_>, Vec<_>) = self.items(heading).into_iter().partition(|item| item.name.is_some());
        self.report_unnamed(heading, &unnamed);
        let mut kept: Vec<(&'a str, Item<'a>)> = Vec::new();
        for (name, item) in named.into_iter().filter_map(|item| Some((item.name?, item))) {
            match kept.iter().find(|(earlier, _)| *earlier == name) {
                Some((first, _)) => {
                    let message = format!("`{name}` stands twice below `{heading}`");
                    let diagnostic = Diagnostic::warning(&TWICE, self.page.span(name), message).label("left out");
                    self.diagnostics.push(diagnostic.related(self.page.span(first), "first here"));
                }
                None => kept.push((name, item)),
            }
        }
        kept
    }

    fn report_unnamed(&mut self, heading: &str, items: &[Item<'_>]) {
        let Some((first, others)) = items.split_first() else { return };
        let message = format!("{} of the items below `{heading}` have no name and are left out", items.len());
        let is_body = BODIES.iter().any(|(known, _)| *known == heading);
        let code = if is_body { &UNNAMED_MEMBER } else { &UNNAMED };
        let diagnostic = Diagnostic::warning(code, self.page.span(first.ty), message)
            .label(described(first))
            .help("state their names and types in a supplement");
        let diagnostic = others
            .iter()
            .fold(diagnostic, |diagnostic, item| diagnostic.related(self.page.span(item.ty), described(item)));
        self.diagnostics.push(diagnostic);
    }

    fn ty(&mut self, name: &str, item: &Item<'_>) -> Ref {
        let (word, is_list) = item.ty.strip_prefix("array of ").map_or((item.ty, false), |word| (word, true));
        let known = TYPES.iter().find(|(one, many, _)| *one == word || *many == word);
        let ty = match known {
            Some((.., Some(ScalarKind::String))) if !item.values.is_empty() => self.enumeration(name, item),
            Some((.., Some(kind))) => Ref::scalar(*kind),
            Some((.., None)) => Ref::map(Ref::Any),
            None => {
                let diagnostic = Diagnostic::warning(
                    &UNKNOWN_TYPE,
                    self.page.span(item.ty),
                    format!("`{word}` is not a known type"),
                );
                self.diagnostics.push(diagnostic.label("read as any JSON value"));
                Ref::Any
            }
        };
        if is_list { Ref::list(ty) } else { ty }
    }

    fn enumeration(&mut self, name: &str, item: &Item<'_>) -> Ref {
        let mut values: Vec<EnumValue> = Vec::new();
        for wire in &item.values {
            if values.iter().all(|value| value.wire != *wire) {
                values.push(EnumValue { wire: (*wire).to_owned(), title: None, docs: String::new() });
            }
        }
        let origin = Origin::Stated(self.page.span(item.ty));
        Ref::Named(self.model.anonymous(
            &[&self.context, name],
            None,
            Shape::Enum(Enum::of_strings(values)),
            "",
            origin,
        ))
    }
}

fn described(item: &Item<'_>) -> String {
    match item.docs.lines().next() {
        Some(docs) => format!("{}: {docs}", item.ty),
        None => format!("a {}", item.ty),
    }
}

fn placeholder(wire: String, origin: Origin) -> Parameter {
    let origin = Origin::Inferred("entitlements/placeholder", origin.span());
    Parameter::new(wire, Location::Path, origin)
}
