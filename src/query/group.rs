//! How many rows per value, and how much per value and currency.

use std::collections::BTreeMap;

use super::dataset::Dataset;
use crate::domain::{ExactSum, Field, Role};
use crate::table::Bitmap;

/// The rows of one value in one currency.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Group {
    /// Rows that count.
    pub n_lines: usize,
    /// Their sum before tax.
    pub pretax: ExactSum,
}

/// How many of `rows` have each value of a field; indexed as [`super::FieldIndex::values`].
#[must_use]
pub fn count_values(dataset: &Dataset, rows: &[Bitmap], field: Field) -> Vec<usize> {
    let Some(index) = dataset.field(field) else { return Vec::new() };
    let mut counts = vec![0; index.values().len()];
    for (part_idx, (part, rows)) in dataset.parts().iter().zip(rows).enumerate() {
        let codes = index.rows(part_idx, part);
        let mut per_local = vec![0usize; codes.n_local()];
        rows.iter().for_each(|row_idx| per_local[codes.local_code(row_idx)] += 1);
        per_local.iter().enumerate().for_each(|(local, n_rows)| counts[codes.shared(local)] += n_rows);
    }
    counts
}

/// The counting rows among `rows`, grouped by currency and by a field's value; both as indexes of their values.
#[must_use]
pub fn totals_by(dataset: &Dataset, rows: &[Bitmap], field: Field) -> BTreeMap<(usize, usize), Group> {
    let mut groups: BTreeMap<(usize, usize), Group> = BTreeMap::new();
    let (Some(index), Some(currencies)) = (dataset.field(field), dataset.field(Field::Currency)) else { return groups };
    for (part_idx, (part, rows)) in dataset.parts().iter().zip(rows).enumerate() {
        let values = index.rows(part_idx, part);
        let currencies = currencies.rows(part_idx, part);
        let pretax = part.table.role(Role::Pretax).and_then(|it| it.numbers());
        let mut counted = rows.clone();
        counted.intersect(&part.counts);
        for row_idx in counted.iter() {
            let group = groups.entry((currencies.value_idx(row_idx), values.value_idx(row_idx))).or_default();
            group.n_lines += 1;
            if let Some((mantissa, scale)) = pretax.and_then(|it| it.scaled(row_idx)) {
                group.pretax.add_scaled(mantissa, scale);
            }
        }
    }
    groups
}
