//! One target, chosen by `FUZZ_TARGET`, under libFuzzer.

#![no_main]

use std::sync::LazyLock;

use fuzz::{ALL, Target};

static TARGET: LazyLock<Target> = LazyLock::new(|| {
    let name = std::env::var("FUZZ_TARGET").unwrap_or_default();
    let names = || ALL.iter().map(|target| target.name).collect::<Vec<_>>();
    let found = ALL.iter().find(|target| target.name == name);
    *found.unwrap_or_else(|| panic!("FUZZ_TARGET must be one of {:?}", names()))
});

libfuzzer_sys::fuzz_target!(|data: &[u8]| (TARGET.run)(data));
