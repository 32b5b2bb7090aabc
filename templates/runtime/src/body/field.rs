//! What a field of a form is that has no style: its text and its media type, of those that the documents list for it. They
//! list several (`image/png, image/jpeg`) and ranges (`image/*`), and a part has one.

use super::{accepts, is_json};
use crate::wire::{Json, Kind, Value};

/// A field that is no file.
pub(super) struct Field {
    pub(super) text: String,
    /// None for what is plain text anyway.
    pub(super) media: Option<String>,
}

/// The fields of a value: one for each item of a list, else one. Null is none.
pub(super) fn fields(listed: &str, value: &dyn Value) -> Vec<Field> {
    if value.is_absent() {
        return Vec::new();
    }
    let json = Json::of(value);
    match json.items() {
        Some(items) => items.iter().filter_map(|item| field(listed, item)).collect(),
        None => field(listed, &json).into_iter().collect(),
    }
}

fn field(listed: &str, json: &Json) -> Option<Field> {
    let (media, is_json_text) = match json.kind() {
        Kind::Null => return None,
        Kind::Array | Kind::Object => (Some(of_json(listed)), true),
        Kind::Boolean | Kind::Number | Kind::String => {
            let media = of_text(listed);
            (media, media.is_some_and(is_json))
        }
    };
    let text = if is_json_text { None } else { json.as_str() };
    let text = text.unwrap_or_else(|| json.as_text().to_owned());
    Some(Field { text, media: media.map(str::to_owned) })
}

/// The media type of a file: what it says of itself if that is one of the listed, or if only one is and callers know
/// better; else the first that is no range.
pub(super) fn of_file<'a>(listed: &'a str, own: Option<&'a str>) -> &'a str {
    let is_choice = types(listed).count() > 1 || types(listed).any(is_range);
    let own = own.filter(|own| !is_choice || types(listed).any(|listed| accepts(listed, own)));
    own.or_else(|| types(listed).find(|listed| !is_range(listed))).unwrap_or("application/octet-stream")
}

/// The media type of a list or an object: the first that is JSON.
fn of_json(listed: &str) -> &str {
    types(listed).find(|listed| !is_range(listed) && is_json(listed)).unwrap_or("application/json")
}

/// The media type of a text, a number or a boolean: the first that is no range.
pub(super) fn of_text(listed: &str) -> Option<&str> {
    types(listed).find(|listed| !is_range(listed))
}

fn is_range(media_type: &str) -> bool {
    media_type.split(';').next().is_some_and(|essence| essence.contains('*'))
}

/// The media types of a list, with their parameters. A comma in quotes parts nothing.
fn types(listed: &str) -> impl Iterator<Item = &str> {
    let mut is_quoted = false;
    let parts = listed.split(move |character| {
        is_quoted ^= character == '"';
        character == ',' && !is_quoted
    });
    parts.map(str::trim).filter(|part| !part.is_empty())
}
