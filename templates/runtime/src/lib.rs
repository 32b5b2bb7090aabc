//! What generated clients and servers share, written once by hand: values as they travel, calls, and their dispatch.
//! It knows no vendor; vendors differ by data.

pub mod catalogue;
pub mod operation;
pub mod profile;
pub mod wire;

pub use operation::{
    BodySpec, Location, Operation, Paging, PagingStyle, Parameter, Piece, ResponseSpec, Status, Style,
};
pub use profile::Profile;
pub use wire::*;
