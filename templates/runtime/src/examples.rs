//! Examples of documents as evidence: each is read by the type that was made for it, and what is written back must say
//! the same. The emitted tests list them.

use std::fmt::Write as _;

use crate::wire::{self, Json, Mode, Value};

/// An example of a body.
#[derive(Debug)]
pub struct Example {
    /// Where the documents have it.
    pub place: &'static str,
    /// The example.
    pub json: &'static str,
    /// Whether a server must take it: it is a request, and known to be a value of its schema. Others may violate their
    /// types, but come back all the same.
    pub strict: bool,
    /// Reads and writes it.
    pub survives: fn(&str) -> Result<(), Problem>,
}

/// What is wrong with an example, in words.
#[derive(Debug)]
pub enum Problem {
    /// It is not read, or comes back otherwise.
    Lost(String),
    /// It comes back, but it is no value of its type.
    Misfit(String),
}

/// Reads a text as a value of a type and compares what is written back.
///
/// # Errors
/// What is not read, comes back otherwise, or is no value of the type.
pub fn survives<T: Value>(json: &str) -> Result<(), Problem> {
    let strict = wire::read::<T>(json.as_bytes(), Mode::Strict);
    let strict = strict.map(drop).map_err(|error| Problem::Misfit(format!("is not of its type: {error}")));
    let original = Json::parse(json).map_err(|error| Problem::Lost(format!("is not JSON: {error}")))?;
    let value: T = match wire::read(json.as_bytes(), Mode::Lenient) {
        Ok(value) => value,
        // As a whole of another type, so that nobody can take it for this one.
        Err(_) if strict.is_err() => return strict,
        Err(error) => return Err(Problem::Lost(format!("cannot be read: {error}"))),
    };
    let written = Json::of(&value);
    if written != original {
        return Err(Problem::Lost(format!("comes back as {}", written.as_text())));
    }
    strict
}

/// Checks all examples.
///
/// # Panics
/// When any does not survive: the message names every one.
pub fn run(examples: &[Example]) {
    let (mut problems, mut explained) = (String::new(), String::new());
    let (mut lost, mut misfits) = (0, 0);
    for Example { place, json, strict, survives } in examples {
        match survives(json) {
            Ok(()) => {}
            Err(Problem::Misfit(why)) if !strict => {
                misfits += 1;
                let _ = writeln!(explained, "explained: {place}: {why}");
            }
            Err(Problem::Lost(why) | Problem::Misfit(why)) => {
                lost += 1;
                let _ = writeln!(problems, "{place}: {why}\n    {json}");
            }
        }
    }
    let survived = examples.len() - lost - misfits;
    println!("{explained}{survived} of {} examples survive, {misfits} are no values of their types", examples.len());
    assert!(problems.is_empty(), "{problems}");
}
