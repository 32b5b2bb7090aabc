//! What values look like to programmers: JSON in which secrets, and what may be one, do not appear.

use std::fmt;

use super::value::{Form, Value};
use super::writer::Writer;

/// `Debug` of an emitted type: its name, the members that are set, secrets as `[redacted]`, and only the names of unknown
/// members.
///
/// # Errors
/// When the formatter fails.
pub fn debug(value: &dyn Value, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    match value.form() {
        Form::Model(model) => write!(f, "{} ", model.shape().name)?,
        Form::Choice(choice) => write!(f, "{} ", choice.cases().name)?,
        _ => {}
    }
    let mut writer = Writer::redacting();
    value.write(&mut writer);
    f.write_str(writer.as_text())
}
