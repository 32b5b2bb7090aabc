//! The public files, where they are at hand.

use std::path::PathBuf;

use gatewright_generator::diag;
use gatewright_generator::emit::lap;

use super::show;

/// The LAP files of a folder of documents that are not part of the project.
pub fn files(folder: &str) -> Vec<(String, String)> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../shared").join(folder);
    let entries = std::fs::read_dir(&folder).expect("the folder ../shared");
    let mut paths: Vec<_> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "lap"));
    paths.sort();
    paths
        .into_iter()
        .map(|path| (path.file_name().unwrap().to_string_lossy().into_owned(), std::fs::read_to_string(&path).unwrap()))
        .collect()
}

#[test]
#[ignore = "needs ../shared"]
fn every_file_is_read_without_an_error() {
    for (name, text) in files("corpus/lap") {
        let (model, sources, diagnostics) = super::read(&text);
        assert!(!diagnostics.has_errors(), "{name}: {}", diag::render(&sources, &diagnostics, false));
        let stated: usize = text.lines().find_map(|line| line.strip_prefix("@endpoints ")).unwrap().parse().unwrap();
        assert_eq!(model.operations.len(), stated, "{name}");
    }
}

#[test]
#[ignore = "needs ../shared"]
fn no_fields_are_taken_for_text() {
    for (name, text) in files("corpus/lap") {
        let (_, sources, diagnostics) = super::read(&text);
        let lost = diagnostics.iter().find(|diagnostic| diagnostic.code.name == "lap/fields-as-text");
        assert!(lost.is_none(), "{name}: {}", diag::render(&sources, &diagnostics, false));
    }
}

/// Files that say some things in a way that says no more: `map<str, str>?: any`, or one parameter twice.
const NOT_CANONICAL: &[&str] = &[
    "amazonaws-com-amazonaws-com-auditmanager.lap",
    "amazonaws-com-amazonaws-com-elastictranscoder.lap",
    "amazonaws-com-amazonaws-com-servicecatalog.lap",
    "brainbi-net-brainbi-net.lap",
    "rudder-example-local-rudder-example-local.lap",
];

#[test]
#[ignore = "needs ../shared"]
fn printing_gives_the_file_back() {
    for (name, text) in files("corpus/lap") {
        let (model, _, _) = super::read(&text);
        let printed = lap::text(&model);
        let different = text.lines().zip(printed.lines()).find(|(stated, printed)| stated != printed);
        assert_eq!(printed == text, !NOT_CANONICAL.contains(&name.as_str()), "{name}: {different:?}");
    }
}

#[test]
#[ignore = "needs ../shared"]
fn printing_loses_nothing() {
    for (name, text) in files("corpus/lap") {
        let (model, _, _) = super::read(&text);
        let printed = lap::text(&model);
        let (again, _, _) = super::read(&printed);
        assert_eq!(show::model(&model), show::model(&again), "{name}");
        assert_eq!(printed, lap::text(&again), "{name}");
    }
}
