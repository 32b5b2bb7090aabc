//! Types where they are used: by what they look like, not by name.

use std::borrow::Cow;

use super::rules::{NULLABLE, TYPE};
use super::site::Site;
use super::{Differ, Values};
use crate::model::{Bounds, Enum, EnumKind, Model, Object, Ref, Rest, Scalar, ScalarKind, Shape, Tuple, TypeId};

/// How many names may stand for each other.
const HOPS: usize = 64;

impl<'a> Differ<'a> {
    /// Compares what may travel at one place.
    pub(super) fn ty(&mut self, old: &'a Ref, new: &'a Ref, site: &Site) {
        let (was, old_null) = resolved(self.old, old);
        let (is, new_null) = resolved(self.new, new);
        match (old_null, new_null) {
            (false, true) if !matches!(was, Ref::Any) => self.values(&NULLABLE, site, "may be null now", Values::MORE),
            (true, false) if !matches!(is, Ref::Any) => {
                self.values(&NULLABLE, site, "may not be null any more", Values::FEWER);
            }
            _ => {}
        }
        // What has no name comes to an end; names lead anywhere, and back.
        if is_name(old) || is_name(new) || is_name(was) || is_name(is) {
            if self.seen.insert((Key::of(was), Key::of(is), site.position)) {
                self.queue.push_back((was, is, site.clone()));
            }
        } else {
            self.resolved_types(was, is, site);
        }
    }

    fn resolved_types(&mut self, old: &'a Ref, new: &'a Ref, site: &Site) {
        match (old, new) {
            (Ref::Any, Ref::Any) => {}
            (Ref::Scalar(old), Ref::Scalar(new)) => self.scalar(old, new, site),
            (Ref::List { item: was, count: old, .. }, Ref::List { item: is, count: new, .. }) => {
                self.bounds("items", *old, *new, site);
                self.ty(was, is, &site.each("[]"));
            }
            (Ref::Map { value: was, count: old }, Ref::Map { value: is, count: new }) => {
                self.bounds("members", *old, *new, site);
                self.ty(was, is, &site.each("{}"));
            }
            (Ref::Named(was), Ref::Named(is)) => match (&self.old.ty(*was).shape, &self.new.ty(*is).shape) {
                (Shape::Object(was), Shape::Object(is)) => self.object(was, is, site),
                (Shape::Enum(was), Shape::Enum(is)) if was.kind == is.kind => self.enumeration(was, is, site),
                (Shape::Enum(was), Shape::Enum(is)) => self.scalar(&was.scalar(), &is.scalar(), site),
                (Shape::Choice(was), Shape::Choice(is)) => self.choice(was, is, site),
                (Shape::Tuple(was), Shape::Tuple(is)) => self.tuple(was, is, site),
                _ => self.other(old, new, site),
            },
            _ => match (numbers(self.old, old), numbers(self.new, new)) {
                (Some(old), Some(new)) => self.scalar(&old, &new, site),
                _ => self.other(old, new, site),
            },
        }
    }

    /// Compares the types that an operation has led to.
    pub(super) fn queued(&mut self) {
        while let Some((old, new, site)) = self.queue.pop_front() {
            self.resolved_types(old, new, &site);
        }
    }

    /// Places are the same by where they stand; one that is new or gone takes other items than before.
    fn tuple(&mut self, old: &'a Tuple, new: &'a Tuple, site: &Site) {
        self.bounds("items", old.count, new.count, site);
        for (at, (was, is)) in old.places.iter().zip(&new.places).enumerate() {
            self.ty(&was.ty, &is.ty, &site.inner(&at.to_string()));
        }
        if old.places.len() != new.places.len() {
            let what = format!("{} places are described now, {} were", new.places.len(), old.places.len());
            self.values(&TYPE, site, what, Values::OTHER);
        }
        self.rest("items", &old.rest, &new.rest, site);
    }

    /// Two kinds of types: one may still take every value of the other.
    fn other(&mut self, old: &Ref, new: &Ref, site: &Site) {
        let (was, is) = (self.kind(self.old, old), self.kind(self.new, new));
        let takes_all = |one: &Kind, other: &Kind| match one {
            Kind::Any => true,
            Kind::Text => matches!(other, Kind::Enum),
            Kind::Object { is_free } => *is_free && matches!(other, Kind::Object { .. }),
            Kind::Enum | Kind::Else => false,
        };
        let values = match (takes_all(&is, &was), takes_all(&was, &is)) {
            (true, true) => return,
            (true, false) => Values::MORE,
            (false, true) => Values::FEWER,
            (false, false) => Values::OTHER,
        };
        let (was, is) = (self.described(self.old, old), self.described(self.new, new));
        self.values(&TYPE, site, format!("{was} is now {is}"), values);
    }

    fn kind(&self, model: &Model, ty: &Ref) -> Kind {
        match ty {
            Ref::Any => Kind::Any,
            Ref::Scalar(scalar) if scalar.kind == ScalarKind::String && scalar.constraints == Default::default() => {
                Kind::Text
            }
            Ref::Map { value, .. } => Kind::Object { is_free: matches!(**value, Ref::Any) },
            Ref::Named(id) => match &model.ty(*id).shape {
                Shape::Undefined => Kind::Any,
                Shape::Enum(Enum { kind: EnumKind::String, .. }) => Kind::Enum,
                Shape::Object(object) => Kind::Object { is_free: is_free(object) },
                Shape::Enum(_) | Shape::Choice(_) | Shape::Tuple(_) | Shape::Alias(_) => Kind::Else,
            },
            _ => Kind::Else,
        }
    }

    /// A type in words.
    pub(super) fn described(&self, model: &Model, ty: &Ref) -> String {
        match ty {
            Ref::Any => "any value".to_owned(),
            Ref::Scalar(scalar) => super::scalars::described(scalar),
            Ref::List { .. } => "a list".to_owned(),
            Ref::Map { .. } => "a map".to_owned(),
            Ref::Nullable(inner) => self.described(model, inner),
            Ref::Named(id) => match &model.ty(*id).shape {
                Shape::Undefined => "any value".to_owned(),
                Shape::Enum(Enum { kind: EnumKind::String, .. }) => "one of several texts".to_owned(),
                Shape::Enum(Enum { kind: EnumKind::Integer, .. }) => "one of several whole numbers".to_owned(),
                Shape::Object(_) => "an object".to_owned(),
                Shape::Choice(_) => "one of several types".to_owned(),
                Shape::Tuple(_) => "a list of places".to_owned(),
                Shape::Alias(_) => "another type".to_owned(),
            },
        }
    }

    /// How many there may be of something.
    pub(super) fn bounds(&mut self, of: &str, old: Bounds, new: Bounds, site: &Site) {
        self.least(&format!("least number of {of}"), old.min, new.min, site);
        self.greatest(&format!("greatest number of {of}"), old.max, new.max, site);
    }
}

/// What makes a type the same wherever it is met: its name, or where the alias that it is written in stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Key {
    Named(TypeId),
    At(*const Ref),
}

impl Key {
    fn of(ty: &Ref) -> Self {
        match ty {
            Ref::Named(id) => Self::Named(*id),
            other => Self::At(other),
        }
    }
}

/// Whether a type stands under a name, alone or with null.
fn is_name(ty: &Ref) -> bool {
    match ty {
        Ref::Named(_) => true,
        Ref::Nullable(inner) => matches!(**inner, Ref::Named(_)),
        _ => false,
    }
}

/// A type without the names that stand for it, and whether null is allowed beside it.
pub(super) fn resolved<'a>(model: &'a Model, ty: &'a Ref) -> (&'a Ref, bool) {
    let mut is_nullable = false;
    let mut at = ty;
    for _ in 0..HOPS {
        match at {
            Ref::Nullable(inner) => {
                is_nullable = true;
                at = inner;
            }
            Ref::Named(id) => match &model.ty(*id).shape {
                Shape::Alias(target) => at = target,
                Shape::Undefined => return (&Ref::Any, is_nullable),
                _ => return (at, is_nullable),
            },
            other => return (other, is_nullable),
        }
    }
    (&Ref::Any, is_nullable)
}

/// The scalar that a type is, if it is one: whole numbers are a type of their own only where a document names them.
fn numbers<'a>(model: &Model, ty: &'a Ref) -> Option<Cow<'a, Scalar>> {
    match ty {
        Ref::Scalar(scalar) => Some(Cow::Borrowed(scalar)),
        Ref::Named(id) => match &model.ty(*id).shape {
            Shape::Enum(values) if values.kind == EnumKind::Integer => Some(Cow::Owned(values.scalar())),
            _ => None,
        },
        _ => None,
    }
}

/// What matters of a type when it is compared with one of another kind.
enum Kind {
    Any,
    Text,
    Enum,
    /// An object or a map; a free one takes any object.
    Object {
        is_free: bool,
    },
    Else,
}

/// Whether every object is a value of it.
fn is_free(object: &Object) -> bool {
    object.fields.is_empty() && object.rest != Rest::Refused && object.count == Bounds::default()
}

/// What a type looks like, to the given depth: types of one look are taken for the same.
pub(super) fn look(model: &Model, ty: &Ref, depth: usize) -> String {
    let inner = |ty: &Ref| if depth == 0 { "…".to_owned() } else { look(model, ty, depth - 1) };
    match ty {
        Ref::Any => "any".to_owned(),
        Ref::Scalar(scalar) => format!("{:?}", scalar.kind),
        Ref::List { item, .. } => format!("[{}]", inner(item)),
        Ref::Map { value, .. } => format!("{{{}}}", inner(value)),
        Ref::Nullable(ty) => inner(ty),
        Ref::Named(id) => look_of(model, *id, &inner),
    }
}

fn look_of(model: &Model, id: TypeId, inner: &dyn Fn(&Ref) -> String) -> String {
    const MEMBERS: usize = 40;
    match &model.ty(id).shape {
        Shape::Alias(target) => inner(target),
        Shape::Undefined => "any".to_owned(),
        Shape::Enum(values) => values.values.iter().take(MEMBERS).map(|value| format!("{:?}|", value.wire)).collect(),
        Shape::Object(object) => {
            let mut members: Vec<&str> = object.fields.iter().map(|field| field.wire.as_str()).collect();
            members.sort_unstable();
            format!("({})", members.join(","))
        }
        Shape::Tuple(tuple) => {
            let places: Vec<String> = tuple.places.iter().take(MEMBERS).map(|place| inner(&place.ty)).collect();
            format!("[{}]", places.join(","))
        }
        Shape::Choice(choice) => {
            let mut cases: Vec<String> = choice.cases.iter().take(MEMBERS).map(|case| inner(&case.ty)).collect();
            cases.sort_unstable();
            format!("<{}>", cases.join("|"))
        }
    }
}
