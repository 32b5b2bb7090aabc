//! Refuses what cannot be emitted, by name and with its place, so that emitters need not fail.
//!
//! What is refused as an error forbids all output; what is a warning costs the smallest piece, which [`leave_out`]
//! removes. An error that the settings allow costs the same piece.

mod cost;
mod examples;
mod limits;
mod media;
mod nesting;
mod operations;
mod parameters;
mod paths;
mod patterns;
mod servers;
mod types;
mod values;

use crate::diag::{Code, Diagnostic, Diagnostics, Severity};
use crate::limits::Limits;
use crate::model::{Model, TypeId};

/// All kinds of problems that the check can find.
pub static CODES: &[&Code] = &[
    &limits::TOO_MANY,
    &examples::EXAMPLE,
    &operations::DUPLICATE,
    &operations::OTHER_SECURITY,
    &operations::TOLD_BY_CALLER,
    &paths::CHARACTER,
    &paths::FRAGMENT,
    &paths::QUERY,
    &paths::DOTS,
    &paths::PLACEHOLDER,
    &paths::PLACEHOLDER_TWICE,
    &parameters::NO_PLACEHOLDER,
    &parameters::TWICE,
    &parameters::HEADER_NAME,
    &parameters::OWNED_HEADER,
    &media::MEDIA_TYPE,
    &media::NOT_DECODED,
    &servers::ADDRESS,
    &servers::USER,
    &servers::UNDECLARED,
    &media::SEQUENCE,
    &media::NEVER_A_BODY,
    &patterns::PATTERN,
    &patterns::COSTLY,
    &values::VALUE,
    &types::ALIAS_CYCLE,
    &types::ENDLESS,
    &types::NO_CASES,
    &nesting::ENDLESS_LIST,
    &nesting::NESTED,
    &types::NO_VALUES,
    &types::SAME_TAG,
    &types::CASE_OF_ITSELF,
    &types::MEMBER_NAME,
    &types::MEMBER_TWICE,
];

/// A problem, and what goes when it is only a warning.
struct Finding {
    diagnostic: Diagnostic,
    cost: Cost,
}

/// What is left out of the model because of a problem.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Cost {
    Nothing,
    Operation(usize),
    /// Servers do not have the operation; clients do.
    OfServers(usize),
    Parameter {
        operation: usize,
        parameter: usize,
    },
    /// The response has no body.
    Body {
        operation: usize,
        response: usize,
    },
    /// The type travels as any JSON value.
    Type(TypeId),
    /// Whatever stands too deep in lists and maps travels as any JSON value.
    Nested,
}

/// Reports everything in the model that must not reach an emitter, and removes what costs a warning only. `allowed` says
/// which errors count as warnings.
pub fn leave_out(model: &mut Model, limits: &Limits, allowed: impl Fn(&Code) -> bool, diagnostics: &mut Diagnostics) {
    let mut costs = Vec::new();
    for Finding { mut diagnostic, cost } in findings(model, limits) {
        if allowed(diagnostic.code) {
            diagnostic.severity = Severity::Warning;
        }
        if diagnostic.severity == Severity::Warning {
            costs.push(cost);
        }
        diagnostics.push(diagnostic);
    }
    cost::pay(model, &costs);
}

fn findings(model: &Model, limits: &Limits) -> Vec<Finding> {
    let mut findings = Vec::new();
    limits::check(model, limits, &mut findings);
    operations::check(model, &mut findings);
    for (index, operation) in model.operations.iter().enumerate() {
        paths::check(index, operation, &mut findings);
        parameters::check(index, operation, &mut findings);
        media::check(index, operation, &mut findings);
        examples::check(model, operation, &mut findings);
    }
    servers::check(model, &mut findings);
    media::check_all(model, &mut findings);
    types::check(model, &mut findings);
    nesting::check(model, &mut findings);
    patterns::check(model, &mut findings);
    values::check(model, &mut findings);
    findings
}
