//! Lists: items, how many, distinct.

use super::check::{Step, Walk, Walked};
use super::{Count, List, Schema};
use crate::wire::Reader;

impl<'a> Walk<'a> {
    /// The list that comes next.
    pub(super) fn list(&mut self, reader: &mut Reader<'a>, schemas: &[&'a Schema]) -> Walked {
        let rules: Vec<&'a List> = schemas.iter().filter_map(|schema| schema.list.as_deref()).collect();
        if rules.iter().any(|rules| rules.unique)
            && let Some(index) = self.repeated(reader)?
        {
            self.refuse_at(Step::Item(index), "must not stand in the list twice")?;
        }
        let mut contained = vec![0_u32; rules.len()];
        let mut index = 0;
        let mut inside: Vec<&'a Schema> = Vec::new();
        let mut more = reader.open_list()?;
        while more {
            inside.clear();
            let of_item = rules.iter().filter_map(|rules| rules.first.get(index).copied().or(rules.items));
            inside.extend(of_item.map(|id| self.schemas.get(id)));
            self.count_contained(reader, &rules, &mut contained)?;
            if inside.is_empty() {
                reader.raw()?;
            } else {
                self.inside(reader, Step::Item(index), &inside)?;
            }
            index += 1;
            more = reader.next_item()?;
        }
        for (rules, contained) in rules.iter().zip(contained) {
            self.count(index, rules.count, "items")?;
            if let Some((_, count)) = rules.contains {
                self.count(contained as usize, count, "items of a certain kind")?;
            }
        }
        Ok(())
    }

    fn count_contained(&mut self, reader: &mut Reader<'a>, rules: &[&'a List], contained: &mut [u32]) -> Walked {
        for (rules, contained) in rules.iter().zip(contained) {
            if let Some((schema, _)) = rules.contains
                && self.passes(reader, self.schemas.get(schema))?
            {
                *contained = contained.saturating_add(1);
            }
        }
        Ok(())
    }

    /// Refuses too few and too many.
    pub(super) fn count(&mut self, found: usize, count: Count, what: &str) -> Walked {
        if found < count.min as usize {
            return self.refuse(format!("must have at least {} {what}", count.min));
        }
        if found > count.max as usize && count.max != u32::MAX {
            return self.refuse(format!("must have at most {} {what}", count.max));
        }
        Ok(())
    }
}
