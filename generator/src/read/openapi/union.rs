//! `oneOf`, `anyOf` and lists of types: one of several types.

use std::collections::HashSet;

use super::conjunction::Conjunction;
use super::fact::kind::kind_of;
use super::fact::label::{called, label};
use super::fact::listed::values;
use super::fact::same::{is_bare, means_the_same};
use super::reader::Reader;
use super::schema::Form;
use super::state::context::Context;
use super::syntax::keyword::is_annotation;
use crate::diag::Code;
use crate::model::{
    Case, Choice, Enum, EnumValue, KindSet, Ref, Scalar, ScalarKind, Shape, Tag, Unlisted, contains_bytes, string_kind,
};
use crate::read::node::{Node, Value};

pub(super) static SEVERAL: Code = Code {
    name: "openapi/several-unions",
    page: "A schema has more than one `oneOf` or `anyOf` that all must hold, and together they have more than 64 \
           combinations, or a discriminator tells the alternatives of the first apart. A type can be one of several only \
           once; the first list counts, and the members of the others are optional.\n\nCombine the alternatives into one list.",
};
pub(super) static CONDITIONS: Code = Code {
    name: "openapi/alternatives-of-requirements",
    page: "The branches of a `oneOf` or `anyOf` differ only in which members they require. Types cannot say that, so none \
           of these members is required of clients; servers check it.\n\n    anyOf: [{required: [email]}, {required: [phone]}]\n\nNothing needs to be \
           done; the API itself checks it.",
};

impl<'d> Reader<'d, '_> {
    /// One of the branches, each with what holds for all.
    pub(super) fn union(&mut self, all: &Conjunction<'d>, context: &Context<'_>, named: bool) -> Form {
        let mut rest = all.rest();
        let lists = self.lists_of_branches(all);
        let Some((list, others)) = lists.split_first() else { return self.described(&rest, context, named) };
        if !others.is_empty() {
            if let Some(product) = self.product(all, &rest, &lists, context) {
                return product;
            }
            for other in others {
                self.warn(&SEVERAL, other.span, "the schema has more than one list of alternatives", "optional");
                rest.optional.extend(other.items());
            }
        }
        let mut branches = distinct(list.items().filter(|branch| !self.is_null(branch)));
        branches = self.without_marker(branches);
        if !branches.is_empty() && branches.iter().all(|branch| is_condition(branch)) {
            self.warn(&CONDITIONS, list.span, "the branches differ only in what they require", "only servers check it");
            return self.described(&rest, context, named);
        }
        let is_exclusive = is_exclusive(all, list);
        let is_alone = rest.optional.is_empty() && rest.parts.iter().all(|part| is_frame(part.node));
        if !is_alone {
            branches = self.possible(&rest, branches);
        }
        match branches.as_slice() {
            [] => Form::Use(Ref::scalar(ScalarKind::Null)),
            [only] if is_alone && !all.has(&["discriminator"]) => Form::Use(self.schema(only, context)),
            [only] if !all.has(&["discriminator"]) => {
                let both = rest.and(&self.conjunction(&[*only]));
                self.described(&both, context, named)
            }
            several => match self.strings_only(several).or_else(|| self.integers_only(several)) {
                Some(form) if is_alone => form,
                _ => self.choice(all, &rest, (is_alone, is_exclusive), several, context),
            },
        }
    }

    /// Whether nothing is said but that it is one schema, or null.
    pub(super) fn is_one_or_null(&mut self, all: &Conjunction<'d>) -> bool {
        let mut lists = all.parts.iter().filter(|part| part.union).flat_map(|part| {
            ["oneOf", "anyOf"].into_iter().filter_map(|key| part.node.get(key).and_then(Node::as_list))
        });
        let (Some(list), None) = (lists.next(), lists.next()) else { return false };
        let others = list.iter().filter(|branch| !self.is_null(branch)).count();
        others == 1 && all.parts.iter().all(|part| is_frame(part.node))
    }

    /// The lists of alternatives, but for those after the first that only say what is required.
    pub(super) fn lists_of_branches(&mut self, all: &Conjunction<'d>) -> Vec<&'d Node> {
        let mut lists = Vec::new();
        for part in all.parts.iter().filter(|part| part.union) {
            for key in ["oneOf", "anyOf"] {
                let list = part.node.get(key);
                lists.extend(list.filter(|list| list.as_list().is_some()));
                if let Some(other) = list.filter(|list| list.as_list().is_none()) {
                    self.expected(other, "a list", key);
                }
            }
        }
        lists.retain(|list| list.items().len() > 0);
        let mut is_first = true;
        lists.retain(|list| std::mem::take(&mut is_first) || !list.items().all(is_condition));
        lists
    }

    /// Those of the branches that can be what the rest says too; all of them where none can.
    fn possible(&mut self, rest: &Conjunction<'d>, branches: Vec<&'d Node>) -> Vec<&'d Node> {
        let found = self.possible_among(branches.clone(), |reader, branch| rest.and(&reader.conjunction(&[*branch])));
        let possible: Vec<&'d Node> = found.into_iter().map(|(branch, _)| branch).collect();
        if possible.is_empty() { branches } else { possible }
    }

    /// The branches without any object that may be null, beside an object that is described: another way to say that
    /// this one may be null.
    fn without_marker(&mut self, mut branches: Vec<&'d Node>) -> Vec<&'d Node> {
        let is_described = |reader: &mut Self, branch: &'d Node| {
            let all = reader.conjunction(&[branch]);
            !is_any_object_or_null(branch) && !all.partial && reader.kinds(&all) == KindSet::OBJECT
        };
        if let [first, second] = branches.as_slice()
            && is_any_object_or_null(second)
            && is_described(self, first)
        {
            branches.pop();
        }
        branches
    }

    /// What a union of nothing but strings is: an enum of all values, which is open where any string is one, or any string.
    fn strings_only(&mut self, branches: &[&'d Node]) -> Option<Form> {
        let mut listed: Vec<EnumValue> = Vec::new();
        let mut known = HashSet::new();
        let mut open = false;
        for branch in branches {
            let all = self.conjunction(&[*branch]);
            if all.has_union() {
                return None;
            }
            let found: Vec<&Node> = all.parts.iter().filter_map(|part| values(part.node)).flatten().collect();
            let is_string = match found.as_slice() {
                [] => self.kinds(&all) == KindSet::STRING && !is_binary(&all),
                found => found.iter().all(|value| matches!(value.value, Value::String(_) | Value::Null)),
            };
            if !is_string {
                return None;
            }
            open |= found.is_empty();
            for wire in found.into_iter().filter_map(Node::as_str).filter(|wire| known.insert(*wire)) {
                let docs =
                    branch.text("description").filter(|_| values(branch).is_some_and(|values| values.len() == 1));
                let title = branch.text("title").filter(|_| docs.is_some()).map(str::to_owned);
                listed.push(EnumValue { wire: wire.to_owned(), title, docs: docs.unwrap_or_default().to_owned() });
            }
        }
        if listed.is_empty() {
            return Some(Form::Use(Ref::string()));
        }
        Some(Form::Shape(Shape::Enum(Enum { open, ..Enum::of_strings(listed) })))
    }

    /// What a union of nothing but whole numbers is of which some are named: an enum of these, which is open where a branch lists none.
    fn integers_only(&mut self, branches: &[&'d Node]) -> Option<Form> {
        let (mut listed, mut open) = (Vec::new(), false);
        for branch in branches {
            match self.values_of(branch, 0) {
                Some(values) if values.iter().all(|value| kind_of(value.node) == KindSet::INTEGER) => {
                    listed.extend(values.iter().copied());
                }
                Some(_) => return None,
                None => {
                    let all = self.conjunction(&[*branch]);
                    if all.has_union() || self.kinds(&all) != KindSet::INTEGER {
                        return None;
                    }
                    open = true;
                }
            }
        }
        match self.integers(&listed, false) {
            Form::Shape(Shape::Enum(listed)) => Some(Form::Shape(Shape::Enum(Enum { open, ..listed }))),
            _ => None,
        }
    }

    fn choice(
        &mut self,
        all: &Conjunction<'d>,
        rest: &Conjunction<'d>,
        (is_alone, is_exclusive): (bool, bool),
        branches: &[&'d Node],
        context: &Context<'_>,
    ) -> Form {
        let told = self.tag(all, branches);
        let mut cases: Vec<Case> = Vec::new();
        let mut other = None;
        for (place, branch) in branches.iter().enumerate() {
            let label = label(branch, place);
            let context = context.inner(&label);
            let own = self.conjunction(&[*branch]);
            let ty = if is_alone || is_bare(branch) || own.includes(rest) {
                self.schema(branch, &context)
            } else {
                self.joint(&rest.and(&own), branch, &context)
            };
            let tags = told.as_ref().and_then(|told| told.tags.get(place)).cloned().unwrap_or_default();
            let docs = branch.text("description").unwrap_or_default().to_owned();
            let at = add_case(&mut cases, Case { tags, name: called(branch).map(str::to_owned), ty, docs });
            let target = told.as_ref().and_then(|told| told.other);
            if target.is_some_and(|target| self.follow(branch).is_some_and(|node| std::ptr::eq(node, target))) {
                other = Some(at);
            }
        }
        let Some(told) = told else {
            return probed(is_exclusive && cases.len() == branches.len(), cases);
        };
        self.mapped(all, &mut cases);
        if let Some(target) = told.other.filter(|_| other.is_none()) {
            let ty = self.schema(target, &context.inner("other"));
            other = Some(add_case(&mut cases, Case::of(ty)));
        }
        let base = || self.shared_by(rest, branches, context).map(|ty| Unlisted::Base { ty, tags: Vec::new() });
        let unlisted = other.map(Unlisted::Case).or_else(base).unwrap_or_default();
        Form::Shape(Shape::Choice(Choice { unlisted, ..Choice::new(Tag::Member(told.member), false, cases) }))
    }

    /// Several kinds in one `type`, each a case of its own.
    pub(super) fn kinds_apart(&mut self, all: &Conjunction<'d>, kinds: KindSet, context: &Context<'_>) -> Form {
        let mut cases = Vec::new();
        for kind in kinds.each() {
            let only = Conjunction { only: Some(kind), ..all.clone() };
            let context = context.inner(kind.word());
            let Some(node) = all.parts.last().map(|part| part.node) else { continue };
            let ty = self.joint(&only, node, &context);
            cases.push(Case::of(ty));
        }
        choice_of(Tag::Probed, false, cases)
    }
}

/// Adds a case, or what it says to the one of the same type; where it is then.
pub(super) fn add_case(cases: &mut Vec<Case>, case: Case) -> usize {
    let ty = if let Ref::Nullable(inner) = case.ty { *inner } else { case.ty };
    match cases.iter().position(|known| known.ty == ty) {
        Some(at) => {
            cases.get_mut(at).into_iter().for_each(|known| known.tags.extend(case.tags.iter().cloned()));
            at
        }
        None => {
            cases.push(Case { ty, ..case });
            cases.len() - 1
        }
    }
}

/// Alternatives that are told apart by trying them, of which any value may be any.
pub(super) fn probed(is_exclusive: bool, cases: Vec<Case>) -> Form {
    if cases.iter().any(|case| case.ty == Ref::Any) {
        return Form::Use(Ref::Any);
    }
    choice_of(Tag::Probed, is_exclusive, cases)
}

/// Whether a list of alternatives is a `oneOf`.
pub(super) fn is_exclusive(all: &Conjunction<'_>, list: &Node) -> bool {
    all.parts.iter().filter_map(|part| part.node.get("oneOf")).any(|known| std::ptr::eq(known, list))
}

/// A choice, unless it is none: cases of one scalar kind are that kind without constraints, a single case is itself.
pub(super) fn choice_of(tag: Tag, exclusive: bool, cases: Vec<Case>) -> Form {
    let stated = cases.len();
    let mut merged: Vec<Case> = Vec::new();
    for case in cases {
        let same = merged.iter_mut().find(|known| match (&known.ty, &case.ty) {
            (Ref::Scalar(left), Ref::Scalar(right)) => left.kind == right.kind,
            _ => false,
        });
        match (same, &case.ty) {
            (Some(known), Ref::Scalar(scalar)) => known.ty = Ref::scalar(scalar.kind),
            _ => merged.push(case),
        }
    }
    let is_number = |case: &Case, of: ScalarKind| matches!(&case.ty, Ref::Scalar(Scalar { kind, .. }) if *kind == of);
    if merged.iter().any(|case| is_number(case, ScalarKind::Number)) {
        merged.retain(|case| !is_number(case, ScalarKind::Integer));
    }
    match (merged.pop(), merged.is_empty()) {
        (None, _) => Form::Use(Ref::Any),
        (Some(only), true) if tag == Tag::Probed => Form::Use(only.ty),
        (Some(last), _) => {
            merged.push(last);
            let exclusive = exclusive && merged.len() == stated;
            Form::Shape(Shape::Choice(Choice::new(tag, exclusive, merged)))
        }
    }
}

/// The branches, those that say the same once.
fn distinct<'d>(branches: impl Iterator<Item = &'d Node>) -> Vec<&'d Node> {
    let mut distinct: Vec<&'d Node> = Vec::new();
    for branch in branches {
        // Long lists are of references, which are compared quickly.
        if !distinct.iter().take(COMPARED).any(|known| means_the_same(known, branch)) {
            distinct.push(branch);
        }
    }
    distinct
}

/// How many branches each other one is compared with.
const COMPARED: usize = 200;

/// Whether a schema only frames alternatives: it says nothing about values itself.
fn is_frame(node: &Node) -> bool {
    node.as_map().is_some_and(|map| {
        map.iter().all(|member| {
            is_annotation(&member.key)
                || matches!(member.key.as_str(), "oneOf" | "anyOf" | "allOf" | "$ref" | "discriminator" | "type")
        })
    })
}

/// `{type: object, nullable: true}`.
fn is_any_object_or_null(branch: &Node) -> bool {
    let is_frame = |key: &str| key == "type" || is_annotation(key);
    branch.text("type") == Some("object")
        && branch.get("nullable").and_then(Node::as_bool) == Some(true)
        && branch.members().all(|member| is_frame(&member.key))
}

/// Whether a branch says nothing but what is required, or what must not hold.
fn is_condition(branch: &Node) -> bool {
    let mut constraints = branch.members().filter(|member| !is_annotation(&member.key)).peekable();
    constraints.peek().is_some()
        && constraints.all(|member| matches!(member.key.as_str(), "required" | "not" | "type"))
        && branch.get("type").is_none_or(|kind| kind.as_str() == Some("object") && branch.get("required").is_some())
}

/// Whether a string is bytes, here or in a form.
fn is_binary(all: &Conjunction<'_>) -> bool {
    let text = |key: &str| all.last(key).and_then(Node::as_str);
    string_kind(text("format"), text("contentEncoding")) == ScalarKind::Bytes
        || text("contentMediaType").is_some_and(contains_bytes)
}
