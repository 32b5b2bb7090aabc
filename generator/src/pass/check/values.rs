//! Listed values that are nested too deeply to be compared.

use super::{Cost, Finding};
use crate::diag::{Code, Diagnostic};
use crate::model::Model;

pub(super) static VALUE: Code = Code {
    name: "value/not-checked",
    page: "A value that an `enum` or a `const` lists is nested more than 50 levels deep. Servers do not compare values with \
           this list; everything else is checked.\n\n    const: [[[[ … ]]]]\n\nDescribe the levels as schemas.",
};

pub(super) fn check(model: &Model, findings: &mut Vec<Finding>) {
    for schema in model.schemas.nodes.iter().filter(|schema| schema.values.is_some()) {
        if let (None, Some(span)) = (schema.checked_values(), schema.span) {
            let diagnostic = Diagnostic::warning(&VALUE, span, "a listed value is nested too deeply to be compared")
                .label("this list is not checked");
            findings.push(Finding { diagnostic, cost: Cost::Nothing });
        }
    }
}
