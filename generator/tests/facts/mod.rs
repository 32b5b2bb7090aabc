//! What is known of the shipped APIs beside their documents.

use std::path::Path;

use serde_json::Value;

/// The facts in a file.
pub fn facts(name: &str) -> Value {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/facts").join(name);
    let text = std::fs::read_to_string(&path).expect("the folder ../shared");
    serde_json::from_str(&text).expect("facts")
}
