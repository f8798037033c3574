//! One worker's answer to a view: numbers and sums that add up to the whole.

use serde::{Deserialize, Serialize};

use super::dataset::{Dataset, IndexedPart};
use super::field_index::RowCodes;
use super::filter::Selection;
use crate::domain::{ExactSum, Field, Role};
use crate::table::{Bitmap, NumberColumn};

/// The fields by which the charts group.
pub(super) const CHART_FIELDS: [Field; 2] = [Field::Customer, Field::ChargeType];

/// What one worker's rows add to the answer.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Partial {
    /// Matching rows by file, in the order of the files.
    pub n_rows: Vec<(u32, usize)>,
    /// Matching rows that count.
    pub n_counted: usize,
    /// For each field, how many rows have each value under all other clauses.
    pub counts: Vec<Vec<u32>>,
    /// For each charted field, the sums of its values under all other clauses.
    pub charts: Vec<(Field, Vec<ValueSum>)>,
    /// The sums of the groups of the summary that have lines.
    pub groups: Vec<(u32, Sums)>,
}

/// The lines of one value in one currency.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ValueSum {
    /// The number of the currency.
    pub currency: u32,
    /// The number of the value.
    pub value: u32,
    /// Lines that count.
    pub n_lines: usize,
    /// Their sum before tax.
    pub pretax: ExactSum,
}

/// Three sums of one group of lines.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Sums {
    /// Lines that count.
    pub n_lines: usize,
    /// Before tax.
    pub pretax: ExactSum,
    /// Tax.
    pub tax: ExactSum,
    /// With tax.
    pub total: ExactSum,
}

impl Sums {
    /// Adds other lines.
    pub fn join(&mut self, other: &Self) {
        self.n_lines += other.n_lines;
        self.pretax.merge(&other.pretax);
        self.tax.merge(&other.tax);
        self.total.merge(&other.total);
    }
}

/// Answers a view.
#[must_use]
pub fn partial(dataset: &Dataset, selection: &Selection) -> Partial {
    let mut answer = Partial::default();
    for (part, rows) in dataset.parts().iter().zip(selection.matching()) {
        let n_rows = rows.count();
        match answer.n_rows.last_mut() {
            Some((file_idx, n)) if *file_idx == part.part.file_idx => *n += n_rows,
            _ => answer.n_rows.push((part.part.file_idx, n_rows)),
        }
    }
    answer.counts = Field::ALL.map(|it| count_values(dataset, selection.matching_but(it), it)).into();
    answer.charts = CHART_FIELDS.map(|it| (it, sum_values(dataset, selection.matching_but(it), it))).into();
    let groups = sum_groups(dataset, selection.matching());
    answer.n_counted = groups.iter().map(|it| it.n_lines).sum();
    answer.groups = (0..).zip(groups).filter(|(_, it)| it.n_lines > 0).collect();
    answer
}

/// How many of `rows` have each value of a field.
fn count_values(dataset: &Dataset, rows: &[Bitmap], field: Field) -> Vec<u32> {
    let mut counts = vec![0; dataset.n_values(field)];
    for (part, rows) in dataset.parts().iter().zip(rows) {
        let (codes, shared) = part.codes(field);
        if matches!(codes, RowCodes::Same) {
            if let Some(value) = shared.first() {
                counts[*value as usize] += rows.count() as u32;
            }
            continue;
        }
        let mut per_code = vec![0u32; shared.len()];
        rows.for_each(|row_idx| per_code[codes.code(row_idx)] += 1);
        per_code.iter().zip(shared).for_each(|(n_rows, value)| counts[*value as usize] += n_rows);
    }
    counts
}

fn numbers(part: &IndexedPart, role: Role) -> Option<&NumberColumn> {
    part.table().role(role)?.numbers()
}

fn counted(part: &IndexedPart, rows: &Bitmap) -> Bitmap {
    let mut counted = rows.clone();
    counted.intersect(&part.part.counts);
    counted
}

/// Adds a column's numbers in `rows` to the sums of their slots.
fn add_to(sums: &mut [ExactSum], numbers: Option<&NumberColumn>, rows: &Bitmap, slot: impl Fn(usize) -> usize) {
    let Some(numbers) = numbers else { return };
    match numbers.aligned() {
        Some((mantissas, scale)) => {
            let mut mantissa_sums = vec![0i128; sums.len()];
            rows.for_each(|row_idx| mantissa_sums[slot(row_idx)] += i128::from(mantissas[row_idx]));
            for (sum, mantissa) in sums.iter_mut().zip(mantissa_sums).filter(|(_, it)| *it != 0) {
                sum.add_scaled(mantissa, scale);
            }
        }
        None => rows.for_each(|row_idx| {
            if let Some((mantissa, scale)) = numbers.scaled(row_idx) {
                sums[slot(row_idx)].add_scaled(mantissa, scale);
            }
        }),
    }
}

/// The sums of the rows that count, by a field's value and the currency.
fn sum_values(dataset: &Dataset, rows: &[Bitmap], field: Field) -> Vec<ValueSum> {
    let n_values = dataset.n_values(field);
    let mut all: Vec<(usize, ExactSum)> = vec![<_>::default(); n_values * dataset.n_values(Field::Currency)];
    for (part, rows) in dataset.parts().iter().zip(rows) {
        let rows = counted(part, rows);
        let (values, shared_values) = part.codes(field);
        let (currencies, shared_currencies) = part.codes(Field::Currency);
        let n_local = shared_values.len();
        let slot = |row_idx: usize| currencies.code(row_idx) * n_local + values.code(row_idx);
        let n_slots = n_local * shared_currencies.len();
        let mut n_lines = vec![0usize; n_slots];
        rows.for_each(|row_idx| n_lines[slot(row_idx)] += 1);
        let mut sums = vec![ExactSum::default(); n_slots];
        add_to(&mut sums, numbers(part, Role::Pretax), &rows, slot);
        for (slot, (n_lines, sum)) in n_lines.into_iter().zip(sums).enumerate().filter(|(_, (n, _))| *n > 0) {
            let (currency, value) = (shared_currencies[slot / n_local], shared_values[slot % n_local]);
            let (known_lines, known) = &mut all[currency as usize * n_values + value as usize];
            *known_lines += n_lines;
            known.merge(&sum);
        }
    }
    let used = all.into_iter().enumerate().filter(|(_, (n_lines, _))| *n_lines > 0);
    let value_sum = |(slot, (n_lines, pretax)): (usize, (usize, ExactSum))| {
        // Values are fewer than 2^32.
        let (currency, value) = ((slot / n_values) as u32, (slot % n_values) as u32);
        ValueSum { currency, value, n_lines, pretax }
    };
    used.map(value_sum).collect()
}

/// The sums of the rows that count, by the summary's groups.
fn sum_groups(dataset: &Dataset, rows: &[Bitmap]) -> Vec<Sums> {
    let mut groups = vec![Sums::default(); dataset.n_groups()];
    for (part, rows) in dataset.parts().iter().zip(rows) {
        let rows = counted(part, rows);
        let codes = part.group_codes();
        let slot = |row_idx: usize| codes.code(row_idx);
        let n_slots = part.shared_groups.len();
        let mut n_lines = vec![0usize; n_slots];
        rows.for_each(|row_idx| n_lines[slot(row_idx)] += 1);
        let summed = |numbers: Option<&NumberColumn>| {
            let mut sums = vec![ExactSum::default(); n_slots];
            add_to(&mut sums, numbers, &rows, slot);
            sums
        };
        let pretax = summed(numbers(part, Role::Pretax));
        let tax = summed(numbers(part, Role::Tax));
        // Daily-rated files have no tax: there the charge before tax is all that is known of the total.
        let total = numbers(part, Role::Total).map_or_else(|| pretax.clone(), |it| summed(Some(it)));
        for (slot, group) in part.shared_groups.iter().enumerate() {
            groups[*group as usize].join(&Sums {
                n_lines: n_lines[slot],
                pretax: pretax[slot].clone(),
                tax: tax[slot].clone(),
                total: total[slot].clone(),
            });
        }
    }
    groups
}
