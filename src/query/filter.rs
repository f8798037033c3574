//! Which rows match a view.
//!
//! Each condition decides once per distinct value where it can, then marks rows. What a filter of the page asks of its own
//! dimension is left out where its values are counted, so that it shows what else could be picked.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::dataset::{Dataset, IndexedPart};
use super::field_index::RowCodes;
use super::search::{Search, rows_containing};
use crate::domain::{Day, Dimension, Role};
use crate::table::{Bitmap, Codes, Column, Table, Values};
use crate::view_state::{DayRange, Limit, NumberRange, Pick};

/// What must hold of each row, in one worker's numbers.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Filter {
    /// All of these, each with the filter of the page that asks for it, if one does.
    pub conditions: Vec<(Option<Owner>, Condition)>,
}

/// A filter of the page, which leaves its own conditions out where it counts.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Owner {
    /// That of a dimension's values.
    Values(Dimension),
    /// That of a range: of a column's numbers or days, or of the days that are charged for.
    Range(Option<String>),
}

/// Something that holds of a row, or does not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Condition {
    /// One of some values.
    Is(Dimension, Picked),
    /// Any other value.
    IsNot(Dimension, Picked),
    /// A number in a range.
    Number(String, NumberRange),
    /// A day in a range.
    Days(Option<String>, DayRange),
    /// A text in a cell.
    Contains(Search),
    /// Any of these.
    AnyOf(Vec<Condition>),
}

/// Some values of a dimension.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Picked {
    /// By their numbers in the worker.
    Numbers(Vec<u32>),
    /// As they stand in the view: of columns that have too many values to be listed.
    Named(BTreeSet<Pick>),
    /// One value as a file writes it, of a column that nobody filters by yet.
    Text(String),
}

/// The rows that match a view, per table.
#[derive(Debug, Default)]
pub struct Selection {
    matching: Vec<Bitmap>,
    /// For each filter with conditions: the rows that match all others.
    matching_others: Vec<(Owner, Vec<Bitmap>)>,
}

impl Selection {
    /// The matching rows of each table.
    #[must_use]
    pub fn matching(&self) -> &[Bitmap] {
        &self.matching
    }

    /// The rows of each table that match everything but what `owner` asks.
    #[must_use]
    pub fn matching_but(&self, owner: &Owner) -> &[Bitmap] {
        let others = self.matching_others.iter().find(|(it, _)| it == owner);
        others.map_or(&self.matching, |(_, rows)| rows)
    }
}

/// The rows that match a view.
#[must_use]
pub fn select(dataset: &Dataset, filter: &Filter) -> Selection {
    let owners: BTreeSet<&Owner> = filter.conditions.iter().filter_map(|(owner, _)| owner.as_ref()).collect();
    let mut selection = Selection {
        matching: Vec::new(),
        matching_others: owners.into_iter().map(|it| (it.clone(), Vec::new())).collect(),
    };
    for (part_idx, part) in dataset.parts().iter().enumerate() {
        let rows_of = |condition: &Condition| rows_where(dataset, part_idx, part, condition);
        let mut common = Bitmap::full(part.table().n_rows());
        let mut owned: Vec<(&Owner, Bitmap)> = Vec::new();
        for (owner, condition) in &filter.conditions {
            let rows = rows_of(condition);
            match owner {
                Some(owner) => owned.push((owner, rows)),
                None => common.intersect(&rows),
            }
        }
        for (owner, others) in &mut selection.matching_others {
            let mut rows = common.clone();
            owned.iter().filter(|(it, _)| *it != owner).for_each(|(_, it)| rows.intersect(it));
            others.push(rows);
        }
        owned.iter().for_each(|(_, rows)| common.intersect(rows));
        selection.matching.push(common);
    }
    selection
}

/// The rows of one table of which a condition holds.
fn rows_where(dataset: &Dataset, part_idx: usize, part: &IndexedPart, condition: &Condition) -> Bitmap {
    let table = part.table();
    let n_rows = table.n_rows();
    match condition {
        Condition::Is(dimension, picked) => rows_picked(dataset, part_idx, table, dimension, picked),
        Condition::IsNot(dimension, picked) => {
            let mut rows = Bitmap::full(n_rows);
            rows.subtract(&rows_picked(dataset, part_idx, table, dimension, picked));
            rows
        }
        Condition::Number(key, NumberRange { min, max }) => {
            let limits = |it: &Option<Limit>| it.map(|it| (it.value, it.is_strict));
            let numbers = table.column(key).and_then(|it| it.numbers());
            numbers.map_or_else(|| Bitmap::empty(n_rows), |it| it.rows_within(n_rows, (limits(min), limits(max))))
        }
        Condition::Days(None, range) => rows_charged(table, *range),
        Condition::Days(Some(key), range) => match table.column(key).and_then(day_codes) {
            Some((codes, days)) => rows_of_days(n_rows, codes, days, *range),
            None => Bitmap::empty(n_rows),
        },
        Condition::Contains(search) => rows_containing(table, search),
        Condition::AnyOf(conditions) => {
            let mut rows = Bitmap::empty(n_rows);
            conditions.iter().for_each(|it| rows.unite(&rows_where(dataset, part_idx, part, it)));
            rows
        }
    }
}

fn rows_picked(dataset: &Dataset, part_idx: usize, table: &Table, dimension: &Dimension, picked: &Picked) -> Bitmap {
    let n_rows = table.n_rows();
    match picked {
        Picked::Numbers(values) => {
            let Some((codes, shared)) = dataset.codes(part_idx, dimension) else { return Bitmap::empty(n_rows) };
            let mut is_picked = vec![false; dataset.n_values(dimension)];
            for value in values {
                if let Some(place) = is_picked.get_mut(*value as usize) {
                    *place = true;
                }
            }
            let per_code: Vec<bool> = shared.iter().map(|it| is_picked[*it as usize]).collect();
            codes.rows_where(n_rows, &per_code)
        }
        Picked::Named(picks) => {
            rows_by_text(table, dimension, |value| picks.contains(&Pick::of(dimension, value.trim())))
        }
        Picked::Text(text) => {
            let wanted = text.trim().to_lowercase();
            let is_same = |value: &str| match value.is_ascii() {
                true => value.trim().eq_ignore_ascii_case(&wanted),
                false => value.trim().to_lowercase() == wanted,
            };
            rows_by_text(table, dimension, is_same)
        }
    }
}

/// The rows whose value in a column is wanted; where the table has no such column, each row's is blank.
fn rows_by_text(table: &Table, dimension: &Dimension, is_wanted: impl Fn(&str) -> bool) -> Bitmap {
    let n_rows = table.n_rows();
    let Dimension::Column(key) = dimension else { return Bitmap::empty(n_rows) };
    match table.column(key) {
        Some(column) => match column.coded() {
            Some((dictionary, codes)) => {
                let per_code: Vec<bool> = dictionary.iter().map(is_wanted).collect();
                RowCodes::from(codes).rows_where(n_rows, &per_code)
            }
            None => Bitmap::of(n_rows, |it| is_wanted(&super::field_index::number_text(column, it))),
        },
        None if is_wanted("") => Bitmap::full(n_rows),
        None => Bitmap::empty(n_rows),
    }
}

/// A column's days by the numbers of its texts.
pub(super) fn day_codes(column: &Column) -> Option<(&Codes, &[Option<Day>])> {
    match column.values() {
        Values::Day { codes, days, .. } => Some((codes, days)),
        _ => None,
    }
}

fn rows_of_days(n_rows: usize, codes: &Codes, days: &[Option<Day>], range: DayRange) -> Bitmap {
    let per_code: Vec<bool> = days.iter().map(|it| it.is_some_and(|it| range.contains(it))).collect();
    RowCodes::from(codes).rows_where(n_rows, &per_code)
}

/// The rows of the days: of the usage's, else of the first one charged for.
fn rows_charged(table: &Table, range: DayRange) -> Bitmap {
    let n_rows = table.n_rows();
    let (usage, start) = (table.role(Role::UsageDate), table.role(Role::ChargeStart));
    match (usage.and_then(day_codes), start.and_then(day_codes)) {
        (None, None) => Bitmap::empty(n_rows),
        (Some((codes, days)), None) | (None, Some((codes, days))) => rows_of_days(n_rows, codes, days, range),
        (Some((usage_codes, usage_days)), Some((codes, days))) => Bitmap::of(n_rows, |row_idx| {
            let usage = usage_days[usize::from(usage_codes.code(row_idx))];
            usage.or_else(|| days[usize::from(codes.code(row_idx))]).is_some_and(|it| range.contains(it))
        }),
    }
}
