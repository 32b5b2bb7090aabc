//! Generates from `specs/` while building, when the feature `build-time` is on.

fn main() {
    #[cfg(feature = "build-time")]
    gatewright_generator::Builder::new().settings("specs/apis.yaml").features_of_the_crate().run();
    println!("cargo::rerun-if-changed=build.rs");
}
