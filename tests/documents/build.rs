//! Generates a client and a server for every document under `specs`, with the tests that belong to them.

use std::env;
use std::fs;
use std::path::Path;

use gatewright_generator::Builder;

/// The APIs and their documents.
const DOCUMENTS: &[(&str, &str)] = &[
    ("accounts", "specs/accounts.lap"),
    ("actions", "specs/actions.lap"),
    ("bodies", "specs/bodies.yaml"),
    ("calls", "specs/calls.yaml"),
    ("choices", "specs/choices.yaml"),
    ("cycles", "specs/cycles.yaml"),
    ("forms", "specs/forms.yaml"),
    ("new-methods", "specs/new-methods.yaml"),
    ("numbers", "specs/numbers.yaml"),
    ("odd-places", "specs/odd-places.yaml"),
    ("old-forms", "specs/old-forms.yaml"),
    ("old-nulls", "specs/old-nulls.yaml"),
    ("paths", "specs/paths.yaml"),
    ("references", "specs/references.yaml"),
    ("replies", "specs/replies.yaml"),
    ("security", "specs/security.yaml"),
    ("shapes", "specs/shapes.yaml"),
    ("several-files", "specs/several-files.yaml"),
    ("styles", "specs/styles.yaml"),
    ("swagger", "specs/swagger.yaml"),
    ("swagger-files", "specs/swagger-files.yaml"),
    ("webhooks", "specs/webhooks.yaml"),
];

fn main() {
    let builder = Builder::new().crate_name("gatewright-documents").features_of_the_crate();
    DOCUMENTS.iter().fold(builder, |builder, (name, path)| builder.document(*name, path)).quiet().run();
    let out = env::var("OUT_DIR").expect("cargo sets it");
    let folder = Path::new(&out).join("gatewright").join("tests");
    let mut modules = String::new();
    for (name, _) in DOCUMENTS {
        let module = name.replace('-', "_");
        for (module, path) in [
            (format!("calls_of_{module}"), format!("{module}/main.rs")),
            (format!("examples_of_{module}"), format!("{module}_examples.rs")),
        ] {
            let path = folder.join(path);
            if path.exists() {
                modules.push_str(&format!("#[path = {:?}]\nmod {module};\n", path.to_string_lossy()));
            }
        }
    }
    fs::write(Path::new(&out).join("tests.rs"), modules).expect("cargo made the folder");
}
