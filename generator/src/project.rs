//! The documents of a run, loaded: from the settings, or from paths on the command line. Knows no format beyond asking
//! each reader whether a text is its own.

use std::fs;
use std::path::{Path, PathBuf};

use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::read::StatedOperation;
use crate::settings::{self, Settings};
use crate::source::{SourceId, Sources, Span};

/// What the codes of this module mean.
pub static CODES: &[&Code] = &[&UNREADABLE, &NOT_UTF8, &TOO_LARGE, &UNKNOWN_API];

static UNREADABLE: Code = Code {
    name: "document/unreadable",
    page: "A document could not be read from disk.\n\n\
           The settings or the command line name a file that does not exist or may not be read. Paths in the settings \
           are relative to the settings file; paths on the command line are relative to the current folder.",
};

static NOT_UTF8: Code = Code {
    name: "document/not-utf-8",
    page: "A document is not UTF-8 text.\n\n\
           All formats are read as UTF-8, with or without a byte order mark. Convert the file, for example with \
           `iconv -f UTF-16 -t UTF-8`.",
};

static TOO_LARGE: Code = Code {
    name: "document/too-large",
    page: "A document is larger than the limit of 64 MiB.\n\n\
           Documents may come from strangers, so their size is limited before they are read. Split the document, or \
           remove what is not about the API.",
};

static UNKNOWN_API: Code = Code {
    name: "settings/unknown-api",
    page: "`--api` names an API that the settings do not list.\n\nThe message lists the names that there are.",
};

/// Largest document that is read, in bytes.
const LARGEST: u64 = 64 << 20;

/// Whether a document was published by the vendor or states what the vendor left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Published.
    Document,
    /// Adds to, and overrides, what was published.
    Supplement,
}

/// The documents of one run, in memory.
#[derive(Debug, Default)]
pub struct Project {
    /// Every text of the run, the settings included.
    pub sources: Sources,
    /// The APIs that were asked for.
    pub apis: Vec<Api>,
    /// The names of all APIs of the settings, whether asked for or not.
    pub all: Vec<String>,
    /// Every file that the result depends on, readable or not.
    pub files: Vec<PathBuf>,
}

/// One API and its documents.
#[derive(Debug)]
pub struct Api {
    /// Short name.
    pub name: String,
    /// Its documents, in the order in which they are read.
    pub documents: Vec<Loaded>,
    /// Codes of errors that count as warnings.
    pub allow: Vec<String>,
}

/// A document in memory.
#[derive(Debug)]
pub struct Loaded {
    /// Its text.
    pub source: SourceId,
    /// File name without folders, as shown in the headers of emitted files.
    pub file_name: String,
    /// Who says what it says.
    pub role: Role,
    /// The operation that the settings name for it.
    pub operation: Option<StatedOperation>,
}

impl Project {
    /// Loads what the settings file lists; only the APIs in `only`, unless that is empty.
    pub fn from_settings(path: &Path, only: &[String], diagnostics: &mut Diagnostics) -> Self {
        let mut project = Self::default();
        let Some(source) = project.load(path, None, diagnostics) else {
            return project;
        };
        let settings = settings::read(source, &project.sources.get(source).text, diagnostics);
        project.all = settings.apis.iter().map(|api| api.name.clone()).collect();
        project.refuse_unknown(only, diagnostics);
        let folder = path.parent().unwrap_or(Path::new(""));
        project.load_apis(settings, folder, only, diagnostics);
        project
    }

    /// Adds an API that these documents make up. Those whose file name starts with `supplement` are supplements.
    pub fn add_documents(&mut self, name: &str, paths: &[PathBuf], diagnostics: &mut Diagnostics) {
        if let Err(expected) = settings::check_name(name) {
            let message = format!("`{name}` cannot be the short name of an API");
            diagnostics.push(Diagnostic::error_without_place(&settings::NAME, message).help(expected));
            return;
        }
        self.all.push(name.to_owned());
        let mut api = Api { name: name.to_owned(), documents: Vec::new(), allow: Vec::new() };
        for path in paths {
            let file_name = file_name(path);
            let role = if file_name.starts_with("supplement") { Role::Supplement } else { Role::Document };
            if let Some(source) = self.load(path, None, diagnostics) {
                api.documents.push(Loaded { source, file_name, role, operation: None });
            }
        }
        self.apis.push(api);
    }

    fn refuse_unknown(&self, only: &[String], diagnostics: &mut Diagnostics) {
        for name in only.iter().filter(|name| !self.all.contains(name)) {
            let message = format!("the settings have no API `{name}`");
            diagnostics.push(
                Diagnostic::error_without_place(&UNKNOWN_API, message)
                    .help(format!("there are: {}", self.all.join(", "))),
            );
        }
    }

    fn load_apis(&mut self, settings: Settings, folder: &Path, only: &[String], diagnostics: &mut Diagnostics) {
        for api in settings.apis {
            if !only.is_empty() && !only.contains(&api.name) {
                continue;
            }
            let mut documents = Vec::new();
            for document in api.documents {
                let path = folder.join(&document.path);
                if let Some(source) = self.load(&path, Some(document.span), diagnostics) {
                    let file_name = file_name(&path);
                    documents.push(Loaded { source, file_name, role: document.role, operation: document.operation });
                }
            }
            self.apis.push(Api { name: api.name, documents, allow: api.allow });
        }
    }

    /// Reads a file into the sources. `named_at` is where the settings name it.
    fn load(&mut self, path: &Path, named_at: Option<Span>, diagnostics: &mut Diagnostics) -> Option<SourceId> {
        self.files.push(path.to_owned());
        match text(path) {
            Ok(text) => Some(self.sources.add(shown(path), text)),
            Err((code, why)) => {
                let mut diagnostic = Diagnostic::error_without_place(code, format!("{}: {why}", shown(path)));
                if let Some(span) = named_at {
                    diagnostic.span = Some(span);
                    diagnostic.label = "named here".to_owned();
                }
                diagnostics.push(diagnostic);
                None
            }
        }
    }
}

/// The text of a file, or what is wrong with it.
fn text(path: &Path) -> Result<String, (&'static Code, String)> {
    let size = fs::metadata(path).map_err(|error| (&UNREADABLE, error.to_string()))?.len();
    if size > LARGEST {
        return Err((&TOO_LARGE, format!("{size} bytes are more than the limit of {LARGEST}")));
    }
    let bytes = fs::read(path).map_err(|error| (&UNREADABLE, error.to_string()))?;
    String::from_utf8(bytes).map_err(|error| {
        let offset = error.utf8_error().valid_up_to();
        let line = error.as_bytes().iter().take(offset).filter(|byte| **byte == b'\n').count() + 1;
        (&NOT_UTF8, format!("line {line}, byte {offset} is not UTF-8"))
    })
}

/// A path as shown to people: the same on every system.
fn shown(path: &Path) -> String {
    path.to_string_lossy().replace('\\', "/")
}

fn file_name(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}
