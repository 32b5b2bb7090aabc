//! What a call sends: listed fields, a named type, or what the example shows.

use super::super::syntax::Endpoint;
use super::Reader;
use super::context::Context;
use super::parameters::Listed;
use crate::diag::{Code, Diagnostic};
use crate::model::{Body, Content, Example, Json, Object, Origin, Ref, Shape};

/// An example that is no JSON.
pub static EXAMPLE: Code = Code {
    name: "lap/example",
    page: "The text behind `@example_request` is no JSON. The example is left out.

    @example_request {name: \"Ada\"}

Write JSON: `{\"name\": \"Ada\"}`.",
};

/// The rule for bodies that only an example shows.
const EXAMPLE_PROVES_BODY: &str = "lap/example-proves-body";
/// The rule for the media type of bodies, which LAP never states.
pub(super) const BODIES_ARE_JSON: &str = "lap/bodies-are-json";
/// The rule for bodies that carry files.
const FILES_ARE_PARTS: &str = "lap/files-are-form-parts";

impl<'a> Reader<'_, 'a> {
    /// The example body of a call, if it has one.
    pub(super) fn example(&mut self, endpoint: &Endpoint<'a>) -> Option<Json> {
        let text = endpoint.example_request?;
        match serde_json::from_str(text) {
            Ok(value) => Some(value),
            Err(error) => {
                let at = text.get(error.column().saturating_sub(1)..).unwrap_or_default();
                let place = if at.is_empty() { text } else { at };
                let why = error.to_string();
                let why = why.split(" at line ").next().unwrap_or_default();
                let message = format!("the example is no JSON: {why}");
                let problem = Diagnostic::warning(&EXAMPLE, self.places.span(place), message);
                self.diagnostics
                    .push(problem.label("stops to be JSON here").help("write the example as JSON in one line"));
                None
            }
        }
    }

    /// The body of a call.
    pub(super) fn body(
        &mut self,
        endpoint: &Endpoint<'a>,
        listed: &mut Listed<'a>,
        example: Option<Json>,
        root: &Context<'_>,
    ) -> Option<Body> {
        let (ty, required, origin) = self.body_type(endpoint, listed, example.as_ref(), root)?;
        let place = origin.span();
        let (media_type, rule) = if listed.has_files {
            ("multipart/form-data", FILES_ARE_PARTS)
        } else {
            ("application/json", BODIES_ARE_JSON)
        };
        let span = endpoint.example_request.map_or(place, |text| self.places.span(text));
        let content = Content {
            examples: example.into_iter().map(|value| Example { name: None, value, fits: false, span }).collect(),
            ..Content::new(media_type, ty, Origin::Inferred(rule, place))
        };
        Some(Body { required, contents: vec![content], docs: String::new(), origin })
    }

    /// The type of the body, whether it must be sent, and why there is one. LAP does not say whether a body must be sent: a
    /// required field needs one, and an example shows that one is expected.
    fn body_type(
        &mut self,
        endpoint: &Endpoint<'a>,
        listed: &mut Listed<'a>,
        example: Option<&Json>,
        root: &Context<'_>,
    ) -> Option<(Ref, bool, Origin)> {
        if let Some(name) = endpoint.body {
            let origin = self.places.stated(name);
            return Some((Ref::Named(self.model.named(name, origin)), true, origin));
        }
        if let Some(origin) = listed.body {
            let fields = std::mem::take(&mut listed.fields);
            let required = example.is_some() || fields.iter().any(|field| field.required);
            let shape = Shape::Object(Object { fields, ..Object::default() });
            let context = root.within("request");
            let id = self.model.anonymous(&context.parts(), None, shape, "", origin);
            return Some((Ref::Named(id), required, origin));
        }
        let text = endpoint.example_request?;
        let ty = if example?.is_array() { Ref::list(Ref::Any) } else { Ref::Any };
        Some((ty, true, self.places.inferred(EXAMPLE_PROVES_BODY, text)))
    }
}
