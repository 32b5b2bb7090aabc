//! Variables: what `{{name}}` stands for.

use std::collections::HashMap;

use super::prose;
use crate::read::node::Node;

/// The variables of the collection and its folders; the outermost of a name counts.
#[derive(Debug, Default)]
pub(in super::super) struct Variables<'d>(HashMap<&'d str, &'d Node>);

/// How often a value may lead to another variable.
const HOPS: usize = 10;

impl<'d> Variables<'d> {
    pub(in super::super) fn of(collection: &'d Node) -> Self {
        let mut variables = Self::default();
        variables.add(collection);
        variables
    }

    /// Adds those of a folder.
    pub(in super::super) fn add(&mut self, folder: &'d Node) {
        for variable in folder.get("variable").map(Node::items).into_iter().flatten() {
            let key = variable.text("key").or_else(|| variable.text("id")).or_else(|| variable.text("name"));
            if let Some(key) = key.filter(|key| !key.is_empty()) {
                self.0.entry(key).or_insert(variable);
            }
        }
    }

    /// Its value, where one is given.
    pub(in super::super) fn value(&self, name: &str) -> Option<&'d str> {
        let value = self.0.get(name)?.get("value")?.as_written()?.trim();
        (!value.is_empty()).then_some(value)
    }

    /// What the collection says about it.
    pub(in super::super) fn docs(&self, name: &str) -> String {
        self.0.get(name).map(|node| prose::docs(node)).unwrap_or_default()
    }

    /// A text that is one variable and nothing else, followed to what it stands for.
    pub(in super::super) fn expanded<'a>(&self, text: &'a str) -> &'a str
    where
        'd: 'a,
    {
        let mut text = text;
        for _ in 0..HOPS {
            match sole(text).and_then(|name| self.value(name)) {
                Some(value) => text = value,
                None => break,
            }
        }
        text
    }
}

/// The variable that a text is, if it is one and nothing else.
pub(in super::super) fn sole(text: &str) -> Option<&str> {
    let name = text.trim().strip_prefix("{{")?.strip_suffix("}}")?;
    (!name.contains("{{") && !name.contains("}}")).then(|| name.trim())
}

/// Whether a text holds a variable.
pub(in super::super) fn has_variable(text: &str) -> bool {
    text.split_once("{{").is_some_and(|(_, rest)| rest.contains("}}"))
}

/// The parts of a text in turn: text as it is, and names of variables.
pub(in super::super) fn parts(text: &str) -> Vec<Part<'_>> {
    let mut parts = Vec::new();
    let mut rest = text;
    while let Some((before, inside)) = rest.split_once("{{") {
        let Some((name, after)) = inside.split_once("}}") else { break };
        parts.push(Part::Text(before));
        parts.push(Part::Variable(name.trim()));
        rest = after;
    }
    parts.push(Part::Text(rest));
    parts.retain(|part| *part != Part::Text(""));
    parts
}

/// A part of a text with variables.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in super::super) enum Part<'a> {
    Text(&'a str),
    Variable(&'a str),
}

/// The name of a variable as one that may stand in the braces of a placeholder: `$guid` is `guid`.
pub(in super::super) fn placeholder(name: &str) -> String {
    let is_legal = |sign: char| !sign.is_whitespace() && !sign.is_control() && !"{}/*\"\\?#+$:".contains(sign);
    let name: String = name.chars().map(|sign| if is_legal(sign) { sign } else { '_' }).collect();
    let name = name.trim_matches('_');
    if name.is_empty() { "value".to_owned() } else { name.to_owned() }
}
