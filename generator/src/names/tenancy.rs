//! What nearly all paths of an API lead through before they come to the point: `/admin/realms/{realm}`,
//! `/environments/{envID}`. Nobody says it when he names an operation.

use std::collections::HashMap;

use crate::model::{Model, Path, Piece};

/// The beginning that nearly all paths have in common; perhaps none.
#[derive(Debug, Default)]
pub(super) struct Tenancy(Vec<Shape>);

/// A piece of a path, whatever its placeholder is called.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Shape {
    Literal(String),
    Placeholder,
}

/// A beginning of more pieces is no tenant.
const LONGEST: usize = 8;

/// An API with fewer operations is about one thing, and that thing is no tenant.
const LEAST: usize = 6;

impl Tenancy {
    /// The longest beginning up to a placeholder that two thirds of the operations have, with something behind it.
    pub(super) fn of(model: &Model) -> Self {
        let mut counts: HashMap<Vec<Shape>, usize> = HashMap::new();
        for operation in &model.operations {
            let mut front = Vec::new();
            let behind = operation.path.pieces.len().saturating_sub(1);
            for piece in operation.path.pieces.iter().take(behind.min(LONGEST)) {
                front.push(shape(piece));
                if front.last() == Some(&Shape::Placeholder) {
                    *counts.entry(front.clone()).or_default() += 1;
                }
            }
        }
        let all = model.operations.len();
        let shared = counts.into_iter().filter(|(_, count)| all >= LEAST && count * 3 >= all * 2);
        // Of two of one length both would be the beginning of more than half of the paths.
        Self(shared.map(|(front, _)| front).max_by_key(Vec::len).unwrap_or_default())
    }

    /// The pieces of a path behind it.
    pub(super) fn within<'p>(&self, path: &'p Path) -> &'p [Piece] {
        let is_front = self.0.iter().zip(&path.pieces).all(|(shared, piece)| *shared == shape(piece));
        let behind = path.pieces.get(self.0.len()..).filter(|behind| is_front && !behind.is_empty());
        behind.unwrap_or(&path.pieces)
    }
}

fn shape(piece: &Piece) -> Shape {
    match piece {
        Piece::Literal(text) => Shape::Literal(text.clone()),
        Piece::Placeholder { .. } => Shape::Placeholder,
    }
}
