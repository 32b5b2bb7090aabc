//! Names of members, made ready once for all the times that they are written and looked for.

use crate::wire::writer::Writer;

/// A fixed number of bytes is copied and compared faster than a number that must be counted.
const BLOCK: usize = 32;

/// A name as it is written.
#[derive(Debug)]
pub(in crate::wire) struct Name {
    /// A comma, the name between quotes, a colon, and spaces up to the size of a block.
    text: Box<str>,
    /// How much of the text there is without the spaces.
    length: usize,
    /// The start of the text, and zeros.
    start: [u64; 4],
    /// What of the start counts: nothing, in place of the comma and the zeros.
    mask: [u64; 4],
}

impl Name {
    pub(super) fn new(name: &str) -> Self {
        let mut writer = Writer::lenient();
        writer.name(name);
        let text = writer.into_text();
        let (mut start, mut mask) = ([0; BLOCK], [0; BLOCK]);
        for ((start, mask), byte) in start.iter_mut().zip(&mut mask).zip(text.bytes()).skip(1) {
            (*start, *mask) = (byte, u8::MAX);
        }
        let (length, text) = (text.len(), format!("{text:BLOCK$}"));
        Self { text: text.into(), length, start: words(&start), mask: words(&mask) }
    }

    /// Writes the text, after the comma if it is the first one.
    #[inline]
    pub(in crate::wire) fn write(&self, first: bool, onto: &mut String) {
        match self.text.split_at_checked(BLOCK) {
            Some((block, "")) if !first => {
                let end = onto.len() + self.length;
                onto.push_str(block);
                onto.truncate(end);
            }
            _ => onto.push_str(self.text.get(usize::from(first)..self.length).unwrap_or_default()),
        }
    }

    /// How many bytes it takes, if they stand there after any first byte.
    #[inline]
    pub(in crate::wire) fn after_any(&self, bytes: &[u8]) -> Option<usize> {
        let same = match bytes.first_chunk() {
            Some(chunk) if self.length <= BLOCK => self.is_start(chunk),
            _ => bytes.get(1..self.length).is_some_and(|bytes| Some(bytes) == self.text.as_bytes().get(1..self.length)),
        };
        if same { Some(self.length - 1) } else { None }
    }

    /// Compares without a branch for every length.
    #[inline]
    fn is_start(&self, chunk: &[u8; BLOCK]) -> bool {
        let words = words(chunk).into_iter().zip(self.start).zip(self.mask);
        words.fold(0, |differs, ((one, other), mask)| differs | (one ^ other) & mask) == 0
    }
}

#[inline]
fn words(bytes: &[u8; BLOCK]) -> [u64; 4] {
    let mut words = [0; 4];
    for (word, bytes) in words.iter_mut().zip(bytes.as_chunks::<8>().0) {
        *word = u64::from_le_bytes(*bytes);
    }
    words
}
