//! Files of the crate that documents give, as text to look into.

use std::fs;

use gatewright_generator::{Builder, Runtime};

/// The emitted file whose path ends so, with one space where there are any.
pub fn file(api: &str, documents: &[(&str, &str)], path: &str) -> String {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let mut builder = Builder::new().runtime(Runtime::Version("0.1".to_owned()));
    for (name, text) in documents {
        let document = folder.path().join(name);
        fs::write(&document, text).expect("a document");
        builder = builder.document(api, &document);
    }
    let generated = builder.generate().unwrap_or_else(|failed| panic!("{failed}"));
    let (_, text) = generated.tree.iter().find(|(name, _)| name.ends_with(path)).expect("the file is emitted");
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
