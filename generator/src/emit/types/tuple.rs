//! Lists whose places have types of their own, as structs with a field for each place.

use proc_macro2::{Ident, Literal, TokenStream};
use quote::quote;

use super::super::rust::{docs_and, ident};
use super::{Position, Types, in_list, member, owned, prose};
use crate::model::{Place, Ref, Rest, Tuple, TypeId};

/// With more places than this there is no constructor.
const MOST_ARGUMENTS: usize = 6;

/// A place, ready to be written.
struct Field<'a> {
    place: &'a Place,
    name: Ident,
    boxed: bool,
}

/// The struct and what belongs to it.
pub(super) fn tuple(types: Types<'_>, id: TypeId, tuple: &Tuple) -> TokenStream {
    let name = ident(types.api.names.ty(id));
    let fields: Vec<Field<'_>> = (0..)
        .zip(&tuple.places)
        .map(|(at, place)| Field { place, name: ident(types.api.names.field(id, at)), boxed: types.is_boxed(id, at) })
        .collect();
    let declaration = declaration(types, id, &name, tuple, &fields);
    let constructor = constructor(types, &name, tuple, &fields);
    let rows = fields.iter().enumerate().map(|(at, field)| {
        let (at, name) = (Literal::usize_unsuffixed(at), &field.name);
        quote!(#at #name)
    });
    quote! {
        #declaration
        #constructor
        runtime::tuple! {
            #name { #(#rows),* }
        }
    }
}

fn declaration(types: Types<'_>, id: TypeId, name: &Ident, tuple: &Tuple, fields: &[Field<'_>]) -> TokenStream {
    let docs = prose(types, id);
    let position = Position { types: &quote!(super), secret: false };
    let places = fields.iter().enumerate().map(|(at, field)| {
        let docs = docs_and(&field.place.docs, &[format!("Item {}.", at + 1)]);
        let (name, ty) = (&field.name, member(types.api, position, &field.place.ty, field.boxed));
        quote!(#docs pub #name: #ty,)
    });
    let more = match &tuple.rest {
        Rest::Kept(rest) => in_list(types.api, position, rest),
        Rest::Ignored | Rest::Refused => quote!(runtime::Json),
    };
    quote! {
        #docs
        #[derive(Clone, Default)]
        pub struct #name {
            #(#places)*
            /// Items behind these, kept and sent back.
            pub more: Vec<#more>,
        }
    }
}

fn constructor(types: Types<'_>, name: &Ident, tuple: &Tuple, fields: &[Field<'_>]) -> Option<TokenStream> {
    let least = tuple.count.min.and_then(|least| usize::try_from(least).ok()).unwrap_or(fields.len());
    let needed = fields.get(..least.min(fields.len())).filter(|needed| (1..=MOST_ARGUMENTS).contains(&needed.len()))?;
    let parameters = needed.iter().map(|field| {
        let (name, ty) =
            (&field.name, owned(types.api, Position { types: &quote!(super), secret: false }, &field.place.ty));
        quote!(#name: impl Into<#ty>)
    });
    let values = needed.iter().map(|field| {
        let name = &field.name;
        let value = if field.boxed { quote!(Box::new(#name.into())) } else { quote!(#name.into()) };
        let value = match field.place.ty {
            Ref::Nullable(_) => quote!(runtime::Field::Value(#value)),
            _ => quote!(Some(#value)),
        };
        quote!(#name: #value,)
    });
    Some(quote! {
        impl #name {
            /// With the items that the document requires.
            #[must_use]
            pub fn new(#(#parameters),*) -> Self {
                Self { #(#values)* ..Default::default() }
            }
        }
    })
}
