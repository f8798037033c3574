//! One worker's answer to a view: numbers and sums that add up to the whole.

use serde::{Deserialize, Serialize};

use super::bridge::{BridgeCell, bridge};
use super::cells::{Cell, cells};
use super::dataset::{Dataset, IndexedPart};
use super::field_index::RowCodes;
use super::filter::{Owner, Selection};
use super::histogram::{Histogram, histogram};
use crate::domain::{Dimension, ExactSum, Field, Role};
use crate::table::{Bitmap, NumberColumn};

/// What is asked of the rows that match, beside the summary.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wanted {
    /// Dimensions whose values are counted.
    pub counts: Vec<Dimension>,
    /// Dimensions by whose values amounts are summed.
    pub sums: Vec<Dimension>,
    /// Dimensions by whose combinations lines are added up; none adds up nothing.
    pub cells: Vec<Dimension>,
    /// Whether billing periods are compared.
    pub bridge: bool,
    /// Columns of numbers or dates whose rows are counted along their scale; none is the days that are charged for.
    pub histograms: Vec<Option<String>>,
}

/// What one worker's rows add to the answer.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Partial {
    /// Matching rows by file, in the order of the files.
    pub n_rows: Vec<(u32, usize)>,
    /// Matching rows that count.
    pub n_counted: usize,
    /// For each dimension as wanted, how many rows have each value under all other clauses.
    pub counts: Vec<Vec<u32>>,
    /// For each dimension as wanted, the sums of its values under all other clauses.
    pub sums: Vec<Vec<ValueSum>>,
    /// The sums by combination as wanted; none where there are too many.
    pub cells: Option<Vec<Cell>>,
    /// What billing periods are compared by, if wanted; none where there are too many lines apart.
    pub bridge: Option<Vec<BridgeCell>>,
    /// For each range as wanted, the rows along its scale under all other clauses.
    pub histograms: Vec<Histogram>,
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
pub fn partial(dataset: &Dataset, selection: &Selection, wanted: &Wanted) -> Partial {
    let Wanted { counts, sums, cells: combined, bridge: is_compared, histograms } = wanted;
    let rows_but = |it: &Dimension| selection.matching_but(&Owner::Values(it.clone()));
    let mut answer = Partial::default();
    for (part, rows) in dataset.parts().iter().zip(selection.matching()) {
        let n_rows = rows.count();
        match answer.n_rows.last_mut() {
            Some((file_idx, n)) if *file_idx == part.part.file_idx => *n += n_rows,
            _ => answer.n_rows.push((part.part.file_idx, n_rows)),
        }
    }
    answer.counts = counts.iter().map(|it| count_values(dataset, rows_but(it), it)).collect();
    answer.sums = sums.iter().map(|it| sum_values(dataset, rows_but(it), it)).collect();
    if !combined.is_empty() {
        answer.cells = cells(dataset, selection.matching(), combined);
    }
    if *is_compared {
        answer.bridge = bridge(dataset, selection.matching());
    }
    let rows_along = |it: &Option<String>| selection.matching_but(&Owner::Range(it.clone()));
    answer.histograms = histograms.iter().map(|it| histogram(dataset, rows_along(it), it.as_deref())).collect();
    let groups = sum_groups(dataset, selection.matching());
    answer.n_counted = groups.iter().map(|it| it.n_lines).sum();
    answer.groups = (0..).zip(groups).filter(|(_, it)| it.n_lines > 0).collect();
    answer
}

/// How many of `rows` have each value of a dimension.
fn count_values(dataset: &Dataset, rows: &[Bitmap], dimension: &Dimension) -> Vec<u32> {
    let mut counts = vec![0; dataset.n_values(dimension)];
    for (part_idx, rows) in rows.iter().enumerate() {
        let Some((codes, shared)) = dataset.codes(part_idx, dimension) else { continue };
        let per_code = tally(codes, rows, shared.len());
        per_code.iter().zip(shared).for_each(|(n_rows, value)| counts[*value as usize] += n_rows);
    }
    counts
}

pub(super) fn numbers(part: &IndexedPart, role: Role) -> Option<&NumberColumn> {
    part.table().role(role)?.numbers()
}

pub(super) fn counted(part: &IndexedPart, rows: &Bitmap) -> Bitmap {
    let mut counted = rows.clone();
    counted.intersect(&part.part.counts);
    counted
}

/// How many of `rows` have each number.
pub(super) fn tally(codes: RowCodes<'_>, rows: &Bitmap, n_codes: usize) -> Vec<u32> {
    let mut counts = vec![0; n_codes];
    match codes {
        RowCodes::Same => {
            // A table has fewer than 2^32 rows.
            counts.first_mut().into_iter().for_each(|it| *it = rows.count() as u32);
        }
        _ => codes.for_each(rows, |_, code| counts[code] += 1),
    }
    counts
}

/// The sums of a column's numbers in `rows`, by the rows' codes.
pub(super) fn sum(numbers: Option<&NumberColumn>, codes: RowCodes<'_>, rows: &Bitmap, n_codes: usize) -> Vec<ExactSum> {
    let mut sums = vec![ExactSum::default(); n_codes];
    let Some(numbers) = numbers else { return sums };
    let Some((mantissas, scale)) = numbers.aligned() else {
        codes.for_each(rows, |row_idx, code| {
            if let Some((mantissa, scale)) = numbers.scaled(row_idx) {
                sums[code].add_scaled(mantissa, scale);
            }
        });
        return sums;
    };
    let mut add = |code: usize, mantissa: i128| {
        if mantissa != 0 {
            sums[code].add_scaled(mantissa, scale);
        }
    };
    if numbers.sums_fit_in_64_bits() {
        let mut narrow = vec![0i64; n_codes];
        codes.for_each(rows, |row_idx, code| narrow[code] += mantissas[row_idx]);
        narrow.into_iter().enumerate().for_each(|(code, it)| add(code, it.into()));
    } else {
        let mut wide = vec![0i128; n_codes];
        codes.for_each(rows, |row_idx, code| wide[code] += i128::from(mantissas[row_idx]));
        wide.into_iter().enumerate().for_each(|(code, it)| add(code, it));
    }
    sums
}

/// The sums of the rows before tax, of the tax, and with it, by the rows' codes.
pub(super) fn sum_amounts(
    part: &IndexedPart,
    codes: RowCodes<'_>,
    rows: &Bitmap,
    n_codes: usize,
) -> impl Iterator<Item = [ExactSum; 3]> + use<> {
    let summed = |numbers: Option<&NumberColumn>| sum(numbers, codes, rows, n_codes);
    let pretax = summed(numbers(part, Role::Pretax));
    let tax = summed(numbers(part, Role::Tax));
    // Daily-rated files have no tax: there the charge before tax is all that is known of the total.
    let total = numbers(part, Role::Total).map_or_else(|| pretax.clone(), |it| summed(Some(it)));
    pretax.into_iter().zip(tax).zip(total).map(|((pretax, tax), total)| [pretax, tax, total])
}

/// The sums of the rows that count, by a dimension's value and the currency.
fn sum_values(dataset: &Dataset, rows: &[Bitmap], dimension: &Dimension) -> Vec<ValueSum> {
    let n_values = dataset.n_values(dimension);
    let n_currencies = dataset.n_values(&Field::Currency.into());
    let mut all: Vec<(usize, ExactSum)> = vec![<_>::default(); n_values * n_currencies];
    for (part_idx, (part, rows)) in dataset.parts().iter().zip(rows).enumerate() {
        let Some((values, shared_values)) = dataset.codes(part_idx, dimension) else { continue };
        let rows = counted(part, rows);
        let (currencies, shared_currencies) = part.codes(Field::Currency);
        let n_local = shared_values.len();
        let pretax = numbers(part, Role::Pretax);
        // Nearly always a table has one currency, and the values' own numbers are all that is needed.
        for (currency_code, currency) in shared_currencies.iter().enumerate() {
            let rows = match shared_currencies.len() {
                1 => rows.clone(),
                n => {
                    let is_marked: Vec<bool> = (0..n).map(|it| it == currency_code).collect();
                    let mut own = currencies.rows_where(rows.len(), &is_marked);
                    own.intersect(&rows);
                    own
                }
            };
            let sums = sum(pretax, values, &rows, n_local);
            let n_lines = tally(values, &rows, n_local);
            for ((value, sum), n_lines) in shared_values.iter().zip(sums).zip(n_lines).filter(|(_, n)| *n > 0) {
                let (known_lines, known) = &mut all[*currency as usize * n_values + *value as usize];
                *known_lines += n_lines as usize;
                known.merge(&sum);
            }
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
        let n_codes = part.shared_groups.len();
        let n_lines = tally(codes, &rows, n_codes);
        let amounts = sum_amounts(part, codes, &rows, n_codes);
        let by_group = part.shared_groups.iter().zip(n_lines).zip(amounts);
        for ((group, n_lines), [pretax, tax, total]) in by_group.filter(|((_, n_lines), _)| *n_lines > 0) {
            groups[*group as usize].join(&Sums { n_lines: n_lines as usize, pretax, tax, total });
        }
    }
    groups
}
