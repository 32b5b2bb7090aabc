//! Passing over values as they are written, and finding members that stand twice in what is kept as written.

use std::borrow::Cow;
use std::collections::HashSet;

use super::Reader;
use crate::wire::fault::{Fault, ReadError};
use crate::wire::json::Json;

impl<'a> Reader<'a> {
    /// Passes over a whole value and gives it as written.
    ///
    /// # Errors
    /// When it is not JSON.
    pub fn raw(&mut self) -> Result<&'a str, ReadError> {
        self.pass(Self::skip)
    }

    /// Takes any value. Where what does not fit is an error, so are two members of one name, however deep inside.
    pub(in crate::wire) fn json(&mut self) -> Result<Json, ReadError> {
        self.peek();
        self.spaced = false;
        let text = self.pass(if self.is_strict() { Self::skip_distinct } else { Self::skip })?;
        Ok(if self.spaced { Json::trusted(text) } else { Json::dense(text) })
    }

    fn pass(&mut self, skip: fn(&mut Self) -> Result<(), ReadError>) -> Result<&'a str, ReadError> {
        self.peek();
        let start = self.at;
        skip(self)?;
        Ok(self.since(start))
    }

    fn skip(&mut self) -> Result<(), ReadError> {
        match self.peek() {
            b'{' => self.skip_object(),
            b'[' => self.skip_list(),
            _ => self.skip_scalar(),
        }
    }

    fn skip_scalar(&mut self) -> Result<(), ReadError> {
        match self.peek() {
            b'"' => self.skip_string(),
            b'-' | b'0'..=b'9' => self.number().map(drop),
            b't' if self.eat_word("true") => Ok(()),
            b'f' if self.eat_word("false") => Ok(()),
            b'n' if self.eat_word("null") => Ok(()),
            _ => Err(self.syntax("a value")),
        }
    }

    fn skip_object(&mut self) -> Result<(), ReadError> {
        let mut more = self.open_object()?;
        while more {
            self.skip_string()?;
            self.colon()?;
            self.skip()?;
            more = self.next_member()?;
        }
        Ok(())
    }

    fn skip_list(&mut self) -> Result<(), ReadError> {
        let mut more = self.open_list()?;
        while more {
            self.skip()?;
            more = self.next_item()?;
        }
        Ok(())
    }

    /// Passes over a value whose objects have no two members of one name.
    fn skip_distinct(&mut self) -> Result<(), ReadError> {
        match self.peek() {
            b'{' => self.skip_distinct_members(),
            b'[' => self.skip_distinct_items(),
            _ => self.skip_scalar(),
        }
    }

    fn skip_distinct_members(&mut self) -> Result<(), ReadError> {
        let mut names = Names::default();
        let mut more = self.open_object()?;
        while more {
            let start = self.at;
            let name = self.name_lossy()?;
            if names.have(&name) {
                return Err(ReadError::new(Fault::Duplicate, start).within(name));
            }
            self.skip_distinct().map_err(|error| error.within(&name))?;
            names.add(name);
            more = self.next_member()?;
        }
        Ok(())
    }

    fn skip_distinct_items(&mut self) -> Result<(), ReadError> {
        let mut more = self.open_list()?;
        let mut index = 0_usize;
        while more {
            self.skip_distinct().map_err(|error| error.within(index))?;
            index += 1;
            more = self.next_item()?;
        }
        Ok(())
    }
}

/// The names of one object. Few are compared with each other, many are not.
#[derive(Default)]
struct Names<'a> {
    few: Vec<Cow<'a, str>>,
    many: HashSet<Cow<'a, str>>,
}

/// So many names are compared with each other quicker than they are hashed.
const FEW: usize = 8;

impl<'a> Names<'a> {
    fn have(&self, name: &str) -> bool {
        self.few.iter().any(|known| known == name) || self.many.contains(name)
    }

    fn add(&mut self, name: Cow<'a, str>) {
        if self.few.len() < FEW {
            self.few.push(name);
        } else {
            self.many.insert(name);
        }
    }
}
