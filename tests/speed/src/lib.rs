//! What the benches share: users of an organisation, types for them written by hand, and races between ways to do the same.

pub mod derived;
pub mod race;
pub mod server;
pub mod users;
