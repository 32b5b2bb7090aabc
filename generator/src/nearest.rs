//! Which of several words somebody meant who wrote another one; for hints.

/// The word that is most like the written one, if one is like enough to be meant.
pub fn nearest<'a>(written: &str, words: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    const LONGEST: usize = 100;
    if written.len() > LONGEST {
        return None;
    }
    let like = |word: &'a str| (strsim::jaro_winkler(&written.to_lowercase(), &word.to_lowercase()), word);
    let known = words.into_iter().filter(|word| word.len() <= LONGEST).map(like);
    // Of equals the first, so that hints do not depend on anything but the order of the words.
    let best = known.fold(
        None,
        |best: Option<(f64, &str)>, one| if best.is_some_and(|best| best.0 >= one.0) { best } else { Some(one) },
    );
    best.filter(|(likeness, _)| *likeness > 0.82).map(|(_, word)| word)
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn slips_are_recognised_and_other_words_are_not() {
        let words = ["get", "put", "post", "patch", "parameters"];
        assert_eq!(nearest("pust", words), Some("put"));
        assert_eq!(nearest("parameter", words), Some("parameters"));
        assert_eq!(nearest("PATHC", words), Some("patch"));
        assert_eq!(nearest("summary", words), None);
        assert_eq!(nearest("", words), None);
        assert_eq!(nearest(&"p".repeat(1000), words), None);
    }
}
