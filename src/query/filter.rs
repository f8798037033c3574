//! Which rows match a view.
//!
//! Each clause decides once per distinct value, then marks rows. A field's own clause is left out where its values are
//! counted, so that a facet shows what else could be picked.

use serde::{Deserialize, Serialize};

use super::dataset::{Dataset, IndexedPart};
use super::field_index::RowCodes;
use super::search::{Search, rows_containing};
use crate::domain::{Day, Field, Role};
use crate::table::{Bitmap, Codes, Column, Values};

/// The clauses of a view, in one worker's numbers.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Filter {
    /// The fields of which something is picked, with the numbers of the picked values.
    pub picked: Vec<(Field, Vec<u32>)>,
    /// First day.
    pub from: Option<Day>,
    /// Last day.
    pub to: Option<Day>,
    /// What is searched for.
    pub search: Option<Search>,
}

/// The rows that match a view, per table.
#[derive(Debug, Default)]
pub struct Selection {
    matching: Vec<Bitmap>,
    /// For each field with picks: the rows that match all other clauses.
    matching_others: Vec<(Field, Vec<Bitmap>)>,
}

impl Selection {
    /// The matching rows of each table.
    #[must_use]
    pub fn matching(&self) -> &[Bitmap] {
        &self.matching
    }

    /// The rows of each table that match everything but the picks of `field`.
    #[must_use]
    pub fn matching_but(&self, field: Field) -> &[Bitmap] {
        let others = self.matching_others.iter().find(|(it, _)| *it == field);
        others.map_or(&self.matching, |(_, rows)| rows)
    }
}

/// The rows that match a view.
#[must_use]
pub fn select(dataset: &Dataset, filter: &Filter) -> Selection {
    let mut selection = Selection {
        matching: Vec::new(),
        matching_others: filter.picked.iter().map(|(field, _)| (*field, Vec::new())).collect(),
    };
    // Per field and value of the worker, whether it is picked.
    let is_picked: Vec<Vec<bool>> = filter
        .picked
        .iter()
        .map(|(field, values)| {
            let mut is_picked = vec![false; dataset.n_values(*field)];
            values.iter().filter_map(|it| is_picked.get_mut(*it as usize).map(|it| *it = true)).for_each(drop);
            is_picked
        })
        .collect();
    for part in dataset.parts() {
        let mut common = Bitmap::full(part.table().n_rows());
        if filter.from.is_some() || filter.to.is_some() {
            common.intersect(&rows_between(part, filter.from, filter.to));
        }
        if let Some(search) = &filter.search {
            common.intersect(&rows_containing(part.table(), search));
        }
        let fields = filter.picked.iter().zip(&is_picked);
        let per_field: Vec<Bitmap> = fields.map(|((field, _), it)| rows_picked(part, *field, it)).collect();
        for (idx, (_, others)) in selection.matching_others.iter_mut().enumerate() {
            let mut rows = common.clone();
            per_field.iter().enumerate().filter(|(other, _)| *other != idx).for_each(|(_, it)| rows.intersect(it));
            others.push(rows);
        }
        per_field.iter().for_each(|rows| common.intersect(rows));
        selection.matching.push(common);
    }
    selection
}

fn rows_picked(part: &IndexedPart, field: Field, is_picked: &[bool]) -> Bitmap {
    let (codes, shared) = part.codes(field);
    let per_code: Vec<bool> = shared.iter().map(|it| is_picked[*it as usize]).collect();
    codes.rows_where(part.table().n_rows(), &per_code)
}

/// The rows of the days: of the usage's, else of the first one charged for.
fn rows_between(part: &IndexedPart, from: Option<Day>, to: Option<Day>) -> Bitmap {
    let is_between = |day: Day| from.is_none_or(|it| it <= day) && to.is_none_or(|it| day <= it);
    let table = part.table();
    let n_rows = table.n_rows();
    let (usage, start) = (table.role(Role::UsageDate), table.role(Role::ChargeStart));
    fn day_codes(column: &Column) -> Option<(&Codes, &[Option<Day>])> {
        match column.values() {
            Values::Day { codes, days, .. } => Some((codes, days)),
            _ => None,
        }
    }
    match (usage.and_then(day_codes), start.and_then(day_codes)) {
        (None, None) => Bitmap::empty(n_rows),
        (Some((codes, days)), None) | (None, Some((codes, days))) => {
            let per_code: Vec<bool> = days.iter().map(|it| it.is_some_and(is_between)).collect();
            RowCodes::from(codes).rows_where(n_rows, &per_code)
        }
        (Some((usage_codes, usage_days)), Some((codes, days))) => Bitmap::of(n_rows, |row_idx| {
            let usage = usage_days[usize::from(usage_codes.code(row_idx))];
            usage.or_else(|| days[usize::from(codes.code(row_idx))]).is_some_and(is_between)
        }),
    }
}
