//! Types by example: what comes of what several values have in common. Does not know where they were shown.

use super::evidence::{Evidence, Member, TYPE_BY_EXAMPLE, is_secret};
use super::reader::Reader;
use crate::model::{Field, Object, Origin, Ref, Rest, ScalarKind, Shape};

impl Reader<'_, '_> {
    /// The type of all values. `context` tells where they are.
    pub(super) fn by_example(&mut self, evidence: &Evidence, context: &mut Vec<String>) -> Ref {
        let scalars = evidence.strings + evidence.integers + evidence.fractions + evidence.booleans;
        let ty = match (scalars, evidence.lists, evidence.objects) {
            (1.., 0, 0) => evidence.scalar().map_or(Ref::Any, Ref::Scalar),
            (0, 1.., 0) => Ref::list(self.item(evidence, context)),
            (0, 0, 1..) => self.object(evidence, context),
            _ => Ref::Any,
        };
        if evidence.nulls > 0 { ty.nullable() } else { ty }
    }

    fn item(&mut self, evidence: &Evidence, context: &mut Vec<String>) -> Ref {
        let Some(item) = &evidence.item else { return Ref::Any };
        context.push("item".to_owned());
        let ty = self.by_example(item, context);
        context.pop();
        ty
    }

    fn object(&mut self, evidence: &Evidence, context: &mut Vec<String>) -> Ref {
        if evidence.members.is_empty() {
            return Ref::map(Ref::Any);
        }
        if evidence.is_map() {
            let mut values = Evidence::default();
            evidence.members.iter().for_each(|member| values.absorb(&member.evidence));
            context.push("value".to_owned());
            let ty = self.by_example(&values, context);
            context.pop();
            return Ref::map(ty);
        }
        let fields = evidence.members.iter().map(|member| self.field(member, context)).collect();
        let shape = Shape::Object(Object { fields, rest: Rest::Ignored, ..Object::default() });
        let parts: Vec<&str> = context.iter().map(String::as_str).collect();
        let origin =
            evidence.span.map_or(self.origin(self.collection.span), |span| Origin::Inferred(TYPE_BY_EXAMPLE, span));
        Ref::Named(self.model.anonymous(&parts, None, shape, "", origin))
    }

    fn field(&mut self, member: &Member, context: &mut Vec<String>) -> Field {
        context.push(member.name.clone());
        let ty = self.by_example(&member.evidence, context);
        context.pop();
        let is_text = matches!(&ty, Ref::Scalar(scalar) if scalar.kind == ScalarKind::String);
        Field { secret: is_text && is_secret(&member.name), ..Field::new(&member.name, ty, self.origin(member.span)) }
    }
}
