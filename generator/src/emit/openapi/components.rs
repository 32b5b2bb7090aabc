//! Which types stand under `components`, and under which key. All others are written where they are used.

use std::collections::{HashMap, HashSet};

use super::Version;
use super::exact::Exact;
use crate::model::{Model, Operation, Shape, Tag, Type, TypeId, TypeName};

/// The keys of the types that have one.
pub(super) struct Components<'a> {
    /// Of the document that they stand in.
    pub(super) version: Version,
    /// What is demanded beyond types.
    pub(super) exact: Exact<'a>,
    keys: HashMap<TypeId, String>,
    /// The keys of types that have a name of their own.
    named: HashSet<String>,
    /// In the order of the model.
    order: Vec<TypeId>,
}

/// The keys that are given out.
#[derive(Default)]
struct Taken {
    keys: HashSet<String>,
    /// The last number behind each name, so that what is called alike is not counted from the start.
    last: HashMap<String, usize>,
}

impl Taken {
    /// The name as a key, with a number where another has it.
    fn free(&mut self, name: String) -> String {
        let number = self.last.entry(name.clone()).or_default();
        loop {
            *number += 1;
            let key = if *number == 1 { name.clone() } else { format!("{name}_{number}") };
            if self.keys.insert(key.clone()) {
                return key;
            }
        }
    }
}

impl<'a> Components<'a> {
    /// Types with a name or a title, those that are used more than once or contain themselves, and the cases of tagged
    /// choices, which the mapping of a discriminator must be able to point at.
    pub(super) fn of(model: &'a Model) -> Self {
        let wanted = wanted(model);
        let mut taken = Taken::default();
        let mut components = Self {
            version: Version::of(model),
            exact: Exact::new(model),
            keys: HashMap::new(),
            named: HashSet::new(),
            order: Vec::new(),
        };
        // Names come first, so that no shape without one takes a key from them.
        for named in [true, false] {
            for (id, ty) in (0..).map(TypeId).zip(&model.types) {
                if matches!(ty.name, TypeName::Named(_)) == named && (named || wanted.contains(&id)) {
                    let key = taken.free(key(ty));
                    components.named.extend(named.then(|| key.clone()));
                    components.keys.insert(id, key);
                }
            }
        }
        components.order = (0..model.types.len() as u32).map(TypeId).filter(|id| components.has(*id)).collect();
        components
    }

    /// The reference to a type, if it stands under `components`.
    pub(super) fn reference(&self, id: TypeId) -> Option<String> {
        Some(format!("#/components/schemas/{}", self.keys.get(&id)?))
    }

    pub(super) fn has(&self, id: TypeId) -> bool {
        self.keys.contains_key(&id)
    }

    /// Whether a key is that of a type with a name of its own.
    pub(super) fn is_named(&self, key: &str) -> bool {
        self.named.contains(key)
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (TypeId, &str)> {
        self.order.iter().filter_map(|id| Some((*id, self.keys.get(id)?.as_str())))
    }
}

fn wanted(model: &Model) -> HashSet<TypeId> {
    let mut used = HashSet::new();
    let mut wanted = HashSet::new();
    let mut visit = |id: TypeId| {
        if !used.insert(id) {
            wanted.insert(id);
        }
    };
    for ty in model.operations.iter().flat_map(Operation::refs) {
        ty.visit(&mut visit);
    }
    let bases = bases(model);
    let types = || (0..).map(TypeId).zip(&model.types).filter(|(id, _)| !bases.contains(id));
    for (_, ty) in types() {
        written_uses(&ty.shape).into_iter().for_each(&mut visit);
    }
    for (id, ty) in types() {
        if matches!(&ty.name, TypeName::Anonymous { title: Some(_), .. }) {
            wanted.insert(id);
        }
        if let Shape::Choice(choice) = &ty.shape
            && matches!(choice.tag, Tag::Member(_))
        {
            wanted.extend(written_uses(&ty.shape));
        }
    }
    wanted.extend(cyclic(model).difference(&bases));
    wanted
}

/// The types that a shape is written with. What all alternatives of a choice share is not: readers find it out.
fn written_uses(shape: &Shape) -> Vec<TypeId> {
    let Shape::Choice(choice) = shape else { return shape.uses() };
    let mut uses = Vec::new();
    choice.cases.iter().for_each(|case| case.ty.visit(&mut |id| uses.push(id)));
    uses
}

/// Types without a name that only say what alternatives share.
fn bases(model: &Model) -> HashSet<TypeId> {
    let mut bases = HashSet::new();
    let mut written = HashSet::new();
    for ty in &model.types {
        written.extend(written_uses(&ty.shape));
        if let Shape::Choice(choice) = &ty.shape {
            choice.unlisted.base().into_iter().for_each(|base| {
                base.visit(&mut |id| {
                    bases.insert(id);
                });
            });
        }
    }
    model.operations.iter().flat_map(Operation::refs).for_each(|ty| {
        ty.visit(&mut |id| {
            written.insert(id);
        });
    });
    bases.retain(|id| !written.contains(id) && matches!(model.ty(*id).name, TypeName::Anonymous { .. }));
    bases
}

/// Types that lead back to themselves on the way that a depth-first walk takes.
fn cyclic(model: &Model) -> HashSet<TypeId> {
    #[derive(Clone, Copy, PartialEq)]
    enum State {
        New,
        Open,
        Done,
    }
    let mut states = vec![State::New; model.types.len()];
    let mut cyclic = HashSet::new();
    for root in 0..model.types.len() as u32 {
        let mut work = vec![(TypeId(root), None)];
        while let Some((id, uses)) = work.pop() {
            let Some(state) = states.get_mut(id.0 as usize) else { continue };
            let mut uses: std::vec::IntoIter<TypeId> = match uses {
                Some(uses) => uses,
                None if *state == State::New => {
                    *state = State::Open;
                    model.ty(id).shape.uses().into_iter()
                }
                None => {
                    if *state == State::Open {
                        cyclic.insert(id);
                    }
                    continue;
                }
            };
            match uses.next() {
                Some(inner) => work.extend([(id, Some(uses)), (inner, None)]),
                None => *state = State::Done,
            }
        }
    }
    cyclic
}

fn key(ty: &Type) -> String {
    match &ty.name {
        TypeName::Named(name) => legal(name),
        TypeName::Anonymous { title: Some(title), .. } => legal(title),
        TypeName::Anonymous { context, .. } => legal(&context.join("_")),
    }
}

/// The name as a key of `components`: as it is where that is allowed, with underscores for what is not elsewhere.
pub(super) fn legal(text: &str) -> String {
    if !text.is_empty() && text.chars().all(is_legal) {
        return text.to_owned();
    }
    let underscored: String = text.chars().map(|character| if is_legal(character) { character } else { '_' }).collect();
    let words: Vec<_> = underscored.split('_').filter(|word| !word.is_empty()).collect();
    if words.is_empty() { "unnamed".to_owned() } else { words.join("_") }
}

fn is_legal(character: char) -> bool {
    character.is_ascii_alphanumeric() || matches!(character, '.' | '-' | '_')
}
