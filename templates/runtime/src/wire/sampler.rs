//! Deterministic samples of values, for tests.

use super::Text;
use super::choice::{AnyChoice, TagValue, Unlisted};
use super::model::Model;
use super::reader::{Mode, Reader};
use super::shape::{Member, Rest};
use super::value::{Become, Entries, Form, FormMut, Items, ScalarMut, Value};
use super::writer::Writer;

/// Makes values that are all different, survive every way of travelling, and are the same in every run.
#[derive(Debug)]
pub struct Sampler {
    count: u32,
    depth: usize,
    direction: Direction,
    place: Place,
    /// Whether texts are secret now.
    secret: bool,
}

/// What the texts of all samples of secrets begin with.
pub const CANARY: &str = "c4n4ry";

/// Who is to read a sample, which decides about members that travel one way only.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// Nobody in particular: all members are set.
    Any,
    /// A server: members that only servers send are not set.
    Request,
    /// A client: members that only clients send are not set.
    Response,
}

/// What a sample's texts may hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// Anything: bodies, queries and paths, which escape what means something to them.
    Anywhere,
    /// Visible ASCII without what separates headers, cookies and their lists.
    Header,
}

impl Sampler {
    /// A sampler whose values differ from those of other seeds.
    #[must_use]
    pub fn new(seed: u32) -> Self {
        Self { count: seed, depth: 0, direction: Direction::Any, place: Place::Anywhere, secret: false }
    }

    /// For values that travel this way only.
    #[must_use]
    pub fn toward(self, direction: Direction) -> Self {
        Self { direction, ..self }
    }

    /// For values that stand there.
    #[must_use]
    pub fn within(self, place: Place) -> Self {
        Self { place, ..self }
    }

    /// A number that has not been given before.
    pub fn number(&mut self) -> i32 {
        self.count = self.count.wrapping_add(1);
        i32::try_from(self.count % 1_000_000).unwrap_or(0)
    }

    /// A number below a limit; 0 where there is none.
    pub fn below(&mut self, limit: usize) -> usize {
        (self.number() as usize).checked_rem(limit).unwrap_or(0)
    }

    /// A text with characters that mean something in paths, queries, forms and JSON. Never empty, `.` or `..`.
    pub fn text(&mut self) -> String {
        const AWKWARD: [&str; 8] = ["a b", "50%", "x/y", "k=v&w", "\"q\"", "plus+", "é\u{1f600}", "\\n\u{2028}"];
        const PLAIN: [&str; 4] = ["a", "b-c", "d_e", "f.g"];
        let pieces = if self.place == Place::Header { PLAIN.as_slice() } else { AWKWARD.as_slice() };
        let piece = pieces.get(self.below(pieces.len())).copied().unwrap_or_default();
        let canary = if self.secret { CANARY } else { "" };
        format!("{canary}{piece}-{}", self.number())
    }

    /// A text of letters and digits.
    pub fn word(&mut self) -> String {
        format!("w{}", self.number())
    }

    /// A point in time.
    pub fn date_time(&mut self) -> String {
        format!("2026-01-{:02}T08:00:00.000Z", self.below(28) + 1)
    }

    /// A day.
    pub fn date(&mut self) -> String {
        format!("2026-02-{:02}", self.below(28) + 1)
    }

    /// Fills a value with all that its type knows. Lists have two items; recursive types end. What cannot be without more
    /// of its own kind is left out wherever that is possible.
    pub fn fill(&mut self, value: &mut dyn Value) {
        self.is_filled(value);
    }

    /// Fills a value; whether it has all that it cannot be without.
    fn is_filled(&mut self, value: &mut dyn Value) -> bool {
        self.depth += 1;
        let complete = match value.form_mut(Become::Value) {
            FormMut::Nothing | FormMut::Extra(_) => true,
            FormMut::Scalar(scalar) => {
                self.fill_scalar(scalar);
                true
            }
            FormMut::Bytes(bytes) => {
                *bytes = format!("\u{0}\r\n{}--", self.text()).into();
                true
            }
            FormMut::File(file) => {
                *file = format!("\u{0}\r\n{}--", self.text()).into();
                true
            }
            FormMut::Model(model) => self.fill_model(model),
            FormMut::Choice(choice) => self.fill_choice(choice),
            FormMut::List(items) => {
                self.fill_items(items);
                true
            }
            FormMut::Map(entries) => {
                self.fill_entries(entries);
                true
            }
        };
        self.depth -= 1;
        complete
    }

    fn fill_items(&mut self, items: &mut dyn Items) {
        items.empty();
        for _ in 0..if self.is_deep() { 0 } else { 2 } {
            if !self.is_filled(items.add()) {
                return items.empty();
            }
        }
    }

    fn fill_entries(&mut self, entries: &mut dyn Entries) {
        entries.empty();
        if !self.is_deep() {
            let name = self.word();
            if !self.is_filled(entries.add(&name)) {
                entries.empty();
            }
        }
    }

    /// Recursive types must end: below this depth lists stay empty, and objects have only what they cannot be without.
    fn is_deep(&self) -> bool {
        self.depth > DEEPEST
    }

    fn fill_model(&mut self, model: &mut dyn Model) -> bool {
        let shape = model.shape();
        for (index, member) in shape.members().iter().enumerate() {
            let skipped = match self.direction {
                Direction::Any => false,
                Direction::Request => member.read_only,
                Direction::Response => member.write_only,
            };
            if skipped || self.is_deep() && !member.required {
                continue;
            }
            if self.depth >= ENDLESS || !self.fill_member(model.slot(index), member) {
                return false;
            }
        }
        if shape.rest == Rest::Member && !self.is_deep() {
            self.fill(model.slot(shape.members().len()));
        }
        true
    }

    /// Whether the object may be sent then: members that are not complete are left out.
    fn fill_member(&mut self, value: &mut dyn Value, member: &Member) -> bool {
        let outside = self.secret;
        self.secret |= member.secret;
        let filled = self.is_filled(value);
        self.secret = outside;
        if !filled {
            value.clear();
        }
        filled || !member.required
    }

    fn fill_choice(&mut self, choice: &mut dyn AnyChoice) -> bool {
        let cases = choice.cases();
        // What all cases share is no value of the type.
        let shared = usize::from(matches!(cases.unlisted, Unlisted::Base(_)));
        let case = self.below(cases.cases.len().saturating_sub(shared));
        let case = if self.depth < ENDLESS { case } else { usize::MAX };
        let complete = self.fill_case(choice, case);
        match choice.selected().0 {
            // The value looks like one of another case, and then that case is the sample, with all that it has.
            Some(other) if other != case && !self.is_deep() => self.fill_case(choice, other),
            _ => complete,
        }
    }

    /// Fills a case, and reads it as whoever receives it does; whether it was filled with all that it cannot be without.
    fn fill_case(&mut self, choice: &mut dyn AnyChoice, case: usize) -> bool {
        choice.select(case);
        let complete = self.is_filled(choice.selected_mut()) && self.depth < ENDLESS;
        put_tag(choice);
        let mut writer = Writer::lenient();
        super::choice::write(choice, None, &mut writer);
        let written = super::choice::read(choice, &mut Reader::new(writer.as_text(), Mode::Lenient));
        debug_assert!(written.is_ok(), "{written:?}");
        complete
    }

    fn fill_scalar(&mut self, scalar: ScalarMut<'_>) {
        match scalar {
            ScalarMut::Boolean(value) => *value = self.number() % 2 == 0,
            ScalarMut::Integer32(value) => *value = self.number(),
            ScalarMut::Integer(value) => *value = self.number().into(),
            ScalarMut::Unsigned(value) => *value = self.number().unsigned_abs().into(),
            ScalarMut::Number(value) => *value = f64::from(self.number()) + 0.25,
            ScalarMut::Decimal(value) => {
                *value = super::Decimal::trusted(&format!("{}.123456789012345678900", self.number()));
            }
            ScalarMut::Text(value) => *value = self.text(),
            ScalarMut::Secret(value) => {
                let outside = std::mem::replace(&mut self.secret, true);
                *value = self.text().into();
                self.secret = outside;
            }
            ScalarMut::DateTime(value) => *value = self.date_time().into(),
            ScalarMut::Date(value) => *value = self.date().into(),
            ScalarMut::Enum(value) => {
                let listed = value.values();
                match listed.get(self.below(listed.len())) {
                    Some(text) => value.take(text),
                    None => value.take(&self.word()),
                }
            }
            ScalarMut::IntegerEnum(value) => {
                let listed = value.values();
                match listed.get(self.below(listed.len())) {
                    Some(number) => value.take(*number),
                    None => value.take(self.number().into()),
                }
            }
            ScalarMut::Json(value) => *value = self.text().into(),
        }
    }
}

/// How deep lists and objects are filled with all that they may have.
const DEEPEST: usize = 5;

/// How deep they are filled with what they cannot be without; no sensible type needs more.
const ENDLESS: usize = 40;

/// A case that names the tag as a member has it set; what is set already and stands for the case stays, and so does what
/// a choice in it has set by the same name.
fn put_tag(choice: &mut dyn AnyChoice) {
    let cases = choice.cases();
    let Some((name, case)) = cases.tag.zip(choice.selected().0) else { return };
    let Some((tag, tags)) = cases.implied(case).zip(cases.cases.get(case).map(|case| case.tags)) else { return };
    let is_told_inside = matches!(choice.selected().1.form(), Form::Choice(inner) if inner.cases().tag == Some(name));
    if let Some(model) = choice.selected_mut().model_mut().filter(|_| !is_told_inside)
        && let Some(member) = model.shape().index(name)
        && !matches!(model.view(member).text(), Text::One(text) if tags.has(&TagValue::Plain(text.as_str().into())))
    {
        let read = Text::One(tag.as_text()).read(model.slot(member));
        debug_assert!(read.is_ok(), "{read:?}");
    }
}
