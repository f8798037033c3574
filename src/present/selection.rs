//! Which cells of a grid are selected: one, or all between two corners.

use std::ops::RangeInclusive;

/// A cell by its row and its column, both from 0.
pub type Place = (usize, usize);

/// The active cell, and the corner that a selection was begun at.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Selection {
    /// The cell that keys move.
    pub active: Place,
    /// The other corner; none while only the active cell is selected.
    pub anchor: Option<Place>,
}

impl Selection {
    /// The selection after the active cell moved; `extends` if the cells in between are to be selected.
    #[must_use]
    pub fn moved(self, active: Place, extends: bool) -> Self {
        Self { active, anchor: extends.then(|| self.anchor.unwrap_or(self.active)) }
    }

    /// The selected rows.
    #[must_use]
    pub fn rows(self) -> RangeInclusive<usize> {
        let (one, other) = (self.active.0, self.anchor.unwrap_or(self.active).0);
        one.min(other)..=one.max(other)
    }

    /// The selected columns.
    #[must_use]
    pub fn columns(self) -> RangeInclusive<usize> {
        let (one, other) = (self.active.1, self.anchor.unwrap_or(self.active).1);
        one.min(other)..=one.max(other)
    }

    /// Whether a cell is selected.
    #[must_use]
    pub fn has(self, (row, column): Place) -> bool {
        self.rows().contains(&row) && self.columns().contains(&column)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_selection_spans_both_corners_whichever_way_it_grew() {
        let selection = Selection { active: (5, 2), anchor: None };
        assert!(selection.has((5, 2)) && !selection.has((5, 3)));
        let up = selection.moved((4, 2), true).moved((3, 1), true);
        assert_eq!((up.rows(), up.columns()), (3..=5, 1..=2));
        assert!(up.has((4, 1)) && !up.has((6, 1)));
        assert_eq!(up.moved((0, 0), false), Selection::default());
    }
}
