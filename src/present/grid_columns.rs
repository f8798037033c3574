//! How wide the columns of the line items are, and which of them stay in sight.

use crate::protocol::{Alignment, ColumnInfo};
use crate::view_state::LinesTable;

/// Width of a column of texts or days that nobody set, in pixels.
const TEXT_PX: u32 = 176;
/// Width of a column of numbers that nobody set, in pixels.
const NUMBER_PX: u32 = 136;
/// Of the table's width, the part in hundredths that pinned columns may take: the others must stay readable beside them.
const MAX_PINNED_PERCENT: f64 = 60.0;

/// A column's width, in pixels.
#[must_use]
pub fn width_px(table: &LinesTable, column: &ColumnInfo) -> u32 {
    let usual = if column.alignment == Alignment::End { NUMBER_PX } else { TEXT_PX };
    table.widths.get(&column.key).copied().unwrap_or(usual)
}

/// Widths in pixels as the columns of a CSS grid.
#[must_use]
pub fn template(widths_px: &[u32]) -> String {
    widths_px.iter().map(|it| format!("{it}px")).collect::<Vec<_>>().join(" ")
}

/// How far from the left each pinned column stays, in pixels; the first `n_pinned` are pinned. In a table that is too narrow
/// for all of them, the last ones scroll with the others.
#[must_use]
pub fn pin_offsets_px(widths_px: &[u32], n_pinned: usize, view_px: f64) -> Vec<u32> {
    let mut offsets = Vec::new();
    let mut end = 0;
    for width in widths_px.iter().take(n_pinned) {
        if f64::from(end + width) * 100.0 > view_px * MAX_PINNED_PERCENT {
            break;
        }
        offsets.push(end);
        end += width;
    }
    offsets
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pinned_columns_stand_side_by_side_while_there_is_room() {
        let widths = [100, 200, 300, 400];
        assert_eq!(template(&widths), "100px 200px 300px 400px");
        assert_eq!(pin_offsets_px(&widths, 0, 1000.0), Vec::<u32>::new());
        assert_eq!(pin_offsets_px(&widths, 3, 1000.0), [0, 100, 300]);
        assert_eq!(pin_offsets_px(&widths, 4, 1000.0), [0, 100, 300]);
        assert_eq!(pin_offsets_px(&widths, 2, 400.0), [0]);
        assert_eq!(pin_offsets_px(&widths, 2, 100.0), Vec::<u32>::new());
    }
}
