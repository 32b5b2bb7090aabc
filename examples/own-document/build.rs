//! Generates `OUT_DIR/gatewright.rs` from the document beside this file.

fn main() {
    gatewright_generator::Builder::new().document("library", "library.yaml").run();
}
