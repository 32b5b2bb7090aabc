//! Schemas into types: what a schema is decides which part of the reader describes it.

use super::conjunction::Conjunction;
use super::fact::annotation::{noted, sole_reference};
use super::fact::prose::prose;
use super::reader::Reader;
use super::state::context::Context;
use super::state::schema::Use;
use super::syntax::component::{SCHEMAS, names_a_schema};
use super::syntax::pointer::address;
use super::syntax::trail::Trail;
use crate::diag::Code;
use crate::model::{Json, KindSet, Ref, ScalarKind, Shape, TypeId};
use crate::read::node::{Node, Value};
use crate::source::Span;

pub(super) static NOT_A_SCHEMA: Code = Code {
    name: "openapi/not-a-schema",
    page: "A schema is a map, or true or false.\n\n    schemas:\n      User: []\n\nDescribe it: `User: {type: array}`.",
};
pub(super) static NOTHING: Code = Code {
    name: "openapi/nothing-allowed",
    page: "The schema `false` allows no value at all. Any value is accepted in its place.\n\n    items: false\n\nLeave the \
           member out, or say what is allowed.",
};
pub(super) static DEEP: Code = Code {
    name: "openapi/schema-depth",
    page: "A schema is nested more than 60 levels deep, or refers through more than 60 unnamed schemas, or \
           alternatives within alternatives multiply to more than 10,000 types. Any value is accepted from there on.\n\nGive inner schemas names under `components/schemas` and refer to them.",
};

/// How deep schemas may be nested.
const DEPTH: usize = 60;
/// How many types may come from alternatives and the members beside them.
const JOINTS: usize = 10_000;

/// What a schema describes, apart from null.
#[derive(Debug, Clone)]
pub(super) enum Form {
    /// A type of its own.
    Shape(Shape),
    /// A use of something that needs no name.
    Use(Ref),
}

impl<'d> Reader<'d, '_> {
    /// The type of a schema where it is used; null included.
    pub(super) fn schema(&mut self, node: &'d Node, context: &Context<'_>) -> Ref {
        let key = address(node);
        if let Some(name) = self.named.get(&key).copied() {
            return self.named_use(name, node);
        }
        match self.uses.get(&key) {
            Some(Use::Done(known)) => return known.clone(),
            Some(Use::Pending(id)) => return Ref::Named(*id),
            Some(Use::Busy(parts)) => {
                let parts = parts.clone();
                return self.refer_back(node, &parts);
            }
            None => {}
        }
        self.keywords(node);
        if self.depth >= DEPTH {
            let message = format!("the schema is nested more than {DEPTH} levels deep");
            self.warn(&DEEP, node.span, message, "any value is accepted from here on");
            return Ref::Any;
        }
        let may_nest = ["properties", "items", "allOf", "oneOf", "anyOf", "additionalProperties", "$ref"];
        let parts = if may_nest.iter().any(|key| node.get(key).is_some()) { context.parts() } else { Vec::new() };
        self.uses.insert(key, Use::Busy(parts.into_iter().map(str::to_owned).collect()));
        self.depth += 1;
        let form = self.form(node, context, false);
        self.depth -= 1;
        let pending = match self.uses.get(&key) {
            Some(Use::Pending(id)) => Some(*id),
            _ => None,
        };
        let made = self.settled(form, node, context, pending);
        let made = if self.is_nullable(node) { made.nullable() } else { made };
        self.uses.insert(key, Use::Done(made.clone()));
        made
    }

    /// A use of a schema that is still being read: it becomes a type of its own, whatever it is.
    fn refer_back(&mut self, node: &'d Node, parts: &[String]) -> Ref {
        let id = self.placeholder(node, parts);
        self.uses.insert(address(node), Use::Pending(id));
        Ref::Named(id)
    }

    /// A type that is described once its schema is read.
    pub(super) fn placeholder(&mut self, node: &'d Node, parts: &[String]) -> TypeId {
        let origin = self.origin(node.span);
        let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
        let title = self.title(node);
        self.model.anonymous(&parts, title.as_deref(), Shape::Undefined, "", origin)
    }

    pub(super) fn settled(
        &mut self,
        form: Form,
        node: &'d Node,
        context: &Context<'_>,
        pending: Option<TypeId>,
    ) -> Ref {
        let shape = match (form, pending) {
            (Form::Use(used), None) => return used,
            (Form::Use(used), Some(_)) => Shape::Alias(used),
            (Form::Shape(shape), _) => shape,
        };
        let docs = node.text("description").unwrap_or_default();
        let origin = self.origin(node.span);
        let id = match pending {
            Some(id) => {
                // Given out by `refer_back` and described here only.
                let _ = self.model.define(id, shape, docs, origin);
                id
            }
            None => {
                let title = self.title(node);
                self.model.anonymous(&context.parts(), title.as_deref(), shape, docs, origin)
            }
        };
        self.annotate(id, node);
        Ref::Named(id)
    }

    /// What a schema would like to be called: its title, or the name that it has among the definitions of another.
    fn title(&self, node: &Node) -> Option<String> {
        let title = node.text("title").filter(|title| !title.trim().is_empty()).map(str::to_owned);
        title.or_else(|| self.definitions.get(&address(node)).cloned())
    }

    /// Adds what a schema says about its type apart from the shape.
    fn annotate(&mut self, id: TypeId, node: &'d Node) {
        if node.get("deprecated").and_then(Node::as_bool) == Some(true) {
            self.model.deprecate(id);
        }
        if let Some(example) = node.get("example") {
            self.example(id, example, node);
        }
        for example in node.get("examples").map(Node::items).into_iter().flatten() {
            self.example(id, example, node);
        }
    }

    fn example(&mut self, id: TypeId, example: &'d Node, node: &'d Node) {
        if let Some(value) = self.fitting_example(example, Some(node), "a schema") {
            let origin = self.origin(example.span);
            self.model.example(id, None, value, origin);
        }
    }

    /// A use of a schema that has a name.
    fn named_use(&mut self, name: &'d str, node: &'d Node) -> Ref {
        let origin = self.origin(node.span);
        let used = Ref::Named(self.model.named(name, origin));
        if self.is_nullable(node) { used.nullable() } else { used }
    }

    /// Describes the schema of this name.
    pub(super) fn define(&mut self, name: &'d str, node: &'d Node) {
        self.keywords(node);
        let origin = self.origin(node.span);
        let id = self.model.named(name, origin);
        let shape = match self.form(node, &Context::root(name), true) {
            Form::Shape(shape) => shape,
            Form::Use(Ref::Nullable(inner)) => Shape::Alias(*inner),
            Form::Use(used) => Shape::Alias(used),
        };
        let docs = prose(node);
        // Names are keys of one map, so nothing else describes this type.
        let _ = self.model.define(id, shape, &docs, origin);
        self.annotate(id, node);
    }

    /// What a schema describes. `named` schemas without members are objects all the same, so that members can be added.
    fn form(&mut self, node: &'d Node, context: &Context<'_>, named: bool) -> Form {
        match &node.value {
            Value::Map(_) => {}
            Value::Bool(true) => return Form::Use(Ref::Any),
            Value::Bool(false) => {
                self.warn(&NOTHING, node.span, "this schema allows no value", "any value is accepted instead");
                return Form::Use(Ref::Any);
            }
            _ => {
                self.not_a_schema(node);
                return Form::Use(Ref::Any);
            }
        }
        if let Some(reference) = sole_reference(node).filter(|reference| !named || !self.is_child(node, reference)) {
            return Form::Use(self.reference(reference, context));
        }
        let all = self.conjunction(&[node]);
        if named && let Some(choice) = self.family(node, context) {
            return choice;
        }
        self.described(&all, context, named)
    }

    /// Whether a named schema extends, without adding anything, a parent whose children a discriminator tells apart.
    fn is_child(&mut self, node: &'d Node, reference: &'d Node) -> bool {
        let parent = reference.as_str().and_then(|text| self.pointed(text));
        let children = parent.and_then(|parent| self.children.get(&address(parent)));
        let name = self.named.get(&address(node));
        children.is_some_and(|children| name.is_some_and(|name| children.contains(name)))
    }

    /// The use of what a `$ref` points to.
    fn reference(&mut self, reference: &'d Node, context: &Context<'_>) -> Ref {
        if let Some(elsewhere) = self.elsewhere(reference) {
            return elsewhere;
        }
        let Some(target) = self.target(reference) else { return Ref::Any };
        if let Some(span) = self.circle(target) {
            self.cycle(span);
            return Ref::Any;
        }
        if self.named.contains_key(&address(target)) {
            return self.schema(target, context);
        }
        let parts = reference
            .as_str()
            .map(|pointer| super::fact::pointed::of_pointer(pointer, self.file_of(pointer)))
            .unwrap_or_default();
        if reference.as_str().is_some_and(super::fact::pointed::is_definition) {
            self.definitions.entry(address(target)).or_insert_with(|| parts.join(" "));
        }
        let mut parts = parts.iter().map(String::as_str);
        match parts.next() {
            None => self.schema(target, context),
            Some(first) => self.within(&Context::root(first), &mut parts, target),
        }
    }

    /// The use of a named schema that another document describes, in a supplement.
    fn elsewhere(&mut self, reference: &'d Node) -> Option<Ref> {
        let text = reference.as_str().filter(|_| self.supplement)?;
        let name = text.strip_prefix(SCHEMAS).filter(|_| names_a_schema(text))?;
        if self.pointed(text).is_some() {
            return None;
        }
        let origin = self.origin(reference.span);
        Some(Ref::Named(self.model.named(&super::syntax::pointer::key(name)?, origin)))
    }

    fn within<'p>(&mut self, context: &Context<'_>, rest: &mut dyn Iterator<Item = &'p str>, target: &'d Node) -> Ref {
        match rest.next() {
            None => self.schema(target, context),
            Some(part) => self.within(&context.inner(part), rest, target),
        }
    }

    /// Where the first reference of a circle stands, if a schema is nothing but references that lead into one.
    pub(super) fn circle(&mut self, start: &'d Node) -> Option<Span> {
        let mut trail = Trail::default();
        let mut node = start;
        let found = loop {
            if let Some(known) = self.circles.get(&address(node)) {
                break *known;
            }
            let Some(reference) = sole_reference(node) else { break None };
            if let Some(span) = trail.circle(node) {
                break Some(span);
            }
            trail.add(node, reference.span);
            match reference.as_str().and_then(|text| self.pointed(text)) {
                Some(next) => node = next,
                None => break None,
            }
        };
        self.circles.extend(trail.nodes().map(|node| (node, found)));
        found
    }

    /// What schemas that hold together describe.
    pub(super) fn described(&mut self, all: &Conjunction<'d>, context: &Context<'_>, named: bool) -> Form {
        if all.only.is_none()
            && !self.is_one_or_null(all)
            && let Some(common) = self.common_values(all)
        {
            return self.enumeration(all, common, context, named);
        }
        if all.has_union() {
            return self.union(all, context, named);
        }
        let kinds = self.kinds(all);
        match kinds {
            KindSet::ALL => Form::Use(Ref::Any),
            KindSet::OBJECT => self.object(all, context, named),
            KindSet::ARRAY => self.array(all, context),
            KindSet::STRING => Form::Use(self.scalar(ScalarKind::String, all)),
            KindSet::INTEGER => Form::Use(self.scalar(ScalarKind::Integer, all)),
            KindSet::NUMBER => Form::Use(self.scalar(ScalarKind::Number, all)),
            KindSet::BOOLEAN => Form::Use(Ref::scalar(ScalarKind::Boolean)),
            KindSet::NULL => Form::Use(Ref::scalar(ScalarKind::Null)),
            several => self.kinds_apart(all, several, context),
        }
    }

    /// The type of schemas that hold together, where it is used; `node` is the one that stands there.
    pub(super) fn joint(&mut self, all: &Conjunction<'d>, node: &'d Node, context: &Context<'_>) -> Ref {
        let form = self.joint_form(all, node, context);
        self.settled(form, node, context, None)
    }

    /// What schemas that hold together describe, as long as there are not too many of such.
    pub(super) fn joint_form(&mut self, all: &Conjunction<'d>, node: &'d Node, context: &Context<'_>) -> Form {
        if self.depth >= DEPTH || self.joints >= JOINTS {
            let message = format!("the document combines schemas more than {JOINTS} times, or {DEPTH} levels deep");
            self.warn(&DEEP, node.span, message, "any value is accepted here");
            return Form::Use(Ref::Any);
        }
        self.joints += 1;
        self.depth += 1;
        let form = self.described(all, context, false);
        self.depth -= 1;
        form
    }

    /// The default that a schema, or the one it refers to, gives.
    pub(super) fn stated_default(&mut self, node: &'d Node) -> Option<&'d Node> {
        let target = sole_reference(node).and_then(Node::as_str).and_then(|text| self.pointed(text));
        noted(node, "default").or_else(|| target?.get("default"))
    }

    /// The default of a field or parameter, if it is one that its schema allows.
    pub(super) fn default(&mut self, value: &'d Node, schema: &'d Node, name: &str) -> Option<Json> {
        match self.misfit(value, schema) {
            None => Some(value.to_json()),
            Some((span, why)) => {
                let message = format!("the default of `{name}` is no value of its type");
                self.warn(&super::fit::DEFAULT, span, message, &format!("{why}; the default is left out"));
                None
            }
        }
    }
}
