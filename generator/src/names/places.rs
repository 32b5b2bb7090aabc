//! Names of types: as in the document where it has one, else after the place where they are used. A shape without a
//! name is called after the resource that an operation returns (`User`), after the operation (`CreateUserRequest`), or
//! after the type and the member that hold it (`UserProfile`); of several places the best one counts, not the first.

use std::collections::{HashMap, HashSet};

use super::choose::{Wish, choose};
use super::tenancy::Tenancy;
use super::words::Words;
use super::{OperationNames, members, namespaces, reserved, resources, status};
use crate::model::{Content, Model, Operation, Ref, Response, Rest, Shape, Type, TypeId, TypeName};

/// How good a place is to be named after; less is better.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Rank {
    /// A member of a type that the document names.
    Named,
    /// What `GET …/{id}` returns.
    Item,
    /// What a list holds.
    ListItem,
    /// What creating returns.
    Created,
    /// What changing returns.
    Changed,
    Request,
    Response,
    Parameter,
    Error,
}

/// A place where a type is used.
#[derive(Debug, Clone)]
struct Place {
    rank: Rank,
    /// From best to most explicit.
    candidates: Vec<Words>,
    /// What members of the type are named after, if not after the type itself.
    base: Option<Words>,
}

impl Place {
    /// Better places first; of equals the one with the shorter name.
    fn order(&self) -> (Rank, usize, Option<&Words>) {
        let first = self.candidates.first();
        (self.rank, first.map_or(usize::MAX, |words| words.as_slice().len()), first)
    }
}

/// The names of all types.
pub(super) fn names(model: &Model, operations: &[OperationNames]) -> Vec<String> {
    let mut namer = Namer {
        model,
        names: vec![None; model.types.len()],
        bases: vec![None; model.types.len()],
        ranks: vec![Rank::Named; model.types.len()],
        taken: HashSet::new(),
    };
    namer.named();
    let mut places = Places { found: HashMap::new(), tenancy: Tenancy::of(model) };
    for (operation, names) in model.operations.iter().zip(operations) {
        places.of_operation(operation, &Words::of(&names.trait_method));
    }
    let mut resolved: Vec<TypeId> = namer.resolved();
    while !resolved.is_empty() || !places.found.is_empty() {
        for id in resolved {
            namer.inside(id, &mut places);
        }
        resolved = namer.level(std::mem::take(&mut places.found));
    }
    namer.orphans();
    namer.names.into_iter().flatten().collect()
}

/// Places by type.
struct Places {
    found: HashMap<TypeId, Place>,
    tenancy: Tenancy,
}

impl Places {
    fn add(&mut self, id: TypeId, place: Place) {
        match self.found.get_mut(&id) {
            Some(known) if known.order() <= place.order() => {}
            Some(known) => *known = place,
            None => {
                self.found.insert(id, place);
            }
        }
    }

    fn of_operation(&mut self, operation: &Operation, name: &Words) {
        for parameter in &operation.parameters {
            let place = Place {
                rank: Rank::Parameter,
                candidates: vec![name.then(&members::member(&parameter.wire))],
                base: None,
            };
            held(&parameter.ty, &mut |id, _| self.add(id, place.clone()));
        }
        for content in operation.body.iter().flat_map(|body| &body.contents) {
            self.of_request(content, name);
        }
        for response in &operation.responses {
            self.of_response(operation, response, name);
        }
    }

    fn of_request(&mut self, content: &Content, name: &Words) {
        let request = Words::of("request");
        let candidates = vec![name.then(&request), name.then(&medium(content)).and("request")];
        held(&content.ty, &mut |id, _| {
            self.add(id, Place { rank: Rank::Request, candidates: candidates.clone(), base: Some(name.clone()) });
        });
    }

    fn of_response(&mut self, operation: &Operation, response: &Response, name: &Words) {
        let status = Words::of(&status::variant(response.status));
        let errors = [Words::of("error")];
        for content in &response.contents {
            let own = [
                name.then(&Words::of("response")),
                name.then(&status).and("response"),
                name.then(&status).then(&medium(content)),
            ];
            held(&content.ty, &mut |id, in_list| {
                let rank = if response.status.is_success() { rank(operation, in_list) } else { Rank::Error };
                let nouns = match rank {
                    Rank::Response => Vec::new(),
                    Rank::Error => errors.to_vec(),
                    _ => resources::nouns(operation, &self.tenancy, in_list),
                };
                let rank = if nouns.is_empty() { Rank::Response } else { rank };
                let own = if rank == Rank::Error { own.get(1..).unwrap_or_default() } else { &own };
                let base = nouns.is_empty().then(|| name.clone());
                self.add(id, Place { rank, candidates: nouns.iter().chain(own).cloned().collect(), base });
            });
        }
    }
}

fn medium(content: &Content) -> Words {
    Words::of(&members::medium(&content.media_type))
}

/// What a successful answer is to its resource.
fn rank(operation: &Operation, in_list: bool) -> Rank {
    let ends_in_item = matches!(operation.path.pieces.last(), Some(crate::model::Piece::Placeholder { .. }));
    match operation.method.0.as_str() {
        "GET" if in_list => Rank::ListItem,
        "GET" => Rank::Item,
        "POST" if !ends_in_item => Rank::Created,
        "POST" | "PUT" | "PATCH" => Rank::Changed,
        _ => Rank::Response,
    }
}

/// Calls `visit` with every type in a use of types, and whether a list or map is around it.
fn held(ty: &Ref, visit: &mut impl FnMut(TypeId, bool)) {
    let mut bare = ty;
    while let Ref::Nullable(inner) = bare {
        bare = inner;
    }
    let in_list = matches!(bare, Ref::List { .. } | Ref::Map { .. });
    ty.visit(&mut |id| visit(id, in_list));
}

struct Namer<'a> {
    model: &'a Model,
    names: Vec<Option<String>>,
    /// What members of a type are named after.
    bases: Vec<Option<Words>>,
    ranks: Vec<Rank>,
    taken: HashSet<String>,
}

impl Namer<'_> {
    /// The types that the document names.
    fn named(&mut self) {
        let stated = |id: TypeId| match &self.model.ty(id).name {
            TypeName::Named(name) => Some((id, name.as_str())),
            TypeName::Anonymous { .. } => None,
        };
        let short = namespaces::without(self.ids().filter_map(stated).map(|(_, name)| name));
        let stated = self.ids().filter_map(stated);
        let (ids, wishes): (Vec<_>, Vec<_>) = stated.map(|(id, name)| (id, wish(name, short.get(name)))).unzip();
        self.assign(&ids, &wishes);
    }

    /// Names all types that have a place and no name yet, and says which.
    fn level(&mut self, places: HashMap<TypeId, Place>) -> Vec<TypeId> {
        let mut places: Vec<(TypeId, Place)> =
            places.into_iter().filter(|(id, _)| self.names.get(id.0 as usize).is_some_and(Option::is_none)).collect();
        places.sort_by_key(|(id, _)| *id);
        let (ids, wishes): (Vec<_>, Vec<_>) = places
            .iter()
            .map(|(id, place)| {
                let title = title(self.model.ty(*id));
                let last = place.candidates.last().cloned().unwrap_or_default();
                let fallbacks = [title.as_ref().map(|title| last.then(title)), Some(last.and("type"))];
                let candidates = title.iter().chain(&place.candidates).chain(fallbacks.iter().flatten());
                let rank = (place.rank, place.candidates.first().cloned());
                (*id, Wish::of(rank, candidates.map(|words| words.pascal('T')).collect()))
            })
            .unzip();
        for (id, place) in places {
            self.ranks[id.0 as usize] = place.rank;
            self.bases[id.0 as usize] = place.base;
        }
        self.assign(&ids, &wishes);
        ids
    }

    /// Types that nothing uses are called after their context.
    fn orphans(&mut self) {
        let (ids, wishes): (Vec<_>, Vec<_>) = self
            .ids()
            .filter(|id| self.names[id.0 as usize].is_none())
            .map(|id| {
                let context = match &self.model.ty(id).name {
                    TypeName::Anonymous { context, .. } => context.iter().map(|part| Words::of(part)).collect(),
                    TypeName::Named(_) => Vec::new(),
                };
                let words: Words = context.iter().fold(Words::default(), |all: Words, part| all.then(part));
                (id, Wish::of(words.clone(), vec![words.pascal('T')]))
            })
            .unzip();
        self.assign(&ids, &wishes);
    }

    fn assign<R: Ord>(&mut self, ids: &[TypeId], wishes: &[Wish<'_, R>]) {
        let taken = &self.taken;
        let names = choose(wishes, key, |name| reserved::is_type(name) || taken.contains(&key(name)));
        self.taken.extend(names.iter().map(|name| key(name)));
        for (id, name) in ids.iter().zip(names) {
            self.names[id.0 as usize] = Some(name);
        }
    }

    fn ids(&self) -> impl Iterator<Item = TypeId> + use<> {
        (0..self.model.types.len() as u32).map(TypeId)
    }

    fn resolved(&self) -> Vec<TypeId> {
        self.ids().filter(|id| self.names[id.0 as usize].is_some()).collect()
    }

    /// The places that a named type has for others.
    fn inside(&self, id: TypeId, places: &mut Places) {
        let Some(name) = &self.names[id.0 as usize] else { return };
        let name = Words::of(name);
        let base = self.bases[id.0 as usize].as_ref().unwrap_or(&name);
        let rank = self.ranks[id.0 as usize];
        let mut add = |ty: &Ref, part: &Words| {
            held(ty, &mut |inner, in_list| {
                let part = if in_list { part.singular() } else { part.clone() };
                let candidates = vec![base.then(&part), name.then(&part), name.then(&part).and("member")];
                places.add(inner, Place { rank, candidates, base: None });
            });
        };
        match &self.model.ty(id).shape {
            Shape::Object(object) => {
                object.fields.iter().for_each(|field| add(&field.ty, &members::member(&field.wire)));
                if let Rest::Kept(rest) = &object.rest {
                    add(rest, &Words::of("value"));
                }
            }
            Shape::Tuple(tuple) => {
                for (at, place) in tuple.places.iter().enumerate() {
                    add(&place.ty, &Words::of(&members::place_name(at, place)));
                }
                if let Rest::Kept(rest) = &tuple.rest {
                    add(rest, &Words::of("item"));
                }
            }
            Shape::Choice(choice) => {
                for (at, case) in choice.cases.iter().enumerate() {
                    let called = members::case_words(self.model, choice, at);
                    add(&case.ty, &called.unwrap_or_else(|| Words::of(&format!("case{}", at + 1))));
                }
                choice.unlisted.base().into_iter().for_each(|base| add(base, &Words::of("base")));
            }
            Shape::Alias(target) => add(target, &Words::of("item")),
            Shape::Enum(_) | Shape::Undefined => {}
        }
    }
}

/// Names for a type that a document names. Who is called so in full has the name before who is called so in short.
fn wish<'n>(name: &'n str, short: Option<&&str>) -> Wish<'n, bool> {
    let short = short.map(|short| Words::of(short).pascal('T'));
    Wish::of(short.is_some(), short.into_iter().chain(named(name)).collect()).written(name)
}

/// Names are the same if they differ in case only: file systems of documentation take them for one.
fn key(name: &str) -> String {
    name.replace('_', "").to_ascii_lowercase()
}

fn title(ty: &Type) -> Option<Words> {
    match &ty.name {
        TypeName::Anonymous { title: Some(title), .. } => {
            Some(Words::of(title)).filter(|words| (1..=5).contains(&words.as_slice().len()))
        }
        _ => None,
    }
}

fn named(name: &str) -> Vec<String> {
    let plain = Words::of(name);
    let signs = Words::with_signs(name);
    let style = Words::style(name);
    let best = if plain.is_empty() { &signs } else { &plain };
    [best.clone(), best.and("type"), signs.clone(), signs.and(style), signs.and(style).and("type")]
        .iter()
        .map(|words| words.pascal('T'))
        .collect()
}
