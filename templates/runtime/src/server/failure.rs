//! Why a request is refused, and the vendor's shape of saying so.

use super::super::arguments::Violation;
use super::super::profile::Profile;
use super::super::wire::{Json, Kind};
use super::answer::Response;

/// Why a request is refused, in words for the caller.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Failure {
    message: String,
    code: Option<String>,
    causes: Vec<String>,
}

impl Failure {
    /// A failure with a message.
    pub fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), ..Self::default() }
    }

    /// The same with the vendor's code, instead of the one that the vendor has for the status.
    #[must_use]
    pub fn code(mut self, code: impl Into<String>) -> Self {
        self.code = Some(code.into());
        self
    }

    /// The same with one more cause.
    #[must_use]
    pub fn cause(mut self, cause: impl Into<String>) -> Self {
        self.causes.push(cause.into());
        self
    }

    /// All violations of a request as causes.
    pub(super) fn of(message: &str, violations: &[Violation]) -> Self {
        violations.iter().fold(Self::new(message), |failure, violation| failure.cause(violation.to_string()))
    }

    /// An answer with this status.
    #[must_use]
    pub fn into_response(self, status: u16) -> Response {
        Response::failure(status, self)
    }

    /// The failure in the shape of the vendor; `None` where the vendor sends none.
    pub(super) fn render(&self, profile: &Profile, status: u16, id: &str) -> Option<String> {
        let template = Json::parse(profile.error?).ok()?;
        let filling = Filling { failure: self, profile, status, id };
        Some(filling.fill(&template).as_text().to_owned())
    }
}

/// What the placeholders of a template stand for.
struct Filling<'a> {
    failure: &'a Failure,
    profile: &'a Profile,
    status: u16,
    id: &'a str,
}

impl Filling<'_> {
    fn fill(&self, template: &Json) -> Json {
        match template.kind() {
            Kind::Object => {
                let members = template.members().unwrap_or_default();
                Json::object(members.iter().map(|(name, value)| (name.as_str(), self.fill(value))))
            }
            Kind::Array => Json::array(template.items().unwrap_or_default().iter().flat_map(|item| self.items(item))),
            Kind::String => self.text(&template.as_str().unwrap_or_default()),
            Kind::Number | Kind::Boolean | Kind::Null => template.clone(),
        }
    }

    /// An item that names the cause stands for one item a cause.
    fn items(&self, item: &Json) -> Vec<Json> {
        if !item.as_text().contains("{cause}") {
            return vec![self.fill(item)];
        }
        let with = |cause: &String| {
            let mut quoted = Json::from(cause.as_str()).as_text().to_owned();
            quoted.pop();
            item.as_text().replace("{cause}", quoted.get(1..).unwrap_or_default())
        };
        self.failure.causes.iter().filter_map(|cause| Json::parse(&with(cause)).ok()).collect()
    }

    fn text(&self, template: &str) -> Json {
        match template {
            "{status}" => Json::from(self.status.to_string()),
            "{status:number}" => Json::from(i64::from(self.status)),
            "{code}" => Json::from(self.code()),
            "{message}" => Json::from(self.message()),
            "{reason}" => Json::from(reason(self.status)),
            "{id}" => Json::from(self.id),
            other => Json::from(other),
        }
    }

    fn code(&self) -> &str {
        self.failure.code.as_deref().or_else(|| self.profile.error_code(self.status)).unwrap_or_default()
    }

    /// The message, with the causes where the shape has no place of their own for them.
    fn message(&self) -> String {
        let has_causes = self.profile.error.is_some_and(|template| template.contains("{cause}"));
        if has_causes || self.failure.causes.is_empty() {
            return self.failure.message.clone();
        }
        format!("{} {}", self.failure.message, self.failure.causes.join("; "))
    }
}

fn reason(status: u16) -> &'static str {
    http::StatusCode::from_u16(status).ok().and_then(|status| status.canonical_reason()).unwrap_or("Error")
}
