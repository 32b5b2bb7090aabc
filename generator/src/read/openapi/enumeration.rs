//! `enum` and `const`: strings and named whole numbers become an open enum, other values a constraint.

use std::collections::HashSet;

use super::conjunction::Conjunction;
use super::fact::kind::kind_of;
use super::fact::listed::{lists_scalars_for, values};
use super::reader::Reader;
use super::schema::Form;
use super::state::context::Context;
use super::state::listing::Listed;
use crate::diag::{Code, Diagnostic};
use crate::model::{
    Case, Choice, Constraints, Enum, EnumKind, EnumValue, Json, KindSet, Ref, Scalar, ScalarKind, Shape, Tag, compared,
};
use crate::read::node::Node;

pub(super) static VALUE: Code = Code {
    name: "openapi/enum-value",
    page: "A value of an `enum` is not of the schema's type, stands there twice, or is excluded by another part of an \
           `allOf`. It is left out; a number or boolean in an enum of strings counts as its text. Beside `type: object`, where no \
           value is an object, the type is left out.\n\n    type: string\n    \
           enum: [1, 2]\n\nQuote the values, or correct the type.",
};

impl<'d> Reader<'d, '_> {
    /// Reports values that no value of the stated type can be: those of a list are meant for its items, and those of an
    /// object say that it is none.
    pub(super) fn listed_values(&mut self, schema: &'d Node) {
        if schema.get("enum").is_some_and(|values| !values.is_null()) {
            self.list(schema, "enum");
        }
        let found = ["array", "object"].into_iter().find(|word| lists_scalars_for(schema, word));
        let (message, key, label, help) = match found {
            Some("array") => ("none of these values is a list", "enum", "left out", "write them under `items`"),
            Some(_) => ("none of the listed values is an object", "type", "left out", "write the type of the values"),
            None => return,
        };
        if let Some(node) = schema.get(key) {
            self.report(Diagnostic::warning(&VALUE, node.span, message).label(label).help(help));
        }
    }

    /// The listed values that all parts have in common: an enum of strings, or a scalar with a list of values.
    pub(super) fn enumeration(
        &mut self,
        all: &Conjunction<'d>,
        common: Vec<Listed<'d>>,
        context: &Context<'_>,
        named: bool,
    ) -> Form {
        let common = if common.is_empty() { self.nothing_in_common(all) } else { common };
        let kinds = self.enumerated_kinds(all, &common);
        let kept: Vec<Listed<'d>> = common.into_iter().filter(|value| !value.node.is_null()).collect();
        match kinds {
            KindSet::STRING => self.strings(all, &kept),
            KindSet::NULL => Form::Use(Ref::scalar(ScalarKind::Null)),
            KindSet::BOOLEAN => Form::Use(self.listed(ScalarKind::Boolean, kinds, &kept)),
            KindSet::INTEGER => self.integers(&kept, named),
            KindSet::NUMBER => Form::Use(self.listed(ScalarKind::Number, kinds, &kept)),
            several => self.listed_kinds(several, &kept, context),
        }
    }

    /// Where parts list values of which none is in all lists, the last list counts: it is meant to replace the others.
    fn nothing_in_common(&mut self, all: &Conjunction<'d>) -> Vec<Listed<'d>> {
        let lists = all.parts.iter().rev().filter_map(|part| Some((part.node, values(part.node)?)));
        let Some((node, list)) = lists.into_iter().find(|(_, list)| !list.is_empty()) else { return Vec::new() };
        self.warn(&VALUE, node.span, "none of these values is in the other lists too", "these values count");
        list.iter().map(|node| Listed { node, title: None, docs: "" }).collect()
    }

    /// Values of several kinds: each kind is a case of its own.
    fn listed_kinds(&mut self, kinds: KindSet, kept: &[Listed<'d>], context: &Context<'_>) -> Form {
        let mut cases = Vec::new();
        for kind in kinds.each() {
            let values: Vec<Listed<'d>> =
                kept.iter().copied().filter(|value| kind.covers(kind_of(value.node))).collect();
            let Some(first) = values.first() else { continue };
            let ty = match kind {
                KindSet::STRING => {
                    let form = self.strings(&Conjunction::default(), &values);
                    self.settled(form, first.node, &context.inner(kind.word()), None)
                }
                KindSet::BOOLEAN => self.listed(ScalarKind::Boolean, kind, &values),
                KindSet::INTEGER => {
                    let form = self.integers(&values, false);
                    self.settled(form, first.node, &context.inner(kind.word()), None)
                }
                KindSet::NUMBER => self.listed(ScalarKind::Number, kind, &values),
                _ => return Form::Use(Ref::Any),
            };
            cases.push(Case::of(ty));
        }
        Form::Shape(Shape::Choice(Choice::new(Tag::Probed, false, cases)))
    }

    /// The kind of the values: as stated, or as all of them are.
    fn enumerated_kinds(&mut self, all: &Conjunction<'d>, common: &[Listed<'d>]) -> KindSet {
        let stated = self.kinds(all);
        if stated != KindSet::ALL && stated.each().count() == 1 {
            return stated;
        }
        let found = common.iter().map(|value| kind_of(value.node)).fold(KindSet::NONE, KindSet::or);
        if found == KindSet::NULL { found } else { found.without(KindSet::NULL) }
    }

    fn strings(&mut self, all: &Conjunction<'d>, kept: &[Listed<'d>]) -> Form {
        let mut known = HashSet::new();
        let mut values = Vec::new();
        for Listed { node, title, docs } in kept.iter().copied() {
            let Some(wire) = node.as_written() else {
                self.warn(&VALUE, node.span, "this value is not a string", "left out");
                continue;
            };
            if node.as_str().is_none() {
                let message = format!("{} stands in an enum of strings", node.kind());
                self.warn(&VALUE, node.span, message, "counts as its text");
            }
            if !known.insert(wire) {
                self.warn(&VALUE, node.span, format!("the value `{wire}` stands here twice"), "left out");
                continue;
            }
            values.push(EnumValue { wire: wire.to_owned(), title: title.map(str::to_owned), docs: docs.to_owned() });
        }
        if values.is_empty() {
            return Form::Use(self.scalar(ScalarKind::String, all));
        }
        Form::Shape(Shape::Enum(Enum::of_strings(values)))
    }

    /// Whole numbers: an enum where the document names or describes them, or the list of several itself; else integers.
    pub(super) fn integers(&mut self, kept: &[Listed<'d>], named: bool) -> Form {
        let listed = self.listed(ScalarKind::Integer, KindSet::INTEGER, kept);
        let says_more = |value: &Listed<'_>| value.title.is_some() || !value.docs.is_empty();
        let is_type = named && kept.len() > 1 || kept.iter().any(says_more);
        match integer_values(kept).filter(|values| is_type && !values.is_empty()) {
            Some(values) => Form::Shape(Shape::Enum(Enum { kind: EnumKind::Integer, values, open: false })),
            None => Form::Use(listed),
        }
    }

    fn listed(&mut self, kind: ScalarKind, kinds: KindSet, kept: &[Listed<'d>]) -> Ref {
        let mut values: Vec<Json> = Vec::new();
        for Listed { node, .. } in kept {
            if kinds.covers(kind_of(node)) {
                values.push(node.to_json());
            } else {
                self.warn(&VALUE, node.span, format!("this value is not {}", kinds.name()), "left out");
            }
        }
        let constraints = Constraints { values, ..Constraints::default() }.into();
        Ref::Scalar(Scalar { kind, format: None, constraints })
    }
}

/// The whole numbers among the values, each once; none where one is beyond 64 bits.
fn integer_values(kept: &[Listed<'_>]) -> Option<Vec<EnumValue>> {
    let mut known = HashSet::new();
    let mut values = Vec::new();
    for Listed { node, title, docs } in kept.iter().filter(|value| KindSet::INTEGER.covers(kind_of(value.node))) {
        let number = compared(node.to_json()).as_i64()?;
        if known.insert(number) {
            let (wire, title) = (number.to_string(), title.map(str::to_owned));
            values.push(EnumValue { wire, title, docs: (*docs).to_owned() });
        }
    }
    Some(values)
}
