//! YAML that the strict parser refuses and libyaml accepts, such as a quoted text over several lines whose second line
//! starts where its key does. Public documents have that, so they are read all the same; libyaml tells no places, so
//! places are found again by looking for the keys in order, and are approximate.

use std::cell::{Cell, RefCell};
use std::fmt;

use serde::de::{self, DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};

use super::{Map, Member, Node, Value};
use crate::diag::Diagnostics;
use crate::read::excerpt::Excerpt;
use crate::source::Span;

/// The tree of a YAML text with approximate places; `None` when libyaml refuses it too.
pub(super) fn parse(excerpt: &Excerpt<'_>, diagnostics: &mut Diagnostics) -> Option<Node> {
    let state = State {
        excerpt,
        at: Cell::new(0),
        misses: Cell::new(0),
        budget: Cell::new(excerpt.text.len() + excerpt.limits.aliases),
        diagnostics: RefCell::new(Diagnostics::default()),
    };
    let seed = Seed { state: &state, depth: 0 };
    let tree = seed.deserialize(serde_yaml::Deserializer::from_str(&excerpt.text)).ok()?;
    diagnostics.append(state.diagnostics.into_inner());
    (!tree.is_null()).then_some(tree)
}

/// Keys that may be looked for in vain; after that the last place found counts for everything.
const MISSES: u32 = 50;

struct State<'a> {
    excerpt: &'a Excerpt<'a>,
    /// Where the last key was found.
    at: Cell<usize>,
    misses: Cell<u32>,
    /// How many values there may still be, so that aliases end.
    budget: Cell<usize>,
    diagnostics: RefCell<Diagnostics>,
}

impl State<'_> {
    fn here(&self) -> Span {
        self.excerpt.span(self.at.get(), self.at.get())
    }

    /// The next place at or behind the last one where the key stands as one.
    fn key(&self, key: &str) -> Span {
        let start = self.at.get();
        let rest = self.excerpt.text.get(start..).unwrap_or_default();
        if key.is_empty() || self.misses.get() >= MISSES {
            return self.here();
        }
        let found = rest.match_indices(key).map(|(at, _)| at).find(|at| {
            let before = rest.get(..*at).and_then(|before| before.chars().next_back());
            let after = rest.get(at + key.len()..).unwrap_or_default();
            before.is_none_or(|before| " \t\n{,-'\"".contains(before))
                && after.trim_start_matches(['"', '\'', ' ']).starts_with(':')
        });
        match found {
            Some(at) => {
                self.at.set(start + at + key.len());
                self.excerpt.span(start + at, start + at + key.len())
            }
            None => {
                self.misses.set(self.misses.get() + 1);
                self.here()
            }
        }
    }
}

#[derive(Clone, Copy)]
struct Seed<'s> {
    state: &'s State<'s>,
    depth: usize,
}

impl Seed<'_> {
    fn node<E: de::Error>(&self, value: Value) -> Result<Node, E> {
        let left = self.state.budget.get().checked_sub(1).ok_or_else(|| E::custom("too many values"))?;
        self.state.budget.set(left);
        Ok(Node { span: self.state.here(), value })
    }

    fn inner<E: de::Error>(&self) -> Result<Self, E> {
        if self.depth == self.state.excerpt.limits.depth {
            return Err(E::custom("too deep"));
        }
        Ok(Self { state: self.state, depth: self.depth + 1 })
    }
}

impl<'de> DeserializeSeed<'de> for Seed<'_> {
    type Value = Node;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Node, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Seed<'_> {
    type Value = Node;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value that JSON has")
    }

    fn visit_unit<E: de::Error>(self) -> Result<Node, E> {
        self.node(Value::Null)
    }

    fn visit_none<E: de::Error>(self) -> Result<Node, E> {
        self.node(Value::Null)
    }

    fn visit_bool<E: de::Error>(self, value: bool) -> Result<Node, E> {
        self.node(Value::Bool(value))
    }

    fn visit_i64<E: de::Error>(self, value: i64) -> Result<Node, E> {
        self.node(Value::Number(value.to_string()))
    }

    fn visit_u64<E: de::Error>(self, value: u64) -> Result<Node, E> {
        self.node(Value::Number(value.to_string()))
    }

    fn visit_i128<E: de::Error>(self, value: i128) -> Result<Node, E> {
        self.node(Value::Number(value.to_string()))
    }

    fn visit_u128<E: de::Error>(self, value: u128) -> Result<Node, E> {
        self.node(Value::Number(value.to_string()))
    }

    fn visit_f64<E: de::Error>(self, value: f64) -> Result<Node, E> {
        if !value.is_finite() {
            let problem = super::not_json(&value.to_string(), self.state.here());
            self.state.diagnostics.borrow_mut().push(problem);
            return self.node(Value::Null);
        }
        self.node(Value::Number(value.to_string()))
    }

    fn visit_str<E: de::Error>(self, value: &str) -> Result<Node, E> {
        self.node(Value::String(value.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Node, A::Error> {
        let inner = self.inner()?;
        let start = self.state.here();
        let mut list = Vec::new();
        while let Some(item) = items.next_element_seed(inner)? {
            list.push(item);
        }
        let node = self.node(Value::List(list))?;
        Ok(Node { span: start.to(node.span), ..node })
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Node, A::Error> {
        let inner = self.inner()?;
        let start = self.state.here();
        let mut members = Vec::new();
        while let Some(key) = entries.next_key_seed(inner)? {
            let Some(key) = key.as_written().map(str::to_owned) else {
                return Err(de::Error::custom("a key is no text"));
            };
            let key_span = self.state.key(&key);
            members.push(Member { key, key_span, value: entries.next_value_seed(inner)? });
        }
        let map = Map::new(members, &mut self.state.diagnostics.borrow_mut());
        let node = self.node(Value::Map(map))?;
        Ok(Node { span: start.to(node.span), ..node })
    }
}
