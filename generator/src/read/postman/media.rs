//! What is sent or answered, by media type. Does not know how it is read from a request.

use super::evidence::Evidence;
use super::form::Form;
use crate::model::{Example, Origin};
use crate::source::Span;

/// What a body holds.
#[derive(Debug)]
pub(super) enum Held {
    Values(Evidence),
    Form(Form),
    GraphQl(Evidence, Span),
    Text,
    Bytes,
}

/// Everything that is sent or answered in one media type.
#[derive(Debug)]
pub(super) struct Medium {
    pub media_type: String,
    pub held: Held,
    pub examples: Vec<Example>,
    pub origin: Origin,
}

/// What is sent or answered, by media type.
#[derive(Debug, Default)]
pub(super) struct Media(pub Vec<Medium>);

impl Media {
    /// The medium of this media type, which starts with what `held` makes.
    pub(super) fn medium(&mut self, media_type: &str, origin: Origin, held: Held) -> &mut Medium {
        let at = self.0.iter().position(|known| known.media_type == media_type).unwrap_or(self.0.len());
        if at == self.0.len() {
            self.0.push(Medium { media_type: media_type.to_owned(), held, examples: Vec::new(), origin });
        }
        match self.0.get_mut(at) {
            Some(medium) => medium,
            None => unreachable!("it was pushed if it was not there"),
        }
    }
}
