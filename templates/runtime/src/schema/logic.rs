//! Schemas that are about the same value: all of them, one of them, not this one.

use std::borrow::Cow;

use super::check::{Halt, Step, Walk, Walked};
use super::{Count, Kinds, Logic, Schema, SchemaId, Schemas, Tagged, Values};
use crate::wire::{Reader, tag};

/// How many schemas may count for one value at once.
const TOGETHER: usize = 256;

impl<'a> Walk<'a> {
    /// The value that comes next, where schemas bring others with them.
    pub(super) fn with_logic(&mut self, reader: &mut Reader<'a>, schemas: &[&'a Schema]) -> Walked {
        if let [schema] = schemas
            && let Some(walked) = self.shortcut(reader, schema)
        {
            return walked;
        }
        let mut together = Together { of: self.schemas, schemas: Vec::new() };
        for schema in schemas {
            together.add(schema);
        }
        let is_open = |schema: &&Schema| schema.object.as_ref().is_some_and(|object| object.unevaluated.is_some());
        let keeps = together.schemas.iter().any(is_open);
        let mut at = 0;
        while let Some(schema) = together.schemas.get(at).copied() {
            at += 1;
            let Some(logic) = &schema.logic else { continue };
            if let Some(tagged) = &logic.tagged
                && let Some(case) = self.tagged(reader, tagged)?
            {
                together.add(self.schemas.get(case));
            }
            if let Some(group) = &logic.any {
                let passed = self.any(reader, group, keeps)?;
                passed.into_iter().filter(|_| keeps).for_each(|schema| together.add(schema));
            }
            if let Some(group) = &logic.one {
                let passed = self.one(reader, group)?;
                passed.into_iter().filter(|_| keeps).for_each(|schema| together.add(schema));
            }
            if let Some(not) = logic.not
                && self.passes(reader, self.schemas.get(not))?
            {
                self.refuse("is what is not allowed here")?;
            }
            if let Some([condition, then, otherwise]) = logic.when {
                let met = match condition {
                    Some(condition) => self.passes(reader, self.schemas.get(condition))?,
                    None => true,
                };
                if let Some(condition) = condition.filter(|_| met && keeps) {
                    together.add(self.schemas.get(condition));
                }
                if let Some(next) = if met { then } else { otherwise } {
                    together.add(self.schemas.get(next));
                }
            }
        }
        self.plain(reader, &together.schemas)
    }

    /// A schema that is nothing but alternatives: the value need not be walked once more after one of them passed.
    fn shortcut(&mut self, reader: &mut Reader<'a>, schema: &'a Schema) -> Option<Walked> {
        let logic = schema.logic.as_deref()?;
        let is_bare = schema.kinds == Kinds::ALL
            && schema.values == Values::Any
            && schema.object.is_none()
            && schema.list.is_none()
            && schema.number.is_none()
            && schema.pattern.is_none()
            && schema.format.is_none()
            && schema.length == Count::ANY;
        let Logic { all, any: Some(group), one: None, not: None, when: None, tagged: None } = logic else {
            return None;
        };
        if !is_bare || !all.is_empty() {
            return None;
        }
        let mark = reader.mark();
        for alternative in group {
            let alternative = self.schemas.get(*alternative);
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
    pub(super) fn passes(&mut self, reader: &mut Reader<'a>, schema: &'a Schema) -> Walked<bool> {
        if !fits(reader, schema) {
            return Ok(false);
        }
        let mark = reader.mark();
        let passed = self.attempt(reader, schema);
        reader.rewind(mark);
        passed
    }

    /// Whether the value passes; nothing is noted.
    fn attempt(&mut self, reader: &mut Reader<'a>, schema: &'a Schema) -> Walked<bool> {
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
    fn any(&mut self, reader: &mut Reader<'a>, group: &[SchemaId], all: bool) -> Walked<Vec<&'a Schema>> {
        let mut passed = Vec::new();
        for alternative in self.each(group) {
            if self.passes(reader, alternative)? {
                passed.push(alternative);
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
    fn one(&mut self, reader: &mut Reader<'a>, group: &[SchemaId]) -> Walked<Option<&'a Schema>> {
        let mut passed = None;
        for alternative in self.each(group) {
            if !self.passes(reader, alternative)? {
                continue;
            }
            if !self.check.exclusive {
                return Ok(Some(alternative));
            }
            if passed.is_some() {
                self.refuse("must be exactly one of the alternatives, but is several")?;
                return Ok(None);
            }
            passed = Some(alternative);
        }
        if passed.is_none() {
            self.none_of(reader, group)?;
        }
        Ok(passed)
    }

    /// Says what is wrong by the only alternative that is meant, or that it is none of them.
    fn none_of(&mut self, reader: &mut Reader<'a>, group: &[SchemaId]) -> Walked {
        let fitting: Vec<&'a Schema> = self.each(group).filter(|alternative| fits(reader, alternative)).collect();
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
                let kinds = self.each(group).fold(Kinds::NONE, |kinds, schema| kinds.or(schema.kinds));
                self.refuse(format!("must be {}", kinds.name()))
            }
            _ => self.refuse("must be one of the alternatives"),
        }
    }

    /// The schemas of a group.
    fn each<'g>(&self, group: &'g [SchemaId]) -> impl Iterator<Item = &'a Schema> + use<'a, 'g> {
        let schemas = self.schemas;
        group.iter().map(move |id| schemas.get(*id))
    }

    /// The schema that a member of the object names. That it is there is for others to check.
    fn tagged(&mut self, reader: &mut Reader<'a>, tagged: &'a Tagged) -> Walked<Option<SchemaId>> {
        if reader.peek() != b'{' {
            return Ok(None);
        }
        let value = tag(&tagged.member, reader)?;
        let case = value.as_ref().and_then(|value| tagged.cases.iter().find(|(tag, _)| tag.is(value)));
        if let Some(schema) = case.map(|(_, schema)| *schema).or(tagged.other) {
            return Ok(Some(schema));
        }
        let message = if value.is_some() { "names none of the alternatives" } else { "is required" };
        self.refuse_at(Step::Member(Cow::Borrowed(&tagged.member)), message)?;
        Ok(None)
    }
}

/// Whether an alternative allows the kind of value that comes next.
fn fits(reader: &mut Reader<'_>, schema: &Schema) -> bool {
    let kind = match reader.peek() {
        b'{' => Kinds::OBJECT,
        b'[' => Kinds::ARRAY,
        b'"' => Kinds::STRING,
        b'-' | b'0'..=b'9' => Kinds::NUMBER,
        b't' | b'f' => Kinds::BOOLEAN,
        _ => Kinds::NULL,
    };
    schema.kinds.has(kind)
}

/// Schemas that all count, each once.
struct Together<'a> {
    of: &'a Schemas,
    schemas: Vec<&'a Schema>,
}

impl<'a> Together<'a> {
    /// Adds a schema and all that it brings with it.
    fn add(&mut self, schema: &'a Schema) {
        let mut work = vec![schema];
        while let Some(schema) = work.pop() {
            if self.schemas.len() >= TOGETHER || self.schemas.iter().any(|known| std::ptr::eq(*known, schema)) {
                continue;
            }
            self.schemas.push(schema);
            let all = schema.logic.iter().flat_map(|logic| logic.all.iter().rev());
            work.extend(all.map(|id| self.of.get(*id)));
        }
    }
}
