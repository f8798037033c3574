//! One thing that narrows a view, and how a clause and the whole view go together.

use std::collections::BTreeSet;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::{Pick, ViewState};
use crate::domain::{Day, Dimension};

/// An end of a range of numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Limit {
    /// The number.
    pub value: Decimal,
    /// Whether the number itself is left out: `>`, not `>=`.
    pub is_strict: bool,
}

/// Numbers between two limits, compared exactly. A blank cell is in no range.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct NumberRange {
    /// The lower end.
    pub min: Option<Limit>,
    /// The upper end.
    pub max: Option<Limit>,
}

impl NumberRange {
    /// Whether there is no limit.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.min.is_none() && self.max.is_none()
    }
}

/// Days from one to another, both included. A blank cell is in no range.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct DayRange {
    /// The first day.
    pub from: Option<Day>,
    /// The last day.
    pub to: Option<Day>,
}

impl DayRange {
    /// Whether there is no limit.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.from.is_none() && self.to.is_none()
    }

    /// Whether a day is in it.
    #[must_use]
    pub fn contains(&self, day: Day) -> bool {
        self.from.is_none_or(|it| it <= day) && self.to.is_none_or(|it| day <= it)
    }
}

/// One thing that narrows a view.
///
/// In a view, clauses of [`Clause::Is`] on one dimension are alternatives of each other; all others must hold.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Clause {
    /// Lines of this value.
    Is(Dimension, Pick),
    /// Lines of any other value.
    IsNot(Dimension, Pick),
    /// Lines whose number in a column is in a range.
    Number(String, NumberRange),
    /// Lines whose day in a column is in a range; without a column it is the day that is charged for.
    Days(Option<String>, DayRange),
    /// Lines with a text in any cell, or in that of a column, ignoring case.
    Contains(Option<String>, String),
    /// Lines of which any of these holds. There are no groups within groups.
    AnyOf(BTreeSet<Clause>),
}

impl ViewState {
    /// Everything that narrows the view, in the order in which it is printed.
    #[must_use]
    pub fn clauses(&self) -> Vec<Clause> {
        let Self {
            picks,
            excluded,
            from,
            to,
            numbers,
            days,
            contains,
            alternatives,
            search,
            facets: _,
            grouping: _,
            sort: _,
            columns: _,
            made_with: _,
            table: _,
            unknown: _,
            newer_version: _,
        } = self;
        let mut clauses = Vec::new();
        for (dimension, picks) in picks {
            clauses.extend(picks.iter().map(|it| Clause::Is(dimension.clone(), it.clone())));
        }
        for (dimension, picks) in excluded {
            clauses.extend(picks.iter().map(|it| Clause::IsNot(dimension.clone(), it.clone())));
        }
        let charged = DayRange { from: *from, to: *to };
        if !charged.is_open() {
            clauses.push(Clause::Days(None, charged));
        }
        clauses.extend(days.iter().map(|(column, range)| Clause::Days(Some(column.clone()), *range)));
        clauses.extend(numbers.iter().map(|(column, range)| Clause::Number(column.clone(), *range)));
        for (column, texts) in contains {
            clauses.extend(texts.iter().map(|it| Clause::Contains(Some(column.clone()), it.clone())));
        }
        clauses.extend(alternatives.iter().map(|it| Clause::AnyOf(it.clone())));
        if !search.is_empty() {
            clauses.push(Clause::Contains(None, search.clone()));
        }
        clauses
    }

    /// The view narrowed by one more clause; a range or a search takes the place of the one that was there.
    #[must_use]
    pub fn with(mut self, clause: Clause) -> Self {
        match clause {
            Clause::Is(dimension, pick) => {
                self.picks.entry(dimension).or_default().insert(pick);
            }
            Clause::IsNot(dimension, pick) => {
                self.excluded.entry(dimension).or_default().insert(pick);
            }
            Clause::Number(column, range) if range.is_open() => drop(self.numbers.remove(&column)),
            Clause::Number(column, range) => drop(self.numbers.insert(column, range)),
            Clause::Days(None, DayRange { from, to }) => (self.from, self.to) = (from, to),
            Clause::Days(Some(column), range) if range.is_open() => drop(self.days.remove(&column)),
            Clause::Days(Some(column), range) => drop(self.days.insert(column, range)),
            Clause::Contains(None, text) => self.search = text,
            Clause::Contains(Some(column), text) => {
                self.contains.entry(column).or_default().insert(text);
            }
            Clause::AnyOf(group) => {
                self.alternatives.insert(group);
            }
        }
        self
    }

    /// The view without a clause.
    #[must_use]
    pub fn without(mut self, clause: &Clause) -> Self {
        match clause {
            Clause::Is(dimension, pick) => take(&mut self.picks, dimension, pick),
            Clause::IsNot(dimension, pick) => take(&mut self.excluded, dimension, pick),
            Clause::Number(column, _) => drop(self.numbers.remove(column)),
            Clause::Days(None, _) => (self.from, self.to) = (None, None),
            Clause::Days(Some(column), _) => drop(self.days.remove(column)),
            Clause::Contains(None, _) => self.search.clear(),
            Clause::Contains(Some(column), text) => take(&mut self.contains, column, text),
            Clause::AnyOf(group) => drop(self.alternatives.remove(group)),
        }
        self
    }
}

/// Takes a value out of a set, and the set where nothing is left.
fn take<K: Ord, V: Ord>(sets: &mut std::collections::BTreeMap<K, BTreeSet<V>>, key: &K, value: &V) {
    if let Some(set) = sets.get_mut(key) {
        set.remove(value);
        if set.is_empty() {
            sets.remove(key);
        }
    }
}
