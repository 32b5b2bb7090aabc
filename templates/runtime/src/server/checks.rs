//! What is checked of a request before its handler runs, and of an answer after: all that the documents demand of values.
//! Knows where values stand in a request, and leaves what they must be like to the schemas.

use std::borrow::Cow;
use std::sync::Arc;

use crate::arguments::{Arguments, Received, Violation, decode_body, decode_parameters};
use crate::body::{is_form, is_json, listed};
use crate::operation::{Operation, ResponseSpec};
use crate::schema::{Check, ReadOnly, Refusal, SchemaId, Schemas};
use crate::wire::{self, Bytes, Form, Json, Mode, Model};

/// The schemas of an API, and what is checked by which of them: see [`Library`](super::Library).
#[derive(Debug, Default)]
pub struct Checks {
    pub(super) schemas: Schemas,
    /// In the order of the table of operations.
    pub(super) operations: Vec<OperationChecks>,
}

/// The schemas of an operation.
#[derive(Debug, Default)]
pub(super) struct OperationChecks {
    /// Of parameters, by their index in the row. Those that are left out may be anything of their type.
    pub(super) parameters: Vec<(usize, SchemaId)>,
    /// Of bodies, by media type in the order of the row; empty when they may be anything.
    pub(super) bodies: Vec<Option<SchemaId>>,
    /// Of answers, by their index in the row and by media type.
    pub(super) responses: Vec<Vec<Option<SchemaId>>>,
}

/// What a server does with the schemas of an operation.
#[derive(Debug)]
pub(super) struct Rules {
    /// The schemas of the API, and the index of the operation among those that have some.
    pub(super) checks: Option<(Arc<Checks>, usize)>,
    pub(super) read_only: ReadOnly,
    pub(super) exclusive: bool,
    pub(super) requests: bool,
    pub(super) answers: bool,
    /// Is told the id of a request and what is wrong with its answer.
    pub(super) report: Option<fn(&str, &str)>,
}

impl Default for Rules {
    fn default() -> Self {
        let read_only = ReadOnly::default();
        Self { checks: None, read_only, exclusive: true, requests: true, answers: cfg!(debug_assertions), report: None }
    }
}

impl Rules {
    /// Reads arguments from a request, or says everything that is wrong with it at once.
    pub(super) fn decode(&self, arguments: &mut dyn Arguments, received: &Received<'_>) -> Result<(), Vec<Violation>> {
        let mut violations = decode_parameters(arguments, received);
        if self.requests {
            self.parameters(arguments, &mut violations);
            self.body(arguments, received, &mut violations);
        } else {
            decode_body(arguments, received, &mut violations);
        }
        if violations.is_empty() { Ok(()) } else { Err(violations) }
    }

    /// A check of what comes in, or of what goes out, by the policies of the server. What the API sends as a webhook is
    /// checked as what it answers.
    fn check(&self, operation: &Operation, comes_in: bool) -> Check {
        let check = if comes_in == operation.webhook { Check::RESPONSE } else { Check::REQUEST };
        Check { read_only: self.read_only, exclusive: self.exclusive, ..check }
    }

    /// What is checked of the operation, and the schemas of the API.
    fn schemas(&self) -> Option<(&OperationChecks, &Schemas)> {
        let (checks, index) = self.checks.as_ref()?;
        Some((checks.operations.get(*index)?, &checks.schemas))
    }

    /// Checks the parameters that could be read.
    fn parameters(&self, arguments: &dyn Arguments, violations: &mut Vec<Violation>) {
        let operation = arguments.operation();
        let Some((checks, schemas)) = self.schemas() else { return };
        for (index, schema) in &checks.parameters {
            let (Some(parameter), Some(value)) = (operation.parameters.get(*index), arguments.view(*index)) else {
                continue;
            };
            let place = parameter.place();
            if value.is_absent() || violations.iter().any(|known| known.place == place) {
                continue;
            }
            let found = self.check(operation, true).text(wire::write(value).as_bytes(), schemas, *schema);
            violations.extend(found.into_iter().map(|refusal| at(&place, refusal)));
        }
    }

    /// Checks the body, and reads it if nothing is wrong with it.
    fn body(&self, arguments: &mut dyn Arguments, received: &Received<'_>, violations: &mut Vec<Violation>) {
        let stated = arguments.operation().body.as_ref().zip(received.body);
        let Some((spec, media, bytes)) = stated.map(|(spec, (media, bytes))| (spec, media, bytes)) else {
            return decode_body(arguments, received, violations);
        };
        let schema = |(checks, schemas): (&OperationChecks, _)| Some((schemas, checks.bodies.get(media).copied()??));
        let Some(schema) = self.schemas().and_then(schema) else {
            return decode_body(arguments, received, violations);
        };
        if is_json(received.media_type(spec, media)) {
            return self.json(arguments, received, (media, bytes, schema), violations);
        }
        let before = violations.len();
        decode_body(arguments, received, violations);
        if is_form(received.media_type(spec, media)) && !is_octets(arguments) {
            let unread = violations.split_off(before);
            let found = self.form(arguments, (media, schema), &unread);
            violations.extend(unread.into_iter().chain(found));
        } else if violations.len() == before && is_structured(arguments) {
            // Under any name that a row with a wildcard accepts, it was read as JSON.
            if let Some(slot) = arguments.body_slot(media) {
                slot.clear();
            }
            self.json(arguments, received, (media, bytes, schema), violations);
        }
    }

    /// Checks a body in JSON, and reads it, without what only servers send, if nothing is wrong with it.
    fn json(
        &self,
        arguments: &mut dyn Arguments,
        received: &Received<'_>,
        (media, bytes, (schemas, schema)): (usize, &Bytes, (&Schemas, SchemaId)),
        violations: &mut Vec<Violation>,
    ) {
        match self.check(arguments.operation(), true).own(bytes, schemas, schema) {
            Ok(Cow::Borrowed(_)) => decode_body(arguments, received, violations),
            Ok(Cow::Owned(own)) => {
                let own = Bytes::from(own);
                decode_body(arguments, &Received { body: Some((media, &own)), ..*received }, violations);
            }
            Err(found) => violations.extend(found.into_iter().map(|refusal| at("body", refusal))),
        }
    }

    /// Checks a form, of which some fields may not have been readable. Its fields are texts, so that only now there are
    /// values. Fields that only servers send are dropped then, unless they are refused.
    fn form(
        &self,
        arguments: &mut dyn Arguments,
        (media, (schemas, schema)): (usize, (&Schemas, SchemaId)),
        unread: &[Violation],
    ) -> Vec<Violation> {
        let Some((_, value)) = arguments.body().filter(|_| unread.iter().all(is_of_a_field)) else { return Vec::new() };
        let text = wire::write(value);
        let own = self.check(arguments.operation(), true).own(text.as_bytes(), schemas, schema);
        if let Ok(Cow::Owned(own)) = &own
            && let Some(model) = arguments.body_slot(media).and_then(|body| body.model_mut())
        {
            keep(model, text.as_bytes(), own);
        }
        let found = own.err().into_iter().flatten().map(|refusal| at("body", refusal));
        found.filter(|found| unread.is_empty() || is_beside(found, unread)).collect()
    }

    /// What is wrong with the answer of a handler, if answers are checked.
    pub(super) fn forbidden(
        &self,
        operation: &Operation,
        status: u16,
        media_type: &str,
        bytes: &[u8],
    ) -> Option<String> {
        if !self.answers || !is_json(media_type) {
            return None;
        }
        let exactness = |(_, row): &(usize, &ResponseSpec)| row.status.matches(status);
        let rows = operation.responses.iter().enumerate().filter(|row| exactness(row) > 0);
        let (index, row) = rows.max_by_key(exactness)?;
        let media = listed(row.media, media_type)?;
        let (checks, schemas) = self.schemas()?;
        let schema = checks.responses.get(index)?.get(media).copied()??;
        let found = self.check(operation, false).text(bytes, schemas, schema);
        let problems: Vec<String> = found.into_iter().map(|refusal| at("body", refusal).to_string()).collect();
        (!problems.is_empty()).then(|| problems.join("; "))
    }
}

/// Whether one field is wrong, and not the body as a whole.
fn is_of_a_field(violation: &Violation) -> bool {
    violation.place != "body"
}

/// Whether something that was found does not follow from the fields that could not be read, of which nothing is known.
fn is_beside(found: &Violation, unread: &[Violation]) -> bool {
    let is_within = |unread: &Violation| {
        let field = unread.place.split('[').next().unwrap_or_default();
        found.place.strip_prefix(field).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    is_of_a_field(found) && !unread.iter().any(is_within)
}

/// Keeps of the members of a form what is in `own`, which is what was `read` without what only servers send.
fn keep(model: &mut dyn Model, read: &[u8], own: &[u8]) {
    let (Ok(read), Ok(own)) = (Json::parse_bytes(read), Json::parse_bytes(own)) else { return };
    for (index, member) in model.shape().members().iter().enumerate() {
        let (before, after) = (read.get(member.name), own.get(member.name));
        if before.as_ref().map(Json::as_text) == after.as_ref().map(Json::as_text) {
            continue;
        }
        let slot = model.slot(index);
        slot.clear();
        if let Some(json) = after {
            // It is a part of what this member was just read from.
            let _ = wire::read_into(slot, json.as_text().as_bytes(), Mode::Lenient);
        }
    }
}

/// Whether the body that was read is kept as it came.
fn is_octets(arguments: &dyn Arguments) -> bool {
    matches!(arguments.body().map(|(_, value)| value.form()), Some(Form::Bytes(_)))
}

/// Whether the body that was read is more than a text or octets.
fn is_structured(arguments: &dyn Arguments) -> bool {
    let form = arguments.body().map(|(_, value)| value.form());
    matches!(form, Some(Form::Model(_) | Form::Choice(_) | Form::List(_) | Form::Map(_)))
}

fn at(place: &str, refusal: Refusal) -> Violation {
    match refusal.pointer.as_str() {
        "" => Violation::new(place, refusal.message),
        pointer => Violation::new(format!("{place} {pointer}"), refusal.message),
    }
}
