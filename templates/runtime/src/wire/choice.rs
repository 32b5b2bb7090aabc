//! One of several types: told apart by a member, or by trying.

mod clue;
mod members;
mod probe;
mod tag;

pub use clue::Clue;
#[cfg(feature = "server")]
pub(crate) use probe::tag;
pub(super) use tag::Told;
pub(crate) use tag::{Tag, Written};
pub use tag::{TagValue, Tags};

use super::fault::{Fault, ReadError};
use super::json::Json;
use super::model;
use super::reader::{Kind, Reader};
use super::value::{Become, Form, FormMut, KindOf, Value};
use super::writer::Writer;

/// An emitted choice. Its last variant holds, raw, what no case describes.
pub trait Choice: Sized {
    /// The table of its cases.
    const CASES: &'static Cases;
    /// A blank value of a case, by index.
    fn case(index: usize) -> Option<Self>;
    /// What no case describes.
    fn unknown(json: Json) -> Self;
    /// The index of the case; `None` for the unknown.
    fn index(&self) -> Option<usize>;
    /// What the case holds.
    fn value(&self) -> &dyn Value;
    /// What the case holds, to read into.
    fn value_mut(&mut self) -> &mut dyn Value;
}

/// The table of a choice.
#[derive(Debug)]
pub struct Cases {
    /// Name of the type.
    pub name: &'static str,
    /// The member that tells the cases apart; without one they are tried.
    pub tag: Option<&'static str>,
    /// What a value is whose tag no case lists.
    pub unlisted: Unlisted,
    /// The cases in document order.
    pub cases: &'static [Case],
}

/// What a value is whose tag no case lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unlisted {
    /// Unknown, and kept as it was received.
    Unknown,
    /// No value of the type. Clients read what all cases share, the case of this index, with the tag in it.
    Base(usize),
    /// A value of the case of this index, and so is one without a tag.
    Case(usize),
}

impl Unlisted {
    fn case(self) -> Option<usize> {
        match self {
            Self::Unknown => None,
            Self::Base(case) | Self::Case(case) => Some(case),
        }
    }
}

/// A case of a choice.
#[derive(Debug)]
pub struct Case {
    /// The values of the tag that stand for it; the first is written.
    pub tags: Tags,
    /// What kinds of JSON value it may be; empty when any.
    pub kinds: &'static [Kind],
    /// Members that it cannot be without.
    pub required: &'static [&'static str],
    /// All members that it names.
    pub members: &'static [&'static str],
    /// What tells it from other cases that look like it.
    pub clues: &'static [Clue],
}

impl Case {
    /// A case that these texts in the tag stand for.
    #[must_use]
    pub const fn tagged(texts: &'static [&'static str]) -> Self {
        Self { tags: Tags::Texts(texts), ..Self::probed(&[], &[], &[]) }
    }

    /// A case that these values of the tag stand for, as JSON.
    #[must_use]
    pub const fn valued(values: &'static [&'static str]) -> Self {
        Self { tags: Tags::Values(values), ..Self::probed(&[], &[], &[]) }
    }

    /// A case that is recognised by its looks.
    #[must_use]
    pub const fn probed(
        kinds: &'static [Kind],
        required: &'static [&'static str],
        members: &'static [&'static str],
    ) -> Self {
        Self { tags: Tags::Texts(&[]), kinds, required, members, clues: &[] }
    }

    /// The same, told from others that look like it by what it says of members.
    #[must_use]
    pub const fn told_by(self, clues: &'static [Clue]) -> Self {
        Self { clues, ..self }
    }
}

/// Marks emitted choices.
#[derive(Debug, Clone, Copy)]
pub struct ChoiceKind;

impl<T: Choice> KindOf<T> for ChoiceKind {
    #[inline]
    fn blank() -> T {
        T::unknown(Json::null())
    }

    #[inline]
    fn form(value: &T) -> Form<'_> {
        Form::Choice(value)
    }

    #[inline]
    fn form_mut(value: &mut T, _target: Become) -> FormMut<'_> {
        FormMut::Choice(value)
    }
}

/// Any emitted choice, without its type.
pub trait AnyChoice {
    /// The table of its cases.
    fn cases(&self) -> &'static Cases;
    /// Becomes a blank value of a case; of an index that no case has, the unknown one.
    fn select(&mut self, case: usize);
    /// The index of the case and what it holds; `None` for the unknown.
    fn selected(&self) -> (Option<usize>, &dyn Value);
    /// What the case holds, to read into.
    fn selected_mut(&mut self) -> &mut dyn Value;
}

impl<T: Choice> AnyChoice for T {
    fn cases(&self) -> &'static Cases {
        T::CASES
    }

    fn select(&mut self, case: usize) {
        *self = T::case(case).unwrap_or_else(|| T::unknown(Json::null()));
    }

    fn selected(&self) -> (Option<usize>, &dyn Value) {
        (self.index(), self.value())
    }

    fn selected_mut(&mut self) -> &mut dyn Value {
        self.value_mut()
    }
}

pub(super) fn read(choice: &mut dyn AnyChoice, reader: &mut Reader<'_>) -> Result<(), ReadError> {
    reader.kind()?;
    match choice.cases().tag {
        Some(tag) => read_tagged(choice, tag, reader),
        None => read_probed(choice, reader),
    }
}

fn read_tagged(choice: &mut dyn AnyChoice, tag: &'static str, reader: &mut Reader<'_>) -> Result<(), ReadError> {
    let is_object = reader.peek() == b'{';
    let value = probe::tag(tag, reader)?;
    let cases = choice.cases();
    let listed = value.as_ref().and_then(|value| cases.listed(value));
    let unlisted = cases.unlisted.case().filter(|_| is_object && (!reader.is_strict() || cases.is_open()));
    let Some(case) = listed.or(unlisted) else { return read_unknown(choice, reader) };
    let (mark, outer) = (reader.mark(), reader.tags());
    choice.select(case);
    reader.set_tags(outer.and(tag));
    let read = choice.selected_mut().read(reader);
    reader.set_tags(Told::default());
    match read {
        Ok(()) => {
            forget_tag(choice, case, tag);
            Ok(())
        }
        Err(error) if reader.rewind_after(mark, &error) => read_unknown(choice, reader),
        Err(error) => Err(error),
    }
}

/// A tag that the case itself does not name is implied by the case.
fn forget_tag(choice: &mut dyn AnyChoice, case: usize, tag: &str) {
    let Some(implied) = choice.cases().implied(case) else { return };
    if let Some(model) = choice.selected_mut().model_mut()
        && model.extra().get(tag).is_some_and(|kept| implied.is(kept))
    {
        model.extra_mut().remove(tag);
    }
}

fn read_probed(choice: &mut dyn AnyChoice, reader: &mut Reader<'_>) -> Result<(), ReadError> {
    let (mark, outer) = (reader.mark(), reader.tags());
    let mut first = None;
    for case in probe::candidates(choice.cases(), reader)? {
        choice.select(case);
        reader.set_tags(outer);
        match choice.selected_mut().read(reader) {
            Ok(()) => return Ok(()),
            Err(error) if error.is_misfit() => {
                reader.again(mark)?;
                first.get_or_insert(error);
            }
            Err(error) => return Err(error),
        }
    }
    match first {
        Some(error) if reader.is_strict() => Err(error),
        _ => read_unknown(choice, reader),
    }
}

fn read_unknown(choice: &mut dyn AnyChoice, reader: &mut Reader<'_>) -> Result<(), ReadError> {
    if reader.is_strict() {
        return Err(ReadError::new(Fault::Value("one of the alternatives"), reader.offset()));
    }
    choice.select(usize::MAX);
    choice.selected_mut().read(reader)
}

/// Writes what the case holds, with its tag and those of the choices around it.
pub(super) fn write(choice: &dyn AnyChoice, outer: Option<&Written<'_>>, writer: &mut Writer) {
    held(choice, outer, &mut |value, tag| match value.form() {
        Form::Model(model) => model::write(model, tag, writer),
        form => form.write(writer),
    });
}

/// Shows what a choice, or one within it, holds, with the tags of all choices around that.
pub(crate) fn held(
    choice: &dyn AnyChoice,
    outer: Option<&Written<'_>>,
    visit: &mut dyn FnMut(&dyn Value, Option<&Written<'_>>),
) {
    let (case, value) = choice.selected();
    let own = case.and_then(|case| choice.cases().written(case, outer));
    let tag = own.as_ref().or(outer);
    match value.form() {
        Form::Choice(inner) => held(inner, tag, visit),
        _ => visit(value, tag),
    }
}

impl Cases {
    /// Whether values with tags that no case lists are values of the type.
    fn is_open(&self) -> bool {
        matches!(self.unlisted, Unlisted::Case(_))
    }

    /// The case that a value of the tag stands for.
    fn listed(&self, value: &TagValue<'_>) -> Option<usize> {
        self.cases.iter().position(|case| case.tags.has(value))
    }

    /// The tag that a case implies; the one for tags that are not listed implies none.
    pub(super) fn implied(&self, case: usize) -> Option<Tag<'static>> {
        let tags = self.cases.get(case)?.tags;
        tags.first().filter(|_| self.unlisted.case() != Some(case))
    }

    /// The tag of a case.
    fn written<'w>(&self, case: usize, outer: Option<&'w Written<'w>>) -> Option<Written<'w>> {
        let is_only = self.cases.get(case)?.tags.len() == 1;
        Some(Written { name: self.tag?, value: self.implied(case), is_only, outer })
    }
}
