//! Names of members, made ready once for all the times that they are written and looked for.

use super::super::writer::Writer;

/// A name as it is written.
#[derive(Debug)]
pub(in super::super) struct Name {
    /// A comma, the name between quotes, and a colon.
    text: Box<str>,
    /// The start of the text, and zeros; a fixed number of bytes is compared faster than a number that must be counted.
    start: [u64; 4],
    /// What of the start counts: nothing, in place of the comma and the zeros.
    mask: [u64; 4],
}

impl Name {
    pub(super) fn new(name: &str) -> Self {
        let mut writer = Writer::lenient();
        writer.name(name);
        let text = writer.into_text();
        let (mut start, mut mask) = ([0; 32], [0; 32]);
        for ((start, mask), byte) in start.iter_mut().zip(&mut mask).zip(text.bytes()).skip(1) {
            (*start, *mask) = (byte, u8::MAX);
        }
        Self { text: text.into(), start: words(&start), mask: words(&mask) }
    }

    /// The text, after the comma if it is the first one.
    #[inline]
    pub(in super::super) fn text(&self, first: bool) -> &str {
        if first { self.text.get(1..).unwrap_or_default() } else { &self.text }
    }

    /// How many bytes it takes, if they stand there after any first byte.
    #[inline]
    pub(in super::super) fn after_any(&self, bytes: &[u8]) -> Option<usize> {
        let length = self.text.len();
        let same = match bytes.first_chunk::<32>() {
            Some(chunk) if length <= 32 => self.is_start(chunk),
            _ => bytes.get(1..length).is_some_and(|bytes| bytes == self.text(true).as_bytes()),
        };
        if same { Some(length - 1) } else { None }
    }

    /// Compares without a branch for every length.
    #[inline]
    fn is_start(&self, chunk: &[u8; 32]) -> bool {
        let words = words(chunk).into_iter().zip(self.start).zip(self.mask);
        words.fold(0, |differs, ((one, other), mask)| differs | (one ^ other) & mask) == 0
    }
}

#[inline]
fn words(bytes: &[u8; 32]) -> [u64; 4] {
    let mut words = [0; 4];
    for (word, bytes) in words.iter_mut().zip(bytes.as_chunks::<8>().0) {
        *word = u64::from_le_bytes(*bytes);
    }
    words
}
