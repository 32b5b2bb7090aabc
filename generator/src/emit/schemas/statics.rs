//! Which schemas are tables of their own, where they live, and what they are called. All others are written where they
//! are used.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use crate::emit::Api;
use crate::emit::operation::groups;
use crate::model::{Schema, SchemaId, TypeId, TypeName};
use crate::schemas::checks::{Checks, Plan};

/// The tables of an API.
pub(super) struct Statics<'a> {
    pub(super) plan: Plan,
    places: BTreeMap<SchemaId, (&'a str, String)>,
    /// The tables of each module.
    tables: BTreeMap<&'a str, Vec<SchemaId>>,
    groups: Vec<&'a str>,
}

/// The module of what has no module of its own.
const SHARED: &str = "shared";

impl<'a> Statics<'a> {
    pub(super) fn new(api: &'a Api<'a>, plan: Plan) -> Self {
        let types: HashMap<&str, TypeId> = (0..)
            .map(TypeId)
            .zip(&api.model.types)
            .filter_map(|(id, ty)| match &ty.name {
                TypeName::Named(name) => Some((name.as_str(), id)),
                TypeName::Anonymous { .. } => None,
            })
            .collect();
        let mut taken: HashSet<String> =
            (0..api.model.types.len() as u32).map(|id| api.names.ty(TypeId(id)).to_owned()).collect();
        let mut used: HashSet<TypeId> = HashSet::new();
        let mut places = BTreeMap::new();
        let mut tables: BTreeMap<&str, Vec<SchemaId>> = BTreeMap::new();
        let mut number = 0;
        for id in wanted(&plan) {
            let node = plan.schemas.node(id);
            let named = node.and_then(|node| types.get(node.name.as_deref()?)).copied();
            let place = match named.filter(|ty| used.insert(*ty)) {
                Some(ty) => (api.names.ty_module(ty), api.names.ty(ty).to_owned()),
                None => loop {
                    number += 1;
                    let name = number.to_string();
                    if taken.insert(name.clone()) {
                        break (SHARED, name);
                    }
                },
            };
            tables.entry(place.0).or_default().push(id);
            places.insert(id, place);
        }
        let groups = groups(api).into_iter().map(|group| group.names.module.as_str()).collect();
        Self { plan, places, tables, groups }
    }

    /// All modules, sorted.
    pub(super) fn modules(&self) -> Vec<String> {
        let modules: BTreeSet<&str> = self.tables.keys().chain(&self.groups).copied().collect();
        modules.into_iter().map(str::to_owned).collect()
    }

    /// The tables of a module.
    pub(super) fn of(&self, module: &str) -> impl Iterator<Item = (SchemaId, &str)> {
        let tables = self.tables.get(module).into_iter().flatten();
        tables.filter_map(|id| Some((*id, self.places.get(id)?.1.as_str())))
    }

    /// Where a table is, if the schema is one.
    pub(super) fn place(&self, id: SchemaId) -> Option<(&str, &str)> {
        self.places.get(&id).map(|(module, name)| (*module, name.as_str()))
    }
}

/// How deep schemas stand in each other before one becomes a table of its own.
const DEEP: u32 = 16;

/// Schemas that contain themselves, that have a name and something to say, or that are used again and are not small.
fn wanted(plan: &Plan) -> BTreeSet<SchemaId> {
    let mut uses: HashMap<SchemaId, usize> = HashMap::new();
    let mut open = HashSet::new();
    let mut wanted = BTreeSet::new();
    let roots = plan.operations.iter().flat_map(Checks::ids).map(|id| (id, false, 0));
    let mut work: Vec<(SchemaId, bool, u32)> = roots.collect();
    while let Some((id, is_left, depth)) = work.pop() {
        if is_left {
            open.remove(&id);
            continue;
        }
        let count = uses.entry(id).or_default();
        *count += 1;
        let Some(node) = plan.schemas.node(id) else { continue };
        let is_used_again = *count == 2 && !is_small(node);
        if open.contains(&id) || is_used_again {
            wanted.insert(id);
        }
        if *count > 1 {
            continue;
        }
        let is_table = (node.name.is_some() && !is_small(node)) || depth >= DEEP;
        if is_table {
            wanted.insert(id);
        }
        let depth = if is_table { 0 } else { depth + 1 };
        open.insert(id);
        work.push((id, true, depth));
        work.extend(node.inner().into_iter().map(|inner| (inner, false, depth)));
    }
    wanted
}

/// Whether a schema is written in a few words.
fn is_small(schema: &Schema) -> bool {
    schema.inner().is_empty()
        && schema.object == crate::model::ObjectRules::default()
        && schema.values.as_ref().is_none_or(|values| values.len() <= 4)
}
