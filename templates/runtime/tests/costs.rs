//! What reading costs stays in proportion to what was sent, whatever that is.

mod sample {
    #[allow(missing_docs, reason = "part of a test")]
    pub mod runtime;
    #[allow(dead_code, reason = "the sample is whole, whether or not a test uses all of it")]
    pub mod types;
}

use std::collections::BTreeMap;

use runtime::wire::{Fault, ReadError, read};
use runtime::{Json, Mode, Value};
use sample::runtime;
use sample::types::User;

/// As long as bodies may be.
const LONG: usize = 1 << 20;

fn is_excess<T>(read: Result<T, ReadError>) -> bool {
    read.is_err_and(|error| matches!(error.fault(), Fault::Excess(_)))
}

/// Three octets are an object of hundreds.
#[test]
fn bodies_do_not_grow_in_memory_without_end() {
    let small = format!("[{}{{}}]", "{},".repeat(LONG / 3));
    assert!(is_excess(read::<Vec<User>>(small.as_bytes(), Mode::Strict)));
    let maps = format!("[{}{{}}]", r#"{"":{}},"#.repeat(LONG / 8));
    assert!(is_excess(read::<Vec<BTreeMap<String, User>>>(maps.as_bytes(), Mode::Strict)));
    let usual = format!("[{}{{}}]", r#"{"id":"00u1","name":"a"},"#.repeat(LONG / 25));
    assert_eq!(read::<Vec<User>>(usual.as_bytes(), Mode::Strict).map(|users| users.len()).ok(), Some(LONG / 25 + 1));
    let few = format!("[{}{{}}]", "{},".repeat(10_000));
    assert_eq!(read::<Vec<User>>(few.as_bytes(), Mode::Strict).map(|users| users.len()).ok(), Some(10_001));
}

/// Something inside of itself, of which only trying tells what it is.
#[derive(Clone, PartialEq)]
enum Tree {
    One(Box<Branch>),
    Other(Box<Branch>),
    Unknown(Json),
}

#[derive(Clone, Default)]
struct Branch {
    next: Option<Tree>,
    leaf: Option<i64>,
    extra: runtime::Extra,
}

runtime::model! {
    Branch {
        0 next: "next",
        1 leaf: "leaf",
    }
}

impl runtime::Emitted for Tree {
    type Kind = runtime::ChoiceKind;
}

impl runtime::Choice for Tree {
    const CASES: &'static runtime::Cases = &runtime::Cases {
        name: "Tree",
        tag: None,
        cases: &[
            runtime::Case { tags: &[], kinds: &[runtime::Kind::Object], required: &[], members: &["next", "leaf"] },
            runtime::Case { tags: &[], kinds: &[runtime::Kind::Object], required: &[], members: &["next", "leaf"] },
        ],
    };

    fn case(index: usize) -> Option<Self> {
        match index {
            0 => Some(Self::One(Value::blank())),
            1 => Some(Self::Other(Value::blank())),
            _ => None,
        }
    }

    fn unknown(json: Json) -> Self {
        Self::Unknown(json)
    }

    fn index(&self) -> Option<usize> {
        match self {
            Self::One(_) => Some(0),
            Self::Other(_) => Some(1),
            Self::Unknown(_) => None,
        }
    }

    fn value(&self) -> &dyn Value {
        match self {
            Self::One(branch) | Self::Other(branch) => branch,
            Self::Unknown(json) => json,
        }
    }

    fn value_mut(&mut self) -> &mut dyn Value {
        match self {
            Self::One(branch) | Self::Other(branch) => branch,
            Self::Unknown(json) => json,
        }
    }
}

runtime::bridge! { Tree }

impl std::fmt::Debug for Tree {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        Value::show(self, f)
    }
}

fn nested(depth: usize, leaf: &str) -> String {
    format!("{}{{\"leaf\":{leaf}}}{}", "{\"next\":".repeat(depth), "}".repeat(depth))
}

/// Every level would be read as the one and as the other: two to the power of a hundred times.
#[test]
fn alternatives_inside_of_each_other_are_not_tried_without_end() {
    assert!(is_excess(read::<Tree>(nested(100, "\"none\"").as_bytes(), Mode::Strict)));
    for mode in [Mode::Strict, Mode::Lenient] {
        assert!(read::<Tree>(nested(100, "1").as_bytes(), mode).is_ok());
    }
    assert!(read::<Tree>(nested(100, "\"none\"").as_bytes(), Mode::Lenient).is_ok());
}

/// To find out which one it is, each level is looked at as a whole.
#[test]
fn long_alternatives_may_be_nested_as_far_as_people_nest_them() {
    let leaf = |spaces: usize| format!("{}1", " ".repeat(spaces));
    for mode in [Mode::Strict, Mode::Lenient] {
        assert!(read::<Tree>(nested(30, &leaf(LONG)).as_bytes(), mode).is_ok());
        assert!(is_excess(read::<Tree>(nested(100, &leaf(LONG)).as_bytes(), mode)));
    }
}
