//! Lists whose places have types of their own: a struct with a field for each place.

use super::value::{Become, Form, FormMut, Items, KindOf, Value};

/// A list with places, as the generator emits it.
pub trait Tuple: Items + Default + Value {}

/// Marks emitted tuples.
#[derive(Debug, Clone, Copy)]
pub struct TupleKind;

impl<T: Tuple> KindOf<T> for TupleKind {
    #[inline]
    fn blank() -> T {
        T::default()
    }

    #[inline]
    fn form(value: &T) -> Form<'_> {
        Form::List(value)
    }

    #[inline]
    fn form_mut(value: &mut T, _target: Become) -> FormMut<'_> {
        FormMut::List(value)
    }
}

/// How many items are written: up to the last place that is set, or all with those behind the places. Places between that
/// are not set are null.
#[must_use]
pub fn length(places: &[&dyn Value], more: usize) -> usize {
    if more > 0 {
        return places.len() + more;
    }
    places.iter().rposition(|place| !place.is_absent()).map_or(0, |last| last + 1)
}

/// Makes the place that comes next a blank value to read into.
pub fn open(place: &mut dyn Value) -> &mut dyn Value {
    // What was absent becomes a value by that.
    place.form_mut(Become::Value);
    place
}
