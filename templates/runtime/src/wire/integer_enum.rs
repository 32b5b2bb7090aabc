//! Whole numbers of which the document names some.

use super::value::{Become, Form, FormMut, KindOf, Scalar, ScalarMut};

/// An emitted enum of whole numbers. Values that the document does not list are kept.
pub trait IntegerEnum: From<i64> + 'static {
    /// The values that the document lists, in the order of the variants.
    const VALUES: &'static [i64];
    /// The value.
    fn as_i64(&self) -> i64;
}

/// Marks emitted enums of whole numbers.
#[derive(Debug, Clone, Copy)]
pub struct IntegerEnumKind;

impl<T: IntegerEnum> KindOf<T> for IntegerEnumKind {
    #[inline]
    fn blank() -> T {
        T::from(0)
    }

    #[inline]
    fn form(value: &T) -> Form<'_> {
        Form::Scalar(Scalar::Integer(value.as_i64()))
    }

    #[inline]
    fn form_mut(value: &mut T, _target: Become) -> FormMut<'_> {
        FormMut::Scalar(ScalarMut::IntegerEnum(value))
    }
}

/// Any emitted enum of whole numbers, without its type.
pub trait AnyIntegerEnum {
    /// The values that the document lists.
    #[cfg(feature = "test-util")]
    fn values(&self) -> &'static [i64];
    /// Becomes what this number stands for.
    fn take(&mut self, number: i64);
}

impl<T: IntegerEnum> AnyIntegerEnum for T {
    #[cfg(feature = "test-util")]
    fn values(&self) -> &'static [i64] {
        T::VALUES
    }

    fn take(&mut self, number: i64) {
        *self = T::from(number);
    }
}
