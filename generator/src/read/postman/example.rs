//! The tree of a body, and what is wrong with it as JSON. Does not know what people write into JSON.

use super::reader::Reader;
use super::syntax::relaxed::{excerpt, relaxed, unescaped};
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::model::Json;
use crate::read::excerpt::Excerpt;
use crate::read::node::{self, Node, Value};
use crate::source::Span;

pub(super) static NOT_JSON: Code = Code {
    name: "postman/not-json",
    page: "A body is said to be JSON, or looks like it, and is not. Comments, variables without quotes (`{{id}}`) and \
           commas before a closing bracket are understood. The body may be any value, as far as other examples do not \
           tell.\n\n    {\"otpCode\": 67899\"}\n\nMend the example in Postman, and export the collection again.",
};

impl<'d> Reader<'d, '_> {
    /// The tree of a body; `None` where it is no JSON, which is then reported.
    pub(super) fn example(&mut self, body: &'d Node) -> Option<Node> {
        let signs = unescaped(self.text, body);
        let text: String = signs.iter().map(|(_, sign)| *sign).collect();
        if !text.trim_start().starts_with(['{', '[', '/']) {
            let value = serde_json::from_str::<Json>(text.trim()).ok().and_then(scalar);
            if value.is_none() {
                self.no_json(body.span, "expected JSON".to_owned(), false);
            }
            return value.map(|value| Node { span: body.span, value });
        }
        let excerpt = excerpt(body.span, &relaxed(&signs));
        let mut own = Diagnostics::default();
        let tree = node::parse(&excerpt, &mut own);
        // What is no JSON may still be YAML, such as an object without quotes around its keys.
        let strict = if own.is_empty() { strict_problem(&excerpt) } else { None };
        let problems = own.into_iter().map(|problem| (problem.span.unwrap_or(body.span), problem.label));
        for (span, label) in problems.chain(strict) {
            self.no_json(span, label, tree.is_some());
        }
        tree
    }

    fn no_json(&mut self, span: Span, label: String, is_read: bool) {
        let cost = if is_read { "it is read as far as it can be" } else { "it may be anything" };
        let problem = Diagnostic::warning(&NOT_JSON, span, "the body is no JSON").label(label);
        self.report(problem.help(format!("{cost}; mend the example")));
    }
}

/// Where and why a text is no JSON.
fn strict_problem(excerpt: &Excerpt<'_>) -> Option<(Span, String)> {
    let problem = serde_json::from_str::<serde::de::IgnoredAny>(&excerpt.text).err()?;
    let line: usize = excerpt.text.split_inclusive('\n').take(problem.line().saturating_sub(1)).map(str::len).sum();
    let at = (line + problem.column().saturating_sub(1)).min(excerpt.text.len());
    let why = problem.to_string();
    let why = why.split(" at line ").next().unwrap_or_default().to_owned();
    Some((excerpt.span(at, (at + 1).min(excerpt.text.len())), why))
}

fn scalar(value: Json) -> Option<Value> {
    match value {
        Json::Null => Some(Value::Null),
        Json::Bool(value) => Some(Value::Bool(value)),
        Json::Number(number) => Some(Value::Number(number.to_string())),
        Json::String(text) => Some(Value::String(text)),
        Json::Array(_) | Json::Object(_) => None,
    }
}
