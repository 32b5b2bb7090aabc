//! Choices: one of several types, told apart by a tag or by trying.

use proc_macro2::{Ident, Literal, TokenStream};
use quote::quote;

use super::super::rust::{code, docs_and, ident};
use super::{Position, Types, in_list, looks, prose};
use crate::model::{Case, Choice, Json, Ref, Shape, Tag, TypeId, Unlisted, text_of};

/// The enum and what the runtime needs to read and write it.
pub(super) fn choice(types: Types<'_>, id: TypeId, choice: &Choice) -> TokenStream {
    let name = ident(types.api.names.ty(id));
    let variants: Vec<Variant<'_>> = variants(types, id, choice);
    let declaration = declaration(types, id, &name, choice, &variants);
    let implementation = implementation(types, &name, choice, &variants);
    let conversions = conversions(types, &name, &variants);
    TokenStream::from_iter([declaration, implementation, conversions])
}

/// A variant of the enum, ready to be written.
struct Variant<'a> {
    /// The case; what values of no case share is none.
    case: Option<&'a Case>,
    name: Ident,
    ty: &'a Ref,
    held: TokenStream,
}

/// The cases, and last what values share that are none of them.
fn variants<'a>(types: Types<'a>, id: TypeId, choice: &'a Choice) -> Vec<Variant<'a>> {
    let cases = choice.cases.iter().map(|case| (Some(case), &case.ty));
    let base = choice.unlisted.base().map(|ty| (None, ty));
    let variant = |(at, (case, ty)): (usize, (Option<&'a Case>, &'a Ref))| Variant {
        case,
        name: ident(types.api.names.variant(id, at)),
        ty,
        held: held(types, id, at, ty),
    };
    cases.chain(base).enumerate().map(variant).collect()
}

/// What a case holds: objects and what may contain the choice itself on the heap, so that all cases are small.
fn held(types: Types<'_>, id: TypeId, at: usize, ty: &Ref) -> TokenStream {
    let held = in_list(types.api, Position { types: &quote!(super), secret: false }, ty);
    if is_boxed(types, id, at, ty) { quote!(Box<#held>) } else { held }
}

fn is_boxed(types: Types<'_>, id: TypeId, at: usize, ty: &Ref) -> bool {
    let is_struct =
        |id: TypeId| matches!(types.api.model.ty(id).shape, Shape::Object(_) | Shape::Choice(_) | Shape::Tuple(_));
    types.is_boxed(id, at) || matches!(ty, Ref::Named(id) if is_struct(*id))
}

fn declaration(types: Types<'_>, id: TypeId, name: &Ident, choice: &Choice, variants: &[Variant<'_>]) -> TokenStream {
    let docs = prose(types, id);
    let variants = variants.iter().enumerate().map(|(at, Variant { case, name, held, .. })| {
        let told = told(choice, at, *case);
        let docs = docs_and(case.map_or("", |case| &case.docs), &[told]);
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

fn implementation(types: Types<'_>, name: &Ident, choice: &Choice, variants: &[Variant<'_>]) -> TokenStream {
    let table = table(types, name, choice, variants);
    let names: Vec<_> = variants.iter().map(|variant| &variant.name).collect();
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

/// How a case is told from the others, in a sentence.
fn told(choice: &Choice, at: usize, case: Option<&Case>) -> String {
    let Tag::Member(member) = &choice.tag else { return "Told from the others by its shape.".to_owned() };
    let Some(case) = case else {
        return format!("With another {}, which stays in it: what all of them have in common.", code(member));
    };
    let tags: Vec<_> = case.tags.iter().map(|tag| code(&text_of(tag))).collect();
    match (choice.unlisted == Unlisted::Case(at), tags.is_empty()) {
        (true, true) => format!("With any other {}, or none.", code(member)),
        (true, false) => format!("With {} {}, with any other, or with none.", code(member), tags.join(" or ")),
        (false, _) => format!("With {} {}.", code(member), tags.join(" or ")),
    }
}

fn table(types: Types<'_>, name: &Ident, choice: &Choice, variants: &[Variant<'_>]) -> TokenStream {
    let name = name.to_string();
    let tag = match &choice.tag {
        Tag::Member(member) => quote!(Some(#member)),
        Tag::Probed => quote!(None),
    };
    let unlisted = match &choice.unlisted {
        Unlisted::Unknown => quote!(Unknown),
        Unlisted::Base { .. } => {
            let at = Literal::usize_unsuffixed(choice.cases.len());
            quote!(Base(#at))
        }
        Unlisted::Case(at) => {
            let at = Literal::usize_unsuffixed(*at);
            quote!(Case(#at))
        }
    };
    let cases = match &choice.tag {
        Tag::Member(_) => {
            variants.iter().map(|variant| tagged(variant.case.map_or(base_tags(choice), |case| &case.tags))).collect()
        }
        Tag::Probed => looks::tables(types, choice),
    };
    quote! {
        &runtime::Cases { name: #name, tag: #tag, unlisted: runtime::Unlisted::#unlisted, cases: &[#(#cases),*] }
    }
}

fn base_tags(choice: &Choice) -> &[Json] {
    match &choice.unlisted {
        Unlisted::Base { tags, .. } => tags,
        Unlisted::Unknown | Unlisted::Case(_) => &[],
    }
}

/// A case that is told by its tag needs nothing else.
fn tagged(tags: &[Json]) -> TokenStream {
    if tags.iter().all(Json::is_string) {
        let texts = tags.iter().filter_map(Json::as_str);
        quote!(runtime::Case::tagged(&[#(#texts),*]))
    } else {
        let values = tags.iter().map(Json::to_string);
        quote!(runtime::Case::valued(&[#(#values),*]))
    }
}

/// `From` for what only one case holds.
fn conversions(types: Types<'_>, name: &Ident, variants: &[Variant<'_>]) -> TokenStream {
    let own = |variant: &Variant<'_>| match variant.ty {
        Ref::Named(id) if matches!(types.api.model.ty(*id).shape, Shape::Object(_)) => Some(*id),
        _ => None,
    };
    let conversions = variants.iter().filter_map(|variant| {
        let id = own(variant)?;
        let is_only = variants.iter().filter(|other| own(other) == Some(id)).count() == 1;
        let (held, variant) = (ident(types.api.names.ty(id)), &variant.name);
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
