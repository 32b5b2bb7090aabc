//! Choosing names without collisions, in rounds: everybody proposes the best candidate first, and only those who lose
//! propose the next one, so that what is added later moves as few names as possible.

use std::collections::{HashMap, HashSet};

/// One thing to be named.
pub(super) struct Wish<'a, R> {
    /// Who wins when two propose the same; the least one does. Equal ranks are decided by position.
    rank: R,
    /// The name as written; what is written like the name that it proposes has it before all others.
    written: Option<&'a str>,
    best: String,
    /// More explicit names, best first; made only for those who need them.
    others: Box<dyn Fn() -> Vec<String> + 'a>,
}

impl<'a, R> Wish<'a, R> {
    /// A name, and what to try when another has it.
    pub(super) fn new(rank: R, best: String, others: impl Fn() -> Vec<String> + 'a) -> Self {
        Self { rank, written: None, best, others: Box::new(others) }
    }

    /// The same of something that is written like this.
    pub(super) fn written(self, written: &'a str) -> Self {
        Self { written: Some(written), ..self }
    }

    /// Whether a proposal is the name as written.
    fn is_exact(&self, proposal: &str) -> bool {
        self.written == Some(proposal)
    }

    /// Names from best to most explicit.
    pub(super) fn of(rank: R, mut candidates: Vec<String>) -> Self {
        let best = if candidates.is_empty() { String::new() } else { candidates.remove(0) };
        Self::new(rank, best, move || candidates.clone())
    }
}

/// A name for every wish, in their order. Two names are the same when `key` says so; `reserved` names are never chosen.
/// Who gets none of his candidates has a number added to the last.
pub(super) fn choose<R: Ord>(
    wishes: &[Wish<'_, R>],
    key: impl Fn(&str) -> String,
    reserved: impl Fn(&str) -> bool,
) -> Vec<String> {
    let mut names: Vec<Option<String>> = wishes.iter().map(|_| None).collect();
    let mut taken = HashSet::new();
    let best = wishes.iter().enumerate().map(|(at, wish)| (at, wish.best.clone()));
    round(wishes, best, &mut names, &mut taken, &key, &reserved);
    let losers: Vec<(usize, Vec<String>)> = wishes
        .iter()
        .enumerate()
        .filter(|(at, _)| names[*at].is_none())
        .map(|(at, wish)| (at, (wish.others)()))
        .collect();
    let rounds = losers.iter().map(|(_, others)| others.len()).max().unwrap_or(0);
    for number in 0..rounds {
        let proposals = losers.iter().filter_map(|(at, others)| Some((*at, others.get(number)?.clone())));
        round(wishes, proposals, &mut names, &mut taken, &key, &reserved);
    }
    let mut stems: Vec<(usize, &str)> = losers
        .iter()
        .filter(|(at, _)| names[*at].is_none())
        .map(|(at, others)| (*at, others.last().unwrap_or(&wishes[*at].best).as_str()))
        .collect();
    stems.sort_by_key(|(at, _)| (&wishes[*at].rank, *at));
    for (at, name) in number(&stems, taken, key, reserved) {
        names[at] = Some(name);
    }
    names.into_iter().flatten().collect()
}

/// Everybody without a name proposes one; the least rank wins.
fn round<R: Ord>(
    wishes: &[Wish<'_, R>],
    proposals: impl Iterator<Item = (usize, String)>,
    names: &mut [Option<String>],
    taken: &mut HashSet<String>,
    key: impl Fn(&str) -> String,
    reserved: impl Fn(&str) -> bool,
) {
    let mut winners: HashMap<String, (usize, String)> = HashMap::new();
    for (at, proposal) in proposals {
        let key = key(&proposal);
        if names[at].is_some() || taken.contains(&key) || reserved(&proposal) {
            continue;
        }
        match winners.get_mut(&key) {
            Some(winner) if order(wishes, winner.0, &winner.1) <= order(wishes, at, &proposal) => {}
            Some(winner) => *winner = (at, proposal),
            None => {
                winners.insert(key, (at, proposal));
            }
        }
    }
    for (key, (at, name)) in winners {
        names[at] = Some(name);
        taken.insert(key);
    }
}

/// Who comes first of those who propose the same: who is written so, then by rank.
fn order<'w, R>(wishes: &'w [Wish<'_, R>], at: usize, proposal: &str) -> (bool, &'w R, usize) {
    (!wishes[at].is_exact(proposal), &wishes[at].rank, at)
}

/// Numbers for those whom no candidate tells apart, in order of rank.
fn number(
    stems: &[(usize, &str)],
    mut taken: HashSet<String>,
    key: impl Fn(&str) -> String,
    reserved: impl Fn(&str) -> bool,
) -> Vec<(usize, String)> {
    let mut last: HashMap<String, usize> = HashMap::new();
    let mut numbered = Vec::with_capacity(stems.len());
    for (at, stem) in stems {
        let stem = stem.trim_end_matches('_');
        let joint = if stem.ends_with(|c: char| c.is_ascii_digit()) || stem.contains('_') { "_" } else { "" };
        let count = last.entry(key(stem)).or_insert(1);
        let name = loop {
            *count += 1;
            let name = format!("{stem}{joint}{count}");
            if !reserved(&name) && taken.insert(key(&name)) {
                break name;
            }
        };
        numbered.push((*at, name));
    }
    numbered
}

#[cfg(test)]
mod tests {
    use super::{Wish, choose};

    fn check(wishes: &[&[&str]], expected: &[&str]) {
        let wishes: Vec<_> = wishes
            .iter()
            .map(|candidates| Wish::of((), candidates.iter().map(|&name| name.to_owned()).collect()))
            .collect();
        let names = choose(&wishes, str::to_ascii_lowercase, |name| name == "taken");
        assert_eq!(names, expected);
    }

    #[test]
    fn the_first_keeps_the_short_name() {
        check(&[&["a", "a_b"], &["a", "a_c"]], &["a", "a_c"]);
    }

    #[test]
    fn a_short_name_wins_over_a_long_one_of_somebody_else() {
        check(&[&["a"], &["a", "b"], &["b", "c"]], &["a", "b2", "b"]);
    }

    #[test]
    fn reserved_names_and_names_that_differ_in_case() {
        check(&[&["taken", "taken_field"], &["X"], &["x"]], &["taken_field", "X", "x2"]);
    }

    #[test]
    fn what_is_written_like_its_name_keeps_it() {
        let wish = |written: &'static str, candidates: [&str; 2]| {
            Wish::of((), candidates.iter().map(|&name| name.to_owned()).collect()).written(written)
        };
        let wishes = [wish("user", ["User", "UserType"]), wish("User", ["User", "UserType"])];
        assert_eq!(choose(&wishes, str::to_ascii_lowercase, |_| false), ["UserType", "User"]);
    }

    #[test]
    fn a_thousand_equal_names_get_numbers() {
        let same: Vec<&[&str]> = vec![&["a"]; 1000];
        let wishes: Vec<_> = same.iter().map(|_| Wish::of((), vec!["a".to_owned()])).collect();
        let names = choose(&wishes, str::to_owned, |_| false);
        assert_eq!((names[0].as_str(), names[999].as_str()), ("a", "a1000"));
    }
}
