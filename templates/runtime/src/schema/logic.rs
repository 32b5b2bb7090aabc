//! Schemas that are about the same value: all of them, one of them, not this one.

use std::borrow::Cow;

use super::check::{Halt, Step, Walk, Walked};
use super::{Count, Kinds, Schema, Tagged, Values};
use crate::wire::{Reader, tag};

/// How many schemas may count for one value at once.
const TOGETHER: usize = 256;

impl<'a> Walk<'a> {
    /// The value that comes next, where schemas bring others with them.
    pub(super) fn with_logic(&mut self, reader: &mut Reader<'a>, schemas: &[&'static Schema]) -> Walked {
        if let [schema] = schemas
            && let Some(walked) = self.shortcut(reader, schema)
        {
            return walked;
        }
        let mut together = Together::default();
        for schema in schemas {
            together.add(schema);
        }
        let is_open = |schema: &&'static Schema| schema.object.is_some_and(|object| object.unevaluated.is_some());
        let keeps = together.schemas.iter().any(is_open);
        let mut at = 0;
        while let Some(schema) = together.schemas.get(at).copied() {
            at += 1;
            let Some(logic) = schema.logic else { continue };
            if let Some(tagged) = logic.tagged
                && let Some(case) = self.tagged(reader, tagged)?
            {
                together.add(case);
            }
            for group in logic.any {
                let passed = self.any(reader, group, keeps)?;
                passed.into_iter().filter(|_| keeps).for_each(|schema| together.add(schema));
            }
            for group in logic.one {
                let passed = self.one(reader, group)?;
                passed.into_iter().filter(|_| keeps).for_each(|schema| together.add(schema));
            }
            if let Some(not) = logic.not
                && self.passes(reader, not)?
            {
                self.refuse("is what is not allowed here")?;
            }
            if let Some([condition, then, otherwise]) = logic.when {
                let met = match condition {
                    Some(condition) => self.passes(reader, condition)?,
                    None => true,
                };
                if let Some(condition) = condition.filter(|_| met && keeps) {
                    together.add(condition);
                }
                if let Some(next) = if met { then } else { otherwise } {
                    together.add(next);
                }
            }
        }
        self.plain(reader, &together.schemas)
    }

    /// A schema that is nothing but alternatives: the value need not be walked once more after one of them passed.
    fn shortcut(&mut self, reader: &mut Reader<'a>, schema: &'static Schema) -> Option<Walked> {
        let logic = schema.logic?;
        let is_bare = schema.kinds == Kinds::ALL
            && schema.values == Values::Any
            && schema.object.is_none()
            && schema.list.is_none()
            && schema.number.is_none()
            && schema.pattern.is_none()
            && schema.format.is_none()
            && schema.length == Count::ANY;
        let only = logic.all.is_empty() && logic.one.is_empty() && logic.not.is_none() && logic.when.is_none();
        if !is_bare || !only || logic.tagged.is_some() {
            return None;
        }
        let [group] = logic.any else { return None };
        let mark = reader.mark();
        for alternative in group.iter() {
            if !fits(reader, alternative) {
                continue;
            }
            match self.attempt(reader, alternative) {
                Ok(true) => return Some(Ok(())),
                Ok(false) => reader.rewind(mark),
                Err(halt) => return Some(Err(halt)),
            }
        }
        None
    }

    /// Whether the value that comes next passes; the reader stays where it is.
    pub(super) fn passes(&mut self, reader: &mut Reader<'a>, schema: &'static Schema) -> Walked<bool> {
        if !fits(reader, &schema) {
            return Ok(false);
        }
        let mark = reader.mark();
        let passed = self.attempt(reader, schema);
        reader.rewind(mark);
        passed
    }

    /// Whether the value passes; nothing is noted.
    fn attempt(&mut self, reader: &mut Reader<'a>, schema: &'static Schema) -> Walked<bool> {
        let (found, steps, most, nested) = (self.found.len(), self.steps.len(), self.most, self.nested);
        let foreign = self.foreign.len();
        self.most = found + 1;
        let walked = self.value(reader, &[schema]);
        let is_exhausted = self.most == 0;
        let passed = self.found.len() == found;
        self.nested = nested;
        if is_exhausted {
            return Err(Halt::Enough);
        }
        self.most = most;
        self.steps.truncate(steps);
        self.found.truncate(found);
        if !passed {
            self.foreign.truncate(foreign);
        }
        match walked {
            Ok(()) => Ok(passed),
            Err(Halt::Enough) => Ok(false),
            Err(fault) => Err(fault),
        }
    }

    /// The alternatives that pass: the first one, or all. None is a violation.
    fn any(
        &mut self,
        reader: &mut Reader<'a>,
        group: &'static [&'static Schema],
        all: bool,
    ) -> Walked<Vec<&'static Schema>> {
        let mut passed = Vec::new();
        for alternative in group {
            if self.passes(reader, alternative)? {
                passed.push(*alternative);
                if !all {
                    break;
                }
            }
        }
        if passed.is_empty() {
            self.none_of(reader, group)?;
        }
        Ok(passed)
    }

    /// The one alternative that passes. None or several are a violation.
    fn one(&mut self, reader: &mut Reader<'a>, group: &'static [&'static Schema]) -> Walked<Option<&'static Schema>> {
        let mut passed = None;
        for alternative in group {
            if !self.passes(reader, alternative)? {
                continue;
            }
            if !self.check.exclusive {
                return Ok(Some(*alternative));
            }
            if passed.is_some() {
                self.refuse("must be exactly one of the alternatives, but is several")?;
                return Ok(None);
            }
            passed = Some(*alternative);
        }
        if passed.is_none() {
            self.none_of(reader, group)?;
        }
        Ok(passed)
    }

    /// Says what is wrong by the only alternative that is meant, or that it is none of them.
    fn none_of(&mut self, reader: &mut Reader<'a>, group: &'static [&'static Schema]) -> Walked {
        let fitting: Vec<&'static Schema> =
            group.iter().copied().filter(|alternative| fits(reader, alternative)).collect();
        match fitting.as_slice() {
            [only] => {
                let mark = reader.mark();
                let before = self.found.len();
                self.value(reader, &[*only])?;
                reader.rewind(mark);
                if self.found.len() > before {
                    return Ok(());
                }
                self.refuse("must be one of the alternatives")
            }
            [] if !group.is_empty() => {
                let kinds = group.iter().fold(Kinds::NONE, |kinds, schema| kinds.or(schema.settled().kinds));
                self.refuse(format!("must be {}", kinds.name()))
            }
            _ => self.refuse("must be one of the alternatives"),
        }
    }

    /// The schema that a member of the object names. That it is there is for others to check.
    fn tagged(&mut self, reader: &mut Reader<'a>, tagged: &'static Tagged) -> Walked<Option<&'static Schema>> {
        if reader.peek() != b'{' {
            return Ok(None);
        }
        let value = tag(tagged.member, reader)?;
        let case = value.as_ref().and_then(|value| tagged.cases.iter().find(|(tags, _)| tags.has(value)));
        if let Some(schema) = case.map(|(_, schema)| *schema).or(tagged.other) {
            return Ok(Some(schema));
        }
        let message = if value.is_some() { "names none of the alternatives" } else { "is required" };
        self.refuse_at(Step::Member(Cow::Borrowed(tagged.member)), message)?;
        Ok(None)
    }
}

/// Whether an alternative allows the kind of value that comes next.
fn fits(reader: &mut Reader<'_>, schema: &&'static Schema) -> bool {
    let kind = match reader.peek() {
        b'{' => Kinds::OBJECT,
        b'[' => Kinds::ARRAY,
        b'"' => Kinds::STRING,
        b'-' | b'0'..=b'9' => Kinds::NUMBER,
        b't' | b'f' => Kinds::BOOLEAN,
        _ => Kinds::NULL,
    };
    schema.settled().kinds.has(kind)
}

/// Schemas that all count, each once.
#[derive(Default)]
struct Together {
    schemas: Vec<&'static Schema>,
}

impl Together {
    /// Adds a schema and all that it brings with it.
    fn add(&mut self, schema: &'static Schema) {
        let mut work = vec![schema];
        while let Some(schema) = work.pop() {
            let schema = schema.settled();
            if self.schemas.len() >= TOGETHER || self.schemas.iter().any(|known| std::ptr::eq(*known, schema)) {
                continue;
            }
            self.schemas.push(schema);
            work.extend(schema.logic.iter().flat_map(|logic| logic.all.iter().rev()));
        }
    }
}
