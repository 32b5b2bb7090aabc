//! What documents demand of values, as one graph of schemas for everything that prints, checks or compares: as documents
//! write it, and as types say where none does.

pub mod checks;
pub(crate) mod derive;
pub mod print;
