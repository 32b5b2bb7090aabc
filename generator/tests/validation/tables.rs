//! The tables that would be emitted, made while the test runs. They live as long as the test.

use std::collections::HashMap;

use gatewright_generator::emit::schemas::checked;
use gatewright_generator::emit::schemas::plan::Plan;
use gatewright_generator::model::{Bounds, KindSet, Limits, ListRules, Logic, ObjectRules, Schema, SchemaId};
use gatewright_generator::pass::pattern;
use gatewright_runtime::schema as table;

/// Tables of a plan. What contains itself is unrolled so many times.
pub struct Tables<'a> {
    plan: &'a Plan,
    known: HashMap<(SchemaId, u32), &'static table::Schema>,
}

/// How often a schema that contains itself is written out.
const DEPTH: u32 = 24;

impl<'a> Tables<'a> {
    pub fn new(plan: &'a Plan) -> Self {
        Self { plan, known: HashMap::new() }
    }

    pub fn table(&mut self, id: SchemaId) -> &'static table::Schema {
        self.at(id, DEPTH)
    }

    fn at(&mut self, id: SchemaId, depth: u32) -> &'static table::Schema {
        if depth == 0 {
            return &table::Schema::ANY;
        }
        if let Some(known) = self.known.get(&(id, depth)) {
            return known;
        }
        let schema = self.plan.schemas.node(id).cloned().unwrap_or_default();
        let made = leak(self.schema(&schema, depth - 1));
        self.known.insert((id, depth), made);
        made
    }

    fn maybe(&mut self, id: Option<SchemaId>, depth: u32) -> Option<&'static table::Schema> {
        id.map(|id| self.at(id, depth))
    }

    fn list(&mut self, ids: &[SchemaId], depth: u32) -> &'static [&'static table::Schema] {
        leak_list(ids.iter().map(|id| self.at(*id, depth)).collect())
    }

    fn schema(&mut self, schema: &Schema, depth: u32) -> table::Schema {
        let mut made = table::Schema::of(table::Kinds(schema.kinds.0));
        made.format = schema.format.as_ref().and_then(checked).and_then(format);
        made.length = count(schema.length);
        made.pattern = schema.pattern.as_deref().and_then(expression);
        if let Some(values) = &schema.values {
            let texts: Vec<&str> = values.iter().filter_map(|value| value.as_str()).collect();
            made.values = if texts.len() == values.len() && schema.kinds == KindSet::STRING {
                table::Values::Texts(leak_list(texts.into_iter().map(text).collect()))
            } else {
                table::Values::Json(leak_list(values.iter().map(|value| text(&value.to_string())).collect()))
            };
        }
        if schema.limits != Limits::default() {
            made.number = Some(leak(limits(&schema.limits)));
        }
        if schema.list != ListRules::default() {
            made.list = Some(leak(self.list_rules(&schema.list, depth)));
        }
        if schema.object != ObjectRules::default() {
            made.object = Some(leak(self.object_rules(&schema.object, depth)));
        }
        if schema.logic != Logic::default() {
            made.logic = Some(leak(self.logic(&schema.logic, depth)));
        }
        made
    }

    fn list_rules(&mut self, rules: &ListRules, depth: u32) -> table::List {
        table::List {
            first: self.list(&rules.first, depth),
            items: self.maybe(rules.items, depth),
            count: count(rules.count),
            unique: rules.unique,
            contains: rules.contains.map(|(id, bounds)| (self.at(id, depth), count(bounds))),
        }
    }

    fn object_rules(&mut self, rules: &ObjectRules, depth: u32) -> table::Object {
        let mut properties = Vec::new();
        for property in &rules.properties {
            let (name, schema) = (text(&property.wire), self.at(property.schema, depth));
            let mut made = table::Property::new(name, schema);
            made.required = rules.required.contains(&property.wire);
            made.read_only = property.read_only;
            made.write_only = property.write_only;
            properties.push(made);
        }
        for name in rules.required.iter().filter(|name| !rules.properties.iter().any(|known| known.wire == **name)) {
            properties.push(table::Property::required(text(name), &table::Schema::ANY).undescribed());
        }
        let patterns = rules.patterns.iter();
        let patterns = patterns.filter_map(|(written, id)| Some((expression(written)?, self.at(*id, depth)))).collect();
        let dependent = rules.dependent.iter().map(|(name, required, schema)| table::Dependent {
            name: text(name),
            required: leak_list(required.iter().map(|name| text(name)).collect()),
            schema: self.maybe(*schema, depth),
        });
        let dependent = dependent.collect();
        table::Object {
            properties: leak_list(properties),
            order: &[],
            patterns: leak_list(patterns),
            rest: self.maybe(rules.rest, depth),
            unevaluated: self.maybe(rules.unevaluated, depth),
            names: self.maybe(rules.names, depth),
            count: count(rules.count),
            dependent: leak_list(dependent),
        }
    }

    fn logic(&mut self, logic: &Logic, depth: u32) -> table::Logic {
        let mut groups = |groups: &[Vec<SchemaId>]| -> &'static [&'static [&'static table::Schema]] {
            leak_list(groups.iter().map(|group| self.list(group, depth)).collect())
        };
        let (any, one) = (groups(&logic.any), groups(&logic.one));
        let when = logic.when.map(|when| when.map(|id| self.maybe(id, depth)));
        let tagged = logic.tagged.as_ref().map(|tagged| {
            let cases = tagged.cases.iter().map(|(tags, id)| {
                let tags: &'static [&'static str] = leak_list(tags.iter().map(|tag| text(tag)).collect());
                (tags, self.at(*id, depth))
            });
            let cases = cases.collect();
            leak(table::Tagged { member: text(&tagged.member), cases: leak_list(cases) })
        });
        table::Logic {
            all: self.list(&logic.all, depth),
            any,
            one,
            not: self.maybe(logic.not, depth),
            when: when.map(leak),
            tagged,
        }
    }
}

fn leak<T>(value: T) -> &'static T {
    Box::leak(Box::new(value))
}

fn leak_list<T>(list: Vec<T>) -> &'static [T] {
    list.leak()
}

fn text(text: &str) -> &'static str {
    text.to_owned().leak()
}

fn count(bounds: Bounds) -> table::Count {
    let number = |count: u64| u32::try_from(count).unwrap_or(u32::MAX);
    table::Count::new(number(bounds.min.unwrap_or(0)), bounds.max.map_or(u32::MAX, number))
}

fn limits(limits: &Limits) -> table::Number {
    let written = |number: &Option<gatewright_generator::model::Number>| -> Option<&'static str> {
        number.as_ref().map(|number| text(&number.to_string()))
    };
    table::Number {
        minimum: written(&limits.minimum),
        maximum: written(&limits.maximum),
        above: written(&limits.above),
        below: written(&limits.below),
        multiple_of: written(&limits.multiple_of),
    }
}

fn expression(written: &str) -> Option<&'static table::Pattern> {
    let translated = pattern::translate(written)?;
    Some(leak(table::Pattern::translated(text(written), text(&translated))))
}

fn format(name: &str) -> Option<table::Format> {
    use table::Format::*;
    let all = [
        DateTime,
        Date,
        Time,
        Duration,
        Email,
        Hostname,
        Ipv4,
        Ipv6,
        Uri,
        UriReference,
        Uuid,
        Byte,
        JsonPointer,
        Int32,
        Int64,
    ];
    all.into_iter().find(|format| format!("{format:?}") == name)
}
