//! Choosing names without collisions, in rounds: everybody proposes the best candidate first, and only those who lose
//! propose the next one, so that what is added later moves as few names as possible.

use std::collections::{HashMap, HashSet};

/// One thing to be named.
#[derive(Debug)]
pub(super) struct Wish<R> {
    /// Who wins when two propose the same; the least one does. Equal ranks are decided by position.
    pub(super) rank: R,
    /// Names from best to most explicit.
    pub(super) candidates: Vec<String>,
}

/// A name for every wish, in their order. Two names are the same when `key` says so; `reserved` names are never chosen.
/// Who gets none of his candidates has a number added to the last.
pub(super) fn choose<R: Ord>(
    wishes: &[Wish<R>],
    key: impl Fn(&str) -> String,
    reserved: impl Fn(&str) -> bool,
) -> Vec<String> {
    let mut names: Vec<Option<String>> = wishes.iter().map(|_| None).collect();
    let mut taken = HashSet::new();
    let rounds = wishes.iter().map(|wish| wish.candidates.len()).max().unwrap_or(0);
    for round in 0..rounds {
        let mut winners: HashMap<String, usize> = HashMap::new();
        for (at, wish) in wishes.iter().enumerate() {
            let (None, Some(candidate)) = (&names[at], wish.candidates.get(round)) else { continue };
            let key = key(candidate);
            if reserved(candidate) || taken.contains(&key) {
                continue;
            }
            let winner = winners.entry(key).or_insert(at);
            if (&wish.rank, at) < (&wishes[*winner].rank, *winner) {
                *winner = at;
            }
        }
        for (key, at) in winners {
            names[at] = wishes[at].candidates.get(round).cloned();
            taken.insert(key);
        }
    }
    number(wishes, &mut names, taken, key, reserved);
    names.into_iter().flatten().collect()
}

/// Numbers for those whom no candidate tells apart.
fn number<R: Ord>(
    wishes: &[Wish<R>],
    names: &mut [Option<String>],
    mut taken: HashSet<String>,
    key: impl Fn(&str) -> String,
    reserved: impl Fn(&str) -> bool,
) {
    let mut order: Vec<usize> = (0..wishes.len()).filter(|&at| names[at].is_none()).collect();
    order.sort_by_key(|&at| (&wishes[at].rank, at));
    let mut last: HashMap<String, usize> = HashMap::new();
    for at in order {
        let stem = wishes[at].candidates.last().map_or("unnamed", |name| name.trim_end_matches('_'));
        let joint = if stem.ends_with(|c: char| c.is_ascii_digit()) || stem.contains('_') { "_" } else { "" };
        let count = last.entry(key(stem)).or_insert(1);
        loop {
            *count += 1;
            let name = format!("{stem}{joint}{count}");
            if !reserved(&name) && taken.insert(key(&name)) {
                names[at] = Some(name);
                break;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Wish, choose};

    fn check(wishes: &[&[&str]], expected: &[&str]) {
        let wishes: Vec<_> = wishes
            .iter()
            .map(|candidates| Wish { rank: (), candidates: candidates.iter().map(|&name| name.to_owned()).collect() })
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
    fn a_thousand_equal_names_get_numbers() {
        let same: Vec<&[&str]> = vec![&["a"]; 1000];
        let wishes: Vec<_> = same.iter().map(|_| Wish { rank: (), candidates: vec!["a".to_owned()] }).collect();
        let names = choose(&wishes, str::to_owned, |_| false);
        assert_eq!((names[0].as_str(), names[999].as_str()), ("a", "a1000"));
    }
}
