//! What programs use: documents in, a crate or module out. Build scripts and the command both come in here.

mod dependency;
mod script;

pub use dependency::CODES;

use std::fmt;
use std::path::PathBuf;

use crate::diag::{self, Diagnostic, Diagnostics, Severity};
use crate::emit::{self, Api, Options, Runtime};
use crate::limits::Limits;
use crate::model::Model;
use crate::names::Names;
use crate::pipeline::{self, Step};
use crate::project::Project;
use crate::source::visible;
use crate::tree::{self, Tree, TreeError};
use crate::watch::Watch;

/// Generates code from documents.
///
/// ```no_run
/// // build.rs of a crate that depends on `gatewright-runtime`
/// gatewright_generator::Builder::new().document("petstore", "petstore.yaml").run();
/// ```
/// and in the crate itself `include!(concat!(env!("OUT_DIR"), "/gatewright.rs"));`, which declares the module `apis`.
#[derive(Debug, Clone, Default)]
#[must_use]
pub struct Builder {
    settings: Option<PathBuf>,
    documents: Vec<(String, Vec<PathBuf>)>,
    only: Vec<String>,
    allow: Vec<String>,
    strict: bool,
    root: Option<PathBuf>,
    limits: Option<Limits>,
    options: Options,
    runtime: Option<Runtime>,
    features: Option<Vec<String>>,
    own_features: bool,
    watch: Watch,
    quiet: bool,
}

/// What was generated, and what was noticed on the way.
#[derive(Debug)]
pub struct Generated {
    /// The files of the crate.
    pub tree: Tree,
    /// The names of the APIs.
    pub apis: Vec<String>,
    /// The files that the result depends on.
    pub files: Vec<PathBuf>,
    /// Warnings, as text for people; empty when there are none.
    pub warnings: String,
    /// The same, a line each.
    pub lines: Vec<String>,
}

/// Why nothing was generated.
#[derive(Debug)]
#[non_exhaustive]
pub enum Failed {
    /// The documents have problems: how many errors, and all of them as text for people.
    Documents {
        /// Number of errors.
        errors: usize,
        /// Errors and warnings, as text for people.
        report: String,
    },
    /// The output could not be written.
    Tree(TreeError),
    /// The crate of a build script lacks something that the emitted code needs: how to add it, as text for people.
    Crate(String),
}

impl Builder {
    /// A builder without documents.
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes the documents and APIs that a settings file lists.
    pub fn settings(mut self, path: impl Into<PathBuf>) -> Self {
        self.settings = Some(path.into());
        self
    }

    /// Adds a document of the API with this short name. Documents of one API are merged in the order in which they are
    /// added; a document whose file name starts with `supplement` adds to the others.
    pub fn document(mut self, api: impl Into<String>, path: impl Into<PathBuf>) -> Self {
        let (api, path) = (api.into(), path.into());
        match self.documents.iter_mut().find(|(name, _)| *name == api) {
            Some((_, paths)) => paths.push(path),
            None => self.documents.push((api, vec![path])),
        }
        self
    }

    /// Limits the settings to these APIs.
    pub fn only(mut self, apis: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.only.extend(apis.into_iter().map(Into::into));
        self
    }

    /// Names the folder in which files may refer to each other by `$ref`: that of the document, or of the settings,
    /// unless it is set. Nothing outside of it is read.
    pub fn root(mut self, folder: impl Into<PathBuf>) -> Self {
        self.root = Some(folder.into());
        self
    }

    /// Sets how much documents may hold; settings may still say otherwise.
    pub fn limits(mut self, limits: Limits) -> Self {
        self.limits = Some(limits);
        self
    }

    /// Counts errors of this code as warnings.
    pub fn allow(mut self, code: impl Into<String>) -> Self {
        self.allow.push(code.into());
        self
    }

    /// Counts warnings as errors.
    pub fn strict(mut self, strict: bool) -> Self {
        self.strict = strict;
        self
    }

    /// The name of the emitted crate; `gatewright-apis` unless it is set.
    pub fn crate_name(mut self, name: impl Into<String>) -> Self {
        self.options.package = name.into();
        self
    }

    /// Where the emitted crate finds the runtime. Unless it is set, by this or by the settings, the runtime is written
    /// beside the code.
    pub fn runtime(mut self, runtime: Runtime) -> Self {
        self.runtime = Some(runtime);
        self
    }

    /// For build scripts: what is compiled of the emitted code, such as `client` and `server`. Unless it is set, these are the
    /// features with which the crate depends on `gatewright-runtime`, as cargo says.
    pub fn features(mut self, features: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.features.get_or_insert_default().extend(features.into_iter().map(Into::into));
        self
    }

    /// For build scripts: keeps warnings about the documents to itself; errors are shown all the same.
    pub fn quiet(mut self) -> Self {
        self.quiet = true;
        self
    }

    /// For build scripts: the crate declares the features of the emitted code itself (one per API, `client`, `server`),
    /// so that its users choose. Otherwise all APIs are on.
    pub fn features_of_the_crate(mut self) -> Self {
        self.own_features = true;
        self
    }

    /// Reads the documents and emits the crate, in memory.
    ///
    /// # Errors
    /// When a document has problems.
    pub fn generate(&self) -> Result<Generated, Failed> {
        let mut diagnostics = Diagnostics::default();
        let project = self.load(&mut diagnostics);
        let models = self.models(&project, Step::Check, &mut diagnostics);
        let finished = self.finish(&mut diagnostics);
        let report = diag::render(&project.sources, &diagnostics, false);
        finished.map_err(|errors| Failed::Documents { errors, report: report.clone() })?;
        let tree = self.emit(&project, &models);
        let lines = diagnostics.iter().map(|one| diag::line(&project.sources, one)).collect();
        Ok(Generated { tree, apis: project.all, files: project.files, warnings: report, lines })
    }

    /// The documents, in memory.
    pub fn load(&self, diagnostics: &mut Diagnostics) -> Project {
        let limits = self.limits.unwrap_or_default();
        let mut project = Project { root: self.root.clone(), limits, ..Project::default() };
        if let Some(path) = &self.settings {
            project.add_settings(path, &self.only, diagnostics);
        }
        for (name, paths) in &self.documents {
            project.add_documents(name, paths, diagnostics);
        }
        for api in &mut project.apis {
            api.allow.extend(self.allow.iter().cloned());
        }
        project
    }

    /// Tells somebody how far it has come.
    pub fn watch(mut self, watch: Watch) -> Self {
        self.watch = watch;
        self
    }

    /// The models of all APIs after a step; those with errors are left out.
    pub fn models(&self, project: &Project, last: Step, diagnostics: &mut Diagnostics) -> Vec<Model> {
        if diagnostics.has_errors() {
            return Vec::new();
        }
        let all = project.apis.len();
        let mut models = Vec::with_capacity(all);
        for (done, api) in project.apis.iter().enumerate() {
            let file = api.documents.first().map_or(api.name.as_str(), |document| &document.file_name);
            self.watch.tell("reading", file, done, all);
            models.extend(pipeline::model(&project.sources, api, last, diagnostics));
        }
        self.watch.tell("reading", "", all, all);
        models
    }

    /// Applies [`Builder::strict`] and fails if there are errors.
    ///
    /// # Errors
    /// The number of errors.
    pub fn finish(&self, diagnostics: &mut Diagnostics) -> Result<(), usize> {
        if self.strict {
            diagnostics.regrade(|_: &Diagnostic| Severity::Error);
        }
        match diagnostics.counts() {
            (0, _) => Ok(()),
            (errors, _) => Err(errors),
        }
    }

    /// The crate of these models.
    #[must_use]
    pub fn emit(&self, project: &Project, models: &[Model]) -> Tree {
        let names: Vec<Names> = models.iter().map(Names::new).collect();
        let apis: Vec<Api<'_>> = models
            .iter()
            .zip(&names)
            .map(|(model, names)| Api { model, names, documents: documents(project, &model.name) })
            .collect();
        let stated = || project.runtime.as_deref().map(Runtime::parse);
        let runtime = self.runtime.clone().or_else(stated).unwrap_or_default();
        emit::emit(&apis, &Options { runtime, ..self.options.clone() }, &self.watch).marked()
    }
}

/// Name and hash of the documents of an API.
fn documents(project: &Project, api: &str) -> Vec<(String, String)> {
    let api = project.apis.iter().find(|known| known.name == api);
    api.iter()
        .flat_map(|api| &api.documents)
        .flat_map(|document| {
            let attached = document.attached.iter().filter_map(|(name, file)| Some((name, *file.as_ref().ok()?)));
            [(&document.file_name, document.source)].into_iter().chain(attached)
        })
        .map(|(name, source)| (visible(name).into_owned(), tree::sha256(&project.sources.get(source).text)))
        .collect()
}

impl fmt::Display for Failed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Documents { errors, report } => {
                write!(f, "{report}gatewright: {}; nothing was written", diag::counted(*errors, "error"))
            }
            Self::Tree(error) => write!(f, "{error}"),
            Self::Crate(report) => f.write_str(report),
        }
    }
}

impl std::error::Error for Failed {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Documents { .. } | Self::Crate(_) => None,
            Self::Tree(error) => Some(error),
        }
    }
}
