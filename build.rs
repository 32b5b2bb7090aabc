//! Generates from `specs/` while building, when the feature `build-time` is on.

fn main() {
    #[cfg(feature = "build-time")]
    gatewright_generator::Builder::new().settings("specs/apis.yaml").run();
    println!("cargo::rerun-if-changed=build.rs");
}
