//! How values of the cases of a probed choice look: of which kinds they are, which members they have, and where several
//! cases look alike, what they say differently of one member.

use std::borrow::Cow;
use std::collections::BTreeMap;

use proc_macro2::TokenStream;
use quote::quote;

use super::Types;
use crate::model::{Choice, Json, KindSet, Object, Ref, Scalar, ScalarKind, Shape, TypeId};

/// Aliases that are followed to find out what a case looks like, and choices within choices.
const LONGEST_CHAIN: usize = 32;

/// How long the path to a member may be that tells cases apart.
const LONGEST_PATH: usize = 3;

/// How many types are looked at for what a case says of members of members, and of cases of cases.
const TYPES: usize = 2_000;

/// How many clues a case may have.
const CLUES: usize = 24;

/// The tables of the cases, in their order.
pub(super) fn tables(types: Types<'_>, choice: &Choice) -> Vec<TokenStream> {
    let looks: Vec<Looks<'_>> = choice.cases.iter().map(|case| Looks::of(types, &case.ty)).collect();
    let table = |(at, case): (usize, &Looks<'_>)| {
        let clues = clues(case, looks.iter().enumerate().filter(|(other, _)| *other != at).map(|(_, looks)| looks));
        let (kinds, required, members) = (kinds(case.top.kinds), case.required(), case.members());
        let table = quote!(runtime::Case::probed(&[#(#kinds),*], &[#(#required),*], &[#(#members),*]));
        if clues.is_empty() { table } else { quote!(#table.told_by(&[#(#clues),*])) }
    };
    looks.iter().enumerate().map(table).collect()
}

/// How values of a type look.
#[derive(Debug, Clone, Default)]
struct Looks<'a> {
    top: Look<'a>,
    /// What the type says of members, by the names that lead to them.
    inner: BTreeMap<Path<'a>, Look<'a>>,
}

type Path<'a> = Vec<&'a str>;

/// What a type says of one value.
#[derive(Debug, Clone, Default)]
struct Look<'a> {
    /// Of which kinds it is; none where any.
    kinds: KindSet,
    /// The only values that it may have; none where nothing is said.
    values: Vec<Cow<'a, Json>>,
    required: bool,
    /// Where it stands among the members around it.
    place: usize,
}

impl<'a> Looks<'a> {
    fn of(types: Types<'a>, ty: &'a Ref) -> Self {
        let mut survey = Survey { types, left: TYPES };
        let mut looks = Self::default();
        looks.top = survey.add(&mut looks, ty, &mut Path::new(), LONGEST_CHAIN);
        looks
    }

    /// What two types have in common. A member that only one of them knows may be anything in the other.
    fn or(mut self, other: Self) -> Self {
        for (path, look) in &mut self.inner {
            let also = other.inner.get(path);
            *look = std::mem::take(look).or(also.unwrap_or(&Look::default()));
        }
        for (path, look) in other.inner {
            self.inner.entry(path).or_insert_with(|| look.or(&Look::default()));
        }
        Self { top: self.top.or(&other.top), inner: self.inner }
    }

    /// Its own members in document order.
    fn own(&self) -> Vec<(&'a str, &Look<'a>)> {
        let own = self.inner.iter().filter_map(|(path, look)| match path.as_slice() {
            [name] => Some((*name, look)),
            _ => None,
        });
        let mut own: Vec<_> = own.collect();
        own.sort_by_key(|(_, look)| look.place);
        own
    }

    fn members(&self) -> Vec<&'a str> {
        self.own().into_iter().map(|(name, _)| name).collect()
    }

    fn required(&self) -> Vec<&'a str> {
        self.own().into_iter().filter(|(_, look)| look.required).map(|(name, _)| name).collect()
    }

    /// Whether there is an object at a path, as far as is known.
    fn is_object(&self, path: &[&str]) -> bool {
        self.inner.get(path).is_some_and(|look| !look.kinds.is_empty() && look.kinds.covers(KindSet::OBJECT))
    }
}

/// A walk through types, which ends.
struct Survey<'a> {
    types: Types<'a>,
    left: usize,
}

impl<'a> Survey<'a> {
    /// What a type says of the value at a path; what it says of members is added.
    fn add(&mut self, looks: &mut Looks<'a>, ty: &'a Ref, path: &mut Path<'a>, chain: usize) -> Look<'a> {
        match ty {
            Ref::Scalar(scalar) => of_scalar(scalar),
            Ref::List { .. } => Look::of(KindSet::ARRAY),
            Ref::Map { .. } => Look::of(KindSet::OBJECT),
            Ref::Nullable(inner) => self.add(looks, inner, path, chain).or_null(),
            Ref::Any => Look::default(),
            Ref::Named(id) => self.add_shape(looks, *id, path, chain),
        }
    }

    fn add_shape(&mut self, looks: &mut Looks<'a>, id: TypeId, path: &mut Path<'a>, chain: usize) -> Look<'a> {
        match (&self.types.api.model.ty(id).shape, chain.checked_sub(1)) {
            (Shape::Object(object), _) => self.add_object(looks, object, path),
            (Shape::Enum(listed), _) => {
                let values = if listed.open { Vec::new() } else { listed.json().map(Cow::Owned).collect() };
                Look { values, ..Look::of(kind_of(listed.scalar().kind)) }
            }
            (Shape::Tuple(_), _) => Look::of(KindSet::ARRAY),
            (Shape::Alias(target), Some(chain)) => self.add(looks, target, path, chain),
            (Shape::Choice(choice), Some(chain)) => self.add_choice(looks, choice, path, chain),
            (Shape::Alias(_) | Shape::Choice(_) | Shape::Undefined, _) => Look::default(),
        }
    }

    /// All members of a case itself, and those inside of them as far as the walk may go.
    fn add_object(&mut self, looks: &mut Looks<'a>, object: &'a Object, path: &mut Path<'a>) -> Look<'a> {
        let is_looked_into = path.is_empty() || path.len() < LONGEST_PATH && self.may_go_on();
        for (place, field) in object.fields.iter().enumerate().filter(|_| is_looked_into) {
            path.push(&field.wire);
            let look = self.add(looks, &field.ty, path, LONGEST_CHAIN);
            looks.inner.insert(path.clone(), Look { required: field.required, place, ..look });
            path.pop();
        }
        Look::of(KindSet::OBJECT)
    }

    /// Of a choice counts what all of its cases say.
    fn add_choice(&mut self, looks: &mut Looks<'a>, choice: &'a Choice, path: &mut Path<'a>, chain: usize) -> Look<'a> {
        let mut common: Option<Looks<'a>> = None;
        for case in &choice.cases {
            if !self.may_go_on() {
                return Look::default();
            }
            let mut found = Looks::default();
            found.top = self.add(&mut found, &case.ty, path, chain.min(LONGEST_PATH));
            common = Some(match common {
                Some(common) => common.or(found),
                None => found,
            });
        }
        let Some(common) = common else { return Look::default() };
        looks.inner.extend(common.inner);
        common.top
    }

    fn may_go_on(&mut self) -> bool {
        let left = self.left.checked_sub(1);
        self.left = left.unwrap_or(0);
        left.is_some()
    }
}

impl<'a> Look<'a> {
    fn of(kinds: KindSet) -> Self {
        Self { kinds, ..Self::default() }
    }

    fn or_null(mut self) -> Self {
        if !self.kinds.is_empty() {
            self.kinds = self.kinds.or(KindSet::NULL);
        }
        self
    }

    fn or(mut self, other: &Self) -> Self {
        let is_known = !self.kinds.is_empty() && !other.kinds.is_empty();
        self.kinds = if is_known { self.kinds.or(other.kinds) } else { KindSet::NONE };
        if self.values.is_empty() || other.values.is_empty() {
            self.values.clear();
        } else {
            self.values.extend(other.values.iter().cloned());
        }
        self.required &= other.required;
        self
    }

    fn has_other_values(&self, other: &Self) -> bool {
        let is_said = !self.values.is_empty() && !other.values.is_empty();
        is_said && !self.values.iter().any(|value| other.values.contains(value))
    }

    /// Whether nothing but null is of both kinds.
    fn has_other_kinds(&self, other: &Self) -> bool {
        let is_said = !self.kinds.is_empty() && !other.kinds.is_empty();
        is_said && self.kinds.and(other.kinds).without(KindSet::NULL).is_empty()
    }
}

fn of_scalar(scalar: &Scalar) -> Look<'_> {
    let values = scalar.constraints.values.iter().map(Cow::Borrowed).collect();
    Look { values, ..Look::of(kind_of(scalar.kind)) }
}

fn kind_of(kind: ScalarKind) -> KindSet {
    match kind {
        ScalarKind::String | ScalarKind::Bytes => KindSet::STRING,
        ScalarKind::Integer | ScalarKind::Number => KindSet::NUMBER,
        ScalarKind::Boolean => KindSet::BOOLEAN,
        ScalarKind::Null => KindSet::NULL,
    }
}

/// How many members of other cases the members of a case are compared with.
const LOOKED_AT: usize = 100_000;

/// What a case says otherwise of a member than another one, short paths first.
fn clues<'a>(case: &Looks<'a>, others: impl Iterator<Item = &'a Looks<'a>> + Clone) -> Vec<TokenStream> {
    let mut paths: Vec<_> = case.inner.iter().collect();
    paths.sort_by_key(|(path, _)| path.len());
    // Of many cases only the first members of each are compared, so that all of it ends.
    paths.truncate(LOOKED_AT / others.clone().count().max(1));
    paths.into_iter().filter_map(|(path, look)| clue(path, look, others.clone())).take(CLUES).collect()
}

fn clue<'a>(
    path: &Path<'_>,
    look: &Look<'_>,
    others: impl Iterator<Item = &'a Looks<'a>> + Clone,
) -> Option<TokenStream> {
    let said = || others.clone().filter_map(|other| other.inner.get(path.as_slice()));
    if !look.values.is_empty() && said().any(|other| look.has_other_values(other) || look.has_other_kinds(other)) {
        return Some(values(path, &look.values));
    }
    if said().any(|other| look.has_other_kinds(other)) {
        let kinds = kinds(look.kinds);
        return Some(quote!(runtime::Clue::kinds(&[#(#path),*], &[#(#kinds),*])));
    }
    let (_, parents) = path.split_last()?;
    let is_optional = |other: &Looks<'_>| !other.inner.get(path.as_slice()).is_some_and(|look| look.required);
    let is_told = !parents.is_empty()
        && look.required
        && others.clone().any(|other| other.is_object(parents) && is_optional(other));
    is_told.then(|| quote!(runtime::Clue::required(&[#(#path),*])))
}

fn values(path: &Path<'_>, values: &[Cow<'_, Json>]) -> TokenStream {
    let texts: Option<Vec<&str>> = values.iter().map(|value| value.as_str()).collect();
    match texts {
        Some(texts) => quote!(runtime::Clue::texts(&[#(#path),*], &[#(#texts),*])),
        None => {
            let values = values.iter().map(|value| value.to_string());
            quote!(runtime::Clue::values(&[#(#path),*], &[#(#values),*]))
        }
    }
}

fn kinds(kinds: KindSet) -> Vec<TokenStream> {
    let token = |kind| match kind {
        KindSet::STRING => quote!(runtime::Kind::String),
        KindSet::NUMBER | KindSet::INTEGER => quote!(runtime::Kind::Number),
        KindSet::BOOLEAN => quote!(runtime::Kind::Boolean),
        KindSet::ARRAY => quote!(runtime::Kind::Array),
        KindSet::OBJECT => quote!(runtime::Kind::Object),
        _ => quote!(runtime::Kind::Null),
    };
    kinds.each().map(token).collect()
}
