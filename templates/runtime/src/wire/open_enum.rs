//! Strings of which the document lists some.

use super::value::{Become, Form, FormMut, KindOf, Scalar, ScalarMut};

/// An emitted enum of strings. Values that the document does not list are kept.
pub trait OpenEnum: for<'a> From<&'a str> + 'static {
    /// The values that the document lists, in the order of the variants.
    const VALUES: &'static [&'static str];
    /// The value.
    fn as_str(&self) -> &str;
}

/// Marks emitted enums.
#[derive(Debug, Clone, Copy)]
pub struct EnumKind;

impl<T: OpenEnum> KindOf<T> for EnumKind {
    #[inline]
    fn blank() -> T {
        T::from("")
    }

    #[inline]
    fn form(value: &T) -> Form<'_> {
        Form::Scalar(Scalar::Text(value.as_str()))
    }

    #[inline]
    fn form_mut(value: &mut T, _target: Become) -> FormMut<'_> {
        FormMut::Scalar(ScalarMut::Enum(value))
    }
}

/// Any emitted enum, without its type.
pub trait AnyEnum {
    /// The values that the document lists.
    #[cfg(feature = "test-util")]
    fn values(&self) -> &'static [&'static str];
    /// Becomes what this text stands for.
    fn take(&mut self, text: &str);
}

impl<T: OpenEnum> AnyEnum for T {
    #[cfg(feature = "test-util")]
    fn values(&self) -> &'static [&'static str] {
        T::VALUES
    }

    fn take(&mut self, text: &str) {
        *self = T::from(text);
    }
}
