//! How many rows have an amount or a day in each part of a scale: whole numbers, exact at every edge.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::dataset::Dataset;
use super::field_index::RowCodes;
use super::filter::day_codes;
use crate::domain::{Day, Role};
use crate::table::{Bitmap, Table};

/// How many rows have which number or day in a column.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Histogram {
    /// Below the first of [`edges`], from each edge to below the next, and from the last on; empty where no table has
    /// numbers in the column.
    pub numbers: Vec<u32>,
    /// By day.
    pub days: BTreeMap<Day, u32>,
}

/// The edges between bins of numbers: 0, and 1, 2 and 5 times every power of ten from 10^-4 to 10^9, on both sides of it.
///
/// They are the same for all files, so that workers need not agree on any first; and they suit amounts, of which many are
/// small and few are large.
#[must_use]
pub fn edges() -> Vec<Decimal> {
    let positive = (0..=13u32)
        .flat_map(|power| [1i128, 2, 5].map(|it| Decimal::from_i128_with_scale(it * 10i128.pow(power), 4).normalize()));
    let positive: Vec<Decimal> = positive.collect();
    let negative = positive.iter().rev().map(|it| -*it);
    negative.chain([Decimal::ZERO]).chain(positive.iter().copied()).collect()
}

impl Histogram {
    /// Adds what other rows have.
    pub fn join(&mut self, other: &Self) {
        if self.numbers.len() < other.numbers.len() {
            self.numbers.resize(other.numbers.len(), 0);
        }
        self.numbers.iter_mut().zip(&other.numbers).for_each(|(n, more)| *n += more);
        for (day, n) in &other.days {
            *self.days.entry(*day).or_default() += n;
        }
    }
}

/// Counts the rows by a column's numbers or days, or by the days that are charged for.
pub(super) fn histogram(dataset: &Dataset, rows: &[Bitmap], column: Option<&str>) -> Histogram {
    let mut counted = Histogram::default();
    let edges = edges();
    for (part, rows) in dataset.parts().iter().zip(rows) {
        let table = part.table();
        let Some(key) = column else {
            count_charged(table, rows, &mut counted.days);
            continue;
        };
        let Some(column) = table.column(key) else { continue };
        if let Some(numbers) = column.numbers() {
            counted.join(&Histogram { numbers: numbers.bins(rows, &edges), days: BTreeMap::new() });
        } else if let Some((codes, days)) = day_codes(column) {
            count_days(codes.into(), days, rows, &mut counted.days);
        }
    }
    counted
}

fn count_days(codes: RowCodes<'_>, days: &[Option<Day>], rows: &Bitmap, counted: &mut BTreeMap<Day, u32>) {
    let mut per_code = vec![0u32; days.len()];
    codes.for_each(rows, |_, code| per_code[code] += 1);
    for (day, n) in days.iter().zip(per_code).filter(|(_, n)| *n > 0) {
        if let Some(day) = day {
            *counted.entry(*day).or_default() += n;
        }
    }
}

/// By the usage's day, else by the first one charged for.
fn count_charged(table: &Table, rows: &Bitmap, counted: &mut BTreeMap<Day, u32>) {
    let of_role = |role| table.role(role).and_then(day_codes);
    match (of_role(Role::UsageDate), of_role(Role::ChargeStart)) {
        (None, None) => {}
        (Some((codes, days)), None) | (None, Some((codes, days))) => count_days(codes.into(), days, rows, counted),
        (Some((usage_codes, usage_days)), Some((codes, days))) => rows.for_each(|row_idx| {
            let usage = usage_days[usize::from(usage_codes.code(row_idx))];
            if let Some(day) = usage.or_else(|| days[usize::from(codes.code(row_idx))]) {
                *counted.entry(day).or_default() += 1;
            }
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_edges_ascend_on_both_sides_of_zero() {
        let edges = edges();
        assert!(edges.is_sorted());
        let texts: Vec<String> = edges.iter().map(ToString::to_string).collect();
        assert_eq!(texts[42], "0");
        assert_eq!(texts[43..47], ["0.0001", "0.0002", "0.0005", "0.001"]);
        assert_eq!(texts[texts.len() - 2..], ["2000000000", "5000000000"]);
        assert_eq!(texts[0], "-5000000000");
    }
}
