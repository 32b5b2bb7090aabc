//! A tree of files in memory: compared with a folder, or put in its place. The only module that touches output.

mod failure;
mod place;
mod staging;
mod standing;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::fs;
use std::io;
use std::path::Path;

use imara_diff::{Algorithm, BasicLineDiffPrinter, InternedInput, UnifiedDiffConfig};
use sha2::{Digest, Sha256};

use crate::limits;
pub use failure::{CODES, TreeError};
use standing::{Standing, holds};

/// The file that says that a folder was written by us, and what was written.
pub const MARKER: &str = ".gatewright";

/// What may stand in a folder that we wrote without having been written by us: it survives a rewrite.
const KEPT: [&str; 2] = ["Cargo.lock", "target"];

/// Files by path. Paths are relative, use `/`, and are checked on entry, so that no name from a document can lead out
/// of the output folder.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tree {
    files: BTreeMap<String, String>,
}

impl Tree {
    /// Adds a file.
    ///
    /// # Panics
    /// When the path is not a plain relative path or is already taken: names are made by us, so both are our own bugs.
    pub fn insert(&mut self, path: impl Into<String>, text: impl Into<String>) {
        let path = path.into();
        assert!(is_plain(&path), "a file of the tree has a path that is not plain: {path:?}");
        let earlier = self.files.insert(path, text.into());
        assert!(earlier.is_none(), "two files of the tree have one path");
    }

    /// The text of a file.
    #[must_use]
    pub fn get(&self, path: &str) -> Option<&str> {
        self.files.get(path).map(String::as_str)
    }

    /// All files in the order of their paths.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.files.iter().map(|(path, text)| (path.as_str(), text.as_str()))
    }

    /// Keeps the files whose path the predicate accepts.
    pub fn retain(&mut self, mut keep: impl FnMut(&str) -> bool) {
        self.files.retain(|path, _| keep(path));
    }

    /// Adds all files of another tree; where both have one, the other's text is taken.
    pub fn overlay(&mut self, other: Tree) {
        self.files.extend(other.files);
    }

    /// The same tree with the [`MARKER`] that lists its files and their hashes.
    #[must_use]
    pub fn marked(mut self) -> Self {
        self.files.remove(MARKER);
        let mut marker = String::from("# Written by gatewright, which replaces this folder as a whole. Do not edit.\n");
        for (path, text) in &self.files {
            let hash = sha256(text);
            marker.push_str(&format!("{hash}  {path}\n"));
        }
        self.files.insert(MARKER.to_owned(), marker);
        self
    }

    /// The files in a folder that we wrote. A missing folder is an empty tree, and what is no plain file is not there. A file
    /// that is not UTF-8 is read with replacement characters: it differs from anything we write.
    ///
    /// # Errors
    /// When the folder or a file in it cannot be read, or the folder was not written by us.
    pub fn read(folder: &Path) -> Result<Self, TreeError> {
        let plain = Standing::of(folder)?.files.into_iter().filter(|(_, is_plain)| *is_plain);
        let files = plain.map(|(path, _)| {
            let failed = |source| TreeError::Read { path: folder.join(&path), source };
            let text = text(&folder.join(&path), LARGEST).map_err(failed)?;
            let text = text.ok_or_else(|| failed(io::Error::other("it is larger than any file that is written")))?;
            Ok((path, text))
        });
        Ok(Self { files: files.collect::<Result<_, _>>()? })
    }

    /// How this tree differs from what stands in the folder.
    ///
    /// # Errors
    /// When the folder cannot be read, or was not written by us.
    pub fn difference(&self, folder: &Path) -> Result<Difference, TreeError> {
        let standing = Standing::of(folder)?;
        let found = standing.files.keys().chain(&standing.foreign);
        let paths: BTreeSet<&String> = self.files.keys().chain(found).collect();
        let changes = paths.into_iter().filter_map(|path| {
            let kind = match (standing.files.get(path), self.files.get(path)) {
                (_, None) => Ok(ChangeKind::Stale),
                (None, Some(_)) => Ok(ChangeKind::Missing),
                (Some(_), Some(wanted)) if holds(&folder.join(path), wanted) => return None,
                (Some(true), Some(wanted)) => changed(&folder.join(path), wanted),
                (Some(false), Some(_)) => Ok(ChangeKind::Different("this is no plain file".to_owned())),
            };
            Some(kind.map(|kind| Change { path: path.clone(), kind }))
        });
        Ok(Difference { changes: changes.collect::<Result<_, _>>()? })
    }

    /// Puts this tree in the place of the folder, in one step: whoever looks sees the old files or the new ones.
    /// An equal folder is left untouched, and files that stay as they are keep their times. Where the folder is a link, what
    /// it leads to is replaced, and the link stays. Returns whether anything was written.
    ///
    /// # Errors
    /// When the folder holds anything that we did not write, or when a file operation fails; the folder is then as it was.
    pub fn write(&self, folder: &Path) -> Result<bool, TreeError> {
        let folder = &place::real(folder)?;
        place::recover(folder)?;
        let standing = Standing::of(folder)?;
        if !standing.foreign.is_empty() {
            return Err(TreeError::Foreign { folder: folder.to_owned(), files: standing.foreign });
        }
        let stays = |(path, text): (&str, &str)| holds(&folder.join(path), text).then(|| path.to_owned());
        let staying: BTreeSet<String> = self.iter().filter_map(stays).collect();
        if staying.len() == self.files.len() && standing.files.len() == staying.len() {
            return Ok(false);
        }
        place::put(self, &staying, folder)?;
        Ok(true)
    }
}

/// Bytes of one of our own files.
const LARGEST: u64 = 1 << 30;

/// Bytes of a file of which the difference is shown.
const SHOWN: u64 = 16 << 20;

/// The text of a file that we wrote; nothing where it is larger.
fn text(path: &Path, largest: u64) -> io::Result<Option<String>> {
    let bytes = limits::read(path, largest)?;
    Ok(bytes.map(|bytes| {
        String::from_utf8(bytes).unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned())
    }))
}

/// How a file differs from what it should be.
fn changed(path: &Path, wanted: &str) -> Result<ChangeKind, TreeError> {
    let found = text(path, SHOWN).map_err(|source| TreeError::Read { path: path.to_owned(), source })?;
    Ok(found.map_or_else(|| ChangeKind::Different("too large to show".to_owned()), |found| unified(&found, wanted)))
}

/// A path that stays where it is put: relative, with no empty, `.` or `..` part, no backslash, colon or control character.
fn is_plain(path: &str) -> bool {
    path.split('/').all(|part| {
        !matches!(part, "" | "." | "..") && !part.contains(|c: char| c.is_control() || matches!(c, '\\' | ':'))
    })
}

fn hex(bytes: &[u8]) -> String {
    use fmt::Write as _;
    let mut text = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        // Writing to a string does not fail.
        let _ = write!(text, "{byte:02x}");
    }
    text
}

/// Writes one file of our own beside a tree, unless it is already there as it should be.
///
/// # Errors
/// When a file operation fails.
pub fn write_one(path: &Path, text: &str) -> Result<(), TreeError> {
    if fs::read_to_string(path).is_ok_and(|found| found == text) {
        return Ok(());
    }
    fs::write(path, text).map_err(|source| TreeError::Write { path: path.to_owned(), source })
}

/// Lower-case hexadecimal SHA-256 of a text, as it stands in the headers of emitted files.
#[must_use]
pub fn sha256(text: &str) -> String {
    hex(&Sha256::digest(text.as_bytes()))
}

/// How a tree differs from a folder.
#[derive(Debug)]
pub struct Difference {
    /// One for every file that differs, in the order of their paths.
    pub changes: Vec<Change>,
}

impl Difference {
    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.changes.is_empty()
    }
}

/// A file that differs.
#[derive(Debug)]
pub struct Change {
    /// Its path in the tree.
    pub path: String,
    /// How.
    pub kind: ChangeKind,
}

/// How a file differs.
#[derive(Debug)]
pub enum ChangeKind {
    /// The folder lacks it.
    Missing,
    /// The folder has it, the tree has not.
    Stale,
    /// The texts differ; this is the unified difference from the folder's to the tree's.
    Different(String),
}

/// Longest difference of one file that is kept, in lines.
const SHOWN_LINES: usize = 40;

fn unified(found: &str, wanted: &str) -> ChangeKind {
    let input = InternedInput::new(found, wanted);
    let mut difference = imara_diff::Diff::compute(Algorithm::Histogram, &input);
    difference.postprocess_lines(&input);
    let mut config = UnifiedDiffConfig::default();
    config.context_len(2);
    let text = difference.unified_diff(&BasicLineDiffPrinter(&input.interner), config, &input).to_string();
    let mut lines: Vec<&str> = text.lines().take(SHOWN_LINES).collect();
    if text.lines().nth(SHOWN_LINES).is_some() {
        lines.push("…");
    }
    ChangeKind::Different(lines.join("\n"))
}

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.kind {
            ChangeKind::Missing => write!(f, "missing    {}", self.path),
            ChangeKind::Stale => write!(f, "stale      {}", self.path),
            ChangeKind::Different(difference) => {
                write!(f, "different  {}", self.path)?;
                difference.lines().try_for_each(|line| write!(f, "\n    {line}"))
            }
        }
    }
}
