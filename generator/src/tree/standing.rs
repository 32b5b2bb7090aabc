//! What stands in an output folder. Only what its marker lists is ever opened: the folder may be anybody's, and hold
//! anything.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, DirEntry, File};
use std::io::{self, Read as _};
use std::path::Path;

use super::{KEPT, MARKER, TreeError};
use crate::limits;

/// Bytes of a marker, which has a line for each file.
const LARGEST_MARKER: u64 = 64 << 20;

/// The files of a folder, without what survives a rewrite.
#[derive(Debug, Default)]
pub(super) struct Standing {
    /// What the marker lists and is there, and the marker: by path, whether it is a plain file.
    pub files: BTreeMap<String, bool>,
    /// What the marker does not list; folders end with `/` and are not looked into.
    pub foreign: Vec<String>,
}

impl Standing {
    /// Looks at a folder; one that is not there is empty.
    ///
    /// # Errors
    /// When it cannot be read, or holds anything and has no marker.
    pub(super) fn of(folder: &Path) -> Result<Self, TreeError> {
        let mut standing = Self::default();
        if !folder.exists() {
            return Ok(standing);
        }
        let failed = |source| TreeError::Read { path: folder.to_owned(), source };
        let is_kept = |entry: &DirEntry| KEPT.iter().any(|kept| entry.file_name() == *kept);
        let entries: Vec<DirEntry> = fs::read_dir(folder).and_then(Iterator::collect).map_err(failed)?;
        let entries: Vec<DirEntry> = entries.into_iter().filter(|entry| !is_kept(entry)).collect();
        if entries.is_empty() {
            return Ok(standing);
        }
        let Some(listed) = marker(folder).map_err(failed)? else {
            return Err(TreeError::NotOurs { folder: folder.to_owned() });
        };
        standing.look(&listed, entries, "")?;
        standing.foreign.sort();
        Ok(standing)
    }

    fn look(&mut self, listed: &BTreeSet<String>, entries: Vec<DirEntry>, prefix: &str) -> Result<(), TreeError> {
        for entry in entries {
            let failed = |source| TreeError::Read { path: entry.path(), source };
            let path = format!("{prefix}{}", entry.file_name().to_string_lossy());
            let kind = entry.file_type().map_err(failed)?;
            if kind.is_dir() {
                self.folder(listed, &entry, &format!("{path}/"))?;
            } else if listed.contains(&path) {
                self.files.insert(path, kind.is_file());
            } else {
                self.foreign.push(path);
            }
        }
        Ok(())
    }

    /// Looks into a folder that the marker knows; of others, only whether they hold anything.
    fn folder(&mut self, listed: &BTreeSet<String>, entry: &DirEntry, path: &str) -> Result<(), TreeError> {
        let failed = |source| TreeError::Read { path: entry.path(), source };
        let mut entries = fs::read_dir(entry.path()).map_err(failed)?;
        let is_known = listed.range(path.to_owned()..).next().is_some_and(|first| first.starts_with(path));
        if is_known {
            return self.look(listed, entries.collect::<io::Result<_>>().map_err(failed)?, path);
        }
        self.foreign.extend(entries.next().map(|_| path.to_owned()));
        Ok(())
    }
}

/// The paths that the marker of a folder lists, and its own; nothing where there is none.
fn marker(folder: &Path) -> io::Result<Option<BTreeSet<String>>> {
    let path = folder.join(MARKER);
    if !path.symlink_metadata().is_ok_and(|found| found.is_file()) {
        return Ok(None);
    }
    let bytes = limits::read(&path, LARGEST_MARKER)?.unwrap_or_default();
    let text = String::from_utf8_lossy(&bytes);
    let listed = text.lines().filter_map(|line| Some(line.split_once("  ")?.1.to_owned()));
    Ok(Some(listed.chain([MARKER.to_owned()]).collect()))
}

/// Whether a plain file holds this text. It is read no further than to where they differ in length.
pub(super) fn holds(path: &Path, text: &str) -> bool {
    let read = || {
        let mut bytes = Vec::with_capacity(text.len());
        File::open(path)?.take(text.len() as u64 + 1).read_to_end(&mut bytes)?;
        io::Result::Ok(bytes)
    };
    let found = path.symlink_metadata();
    found.is_ok_and(|found| found.is_file() && found.len() == text.len() as u64)
        && read().is_ok_and(|bytes| bytes == text.as_bytes())
}
