//! Parameters of the path and the query.

use super::address::Addressed;
use super::reader::Reader;
use super::syntax::pair::{Pair, Same, Shown};
use super::syntax::prose;
use super::syntax::variable::has_variable;
use crate::diag::Code;
use crate::model::{Json, Location, Parameter, Ref, ScalarKind};
use crate::read::node::Node;

pub(super) static PARAMETER: Code = Code {
    name: "postman/parameter",
    page: "The name of a parameter is a variable, so that nobody can tell what travels. The parameter is left \
           out.\n\n    \"query\": [{\"key\": \"{{name}}\", \"value\": \"1\"}]\n\nWrite its name.",
};

/// What counts: names of parameters whose numbers are numbers, and not ids written in digits.
const COUNTS: &[&str] = &[
    "count",
    "first",
    "from",
    "last",
    "limit",
    "max",
    "offset",
    "page",
    "pageno",
    "pagenumber",
    "pagesize",
    "perpage",
    "size",
    "skip",
    "start",
    "startindex",
    "take",
    "top",
];

impl<'d> Reader<'d, '_> {
    /// The parameters in the path, as the first request names them.
    pub(super) fn path_parameters(&self, calls: &[&Addressed<'d>]) -> Vec<Parameter> {
        let Some(first) = calls.first() else { return Vec::new() };
        let described = first.placeholders.iter().map(|(name, written)| {
            let mut parameter = Parameter::new(name, Location::Path, self.origin(first.span));
            parameter.required = true;
            let about = calls.iter().filter_map(|call| about(call.variables?, written));
            let about: Vec<&Node> = about.collect();
            parameter.docs =
                about.iter().map(|node| prose::docs(node)).find(|docs| !docs.is_empty()).unwrap_or_default();
            if parameter.docs.is_empty() {
                parameter.docs = self.variables.docs(written);
            }
            let shown = about.iter().find_map(|node| node.get("value")?.as_written()).or(self.variables.value(written));
            parameter.example = shown.filter(|text| !text.is_empty() && !has_variable(text)).map(Json::from);
            parameter
        });
        described.collect()
    }

    /// The parameters in the query of any of the requests.
    pub(super) fn query_parameters(&mut self, calls: &[&Addressed<'d>]) -> Vec<Parameter> {
        let mut shown = Shown::default();
        for (at, call) in calls.iter().enumerate() {
            for pair in &call.query {
                self.variable_name(pair);
                if !has_variable(&pair.key) {
                    shown.add(at, &pair.key, pair);
                }
            }
        }
        shown.0.iter().filter_map(|same| self.query_parameter(same)).collect()
    }

    /// Reports a name that is not known before the request is sent.
    pub(super) fn variable_name(&mut self, pair: &Pair) {
        if has_variable(&pair.key) {
            let message = format!("the parameter `{}` has a variable in its name", pair.key);
            self.warn(&PARAMETER, pair.span, message, "left out");
        }
    }

    fn query_parameter(&self, same: &Same<'_>) -> Option<Parameter> {
        let mut parameter = self.described(&same.pairs.first()?.key, Location::Query, &same.pairs)?;
        if same.repeats {
            parameter.example = parameter.example.map(|example| Json::Array(vec![example]));
            parameter.ty = Ref::list(parameter.ty);
        }
        Some(parameter)
    }

    /// A parameter that some pairs show.
    pub(super) fn described(&self, name: &str, location: Location, pairs: &[&Pair]) -> Option<Parameter> {
        let first = pairs.first()?;
        let values: Vec<&str> = pairs.iter().filter_map(|pair| pair.value.as_deref()).collect();
        let shown = values.iter().map(|value| self.variables.expanded(value)).filter(|value| !value.is_empty());
        let shown: Vec<&str> = shown.filter(|value| !has_variable(value)).collect();
        let mut parameter = Parameter::new(name, location, self.origin(first.span));
        let kind = kind(name, &shown);
        parameter.ty = Ref::scalar(kind);
        parameter.docs = pairs.iter().map(|pair| &pair.docs).find(|docs| !docs.is_empty()).cloned().unwrap_or_default();
        parameter.required = pairs.iter().any(|pair| prose::says_required(&pair.docs));
        parameter.example = shown.first().and_then(|value| example(kind, value));
        Some(parameter)
    }
}

/// What a collection says about a variable of the path.
fn about<'d>(variables: &'d Node, written: &str) -> Option<&'d Node> {
    let named = |node: &&Node| node.text("key").or_else(|| node.text("id")) == Some(written);
    variables.items().find(named)
}

/// What values are that a text stands for. Everything is text in an address; only what is surely something else counts.
fn kind(name: &str, values: &[&str]) -> ScalarKind {
    let plain: String =
        name.chars().filter(char::is_ascii_alphanumeric).map(|sign| sign.to_ascii_lowercase()).collect();
    let all = |is: fn(&str) -> bool| !values.is_empty() && values.iter().all(|value| is(value));
    if all(|value| matches!(value, "true" | "false")) {
        ScalarKind::Boolean
    } else if COUNTS.contains(&plain.as_str())
        && all(|value| value.len() < 10 && value.bytes().all(|b| b.is_ascii_digit()))
    {
        ScalarKind::Integer
    } else {
        ScalarKind::String
    }
}

fn example(kind: ScalarKind, value: &str) -> Option<Json> {
    match kind {
        ScalarKind::Boolean => value.parse::<bool>().ok().map(Json::from),
        ScalarKind::Integer => value.parse::<u64>().ok().map(Json::from),
        _ => Some(Json::from(value)),
    }
}
