//! What build scripts do: generate below `OUT_DIR`, and tell cargo.

use std::path::{Path, PathBuf};

use super::dependency::{self, Dependency};
use super::{Builder, Failed, Generated};
use crate::emit::{self, Runtime};
use crate::tree;

/// Lints of the crate that has the build script, which do not apply to emitted code.
const ALLOWED: &str = "#[allow(clippy::all, clippy::cargo, clippy::nursery, clippy::pedantic, clippy::restriction)]\n\
                       #[allow(missing_debug_implementations, single_use_lifetimes, unreachable_pub, unused_qualifications)]\n\
                       #[allow(unused_results, variant_size_differences)]\n";

impl Builder {
    /// For build scripts: generates below `OUT_DIR`, tells cargo what the result depends on and which features of the
    /// emitted code are on, prints warnings, and ends the script with the report when something is wrong.
    ///
    /// The module to include stands in `OUT_DIR/gatewright.rs`. It needs the crate `gatewright-runtime` of the version of this
    /// one among the dependencies.
    pub fn run(&self) {
        let out = std::env::var_os("OUT_DIR").map(PathBuf::from);
        let Some(out) = out else {
            eprintln!("gatewright: OUT_DIR is not set; call Builder::run from a build script");
            std::process::exit(1);
        };
        let done = dependency::of_this_crate(self.features.as_deref()).and_then(|on| Ok((on, self.run_in(&out)?)));
        match done {
            Ok((dependency, generated)) => self.tell_cargo(&dependency, &generated),
            Err(failed) => {
                eprintln!("{failed}");
                std::process::exit(1);
            }
        }
    }

    fn tell_cargo(&self, dependency: &Dependency, generated: &Generated) {
        // Documents name files, and a line break in a name would be another instruction to cargo.
        let files = generated.files.iter().chain(&dependency.manifests).map(|file| file.to_string_lossy());
        for file in files.filter(|file| !file.contains(char::is_control)) {
            println!("cargo::rerun-if-changed={file}");
        }
        let features = emit::features(generated.apis.iter().map(String::as_str));
        let known: Vec<String> = features.iter().map(|feature| format!("{feature:?}")).collect();
        println!("cargo::rustc-check-cfg=cfg(feature, values({}))", known.join(", "));
        if !self.own_features {
            for feature in features {
                if generated.apis.contains(&feature) || dependency.features.contains(&feature) {
                    println!("cargo::rustc-cfg=feature={feature:?}");
                }
            }
        }
        if let Some(problem) = &dependency.problem {
            let problem = problem.replace(char::is_control, " ");
            println!("cargo::warning=cargo does not say how this crate depends on gatewright-runtime: {problem}");
        }
        if !self.quiet {
            generated.lines.iter().for_each(|line| println!("cargo::warning={line}"));
        }
    }

    /// Generates below a folder: the crate in `gatewright/`, the module to include in `gatewright.rs`.
    ///
    /// # Errors
    /// When a document has problems, or the output cannot be written.
    pub fn run_in(&self, out: &Path) -> Result<Generated, Failed> {
        // The crate of the build script depends on the runtime, so that none is written.
        let runtime = Runtime::Version(gatewright_runtime::VERSION.to_owned());
        let generated = self.clone().runtime(runtime).generate()?;
        let folder = out.join("gatewright");
        generated.tree.write(&folder).map_err(Failed::Tree)?;
        let root = folder.join("src").join("lib.rs");
        let include = format!("{ALLOWED}#[path = {:?}]\npub mod apis;\n", root.to_string_lossy());
        tree::write_one(&out.join("gatewright.rs"), &include).map_err(Failed::Tree)?;
        Ok(generated)
    }
}
