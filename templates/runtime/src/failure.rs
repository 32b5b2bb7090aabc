//! Errors in the vendor's dress: the template of a [`Profile`] rendered by servers and read by clients.

use std::borrow::Cow;

use crate::profile::Profile;
use crate::wire::Json;

/// Problem details (RFC 9457), where the vendor has no shape of its own.
const PROBLEM: &str =
    r#"{"title":"{reason}","status":"{status:number}","detail":"{message}","errors":[{"detail":"{cause}"}]}"#;

/// What a server says went wrong.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Failure {
    /// The vendor's code; the profile's code for the status when absent.
    pub code: Option<String>,
    /// A sentence.
    pub message: String,
    /// What exactly, one sentence each.
    pub causes: Vec<String>,
}

impl Failure {
    /// With this message.
    #[must_use]
    pub fn new(message: impl Into<String>) -> Self {
        Self { code: None, message: message.into(), causes: Vec::new() }
    }

    /// The same, with the vendor's code.
    #[must_use]
    pub fn code(mut self, code: impl Into<String>) -> Self {
        self.code = Some(code.into());
        self
    }

    /// The same, with one more cause.
    #[must_use]
    pub fn cause(mut self, cause: impl Into<String>) -> Self {
        self.causes.push(cause.into());
        self
    }

    /// The body of the error: in the vendor's shape, or as problem details (RFC 9457) where it has none.
    #[must_use]
    pub fn render(&self, profile: &Profile, status: u16, id: &str) -> Option<String> {
        let shape = profile.error.unwrap_or(PROBLEM);
        let template = Json::parse(shape).ok()?;
        // What the vendor has no code for is what its class is (RFC 9110, section 15).
        let known = || profile.error_code(status).or_else(|| profile.error_code(status / 100 * 100));
        let code = self.code.as_deref().or_else(known);
        let message = self.sentence(shape.contains("{cause}"));
        let dress = Dress { status, code, message: &message, id, cause: "", causes: &self.causes };
        Some(dress.fill(&template)?.as_text().to_owned())
    }

    /// The message, with the causes where the vendor's shape has no place for them.
    fn sentence(&self, has_place: bool) -> Cow<'_, str> {
        if has_place || self.causes.is_empty() {
            return Cow::Borrowed(&self.message);
        }
        Cow::Owned(format!("{} {}", self.message, self.causes.join("; ")))
    }

    /// What a body says, read by the template and, failing that, by the names that OAuth and problem details use.
    /// Returns the failure and the id in it.
    #[must_use]
    pub fn read(profile: &Profile, body: &[u8]) -> (Self, Option<String>) {
        let Some(body) = std::str::from_utf8(body).ok().and_then(|text| Json::parse(text).ok()) else {
            return (Self::default(), None);
        };
        let mut found = Found::default();
        if let Ok(template) = Json::parse(profile.error.unwrap_or(PROBLEM)) {
            found.collect(&template, &body);
        }
        let first = |names: &[&str]| names.iter().find_map(|name| text(&body.get(name)?));
        let code = found.code.or_else(|| first(&["errorCode", "error", "code", "messageId"]));
        let code = code.filter(|code| !code.is_empty());
        let message = found
            .message
            .or_else(|| first(&["error_description", "message", "detail", "title", "errorSummary"]))
            .unwrap_or_default();
        (Self { code, message, causes: found.causes }, found.id)
    }
}

fn text(json: &Json) -> Option<String> {
    json.as_str().or_else(|| json.as_i64().map(|number| number.to_string()))
}

#[derive(Clone, Copy)]
struct Dress<'a> {
    status: u16,
    /// None where the vendor's code is not known.
    code: Option<&'a str>,
    message: &'a str,
    id: &'a str,
    cause: &'a str,
    causes: &'a [String],
}

impl Dress<'_> {
    /// What a template comes to; nothing where all that it would say is not known.
    fn fill(self, template: &Json) -> Option<Json> {
        if let Some(members) = template.members() {
            let filled = members.iter().filter_map(|(name, value)| Some((name.as_str(), self.fill(value)?)));
            let filled: Vec<_> = filled.collect();
            return (members.is_empty() || !filled.is_empty()).then(|| Json::object(filled));
        }
        if let Some(items) = template.items() {
            return Some(match items.as_slice() {
                [item] if item.as_text().contains("{cause}") => {
                    Json::array(self.causes.iter().filter_map(|cause| Dress { cause, ..self }.fill(item)))
                }
                items => Json::array(items.iter().filter_map(|item| self.fill(item))),
            });
        }
        match template.as_str().as_deref() {
            Some("{status:number}") => Some(Json::from(i64::from(self.status))),
            Some(text) => self.text(text).map(Json::from),
            None => Some(template.clone()),
        }
    }

    /// A text with its placeholders filled; none where one of them has no value.
    fn text(self, template: &str) -> Option<String> {
        let mut out = String::new();
        let mut rest = template;
        while let Some((before, after)) = rest.split_once('{') {
            out.push_str(before);
            let Some((name, after)) = after.split_once('}') else {
                out.push('{');
                rest = after;
                continue;
            };
            match name {
                "status" => out.push_str(&self.status.to_string()),
                "reason" => out.push_str(reason(self.status)),
                "code" => out.push_str(self.code?),
                "message" => out.push_str(self.message),
                "id" => out.push_str(self.id),
                "cause" => out.push_str(self.cause),
                _ => out.push_str(&format!("{{{name}}}")),
            }
            rest = after;
        }
        out.push_str(rest);
        Some(out)
    }
}

fn reason(status: u16) -> &'static str {
    http::StatusCode::from_u16(status).ok().and_then(|status| status.canonical_reason()).unwrap_or("Error")
}

#[derive(Default)]
struct Found {
    code: Option<String>,
    message: Option<String>,
    id: Option<String>,
    causes: Vec<String>,
}

impl Found {
    fn collect(&mut self, template: &Json, body: &Json) {
        if let Some(members) = template.members() {
            for (name, template) in members {
                if let Some(value) = body.get(&name) {
                    self.collect(&template, &value);
                }
            }
        } else if let Some(items) = template.items() {
            if let [template] = items.as_slice() {
                body.items().unwrap_or_default().iter().take(100).for_each(|item| self.collect(template, item));
            }
        } else if let Some(placeholder) = template.as_str() {
            let Some(value) = text(body) else { return };
            match placeholder.as_str() {
                "{code}" => self.code = self.code.take().or(Some(value)),
                "{message}" => self.message = self.message.take().or(Some(value)),
                "{id}" => self.id = self.id.take().or(Some(value)),
                "{cause}" => self.causes.push(value),
                _ => {}
            }
        }
    }
}
