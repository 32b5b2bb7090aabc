//! How much documents may hold before they are taken for an attack. Documents may come from strangers, and a small one
//! can stand for a great deal; hitting a limit is an error with its place.

use std::fs::File;
use std::io::{self, Read as _};
use std::path::Path;

/// What a file holds; nothing where it holds more than `largest` bytes. Pipes and devices do not say how much they hold, and
/// some never end, so what counts is what comes out of them.
///
/// # Errors
/// When it cannot be read.
pub fn read(path: &Path, largest: u64) -> io::Result<Option<Vec<u8>>> {
    let mut bytes = Vec::new();
    File::open(path)?.take(largest.saturating_add(1)).read_to_end(&mut bytes)?;
    Ok((bytes.len() as u64 <= largest).then_some(bytes))
}

/// The limits of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of one file.
    pub size: u64,
    /// Levels of lists and maps in one file.
    pub depth: usize,
    /// Values that all aliases of one file together stand for.
    pub aliases: usize,
    /// Files that one document refers to.
    pub files: usize,
    /// Operations of one API.
    pub operations: usize,
    /// Types of one API, named or not.
    pub types: usize,
    /// Members of one object, values of one enum, cases of one choice.
    pub members: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            size: 64 << 20,
            depth: 200,
            aliases: 400_000,
            files: 2_000,
            operations: 20_000,
            types: 100_000,
            members: 20_000,
        }
    }
}

/// What the limits are called in settings and on the command line.
pub const NAMES: &[&str] = &["size", "depth", "aliases", "files", "operations", "types", "members"];

/// Deeper documents could exhaust the stack of who reads them.
const DEEPEST: usize = 1_000;

impl Limits {
    /// Changes the limit of this name.
    ///
    /// # Errors
    /// When there is none, or the value is not one that it can have; in words.
    pub fn set(&mut self, name: &str, value: u64) -> Result<(), String> {
        let count = usize::try_from(value).unwrap_or(usize::MAX);
        match name {
            "size" => self.size = value,
            "depth" if count > DEEPEST => return Err(format!("the limit `depth` is at most {DEEPEST}")),
            "depth" => self.depth = count,
            "aliases" => self.aliases = count,
            "files" => self.files = count,
            "operations" => self.operations = count,
            "types" => self.types = count,
            "members" => self.members = count,
            _ => return Err(format!("there is no limit `{name}`; there are: {}", NAMES.join(", "))),
        }
        Ok(())
    }
}
