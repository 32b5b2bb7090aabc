//! Objects as structs: public fields, a constructor, setters, and the shape that the runtime reads and writes by.

use std::collections::BTreeMap;

use proc_macro2::{Ident, Literal, TokenStream};
use quote::quote;

use super::super::rust::{code, docs, docs_and, ident};
use super::{Position, Types, constant, member, owned, prose};
use crate::model::{Carried, Content, Encoding, Field, Model, Object, Ref, Rest, Shape, TypeId};

/// With more required members than this there is no constructor, only setters.
const MOST_ARGUMENTS: usize = 6;

/// A member of the struct, ready to be written.
struct Member<'a> {
    field: &'a Field,
    name: Ident,
    setter: Ident,
    boxed: bool,
    /// The type of a file of a form, where it is one.
    file: Option<TokenStream>,
    /// The only value that the document knows for it, where it must be given.
    only: Option<TokenStream>,
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
            file: types.facts.forms.get(&id).and_then(|parts| file(types.api.model, parts, field)),
            only: constant::only(types, id, field),
        })
        .collect();
    let name = ident(names.ty(id));
    let declaration = declaration(types, id, &name, object, &members);
    let functions = functions(types, id, &name, &members);
    let model = model(&name, object, &members);
    TokenStream::from_iter([declaration, functions, model])
}

fn declaration(types: Types<'_>, id: TypeId, name: &Ident, object: &Object, members: &[Member<'_>]) -> TokenStream {
    let docs = prose(types, id);
    let fields = members.iter().map(|member| {
        let docs = docs_and(&member.field.docs, &remarks(member.field));
        let docs = if docs.is_empty() { self::docs(&code(&member.field.wire)) } else { docs };
        let name = &member.name;
        let ty = declared(types, member);
        quote!(#docs pub #name: #ty,)
    });
    let additional = match &object.rest {
        Rest::Kept(ty) => {
            let ty = super::in_list(types.api, Position { types: &quote!(super), secret: false }, ty);
            Some(quote! {
                /// Members that the document does not name but gives a type.
                pub additional: BTreeMap<String, #ty>,
            })
        }
        Rest::Ignored | Rest::Refused => None,
    };
    quote! {
        #docs
        #[derive(Clone, Default)]
        pub struct #name {
            #(#fields)*
            #additional
            /// Members that the document does not name, kept and sent back.
            pub extra: runtime::Extra,
        }
    }
}

/// What a member is declared as.
fn declared(types: Types<'_>, member: &Member<'_>) -> TokenStream {
    match (&member.file, &member.field.ty) {
        (Some(file), Ref::Nullable(_)) => quote!(runtime::Field<#file>),
        (Some(file), _) => quote!(Option<#file>),
        (None, ty) => self::member(types.api, position(member.field, &quote!(super)), ty, member.boxed),
    }
}

/// The types that are sent as forms of several parts, with what is said of the parts.
pub(super) fn forms(model: &Model) -> BTreeMap<TypeId, Vec<Encoding>> {
    let contents = model.operations.iter().flat_map(|operation| &operation.body).flat_map(|body| &body.contents);
    let mut forms: BTreeMap<TypeId, Vec<Encoding>> = BTreeMap::new();
    let is_value = |content: &Content| model.carried(&content.media_type, &content.ty) == Carried::Value;
    for form in contents.filter(|content| content.has_parts() && is_value(content)) {
        for id in objects(model, &form.ty) {
            forms.entry(id).or_default().extend(form.encodings.iter().cloned());
        }
    }
    forms
}

/// The objects that a use of a type may be.
fn objects(model: &Model, ty: &Ref) -> Vec<TypeId> {
    let Ref::Named(id) = model.resolved(ty) else { return Vec::new() };
    let named = |ty: &Ref| match model.resolved(ty) {
        Ref::Named(id) => Some(*id),
        _ => None,
    };
    match &model.ty(*id).shape {
        Shape::Choice(choice) => choice.cases.iter().filter_map(|case| named(&case.ty)).collect(),
        _ => vec![*id],
    }
}

/// What bytes are in a form, and lists of such.
fn file(model: &Model, parts: &[Encoding], field: &Field) -> Option<TokenStream> {
    let mut said: Vec<Option<&Encoding>> = parts.iter().filter(|part| part.field == field.wire).map(Some).collect();
    said.push(None);
    let is_file = |ty: &Ref| said.iter().any(|part| model.is_file(*part, ty));
    match model.resolved(&field.ty) {
        Ref::List { item, .. } => is_file(item).then(|| quote!(Vec<runtime::File>)),
        ty => is_file(ty).then(|| quote!(runtime::File)),
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
    others.extend(arguments.iter().filter(|member| member.only.is_some()));
    others.retain(|member| types.is_sent(id) && !member.field.read_only);
    let constructor = (!arguments.is_empty()).then(|| {
        let constructor = constructor(types, &arguments);
        quote!(impl #name { #constructor })
    });
    let (plain, renamed): (Vec<_>, Vec<_>) = others.into_iter().partition(|member| member.name == member.setter);
    let plain = (!plain.is_empty()).then(|| {
        let rows = plain.iter().map(|member| {
            let (field, ty) = (&member.name, self::plain(types, member));
            quote!(#field: #ty)
        });
        quote!(runtime::setters! { #name { #(#rows),* } })
    });
    let renamed = (!renamed.is_empty()).then(|| {
        let setters = renamed.iter().map(|member| setter(types, member));
        quote!(impl #name { #(#setters)* })
    });
    [constructor, renamed, plain].into_iter().flatten().collect()
}

/// What the constructor takes, and what has setters.
fn arguments<'a, 'b>(members: &'a [Member<'b>]) -> (Vec<&'a Member<'b>>, Vec<&'a Member<'b>>) {
    let (arguments, others): (Vec<_>, Vec<_>) =
        members.iter().partition(|member| member.field.required && !member.field.read_only);
    let count = arguments.iter().filter(|member| member.only.is_none()).count();
    if count > MOST_ARGUMENTS { (Vec::new(), members.iter().collect()) } else { (arguments, others) }
}

fn constructor(types: Types<'_>, arguments: &[&Member<'_>]) -> TokenStream {
    let parameters = arguments.iter().filter(|member| member.only.is_none()).map(|member| {
        let name = &member.name;
        let ty = into(types, member);
        quote!(#name: #ty)
    });
    let fields = arguments.iter().map(|member| {
        let name = &member.name;
        let value = member.only.as_ref().map_or_else(|| set(member), |only| quote!(Some(#only)));
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
    let ty = plain(types, member);
    quote!(impl Into<#ty>)
}

fn plain(types: Types<'_>, member: &Member<'_>) -> TokenStream {
    match &member.file {
        Some(file) => file.clone(),
        None => owned(types.api, position(member.field, &quote!(super)), &member.field.ty),
    }
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

fn model(name: &Ident, object: &Object, members: &[Member<'_>]) -> TokenStream {
    let rows = members.iter().enumerate().map(|(at, member)| row(at, member));
    let rest = matches!(object.rest, Rest::Kept(_)).then(|| {
        let at = Literal::usize_unsuffixed(members.len());
        quote!(+ #at additional)
    });
    quote! {
        runtime::model! {
            #name { #(#rows),* } #rest
        }
    }
}

/// `1 name: "name" required`
fn row(at: usize, member: &Member<'_>) -> TokenStream {
    let (at, field) = (Literal::usize_unsuffixed(at), member.field);
    let (name, wire) = (&member.name, &field.wire);
    let facts = [
        (field.required, "required"),
        (matches!(field.ty, Ref::Nullable(_)), "nullable"),
        (field.read_only, "read_only"),
        (field.write_only, "write_only"),
        (field.secret, "secret"),
    ];
    let facts = facts.into_iter().filter(|(holds, _)| *holds).map(|(_, fact)| ident(fact));
    quote!(#at #name: #wire #(#facts)*)
}
