//! Sums by day: what lines cost along time.

use std::borrow::Cow;
use std::collections::BTreeMap;

use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

use super::dataset::{Dataset, IndexedPart};
use super::field_index::RowCodes;
use super::filter::day_codes;
use super::partial::{by_currency, counted, numbers, sum, tally};
use crate::domain::{Day, ExactSum, Role};
use crate::table::{Bitmap, Code, Codes};

/// The lines of one day in one currency.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DaySum {
    /// The number of the currency.
    pub currency: u32,
    /// The day.
    pub day: Day,
    /// Lines.
    pub n_lines: usize,
    /// Their sum before tax.
    pub pretax: ExactSum,
}

/// Which lines are summed, and by which of their days.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Along {
    /// Lines that count, by the day of the usage, else by the first one charged for.
    Charged,
    /// All lines of a day of usage, whether they count or explain others.
    Usage,
}

/// Sums by currency and day.
pub(super) fn sum_days(dataset: &Dataset, rows: &[Bitmap], along: Along) -> Vec<DaySum> {
    let mut all: BTreeMap<(u32, Day), (usize, ExactSum)> = BTreeMap::new();
    for (part, rows) in dataset.parts().iter().zip(rows) {
        let Some((codes, days)) = row_days(part, along) else { continue };
        let codes = match &codes {
            Cow::Borrowed(codes) => RowCodes::from(*codes),
            Cow::Owned(codes) => RowCodes::from(codes),
        };
        let rows = if along == Along::Charged { counted(part, rows) } else { rows.clone() };
        for (currency, rows) in by_currency(part, &rows) {
            let sums = sum(numbers(part, Role::Pretax), codes, &rows, days.len());
            let n_lines = tally(codes, &rows, days.len());
            for ((day, n_lines), sum) in days.iter().zip(n_lines).zip(sums).filter(|((_, n), _)| *n > 0) {
                let Some(day) = day else { continue };
                let (known_lines, known) = all.entry((currency, *day)).or_default();
                *known_lines += n_lines as usize;
                known.merge(&sum);
            }
        }
    }
    let day_sum = |((currency, day), (n_lines, pretax))| DaySum { currency, day, n_lines, pretax };
    all.into_iter().map(day_sum).collect()
}

/// The number of each row's day in a table, and the day of each number.
type RowDays<'a> = (Cow<'a, Codes>, Cow<'a, [Option<Day>]>);

/// The days of a table's rows; none if the table has no such days.
fn row_days(part: &IndexedPart, along: Along) -> Option<RowDays<'_>> {
    let of_role = |role| part.table().role(role).and_then(day_codes);
    let (usage, start) = (of_role(Role::UsageDate), of_role(Role::ChargeStart));
    match (usage, start, along) {
        (Some((usage_codes, usage_days)), Some((codes, days)), Along::Charged) => {
            let (usage_codes, codes) = (RowCodes::from(usage_codes), RowCodes::from(codes));
            let day = |row_idx| usage_days[usage_codes.code(row_idx)].or(days[codes.code(row_idx)]);
            let mut numbers: FxHashMap<Option<Day>, Code> = FxHashMap::default();
            let mut listed = Vec::new();
            let number = |row_idx| {
                let day = day(row_idx);
                *numbers.entry(day).or_insert_with(|| {
                    listed.push(day);
                    // A table has no more days than rows, and at most 65,536 of these.
                    (listed.len() - 1) as Code
                })
            };
            let codes = Codes::Each((0..part.table().n_rows()).map(number).collect());
            Some((Cow::Owned(codes), Cow::Owned(listed)))
        }
        (Some((codes, days)), _, _) | (None, Some((codes, days)), Along::Charged) => {
            Some((Cow::Borrowed(codes), Cow::Borrowed(days)))
        }
        _ => None,
    }
}
