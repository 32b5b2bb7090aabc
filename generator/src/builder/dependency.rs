//! How the crate of a build script depends on the runtime. Cargo knows it; where cargo cannot be asked, nothing is checked.

use std::env;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::Command;

use semver::{Version, VersionReq};
use serde_json::Value;

use super::Failed;
use crate::diag::{self, Code, Diagnostic, Diagnostics};
use crate::emit;
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
#[derive(Debug, Default)]
pub(super) struct Dependency {
    /// The features of the runtime that are on.
    pub features: Vec<String>,
    /// The manifests that say so.
    pub manifests: Vec<PathBuf>,
    /// Why cargo could not be asked.
    pub problem: Option<String>,
}

/// What cargo says of a crate.
struct Described {
    dependencies: Vec<Value>,
    manifests: Vec<PathBuf>,
}

/// How the crate of this build script depends on the runtime, and whether that is enough for these features.
pub(super) fn of_this_crate(wanted: Option<&[String]>) -> Result<Dependency, Failed> {
    let Some((cargo, folder)) = env::var_os("CARGO").zip(env::var_os("CARGO_MANIFEST_DIR")) else {
        return judged(None, wanted);
    };
    match described(&cargo, Path::new(&folder)) {
        Ok(Described { dependencies, manifests }) => {
            judged(Some(&dependencies), wanted).map(|found| Dependency { manifests, ..found })
        }
        Err(problem) => judged(None, wanted).map(|found| Dependency { problem: Some(problem), ..found }),
    }
}

/// The crate in a folder, as `cargo metadata` describes it; or why it does not.
fn described(cargo: &OsStr, folder: &Path) -> Result<Described, String> {
    let asked = Command::new(cargo)
        .args(["metadata", "--no-deps", "--offline", "--format-version", "1", "--manifest-path"])
        .arg(folder.join("Cargo.toml"))
        .output()
        .map_err(|error| error.to_string())?;
    let said = || String::from_utf8_lossy(&asked.stderr).trim().to_owned();
    let metadata: Value = serde_json::from_slice(&asked.stdout).map_err(|_| said())?;
    let is_this = |package: &&Value| {
        let manifest = package["manifest_path"].as_str().map(Path::new);
        manifest.and_then(Path::parent) == Some(folder)
    };
    let this = metadata["packages"].as_array().and_then(|packages| packages.iter().find(is_this)).ok_or_else(said)?;
    let dependencies = this["dependencies"].as_array().cloned().unwrap_or_default();
    let folders = [Some(folder), metadata["workspace_root"].as_str().map(Path::new)];
    let mut manifests: Vec<PathBuf> = folders.into_iter().flatten().map(|folder| folder.join("Cargo.toml")).collect();
    manifests.dedup();
    Ok(Described { dependencies, manifests })
}

fn judged(dependencies: Option<&[Value]>, wanted: Option<&[String]>) -> Result<Dependency, Failed> {
    let wanted_or_client = || wanted.map_or_else(|| vec!["client".to_owned()], <[String]>::to_vec);
    let Some(dependencies) = dependencies else {
        return Ok(Dependency { features: wanted_or_client(), ..Dependency::default() });
    };
    let is_runtime = |one: &&Value| one["name"] == RUNTIME && one["kind"].is_null() && one["rename"].is_null();
    let Some(found) = dependencies.iter().find(is_runtime) else {
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
        None => Ok(Dependency { features: wanted, ..Dependency::default() }),
    }
}

/// Those that are named, the default one, which is `client`, and what these need.
fn features(dependency: &Value) -> Vec<String> {
    let named = dependency["features"].as_array().into_iter().flatten().filter_map(Value::as_str);
    let default = (dependency["uses_default_features"] != false).then_some("default");
    let mut features: Vec<String> = Vec::new();
    for feature in named.chain(default) {
        let feature = if feature == "default" { "client" } else { feature };
        for one in emit::needed(feature).iter().chain([&feature]) {
            if !features.iter().any(|known| known == one) {
                features.push((*one).to_owned());
            }
        }
    }
    features
}

/// Whether a requirement takes a version, or one that differs from it in the last number only.
fn fits(requirement: &str, version: &str) -> bool {
    let (Ok(requirement), Ok(version)) = (VersionReq::parse(requirement), Version::parse(version)) else {
        return false;
    };
    let patches = requirement.comparators.iter().filter_map(|comparator| comparator.patch);
    let alike = patches.map(|patch| Version::new(version.major, version.minor, patch));
    alike.chain([version.clone()]).any(|version| requirement.matches(&version))
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
    use std::ffi::OsStr;
    use std::path::Path;

    use serde_json::{Value, json};

    use super::{Failed, described, features, fits, judged};

    fn refused(dependencies: &[Value], wanted: Option<&[String]>) -> String {
        match judged(Some(dependencies), wanted) {
            Err(Failed::Crate(report)) => report,
            Err(other) => panic!("{other}"),
            Ok(found) => panic!("it is taken, with {:?}", found.features),
        }
    }

    fn runtime(requirement: &str, features: &[&str]) -> Value {
        json!({"name": "gatewright-runtime", "req": requirement, "kind": null, "rename": null, "features": features})
    }

    #[test]
    fn features_are_those_that_are_named_and_the_default() {
        let dependency = json!({"features": ["server"], "uses_default_features": true});
        assert_eq!(features(&dependency), ["server", "client"]);
        let dependency = json!({"features": ["server"], "uses_default_features": false});
        assert_eq!(features(&dependency), ["server"]);
        let dependency = json!({"features": ["blocking", "default"], "uses_default_features": false});
        assert_eq!(features(&dependency), ["client", "blocking"], "what a feature needs is on");
    }

    #[test]
    fn requirements_take_the_version_of_the_generator() {
        for (requirement, is_fit) in
            [("*", true), ("^0.1", true), ("=0.1.0", true), ("=0.1.7", true), ("^0.2.0", false), ("0.0.9", false)]
        {
            assert_eq!(fits(requirement, "0.1.0"), is_fit, "{requirement}");
        }
    }

    #[test]
    fn cargo_says_how_a_crate_depends_on_the_runtime() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples/own-document");
        let folder = folder.canonicalize().expect("the example");
        let crate_ = described(OsStr::new(env!("CARGO")), &folder).unwrap_or_else(|problem| panic!("{problem}"));
        let found = judged(Some(&crate_.dependencies), None).unwrap_or_else(|failed| panic!("{failed}"));
        assert_eq!(found.features, ["client", "server"]);
        assert_eq!(crate_.manifests.len(), 2, "its own and that of the workspace: {:?}", crate_.manifests);
    }

    #[test]
    fn what_cargo_says_of_no_crate_is_told() {
        let nowhere = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
        let problem = described(OsStr::new(env!("CARGO")), &nowhere).err().expect("there is no manifest");
        assert!(problem.contains("Cargo.toml"), "{problem}");
    }

    #[test]
    fn a_crate_without_the_runtime_is_told_the_line_to_add() {
        let others = [json!({"name": "serde", "req": "^1", "kind": null, "rename": null})];
        let of_tests = [json!({"name": "gatewright-runtime", "req": "*", "kind": "dev", "rename": null})];
        for dependencies in [&others[..], &of_tests[..], &[]] {
            let report = refused(dependencies, None);
            assert!(report.contains("error[build/no-runtime]"), "{report}");
            assert!(
                report.contains("gatewright-runtime = { version = \"0.1.0\", features = [\"client\"] }"),
                "{report}"
            );
        }
    }

    #[test]
    fn another_version_and_a_lacking_feature_are_told() {
        let report = refused(&[runtime("^7.0", &["client"])], None);
        assert!(report.contains("error[build/other-runtime]"), "{report}");
        let wanted = ["client".to_owned(), "server".to_owned()];
        let report = refused(&[runtime("^0.1", &["client"])], Some(&wanted));
        assert!(report.contains("error[build/runtime-feature]"), "{report}");
        assert!(report.contains("features = [\"client\", \"server\"]"), "{report}");
    }

    #[test]
    fn where_cargo_cannot_be_asked_the_client_is_compiled() {
        let found = judged(None, None).unwrap_or_else(|failed| panic!("{failed}"));
        assert_eq!(found.features, ["client"]);
    }
}
