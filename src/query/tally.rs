//! How many rows match a filter and what they come to, beside the view that is shown.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::dataset::Dataset;
use super::filter::{Filter, select};
use super::partial::{counted, numbers, sum, tally};
use crate::domain::{ExactSum, Field, Role};

/// Rows to count, and which of them are added up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TallyOf {
    /// The rows.
    pub filter: Filter,
    /// Those of them whose amounts are summed.
    pub adds: Adds,
}

/// Which rows' amounts are summed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Adds {
    /// Those that count in totals.
    Counting,
    /// All, for rows of which none or all count: the usage that explains a line.
    All,
}

/// What one worker's rows add.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Tally {
    /// Matching rows.
    pub n_rows: usize,
    /// The sum before tax by the worker's number of the currency.
    pub pretax: BTreeMap<u32, ExactSum>,
}

/// Counts and adds up the rows of a filter.
#[must_use]
pub fn tally_lines(dataset: &Dataset, wanted: &TallyOf) -> Tally {
    let TallyOf { filter, adds } = wanted;
    let mut answer = Tally::default();
    let selection = select(dataset, filter);
    for (part, matching) in dataset.parts().iter().zip(selection.matching()) {
        answer.n_rows += matching.count();
        let added = match adds {
            Adds::Counting => counted(part, matching),
            Adds::All => matching.clone(),
        };
        if added.count() == 0 {
            continue;
        }
        let (codes, currencies) = part.codes(Field::Currency);
        let sums = sum(numbers(part, Role::Pretax), codes, &added, currencies.len());
        let n_lines = tally(codes, &added, currencies.len());
        for ((currency, sum), _) in currencies.iter().zip(sums).zip(n_lines).filter(|(_, n_lines)| *n_lines > 0) {
            answer.pretax.entry(*currency).or_default().merge(&sum);
        }
    }
    answer
}
