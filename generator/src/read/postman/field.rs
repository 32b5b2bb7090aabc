//! Types of forms, by what all requests that send one show. Does not know how requests hold them.

use std::collections::HashMap;

use super::evidence::TYPE_BY_EXAMPLE;
use super::form::{Form, Part};
use super::reader::Reader;
use super::syntax::pair::{Pair, Same, Shown};
use crate::model::{Encoding, Field, Location, Object, Origin, Ref, Rest, ScalarKind, Shape};

impl Reader<'_, '_> {
    /// The type of a form, and how its parts travel.
    pub(super) fn form(&mut self, form: &Form, context: &[String]) -> (Ref, Vec<Encoding>) {
        let mut shown = Shown::default();
        for (call, part) in &form.0 {
            shown.add(*call, &part.pair.key, &part.pair);
        }
        let by_pair: HashMap<*const Pair, &Part> =
            form.0.iter().map(|(_, part)| (std::ptr::from_ref(&part.pair), part)).collect();
        let mut fields = Vec::new();
        let mut encodings = Vec::new();
        for Same { pairs, repeats, .. } in &shown.0 {
            let parts: Vec<&Part> =
                pairs.iter().filter_map(|pair| by_pair.get(&std::ptr::from_ref(*pair)).copied()).collect();
            let is_file = parts.iter().any(|part| part.is_file);
            let Some(known) = pairs.first().and_then(|first| self.described(&first.key, Location::Query, pairs)) else {
                continue;
            };
            let ty = if is_file { Ref::scalar(ScalarKind::Bytes) } else { known.ty };
            let ty = if *repeats { Ref::list(ty) } else { ty };
            let mut field = Field::new(&known.wire, ty, known.origin);
            field.docs = known.docs;
            field.required = known.required;
            fields.push(field);
            if let Some(media_type) = parts.iter().find_map(|part| part.media_type.clone()) {
                encodings.push(Encoding { media_type: Some(media_type), ..Encoding::new(known.wire) });
            }
        }
        let Some(first) = form.0.first() else { return (Ref::map(Ref::string()), Vec::new()) };
        let origin = Origin::Inferred(TYPE_BY_EXAMPLE, first.1.pair.span);
        let parts: Vec<&str> = context.iter().map(String::as_str).collect();
        let shape = Shape::Object(Object { fields, rest: Rest::Ignored, ..Object::default() });
        (Ref::Named(self.model.anonymous(&parts, None, shape, "", origin)), encodings)
    }
}
