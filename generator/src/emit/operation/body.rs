//! What an operation sends: one type, or one per media type.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::super::Api;
use super::super::rust::ident;
use super::super::types::{Position, owned};
use super::answer::may_be_large;
use super::{View, boxed};
use crate::model::{Carried, Content, Ref, Shape, TypeId};
use crate::names;

/// The body of a request.
pub(in super::super) struct Body {
    /// Whether a call without it is wrong.
    pub(in super::super) required: bool,
    pub(in super::super) bodies: Bodies,
}

/// What a body may hold.
pub(in super::super) enum Bodies {
    /// The same type in every media type.
    One(TokenStream),
    /// A variant per media type, in table order, of the enum of this name.
    Several { name: Ident, variants: Vec<BodyVariant> },
}

/// A body in one media type, where others are of other types.
pub(in super::super) struct BodyVariant {
    pub(in super::super) name: Ident,
    pub(in super::super) media: String,
    /// The type as callers have it.
    pub(in super::super) ty: TokenStream,
    /// The struct or enum that it is, by whatever name.
    pub(in super::super) nominal: Option<TypeId>,
    /// The type as the variant holds it: structs in a box.
    pub(in super::super) stored: TokenStream,
}

impl Bodies {
    /// The type of a body, where `operations` is the path to the enums of bodies.
    pub(in super::super) fn ty(&self, operations: &TokenStream) -> TokenStream {
        match self {
            Self::One(ty) => ty.clone(),
            Self::Several { name, .. } => quote!(#operations #name),
        }
    }
}

impl View<'_> {
    /// What the operation sends, if anything.
    pub(in super::super) fn body(self) -> Option<Body> {
        let body = self.operation.body.as_ref()?;
        let types: Vec<_> = body.contents.iter().map(|content| body_type(self.api, content)).collect();
        let first = types.first()?;
        let bodies = if types.iter().all(|ty| ty.to_string() == first.to_string()) {
            Bodies::One(first.clone())
        } else {
            let names = names::media(&body.contents);
            let variants = names.iter().zip(&body.contents).zip(types).map(|((name, content), ty)| BodyVariant {
                name: ident(name),
                media: content.media_type.clone(),
                stored: boxed(ty.clone(), may_be_large(self.api, &content.ty)),
                ty,
                nominal: self.nominal(content),
            });
            Bodies::Several { name: ident(&self.names.body), variants: variants.collect() }
        };
        Some(Body { required: body.required, bodies })
    }
}

impl<'a> View<'a> {
    /// The first range of media types, `image/*`, under which octets or texts are sent.
    pub(in super::super) fn range(self) -> Option<&'a str> {
        let contents = &self.operation.body.as_ref()?.contents;
        let is_plain = |content: &&Content| {
            let ty = content_type(self.api, content).to_string();
            ty == quote!(runtime::Bytes).to_string() || ty == "String"
        };
        let ranges = contents.iter().filter(|content| content.essence().ends_with("/*")).filter(is_plain);
        ranges.map(Content::essence).next()
    }
}

impl View<'_> {
    /// The struct or enum that a content is in Rust, by whatever name.
    fn nominal(self, content: &Content) -> Option<TypeId> {
        let Ref::Named(id) = self.api.model.resolved(&content.ty) else { return None };
        let is_own = !matches!(self.api.model.ty(*id).shape, Shape::Alias(_) | Shape::Undefined);
        let is_value = self.api.model.carried(&content.media_type, &content.ty) == Carried::Value;
        (is_own && is_value).then_some(*id)
    }
}

/// What a request carries in Rust. Null is a body, and none is none.
fn body_type(api: &Api<'_>, content: &Content) -> TokenStream {
    let ty = content_type(api, content);
    if may_be_null(api, content) { quote!(runtime::Nullable<#ty>) } else { ty }
}

/// Whether null may stand there: only JSON has a null.
pub(super) fn may_be_null(api: &Api<'_>, content: &Content) -> bool {
    let is_value = api.model.carried(&content.media_type, &content.ty) == Carried::Value;
    content.is_json() && is_value && api.model.is_nullable(&content.ty)
}

/// What a content is in Rust. Media types that the runtime cannot look into are text or bytes, whatever their schema.
pub(super) fn content_type(api: &Api<'_>, content: &Content) -> TokenStream {
    match api.model.carried(&content.media_type, &content.ty) {
        Carried::Value => owned(api, Position { types: &quote!(types), secret: false }, &content.ty),
        Carried::Text => quote!(String),
        Carried::Bytes => quote!(runtime::Bytes),
    }
}
