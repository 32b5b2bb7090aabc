//! Regular expressions that a server cannot match in linear time, or only in a very long one.

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

/// Warns of `([a-z]{1,100}-?){1,50}` without `maxLength`.
pub(super) static COSTLY: Code = Code {
    name: "pattern/costly",
    page: "A pattern counts within what it counts, or counts far, and the texts that it is about may be of any length. A \
           server compares such a text with everything that it may yet become, and gives up, with a refusal that says so, \
           when that takes more steps than the length of the request justifies. Long texts may then be refused although \
           they match.\n\n    type: string\n    pattern: '([a-z]{1,100}-?){1,50}'\n\nState a `maxLength`, or write the \
           pattern from `^` to `$` so that it says itself how long a text may be; better still, count less.",
};

/// So many steps of the whole expression are worth a warning.
const STEPS: usize = 1 << 30;
/// As long as a text may be where nothing is said, and what is sent is not limited otherwise.
const LONGEST: usize = 1 << 20;

pub(super) fn check(model: &Model, findings: &mut Vec<Finding>) {
    let mut known = BTreeSet::new();
    let mut judge = |written: &str, longest: Option<u64>, span: Option<Span>| {
        let Some(span) = span else { return };
        if known.insert((span, written.to_owned()))
            && let Some(diagnostic) = problem(written, longest, span)
        {
            findings.push(Finding { diagnostic, cost: Cost::Nothing });
        }
    };
    for schema in &model.schemas.nodes {
        schema.pattern.iter().for_each(|written| judge(written, schema.length.max, schema.span));
        let longest = schema.object.names.and_then(|names| model.schemas.node(names)?.length.max);
        schema.object.patterns.iter().for_each(|(written, _)| judge(written, longest, schema.span));
    }
    // What documents write as schemas was seen above.
    for operation in &model.operations {
        for (ty, span) in derived(operation) {
            in_use(ty, &mut |written, longest| judge(written, longest, Some(span)));
        }
    }
}

fn problem(written: &str, longest: Option<u64>, span: Span) -> Option<Diagnostic> {
    let shown: String = written.chars().take(60).collect();
    let Some(expression) = pattern::translate(written) else {
        let warning = Diagnostic::warning(&PATTERN, span, "this pattern cannot be matched in linear time");
        return Some(warning.label(format!("`{shown}` is not checked")).help("say it without looking around or back"));
    };
    let size = pattern::Size::of(&expression);
    let longest = longest.and_then(|longest| usize::try_from(longest).ok()).unwrap_or(LONGEST);
    let longest = size.longest.map_or(longest, |own| longest.min(own));
    (size.steps.saturating_mul(longest) > STEPS).then(|| {
        Diagnostic::warning(&COSTLY, span, "servers may refuse long texts, because this pattern costs too much")
            .label(format!("`{shown}` counts far, and texts may have any length"))
            .help("state a `maxLength`, or count less in the pattern")
    })
}

/// The uses of types that no schema stands behind.
fn derived(operation: &Operation) -> impl Iterator<Item = (&Ref, Span)> {
    let derived = operation.parameters.iter().filter(|parameter| parameter.schema.is_none());
    derived.map(|parameter| (&parameter.ty, parameter.origin.span()))
}

fn in_use(ty: &Ref, visit: &mut dyn FnMut(&str, Option<u64>)) {
    match ty {
        Ref::Scalar(scalar) => {
            let length = scalar.constraints.length.max;
            scalar.constraints.pattern.iter().for_each(|pattern| visit(pattern, length));
        }
        Ref::List { item, .. } => in_use(item, visit),
        Ref::Map { value, .. } => in_use(value, visit),
        Ref::Nullable(inner) => in_use(inner, visit),
        Ref::Named(_) | Ref::Any => {}
    }
}
