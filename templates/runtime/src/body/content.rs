//! Octets as they travel: in memory, or with files among them that are read while they are sent.

use std::sync::Arc;

use crate::wire::{Bytes, File};

/// The octets of a body.
#[derive(Debug, Clone)]
pub enum Content {
    /// All of them.
    Whole(Bytes),
    /// One piece after the other.
    Pieces(Arc<[Piece]>),
}

/// A part of a body.
#[derive(Debug, Clone)]
pub enum Piece {
    /// What is known already.
    Octets(Bytes),
    /// What is read while it is sent.
    File(File),
}

impl Content {
    /// All octets, if they are in memory.
    #[must_use]
    pub fn whole(&self) -> Option<&Bytes> {
        match self {
            Self::Whole(bytes) => Some(bytes),
            Self::Pieces(_) => None,
        }
    }

    /// How many octets there are, as far as is known.
    #[must_use]
    pub fn size(&self) -> Option<u64> {
        let length = |bytes: &Bytes| u64::try_from(bytes.len()).ok();
        match self {
            Self::Whole(bytes) => length(bytes),
            Self::Pieces(pieces) => pieces.iter().try_fold(0_u64, |sum, piece| {
                let size = match piece {
                    Piece::Octets(bytes) => length(bytes),
                    Piece::File(file) => file.size(),
                };
                sum.checked_add(size?)
            }),
        }
    }

    /// Whether all files can be read (again).
    #[cfg(feature = "client")]
    pub(crate) fn is_ready(&self) -> bool {
        match self {
            Self::Whole(_) => true,
            Self::Pieces(pieces) => pieces.iter().all(|piece| match piece {
                Piece::Octets(_) => true,
                Piece::File(file) => file.is_ready(),
            }),
        }
    }
}
