//! The tests of the runtime, in one program; `costs` and `watched` are programs of their own, since what they set is of the
//! whole process.

mod brackets;
mod bridge;
mod calls;
mod defaults;
mod elsewhere;
mod fake;
mod faults;
mod files;
mod forms;
mod media;
mod numbers;
mod permissions;
mod proofs;
mod ranges;
mod read_only;
mod retries;
mod route;
#[allow(dead_code, unused_imports, reason = "the sample is whole, whether or not a test calls all of it")]
mod sample;
mod schema;
mod server;
mod styles;
mod tokens;
mod validation;
mod watching;
mod wire;
