//! What the variants of answers are called, by their status.

use http::StatusCode;

use super::words::Words;
use crate::model::Status;

/// The variant for a status.
pub(super) fn variant(status: Status) -> String {
    match status {
        Status::Code(code) => code_name(code).unwrap_or_else(|| format!("Status{code}")),
        Status::Range(1) => "Informational".to_owned(),
        Status::Range(2) => "Success".to_owned(),
        Status::Range(3) => "Redirection".to_owned(),
        Status::Range(4) => "ClientError".to_owned(),
        Status::Range(5) => "ServerError".to_owned(),
        Status::Range(hundred) => format!("Status{hundred}xx"),
        Status::Default => "Default".to_owned(),
    }
}

/// The words of the registry, of which the crate has an older edition.
fn code_name(code: u16) -> Option<String> {
    let reason = match code {
        413 => "Content Too Large",
        422 => "Unprocessable Content",
        _ => StatusCode::from_u16(code).ok()?.canonical_reason()?,
    };
    Some(Words::of(&reason.replace('\'', "")).pascal('S'))
}

#[cfg(test)]
mod tests {
    use super::{Status, variant};

    #[test]
    fn statuses_have_the_words_of_the_registry() {
        for (code, name) in [
            (200, "Ok"),
            (203, "NonAuthoritativeInformation"),
            (207, "MultiStatus"),
            (226, "ImUsed"),
            (306, "Status306"),
            (413, "ContentTooLarge"),
            (418, "ImATeapot"),
            (422, "UnprocessableContent"),
            (431, "RequestHeaderFieldsTooLarge"),
            (505, "HttpVersionNotSupported"),
            (599, "Status599"),
            (65535, "Status65535"),
        ] {
            assert_eq!(variant(Status::Code(code)), name);
        }
    }
}
