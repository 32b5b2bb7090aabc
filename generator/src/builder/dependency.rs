//! How the crate of a build script depends on the runtime. Cargo knows it; where cargo cannot be asked, nothing is checked.

use std::env;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

use super::Failed;
use crate::diag::{self, Code, Diagnostic, Diagnostics};
use crate::source::Sources;

/// What the codes of this module mean.
pub static CODES: &[&Code] = &[&MISSING, &UNFIT, &FEATURE];

static MISSING: Code = Code {
    name: "build/no-runtime",
    page: "The crate whose build script generates code does not depend on `gatewright-runtime`, which the generated code needs.\n\n\
           Add the line that the message shows to the section `[dependencies]` of its `Cargo.toml`, with the features that you \
           want: `client`, `server`, or both. The dependency must have its own name there.",
};

static UNFIT: Code = Code {
    name: "build/other-runtime",
    page: "The crate whose build script generates code depends on a version of `gatewright-runtime` that is not that of the \
           generator.\n\n\
           Generated code needs the runtime that it was made for. Give `gatewright-runtime` and `gatewright-generator` the same \
           version in `Cargo.toml`.",
};

static FEATURE: Code = Code {
    name: "build/runtime-feature",
    page: "The build script asks for a part of the generated code (`Builder::features`) for which the crate does not have the \
           feature of `gatewright-runtime`.\n\n\
           Add the feature to the dependency, as the message shows.",
};

const RUNTIME: &str = "gatewright-runtime";

/// The dependency of a crate on the runtime.
pub(super) struct Dependency {
    /// The features of the runtime that are on.
    pub features: Vec<String>,
}

/// How the crate of this build script depends on the runtime, and whether that is enough for these features.
pub(super) fn of_this_crate(wanted: Option<&[String]>) -> Result<Dependency, Failed> {
    let wanted_or_client = || wanted.map_or_else(|| vec!["client".to_owned()], <[String]>::to_vec);
    let Some(dependencies) = dependencies() else { return Ok(Dependency { features: wanted_or_client() }) };
    let is_runtime = |one: &&Value| one["name"] == RUNTIME && one["kind"].is_null();
    let Some(found) = dependencies.iter().find(is_runtime).filter(|found| found["rename"].is_null()) else {
        let message = "the generated code needs the crate `gatewright-runtime`, on which this crate does not depend";
        return Err(failed(&MISSING, message, &wanted_or_client()));
    };
    let features = features(found);
    let wanted = wanted.map_or_else(|| features.clone(), <[String]>::to_vec);
    if !fits(found["req"].as_str().unwrap_or_default(), gatewright_runtime::VERSION) {
        let message =
            format!("the generated code needs version {} of `gatewright-runtime`", gatewright_runtime::VERSION);
        return Err(failed(&UNFIT, &message, &wanted));
    }
    match wanted.iter().find(|feature| !features.contains(feature)) {
        Some(lacking) => {
            let message = format!("the generated code needs the feature `{lacking}` of `gatewright-runtime`");
            Err(failed(&FEATURE, &message, &wanted))
        }
        None => Ok(Dependency { features: wanted }),
    }
}

/// The dependencies of this crate, as `cargo metadata` describes them.
fn dependencies() -> Option<Vec<Value>> {
    let folder = env::var_os("CARGO_MANIFEST_DIR")?;
    let asked = Command::new(env::var_os("CARGO")?)
        .args(["metadata", "--no-deps", "--offline", "--format-version", "1", "--manifest-path"])
        .arg(Path::new(&folder).join("Cargo.toml"))
        .output()
        .ok()?;
    let metadata: Value = serde_json::from_slice(&asked.stdout).ok()?;
    let is_this = |package: &&Value| {
        let manifest = package["manifest_path"].as_str().map(Path::new);
        manifest.and_then(Path::parent) == Some(Path::new(&folder))
    };
    metadata["packages"].as_array()?.iter().find(is_this)?["dependencies"].as_array().cloned()
}

/// Those that are named, and the default one.
fn features(dependency: &Value) -> Vec<String> {
    let named = dependency["features"].as_array().into_iter().flatten().filter_map(Value::as_str);
    let default = (dependency["uses_default_features"] != false).then_some("client");
    named.chain(default).map(str::to_owned).collect()
}

/// Whether a requirement takes a version.
fn fits(requirement: &str, version: &str) -> bool {
    let (requirement, version) = (semver::VersionReq::parse(requirement), semver::Version::parse(version));
    requirement.is_ok_and(|requirement| version.is_ok_and(|version| requirement.matches(&version)))
}

fn failed(code: &'static Code, message: &str, features: &[String]) -> Failed {
    let listed: Vec<String> = features.iter().map(|feature| format!("{feature:?}")).collect();
    let version = gatewright_runtime::VERSION;
    let line = format!("{RUNTIME} = {{ version = {version:?}, features = [{}] }}", listed.join(", "));
    let help =
        format!("add to the section [dependencies] of Cargo.toml, with a path if it is not from the registry:\n{line}");
    let mut problems = Diagnostics::default();
    problems.push(Diagnostic::error_without_place(code, message).help(help));
    Failed::Crate(diag::render(&Sources::default(), &problems, false))
}

#[cfg(test)]
mod tests {
    use super::{features, fits};

    #[test]
    fn features_are_those_that_are_named_and_the_default() {
        let dependency = serde_json::json!({"features": ["server"], "uses_default_features": true});
        assert_eq!(features(&dependency), ["server", "client"]);
        let dependency = serde_json::json!({"features": ["server"], "uses_default_features": false});
        assert_eq!(features(&dependency), ["server"]);
    }

    #[test]
    fn requirements_take_the_version_of_the_generator() {
        for (requirement, is_fit) in
            [("*", true), ("^0.1", true), ("=0.1.0", true), ("^0.2.0", false), ("0.0.9", false)]
        {
            assert_eq!(fits(requirement, "0.1.0"), is_fit, "{requirement}");
        }
    }
}
