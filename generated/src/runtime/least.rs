//! The least set of items that meets every need, where a need is met by all items of any one of its alternatives. Knows
//! no permission and no API; it depends on nothing, so that the generator uses the same file.
//!
//! That is a minimum hitting set over sets. It is hard in general and easy in practice: most needs have one alternative,
//! and those that share no item are apart from each other. What is left is searched, with a limit.

use std::collections::{BTreeMap, BTreeSet};

/// A set of items, by index.
type Set = BTreeSet<usize>;

/// How many needs are looked at before the best choice so far is taken: some ten thousand choices where fifty needs hang
/// together.
const LOOKS: usize = 500_000;

/// One of the alternatives of a need, as documents state it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alternative {
    /// Whether something must be proven, whatever items that takes.
    pub needs_proof: bool,
    /// The items that it names.
    pub items: Vec<usize>,
}

/// What a call needs, as far as documents say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Need {
    /// Nothing: anybody may call.
    Nothing,
    /// A proof, for which no item is named.
    Unsaid,
    /// All items of any one of these sets.
    AnyOf(Vec<Vec<usize>>),
}

impl Need {
    /// What these alternatives come to. One that asks for a proof and names no item does not mean that none is needed:
    /// nothing is known of what its owner must have, so it counts only where no other names any.
    #[must_use]
    pub fn of(alternatives: Vec<Alternative>) -> Self {
        if alternatives.is_empty() || alternatives.iter().any(|one| !one.needs_proof && one.items.is_empty()) {
            return Self::Nothing;
        }
        let sets: Vec<Vec<usize>> =
            alternatives.into_iter().map(|one| one.items).filter(|items| !items.is_empty()).collect();
        if sets.is_empty() { Self::Unsaid } else { Self::AnyOf(sets) }
    }

    /// The sets of which one is needed; none where no item is.
    #[must_use]
    pub fn into_sets(self) -> Vec<Vec<usize>> {
        match self {
            Self::AnyOf(sets) => sets,
            Self::Nothing | Self::Unsaid => Vec::new(),
        }
    }
}

/// A set of items that meets every need.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Least {
    /// The items, ascending.
    pub items: Vec<usize>,
    /// Whether no smaller set would do. `false` where the search was cut short.
    pub is_proven: bool,
}

/// The least set that meets every need. Of several of one size it is the one with the least weight, and of those the one
/// with the first items. A need without alternatives is met by nothing and left out.
#[must_use]
pub fn least(needs: &[Vec<Vec<usize>>], weight: &dyn Fn(usize) -> u64) -> Least {
    let mut chosen = Set::new();
    let mut open: Vec<Vec<Set>> =
        needs.iter().map(|need| distinct(need.iter().map(|set| set.iter().copied().collect()))).collect();
    open.retain(|need| !need.is_empty());
    force(&mut open, &mut chosen);
    let mut is_proven = true;
    for part in apart(without_implied(open)) {
        let mut search = Search { needs: &part, weight, best: None, looks: 0 };
        search.start();
        is_proven &= search.looks < LOOKS;
        chosen.extend(search.best.into_iter().flat_map(|(_, items)| items));
    }
    Least { items: chosen.into_iter().collect(), is_proven }
}

/// Takes what only one alternative can meet, until every need that is left has several.
fn force(open: &mut Vec<Vec<Set>>, chosen: &mut Set) {
    loop {
        let before = chosen.len();
        for need in open.iter() {
            if let [only] = need.as_slice() {
                chosen.extend(only);
            }
        }
        for need in open.iter_mut() {
            *need = distinct(need.iter().map(|set| set.difference(chosen).copied().collect()));
        }
        open.retain(|need| !need.iter().any(Set::is_empty));
        if chosen.len() == before {
            return;
        }
    }
}

/// Alternatives of which none holds another: the smaller one is always as good.
fn distinct(sets: impl Iterator<Item = Set>) -> Vec<Set> {
    let mut sets: Vec<Set> = sets.collect();
    sets.sort_by(|one, other| one.len().cmp(&other.len()).then_with(|| one.cmp(other)));
    let mut kept: Vec<Set> = Vec::new();
    for set in sets {
        if !kept.iter().any(|known| known.is_subset(&set)) {
            kept.push(set);
        }
    }
    kept
}

/// Needs that are not met whenever another is.
fn without_implied(mut open: Vec<Vec<Set>>) -> Vec<Vec<Set>> {
    /// Beyond this many the comparison of all with all costs more than it saves.
    const MANY: usize = 2_000;
    open.sort();
    open.dedup();
    if open.len() > MANY {
        return open;
    }
    let is_implied = |need: &Vec<Set>| {
        open.iter()
            .any(|other| other.len() < need.len() && other.iter().all(|set| need.iter().any(|own| own.is_subset(set))))
    };
    let implied: Vec<bool> = open.iter().map(is_implied).collect();
    open.into_iter().zip(implied).filter(|(_, implied)| !implied).map(|(need, _)| need).collect()
}

/// Needs in groups that share no item.
fn apart(needs: Vec<Vec<Set>>) -> Vec<Vec<Vec<Set>>> {
    let mut group_of: BTreeMap<usize, usize> = BTreeMap::new();
    let mut groups: Vec<(Set, Vec<Vec<Set>>)> = Vec::new();
    for need in needs {
        let mut items: Set = need.iter().flatten().copied().collect();
        let touched: BTreeSet<usize> = items.iter().filter_map(|item| group_of.get(item).copied()).collect();
        let mut members = vec![need];
        for at in touched {
            if let Some((known, needs)) = groups.get_mut(at).map(std::mem::take) {
                items.extend(known);
                members.extend(needs);
            }
        }
        group_of.extend(items.iter().map(|item| (*item, groups.len())));
        groups.push((items, members));
    }
    groups.into_iter().map(|(_, needs)| needs).filter(|needs| !needs.is_empty()).collect()
}

/// The number of items, their weight, and which: what is compared.
type Cost = (usize, u64);

struct Search<'a> {
    needs: &'a [Vec<Set>],
    weight: &'a dyn Fn(usize) -> u64,
    best: Option<(Cost, Set)>,
    looks: usize,
}

impl Search<'_> {
    fn start(&mut self) {
        self.greedy();
        self.branch(&Set::new());
    }

    /// A set that is found at once: for each need what adds least. The search starts from it.
    fn greedy(&mut self) {
        let mut chosen = Set::new();
        for need in self.needs {
            let best = need.iter().min_by_key(|set| (self.added(set, &chosen), (*set).clone()));
            chosen.extend(best.into_iter().flatten());
        }
        self.offer(chosen);
    }

    fn branch(&mut self, chosen: &Set) {
        if self.looks >= LOOKS {
            return;
        }
        self.looks += self.needs.len();
        if self.bound(chosen) {
            return;
        }
        let unmet = |need: &&Vec<Set>| !need.iter().any(|set| set.is_subset(chosen));
        // The need with the fewest alternatives leaves the least to try.
        let Some(need) = self.needs.iter().filter(unmet).min_by_key(|need| need.len()) else {
            self.offer(chosen.clone());
            return;
        };
        let mut alternatives: Vec<&Set> = need.iter().collect();
        alternatives.sort_by_key(|set| self.added(set, chosen));
        for alternative in alternatives {
            self.branch(&chosen.union(alternative).copied().collect());
        }
    }

    /// Whether nothing that holds these can be better than the best. Needs that share no item each add something.
    fn bound(&self, chosen: &Set) -> bool {
        let Some((best, _)) = &self.best else { return false };
        let mut least = self.cost(chosen);
        let mut touched = Set::new();
        for need in self.needs {
            let is_met = need.iter().any(|set| set.is_subset(chosen));
            if !is_met && need.iter().flatten().all(|item| !touched.contains(item) && !chosen.contains(item)) {
                touched.extend(need.iter().flatten());
                let added = need.iter().map(|set| self.added(set, chosen)).min().unwrap_or_default();
                least = (least.0 + added.0, least.1.saturating_add(added.1));
            }
        }
        least > *best
    }

    fn offer(&mut self, chosen: Set) {
        let offered = (self.cost(&chosen), chosen);
        // Sets compare item by item, so that equal costs come to the same set in whatever order they are found.
        if self.best.as_ref().is_none_or(|best| offered < *best) {
            self.best = Some(offered);
        }
    }

    fn cost(&self, set: &Set) -> Cost {
        self.added(set, &Set::new())
    }

    /// What a set costs beyond what is chosen.
    fn added(&self, set: &Set, chosen: &Set) -> Cost {
        let new = set.iter().filter(|item| !chosen.contains(item));
        new.fold((0, 0), |(count, weight), item| (count + 1, weight.saturating_add((self.weight)(*item))))
    }
}
