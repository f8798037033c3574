//! Sums of the rows that match, by every combination of the values of several dimensions.

use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

use super::dataset::{Dataset, IndexedPart};
use super::field_index::RowCodes;
use super::partial::{Sums, counted, sum_amounts, tally};
use crate::domain::{Dimension, Field};
use crate::table::Bitmap;

/// Combinations from which on they are not listed: nobody reads so many, and they would fill the memory.
pub const MAX_CELLS: usize = 200_000;
/// Pairs up to which they are numbered by a table of all rather than by a hash.
const MAX_PAIRS_IN_TABLE: usize = 1 << 20;

/// The lines of one combination of values.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Cell {
    /// The numbers of the values, of each dimension as asked.
    pub values: Vec<u32>,
    /// The number of the currency.
    pub currency: u32,
    /// The lines.
    pub sums: Sums,
}

/// The sums of the rows that count, by combination and currency; none if there are too many, or values that are not listed.
pub(super) fn cells(dataset: &Dataset, rows: &[Bitmap], dimensions: &[Dimension]) -> Option<Vec<Cell>> {
    let mut all: FxHashMap<Vec<u32>, Sums> = FxHashMap::default();
    for (part_idx, (part, rows)) in dataset.parts().iter().zip(rows).enumerate() {
        let rows = counted(part, rows);
        if rows.count() == 0 {
            continue;
        }
        let mut combined = Combined::new(rows.len());
        for dimension in dimensions {
            let (codes, shared) = dataset.codes(part_idx, dimension)?;
            combined.split(&rows, codes, shared);
        }
        let (codes, shared) = part.codes(Field::Currency);
        combined.split(&rows, codes, shared);
        combined.add_sums(part, &rows, &mut all);
        if all.len() > MAX_CELLS {
            return None;
        }
    }
    let cell = |(mut values, sums): (Vec<u32>, Sums)| {
        // The currency was split by last.
        let currency = values.pop()?;
        Some(Cell { values, currency, sums })
    };
    all.into_iter().map(cell).collect()
}

/// The rows of a table, numbered by the combination of their values.
pub(super) struct Combined {
    /// Of each row. A table has at most 65,536 rows, so there are no more combinations than numbers.
    pub(super) codes: Vec<u16>,
    /// What each number stands for.
    pub(super) keys: Vec<Vec<u32>>,
}

impl Combined {
    /// All rows alike.
    pub(super) fn new(n_rows: usize) -> Self {
        Self { codes: vec![0; n_rows], keys: vec![Vec::new()] }
    }

    /// Tells rows apart by one more dimension: by the rows' own numbers, which `shared` translates.
    pub(super) fn split(&mut self, rows: &Bitmap, codes: RowCodes<'_>, shared: &[u32]) {
        if let (RowCodes::Same, Some(value)) = (codes, shared.first()) {
            self.keys.iter_mut().for_each(|it| it.push(*value));
            return;
        }
        let n_pairs = self.keys.len() * shared.len();
        let mut keys: Vec<Vec<u32>> = Vec::new();
        let mut number_of_new = |before: usize, code: usize, known: &[Vec<u32>]| {
            let mut key = known[before].clone();
            key.push(shared[code]);
            keys.push(key);
            // See `codes`.
            (keys.len() - 1) as u16
        };
        let (known, combined) = (&self.keys, &mut self.codes);
        if n_pairs <= MAX_PAIRS_IN_TABLE {
            const UNUSED: u32 = u32::MAX;
            let mut numbers = vec![UNUSED; n_pairs];
            codes.for_each(rows, |row_idx, code| {
                let before = usize::from(combined[row_idx]);
                let number = &mut numbers[before * shared.len() + code];
                if *number == UNUSED {
                    *number = number_of_new(before, code, known).into();
                }
                // What was put in was a `u16`.
                combined[row_idx] = *number as u16;
            });
        } else {
            let mut numbers: FxHashMap<(u16, usize), u16> = FxHashMap::default();
            codes.for_each(rows, |row_idx, code| {
                let before = combined[row_idx];
                let number = numbers.entry((before, code));
                combined[row_idx] = *number.or_insert_with(|| number_of_new(usize::from(before), code, known));
            });
        }
        self.keys = keys;
    }

    fn add_sums(self, part: &IndexedPart, rows: &Bitmap, all: &mut FxHashMap<Vec<u32>, Sums>) {
        let Self { codes, keys } = self;
        let codes = RowCodes::Wide(&codes);
        let n_lines = tally(codes, rows, keys.len());
        let amounts = sum_amounts(part, codes, rows, keys.len());
        for ((key, n_lines), [pretax, tax, total]) in keys.into_iter().zip(n_lines).zip(amounts) {
            if n_lines > 0 {
                let sums = Sums { n_lines: n_lines as usize, pretax, tax, total };
                all.entry(key).or_default().join(&sums);
            }
        }
    }
}
