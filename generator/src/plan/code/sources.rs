//! The Rust files of a folder. Folders may hold anything: what is no plain file is never opened, and what cannot be read is
//! told with its reason, so that the audit of the others goes on.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::limits;
use crate::source::visible;

/// Bytes of a file that are read; hand-written sources are smaller by far, and so are those of most generators.
const LARGEST: u64 = 8 << 20;

/// Bytes of all files together.
const LARGEST_OF_ALL: u64 = 512 << 20;

/// A file of Rust.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// What people call it.
    pub name: String,
    /// What it holds, or why that is not known.
    pub text: Result<String, String>,
}

/// The Rust files in a folder and below, or one file; sorted. Folders that build tools make and hidden ones are left out, and
/// links to folders are not followed.
///
/// # Errors
/// When there is no such file or folder; what is in it never fails as a whole.
pub fn sources(path: &Path) -> io::Result<Vec<Source>> {
    let mut found = Vec::new();
    if fs::metadata(path)?.is_dir() {
        // Asked first, so that a folder that cannot be read is no empty folder.
        fs::read_dir(path)?;
        below(path, &mut found);
    } else {
        found.push((path.to_owned(), Ok(())));
    }
    found.sort_by(|(one, _), (other, _)| one.cmp(other));
    let mut left = LARGEST_OF_ALL;
    Ok(found.into_iter().map(|(path, state)| source(&path, state, &mut left)).collect())
}

fn source(path: &Path, state: Result<(), String>, left: &mut u64) -> Source {
    let text = state.and_then(|()| read(path, LARGEST.min(*left)));
    *left = left.saturating_sub(text.as_ref().map_or(0, |text| text.len() as u64));
    Source { name: visible(&path.to_string_lossy()).replace('\\', "/"), text }
}

/// What is found below a folder: files to read, and what cannot be looked at.
fn below(folder: &Path, found: &mut Vec<(PathBuf, Result<(), String>)>) {
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        let entries = match fs::read_dir(&folder) {
            Ok(entries) => entries,
            Err(error) => {
                found.push((folder, Err(error.to_string())));
                continue;
            }
        };
        for entry in entries {
            match entry.and_then(|entry| Ok((entry.path(), entry.file_type()?))) {
                Ok((path, kind)) if kind.is_dir() => folders.extend(is_wanted(&path).then_some(path)),
                Ok((path, kind)) => found.extend(state(&path, kind.is_symlink()).map(|state| (path, state))),
                Err(error) => found.push((folder.clone(), Err(error.to_string()))),
            }
        }
    }
}

/// Whether something that is no folder is to be read; nothing where it is no matter of Rust. A link to a folder may lead to
/// sources, and just as well back to where it stands.
fn state(path: &Path, is_link: bool) -> Option<Result<(), String>> {
    if is_link && path.is_dir() {
        return is_wanted(path).then(|| Err("it is a link to a folder, and those are not followed".to_owned()));
    }
    path.extension().is_some_and(|kind| kind == "rs").then_some(Ok(()))
}

fn is_wanted(folder: &Path) -> bool {
    let name = folder.file_name().unwrap_or_default();
    name != "target" && !name.as_encoded_bytes().starts_with(b".")
}

/// The text of a plain file, or of one that a link leads to.
fn read(path: &Path, largest: u64) -> Result<String, String> {
    // Asked before it is opened: opening a pipe waits for somebody who writes to it.
    if !fs::metadata(path).map_err(|error| error.to_string())?.is_file() {
        return Err("it is no plain file".to_owned());
    }
    let bytes = limits::read(path, largest).map_err(|error| error.to_string())?;
    let bytes = bytes.ok_or_else(|| format!("it has more than {largest} bytes"))?;
    String::from_utf8(bytes).map_err(|error| format!("byte {} is not UTF-8", error.utf8_error().valid_up_to()))
}
