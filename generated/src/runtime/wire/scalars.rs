//! Strings, numbers, booleans and octets.

use super::Bytes;
use super::value::{Become, Form, FormMut, Scalar, ScalarMut, Value};

impl Value for String {
    fn blank() -> Self {
        Self::new()
    }

    fn form(&self) -> Form<'_> {
        Form::Scalar(Scalar::Text(self))
    }

    fn form_mut(&mut self, _target: Become) -> FormMut<'_> {
        FormMut::Scalar(ScalarMut::Text(self))
    }
}

/// Values of the language that are copied.
macro_rules! copied {
    ($($ty:ident: $scalar:ident($value:ident => $wide:expr), $slot:ident;)*) => {$(
        impl Value for $ty {
            fn blank() -> Self {
                Self::default()
            }

            fn form(&self) -> Form<'_> {
                let $value = *self;
                Form::Scalar(Scalar::$scalar($wide))
            }

            fn form_mut(&mut self, _target: Become) -> FormMut<'_> {
                FormMut::Scalar(ScalarMut::$slot(self))
            }
        }
    )*};
}

copied! {
    bool: Boolean(value => value), Boolean;
    i32: Integer(value => i64::from(value)), Integer32;
    i64: Integer(value => value), Integer;
    u64: Unsigned(value => value), Unsigned;
    f64: Number(value => value), Number;
}

/// Octets: base64 (RFC 4648, section 4) in JSON, themselves in files and raw bodies.
impl Value for Bytes {
    fn blank() -> Self {
        Self::new()
    }

    fn form(&self) -> Form<'_> {
        Form::Bytes(self)
    }

    fn form_mut(&mut self, _target: Become) -> FormMut<'_> {
        FormMut::Bytes(self)
    }
}
