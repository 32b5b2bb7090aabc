//! What documents demand and types cannot say, added to the schemas that types give: conditions, patterns of names, items
//! by place. Servers check all of it, so a document without it would say too little.

use std::cell::{Cell, RefCell};
use std::collections::{HashMap, HashSet};

use serde_json::json;

use super::Members;
use super::components::Components;
use crate::model::{Json, KindSet, Model, Schema, SchemaId, Tagged, TypeId, TypeName};
use crate::schemas::print::{Dialect, Printer};

/// The schemas of a model beside its types.
pub(super) struct Exact<'a> {
    model: &'a Model,
    /// Schemas with names.
    names: HashMap<&'a str, SchemaId>,
    /// Types with names.
    types: HashMap<&'a str, TypeId>,
    /// Keys of components without a name of their own, and the schemas behind them.
    met: RefCell<Vec<(String, SchemaId)>>,
    /// How many schemas may still be written in place.
    room: Cell<usize>,
}

/// How deep schemas are followed.
const DEPTH: usize = 40;

/// How often a schema without a name is written in place, on average; those that share parts could double with each level.
const REPEATS: usize = 20;

impl<'a> Exact<'a> {
    pub(super) fn new(model: &'a Model) -> Self {
        let nodes = (0..).map(SchemaId).zip(&model.schemas.nodes);
        let stated = nodes.filter(|(_, node)| node.like.is_none());
        let names = stated.filter_map(|(id, node)| Some((node.name.as_deref()?, id))).collect();
        let types = model.named_types().collect();
        let room = Cell::new((model.schemas.nodes.len() + 50).saturating_mul(REPEATS));
        Self { model, names, types, met: RefCell::new(Vec::new()), room }
    }

    /// Adds to the schema of a use what the schema that its document writes demands beyond it.
    pub(super) fn refine(&self, components: &Components<'a>, schema: &mut Members, stated: Option<SchemaId>) {
        if let Some(id) = stated {
            self.add(components, schema, id, 0);
        }
    }

    /// The same for everything under `components`.
    pub(super) fn refine_components(&self, components: &Components<'a>, schemas: &mut Members) {
        let named = components.iter().filter_map(|(id, key)| match &self.model.ty(id).name {
            TypeName::Named(name) => Some((key.to_owned(), *self.names.get(name.as_str())?)),
            TypeName::Anonymous { .. } => None,
        });
        let mut work: Vec<(String, SchemaId)> = named.collect();
        let mut seen = HashSet::new();
        loop {
            work.append(&mut self.met.borrow_mut());
            let Some((key, id)) = work.pop() else { break };
            if seen.insert(key.clone())
                && let Some(Json::Object(schema)) = schemas.get_mut(&key)
            {
                self.add(components, schema, id, 0);
            }
        }
    }

    fn add(&self, components: &Components<'a>, schema: &mut Members, id: SchemaId, depth: usize) {
        let id = self.model.schemas.settled(id);
        let Some(node) = self.model.schemas.node(id).filter(|node| node.like.is_none() && depth < DEPTH) else {
            return;
        };
        if let Some(key) = schema.get("$ref").and_then(Json::as_str).and_then(|text| text.rsplit('/').next()) {
            if node.name.is_none() && !components.is_named(key) {
                self.met.borrow_mut().push((key.to_owned(), id));
            }
            return;
        }
        if let Some(members) = schema.get_mut("properties").and_then(Json::as_object_mut) {
            let properties = self.properties(id);
            for (name, member) in members {
                if let (Some(inner), Json::Object(member)) = (properties.get(name.as_str()), member) {
                    self.add(components, member, *inner, depth + 1);
                }
            }
        }
        for (key, inner) in [("items", node.list.items), ("additionalProperties", node.object.rest)] {
            if let (Some(inner), Some(Json::Object(member))) = (inner, schema.get_mut(key)) {
                self.add(components, member, inner, depth + 1);
            }
        }
        if self.is_open_enumeration(node) {
            schema.retain(|key, _| !OF_VALUES.contains(&key.as_str()));
        }
        let has_cases = ["anyOf", "oneOf"].iter().any(|key| schema.contains_key(*key));
        for beyond in self.beyond(components, id, has_cases) {
            // Types take the items of all places together.
            if beyond.contains_key("prefixItems") {
                schema.remove("items");
            }
            if beyond.keys().any(|key| schema.contains_key(key) && !REPLACED.contains(&key.as_str())) {
                let all = schema.entry("allOf").or_insert_with(|| json!([]));
                all.as_array_mut().into_iter().for_each(|all| all.push(Json::Object(beyond.clone())));
            } else {
                schema.extend(beyond);
            }
        }
    }

    /// The schemas of members, also of those that are inherited.
    fn properties(&self, id: SchemaId) -> HashMap<&'a str, SchemaId> {
        let mut properties = HashMap::new();
        for property in self.model.schemas.together(id).into_iter().flat_map(|node| &node.object.properties) {
            properties.entry(property.wire.as_str()).or_insert(property.schema);
        }
        properties
    }

    /// What a schema, and those that hold with it, demand beyond types; one object each. What cannot be written to its end
    /// is left out, since half of it could demand something else.
    fn beyond(&self, components: &Components<'a>, id: SchemaId, has_cases: bool) -> Vec<Members> {
        let own = |node| {
            let dialect = OpenApi { exact: self, components, is_cut: Cell::new(false) };
            let found = self.own(&mut Printer::new(&self.model.schemas, &dialect), node, has_cases);
            (!found.is_empty() && !dialect.is_cut.get()).then_some(found)
        };
        self.model.schemas.together(id).into_iter().filter_map(own).collect()
    }

    fn own(&self, printer: &mut Printer<'_, OpenApi<'_, 'a>>, node: &Schema, has_cases: bool) -> Members {
        let has_places = !node.list.first.is_empty() || node.list.contains.is_some();
        let has_patterns = !node.object.patterns.is_empty();
        let has_groups =
            !has_cases && self.is_choice(node) && (self.is_open_enumeration(node) || !self.is_enumeration(node));
        let mut found = printer.members(node, |word| match word {
            "minItems" | "maxItems" => has_places && node.kinds != KindSet::ARRAY,
            "patternProperties" | "additionalProperties" => has_patterns,
            "anyOf" | "oneOf" => has_groups,
            _ => CONDITIONS.contains(&word) || has_places && PLACES.contains(&word),
        });
        // Types take the members of all patterns together.
        if has_patterns {
            found.entry("additionalProperties").or_insert_with(|| json!({}));
        }
        found
    }

    /// Whether there is more than one alternative beside null.
    fn is_choice(&self, node: &Schema) -> bool {
        let is_alternative = |id: &SchemaId| self.settled(*id).is_some_and(|node| node.kinds != KindSet::NULL);
        [&node.logic.any, &node.logic.one]
            .into_iter()
            .any(|group| group.iter().filter(|id| is_alternative(id)).count() > 1)
    }

    /// Whether the alternatives are nothing but texts, or nothing but whole numbers, which types take for one enum.
    fn is_enumeration(&self, node: &Schema) -> bool {
        let are = |kinds: KindSet| self.alternatives(node).all(|one| kinds.or(KindSet::NULL).covers(allowed(one)));
        are(KindSet::STRING) || are(KindSet::INTEGER)
    }

    /// Whether these alternatives are all that a schema says, and some are values that are not listed. As an enum it would
    /// refuse them.
    fn is_open_enumeration(&self, node: &Schema) -> bool {
        let is_open = |node: &Schema| node.values.is_none() && node.kinds != KindSet::NULL;
        let is_alone = node.logic.all.is_empty() && node.values.is_none() && node.kinds == KindSet::ALL;
        is_alone && self.is_choice(node) && self.is_enumeration(node) && self.alternatives(node).any(is_open)
    }

    fn alternatives(&self, node: &Schema) -> impl Iterator<Item = &'a Schema> {
        node.logic.any.iter().chain(&node.logic.one).filter_map(|id| self.settled(*id))
    }

    fn settled(&self, id: SchemaId) -> Option<&'a Schema> {
        self.model.schemas.node(self.model.schemas.settled(id))
    }
}

/// The kinds of values that a schema allows, by what it says of kinds and by the values that it lists.
fn allowed(schema: &Schema) -> KindSet {
    let listed = schema.values.as_ref().map(|values| values.iter().map(KindSet::of).fold(KindSet::NONE, KindSet::or));
    schema.kinds.and(listed.unwrap_or(KindSet::ALL))
}

/// What types say of values that are listed; alternatives say it better.
const OF_VALUES: &[&str] =
    &["type", "enum", "anyOf", "x-enum-varnames", "x-enum-descriptions", "format", "pattern", "minLength", "maxLength"];

/// Keywords of which that of the schema as written counts.
const REPLACED: &[&str] = &["additionalProperties", "items", "prefixItems"];

/// What holds only sometimes, or must not hold.
const CONDITIONS: &[&str] = &["not", "if", "then", "else", "propertyNames", "dependentRequired", "dependentSchemas"];

/// What lists hold by place, or somewhere.
const PLACES: &[&str] = &["prefixItems", "items", "contains", "minContains", "maxContains"];

/// OpenAPI 3.1: JSON Schema, in which named types stand under `components`.
struct OpenApi<'e, 'a> {
    exact: &'e Exact<'a>,
    components: &'e Components<'a>,
    /// Whether a schema was left out because it stands too deep, or because there is no room.
    is_cut: Cell<bool>,
}

impl Dialect for OpenApi<'_, '_> {
    fn reference(&self, _: SchemaId, schema: &Schema) -> Option<String> {
        let name = schema.like.as_deref().or(schema.name.as_deref())?;
        self.components.reference(*self.exact.types.get(name)?)
    }

    fn enter(&self, depth: usize) -> bool {
        let room = self.exact.room.get();
        let may_enter = depth < DEPTH && room > 0;
        if may_enter {
            self.exact.room.set(room - 1);
        } else {
            self.is_cut.set(true);
        }
        may_enter
    }

    fn count(&self, word: &str, count: u64) -> Option<u64> {
        (word != "minContains" || count != 1).then_some(count)
    }

    /// The alternatives, which their schemas tell apart; the mapping is the type's to write.
    fn tagged(&self, _: &Tagged, _: &mut dyn FnMut(SchemaId) -> Json) -> Option<Json> {
        None
    }
}
