//! Several lists of alternatives that all must hold: every combination is an alternative, where there are few.

use super::conjunction::Conjunction;
use super::fact::label::called;
use super::reader::Reader;
use super::schema::Form;
use super::state::context::Context;
use super::union::{add_case, is_exclusive, probed};
use crate::model::{Case, Choice, Shape, Tag};
use crate::read::node::Node;

/// How many combinations there may be.
const COMBINATIONS: usize = 64;

impl<'d> Reader<'d, '_> {
    /// One of the combinations of the branches of several lists, each with what holds for all. Nothing where there are too
    /// many of them, or where a discriminator tells the branches of one list apart.
    pub(super) fn product(
        &mut self,
        all: &Conjunction<'d>,
        rest: &Conjunction<'d>,
        lists: &[&'d Node],
        context: &Context<'_>,
    ) -> Option<Form> {
        let branches: Vec<Vec<&'d Node>> =
            lists.iter().map(|list| list.items().filter(|branch| !self.is_null(branch)).collect()).collect();
        let size = branches.iter().try_fold(1usize, |size, list: &Vec<&'d Node>| size.checked_mul(list.len()))?;
        if size > COMBINATIONS || all.has(&["discriminator"]) {
            return None;
        }
        let possible = self
            .possible_among(combinations(&branches), |reader, combination| rest.and(&reader.conjunction(combination)));
        let parts: Vec<Conjunction<'d>> = possible.iter().map(|(_, both)| both.clone()).collect();
        let told = self.told_apart(&parts);
        let mut cases: Vec<Case> = Vec::new();
        for (place, (combination, both)) in possible.iter().enumerate() {
            let name = name_of(combination);
            let label = name.clone().unwrap_or_else(|| format!("option {}", place + 1));
            let ty = self.joint(both, combination.last()?, &context.inner(&label));
            let tags = told.as_ref().and_then(|told| told.tags.get(place)).cloned().unwrap_or_default();
            add_case(&mut cases, Case { tags, name, ..Case::of(ty) });
        }
        if cases.is_empty() {
            return None;
        }
        let Some(told) = told else {
            let is_exclusive = lists.iter().all(|list| is_exclusive(all, list)) && cases.len() == size;
            return Some(probed(is_exclusive, cases));
        };
        Some(Form::Shape(Shape::Choice(Choice::new(Tag::Member(told.member), false, cases))))
    }
}

/// Every way of taking one branch of each list.
fn combinations<'d>(lists: &[Vec<&'d Node>]) -> Vec<Vec<&'d Node>> {
    lists.iter().fold(vec![Vec::new()], |combinations, list| {
        let with_each = |before: &Vec<&'d Node>| {
            let longer = list.iter().map(|branch| [before.as_slice(), &[*branch]].concat());
            longer.collect::<Vec<_>>()
        };
        combinations.iter().flat_map(with_each).collect()
    })
}

/// What the document calls the branches of a combination, if it calls all of them something.
fn name_of(combination: &[&Node]) -> Option<String> {
    let names: Option<Vec<&str>> = combination.iter().map(|branch| called(branch)).collect();
    names.map(|names| names.join(" and "))
}
