//! Hostile documents: refused with a place, in time and without a panic; or read.

use crate::{files, read, shared};
use gatewright_generator::read::openapi;

/// Documents that later steps refuse or make harmless; here they are read without an error.
const READABLE: &[&str] = &[
    "dos-allof-exp.yaml",
    "dos-inline-exp.yaml",
    "inj-desc-doctest-fence.yaml",
    "inj-keywords.yaml",
    "inj-path-axum-wildcard.yaml",
    "inj-path-dup-param.yaml",
    "inj-path-literal.yaml",
    "inj-path-undeclared-param.yaml",
    "inj-pattern.yaml",
    "inj-prop-names.yaml",
    "inj-toml-title.yaml",
    "inj-vendor-go-type.yaml",
    "inj-x-enum-names.yaml",
    "md-indent-frontmatter.md",
    "ref-struct-cycle.yaml",
];

#[test]
fn attacks() {
    for path in files(&shared("attacks")) {
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let is_ours = name.ends_with(".yaml") || name.starts_with("md-") || name == "json-dup-key.json";
        let Some(bytes) = std::fs::read(&path).ok().filter(|_| is_ours) else { continue };
        let Ok(text) = String::from_utf8(bytes) else { continue };
        let start = std::time::Instant::now();
        let detected = openapi::detect(&text);
        let outcome = read(&name, &text);
        let elapsed = start.elapsed();
        assert!(detected || outcome.errors > 0, "{name}");
        assert!(elapsed.as_secs() < 2, "{name} takes {elapsed:?}");
        assert_eq!(outcome.errors == 0, READABLE.contains(&name.as_str()), "{name}: {}", outcome.problems);
    }
}
