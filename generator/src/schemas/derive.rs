//! Schemas from types, where no document writes any.

use std::collections::HashMap;

use crate::model::{
    Choice, Constraints, Field, Format, Json, KindSet, Limits, ListRules, Logic, Model, Object, ObjectRules, Property,
    Ref, Rest, Scalar, ScalarKind, Schema, SchemaId, Schemas, Shape, Tag, Tagged, Tuple, TypeId, TypeName, Unlisted,
};

/// The schemas of a model and those that its types give.
pub(crate) struct Derived<'a> {
    model: &'a Model,
    schemas: Schemas,
    types: HashMap<TypeId, SchemaId>,
    names: HashMap<&'a str, TypeId>,
    open: Vec<(SchemaId, TypeId)>,
}

impl<'a> Derived<'a> {
    pub(crate) fn new(model: &'a Model) -> Self {
        let names = model.named_types().collect();
        let mut derived =
            Self { model, schemas: model.schemas.clone(), types: HashMap::new(), names, open: Vec::new() };
        derived.liken();
        derived
    }

    /// Gives schemas that are as a type says what the type says.
    fn liken(&mut self) {
        for at in 0..self.schemas.nodes.len() {
            let Some(name) = self.schemas.nodes.get(at).and_then(|node| node.like.clone()) else { continue };
            let like = self.names.get(name.as_str()).copied().map(|id| self.ty(id));
            if let Some(node) = self.schemas.nodes.get_mut(at) {
                node.like = None;
                node.logic.all.extend(like);
            }
        }
    }

    /// The schemas so far.
    pub(crate) fn schemas(&self) -> &Schemas {
        &self.schemas
    }

    /// All schemas.
    pub(super) fn finish(mut self) -> Schemas {
        self.describe();
        self.schemas
    }

    /// The schema that a document states, or that of a type.
    pub(crate) fn settle(&mut self, stated: Option<SchemaId>, ty: &Ref) -> SchemaId {
        let id = stated.unwrap_or_else(|| self.of(ty));
        self.describe();
        self.schemas.settled(id)
    }

    fn describe(&mut self) {
        while let Some((id, ty)) = self.open.pop() {
            let made = self.described(ty);
            if let Some(slot) = self.schemas.nodes.get_mut(id.0 as usize) {
                *slot = made;
            }
        }
    }

    /// The schema of a type, which is described later if it was not yet.
    fn ty(&mut self, id: TypeId) -> SchemaId {
        if let Some(known) = self.types.get(&id) {
            return *known;
        }
        let schema = self.schemas.add(Schema::default());
        self.types.insert(id, schema);
        self.open.push((schema, id));
        schema
    }

    fn described(&mut self, id: TypeId) -> Schema {
        let model = self.model;
        let ty = model.ty(id);
        let mut schema = match &ty.shape {
            Shape::Object(object) => self.object(object),
            Shape::Tuple(tuple) => self.tuple(tuple),
            Shape::Choice(choice) => self.choice(choice),
            Shape::Enum(values) => self::scalar(&values.scalar()),
            Shape::Alias(target) => {
                let target = self.of(target);
                Schema { logic: Logic { all: vec![target], ..Logic::default() }, ..Schema::default() }
            }
            Shape::Undefined => Schema::default(),
        };
        if let TypeName::Named(name) = &ty.name {
            schema.name = Some(name.clone());
        }
        schema
    }

    fn of(&mut self, ty: &Ref) -> SchemaId {
        let schema = match ty {
            Ref::Named(id) => return self.ty(*id),
            Ref::Scalar(scalar) => self::scalar(scalar),
            Ref::List { item, count, unique } => {
                let list =
                    ListRules { items: Some(self.of(item)), count: *count, unique: *unique, ..ListRules::default() };
                Schema { list, ..Schema::of(KindSet::ARRAY) }
            }
            Ref::Map { value, count } => {
                let object = ObjectRules { rest: Some(self.of(value)), count: *count, ..ObjectRules::default() };
                Schema { object, ..Schema::of(KindSet::OBJECT) }
            }
            Ref::Nullable(inner) => self.nullable(inner),
            Ref::Any => Schema::default(),
        };
        self.schemas.add(schema)
    }

    fn nullable(&mut self, inner: &Ref) -> Schema {
        let id = self.of(inner);
        match self.schemas.node(id).filter(|_| !matches!(inner, Ref::Named(_))) {
            Some(schema) => {
                let mut schema = schema.clone();
                schema.kinds = schema.kinds.or(KindSet::NULL);
                schema.values.iter_mut().for_each(|values| values.push(Json::Null));
                schema
            }
            None => {
                let null = self.schemas.add(Schema::of(KindSet::NULL));
                Schema { logic: Logic { any: vec![null, id], ..Logic::default() }, ..Schema::default() }
            }
        }
    }

    fn object(&mut self, object: &Object) -> Schema {
        let properties = object.fields.iter().map(|field| self.property(field)).collect();
        let rest = self.rest(&object.rest);
        let required = object.fields.iter().filter(|field| field.required).map(|field| field.wire.clone()).collect();
        let object = ObjectRules { properties, required, rest, count: object.count, ..ObjectRules::default() };
        Schema { object, ..Schema::of(KindSet::OBJECT) }
    }

    fn tuple(&mut self, tuple: &Tuple) -> Schema {
        let list = ListRules {
            first: tuple.places.iter().map(|place| self.of(&place.ty)).collect(),
            items: self.rest(&tuple.rest),
            count: tuple.count,
            ..ListRules::default()
        };
        Schema { list, ..Schema::of(KindSet::ARRAY) }
    }

    fn rest(&mut self, rest: &Rest) -> Option<SchemaId> {
        match rest {
            Rest::Ignored => None,
            Rest::Refused => Some(self.schemas.add(Schema::nothing())),
            Rest::Kept(value) => Some(self.of(value)),
        }
    }

    fn property(&mut self, field: &Field) -> Property {
        let schema = self.of(&field.ty);
        Property { wire: field.wire.clone(), schema, read_only: field.read_only, write_only: field.write_only }
    }

    fn choice(&mut self, choice: &Choice) -> Schema {
        let mut cases: Vec<_> = choice.cases.iter().map(|case| (case.tags.clone(), self.of(&case.ty))).collect();
        match &choice.tag {
            Tag::Member(member) => {
                let mut other = None;
                match &choice.unlisted {
                    Unlisted::Unknown => {}
                    Unlisted::Base { ty, tags } => cases.push((tags.clone(), self.of(ty))),
                    Unlisted::Case(case) => other = cases.get(*case).map(|(_, id)| *id),
                }
                let tagged = Some(Tagged { member: member.clone(), cases, other });
                Schema { logic: Logic { tagged, ..Logic::default() }, ..Schema::of(KindSet::OBJECT) }
            }
            Tag::Probed => {
                let group = cases.into_iter().map(|(_, id)| id).collect();
                let (any, one) = if choice.exclusive { (Vec::new(), group) } else { (group, Vec::new()) };
                Schema { logic: Logic { any, one, ..Logic::default() }, ..Schema::default() }
            }
        }
    }
}

fn scalar(scalar: &Scalar) -> Schema {
    let constraints = Constraints::clone(&scalar.constraints);
    let Constraints { length, pattern, minimum, maximum, .. } = constraints;
    let Constraints { exclusive_minimum, exclusive_maximum, multiple_of, values, .. } = constraints;
    let kinds = match scalar.kind {
        ScalarKind::String | ScalarKind::Bytes => KindSet::STRING,
        ScalarKind::Integer => KindSet::INTEGER,
        ScalarKind::Number => KindSet::NUMBER,
        ScalarKind::Boolean => KindSet::BOOLEAN,
        ScalarKind::Null => KindSet::NULL,
    };
    // Lengths of octets are not those of the text that they travel in.
    let is_text = scalar.kind != ScalarKind::Bytes;
    Schema {
        values: (!values.is_empty()).then_some(values),
        format: scalar.format.clone().filter(|format| is_text || *format == Format::Byte),
        length: if is_text { length } else { crate::model::Bounds::default() },
        pattern: pattern.filter(|_| is_text),
        limits: Limits { minimum, maximum, above: exclusive_minimum, below: exclusive_maximum, multiple_of },
        ..Schema::of(kinds)
    }
}
