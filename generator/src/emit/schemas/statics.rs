//! Which schemas are tables of their own, where they live, and what they are called. All others are written where they
//! are used.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use crate::emit::Api;
use crate::emit::operation::groups;
use crate::model::keywords::{Part, keywords, parts};
use crate::model::{Content, Operation, Schema, SchemaId, Schemas, TypeId};
use crate::schemas::checks::{Checks, Plan};

/// The tables of an API.
pub(super) struct Statics<'a> {
    pub(super) plan: Plan,
    places: BTreeMap<SchemaId, (&'a str, String)>,
    /// The tables of each module.
    tables: BTreeMap<&'a str, Vec<SchemaId>>,
    groups: Vec<&'a str>,
}

/// Where the tables of types with names are, and what they are called. Of several schemas of one type the first has both.
fn named<'a>(api: &'a Api<'a>, plan: &Plan, wanted: &BTreeSet<SchemaId>) -> BTreeMap<SchemaId, (&'a str, String)> {
    let mut types: HashMap<&str, TypeId> = api.model.named_types().collect();
    let named = wanted.iter().filter_map(|id| {
        let ty = types.remove(plan.schemas.node(*id)?.name.as_deref()?)?;
        Some((*id, (api.names.ty_module(ty), api.names.ty(ty).to_owned())))
    });
    named.collect()
}

/// A use of a schema: where it would be a table, if it is one. The name is the way from the type or operation that uses it
/// first, such as `User/properties/profile`, so that none depends on how many there are.
struct Use<'a> {
    id: SchemaId,
    module: &'a str,
    path: String,
}

impl<'a> Use<'a> {
    fn of(place: &(&'a str, String), part: &Part<'_>) -> Self {
        let (module, path) = place;
        let name = part.name.as_deref().map(|name| format!("/{}", step(name))).unwrap_or_default();
        Self { id: part.schema, module, path: format!("{path}/{}{name}", part.word) }
    }
}

/// A step of a path, as in JSON pointers (RFC 6901).
fn step(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}

/// The types with names in the order of these, then what operations use: a schema of both is called after the type, which
/// stays when operations come and go.
fn roots<'a>(api: &'a Api<'a>, plan: &Plan, named: &BTreeMap<SchemaId, (&'a str, String)>) -> Vec<Use<'a>> {
    let named = named.iter().map(|(id, (module, name))| Use { id: *id, module, path: name.clone() });
    let mut roots: Vec<Use<'a>> = named.collect();
    roots.sort_by(|one, other| (&one.path, one.module).cmp(&(&other.path, other.module)));
    for group in groups(api) {
        let module = group.names.module.as_str();
        for id in &group.operations {
            let index = id.0 as usize;
            let Some((operation, checks)) = api.model.operations.get(index).zip(plan.operations.get(index)) else {
                continue;
            };
            let name = &api.names.operation(*id).id;
            roots.extend(uses(operation, checks).map(|(way, id)| Use { id, module, path: format!("{name}/{way}") }));
        }
    }
    roots
}

/// Bodies by media type, where there are several.
fn contents(way: String, contents: &[Content], ids: &[Option<SchemaId>]) -> impl Iterator<Item = (String, SchemaId)> {
    let is_sole = contents.len() == 1;
    contents.iter().zip(ids).filter_map(move |(content, id)| {
        let way = if is_sole { way.clone() } else { format!("{way}/{}", step(&content.media_type)) };
        Some((way, (*id)?))
    })
}

/// What an operation uses, and the way there.
fn uses<'c>(operation: &'c Operation, checks: &'c Checks) -> impl Iterator<Item = (String, SchemaId)> + 'c {
    let parameters = checks.parameters.iter().filter_map(|(at, id)| {
        let parameter = operation.parameters.get(*at)?;
        Some((format!("{}/{}", parameter.location.word(), step(&parameter.wire)), *id))
    });
    let bodies = operation.body.iter().flat_map(|body| contents("body".to_owned(), &body.contents, &checks.bodies));
    let responses = operation.responses.iter().zip(&checks.responses);
    let responses = responses
        .flat_map(|(response, ids)| contents(format!("responses/{}", response.status), &response.contents, ids));
    parameters.chain(bodies).chain(responses)
}

impl<'a> Statics<'a> {
    pub(super) fn new(api: &'a Api<'a>, plan: Plan) -> Self {
        let wanted = wanted(&plan);
        let named = named(api, &plan, &wanted);
        let (mut places, mut order) = (BTreeMap::new(), Vec::new());
        let mut entered = HashSet::new();
        let mut work = roots(api, &plan, &named);
        work.reverse();
        while let Some(Use { id, module, path }) = work.pop() {
            let Some(node) = plan.schemas.node(id).filter(|_| entered.insert(id)) else { continue };
            let place = named.get(&id).cloned().unwrap_or((module, path));
            work.extend(parts(node).iter().map(|part| Use::of(&place, part)).rev());
            if wanted.contains(&id) {
                order.push(id);
                places.insert(id, place);
            }
        }
        let mut tables: BTreeMap<&str, Vec<SchemaId>> = BTreeMap::new();
        for (id, (module, _)) in order.iter().filter_map(|id| Some((id, places.get(id)?))) {
            tables.entry(module).or_default().push(*id);
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
        let is_used_again = *count == 2 && !is_small(&plan.schemas, node);
        if open.contains(&id) || is_used_again {
            wanted.insert(id);
        }
        if *count > 1 {
            continue;
        }
        let is_table = (node.name.is_some() && !is_small(&plan.schemas, node)) || depth >= DEEP;
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

/// How many keywords, members and listed values are a few.
const FEW: usize = 4;

/// Whether a schema is written in a few words, those inside it included.
fn is_small(schemas: &Schemas, schema: &Schema) -> bool {
    room(schemas, schema, FEW).is_some()
}

/// What is left of the room for a few words behind a schema, if it fits. Larger ones with names are meant by those.
fn room(schemas: &Schemas, schema: &Schema, room: usize) -> Option<usize> {
    let values = schema.values.as_ref().map_or(0, Vec::len);
    let own = keywords(schema).count() + values + schema.object.properties.len() + schema.object.required.len();
    parts(schema).into_iter().try_fold(room.checked_sub(own)?, |left, part| {
        let inner = schemas.node(part.schema)?;
        self::room(schemas, inner, left).or_else(|| left.checked_sub(1).filter(|_| inner.name.is_some()))
    })
}
