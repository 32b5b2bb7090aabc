//! One of several types: told apart by a member, or by trying.

use std::borrow::Cow;
use std::fmt;

use super::fault::{Fault, ReadError};
use super::json::Json;
use super::model::{self, members_of};
use super::reader::{Kind, Mode, Reader};
#[cfg(feature = "test-util")]
use super::sampler::Sampler;
use super::text::Text;
use super::value::{KindOf, Value};
use super::writer::Writer;
use super::{Bytes, Model};

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
    fn blank() -> T {
        T::unknown(Json::null())
    }

    fn read(value: &mut T, reader: &mut Reader<'_>) -> Result<(), ReadError> {
        reader.kind()?;
        let start = reader.offset();
        let raw = reader.raw()?;
        let selected = T::CASES.select(raw).and_then(|index| Some((index, T::case(index)?)));
        let Some((index, case)) = selected else {
            if reader.is_strict() {
                return Err(ReadError::new(Fault::Value("one of the alternatives"), start));
            }
            *value = T::unknown(Json::trusted(raw));
            return Ok(());
        };
        *value = case;
        let mode = if reader.is_strict() { Mode::Strict } else { Mode::Lenient };
        match value.value_mut().read(&mut reader.inside(raw, mode)) {
            Ok(()) => T::CASES.drop_tag(index, value.value_mut()),
            Err(error) if error.is_misfit() && !reader.is_strict() => *value = T::unknown(Json::trusted(raw)),
            Err(error) => return Err(error.moved(start)),
        }
        Ok(())
    }

    fn write(value: &T, writer: &mut Writer) {
        let tag = value.index().and_then(|index| T::CASES.tag_of(index));
        match value.value().model() {
            Some(model) => model::write(model, tag, writer),
            None => value.value().write(writer),
        }
    }

    fn text(value: &T) -> Text {
        value.value().text()
    }

    fn read_text(value: &mut T, text: Text) -> Result<(), ReadError> {
        for index in 0..T::CASES.cases.len() {
            if let Some(mut case) = T::case(index)
                && case.value_mut().read_text(text.clone()).is_ok()
            {
                *value = case;
                return Ok(());
            }
        }
        let mut json = Json::null();
        json.read_text(text)?;
        *value = T::unknown(json);
        Ok(())
    }

    fn show(value: &T, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match value.index() {
            Some(_) => value.value().show(f),
            None => f.write_str("an unknown alternative"),
        }
    }

    fn as_bytes(value: &T) -> Option<&Bytes> {
        value.value().as_bytes()
    }

    fn model(value: &T) -> Option<&dyn Model> {
        value.value().model()
    }

    fn keep_misfit(value: &mut T, raw: &str) -> bool {
        *value = T::unknown(Json::trusted(raw));
        true
    }

    #[cfg(feature = "test-util")]
    fn sample(value: &mut T, sampler: &mut Sampler) {
        let index = sampler.below(T::CASES.cases.len());
        if let Some(mut case) = T::case(index).filter(|_| sampler.may_go_deeper()) {
            sampler.nested(|sampler| case.value_mut().sample(sampler));
            T::CASES.put_tag(index, case.value_mut());
            // A probed value may look like another case; then that case is the sample.
            let mut writer = Writer::lenient();
            Self::write(&case, &mut writer);
            let text = writer.into_text();
            let _ = Self::read(value, &mut Reader::new(&text, Mode::Lenient));
        } else {
            *value = T::unknown(Json::from(sampler.text()));
        }
    }
}

impl Cases {
    /// The case that a JSON text is of.
    fn select(&self, raw: &str) -> Option<usize> {
        let mut reader = Reader::new(raw, Mode::Lenient);
        let kind = reader.kind().ok()?;
        let members = members_of(&mut reader).unwrap_or_default();
        match self.tag {
            Some(tag) => self.by_tag(tag, &members),
            None => self.by_shape(kind, &members),
        }
    }

    fn by_tag(&self, tag: &str, members: &[(Cow<'_, str>, &str)]) -> Option<usize> {
        let (_, raw) = members.iter().rfind(|(name, _)| name == tag)?;
        let value = Reader::new(raw, Mode::Lenient).string().ok()?;
        self.cases.iter().position(|case| case.tags.contains(&value.as_ref()))
    }

    /// Of the cases that it can be, the one that names most of its members; the first of equals.
    fn by_shape(&self, kind: Kind, members: &[(Cow<'_, str>, &str)]) -> Option<usize> {
        let has = |name: &&str| members.iter().any(|(known, _)| known == name);
        let mut best = None;
        for (index, case) in self.cases.iter().enumerate() {
            let possible = case.kinds.is_empty() || case.kinds.contains(&kind);
            if !possible || !case.required.iter().all(has) {
                continue;
            }
            let named = case.members.iter().filter(|&name| has(name)).count();
            if best.is_none_or(|(_, most)| named > most) {
                best = Some((index, named));
            }
        }
        best.map(|(index, _)| index)
    }

    /// The member that must be written for a case.
    fn tag_of(&self, index: usize) -> Option<(&'static str, &'static str)> {
        Some((self.tag?, self.cases.get(index)?.tags.first()?))
    }

    /// A tag that the case itself does not name is implied by the case.
    fn drop_tag(&self, index: usize, value: &mut dyn Value) {
        if let Some((name, tag)) = self.tag_of(index)
            && let Some(model) = value.model_mut()
            && model.extra().get(name).is_some_and(|json| *json == Json::from(tag))
        {
            model.extra_mut().remove(name);
        }
    }

    /// A case that names the tag as a member has it set.
    #[cfg(feature = "test-util")]
    fn put_tag(&self, index: usize, value: &mut dyn Value) {
        if let Some((name, tag)) = self.tag_of(index)
            && let Some(model) = value.model_mut()
            && let Some(member) = model.shape().index(name, 0)
        {
            let _ = model.slot(member).read_text(Text::One(tag.to_owned()));
        }
    }
}
