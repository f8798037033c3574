//! The order of rows over all tables.

use std::cmp::Reverse;

use rust_decimal::Decimal;

use super::dataset::Dataset;
use crate::domain::Day;
use crate::table::{Bitmap, Column, Values};
use crate::view_state::{Direction, SortKey};

/// A row of a dataset.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct RowRef {
    /// The table's place in the dataset.
    pub part_idx: u32,
    /// The row's place in the table.
    pub row_idx: u32,
}

/// What a cell is sorted by. Numbers come before days before texts; cells without a value come last in either direction.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    Number(Decimal),
    Day(Day),
    /// The place of the text among all distinct texts of the column.
    Text(u32),
}

/// The given rows of each table in the wanted order; without one, in the order of the files. Equal cells keep the order
/// of the files.
#[must_use]
pub fn sorted_rows(dataset: &Dataset, rows: &[Bitmap], sort: Option<&SortKey>) -> Vec<RowRef> {
    let all = rows.iter().enumerate().flat_map(|(part_idx, rows)| {
        // Files and rows are fewer than 2^32.
        rows.iter().map(move |row_idx| RowRef { part_idx: part_idx as u32, row_idx: row_idx as u32 })
    });
    let Some(SortKey { column, direction }) = sort else { return all.collect() };
    let columns: Vec<Option<&Column>> = dataset.parts().iter().map(|it| it.table.column(column)).collect();
    let text_ranks = rank_texts(&columns);
    let rank =
        |row: &RowRef| rank(columns[row.part_idx as usize]?, &text_ranks[row.part_idx as usize], row.row_idx as usize);
    let (mut ranked, mut blank) = (Vec::new(), Vec::new());
    for row in all {
        match rank(&row) {
            Some(rank) => ranked.push((rank, row)),
            None => blank.push(row),
        }
    }
    match direction {
        Direction::Ascending => ranked.sort_unstable(),
        Direction::Descending => ranked
            .sort_unstable_by(|(rank, row), (other, other_row)| (Reverse(rank), row).cmp(&(Reverse(other), other_row))),
    }
    ranked.into_iter().map(|(_, row)| row).chain(blank).collect()
}

fn rank(column: &Column, text_ranks: &[u32], row_idx: usize) -> Option<Rank> {
    match column.values() {
        Values::Number(numbers) => numbers.value(row_idx).map(Rank::Number),
        Values::Day { .. } => column.day(row_idx).map(Rank::Day),
        Values::Text { dictionary, codes } => {
            let code = codes[row_idx];
            (!dictionary.text(code).is_empty()).then(|| Rank::Text(text_ranks[code as usize]))
        }
    }
}

/// For each table, the place of each of its texts among those of all tables, ignoring case first.
fn rank_texts(columns: &[Option<&Column>]) -> Vec<Vec<u32>> {
    let texts_of = |column: &Option<&Column>| -> Vec<(String, String)> {
        match column.map(Column::values) {
            Some(Values::Text { dictionary, .. }) => {
                dictionary.iter().map(|it| (it.to_lowercase(), it.to_owned())).collect()
            }
            _ => Vec::new(),
        }
    };
    let mut sorted: Vec<(String, String)> = columns.iter().flat_map(texts_of).collect();
    sorted.sort_unstable();
    sorted.dedup();
    let place = |text: &(String, String)| sorted.binary_search(text).unwrap_or(0) as u32;
    columns.iter().map(|it| texts_of(it).iter().map(place).collect()).collect()
}
