//! The folder beside an output in which the next one is made, and what killed runs left of theirs.
//!
//! ```text
//! .gatewright-XXXXXX/
//!     lock         the name of the output; locked as long as its run lives
//!     .gitignore   so that a folder that was left does not look like work
//!     new/         the next output; after the exchange the last one
//! ```

use std::fs::{self, File};
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::TreeError;
use super::place::{at, carry_over, parent};

const PREFIX: &str = ".gatewright-";

/// Random characters behind the prefix.
const RANDOM: usize = 6;

const LOCK: &str = "lock";

const NEW: &str = "new";

/// A folder without a lock was left by a run that was killed before it had one, unless it is younger.
const ABANDONED: Duration = Duration::from_secs(3_600);

/// A staging folder of this run; removed at its end.
pub(super) struct Staging {
    folder: tempfile::TempDir,
    /// Kept open: the lock lasts as long.
    _lock: File,
}

impl Staging {
    /// Makes one beside an output.
    pub(super) fn beside(output: &Path) -> Result<Self, TreeError> {
        let parent = parent(output);
        fs::create_dir_all(parent).map_err(at(parent))?;
        Self::new(parent, output).map_err(at(parent))
    }

    fn new(parent: &Path, output: &Path) -> io::Result<Self> {
        loop {
            let folder = tempfile::Builder::new().prefix(PREFIX).rand_bytes(RANDOM).tempdir_in(parent)?;
            let mut lock = File::create_new(folder.path().join(LOCK))?;
            // Where there are no locks, nobody takes a folder for abandoned.
            let _ = lock.lock();
            // Another run may have taken it for abandoned before it was locked.
            if !folder.path().join(LOCK).exists() {
                continue;
            }
            lock.write_all(name(output))?;
            fs::write(folder.path().join(".gitignore"), "*\n")?;
            fs::create_dir(folder.path().join(NEW))?;
            return Ok(Self { folder, _lock: lock });
        }
    }

    /// Where the next output is made.
    pub(super) fn fresh(&self) -> PathBuf {
        self.folder.path().join(NEW)
    }
}

/// Removes what killed runs left beside an output. What survives a rewrite goes back to the output.
pub(super) fn clean(output: &Path) -> Result<(), TreeError> {
    let parent = parent(output);
    let Ok(entries) = fs::read_dir(parent) else { return Ok(()) };
    for entry in entries.flatten() {
        let is_staging = is_staging(&entry.file_name().to_string_lossy());
        if is_staging && entry.file_type().is_ok_and(|kind| kind.is_dir()) {
            clean_one(&entry.path(), output)?;
        }
    }
    Ok(())
}

fn is_staging(name: &str) -> bool {
    name.strip_prefix(PREFIX).is_some_and(|random| random.len() == RANDOM && !random.contains('-'))
}

/// Removes a staging folder if it was made for this output and its run is over.
fn clean_one(staging: &Path, output: &Path) -> Result<(), TreeError> {
    let path = staging.join(LOCK);
    if !path.symlink_metadata().is_ok_and(|lock| lock.is_file()) {
        return if is_abandoned(staging) { remove(staging) } else { Ok(()) };
    }
    let Ok(mut lock) = File::options().read(true).write(true).open(&path) else { return Ok(()) };
    if lock.try_lock().is_err() {
        return Ok(());
    }
    let mut owner = Vec::new();
    if (&mut lock).take(4_096).read_to_end(&mut owner).is_err() || (!owner.is_empty() && owner != name(output)) {
        return Ok(());
    }
    if output.exists() {
        carry_over(&staging.join(NEW), output)?;
    }
    remove(staging)
}

/// Whether a folder without a lock is old enough, and holds nothing that survives a rewrite.
fn is_abandoned(staging: &Path) -> bool {
    let age = staging.metadata().and_then(|found| found.modified()).ok().and_then(|time| time.elapsed().ok());
    age.is_some_and(|age| age > ABANDONED) && !super::KEPT.iter().any(|kept| staging.join(kept).exists())
}

fn remove(staging: &Path) -> Result<(), TreeError> {
    match fs::remove_dir_all(staging) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(at(staging)(error)),
        _ => Ok(()),
    }
}

/// The name of an output, as it stands in the lock.
fn name(output: &Path) -> &[u8] {
    output.file_name().unwrap_or_default().as_encoded_bytes()
}
