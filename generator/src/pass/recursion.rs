//! Which members must be boxed so that no type contains itself, and which aliases lead nowhere. Reads the finished model
//! only.
//!
//! A type contains what its fields, cases or alias hold directly; lists and maps are on the heap already. A member is
//! boxed where it leads back to its own type, that is, inside a strongly connected part of that graph. Linear, and
//! without recursion of its own.

use std::collections::BTreeSet;

use crate::model::{Model, Ref, Shape, TypeId};

/// The fields and cases, by type and index, through which a type contains itself without a list or map between.
/// An alias is looked through: what holds it is boxed.
#[must_use]
pub fn boxed(model: &Model) -> BTreeSet<(TypeId, usize)> {
    let edges: Vec<Vec<(usize, usize)>> = model.types.iter().map(|ty| contained(&ty.shape)).collect();
    let parts = Parts::of(&edges);
    let mut boxed = BTreeSet::new();
    for (from, edges) in (0u32..).zip(&edges) {
        if matches!(model.ty(TypeId(from)).shape, Shape::Alias(_)) {
            continue;
        }
        let cyclic = edges.iter().filter(|(_, to)| parts.together(from as usize, *to));
        boxed.extend(cyclic.map(|(index, _)| (TypeId(from), *index)));
    }
    boxed
}

/// The aliases that lead back to themselves through nothing but aliases, be it as items of lists, so that they name no
/// type at all.
#[must_use]
pub fn endless(model: &Model) -> BTreeSet<TypeId> {
    let edges: Vec<Vec<(usize, usize)>> = model.types.iter().map(|ty| named(&ty.shape)).collect();
    let parts = Parts::of(&edges);
    let leads_back = |from: usize| edges.get(from).into_iter().flatten().any(|(_, to)| parts.together(from, *to));
    (0u32..).zip(&model.types).map(|(id, _)| TypeId(id)).filter(|id| leads_back(id.0 as usize)).collect()
}

/// What an alias names, wherever in it.
fn named(shape: &Shape) -> Vec<(usize, usize)> {
    let mut named = Vec::new();
    if let Shape::Alias(target) = shape {
        target.visit(&mut |id| named.push((named.len(), id.0 as usize)));
    }
    named
}

/// Pairs of member and contained type.
fn contained(shape: &Shape) -> Vec<(usize, usize)> {
    let members: Vec<&Ref> = match shape {
        Shape::Object(object) => object.fields.iter().map(|field| &field.ty).collect(),
        Shape::Choice(choice) => choice.cases.iter().map(|case| &case.ty).chain(choice.unlisted.base()).collect(),
        Shape::Tuple(tuple) => tuple.places.iter().map(|place| &place.ty).collect(),
        Shape::Alias(target) => vec![target],
        Shape::Enum(_) | Shape::Undefined => Vec::new(),
    };
    members.into_iter().enumerate().filter_map(|(index, ty)| Some((index, direct(ty)?))).collect()
}

fn direct(ty: &Ref) -> Option<usize> {
    match ty {
        Ref::Named(id) => Some(id.0 as usize),
        Ref::Nullable(inner) => direct(inner),
        Ref::Scalar(_) | Ref::List { .. } | Ref::Map { .. } | Ref::Any => None,
    }
}

/// The strongly connected parts of a graph, by Tarjan's algorithm with a stack of its own.
struct Parts {
    part: Vec<usize>,
}

const UNSEEN: usize = usize::MAX;

impl Parts {
    fn of(edges: &[Vec<(usize, usize)>]) -> Self {
        let count = edges.len();
        let mut search = Search {
            edges,
            order: vec![UNSEEN; count],
            low: vec![UNSEEN; count],
            part: vec![UNSEEN; count],
            path: Vec::new(),
            next: 0,
        };
        for root in 0..count {
            if search.order[root] == UNSEEN {
                search.from(root);
            }
        }
        Self { part: search.part }
    }

    fn together(&self, one: usize, other: usize) -> bool {
        self.part.get(one).zip(self.part.get(other)).is_some_and(|(one, other)| one == other)
    }
}

struct Search<'a> {
    edges: &'a [Vec<(usize, usize)>],
    /// When each node was first seen.
    order: Vec<usize>,
    /// The earliest node on the path that each node leads back to.
    low: Vec<usize>,
    /// The part of each finished node, named by its first node.
    part: Vec<usize>,
    /// Nodes seen whose part is not finished.
    path: Vec<usize>,
    next: usize,
}

impl Search<'_> {
    fn from(&mut self, root: usize) {
        let mut work = vec![(root, 0)];
        self.enter(root);
        while let Some((node, edge)) = work.pop() {
            match self.edges[node].get(edge) {
                Some((_, to)) if *to < self.order.len() => {
                    work.push((node, edge + 1));
                    if self.order[*to] == UNSEEN {
                        self.enter(*to);
                        work.push((*to, 0));
                    } else if self.part[*to] == UNSEEN {
                        self.low[node] = self.low[node].min(self.order[*to]);
                    }
                }
                Some(_) => work.push((node, edge + 1)),
                None => {
                    self.leave(node);
                    if let Some((parent, _)) = work.last() {
                        self.low[*parent] = self.low[*parent].min(self.low[node]);
                    }
                }
            }
        }
    }

    fn enter(&mut self, node: usize) {
        self.order[node] = self.next;
        self.low[node] = self.next;
        self.next += 1;
        self.path.push(node);
    }

    fn leave(&mut self, node: usize) {
        if self.low[node] != self.order[node] {
            return;
        }
        while let Some(member) = self.path.pop() {
            self.part[member] = node;
            if member == node {
                break;
            }
        }
    }
}
