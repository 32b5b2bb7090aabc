//! What makes two types equal: everything but prose, places, and the order of members.

use crate::model::{Choice, Enum, Object, Origin, Shape, Type, TypeId, TypeName};
use crate::source::{SourceId, Span};

/// A text that equal types share and different ones do not. `same` says which type a used type equals.
pub(super) fn of(ty: &Type, same: &impl Fn(TypeId) -> TypeId) -> String {
    let title = match &ty.name {
        TypeName::Anonymous { title, .. } => title.as_deref(),
        TypeName::Named(name) => Some(name.as_str()),
    };
    let mut shape = ty.shape.clone();
    for used in shape.refs_mut() {
        used.rename(&mut |id| same(id));
    }
    match &mut shape {
        Shape::Object(object) => bare_object(object),
        Shape::Choice(choice) => bare_choice(choice),
        Shape::Tuple(tuple) => tuple.places.iter_mut().for_each(|place| place.docs.clear()),
        Shape::Enum(values) => bare_enum(values),
        Shape::Alias(_) | Shape::Undefined => {}
    }
    format!("{title:?} {shape:?}")
}

fn bare_object(object: &mut Object) {
    let nowhere = Origin::Inferred("", Span::new(SourceId(0), 0, 0));
    for field in &mut object.fields {
        field.docs.clear();
        field.origin = nowhere;
    }
    object.fields.sort_by(|one, other| one.wire.cmp(&other.wire));
}

fn bare_choice(choice: &mut Choice) {
    for case in &mut choice.cases {
        case.docs.clear();
        case.name = None;
    }
}

fn bare_enum(values: &mut Enum) {
    for value in &mut values.values {
        value.docs.clear();
    }
}
