//! Examples of bodies that are no values of the body's type, where one document says both. Where another document gave the
//! type, a supplement say, that document has the last word, and nothing can be done about the example.

use super::{Cost, Finding};
use crate::diag::{Code, Diagnostic};
use crate::model::{Content, Example, Model, Operation};

pub(super) static EXAMPLE: Code = Code {
    name: "example/misfit",
    page: "An example of a body is no value of the type that the same document gives the body: of another kind, none of the \
           listed values, out of the limits, or without a required member. It is not printed as an example.\n\n    \
           @required {age: int}\n    @example_request {\"age\": \"ten\"}\n\nCorrect the example or the type.",
};

pub(super) fn check(model: &Model, operation: &Operation, findings: &mut Vec<Finding>) {
    let body = operation.body.iter().flat_map(|body| &body.contents);
    let answers = operation.responses.iter().flat_map(|response| &response.contents);
    for content in body.chain(answers).filter(|content| content.is_json()) {
        let of_same = |example: &&Example| example.span.source == content.origin.span().source && !example.fits;
        findings.extend(content.examples.iter().filter(of_same).filter_map(|example| finding(model, content, example)));
    }
}

fn finding(model: &Model, content: &Content, example: &Example) -> Option<Finding> {
    let expected = model.misfit(&content.ty, &example.value)?;
    let diagnostic = Diagnostic::warning(&EXAMPLE, example.span, "an example is no value of its body's type")
        .label(format!("{expected}; the example is not printed"));
    Some(Finding { diagnostic, cost: Cost::Nothing })
}
