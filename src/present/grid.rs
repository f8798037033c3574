//! Which rows of a long table are on the screen.
//!
//! Browsers cap the height of an element (Chromium: 33 million px, 16 million at double density), so a spacer never gets
//! higher than [`MAX_SPACER_PX`]. Below that a row stands where its number says; above, the scroll position is a
//! proportion of the whole, and rows stand relative to it.

/// Height of a row.
pub const ROW_PX: f64 = 32.0;
/// Height that the spacer has at most.
pub const MAX_SPACER_PX: f64 = 8_000_000.0;

/// How high the spacer of `n_rows` is.
#[must_use]
pub fn spacer_px(n_rows: usize) -> f64 {
    (n_rows as f64 * ROW_PX).min(MAX_SPACER_PX)
}

/// The first row on the screen at a scroll position.
#[must_use]
pub fn first_row(scroll_px: f64, view_px: f64, n_rows: usize) -> usize {
    let n_shown = n_shown(view_px);
    let last_first = n_rows.saturating_sub(n_shown);
    let room = (spacer_px(n_rows) - view_px).max(1.0);
    let first = if is_scaled(n_rows) {
        (scroll_px / room * (n_rows.saturating_sub(n_shown) + 1) as f64).floor()
    } else {
        (scroll_px / ROW_PX).floor()
    };
    // Positions are never negative but while a phone bounces; the cast holds those at zero.
    (first.max(0.0) as usize).min(last_first)
}

/// The scroll position at which `row_idx` is the first row.
#[must_use]
pub fn scroll_px(row_idx: usize, view_px: f64, n_rows: usize) -> f64 {
    let room = (spacer_px(n_rows) - view_px).max(0.0);
    let at = if is_scaled(n_rows) {
        // The middle of the range that shows the row, so that rounding cannot miss it.
        (row_idx as f64 + 0.5) / (n_rows.saturating_sub(n_shown(view_px)) + 1) as f64 * room
    } else {
        row_idx as f64 * ROW_PX
    };
    at.min(room)
}

/// Where a row stands in the spacer, while `first` is the first row on the screen.
#[must_use]
pub fn row_top_px(row_idx: usize, first: usize, scroll_px: f64, n_rows: usize) -> f64 {
    if is_scaled(n_rows) { scroll_px + (row_idx as f64 - first as f64) * ROW_PX } else { row_idx as f64 * ROW_PX }
}

/// How many whole rows fit.
#[must_use]
pub fn n_shown(view_px: f64) -> usize {
    ((view_px / ROW_PX).floor() as usize).max(1)
}

/// Whether the rows are too many to stand where their number says.
fn is_scaled(n_rows: usize) -> bool {
    n_rows as f64 * ROW_PX > MAX_SPACER_PX
}

#[cfg(test)]
mod tests {
    use super::*;

    const VIEW_PX: f64 = 480.0;

    #[test]
    fn a_short_table_scrolls_by_rows() {
        assert_eq!(first_row(0.0, VIEW_PX, 100), 0);
        assert_eq!(first_row(33.0, VIEW_PX, 100), 1);
        assert_eq!(first_row(1e9, VIEW_PX, 100), 85);
        assert_eq!(first_row(0.0, VIEW_PX, 3), 0);
        assert_eq!(spacer_px(100), 3200.0);
    }

    #[test]
    fn every_row_can_be_reached_whatever_the_length() {
        for n_rows in [1, 14, 15, 16, 1000, 249_999, 250_001, 1_000_000, 5_000_000] {
            let last_first = n_rows - n_shown(VIEW_PX).min(n_rows);
            for row_idx in [0, 1, 2, n_rows / 3, n_rows / 2, last_first.saturating_sub(1), last_first] {
                let row_idx = row_idx.min(last_first);
                assert_eq!(
                    first_row(scroll_px(row_idx, VIEW_PX, n_rows), VIEW_PX, n_rows),
                    row_idx,
                    "{row_idx} of {n_rows}"
                );
            }
        }
    }

    #[test]
    fn the_last_row_is_on_the_screen_at_the_end() {
        for n_rows in [10, 1000, 1_000_000] {
            let end = (spacer_px(n_rows) - VIEW_PX).max(0.0);
            let first = first_row(end, VIEW_PX, n_rows);
            assert!(first + n_shown(VIEW_PX) >= n_rows);
            assert!(row_top_px(n_rows - 1, first, end, n_rows) + ROW_PX <= spacer_px(n_rows).max(VIEW_PX) + 0.5);
        }
    }
}
