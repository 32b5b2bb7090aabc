//! Reads what identity vendors publish about their admin APIs and emits a Rust crate: typed clients, server stubs, and
//! the permissions every call needs.
//!
//! The phases, and what is known after each:
//! 1. [`project`]: the documents of every API are texts in memory.
//! 2. [`read`]: each document is a [`model::Model`] of its own; every fact has a span.
//! 3. [`pass::merge`]: the documents of one API are one model; contradictions are known.
//! 4. [`pass::complete`], [`pass::dedupe`]: what rules can supply is there, with the rule as its origin; equal shapes are
//!    one type.
//! 5. [`pass::check`]: everything in the model can be emitted.
//! 6. [`names`]: everything has its Rust name.
//! 7. [`emit`]: there is a tree of files, which [`tree`] compares with a folder or puts in its place.
//!
//! Each phase collects all its problems; the next does not start while there are errors.
//!
//! A build script uses [`Builder`]:
//!
//! ```no_run
//! gatewright_generator::Builder::new()
//!     .document("petstore", "petstore.yaml")
//!     .run();
//! ```

mod builder;
pub mod convert;
pub mod diag;
pub mod diff;
pub mod emit;
pub mod explain;
pub mod inspect;
pub mod limits;
pub mod model;
pub mod names;
mod nearest;
pub mod pass;
pub mod pipeline;
pub mod plan;
pub mod project;
pub mod read;
pub mod refusal;
pub mod schemas;
pub mod settings;
pub mod source;
pub mod tree;
pub mod watch;

pub use builder::{Builder, Failed, Generated};
pub use emit::Runtime;
