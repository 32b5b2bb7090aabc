//! One of several types: told apart by a member, or by trying.

mod probe;

#[cfg(feature = "server")]
pub(in super::super) use probe::tag;

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
    /// The cases in document order.
    pub cases: &'static [Case],
}

/// A case of a choice.
#[derive(Debug)]
pub struct Case {
    /// The values of the tag that stand for it; the first is written.
    pub tags: &'static [&'static str],
    /// What kinds of JSON value it may be; empty when any.
    pub kinds: &'static [Kind],
    /// Members that it cannot be without.
    pub required: &'static [&'static str],
    /// All members that it names.
    pub members: &'static [&'static str],
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
    let word = probe::tag(tag, reader)?;
    let case = word.and_then(|word| choice.cases().cases.iter().position(|case| case.tags.contains(&&*word)));
    let Some(case) = case else { return read_unknown(choice, reader) };
    let mark = reader.mark();
    choice.select(case);
    reader.set_tag(Some(tag));
    let read = choice.selected_mut().read(reader);
    reader.set_tag(None);
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
    let first = choice.cases().first_tag(case);
    if let FormMut::Model(model) = choice.selected_mut().form_mut(Become::Value)
        && let (Some(kept), Some(first)) = (model.extra().get(tag), first)
        && kept.as_str().as_deref() == Some(first)
    {
        model.extra_mut().remove(tag);
    }
}

fn read_probed(choice: &mut dyn AnyChoice, reader: &mut Reader<'_>) -> Result<(), ReadError> {
    let mark = reader.mark();
    let mut first = None;
    for case in probe::candidates(choice.cases(), reader)? {
        choice.select(case);
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

pub(super) fn write(choice: &dyn AnyChoice, writer: &mut Writer) {
    let (case, value) = choice.selected();
    let cases = choice.cases();
    let tag = cases.tag.zip(case.and_then(|case| cases.first_tag(case)));
    match value.form() {
        Form::Model(model) if tag.is_some() => model::write(model, tag, writer),
        form => form.write(writer),
    }
}

impl Cases {
    /// The member by which a case is told, and its value.
    pub(in super::super) fn tag_of(&self, case: Option<usize>) -> Option<(&'static str, &'static str)> {
        self.tag.zip(self.first_tag(case?))
    }

    /// The tag that is written for a case.
    pub(super) fn first_tag(&self, case: usize) -> Option<&'static str> {
        self.cases.get(case)?.tags.first().copied()
    }
}
