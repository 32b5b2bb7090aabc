//! Objects as structs: public fields, a constructor, setters, and the shape that the runtime reads and writes by.

use proc_macro2::{Ident, Literal, TokenStream};
use quote::quote;

use super::super::rust::{code, docs, docs_and, ident};
use super::{Position, Types, member, owned, prose};
use crate::model::{Field, Object, Ref, Rest, TypeId};

/// With more required members than this there is no constructor, only setters.
const MOST_ARGUMENTS: usize = 6;

/// Shapes with more members than this are searched by a sorted index.
const SEARCHED_IN_ORDER: usize = 16;

/// A member of the struct, ready to be written.
struct Member<'a> {
    field: &'a Field,
    name: Ident,
    setter: Ident,
    boxed: bool,
}

/// The struct and what belongs to it.
pub(super) fn object(types: Types<'_>, id: TypeId, object: &Object) -> TokenStream {
    let names = types.api.names;
    let members: Vec<Member<'_>> = (0..)
        .zip(&object.fields)
        .map(|(at, field)| Member {
            field,
            name: ident(names.field(id, at)),
            setter: ident(names.setter(id, at)),
            boxed: types.is_boxed(id, at),
        })
        .collect();
    let name = ident(names.ty(id));
    let declaration = declaration(types, id, &name, object, &members);
    let functions = functions(types, id, &name, &members);
    let model = model(types, id, &name, object, &members);
    quote!(#declaration #functions #model)
}

fn declaration(types: Types<'_>, id: TypeId, name: &Ident, object: &Object, members: &[Member<'_>]) -> TokenStream {
    let docs = prose(types, id);
    let fields = members.iter().map(|member| {
        let docs = docs_and(&member.field.docs, &remarks(member.field));
        let docs = if docs.is_empty() { self::docs(&code(&member.field.wire)) } else { docs };
        let name = &member.name;
        let ty = self::member(types.api, position(member.field, &quote!(super)), &member.field.ty, member.boxed);
        quote!(#docs pub #name: #ty,)
    });
    let additional = match &object.rest {
        Rest::Kept(ty) => {
            let ty = super::in_list(types.api, Position { types: &quote!(super), secret: false }, ty);
            Some(quote! {
                /// Members that the document does not name but gives a type.
                pub additional: ::std::collections::BTreeMap<String, #ty>,
            })
        }
        Rest::Ignored | Rest::Refused => None,
    };
    quote! {
        #docs
        #[derive(Clone, Default, PartialEq)]
        pub struct #name {
            #(#fields)*
            #additional
            /// Members that the document does not name, kept and sent back.
            pub extra: runtime::Extra,
        }
    }
}

fn position<'a>(field: &Field, types: &'a TokenStream) -> Position<'a> {
    Position { types, secret: field.secret }
}

/// What there is to know about a member besides its prose.
fn remarks(field: &Field) -> Vec<String> {
    let mut remarks = Vec::new();
    if field.required {
        remarks.push("Required.".to_owned());
    }
    if field.read_only {
        remarks.push("Only the server sends it.".to_owned());
    }
    if field.write_only {
        remarks.push("Only the client sends it.".to_owned());
    }
    if let Some(default) = &field.default {
        remarks.push(format!("Without it the server takes {}.", code(&default.to_string())));
    }
    if field.deprecated {
        remarks.push("Deprecated.".to_owned());
    }
    if remarks.is_empty() { remarks } else { vec![remarks.join(" ")] }
}

fn functions(types: Types<'_>, id: TypeId, name: &Ident, members: &[Member<'_>]) -> TokenStream {
    let (arguments, mut others) = arguments(members);
    others.retain(|member| types.is_sent(id) && !member.field.read_only);
    let constructor = (!arguments.is_empty()).then(|| constructor(types, &arguments));
    let setters = others.iter().map(|member| setter(types, member));
    if constructor.is_none() && others.is_empty() {
        return TokenStream::new();
    }
    quote! {
        impl #name {
            #constructor
            #(#setters)*
        }
    }
}

/// What the constructor takes, and what has setters.
fn arguments<'a, 'b>(members: &'a [Member<'b>]) -> (Vec<&'a Member<'b>>, Vec<&'a Member<'b>>) {
    let (arguments, others): (Vec<_>, Vec<_>) =
        members.iter().partition(|member| member.field.required && !member.field.read_only);
    if arguments.len() > MOST_ARGUMENTS { (Vec::new(), members.iter().collect()) } else { (arguments, others) }
}

fn constructor(types: Types<'_>, arguments: &[&Member<'_>]) -> TokenStream {
    let parameters = arguments.iter().map(|member| {
        let name = &member.name;
        let ty = into(types, member);
        quote!(#name: #ty)
    });
    let fields = arguments.iter().map(|member| {
        let name = &member.name;
        let value = set(member);
        quote!(#name: #value,)
    });
    quote! {
        /// With the members that the document requires.
        #[must_use]
        pub fn new(#(#parameters),*) -> Self {
            Self { #(#fields)* ..Default::default() }
        }
    }
}

fn setter(types: Types<'_>, member: &Member<'_>) -> TokenStream {
    let docs = self::docs(&format!("Sets {}.", code(&member.field.wire)));
    let (name, setter) = (&member.name, &member.setter);
    let ty = into(types, member);
    let value = set(member);
    quote! {
        #docs
        #[must_use]
        pub fn #setter(mut self, #name: #ty) -> Self {
            self.#name = #value;
            self
        }
    }
}

/// What an argument for the member is declared as.
fn into(types: Types<'_>, member: &Member<'_>) -> TokenStream {
    let ty = owned(types.api, position(member.field, &quote!(super)), &member.field.ty);
    quote!(impl Into<#ty>)
}

/// The argument as the value of the field.
fn set(member: &Member<'_>) -> TokenStream {
    let name = &member.name;
    let value = if member.boxed { quote!(Box::new(#name.into())) } else { quote!(#name.into()) };
    match member.field.ty {
        Ref::Nullable(_) => quote!(runtime::Field::Value(#value)),
        _ => quote!(Some(#value)),
    }
}

fn model(types: Types<'_>, id: TypeId, name: &Ident, object: &Object, members: &[Member<'_>]) -> TokenStream {
    let table = ident(types.api.names.ty_constant(id));
    let kept = matches!(object.rest, Rest::Kept(_));
    let slots: Vec<_> =
        members.iter().map(|member| member.name.clone()).chain(kept.then(|| ident("additional"))).collect();
    let wire_name = types.api.names.ty(id);
    let rows = members.iter().map(row);
    let rest = if kept { quote!(runtime::Rest::Member) } else { quote!(runtime::Rest::Extra) };
    let order = order(object);
    let (slot, view) = (slot(&slots), view(&slots));
    quote! {
        impl runtime::Emitted for #name {
            type Kind = runtime::ModelKind;
        }

        impl runtime::Model for #name {
            fn shape(&self) -> &'static runtime::Shape {
                &#table
            }
            fn slot(&mut self, member: usize) -> &mut dyn runtime::Value {
                #slot
            }
            fn view(&self, member: usize) -> &dyn runtime::Value {
                #view
            }
            fn extra(&self) -> &runtime::Extra {
                &self.extra
            }
            fn extra_mut(&mut self) -> &mut runtime::Extra {
                &mut self.extra
            }
        }

        static #table: runtime::Shape = runtime::Shape {
            name: #wire_name,
            members: &[#(#rows),*],
            rest: #rest,
            order: &[#(#order),*],
        };

        impl ::std::fmt::Debug for #name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                runtime::wire::debug(self, f)
            }
        }
    }
}

/// The member of an index, to read into. Where there are no members there is nothing to choose from.
fn slot(slots: &[Ident]) -> TokenStream {
    let indexes = (0..slots.len()).map(Literal::usize_unsuffixed);
    if slots.is_empty() {
        return quote! {
            let _ = member;
            self.extra.stray()
        };
    }
    quote! {
        match member {
            #(#indexes => &mut self.#slots,)*
            _ => self.extra.stray(),
        }
    }
}

/// The member of an index, to write.
fn view(slots: &[Ident]) -> TokenStream {
    let indexes = (0..slots.len()).map(Literal::usize_unsuffixed);
    if slots.is_empty() {
        return quote! {
            let _ = member;
            &runtime::wire::ABSENT
        };
    }
    quote! {
        match member {
            #(#indexes => &self.#slots,)*
            _ => &runtime::wire::ABSENT,
        }
    }
}

fn row(member: &Member<'_>) -> TokenStream {
    let field = member.field;
    let wire = &field.wire;
    let facts = [
        (field.required, quote!(.required())),
        (matches!(field.ty, Ref::Nullable(_)), quote!(.nullable())),
        (field.read_only, quote!(.read_only())),
        (field.write_only, quote!(.write_only())),
        (field.secret, quote!(.secret())),
    ];
    let facts = facts.into_iter().filter(|(holds, _)| *holds).map(|(_, call)| call);
    quote!(runtime::Member::new(#wire) #(#facts)*)
}

/// Indexes of the members sorted by name, for shapes that are too long to be searched one by one.
fn order(object: &Object) -> Vec<TokenStream> {
    if object.fields.len() <= SEARCHED_IN_ORDER {
        return Vec::new();
    }
    let mut order: Vec<usize> = (0..object.fields.len()).collect();
    order.sort_by_key(|&at| object.fields.get(at).map(|field| field.wire.as_str()));
    order.into_iter().map(Literal::usize_unsuffixed).map(|at| quote!(#at)).collect()
}
