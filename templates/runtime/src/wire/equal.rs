//! When two values are the same: when the same would be sent.

use super::value::{Form, Value};
use super::{Field, Model, write};

/// Whether two values of one type hold the same.
#[must_use]
pub fn equal(one: &dyn Value, other: &dyn Value) -> bool {
    match (one.form(), other.form()) {
        (Form::Absent, Form::Absent) => true,
        (Form::Extra(one), Form::Extra(other)) => one == other,
        (Form::Bytes(one), Form::Bytes(other)) => one == other,
        (Form::File(one), Form::File(other)) => one == other,
        (Form::Model(one), Form::Model(other)) => equal_models(one, other),
        (Form::Choice(one), Form::Choice(other)) => {
            let ((one_case, one), (other_case, other)) = (one.selected(), other.selected());
            one_case == other_case && equal(one, other)
        }
        (Form::List(one), Form::List(other)) => {
            let same = |at| matches!((one.item(at), other.item(at)), (Some(one), Some(other)) if equal(one, other));
            one.len() == other.len() && (0..one.len()).all(same)
        }
        (Form::Map(one), Form::Map(other)) => {
            let mut same = one.len() == other.len();
            one.each(&mut |name, one| same = same && other.get(name).is_some_and(|other| equal(one, other)));
            same
        }
        (Form::Scalar(_), Form::Scalar(_)) => write(one) == write(other),
        _ => false,
    }
}

fn equal_models(one: &dyn Model, other: &dyn Model) -> bool {
    (0..one.places()).all(|at| equal(one.view(at), other.view(at))) && one.extra() == other.extra()
}

/// A field that a setter fills.
pub trait Settable<T> {
    /// Takes in what becomes a value.
    fn set(&mut self, value: impl Into<T>);
}

impl<T> Settable<T> for Option<T> {
    fn set(&mut self, value: impl Into<T>) {
        *self = Some(value.into());
    }
}

impl<T> Settable<T> for Option<Box<T>> {
    fn set(&mut self, value: impl Into<T>) {
        *self = Some(Box::new(value.into()));
    }
}

impl<T> Settable<T> for Field<T> {
    fn set(&mut self, value: impl Into<T>) {
        *self = Self::Value(value.into());
    }
}

impl<T> Settable<T> for Field<Box<T>> {
    fn set(&mut self, value: impl Into<T>) {
        *self = Self::Value(Box::new(value.into()));
    }
}
