//! Putting a whole folder in the place of another, so that a crash leaves the old one or the new one.

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::staging::{self, Staging};
use super::{KEPT, Tree, TreeError};

/// Writes the tree beside the folder and exchanges the two. Files that stay as they are move along: they keep their times,
/// and making a file costs more than all that is done to fill it.
pub(super) fn put(tree: &Tree, staying: &BTreeSet<String>, folder: &Path) -> Result<(), TreeError> {
    let staging = Staging::beside(folder)?;
    let fresh = staging.fresh();
    fill(&fresh, tree, staying, folder)?;
    carry_over(folder, &fresh)?;
    exchange(&fresh, folder).or_else(|error| {
        carry_over(&fresh, folder)?;
        Err(at(folder)(error))
    })
}

/// Makes the files of a tree.
fn fill(fresh: &Path, tree: &Tree, staying: &BTreeSet<String>, folder: &Path) -> Result<(), TreeError> {
    let mut made = fresh.to_owned();
    for (name, text) in tree.iter() {
        let path = fresh.join(name);
        let parent = parent(&path);
        if parent != made {
            fs::create_dir_all(parent).map_err(at(parent))?;
            made = parent.to_owned();
        }
        if !(staying.contains(name) && link(&folder.join(name), &path)) {
            fs::write(&path, text).map_err(at(&path))?;
        }
    }
    Ok(())
}

/// The folder that is meant: what a link leads to, else itself.
pub(super) fn real(folder: &Path) -> Result<PathBuf, TreeError> {
    match folder.symlink_metadata() {
        Ok(found) if found.is_symlink() => folder.canonicalize().map_err(at(folder)),
        _ => Ok(folder.to_owned()),
    }
}

/// Gives a file a second name, where the file system can; what is no file itself, such as a link, is not worth it.
fn link(file: &Path, name: &Path) -> bool {
    file.symlink_metadata().is_ok_and(|found| found.is_file()) && fs::hard_link(file, name).is_ok()
}

/// Brings back the folder that a crash between the two steps of [`exchange_by_turns`] left aside, and removes what killed
/// runs left.
pub(super) fn recover(folder: &Path) -> Result<(), TreeError> {
    let aside = aside(folder);
    match (folder.exists(), aside.exists()) {
        (false, true) => fs::rename(&aside, folder).map_err(at(folder))?,
        (true, true) => fs::remove_dir_all(&aside).map_err(at(&aside))?,
        (_, false) => {}
    }
    staging::clean(folder)
}

pub(super) fn parent(folder: &Path) -> &Path {
    folder.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Moves what survives a rewrite from the old folder to the new one.
pub(super) fn carry_over(old: &Path, new: &Path) -> Result<(), TreeError> {
    for name in KEPT {
        let kept = old.join(name);
        if kept.exists() && !new.join(name).exists() {
            fs::rename(&kept, new.join(name)).map_err(at(&kept))?;
        }
    }
    Ok(())
}

/// Makes `folder` what `fresh` was, and `fresh` what `folder` was, if it was anything.
fn exchange(fresh: &Path, folder: &Path) -> io::Result<()> {
    if !folder.exists() {
        return fs::rename(fresh, folder);
    }
    if exchange_at_once(fresh, folder).is_ok() { Ok(()) } else { exchange_by_turns(fresh, folder) }
}

#[cfg(any(target_os = "linux", target_os = "macos"))]
fn exchange_at_once(fresh: &Path, folder: &Path) -> io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    Ok(renameat_with(CWD, fresh, CWD, folder, RenameFlags::EXCHANGE)?)
}

#[cfg(not(any(target_os = "linux", target_os = "macos")))]
fn exchange_at_once(_fresh: &Path, _folder: &Path) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

/// For file systems that cannot exchange: the old folder steps aside under a fixed name, where [`recover`] finds it.
fn exchange_by_turns(fresh: &Path, folder: &Path) -> io::Result<()> {
    let aside = aside(folder);
    fs::rename(folder, &aside)?;
    if let Err(failed) = fs::rename(fresh, folder) {
        fs::rename(&aside, folder)?;
        return Err(failed);
    }
    fs::rename(&aside, fresh)
}

fn aside(folder: &Path) -> PathBuf {
    let mut name = OsString::from(".gatewright-old-");
    name.push(folder.file_name().unwrap_or_default());
    parent(folder).join(name)
}

pub(super) fn at(path: &Path) -> impl FnOnce(io::Error) -> TreeError {
    let path = path.to_owned();
    |source| TreeError::Write { path, source }
}
