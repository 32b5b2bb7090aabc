//! Numbers that are only near to those received: an object keeps such members as they were written, and writes them so
//! as long as nobody changes them.

use super::extra::Extra;
use super::json::Json;
use super::model::Model;
use super::reader::{Kind, Mark, Reader};
use super::value::{Form, Scalar};
use super::writer::Writer;

/// Keeps the text of a member that was read from there.
#[cold]
pub(super) fn keep(model: &mut dyn Model, name: &str, reader: &mut Reader<'_>, mark: Mark) {
    if let Some(json) = reader.take_rounded(mark) {
        model.extra_mut().spell(name, json);
    }
}

/// Whether there are numbers in a member that its object may have kept the text of. Most members have none, so that what
/// was kept need not be looked at for them: that is one more wait for memory an object.
#[inline]
pub(super) fn may_have(form: &Form<'_>) -> bool {
    matches!(form, Form::Scalar(Scalar::Number(_)) | Form::List(_) | Form::Map(_) | Form::Choice(_))
}

/// Writes a member; as it was received, if it is still what that says.
pub(super) fn write(extra: &Extra, name: &str, form: Form<'_>, writer: &mut Writer) {
    let start = writer.length();
    form.write(writer);
    if writer.is_redacting() {
        return;
    }
    let Some(spelling) = extra.spelling(name) else { return };
    let written = Json::trusted(writer.since(start));
    if is_near(spelling, &written) {
        writer.back_to(start);
        writer.raw(spelling.as_text());
    }
}

/// Whether two values are the same to whoever reads numbers as doubles.
pub(crate) fn is_near(one: &Json, other: &Json) -> bool {
    match (one.kind(), other.kind()) {
        (Kind::Number, Kind::Number) => one.as_f64() == other.as_f64(),
        (Kind::Array, Kind::Array) => {
            let (one, other) = (one.items().unwrap_or_default(), other.items().unwrap_or_default());
            one.len() == other.len() && one.iter().zip(&other).all(|(one, other)| is_near(one, other))
        }
        (Kind::Object, Kind::Object) => {
            let (one, other) = (one.by_name(), other.by_name());
            let near = |((name, one), (other_name, other)): ((&String, &Json), (&String, &Json))| {
                name == other_name && is_near(one, other)
            };
            one.len() == other.len() && one.iter().zip(&other).all(near)
        }
        _ => one == other,
    }
}
