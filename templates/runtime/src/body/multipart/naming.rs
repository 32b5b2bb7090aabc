//! What parts are called: fields of a form have names, and what is related has ids (RFC 2387). Parts of others that say
//! nothing of it are members in their order, so that the root of what is related is the first one.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

use super::{Head, essence};

/// How the parts of a body are called.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Naming {
    /// By the names of fields.
    Fields,
    /// The same, or by their order: `multipart/mixed`.
    Order,
    /// By ids, or by their order: `multipart/related`.
    Ids,
}

/// What stands in an id as it is.
const ID: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.');

impl Naming {
    pub(super) fn of(media_type: &str) -> Self {
        match essence(media_type).as_str() {
            "multipart/related" => Self::Ids,
            "multipart/mixed" => Self::Order,
            _ => Self::Fields,
        }
    }

    /// The headers of a part, the `number`th of its name, that say what it is called.
    pub(super) fn head(self, name: &str, number: usize, file_name: Option<&str>) -> String {
        let file_name = file_name.map(|name| format!("; filename=\"{}\"", quoted(name)));
        if self != Self::Ids {
            let file_name = file_name.unwrap_or_default();
            return format!("Content-Disposition: form-data; name=\"{}\"{file_name}", quoted(name));
        }
        let number = if number > 1 { format!(".{number}") } else { String::new() };
        let disposition = file_name.map(|name| format!("\r\nContent-Disposition: attachment{name}"));
        format!("Content-ID: <{}{number}>{}", utf8_percent_encode(name, ID), disposition.unwrap_or_default())
    }

    /// Parameters of the body, by the media type of the first part.
    pub(super) fn parameters(self, root: Option<&str>) -> String {
        match self {
            Self::Fields | Self::Order => String::new(),
            Self::Ids => format!("; type=\"{}\"", essence(root.unwrap_or("text/plain"))),
        }
    }

    /// What a part of an object with these members is called, by its head or by its place.
    pub(super) fn name(self, head: Head<'_>, place: usize, members: &[&str]) -> Option<String> {
        let field = head.quoted("content-disposition", "name");
        let id = || head.header("content-id").filter(|_| self == Self::Ids).and_then(|id| by_id(id, members));
        let by_place = || {
            let place = place.min(members.len().saturating_sub(1));
            members.get(place).filter(|_| self != Self::Fields).map(|name| (*name).to_owned())
        };
        field.or_else(id).or_else(by_place)
    }
}

/// The member that an id names, with a number where it is one of several.
fn by_id(id: &str, members: &[&str]) -> Option<String> {
    let id = percent_decode_str(id.trim_matches(['<', '>'])).decode_utf8().ok()?;
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let base = id.rsplit_once('.').filter(|(_, number)| is_number(number)).map(|(base, _)| base);
    let is_member = |name: &&str| members.contains(name);
    [Some(&*id), base].into_iter().flatten().find(is_member).map(str::to_owned)
}

/// As browsers quote names in forms.
fn quoted(name: &str) -> String {
    name.replace('"', "%22").replace('\r', "%0D").replace('\n', "%0A")
}
