//! Uses of types: what stands behind the colon of a field, a parameter or a case.

use proc_macro2::TokenStream;
use quote::quote;

use super::super::Api;
use super::super::rust::ident;
use crate::model::{Format, Ref, Scalar, ScalarKind, TypeId};

/// Where a type is written, and what that place says about it.
#[derive(Debug, Clone, Copy)]
pub struct Position<'a> {
    /// Path of the module that holds the API's types, as seen from there: `super` or `types`.
    pub types: &'a TokenStream,
    /// Whether text must not be printed.
    pub secret: bool,
}

/// The type of a member of a struct or of arguments: `Option<T>`, or `Field<T>` for what may be null.
#[must_use]
pub fn member(api: &Api<'_>, position: Position<'_>, ty: &Ref, boxed: bool) -> TokenStream {
    let (wrapper, inner) = match ty {
        Ref::Nullable(inner) => (quote!(runtime::Field), &**inner),
        _ => (quote!(Option), ty),
    };
    let inner = owned(api, position, inner);
    if boxed { quote!(#wrapper<Box<#inner>>) } else { quote!(#wrapper<#inner>) }
}

/// The type of an item of a list or a value of a map.
#[must_use]
pub fn in_list(api: &Api<'_>, position: Position<'_>, ty: &Ref) -> TokenStream {
    match ty {
        Ref::Nullable(inner) => {
            let inner = owned(api, position, inner);
            quote!(runtime::Nullable<#inner>)
        }
        _ => owned(api, position, ty),
    }
}

/// The plain type: what a constructor takes and a call returns. Null is not part of it.
#[must_use]
pub fn owned(api: &Api<'_>, position: Position<'_>, ty: &Ref) -> TokenStream {
    match ty {
        Ref::Scalar(scalar) => self::scalar(scalar, position.secret),
        Ref::Named(id) => named(api, position, *id),
        Ref::List { item, .. } => {
            let item = in_list(api, position, item);
            quote!(Vec<#item>)
        }
        Ref::Map { value, .. } => {
            let value = in_list(api, position, value);
            quote!(BTreeMap<String, #value>)
        }
        Ref::Nullable(inner) => owned(api, position, inner),
        Ref::Any => quote!(runtime::Json),
    }
}

fn named(api: &Api<'_>, position: Position<'_>, id: TypeId) -> TokenStream {
    let types = position.types;
    let name = ident(api.names.ty(id));
    quote!(#types::#name)
}

fn scalar(scalar: &Scalar, secret: bool) -> TokenStream {
    match scalar.kind {
        ScalarKind::String if secret => quote!(runtime::Secret),
        ScalarKind::String => text(scalar.format.as_ref()),
        ScalarKind::Integer if scalar.format == Some(Format::Int32) => quote!(i32),
        ScalarKind::Integer if scalar.is_unsigned() => quote!(u64),
        ScalarKind::Integer => quote!(i64),
        ScalarKind::Number if scalar.is_decimal() => quote!(runtime::Decimal),
        ScalarKind::Number => quote!(f64),
        ScalarKind::Boolean => quote!(bool),
        ScalarKind::Bytes => quote!(runtime::Bytes),
        ScalarKind::Null => quote!(runtime::Json),
    }
}

fn text(format: Option<&Format>) -> TokenStream {
    match format {
        Some(Format::DateTime) => quote!(runtime::DateTime),
        Some(Format::Date) => quote!(runtime::Date),
        Some(Format::Password) => quote!(runtime::Secret),
        Some(Format::Byte) => quote!(runtime::Bytes),
        _ => quote!(String),
    }
}

/// Whether the scalar is a type of the runtime rather than of Rust.
pub(super) fn is_of_runtime(scalar: &Scalar) -> bool {
    match scalar.kind {
        ScalarKind::String => {
            matches!(scalar.format, Some(Format::DateTime | Format::Date | Format::Password | Format::Byte))
        }
        ScalarKind::Number => scalar.is_decimal(),
        ScalarKind::Integer | ScalarKind::Boolean => false,
        ScalarKind::Bytes | ScalarKind::Null => true,
    }
}
