//! Why a folder could not be read or written.

use std::fmt;
use std::io;
use std::path::PathBuf;

use super::MARKER;
use crate::diag::{Code, Diagnostic};

/// What the codes of this module mean.
pub static CODES: &[&Code] = &[&UNREADABLE, &UNWRITABLE, &NOT_OURS, &FOREIGN];

static UNREADABLE: Code = Code {
    name: "output/unreadable",
    page: "The output folder, or a file in it, could not be read.\n\n\
           What stands there is compared with what is to be written, so all of it must be readable. The message says what \
           the system answered; mend the permissions, or remove the folder.",
};

static UNWRITABLE: Code = Code {
    name: "output/unwritable",
    page: "The output could not be written.\n\n\
           The new folder is written beside the old one, `.gatewright-…` in the same parent, and the two change places. So \
           the parent must be writable and have room for both. The old folder is as it was.",
};

static NOT_OURS: Code = Code {
    name: "output/not-ours",
    page: "The output folder holds files but no `.gatewright`, so that it was not written by this program.\n\n\
           The folder is replaced as a whole, which would destroy what is in it:\n\n    \
           gatewright generate library.yaml --name library --out src\n\n\
           Choose an empty or new folder, or remove the folder yourself.",
};

static FOREIGN: Code = Code {
    name: "output/foreign-files",
    page: "The output folder holds files that its `.gatewright` does not list.\n\n\
           The folder is replaced as a whole, which would destroy them. Move them away; code of your own belongs beside the \
           generated crate, not into it. `Cargo.lock` and `target` may stay.",
};

/// Why a folder could not be read or written.
#[derive(Debug)]
#[non_exhaustive]
pub enum TreeError {
    /// Reading failed.
    Read {
        /// The file or folder.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// Writing failed.
    Write {
        /// The file or folder.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// The folder has files and no marker.
    NotOurs {
        /// The folder.
        folder: PathBuf,
    },
    /// The folder has files besides those that its marker lists.
    Foreign {
        /// The folder.
        folder: PathBuf,
        /// Their paths.
        files: Vec<String>,
    },
}

impl TreeError {
    /// The problem with its code, for people.
    #[must_use]
    pub fn diagnostic(&self) -> Diagnostic {
        let problem = |code, source: &io::Error| Diagnostic::error_without_place(code, format!("{self}: {source}"));
        match self {
            Self::Read { source, .. } => problem(&UNREADABLE, source),
            Self::Write { source, .. } => problem(&UNWRITABLE, source),
            Self::NotOurs { .. } => Diagnostic::error_without_place(&NOT_OURS, self.to_string())
                .help("choose an empty folder, or remove it yourself"),
            Self::Foreign { .. } => {
                Diagnostic::error_without_place(&FOREIGN, self.to_string()).help("move these files away first")
            }
        }
    }
}

impl fmt::Display for TreeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Read { path, .. } => write!(f, "cannot read {}", path.display()),
            Self::Write { path, .. } => write!(f, "cannot write {}", path.display()),
            Self::NotOurs { folder } => {
                write!(f, "{} was not written by gatewright: it has no {MARKER}", folder.display())
            }
            Self::Foreign { folder, files } => {
                write!(f, "{} holds files that gatewright did not write: {}", folder.display(), files.join(", "))
            }
        }
    }
}

impl std::error::Error for TreeError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Read { source, .. } | Self::Write { source, .. } => Some(source),
            Self::NotOurs { .. } | Self::Foreign { .. } => None,
        }
    }
}
