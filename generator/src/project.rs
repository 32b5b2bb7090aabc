//! The documents of a run, loaded: from the settings, or from paths on the command line. Knows no format beyond asking
//! each reader whether a text is its own.

use std::collections::{BTreeMap, VecDeque};
use std::path::{Path, PathBuf};

use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::limits::{self, Limits};
use crate::read::{Format, StatedOperation, resolve};
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
           `iconv -f UTF-16 -t UTF-8`; where single letters are not UTF-8, with `iconv -f WINDOWS-1252 -t UTF-8`.",
};

static TOO_LARGE: Code = Code {
    name: "document/too-large",
    page: "A document is larger than the limit `size`, which is 64 MiB unless the settings or `--limit` say otherwise.\n\n\
           Documents may come from strangers, so their size is limited before they are read. Split the document, or \
           remove what is not about the API.",
};

static UNKNOWN_API: Code = Code {
    name: "settings/unknown-api",
    page: "`--api` names an API that the settings do not list.\n\nThe message lists the names that there are.",
};

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
    /// The folder in which files may refer to each other, if it is not that of the document or the settings.
    pub root: Option<PathBuf>,
    /// How much documents may hold.
    pub limits: Limits,
    /// Where the settings say that the generated crate finds the runtime.
    pub runtime: Option<String>,
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
    /// How much its documents may hold.
    pub limits: Limits,
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
    /// What it is called from the root of all files.
    pub name: String,
    /// The files that it refers to, and those that these refer to.
    pub attached: Attachments,
}

/// Files by what they are called from the root: their texts, or why there is none.
pub type Attachments = BTreeMap<String, Result<SourceId, String>>;

impl Project {
    /// Adds what the settings file lists; only the APIs in `only`, unless that is empty.
    pub fn add_settings(&mut self, path: &Path, only: &[String], diagnostics: &mut Diagnostics) {
        let Some(source) = self.load(path, None, diagnostics) else { return };
        let settings = settings::read(source, &self.sources.get(source).text, diagnostics);
        self.all = settings.apis.iter().map(|api| api.name.clone()).collect();
        for (name, value) in &settings.limits {
            // The settings are checked when they are read.
            let _ = self.limits.set(name, *value);
        }
        self.runtime = settings.runtime.clone();
        self.refuse_unknown(only, diagnostics);
        let folder = path.parent().unwrap_or(Path::new(""));
        self.load_apis(settings, folder, only, diagnostics);
    }

    /// Adds an API that these documents make up. Those whose file name starts with `supplement` are supplements.
    pub fn add_documents(&mut self, name: &str, paths: &[PathBuf], diagnostics: &mut Diagnostics) {
        if let Err(expected) = settings::check_name(name) {
            let message = format!("`{name}` cannot be the short name of an API");
            diagnostics.push(Diagnostic::error_without_place(&settings::NAME, message).help(expected));
            return;
        }
        self.all.push(name.to_owned());
        let mut api = Api { name: name.to_owned(), documents: Vec::new(), allow: Vec::new(), limits: self.limits };
        for path in paths {
            let file_name = file_name(path);
            let role = if file_name.starts_with("supplement") { Role::Supplement } else { Role::Document };
            if let Some(source) = self.load(path, None, diagnostics) {
                let root = path.parent().unwrap_or(Path::new("")).to_owned();
                let (name, attached) = self.attach(source, path, &root);
                api.documents.push(Loaded { source, file_name, role, operation: None, name, attached });
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
                    let (name, attached) = self.attach(source, &path, folder);
                    let (role, operation) = (document.role, document.operation);
                    documents.push(Loaded { source, file_name, role, operation, name, attached });
                }
            }
            self.apis.push(Api { name: api.name, documents, allow: api.allow, limits: self.limits });
        }
    }

    /// What a document is called from the root, and the files that it refers to and that these refer to, as far as they
    /// are below the root. What cannot be read is reported by who refers to it.
    fn attach(&mut self, source: SourceId, path: &Path, folder: &Path) -> (String, Attachments) {
        let mut attached = Attachments::new();
        let Some(format) = Format::of(&self.sources.get(source).text) else { return (file_name(path), attached) };
        let root = self.root.clone().unwrap_or_else(|| folder.to_owned());
        let own = below(&root, path).unwrap_or_else(|| file_name(path));
        let mut open = VecDeque::from([(own.clone(), source)]);
        while let Some((base, source)) = open.pop_front() {
            for reference in format.references(&self.sources.get(source).text) {
                let Some(name) = resolve(&base, &reference.file) else { continue };
                if name == own || attached.contains_key(&name) {
                    continue;
                }
                let found = if attached.len() < self.limits.files {
                    self.part(&root, &name)
                } else {
                    Err(format!("the document refers to more than {} files", self.limits.files))
                };
                open.extend(found.as_ref().ok().map(|source| (name.clone(), *source)));
                attached.insert(name, found);
            }
        }
        (own, attached)
    }

    /// Reads a file below the root; links that lead out of it are not followed.
    fn part(&mut self, root: &Path, name: &str) -> Result<SourceId, String> {
        let path = root.join(name);
        self.files.push(path.clone());
        let root = if root.as_os_str().is_empty() { Path::new(".") } else { root };
        let inside = |path: &Path| Some(path.canonicalize().ok()?.starts_with(root.canonicalize().ok()?));
        match inside(&path) {
            None => Err("there is no such file".to_owned()),
            Some(false) => Err("it is not below the root".to_owned()),
            Some(true) if !path.is_file() => Err("it is no file".to_owned()),
            Some(true) => {
                text(&path, self.limits.size).map(|text| self.sources.add(shown(&path), text)).map_err(|(_, why)| why)
            }
        }
    }

    /// Reads a file into the sources. `named_at` is where the settings name it.
    fn load(&mut self, path: &Path, named_at: Option<Span>, diagnostics: &mut Diagnostics) -> Option<SourceId> {
        self.files.push(path.to_owned());
        match text(path, self.limits.size) {
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
fn text(path: &Path, largest: u64) -> Result<String, (&'static Code, String)> {
    let bytes = limits::read(path, largest).map_err(|error| (&UNREADABLE, error.to_string()))?;
    let bytes = bytes.ok_or_else(|| (&TOO_LARGE, format!("there are more bytes than the limit of {largest}")))?;
    String::from_utf8(bytes).map_err(|error| {
        let offset = error.utf8_error().valid_up_to();
        let line = error.as_bytes().iter().take(offset).filter(|byte| **byte == b'\n').count() + 1;
        let is_utf_16 = matches!(error.as_bytes(), [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..]);
        let why = if is_utf_16 {
            "this is UTF-16; save it as UTF-8".to_owned()
        } else {
            format!("line {line}, byte {offset} is not UTF-8")
        };
        (&NOT_UTF8, why)
    })
}

/// The path of a file from a folder that it is in.
fn below(root: &Path, path: &Path) -> Option<String> {
    let root = if root.as_os_str().is_empty() { Path::new(".") } else { root };
    let (root, path) = (root.canonicalize().ok()?, path.canonicalize().ok()?);
    Some(shown(path.strip_prefix(root).ok()?))
}

/// A path as shown to people: the same on every system.
fn shown(path: &Path) -> String {
    path.to_string_lossy().replace('\\', "/")
}

fn file_name(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}
