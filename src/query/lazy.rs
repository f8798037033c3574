//! The values of a column that is no built-in field: found when it is first filtered, counted or grouped by.

use super::catalog::{Catalog, FieldValues};
use super::dataset::Part;
use super::field_index::FieldIndex;
use crate::domain::Dimension;

/// Values from which on a dimension is not listed: nobody reads such a list, and it would fill the memory.
pub const MAX_VALUES: usize = 100_000;

/// The values of one dimension in all tables of a worker.
#[derive(Debug)]
pub(super) enum LazyIndex {
    /// One index a table, and all values.
    Listed { parts: Vec<FieldIndex>, catalog: Catalog },
    /// There are too many values.
    TooMany,
}

impl LazyIndex {
    pub(super) fn new<'a>(dimension: &Dimension, tables: impl Iterator<Item = &'a Part>) -> Self {
        let mut catalog = Catalog::default();
        let mut parts = Vec::new();
        for part in tables {
            parts.push(FieldIndex::of_dimension(dimension, part, &mut catalog));
            if catalog.values().len() > MAX_VALUES {
                return Self::TooMany;
            }
        }
        Self::Listed { parts, catalog }
    }

    pub(super) fn n_values(&self) -> usize {
        match self {
            Self::Listed { catalog, .. } => catalog.values().len(),
            Self::TooMany => 0,
        }
    }

    pub(super) fn part(&self, part_idx: usize) -> Option<&FieldIndex> {
        match self {
            Self::Listed { parts, .. } => parts.get(part_idx),
            Self::TooMany => None,
        }
    }

    pub(super) fn values(&self) -> Option<FieldValues> {
        match self {
            Self::Listed { catalog, .. } => Some(catalog.values().to_vec()),
            Self::TooMany => None,
        }
    }
}
