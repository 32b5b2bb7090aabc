//! What documents demand and types cannot say, added to the schemas that types give: conditions, patterns of names, items
//! by place. Servers check all of it, so a document without it would say too little.

use std::cell::{Cell, RefCell};
use std::collections::{HashMap, HashSet};

use serde_json::json;

use super::components::Components;
use super::{Members, add};
use crate::model::{Bounds, Json, KindSet, Limits, Model, Schema, SchemaId, TypeId, TypeName};

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
        let named = |(id, ty): (TypeId, &'a crate::model::Type)| match &ty.name {
            TypeName::Named(name) => Some((name.as_str(), id)),
            TypeName::Anonymous { .. } => None,
        };
        let types = (0..).map(TypeId).zip(&model.types).filter_map(named).collect();
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

    /// A schema and those that hold with it, each once, as they stand.
    fn together(&self, id: SchemaId) -> Vec<&'a Schema> {
        let mut together = Vec::new();
        let mut seen = HashSet::new();
        let mut work = vec![(id, 0)];
        while let Some((id, depth)) = work.pop() {
            let Some(node) = self.model.schemas.node(id).filter(|_| depth < DEPTH && seen.insert(id)) else { continue };
            together.push(node);
            let inner = node.logic.all.iter().rev().map(|inner| self.model.schemas.settled(*inner));
            work.extend(inner.map(|inner| (inner, depth + 1)));
        }
        together
    }

    /// The schemas of members, also of those that are inherited.
    fn properties(&self, id: SchemaId) -> HashMap<&'a str, SchemaId> {
        let mut properties = HashMap::new();
        for property in self.together(id).into_iter().flat_map(|node| &node.object.properties) {
            properties.entry(property.wire.as_str()).or_insert(property.schema);
        }
        properties
    }

    /// What a schema, and those that hold with it, demand beyond types; one object each. What cannot be written to its end
    /// is left out, since half of it could demand something else.
    fn beyond(&self, components: &Components<'a>, id: SchemaId, has_cases: bool) -> Vec<Members> {
        let own = |node| {
            let print = Print { exact: self, components, depth: Cell::new(0), is_cut: Cell::new(false) };
            let found = self.own(&print, node, has_cases);
            (!found.is_empty() && !print.is_cut.get()).then_some(found)
        };
        self.together(id).into_iter().filter_map(own).collect()
    }

    fn own(&self, print: &Print<'_, 'a>, node: &Schema, has_cases: bool) -> Members {
        let mut found = Members::new();
        print.conditions(node, &mut found);
        if !node.list.first.is_empty() || node.list.contains.is_some() {
            print.list(node, &mut found);
        }
        if !node.object.patterns.is_empty() {
            print.patterns(node, &mut found);
        }
        if !has_cases && self.is_choice(node) && (self.is_open_enumeration(node) || !self.is_enumeration(node)) {
            print.groups(node, &mut found);
        }
        found
    }

    /// Whether there is more than one alternative beside null.
    fn is_choice(&self, node: &Schema) -> bool {
        let is_alternative = |id: &SchemaId| self.settled(*id).is_some_and(|node| node.kinds != KindSet::NULL);
        let mut groups = node.logic.any.iter().chain(&node.logic.one);
        groups.any(|group| group.iter().filter(|id| is_alternative(id)).count() > 1)
    }

    /// Whether the alternatives are nothing but texts, or nothing but whole numbers, which types take for one enum.
    fn is_enumeration(&self, node: &Schema) -> bool {
        let are = |kinds: KindSet| self.alternatives(node).all(|node| kinds.or(KindSet::NULL).covers(node.kinds));
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
        node.logic.any.iter().chain(&node.logic.one).flatten().filter_map(|id| self.settled(*id))
    }

    fn settled(&self, id: SchemaId) -> Option<&'a Schema> {
        self.model.schemas.node(self.model.schemas.settled(id))
    }
}

/// What types say of values that are listed; alternatives say it better.
const OF_VALUES: &[&str] =
    &["type", "enum", "anyOf", "x-enum-varnames", "x-enum-descriptions", "format", "pattern", "minLength", "maxLength"];

/// Keywords of which that of the schema as written counts.
const REPLACED: &[&str] = &["additionalProperties", "items", "prefixItems"];

/// Schemas as they were written.
struct Print<'e, 'a> {
    exact: &'e Exact<'a>,
    components: &'e Components<'a>,
    /// How many schemas are being written in each other.
    depth: Cell<usize>,
    /// Whether a schema was left out because it stands too deep, or because there is no room.
    is_cut: Cell<bool>,
}

impl Print<'_, '_> {
    fn schema(&self, id: SchemaId) -> Json {
        let schemas = &self.exact.model.schemas;
        let Some(node) = schemas.node(schemas.settled(id)) else { return json!({}) };
        let (depth, room) = (self.depth.get(), self.exact.room.get());
        if depth == DEPTH || room == 0 {
            self.is_cut.set(true);
            return json!({});
        }
        self.depth.set(depth + 1);
        self.exact.room.set(room - 1);
        let written = self.written(node);
        self.depth.set(depth);
        written
    }

    fn written(&self, node: &Schema) -> Json {
        let named = node.like.as_deref().or(node.name.as_deref()).and_then(|name| self.exact.types.get(name));
        if let Some(reference) = named.and_then(|id| self.components.reference(*id)) {
            return json!({ "$ref": reference });
        }
        if node.kinds == KindSet::NONE {
            return Json::Bool(false);
        }
        let mut members = Members::new();
        add(&mut members, "type", kinds(node.kinds));
        scalar(node, &mut members);
        self.object(node, &mut members);
        self.patterns(node, &mut members);
        self.list(node, &mut members);
        self.conditions(node, &mut members);
        self.groups(node, &mut members);
        let all: Vec<Json> = node.logic.all.iter().map(|id| self.schema(*id)).collect();
        add(&mut members, "allOf", (!all.is_empty()).then(|| Json::Array(all)));
        Json::Object(members)
    }

    fn maybe(&self, id: Option<SchemaId>) -> Option<Json> {
        id.map(|id| self.schema(id))
    }

    fn object(&self, node: &Schema, members: &mut Members) {
        let properties = node.object.properties.iter();
        let properties: Members =
            properties.map(|property| (property.wire.clone(), self.schema(property.schema))).collect();
        add(members, "properties", super::some(properties));
        let required = node.object.required.iter().map(|name| Json::from(name.as_str()));
        add(members, "required", super::list(required));
        add(members, "additionalProperties", self.maybe(node.object.rest));
        add(members, "unevaluatedProperties", self.maybe(node.object.unevaluated));
        bounds(members, node.object.count, "minProperties", "maxProperties");
    }

    fn patterns(&self, node: &Schema, members: &mut Members) {
        if !node.object.patterns.is_empty() {
            let patterns = node.object.patterns.iter();
            let patterns: Members = patterns.map(|(name, id)| (name.clone(), self.schema(*id))).collect();
            add(members, "patternProperties", super::some(patterns));
            members
                .insert("additionalProperties".to_owned(), self.maybe(node.object.rest).unwrap_or_else(|| json!({})));
        }
    }

    fn list(&self, node: &Schema, members: &mut Members) {
        let first = node.list.first.iter().map(|id| self.schema(*id));
        add(members, "prefixItems", super::list(first));
        add(members, "items", self.maybe(node.list.items));
        if let Some((id, count)) = node.list.contains {
            members.insert("contains".to_owned(), self.schema(id));
            bounds(members, count, "minContains", "maxContains");
        }
        if !members.contains_key("minItems") && node.kinds != KindSet::ARRAY {
            bounds(members, node.list.count, "minItems", "maxItems");
        }
    }

    /// What holds only sometimes, or must not hold.
    fn conditions(&self, node: &Schema, members: &mut Members) {
        add(members, "not", self.maybe(node.logic.not));
        if let Some([condition, then, otherwise]) = node.logic.when {
            add(members, "if", self.maybe(condition));
            add(members, "then", self.maybe(then));
            add(members, "else", self.maybe(otherwise));
        }
        add(members, "propertyNames", self.maybe(node.object.names));
        let required = node.object.dependent.iter().filter(|(_, required, _)| !required.is_empty());
        let required: Members = required.map(|(name, required, _)| (name.clone(), json!(required))).collect();
        add(members, "dependentRequired", super::some(required));
        let schemas = node.object.dependent.iter();
        let schemas: Members = schemas.filter_map(|(name, _, id)| Some((name.clone(), self.maybe(*id)?))).collect();
        add(members, "dependentSchemas", super::some(schemas));
    }

    fn groups(&self, node: &Schema, members: &mut Members) {
        let group = |ids: &Vec<SchemaId>| Json::Array(ids.iter().map(|id| self.schema(*id)).collect());
        add(members, "anyOf", node.logic.any.first().map(group));
        add(members, "oneOf", node.logic.one.first().map(group));
    }
}

fn scalar(node: &Schema, members: &mut Members) {
    add(members, "enum", node.values.clone().map(Json::Array));
    add(members, "format", node.format.as_ref().map(|format| format.as_str().into()));
    add(members, "pattern", node.pattern.as_deref().map(Json::from));
    bounds(members, node.length, "minLength", "maxLength");
    let Limits { minimum, maximum, above, below, multiple_of } = node.limits.clone();
    let limits = [
        ("minimum", minimum),
        ("maximum", maximum),
        ("exclusiveMinimum", above),
        ("exclusiveMaximum", below),
        ("multipleOf", multiple_of),
    ];
    limits.into_iter().for_each(|(key, limit)| add(members, key, limit.map(Json::Number)));
}

fn bounds(members: &mut Members, bounds: Bounds, min: &str, max: &str) {
    add(members, min, bounds.min.map(Json::from));
    add(members, max, bounds.max.map(Json::from));
}

/// The word for some kinds, or the words; none for all kinds.
fn kinds(kinds: KindSet) -> Option<Json> {
    if kinds == KindSet::ALL {
        return None;
    }
    let number = if kinds.covers(KindSet::NUMBER) { KindSet::NUMBER } else { KindSet::INTEGER };
    let known = [KindSet::NULL, KindSet::BOOLEAN, number, KindSet::STRING, KindSet::ARRAY, KindSet::OBJECT];
    let words: Vec<&str> = known.into_iter().filter(|kind| kinds.covers(*kind)).map(KindSet::word).collect();
    match words.as_slice() {
        [only] => Some(Json::from(*only)),
        several => Some(json!(several)),
    }
}
