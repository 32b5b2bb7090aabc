//! Regular expressions that a server cannot match in linear time.

use std::collections::BTreeSet;

use super::{Cost, Finding};
use crate::diag::{Code, Diagnostic};
use crate::model::{Model, Operation, Ref};
use crate::pass::pattern;
use crate::source::Span;

/// Warns of `^(?!admin)`.
pub(super) static PATTERN: Code = Code {
    name: "pattern/not-checked",
    page: "A pattern looks around (`(?=…)`, `(?!…)`, `(?<=…)`, `(?<!…)`) or back (`\\1`), is no regular expression of \
           ECMA-262, or is too large. Servers match in linear time, so that no text can keep them busy, and that cannot \
           be matched so. The server does not check this pattern; everything else is checked.\n\n    pattern: \
           '^(?!admin).*$'\n\nSay the same without looking around, or say it with other keywords such as `not`.",
};

pub(super) fn check(model: &Model, findings: &mut Vec<Finding>) {
    let mut known = BTreeSet::new();
    let mut judge = |written: &str, span: Option<Span>| {
        let Some(span) = span else { return };
        if known.insert((span, written.to_owned())) && pattern::translate(written).is_none() {
            let message = "this pattern cannot be matched in linear time";
            let diagnostic = Diagnostic::warning(&PATTERN, span, message)
                .label(format!("`{}` is not checked", written.chars().take(60).collect::<String>()))
                .help("say it without looking around or back");
            findings.push(Finding { diagnostic, cost: Cost::Nothing });
        }
    };
    for schema in &model.schemas.nodes {
        let names = schema.object.patterns.iter().map(|(written, _)| written);
        schema.pattern.iter().chain(names).for_each(|written| judge(written, schema.span));
    }
    // What documents write as schemas was seen above.
    for operation in &model.operations {
        for (ty, span) in derived(model, operation) {
            in_use(ty, &mut |written| judge(written, Some(span)));
        }
    }
}

/// The uses of types that no schema stands behind.
fn derived<'a>(model: &'a Model, operation: &'a Operation) -> impl Iterator<Item = (&'a Ref, Span)> {
    let parameters = operation.parameters.iter().map(|parameter| (&parameter.ty, parameter.origin.span()));
    parameters.filter(|(_, span)| !model.schemas.uses.contains_key(span))
}

fn in_use(ty: &Ref, visit: &mut dyn FnMut(&str)) {
    match ty {
        Ref::Scalar(scalar) => scalar.constraints.pattern.iter().for_each(|pattern| visit(pattern)),
        Ref::List { item, .. } => in_use(item, visit),
        Ref::Map { value, .. } => in_use(value, visit),
        Ref::Nullable(inner) => in_use(inner, visit),
        Ref::Named(_) | Ref::Any => {}
    }
}
