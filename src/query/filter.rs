//! Which rows match a view.
//!
//! Each clause decides once per distinct value, then marks rows. A field's own clause is left out where its values are
//! counted, so that a facet shows what else could be picked.

use std::collections::BTreeMap;

use super::dataset::Dataset;
use super::part::Part;
use super::search::{Search, rows_containing};
use crate::domain::{Day, Field};
use crate::table::Bitmap;
use crate::view_state::ViewState;

/// The rows that match a view, per table.
#[derive(Debug, Default)]
pub struct Selection {
    matching: Vec<Bitmap>,
    /// For each field with picks: the rows that match all other clauses.
    matching_others: BTreeMap<Field, Vec<Bitmap>>,
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
        self.matching_others.get(&field).unwrap_or(&self.matching)
    }

    /// How many rows match.
    #[must_use]
    pub fn n_rows(&self) -> usize {
        self.matching.iter().map(Bitmap::count).sum()
    }
}

/// The rows that match a view.
#[must_use]
pub fn select(dataset: &Dataset, view: &ViewState) -> Selection {
    let mut selection = Selection::default();
    let search = Search::parse(&view.search, dataset.parts());
    for (part_idx, part) in dataset.parts().iter().enumerate() {
        let n_rows = part.table.n_rows();
        let mut common = Bitmap::full(n_rows);
        if view.from.is_some() || view.to.is_some() {
            common.intersect(&rows_between(part, view.from, view.to));
        }
        if let Some(search) = &search {
            common.intersect(&rows_containing(&part.table, search));
        }
        let per_field: Vec<(Field, Bitmap)> = view
            .picks
            .keys()
            .filter_map(|field| Some((*field, rows_picked(dataset, part_idx, part, view, *field)?)))
            .collect();
        for (field, _) in &per_field {
            let mut others = common.clone();
            per_field.iter().filter(|(other, _)| other != field).for_each(|(_, rows)| others.intersect(rows));
            selection.matching_others.entry(*field).or_default().push(others);
        }
        per_field.iter().for_each(|(_, rows)| common.intersect(rows));
        selection.matching.push(common);
    }
    selection
}

fn rows_picked(dataset: &Dataset, part_idx: usize, part: &Part, view: &ViewState, field: Field) -> Option<Bitmap> {
    let picks = view.picks.get(&field).filter(|it| !it.is_empty())?;
    let index = dataset.field(field)?;
    let is_picked: Vec<bool> = index.values().iter().map(|it| picks.contains(&it.pick)).collect();
    let codes = index.rows(part_idx, part);
    let per_local: Vec<bool> = (0..codes.n_local()).map(|it| is_picked[codes.shared(it)]).collect();
    Some(Bitmap::of(part.table.n_rows(), |row_idx| per_local[codes.local_code(row_idx)]))
}

fn rows_between(part: &Part, from: Option<Day>, to: Option<Day>) -> Bitmap {
    Bitmap::of(part.table.n_rows(), |row_idx| {
        part.day(row_idx).is_some_and(|day| from.is_none_or(|it| it <= day) && to.is_none_or(|it| day <= it))
    })
}
