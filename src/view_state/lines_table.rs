//! How the table of line items is laid out: which columns stay in sight, how wide they are, how cells are written.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::ViewState;

/// The narrowest that a column can be set, in pixels: a sign or two of its name stay readable.
pub const MIN_WIDTH_PX: u32 = 48;
/// The widest that a column can be set, in pixels.
pub const MAX_WIDTH_PX: u32 = 1600;

/// The layout of the line items, beside the choice and order of the columns.
///
/// A column that is not shown keeps its pin and its width for when it is shown again.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinesTable {
    /// Keys of the columns that stay at the left while the others scroll sideways.
    pub pinned: BTreeSet<String>,
    /// Widths that a person set, in pixels from [`MIN_WIDTH_PX`] to [`MAX_WIDTH_PX`], by the column's key.
    pub widths: BTreeMap<String, u32>,
    /// Whether numbers and dates are written as in their file, not as the reader's language writes them.
    pub as_in_file: bool,
}

impl LinesTable {
    /// The layout with a column pinned, or no longer pinned.
    #[must_use]
    pub fn with_pin_toggled(mut self, key: &str) -> Self {
        if !self.pinned.remove(key) {
            self.pinned.insert(key.to_owned());
        }
        self
    }

    /// The layout with a column of this width, or the nearest possible one.
    #[must_use]
    pub fn with_width(mut self, key: &str, width_px: u32) -> Self {
        self.widths.insert(key.to_owned(), width_px.clamp(MIN_WIDTH_PX, MAX_WIDTH_PX));
        self
    }

    /// Columns as they stand: those that are pinned first, each part in the order given.
    #[must_use]
    pub fn in_order<T>(&self, columns: Vec<T>, key: impl Fn(&T) -> &str) -> Vec<T> {
        let (mut pinned, others): (Vec<T>, Vec<T>) = columns.into_iter().partition(|it| self.pinned.contains(key(it)));
        pinned.extend(others);
        pinned
    }
}

impl ViewState {
    /// The view with one of its shown columns moved to the place of another; there it is pinned if that one was.
    /// `shown` are their keys in order; places that are none change nothing.
    #[must_use]
    pub fn with_column_moved(mut self, mut shown: Vec<String>, from: usize, to: usize) -> Self {
        let (Some(moved), Some(there)) = (shown.get(from).cloned(), shown.get(to)) else { return self };
        if self.table.pinned.contains(&moved) != self.table.pinned.contains(there) {
            self.table = self.table.with_pin_toggled(&moved);
        }
        shown.remove(from);
        shown.insert(to, moved);
        Self { columns: Some(shown), ..self }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moved_column_takes_a_place_and_its_pin() {
        let view = ViewState { table: LinesTable::default().with_pin_toggled("a"), ..ViewState::default() };
        let shown = || ["a", "b", "c", "d"].map(str::to_owned).to_vec();
        let order = |it: &ViewState| it.columns.clone().unwrap_or_default().concat();
        let later = view.clone().with_column_moved(shown(), 1, 3);
        assert_eq!((order(&later), later.table.pinned.len()), ("acdb".to_owned(), 1));
        let pinned = view.clone().with_column_moved(shown(), 3, 0);
        assert_eq!((order(&pinned), pinned.table.pinned.len()), ("dabc".to_owned(), 2));
        let free = view.clone().with_column_moved(shown(), 0, 1);
        assert_eq!((order(&free), free.table.pinned.len()), ("bacd".to_owned(), 0));
        assert_eq!(view.clone().with_column_moved(shown(), 4, 0), view);
    }

    #[test]
    fn pinned_columns_stand_first_and_keep_their_order() {
        let table = LinesTable::default().with_pin_toggled("d").with_pin_toggled("b").with_pin_toggled("absent");
        assert_eq!(table.in_order(vec!["a", "b", "c", "d"], |it| it), ["b", "d", "a", "c"]);
        let table = table.with_pin_toggled("b");
        assert_eq!(table.in_order(vec!["a", "b", "c", "d"], |it| it), ["d", "a", "b", "c"]);
    }

    #[test]
    fn a_width_stays_within_reason() {
        let table = LinesTable::default().with_width("a", 0).with_width("b", u32::MAX).with_width("c", 300);
        assert_eq!(table.widths.into_values().collect::<Vec<_>>(), [MIN_WIDTH_PX, MAX_WIDTH_PX, 300]);
    }
}
