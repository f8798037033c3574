//! The groups that lines are added up in.

use serde::{Deserialize, Serialize};

use super::Amounts;
use crate::domain::Dimension;
use crate::view_state::{Grouping, Pick};

/// Lines added up by the values of some dimensions, with subtotals.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct GroupTable {
    /// What they are grouped by.
    pub grouping: Grouping,
    /// The values side by side; none if no dimension stands across.
    pub columns: Vec<GroupColumn>,
    /// One section per currency; currencies are never added up.
    pub sections: Vec<GroupSection>,
    /// Whether there are more combinations than can be listed; then there are no sections.
    pub too_many: bool,
}

/// A value that stands across.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GroupColumn {
    /// What picks it; none of the column of all others.
    pub pick: Option<Pick>,
    /// Its name.
    pub label: String,
}

/// The groups of one currency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GroupSection {
    /// The currency.
    pub currency: String,
    /// What the rows behind any of the section's cells have in common, beside the values of the group.
    pub behind: Vec<(Dimension, Pick)>,
    /// The groups, each followed by what is nested in it where it is open.
    pub rows: Vec<GroupRow>,
    /// All of them.
    pub total: GroupFigures,
}

/// One group.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GroupRow {
    /// Its values from the outermost on; without its own for the row of all others.
    pub path: Vec<Pick>,
    /// How deep it is nested, from 0.
    pub level: usize,
    /// Its own value (an id, a text); empty for the row of all others.
    pub value: String,
    /// Its name.
    pub label: String,
    /// Whether it is open; none if nothing is nested in it.
    pub is_open: Option<bool>,
    /// The values that it stands for: more than one only for the row of all others.
    pub n_values: usize,
    /// Its lines.
    pub figures: GroupFigures,
}

impl GroupRow {
    /// What the row is in a list: an open group is added up again in the groups that follow it.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        if self.is_open == Some(true) { "Subtotal" } else { "Group" }
    }
}

/// What the lines of a group come to.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct GroupFigures {
    /// Lines that count.
    pub n_lines: usize,
    /// Their amounts.
    pub amounts: Amounts,
    /// The measure for each value that stands across; empty where there is no line.
    pub cells: Vec<String>,
    /// The part of the section's measure, in tenths of a percent; none where that is nothing.
    pub permille: Option<i64>,
}
