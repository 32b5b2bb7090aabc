//! Choices: one of several types, told apart by a tag or by trying.

use proc_macro2::{Ident, Literal, TokenStream};
use quote::quote;

use super::super::rust::{code, docs_and, ident};
use super::{Position, Types, in_list, prose};
use crate::model::{Case, Choice, Ref, ScalarKind, Shape, Tag, TypeId};

/// Aliases that are followed to find out what a case looks like.
const LONGEST_CHAIN: usize = 32;

/// The enum and what the runtime needs to read and write it.
pub(super) fn choice(types: Types<'_>, id: TypeId, choice: &Choice) -> TokenStream {
    let name = ident(types.api.names.ty(id));
    let names: Vec<_> = (0..choice.cases.len()).map(|at| ident(types.api.names.variant(id, at))).collect();
    let held: Vec<_> = (0..).zip(&choice.cases).map(|(at, case)| held(types, id, at, case)).collect();
    let declaration = declaration(types, id, &name, choice, &names, &held);
    let implementation = implementation(types, id, &name, choice, &names);
    let conversions = conversions(types, &name, choice, &names);
    TokenStream::from_iter([declaration, implementation, conversions])
}

/// What a case holds: objects and what may contain the choice itself on the heap, so that all cases are small.
fn held(types: Types<'_>, id: TypeId, at: usize, case: &Case) -> TokenStream {
    let ty = in_list(types.api, Position { types: &quote!(super), secret: false }, &case.ty);
    if is_boxed(types, id, at, case) { quote!(Box<#ty>) } else { ty }
}

fn is_boxed(types: Types<'_>, id: TypeId, at: usize, case: &Case) -> bool {
    let is_struct = |id: TypeId| matches!(types.api.model.ty(id).shape, Shape::Object(_) | Shape::Choice(_));
    types.is_boxed(id, at) || matches!(case.ty, Ref::Named(id) if is_struct(id))
}

fn declaration(
    types: Types<'_>,
    id: TypeId,
    name: &Ident,
    choice: &Choice,
    names: &[Ident],
    held: &[TokenStream],
) -> TokenStream {
    let docs = prose(types, id);
    let variants = choice.cases.iter().zip(names).zip(held).map(|((case, name), held)| {
        let tags: Vec<_> = case.tags.iter().map(|tag| code(tag)).collect();
        let tagged = match &choice.tag {
            Tag::Member(member) if !tags.is_empty() => format!("With {} {}.", code(member), tags.join(" or ")),
            Tag::Member(_) | Tag::Probed => "Told from the others by its shape.".to_owned(),
        };
        let docs = docs_and(&case.docs, &[tagged]);
        quote!(#docs #name(#held),)
    });
    quote! {
        #docs
        #[derive(Clone, PartialEq)]
        #[non_exhaustive]
        pub enum #name {
            #(#variants)*
            /// What the documents do not list, as received.
            Unknown(runtime::Json),
        }
    }
}

fn implementation(types: Types<'_>, id: TypeId, name: &Ident, choice: &Choice, names: &[Ident]) -> TokenStream {
    let table = table(types, id, choice);
    let indexes: Vec<_> = (0..names.len()).map(Literal::usize_unsuffixed).collect();
    quote! {
        impl runtime::Emitted for #name {
            type Kind = runtime::ChoiceKind;
        }

        impl runtime::Choice for #name {
            const CASES: &'static runtime::Cases = #table;

            fn case(index: usize) -> Option<Self> {
                Some(match index {
                    #(#indexes => Self::#names(runtime::Value::blank()),)*
                    _ => return None,
                })
            }

            fn unknown(json: runtime::Json) -> Self {
                Self::Unknown(json)
            }

            fn index(&self) -> Option<usize> {
                Some(match self {
                    #(Self::#names(_) => #indexes,)*
                    Self::Unknown(_) => return None,
                })
            }

            fn value(&self) -> &dyn runtime::Value {
                match self {
                    #(Self::#names(value) => value,)*
                    Self::Unknown(value) => value,
                }
            }

            fn value_mut(&mut self) -> &mut dyn runtime::Value {
                match self {
                    #(Self::#names(value) => value,)*
                    Self::Unknown(value) => value,
                }
            }
        }

        runtime::bridge! { #name }

        impl ::std::fmt::Debug for #name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                runtime::Value::show(self, f)
            }
        }
    }
}

fn table(types: Types<'_>, id: TypeId, choice: &Choice) -> TokenStream {
    let name = types.api.names.ty(id);
    let tag = match &choice.tag {
        Tag::Member(member) => quote!(Some(#member)),
        Tag::Probed => quote!(None),
    };
    let cases = choice.cases.iter().map(|case| row(types, case));
    quote!(&runtime::Cases { name: #name, tag: #tag, cases: &[#(#cases),*] })
}

fn row(types: Types<'_>, case: &Case) -> TokenStream {
    let tags = &case.tags;
    let Looks { kinds, required, members } = looks(types, &case.ty, 0);
    quote! {
        runtime::Case { tags: &[#(#tags),*], kinds: &[#(#kinds),*], required: &[#(#required),*], members: &[#(#members),*] }
    }
}

/// How a value of a case is recognised.
#[derive(Default)]
struct Looks<'a> {
    kinds: Vec<TokenStream>,
    required: Vec<&'a str>,
    members: Vec<&'a str>,
}

impl Looks<'_> {
    fn kind(kind: TokenStream) -> Self {
        Self { kinds: vec![kind], ..Self::default() }
    }
}

fn looks<'a>(types: Types<'a>, ty: &'a Ref, depth: usize) -> Looks<'a> {
    match ty {
        Ref::Scalar(scalar) => scalar_looks(scalar.kind),
        Ref::List { .. } => Looks::kind(quote!(runtime::Kind::Array)),
        Ref::Map { .. } => Looks::kind(quote!(runtime::Kind::Object)),
        Ref::Nullable(inner) => {
            let mut looks = looks(types, inner, depth);
            if !looks.kinds.is_empty() {
                looks.kinds.push(quote!(runtime::Kind::Null));
            }
            looks
        }
        Ref::Any => Looks::default(),
        Ref::Named(id) => shape_looks(types, *id, depth),
    }
}

fn scalar_looks(kind: ScalarKind) -> Looks<'static> {
    Looks::kind(match kind {
        ScalarKind::String | ScalarKind::Bytes => quote!(runtime::Kind::String),
        ScalarKind::Integer | ScalarKind::Number => quote!(runtime::Kind::Number),
        ScalarKind::Boolean => quote!(runtime::Kind::Boolean),
        ScalarKind::Null => quote!(runtime::Kind::Null),
    })
}

fn shape_looks(types: Types<'_>, id: TypeId, depth: usize) -> Looks<'_> {
    match &types.api.model.ty(id).shape {
        Shape::Object(object) => Looks {
            kinds: vec![quote!(runtime::Kind::Object)],
            required: object.fields.iter().filter(|field| field.required).map(|field| field.wire.as_str()).collect(),
            members: object.fields.iter().map(|field| field.wire.as_str()).collect(),
        },
        Shape::Enum(_) => Looks::kind(quote!(runtime::Kind::String)),
        Shape::Alias(target) if depth < LONGEST_CHAIN => looks(types, target, depth + 1),
        Shape::Alias(_) | Shape::Choice(_) | Shape::Undefined => Looks::default(),
    }
}

/// `From` for what only one case holds.
fn conversions(types: Types<'_>, name: &Ident, choice: &Choice, names: &[Ident]) -> TokenStream {
    let own = |case: &Case| match case.ty {
        Ref::Named(id) if matches!(types.api.model.ty(id).shape, Shape::Object(_)) => Some(id),
        _ => None,
    };
    let conversions = choice.cases.iter().zip(names).filter_map(|(case, variant)| {
        let id = own(case)?;
        let is_only = choice.cases.iter().filter(|other| own(other) == Some(id)).count() == 1;
        let held = ident(types.api.names.ty(id));
        is_only.then(|| {
            quote! {
                impl From<super::#held> for #name {
                    fn from(value: super::#held) -> Self {
                        Self::#variant(Box::new(value))
                    }
                }
            }
        })
    });
    conversions.collect()
}
