//! Schemas as they are written, for servers to check against. Types are described elsewhere, and so is everything that
//! is wrong with a schema: what cannot be used here is left out without a word.

use super::conjunction::Part;
use super::fact::kind::is_int_or_string;
use super::fact::listed::{lists_scalars_for, values};
use super::fact::null::is_flagged;
use super::reader::Reader;
use super::state::schema::Closed;
use super::syntax::pointer::address;
use super::syntax::version::Version;
use crate::model::{
    Bounds, Format, Json, KindSet, Limits, ListRules, Logic, Number, ObjectRules, Property, ScalarKind, Schema,
    SchemaId, Tagged, contains_bytes, string_kind,
};
use crate::read::node::{Node, Value};

impl<'d> Reader<'d, '_> {
    /// A schema as it is written, unless it says nothing in a supplement, which then leaves what the document says.
    pub(super) fn demand(&mut self, schema: &'d Node) -> Option<SchemaId> {
        let id = self.demanded(schema);
        while let Some((id, node, closed)) = self.open_demands.pop() {
            let made = self.rules(node, closed);
            if let Some(slot) = self.model.schemas().nodes.get_mut(id.0 as usize) {
                *slot = made;
            }
        }
        let says_something = self.model.schemas().node(id).is_some_and(|schema| !schema.is_anything());
        (!self.supplement || says_something).then_some(id)
    }

    /// The id of a schema, which is read later if it was not yet.
    fn demanded(&mut self, node: &'d Node) -> SchemaId {
        self.demanded_as(node, Closed::Alone)
    }

    fn demanded_as(&mut self, node: &'d Node, closed: Closed) -> SchemaId {
        if let Some(id) = self.demands.get(&(address(node), closed)) {
            return *id;
        }
        let id = self.model.schemas().add(Schema::default());
        self.demands.insert((address(node), closed), id);
        self.open_demands.push((id, node, closed));
        id
    }

    fn demanded_in(&mut self, node: &'d Node, key: &str) -> Option<SchemaId> {
        node.get(key).map(|inner| self.demanded(inner))
    }

    fn rules(&mut self, node: &'d Node, closed: Closed) -> Schema {
        match &node.value {
            Value::Bool(false) => return Schema { span: Some(node.span), ..Schema::nothing() },
            Value::Map(_) => {}
            _ => return Schema::default(),
        }
        let name = self.named.get(&address(node)).map(|name| (*name).to_owned());
        let base = Schema { name: name.clone(), span: Some(node.span), ..Schema::default() };
        // What a supplement names may have more to it in a document.
        let is_parent = self.children.contains_key(&address(node)) && !has_branches(node);
        let closes_itself_out = closed == Closed::Alone && self.closes_itself_out(node);
        let is_like = closes_itself_out || (is_parent && closed == Closed::Alone);
        if name.is_some() && (self.supplement || is_like) {
            let schema = Schema { like: name, ..base.clone() };
            // A type knows nothing of null; its uses do.
            return if self.is_nullable(node) { self.or_null(schema, Schema { name: None, ..base }) } else { schema };
        }
        let of_parts = if closes_itself_out { Closed::Together } else { closed };
        let mut all = self.referred(node, of_parts);
        if node.get("$ref").is_some() && self.version <= Version::V30 {
            return Schema { logic: Logic { all, ..Logic::default() }, ..base };
        }
        all.extend(
            node.get("allOf").map(Node::items).into_iter().flatten().map(|part| self.demanded_as(part, of_parts)),
        );
        let mut object = self.object_rules(node);
        if of_parts == Closed::Together && is_closed(node) {
            object.rest = None;
        }
        if closes_itself_out {
            object.unevaluated = Some(self.model.schemas().add(Schema::nothing()));
        }
        let kinds = stated_kinds(node);
        let is_binary = is_binary(node);
        let schema = Schema {
            kinds: kinds.unwrap_or(KindSet::ALL),
            values: listed(node, kinds).filter(|values| !values.is_empty() || self.version >= Version::V31),
            format: format(node),
            length: if is_binary { Bounds::default() } else { bounds(node, "minLength", "maxLength") },
            pattern: node.text("pattern").filter(|_| !is_binary).map(str::to_owned),
            limits: limits(node),
            list: self.list_rules(node),
            object,
            logic: self.logic(node, all),
            ..base.clone()
        };
        if is_flagged(node) && kinds.is_none() { self.or_null(schema, base) } else { schema }
    }

    /// Whether a part of a schema refuses members that another part describes. Up to OpenAPI 3.0 nothing else says that
    /// the parts together refuse all others, and generators write it so that every class does: it is meant so.
    fn closes_itself_out(&mut self, node: &'d Node) -> bool {
        if self.version > Version::V30 || node.get("allOf").is_none() {
            return false;
        }
        let all = self.quietly(|reader| reader.conjunction(&[node]));
        let knows =
            |part: &Part<'d>, name: &str| part.node.get("properties").is_some_and(|known| known.get(name).is_some());
        let mut closed = all.parts.iter().filter(|part| is_closed(part.node));
        closed.any(|part| all.all("properties").flat_map(Node::members).any(|member| !knows(part, &member.key)))
    }

    /// A schema that allows null beside what it says: OpenAPI 3.0's flag next to a reference.
    fn or_null(&mut self, schema: Schema, base: Schema) -> Schema {
        let schema = self.model.schemas().add(Schema { name: None, ..schema });
        let null = self.model.schemas().add(Schema::of(KindSet::NULL));
        Schema { logic: Logic { any: vec![null, schema], ..Logic::default() }, ..base }
    }

    /// What a `$ref` leads to. In supplements it may be the name of what another document describes.
    fn referred(&mut self, node: &'d Node, closed: Closed) -> Vec<SchemaId> {
        let Some(text) = node.text("$ref") else { return Vec::new() };
        if let Some(target) = self.pointed(text) {
            return vec![self.demanded_as(target, closed)];
        }
        let name = text.strip_prefix("#/components/schemas/").filter(|name| !name.contains('/'));
        let Some(like) = name.and_then(super::syntax::pointer::key).filter(|_| self.supplement) else {
            return Vec::new();
        };
        vec![self.model.schemas().add(Schema { like: Some(like), ..Schema::default() })]
    }

    fn list_rules(&mut self, node: &'d Node) -> ListRules {
        // Up to draft 2019-09 a list in `items` was what `prefixItems` is now.
        let (first, items) = match node.get("items") {
            Some(Node { value: Value::List(places), .. }) => (places.as_slice(), node.get("additionalItems")),
            items => (node.get("prefixItems").and_then(Node::as_list).unwrap_or_default(), items),
        };
        let contains = node.get("contains").map(|inner| {
            let Bounds { min, max } = bounds(node, "minContains", "maxContains");
            (self.demanded(inner), Bounds { min: min.or(Some(1)), max })
        });
        ListRules {
            first: first.iter().map(|place| self.demanded(place)).collect(),
            items: items.map(|items| self.demanded(items)),
            count: bounds(node, "minItems", "maxItems"),
            unique: node.get("uniqueItems").and_then(Node::as_bool).unwrap_or(false),
            contains,
        }
    }

    fn object_rules(&mut self, node: &'d Node) -> ObjectRules {
        let mut properties = Vec::new();
        for member in node.get("properties").map(Node::members).into_iter().flatten() {
            let marks = self.marks(&[&member.value]);
            properties.push(Property {
                wire: member.key.clone(),
                schema: self.demanded(&member.value),
                read_only: marks.read_only,
                write_only: marks.write_only,
            });
        }
        let mut patterns = Vec::new();
        for member in node.get("patternProperties").map(Node::members).into_iter().flatten() {
            patterns.push((member.key.clone(), self.demanded(&member.value)));
        }
        ObjectRules {
            properties,
            required: texts(node.get("required")),
            patterns,
            rest: self.demanded_in(node, "additionalProperties"),
            unevaluated: self.demanded_in(node, "unevaluatedProperties"),
            names: self.demanded_in(node, "propertyNames"),
            count: bounds(node, "minProperties", "maxProperties"),
            dependent: self.dependent(node),
        }
    }

    fn dependent(&mut self, node: &'d Node) -> Vec<(String, Vec<String>, Option<SchemaId>)> {
        let mut found = Vec::new();
        for key in ["dependentRequired", "dependentSchemas", "dependencies"] {
            for member in node.get(key).map(Node::members).into_iter().flatten() {
                let required = texts(Some(&member.value));
                let schema = member.value.as_list().is_none().then(|| self.demanded(&member.value));
                found.push((member.key.clone(), required, schema));
            }
        }
        found
    }

    fn logic(&mut self, node: &'d Node, all: Vec<SchemaId>) -> Logic {
        let mut logic = Logic { all, not: self.demanded_in(node, "not"), ..Logic::default() };
        if let Some(condition) = self.demanded_in(node, "if") {
            let (then, otherwise) = (self.demanded_in(node, "then"), self.demanded_in(node, "else"));
            logic.when = Some([Some(condition), then, otherwise]);
        }
        for key in ["anyOf", "oneOf"] {
            let branches: Vec<&'d Node> = node.get(key).map(Node::items).into_iter().flatten().collect();
            if branches.is_empty() {
                continue;
            }
            if logic.tagged.is_none()
                && let Some(tagged) = self.tagged(node, &branches)
            {
                match branches.iter().any(|branch| self.is_null(branch)) {
                    false => logic.tagged = Some(tagged),
                    true => self.any_of(&mut logic, tagged),
                }
                continue;
            }
            let group = branches.into_iter().map(|branch| self.demanded(branch)).collect();
            if key == "anyOf" { logic.any = group } else { logic.one = group }
        }
        logic
    }

    /// Adds alternatives that a member tells apart, or null, to what a value must be.
    fn any_of(&mut self, logic: &mut Logic, tagged: Tagged) {
        let schemas = self.model.schemas();
        let told = Logic { tagged: Some(tagged), ..Logic::default() };
        let group = vec![
            schemas.add(Schema::of(KindSet::NULL)),
            schemas.add(Schema { logic: told, ..Schema::of(KindSet::OBJECT) }),
        ];
        if logic.any.is_empty() {
            logic.any = group;
        } else {
            let other = Logic { any: group, ..Logic::default() };
            logic.all.push(schemas.add(Schema { logic: other, ..Schema::default() }));
        }
    }

    /// Branches that a discriminator tells apart.
    fn tagged(&mut self, node: &'d Node, branches: &[&'d Node]) -> Option<Tagged> {
        let objects: Vec<&'d Node> = branches.iter().copied().filter(|branch| !self.is_null(branch)).collect();
        if objects.len() < 2 || node.get("discriminator").is_none() {
            return None;
        }
        let told = self.quietly(|reader| {
            let all = reader.conjunction(&[node]);
            reader.tag(&all, &objects)
        })?;
        let mut cases = Vec::new();
        for (branch, tags) in objects.into_iter().zip(told.tags) {
            cases.push((tags, self.demanded(branch)));
        }
        let other = told.other.map(|other| self.demanded(other));
        Some(Tagged { member: told.member, cases, other })
    }
}

/// Whether an object has no members but those that it names.
fn is_closed(node: &Node) -> bool {
    node.get("additionalProperties").and_then(Node::as_bool) == Some(false) && node.get("patternProperties").is_none()
}

fn has_branches(node: &Node) -> bool {
    node.get("oneOf").is_some() || node.get("anyOf").is_some()
}

/// The kinds that `type` names, null where a flag or a listed value adds it; `None` where nothing is said or understood.
fn stated_kinds(node: &Node) -> Option<KindSet> {
    let stated = node.get("type").filter(|_| !lists_scalars_for(node, "object"))?;
    let words = stated.as_list().unwrap_or(std::slice::from_ref(stated));
    let mut kinds = KindSet::NONE;
    for word in words {
        kinds = kinds.or(if word.is_null() { KindSet::NULL } else { KindSet::of_word(word.as_str()?)? });
    }
    if is_int_or_string(node) && kinds.covers(KindSet::STRING) {
        kinds = kinds.or(KindSet::INTEGER);
    }
    if is_flagged(node) || node.get("enum").is_some_and(|listed| listed.items().any(Node::is_null)) {
        kinds = kinds.or(KindSet::NULL);
    }
    (kinds != KindSet::NONE).then_some(kinds)
}

/// The only values. Where only text is allowed, a number counts as its text: YAML has no quotes there.
fn listed(node: &Node, kinds: Option<KindSet>) -> Option<Vec<Json>> {
    let listed = values(node)?;
    let as_text = kinds.is_some_and(|kinds| KindSet::STRING.or(KindSet::NULL).covers(kinds));
    let value = |node: &Node| match node.as_written() {
        Some(text) if as_text => Json::from(text),
        _ => node.to_json(),
    };
    let mut found: Vec<Json> = listed.iter().map(value).collect();
    if kinds.is_some_and(|kinds| kinds.covers(KindSet::NULL)) && node.get("const").is_none() {
        found.push(Json::Null);
    }
    Some(found)
}

fn format(node: &Node) -> Option<Format> {
    let is_base64 = || node.text("contentEncoding").is_some_and(|encoding| encoding.eq_ignore_ascii_case("base64"));
    node.text("format").map(Format::parse).or_else(|| is_base64().then_some(Format::Byte))
}

/// Whether lengths would count bytes that stand for something else where the value travels as text.
fn is_binary(node: &Node) -> bool {
    string_kind(node.text("format"), node.text("contentEncoding")) == ScalarKind::Bytes
        || node.text("contentMediaType").is_some_and(contains_bytes)
        || node.text("type") == Some("file")
}

fn bounds(node: &Node, least: &str, most: &str) -> Bounds {
    let min = node.get(least).and_then(Node::as_u64);
    let max = node.get(most).and_then(Node::as_u64).filter(|max| min.is_none_or(|min| min <= *max));
    Bounds { min, max }
}

fn limits(node: &Node) -> Limits {
    let number = |key: &str| node.get(key).and_then(Node::as_number);
    let is_above_zero = |number: &Number| number.as_f64().is_some_and(|value| value > 0.0);
    let mut limits = Limits {
        minimum: number("minimum"),
        maximum: number("maximum"),
        above: number("exclusiveMinimum"),
        below: number("exclusiveMaximum"),
        multiple_of: number("multipleOf").filter(is_above_zero),
    };
    // OpenAPI 3.0: a boolean that makes the limit beside it exclusive.
    let is_true = |key: &str| node.get(key).and_then(Node::as_bool) == Some(true);
    if is_true("exclusiveMinimum") {
        limits.above = limits.minimum.take();
    }
    if is_true("exclusiveMaximum") {
        limits.below = limits.maximum.take();
    }
    // What no number satisfies is reported where the type is read.
    let least = [&limits.minimum, &limits.above].into_iter().flatten().filter_map(Number::as_f64).reduce(f64::max);
    let is_possible = |most: &Number| least.zip(most.as_f64()).is_none_or(|(least, most)| least <= most);
    limits.maximum = limits.maximum.filter(is_possible);
    limits.below = limits.below.filter(is_possible);
    limits
}

fn texts(node: Option<&Node>) -> Vec<String> {
    node.map(Node::items).into_iter().flatten().filter_map(Node::as_written).map(str::to_owned).collect()
}
