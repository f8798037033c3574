//! What is shown: filters, search, sort, columns. The whole state of the screen, and the only thing that a link holds.

mod clause;
mod file_mark;
mod grouping;
mod line;
mod lines_table;
mod url;

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::domain::{Day, Dimension, ValueCode};

pub use clause::{Clause, DayRange, Limit, NumberRange};
pub use file_mark::FileMark;
pub use grouping::{GroupKey, Grouping, MAX_LEVELS, Measure};
pub use line::{Column, Kind, LineProblem, Names, NoNames, parse_line, print_line, retyped_words};
pub use lines_table::{LinesTable, MAX_WIDTH_PX, MIN_WIDTH_PX};
pub use url::{print_dimension, read_dimension};

/// One picked value of a dimension.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Pick {
    /// The value itself, where values name nobody ([`Dimension::is_plain_in_links`]).
    Plain(String),
    /// The value's code: customers, products, subscriptions, the values of any other column.
    Coded(ValueCode),
}

impl Pick {
    /// The pick that stands for a value.
    #[must_use]
    pub fn of(dimension: impl Into<Dimension>, value: &str) -> Self {
        let dimension = dimension.into();
        if dimension.is_plain_in_links() {
            Self::Plain(value.to_owned())
        } else {
            Self::Coded(ValueCode::of(dimension, value))
        }
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
    /// Picked values; a dimension that is absent or empty filters nothing.
    pub picks: BTreeMap<Dimension, BTreeSet<Pick>>,
    /// Values that are left out.
    pub excluded: BTreeMap<Dimension, BTreeSet<Pick>>,
    /// First day of the charge's start (usage date in daily files), inclusive.
    pub from: Option<Day>,
    /// Last day of the charge's start, inclusive.
    pub to: Option<Day>,
    /// Ranges of columns of numbers, by the column's key.
    pub numbers: BTreeMap<String, NumberRange>,
    /// Ranges of columns of dates, by the column's key.
    pub days: BTreeMap<String, DayRange>,
    /// Texts that a column's cell must contain, all of them, ignoring case.
    pub contains: BTreeMap<String, BTreeSet<String>>,
    /// Groups of clauses of which any must hold.
    pub alternatives: BTreeSet<BTreeSet<Clause>>,
    /// Text that any cell of a row must contain, ignoring case.
    pub search: String,
    /// The filters that are shown beside the built-in ones.
    pub facets: BTreeSet<Dimension>,
    /// The groups that lines are added up in.
    pub grouping: Grouping,
    /// The order of the rows; none is the order of the files.
    pub sort: Option<SortKey>,
    /// Keys of the shown columns in their order; none is the default choice.
    pub columns: Option<Vec<String>>,
    /// The files that the link was made with; none unless it says so.
    pub made_with: Vec<FileMark>,
    /// How the table of line items is laid out.
    pub table: LinesTable,
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
        !self.clauses().is_empty()
    }

    /// The view with a value picked, or no longer picked. What is picked is not left out.
    #[must_use]
    pub fn with_toggled(self, dimension: impl Into<Dimension>, pick: Pick) -> Self {
        let dimension = dimension.into();
        let clause = Clause::Is(dimension.clone(), pick.clone());
        if self.picks_of(&dimension).any(|it| *it == pick) {
            return self.without(&clause);
        }
        self.without(&Clause::IsNot(dimension, pick)).with(clause)
    }

    /// The view with a value left out, or no longer left out. What is left out is not picked.
    #[must_use]
    pub fn with_exclusion_toggled(self, dimension: impl Into<Dimension>, pick: Pick) -> Self {
        let dimension = dimension.into();
        let clause = Clause::IsNot(dimension.clone(), pick.clone());
        if self.exclusions_of(&dimension).any(|it| *it == pick) {
            return self.without(&clause);
        }
        self.without(&Clause::Is(dimension, pick)).with(clause)
    }

    /// The view with nothing picked of a dimension, and nothing left out.
    #[must_use]
    pub fn without_picks(mut self, dimension: &Dimension) -> Self {
        self.picks.remove(dimension);
        self.excluded.remove(dimension);
        self
    }

    /// The view with no filter at all; the shown filters, order and columns stay.
    #[must_use]
    pub fn without_filters(self) -> Self {
        Self::default().looking_like(self)
    }

    /// These filters with all else as in another view: what is shown of the rows, and in which order.
    #[must_use]
    pub fn looking_like(self, other: Self) -> Self {
        let Self { facets, grouping, sort, columns, table, made_with, unknown, newer_version, .. } = other;
        Self { facets, grouping, sort, columns, table, made_with, unknown, newer_version, ..self }
    }

    /// The picks of a dimension.
    pub fn picks_of(&self, dimension: &Dimension) -> impl Iterator<Item = &Pick> {
        self.picks.get(dimension).into_iter().flatten()
    }

    /// The values of a dimension that are left out.
    pub fn exclusions_of(&self, dimension: &Dimension) -> impl Iterator<Item = &Pick> {
        self.excluded.get(dimension).into_iter().flatten()
    }

    /// Every value that is picked or left out, alone or within a group.
    #[must_use]
    pub fn all_picks(&self) -> Vec<(Dimension, Pick)> {
        let of = |clause: Clause| match clause {
            Clause::Is(dimension, pick) | Clause::IsNot(dimension, pick) => Some((dimension, pick)),
            _ => None,
        };
        let flat = self.clauses().into_iter().flat_map(|it| match it {
            Clause::AnyOf(group) => group.into_iter().collect(),
            alone => vec![alone],
        });
        flat.filter_map(of).collect()
    }
}
