//! Names of types that begin with where they are declared: `microsoft.graph.user`, `Acme.Directory.Models.User`.

use std::collections::{BTreeMap, HashMap};

/// What such names come down to without their namespace, as far as that tells them apart: `microsoft.graph.user` is
/// `user`; where `microsoft.graph.security.user` is there too, that is `security.user`. A namespace has at least two
/// parts; `user.create` has none.
pub(super) fn without<'n>(names: impl Iterator<Item = &'n str>) -> HashMap<&'n str, &'n str> {
    let mut alike: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for name in names.filter(|name| is_qualified(name)) {
        alike.entry(tail(name, 1).to_ascii_lowercase()).or_default().push(name);
    }
    let mut short = HashMap::new();
    for names in alike.values_mut() {
        names.sort_by_key(|name| (depth(name), *name));
        let (nearest, others) = match names.as_slice() {
            [one] => (Some(*one), &[][..]),
            [one, rest @ ..] if rest.first().is_some_and(|next| depth(next) > depth(one)) => (Some(*one), rest),
            all => (None, all),
        };
        short.extend(nearest.map(|name| (name, tail(name, 1))));
        short.extend(others.iter().map(|name| (*name, tail(name, 2))));
    }
    short
}

/// Whether the name is words with dots between them, and two of them before the last.
fn is_qualified(name: &str) -> bool {
    let is_word = |word: &str| {
        word.starts_with(|first: char| first.is_ascii_alphabetic())
            && word.bytes().all(|sign| sign.is_ascii_alphanumeric() || sign == b'_' || sign == b'-')
    };
    depth(name) >= 2 && name.split('.').all(is_word)
}

fn depth(name: &str) -> usize {
    name.matches('.').count()
}

/// The last words of the name.
fn tail(name: &str, count: usize) -> &str {
    let start = name.rmatch_indices('.').nth(count.saturating_sub(1)).map_or(0, |(dot, _)| dot + 1);
    name.get(start..).unwrap_or(name)
}

#[cfg(test)]
mod tests {
    use super::without;

    fn check(names: &[(&str, Option<&str>)]) {
        let short = without(names.iter().map(|(name, _)| *name));
        for (name, expected) in names {
            assert_eq!(short.get(name).copied(), *expected, "{name}");
        }
    }

    #[test]
    fn namespaces_go_where_names_stay_different() {
        check(&[
            ("microsoft.graph.user", Some("user")),
            ("microsoft.graph.alert", Some("alert")),
            ("microsoft.graph.security.alert", Some("security.alert")),
            ("io.k8s.apps.v1.Deployment", Some("v1.Deployment")),
            ("io.k8s.apps.v2.Deployment", Some("v2.Deployment")),
            ("user.create", None),
            ("User", None),
            ("a..b", None),
            ("urn.x.2.0", None),
        ]);
    }
}
