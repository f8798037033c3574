//! The order of a worker's matching rows, and their places in it.

use std::cmp::Ordering;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::dataset::Dataset;
use crate::domain::Day;
use crate::table::{Bitmap, Column, NumberColumn, Values};
use crate::view_state::{Direction, SortKey};

/// A row of a dataset.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct RowRef {
    /// The table's place in the dataset.
    pub part_idx: u32,
    /// The row's place in the table.
    pub row_idx: u32,
}

/// What a row is sorted by, for comparing rows of several workers.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum RankKey {
    /// A number.
    Number(Decimal),
    /// A date.
    Day(Day),
    /// A text in lower case, and as it is.
    Text(String, String),
    /// No value.
    Blank,
}

impl RankKey {
    /// Which of two rows comes first. Numbers come before days before texts; cells without a value come last in either
    /// direction.
    #[must_use]
    pub fn compare(&self, other: &Self, direction: Direction) -> Ordering {
        match (self, other, direction) {
            (Self::Blank, _, _) | (_, Self::Blank, _) | (_, _, Direction::Ascending) => self.cmp(other),
            (_, _, Direction::Descending) => other.cmp(self),
        }
    }
}

/// What a row is sorted by within one worker: its class in the highest bits, below them a number that keeps the order
/// within the class.
type Place = i64;

/// Numbers within a class are this far from zero, at most.
const LIMIT: i64 = 1 << 60;
const BLANK: Place = Place::MAX;

/// The classes that have values. Turned round, the order is that from the largest to the smallest.
#[derive(Debug, Clone, Copy)]
enum Class {
    Number = -1,
    Day = 0,
    Text = 1,
}

fn place_in(class: Class, number: i64) -> Place {
    debug_assert!(number.abs() < LIMIT, "the classes must not run together");
    class as i64 * 2 * LIMIT + number
}

/// The matching rows of one worker in an order. Equal cells keep the order of the files.
#[derive(Debug)]
pub struct Order {
    sort: SortKey,
    /// The first rows are in their places.
    rows: Vec<(Place, RowRef)>,
    n_sorted: usize,
}

impl Order {
    /// The rows of each table that match, by a column.
    #[must_use]
    pub fn new(dataset: &Dataset, rows: &[Bitmap], sort: &SortKey) -> Self {
        let columns: Vec<Option<&Column>> = dataset.tables().map(|it| it.table.column(&sort.column)).collect();
        let text_places = text_places(&columns);
        let numbers = Numbers::of(&columns);
        let is_descending = sort.direction == Direction::Descending;
        let mut all = Vec::with_capacity(rows.iter().map(Bitmap::count).sum());
        for (part_idx, (column, rows)) in (0..).zip(columns.iter().zip(rows)) {
            let mut add = |place: Option<Place>, row_idx: usize| {
                let place = place.map_or(BLANK, |it| if is_descending { -it } else { it });
                // A table has fewer than 2^32 rows.
                all.push((place, RowRef { part_idx, row_idx: row_idx as u32 }));
            };
            match column {
                Some(column) => {
                    rows.for_each(|it| add(place(column, &numbers, &text_places[part_idx as usize], it), it));
                }
                None => rows.for_each(|it| add(None, it)),
            }
        }
        Self { sort: sort.clone(), rows: all, n_sorted: 0 }
    }

    /// How many rows match.
    #[must_use]
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether no row matches.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The rows from one place to before another; only as much is sorted as that needs.
    pub fn rows(&mut self, start: usize, end: usize) -> impl Iterator<Item = RowRef> + '_ {
        let end = end.min(self.rows.len());
        self.sort_to(end);
        self.rows[start.min(end)..end].iter().map(|(_, row)| *row)
    }

    fn sort_to(&mut self, end: usize) {
        if end <= self.n_sorted {
            return;
        }
        // Whoever looks at the first rows seldom looks at many.
        if end * 8 < self.rows.len() {
            let rest = &mut self.rows[self.n_sorted..];
            let n_wanted = end - self.n_sorted;
            rest.select_nth_unstable(n_wanted);
            rest[..n_wanted].sort_unstable();
            self.n_sorted = end;
        } else {
            self.rows[self.n_sorted..].sort_unstable();
            self.n_sorted = self.rows.len();
        }
    }

    /// What a row is sorted by, to compare it with rows of other workers.
    #[must_use]
    pub fn key(&self, dataset: &Dataset, row: RowRef) -> RankKey {
        let Some(column) = dataset.table(row).table.column(&self.sort.column) else { return RankKey::Blank };
        let row_idx = row.row_idx as usize;
        match column.values() {
            Values::Number(numbers) => numbers.value(row_idx).map_or(RankKey::Blank, RankKey::Number),
            Values::Day { .. } => column.day(row_idx).map_or(RankKey::Blank, RankKey::Day),
            Values::Text { .. } => match column.text(row_idx) {
                text if text.is_empty() => RankKey::Blank,
                text => RankKey::Text(text.to_lowercase(), text.into_owned()),
            },
        }
    }
}

/// How the numbers of a column over all tables become whole numbers in the same order.
enum Numbers {
    /// Their digits at one scale: for each table, by what they are multiplied.
    AtScale(usize),
    /// Their places among all distinct ones.
    Places(Vec<Decimal>),
}

impl Numbers {
    fn of(columns: &[Option<&Column>]) -> Self {
        let numbers = || columns.iter().flatten().filter_map(|it| it.numbers());
        let scale = numbers().filter_map(|it| Some(it.aligned()?.1)).max().unwrap_or(0);
        let fits = |it: &NumberColumn| {
            let factor = it.aligned().and_then(|(_, own)| 10i64.checked_pow((scale - own) as u32));
            factor.and_then(|factor| it.largest().checked_mul(factor)).is_some_and(|it| it < LIMIT)
        };
        if numbers().all(fits) {
            return Self::AtScale(scale);
        }
        let mut all: Vec<Decimal> = numbers().flat_map(|it| it.values()).collect();
        all.sort_unstable();
        all.dedup();
        Self::Places(all)
    }

    fn place(&self, numbers: &NumberColumn, row_idx: usize) -> Option<i64> {
        match self {
            Self::AtScale(scale) => {
                let (mantissas, own) = numbers.aligned().filter(|_| numbers.is_number(row_idx))?;
                Some(mantissas[row_idx] * 10i64.pow((scale - own) as u32))
            }
            Self::Places(all) => {
                let value = numbers.value(row_idx)?;
                all.binary_search(&value).ok().map(|it| it as i64)
            }
        }
    }
}

#[inline]
fn place(column: &Column, numbers: &Numbers, text_places: &[u32], row_idx: usize) -> Option<Place> {
    match column.values() {
        Values::Number(column) => numbers.place(column, row_idx).map(|it| place_in(Class::Number, it)),
        Values::Day { .. } => column.day(row_idx).map(|it| place_in(Class::Day, it.0.into())),
        Values::Text { dictionary, codes } => {
            let code = codes.code(row_idx);
            let place = text_places[usize::from(code)];
            (!dictionary.text(code).is_empty()).then(|| place_in(Class::Text, place.into()))
        }
    }
}

/// For each table, the place of each of its texts among those of all tables, ignoring case first.
fn text_places(columns: &[Option<&Column>]) -> Vec<Vec<u32>> {
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
