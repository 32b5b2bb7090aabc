//! What a reader makes of a text.

use gatewright_generator::diag::Diagnostics;
use gatewright_generator::model::{Builder, Model};
use gatewright_generator::project::Role;
use gatewright_generator::read::Document;
use gatewright_generator::source::Sources;

/// A reader of the library.
pub type Reader = fn(Document<'_>, &mut Builder, &mut Diagnostics);

#[allow(dead_code, reason = "not every test asks for all of it")]
pub struct Read {
    pub model: Model,
    pub sources: Sources,
    /// In the order of their places, none twice; as users see them.
    pub diagnostics: Diagnostics,
}

/// Reads a text as a document of this name.
pub fn read(reader: Reader, name: &str, text: &str, role: Role) -> Read {
    let mut sources = Sources::default();
    let supplement = role == Role::Supplement;
    if supplement {
        sources.add("what it adds to", "");
    }
    let id = sources.add(name, text);
    let mut diagnostics = Diagnostics::default();
    let mut builder = Builder::new("test");
    let document = Document { supplement, ..Document::alone(id, &sources.get(id).text) };
    reader(document, &mut builder, &mut diagnostics);
    diagnostics.sort();
    diagnostics.dedup();
    Read { model: builder.finish(), sources, diagnostics }
}
