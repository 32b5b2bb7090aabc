//! How far a run has come, for those who wait. Knows no phase and no terminal.

use std::fmt;
use std::sync::Arc;

/// What is being done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress<'a> {
    /// One word for what is done: `reading`.
    pub phase: &'static str,
    /// With what: a file, or the name of an API.
    pub what: &'a str,
    /// How many are done.
    pub done: usize,
    /// How many there are.
    pub all: usize,
}

/// Who wants to know; nobody by default.
#[derive(Clone, Default)]
pub struct Watch(Option<Arc<Watcher>>);

type Watcher = dyn Fn(Progress<'_>) + Send + Sync;

impl Watch {
    /// Calls this whenever something begins, and at the end of a phase.
    pub fn new(watcher: impl Fn(Progress<'_>) + Send + Sync + 'static) -> Self {
        Self(Some(Arc::new(watcher)))
    }

    /// Tells of something that begins, or of the end of a phase when all are done.
    pub fn tell(&self, phase: &'static str, what: &str, done: usize, all: usize) {
        if let Some(watcher) = &self.0 {
            watcher(Progress { phase, what, done, all });
        }
    }
}

impl fmt::Debug for Watch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.0.is_some() { "Watch(somebody)" } else { "Watch(nobody)" })
    }
}
