//! Objects: members with names, members by pattern, all others, and which must be there.

use std::borrow::Cow;

use super::check::{Direction, ReadOnly, Step, Walk, Walked};
use super::{Kinds, Object, Property, Schema, SchemaId};
use crate::wire::{Mark, Mode, Reader, Writer};

/// How many members may be absent in a row before the next one is looked up by name.
const NEAR: usize = 4;

/// The rules of one schema for the object, and what was seen of it.
struct Rules<'a> {
    object: &'a Object,
    seen: Seen,
}

/// Which members were there.
#[derive(Default)]
struct Seen {
    first: u64,
    others: Vec<u64>,
}

impl Seen {
    fn note(&mut self, index: usize) {
        match index.checked_sub(64) {
            None => self.first |= 1 << index,
            Some(rest) => {
                if self.others.len() <= rest / 64 {
                    self.others.resize(rest / 64 + 1, 0);
                }
                if let Some(word) = self.others.get_mut(rest / 64) {
                    *word |= 1 << (rest % 64);
                }
            }
        }
    }

    fn has(&self, index: usize) -> bool {
        match index.checked_sub(64) {
            None => self.first & (1 << index) != 0,
            Some(rest) => self.others.get(rest / 64).is_some_and(|word| word & (1 << (rest % 64)) != 0),
        }
    }
}

impl<'a> Walk<'a> {
    /// The object that comes next.
    pub(super) fn object(&mut self, reader: &mut Reader<'a>, schemas: &[&'a Schema]) -> Walked {
        let objects = schemas.iter().filter_map(|schema| schema.object.as_deref());
        let mut rules: Vec<Rules<'a>> = objects.map(|object| Rules { object, seen: Seen::default() }).collect();
        if rules.is_empty() {
            reader.raw()?;
            return Ok(());
        }
        let tags: Vec<&str> = schemas.iter().filter_map(|schema| schema.tag()).collect();
        let needs_names = rules.iter().any(|rules| !rules.object.dependent.is_empty());
        let mark = reader.mark();
        let mut names: Vec<Cow<'a, str>> = Vec::new();
        let mut count = 0;
        let mut next = 0;
        let mut more = reader.open_object()?;
        while more {
            count += 1;
            let start = reader.offset();
            match rules.as_mut_slice() {
                [only] if let Some(index) = only.object.near(next, reader) => {
                    next = index + 1;
                    self.known(reader, (only, &tags), index, start)?;
                }
                several => {
                    let name = reader.name_lossy()?;
                    if needs_names {
                        names.push(name.clone());
                    }
                    next = self.member(reader, (several, &tags), name, start)?.map_or(next, |index| index + 1);
                }
            }
            more = reader.next_member()?;
        }
        let all: Vec<&Object> = rules.iter().map(|rules| rules.object).collect();
        for rules in &rules {
            self.required(rules, &all)?;
            self.count(count, rules.object.count, "members")?;
        }
        if needs_names { self.dependent(reader, mark, &rules, &names) } else { Ok(()) }
    }

    /// A member that the only schema names.
    fn known(
        &mut self,
        reader: &mut Reader<'a>,
        (rules, tags): (&mut Rules<'a>, &[&str]),
        index: usize,
        start: usize,
    ) -> Walked {
        rules.seen.note(index);
        let Some(property) = rules.object.properties.get(index) else { return Ok(()) };
        let step = Step::Member(Cow::Borrowed(&*property.name));
        if self.is_foreign(property, tags) {
            return self.foreign(reader, step, start);
        }
        if property.schema == SchemaId::ANY {
            reader.raw()?;
            return Ok(());
        }
        self.inside(reader, step, &[self.schemas.get(property.schema)])
    }

    /// A member by name; the index of it in the first schema, if that names it.
    fn member(
        &mut self,
        reader: &mut Reader<'a>,
        (rules, tags): (&mut [Rules<'a>], &[&str]),
        name: Cow<'a, str>,
        start: usize,
    ) -> Walked<Option<usize>> {
        let mut inside: Vec<&'a Schema> = Vec::new();
        let mut place = None;
        let mut evaluated = false;
        let mut foreign = false;
        for (at, rules) in rules.iter_mut().enumerate() {
            let index = rules.object.index(&name);
            if let Some(index) = index {
                rules.seen.note(index);
                if at == 0 {
                    place = Some(index);
                }
            }
            let property = index.and_then(|index| rules.object.properties.get(index));
            foreign |= property.is_some_and(|property| self.is_foreign(property, tags));
            if let Some(property) = property.filter(|property| !property.undescribed) {
                inside.push(self.schemas.get(property.schema));
            }
            evaluated |= self.add(rules.object, &name, property, &mut inside)?;
        }
        if !evaluated {
            let unevaluated = rules.iter().filter_map(|rules| rules.object.unevaluated);
            inside.extend(unevaluated.map(|id| self.schemas.get(id)));
        }
        let of_names = rules.iter().filter_map(|rules| rules.object.names);
        let of_names: Vec<&'a Schema> = of_names.map(|id| self.schemas.get(id)).collect();
        if !of_names.is_empty() {
            self.name(&name, &of_names)?;
        }
        let step = Step::Member(name);
        if foreign {
            self.foreign(reader, step, start)?;
        } else if inside.is_empty() {
            reader.raw()?;
        } else if inside.iter().any(|schema| schema.kinds == Kinds::NONE) {
            reader.raw()?;
            self.refuse_at(step, "is not allowed here")?;
        } else {
            self.inside(reader, step, &inside)?;
        }
        Ok(place)
    }

    /// A name by the rules for names.
    fn name(&mut self, name: &str, schemas: &[&'a Schema]) -> Walked {
        let mut quoted = Writer::lenient();
        quoted.string(name);
        let text = quoted.into_text();
        let (steps, found, foreign) = (Vec::new(), Vec::new(), Vec::new());
        let mut walk = Walk { most: 1, steps, found, foreign, ..*self };
        let _ = walk.value(&mut Reader::new(&text, Mode::Lenient), schemas);
        let Walk { found, patience, effort, most, .. } = walk;
        (self.patience, self.effort) = (patience, effort);
        let step = Step::Member(Cow::Owned(name.to_owned()));
        match found.first() {
            None => Ok(()),
            Some(_) if most > 0 => self.refuse_at(step, "has a name that is not allowed here"),
            Some(exhausted) => {
                self.most = 0;
                self.refuse_at(step, &format!("has a name that {}", exhausted.message))
            }
        }
    }

    /// Adds what counts for a member besides its own schema; whether anything describes it.
    fn add(
        &mut self,
        object: &'a Object,
        name: &str,
        property: Option<&Property>,
        inside: &mut Vec<&'a Schema>,
    ) -> Walked<bool> {
        let mut described = property.is_some_and(|property| !property.undescribed);
        for (pattern, schema) in &object.patterns {
            if self.matches(pattern, name)? {
                described = true;
                inside.push(self.schemas.get(*schema));
            }
        }
        if !described && let Some(rest) = object.rest {
            inside.push(self.schemas.get(rest));
            return Ok(true);
        }
        Ok(described)
    }

    /// Whether a member is none of what a client sends. What tells alternatives apart is sent by everybody.
    fn is_foreign(&self, property: &Property, tags: &[&str]) -> bool {
        property.read_only && self.check.direction == Direction::Request && !tags.contains(&&*property.name)
    }

    /// A member that only servers send.
    fn foreign(&mut self, reader: &mut Reader<'a>, step: Step<'a>, start: usize) -> Walked {
        reader.raw()?;
        self.foreign.push(start..reader.offset());
        match self.check.read_only {
            ReadOnly::Ignored => Ok(()),
            ReadOnly::Refused => self.refuse_at(step, "is set by the server and must not be sent"),
        }
    }

    /// Refuses an object that lacks a member, unless any of the schemas that count says that the other side sends it.
    fn required(&mut self, rules: &Rules<'a>, all: &[&'a Object]) -> Walked {
        for (index, property) in rules.object.properties.iter().enumerate() {
            if !property.required || rules.seen.has(index) {
                continue;
            }
            let of_other_side = |object: &&'a Object| {
                let property = object.index(&property.name).and_then(|index| object.properties.get(index));
                property.is_some_and(|property| match self.check.direction {
                    Direction::Request => property.read_only,
                    Direction::Response => property.write_only,
                })
            };
            if !all.iter().any(of_other_side) {
                self.missing(&property.name)?;
            }
        }
        Ok(())
    }

    /// Refuses an object without this member, at the place where it should be.
    fn missing(&mut self, name: &'a str) -> Walked {
        self.refuse_at(Step::Member(Cow::Borrowed(name)), "is required")
    }

    /// What the presence of members demands; the object starts at `start`.
    fn dependent(
        &mut self,
        reader: &mut Reader<'a>,
        start: Mark,
        rules: &[Rules<'a>],
        names: &[Cow<'a, str>],
    ) -> Walked {
        let after = reader.mark();
        let has = |name: &str| names.iter().any(|known| known == name);
        for dependent in rules.iter().flat_map(|rules| &rules.object.dependent).filter(|rule| has(&rule.name)) {
            for name in dependent.required.iter().filter(|name| !has(name)) {
                self.missing(name)?;
            }
            if let Some(schema) = dependent.schema {
                reader.rewind(start);
                self.same(reader, schema)?;
            }
        }
        reader.rewind(after);
        Ok(())
    }
}

impl Schema {
    /// The member that tells its alternatives apart.
    fn tag(&self) -> Option<&str> {
        Some(&self.logic.as_ref()?.tagged.as_ref()?.member)
    }
}

impl Object {
    /// The index of the member of this name.
    fn index(&self, name: &str) -> Option<usize> {
        if self.order.is_empty() {
            return self.properties.iter().position(|property| property.name == name);
        }
        let name_of = |index: &u16| self.properties.get(usize::from(*index)).map_or("", |property| &*property.name);
        let place = self.order.binary_search_by(|index| name_of(index).cmp(name)).ok()?;
        self.order.get(place).map(|index| usize::from(*index))
    }

    /// The index of the member whose name and colon come next, if it is this one or one of the few after it.
    fn near(&self, first: usize, reader: &mut Reader<'_>) -> Option<usize> {
        if !self.patterns.is_empty() || self.names.is_some() || !self.dependent.is_empty() {
            return None;
        }
        let properties = self.properties.get(first..)?;
        let is_next = |property: &Property| property.plain && !property.undescribed && reader.eat_name(&property.name);
        properties.iter().take(NEAR).position(is_next).map(|at| first + at)
    }
}
