//! What is shown: filters, search, sort, columns. The whole state of the screen, and the only thing that a link holds.

mod url;

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::domain::{Day, Field, ValueCode};

/// One picked value of a field.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Pick {
    /// The value itself: fields whose values name nobody ([`Field::is_plain_in_links`]).
    Plain(String),
    /// The value's code: customers, products, subscriptions.
    Coded(ValueCode),
}

impl Pick {
    /// The pick that stands for `value` of `field`.
    #[must_use]
    pub fn of(field: Field, value: &str) -> Self {
        if field.is_plain_in_links() { Self::Plain(value.to_owned()) } else { Self::Coded(ValueCode::of(field, value)) }
    }
}

/// Rows are sorted by this column.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SortKey {
    /// The column's key, as in the list of columns.
    pub column: String,
    /// Which end comes first.
    pub direction: Direction,
}

/// Which end of a sorted column comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Direction {
    /// Smallest first.
    Ascending,
    /// Largest first.
    Descending,
}

/// The view: which rows, in which order, with which columns.
///
/// Equal views print equal links: picks are ordered sets, and what is at its default is left out.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ViewState {
    /// Picked values per field; a field that is absent or empty filters nothing.
    pub picks: BTreeMap<Field, BTreeSet<Pick>>,
    /// First day of the charge's start (usage date in daily files), inclusive.
    pub from: Option<Day>,
    /// Last day of the charge's start, inclusive.
    pub to: Option<Day>,
    /// Text that any cell of a row must contain, ignoring case.
    pub search: String,
    /// The order of the rows; none is the order of the files.
    pub sort: Option<SortKey>,
    /// Keys of the shown columns in their order; none is the default choice.
    pub columns: Option<Vec<String>>,
    /// Keys of the link that this version does not know with their values, these as they stand in it; kept so that the
    /// link can be passed on unharmed.
    pub unknown: Vec<(String, String)>,
    /// The link's version, where it is a later one than this page knows.
    pub newer_version: Option<String>,
}

impl ViewState {
    /// Whether any row can be left out.
    #[must_use]
    pub fn is_filtered(&self) -> bool {
        let Self { picks, from, to, search, sort: _, columns: _, unknown: _, newer_version: _ } = self;
        picks.values().any(|it| !it.is_empty()) || from.is_some() || to.is_some() || !search.is_empty()
    }

    /// The view with a value of a field picked, or no longer picked.
    #[must_use]
    pub fn with_toggled(mut self, field: Field, pick: Pick) -> Self {
        let picks = self.picks.entry(field).or_default();
        if !picks.remove(&pick) {
            picks.insert(pick);
        }
        if picks.is_empty() {
            self.picks.remove(&field);
        }
        self
    }

    /// The view with nothing picked of a field.
    #[must_use]
    pub fn without_picks(mut self, field: Field) -> Self {
        self.picks.remove(&field);
        self
    }

    /// The view with no filter at all; order and columns stay.
    #[must_use]
    pub fn without_filters(self) -> Self {
        let Self { picks: _, from: _, to: _, search: _, sort, columns, unknown, newer_version } = self;
        Self { sort, columns, unknown, newer_version, ..Self::default() }
    }

    /// The picks of a field.
    pub fn picks_of(&self, field: Field) -> impl Iterator<Item = &Pick> {
        self.picks.get(&field).into_iter().flatten()
    }
}
