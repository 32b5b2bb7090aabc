//! Deterministic samples of values, for tests.

/// Makes values that are all different, survive every way of travelling, and are the same in every run.
#[derive(Debug)]
pub struct Sampler {
    count: u32,
    depth: usize,
    deepest: usize,
}

impl Sampler {
    /// A sampler whose values differ from those of other seeds.
    #[must_use]
    pub fn new(seed: u32) -> Self {
        Self { count: seed, depth: 0, deepest: 4 }
    }

    /// A number that has not been given before.
    pub fn number(&mut self) -> i32 {
        self.count = self.count.wrapping_add(1);
        i32::try_from(self.count % 1_000_000).unwrap_or(0)
    }

    /// A number below a limit; 0 where there is none.
    pub fn below(&mut self, limit: usize) -> usize {
        (self.number() as usize).checked_rem(limit).unwrap_or(0)
    }

    /// A text with characters that mean something in paths, queries, headers, forms and JSON.
    pub fn text(&mut self) -> String {
        const AWKWARD: [&str; 6] = ["a b", "50%", "x/y", "k=v&w", "\"q\"", "plus+"];
        let piece = AWKWARD[self.below(AWKWARD.len())];
        format!("{piece}-{}", self.number())
    }

    /// A text of letters and digits.
    pub fn word(&mut self) -> String {
        format!("w{}", self.number())
    }

    /// A point in time.
    pub fn date_time(&mut self) -> String {
        format!("2026-01-{:02}T08:00:00.000Z", self.below(28) + 1)
    }

    /// A day.
    pub fn date(&mut self) -> String {
        format!("2026-02-{:02}", self.below(28) + 1)
    }

    /// Whether optional things are still filled at this depth: recursive types must end.
    #[must_use]
    pub fn may_go_deeper(&self) -> bool {
        self.depth < self.deepest
    }

    /// Samples one level deeper.
    pub fn nested<R>(&mut self, sample: impl FnOnce(&mut Self) -> R) -> R {
        self.depth += 1;
        let sampled = sample(self);
        self.depth -= 1;
        sampled
    }
}
