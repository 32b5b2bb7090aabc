//! Every use of a type, in document order: to look at, or to change.

use super::{
    Content, Encoding, Model, Operation, Ref, Response, Rest, Schema, SchemaId, Shape, Style, TypeId, Unlisted,
};

impl Shape {
    /// The uses of types directly in it, in document order.
    pub fn refs(&self) -> Vec<&Ref> {
        match self {
            Self::Object(object) => {
                let rest = match &object.rest {
                    Rest::Kept(rest) => Some(rest.as_ref()),
                    Rest::Ignored | Rest::Refused => None,
                };
                object.fields.iter().map(|field| &field.ty).chain(rest).collect()
            }
            Self::Tuple(tuple) => {
                let rest = match &tuple.rest {
                    Rest::Kept(rest) => Some(rest.as_ref()),
                    Rest::Ignored | Rest::Refused => None,
                };
                tuple.places.iter().map(|place| &place.ty).chain(rest).collect()
            }
            Self::Choice(choice) => choice.cases.iter().map(|case| &case.ty).chain(choice.unlisted.base()).collect(),
            Self::Alias(target) => vec![target],
            Self::Enum(_) | Self::Undefined => Vec::new(),
        }
    }

    /// The same, to be changed.
    pub fn refs_mut(&mut self) -> Vec<&mut Ref> {
        match self {
            Self::Object(object) => {
                let rest = match &mut object.rest {
                    Rest::Kept(rest) => Some(rest.as_mut()),
                    Rest::Ignored | Rest::Refused => None,
                };
                object.fields.iter_mut().map(|field| &mut field.ty).chain(rest).collect()
            }
            Self::Tuple(tuple) => {
                let rest = match &mut tuple.rest {
                    Rest::Kept(rest) => Some(rest.as_mut()),
                    Rest::Ignored | Rest::Refused => None,
                };
                tuple.places.iter_mut().map(|place| &mut place.ty).chain(rest).collect()
            }
            Self::Choice(choice) => {
                let base = match &mut choice.unlisted {
                    Unlisted::Base { ty, .. } => Some(ty),
                    Unlisted::Unknown | Unlisted::Case(_) => None,
                };
                choice.cases.iter_mut().map(|case| &mut case.ty).chain(base).collect()
            }
            Self::Alias(target) => vec![target],
            Self::Enum(_) | Self::Undefined => Vec::new(),
        }
    }

    /// The ids of the types that it uses, in document order.
    #[must_use]
    pub fn uses(&self) -> Vec<TypeId> {
        let mut ids = Vec::new();
        for used in self.refs() {
            used.visit(&mut |id| ids.push(id));
        }
        ids
    }
}

impl Shape {
    /// How many members, cases or values it lists.
    #[must_use]
    pub fn members(&self) -> usize {
        match self {
            Self::Object(object) => object.fields.len(),
            Self::Choice(choice) => choice.cases.len(),
            Self::Tuple(tuple) => tuple.places.len(),
            Self::Enum(values) => values.values.len(),
            Self::Alias(_) | Self::Undefined => 0,
        }
    }
}

impl Operation {
    /// The uses of types in it: parameters, body, then responses with their headers.
    pub fn refs(&self) -> Vec<&Ref> {
        let body = self.body.iter().flat_map(|body| &body.contents).map(|content| &content.ty);
        let answers = self.responses.iter().flat_map(Response::refs);
        self.parameters.iter().map(|parameter| &parameter.ty).chain(body).chain(answers).collect()
    }

    /// The same, to be changed.
    pub fn refs_mut(&mut self) -> Vec<&mut Ref> {
        let body = self.body.iter_mut().flat_map(|body| &mut body.contents).map(|content| &mut content.ty);
        let answers = self.responses.iter_mut().flat_map(Response::refs_mut);
        self.parameters.iter_mut().map(|parameter| &mut parameter.ty).chain(body).chain(answers).collect()
    }
}

impl Operation {
    /// The schemas that documents write of what is in it.
    fn schemas_mut(&mut self) -> impl Iterator<Item = &mut SchemaId> {
        let parameters = self.parameters.iter_mut().filter_map(|parameter| parameter.schema.as_mut());
        let contents = self.body.iter_mut().flat_map(|body| &mut body.contents);
        let contents = contents.filter_map(|content| content.schema.as_mut());
        parameters.chain(contents).chain(self.responses.iter_mut().flat_map(Response::schemas_mut))
    }
}

impl Response {
    fn schemas_mut(&mut self) -> impl Iterator<Item = &mut SchemaId> {
        let headers = self.headers.iter_mut().filter_map(|header| header.schema.as_mut());
        headers.chain(self.contents.iter_mut().filter_map(|content| content.schema.as_mut()))
    }

    /// The uses of types in it: headers, then contents.
    pub fn refs(&self) -> Vec<&Ref> {
        let headers = self.headers.iter().map(|header| &header.ty);
        headers.chain(self.contents.iter().map(|content| &content.ty)).collect()
    }

    /// The same, to be changed.
    pub fn refs_mut(&mut self) -> Vec<&mut Ref> {
        let headers = self.headers.iter_mut().map(|header| &mut header.ty);
        headers.chain(self.contents.iter_mut().map(|content| &mut content.ty)).collect()
    }
}

impl Model {
    /// What a use of a type is, by whatever name, and null aside. Names that lead in a circle are one of themselves.
    #[must_use]
    pub fn resolved<'a>(&'a self, ty: &'a Ref) -> &'a Ref {
        let mut ty = ty;
        for _ in 0..=self.types.len() {
            ty = match ty {
                Ref::Nullable(inner) => inner,
                Ref::Named(id) => match &self.ty(*id).shape {
                    Shape::Alias(target) => target,
                    _ => return ty,
                },
                _ => return ty,
            };
        }
        ty
    }

    /// How a field of a form is written, unless that is what it is without a style: only objects are told apart by the
    /// usual one.
    #[must_use]
    pub fn written(&self, content: &Content, encoding: &Encoding) -> Option<(Style, bool)> {
        let is_usual = |written: &(Style, bool)| *written == (Style::Form, true) && !encoding.allow_reserved;
        encoding.written().filter(|written| !is_usual(written) || self.may_have_members(content, &encoding.field))
    }

    /// Whether a field of a form may be an object, or a list of something else than scalars.
    fn may_have_members(&self, content: &Content, field: &str) -> bool {
        let Ref::Named(id) = self.resolved(&content.ty) else { return true };
        let Shape::Object(object) = &self.ty(*id).shape else { return true };
        let is_scalar = |ty: &Ref| match self.resolved(ty) {
            Ref::Scalar(_) => true,
            Ref::Named(id) => matches!(self.ty(*id).shape, Shape::Enum(_)),
            _ => false,
        };
        let field = object.fields.iter().find(|known| known.wire == field);
        field.is_none_or(|field| match self.resolved(&field.ty) {
            Ref::List { item, .. } => !is_scalar(item),
            ty => !is_scalar(ty),
        })
    }

    /// Whether null is allowed where a type is used, by the use or by what the name stands for.
    #[must_use]
    pub fn is_nullable(&self, ty: &Ref) -> bool {
        let mut ty = ty;
        for _ in 0..=self.types.len() {
            ty = match ty {
                Ref::Nullable(_) => return true,
                Ref::Named(id) => match &self.ty(*id).shape {
                    Shape::Alias(target) => target,
                    _ => return false,
                },
                _ => return false,
            };
        }
        false
    }

    /// Replaces every type id in every use.
    pub fn rename_types(&mut self, rename: &mut impl FnMut(TypeId) -> TypeId) {
        let operations = self.operations.iter_mut().flat_map(Operation::refs_mut);
        let usual = self.usual_responses.iter_mut().flat_map(Response::refs_mut);
        let types = self.types.iter_mut().flat_map(|ty| ty.shape.refs_mut());
        for used in operations.chain(usual).chain(types) {
            used.rename(rename);
        }
    }

    /// Replaces every schema id in every use, and in the schemas themselves.
    pub fn rename_schemas(&mut self, rename: &mut impl FnMut(SchemaId) -> SchemaId) {
        let inner = self.schemas.nodes.iter_mut().flat_map(Schema::inner_mut);
        inner.for_each(|id| *id = rename(*id));
        let operations = self.operations.iter_mut().flat_map(Operation::schemas_mut);
        let usual = self.usual_responses.iter_mut().flat_map(Response::schemas_mut);
        operations.chain(usual).for_each(|id| *id = rename(*id));
    }

    /// Removes the types that `keep` is false for; ids move up. No kept type and no operation may use a removed one.
    pub fn retain_types(&mut self, keep: impl Fn(TypeId) -> bool) {
        let mut next = 0;
        let kept: Vec<_> = (0..self.types.len() as u32).map(|id| keep(TypeId(id))).collect();
        let moved: Vec<_> = kept
            .iter()
            .map(|kept| {
                let id = TypeId(next);
                next += u32::from(*kept);
                id
            })
            .collect();
        let mut kept = kept.iter();
        self.types.retain(|_| kept.next().copied().unwrap_or(true));
        self.rename_types(&mut |id| moved.get(id.0 as usize).copied().unwrap_or(id));
    }
}
