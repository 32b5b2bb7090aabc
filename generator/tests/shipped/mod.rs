//! The APIs that ship with the product, as `specs/` describes them.

use std::path::{Path, PathBuf};

use gatewright_generator::diag::{self, Diagnostics};
use gatewright_generator::model::Model;
use gatewright_generator::pipeline::{self, Step};
use gatewright_generator::project::Project;

pub fn workspace() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// The model of an API after a step.
pub fn model(api: &str, step: Step) -> Model {
    let mut diagnostics = Diagnostics::default();
    let mut project = Project::default();
    project.add_settings(&workspace().join("specs/apis.yaml"), &[api.to_owned()], &mut diagnostics);
    let model = pipeline::model(&project.sources, &project.apis[0], step, &mut diagnostics);
    model.unwrap_or_else(|| panic!("{}", diag::render(&project.sources, &diagnostics, false)))
}
