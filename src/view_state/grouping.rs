//! How lines are grouped: by which values, nested and across, by which measure, and which groups are open.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::{Direction, Pick, ViewState};
use crate::domain::Dimension;

/// Values that groups can be nested in.
pub const MAX_LEVELS: usize = 3;

/// What of the lines of a group is shown.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Measure {
    /// How many lines count.
    Lines,
    /// Their sum before tax.
    Pretax,
    /// Their tax.
    Tax,
    /// Their sum with tax.
    #[default]
    Total,
}

impl Measure {
    /// Every measure, in the order of the summary's columns.
    pub const ALL: [Self; 4] = [Self::Lines, Self::Pretax, Self::Tax, Self::Total];

    /// The measure's key in a link.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Lines => "lines",
            Self::Pretax => "pretax",
            Self::Tax => "tax",
            Self::Total => "total",
        }
    }

    /// The measure that has this key.
    #[must_use]
    pub fn of_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.key() == key)
    }

    /// The measure's name for people.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::Lines => "Lines",
            Self::Pretax => "Pretax total",
            Self::Tax => "Tax",
            Self::Total => "Total",
        }
    }
}

/// By what the groups of one level are ordered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum GroupKey {
    /// By their names.
    Name,
    /// By a measure of all their lines.
    Measure(Measure),
}

/// The groups of a view. The default shows none.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Grouping {
    /// What lines are grouped by, the outermost first; at most [`MAX_LEVELS`].
    pub rows: Vec<Dimension>,
    /// Whose values stand side by side.
    pub across: Option<Dimension>,
    /// What stands in the cells of values side by side, and what shares are of.
    pub measure: Measure,
    /// The order of the groups; none is the largest first by the measure.
    pub order: Option<(GroupKey, Direction)>,
    /// The groups that show what is nested in them, each by its values from the outermost on.
    pub opened: BTreeSet<Vec<Pick>>,
    /// Whether groups beyond those of most weight are listed, too.
    pub lists_all: bool,
}

impl Grouping {
    /// Everything that is grouped by: nested, then across. Nothing, if no lines are grouped.
    pub fn dimensions(&self) -> impl Iterator<Item = &Dimension> {
        let across = self.across.iter().filter(|_| !self.rows.is_empty());
        self.rows.iter().chain(across)
    }

    /// The order of the groups.
    #[must_use]
    pub fn order(&self) -> (GroupKey, Direction) {
        self.order.unwrap_or((GroupKey::Measure(self.measure), Direction::Descending))
    }

    /// The grouping by other values; what was open is of the old ones.
    #[must_use]
    pub fn by(self, rows: Vec<Dimension>) -> Self {
        Self { rows, opened: BTreeSet::new(), lists_all: false, ..self }
    }

    /// The grouping with a group opened, or closed.
    #[must_use]
    pub fn with_toggled(mut self, path: &[Pick]) -> Self {
        if !self.opened.remove(path) {
            self.opened.insert(path.to_vec());
        }
        self
    }

    /// The grouping ordered by this, or if it is already, the other way round.
    #[must_use]
    pub fn ordered_by(self, key: GroupKey) -> Self {
        let first = if key == GroupKey::Name { Direction::Ascending } else { Direction::Descending };
        let direction = match self.order() {
            (known, Direction::Ascending) if known == key => Direction::Descending,
            (known, Direction::Descending) if known == key => Direction::Ascending,
            _ => first,
        };
        Self { order: Some((key, direction)), ..self }
    }
}

impl ViewState {
    /// The view of the rows behind a cell: each of these values, and no other of its dimension.
    #[must_use]
    pub fn drilled(mut self, values: impl IntoIterator<Item = (Dimension, Pick)>) -> Self {
        for (dimension, pick) in values {
            self.excluded.remove(&dimension);
            self.picks.insert(dimension, BTreeSet::from([pick]));
        }
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Field;

    #[test]
    fn a_click_on_a_head_orders_and_a_second_one_turns_the_order_round() {
        let grouping = Grouping::default().by(vec![Field::Product.into()]);
        assert_eq!(grouping.order(), (GroupKey::Measure(Measure::Total), Direction::Descending));
        let grouping = grouping.ordered_by(GroupKey::Measure(Measure::Total));
        assert_eq!(grouping.order(), (GroupKey::Measure(Measure::Total), Direction::Ascending));
        let grouping = grouping.ordered_by(GroupKey::Name);
        assert_eq!(grouping.order(), (GroupKey::Name, Direction::Ascending));
    }

    #[test]
    fn the_rows_behind_a_cell_replace_what_was_picked() {
        let pick = |it: &str| Pick::of(Field::Currency, it);
        let view = ViewState::default()
            .with_toggled(Field::Currency, pick("EUR"))
            .with_toggled(Field::Currency, pick("USD"))
            .with_exclusion_toggled(Field::ChargeType, Pick::of(Field::ChargeType, "new"))
            .drilled([
                (Field::Currency.into(), pick("USD")),
                (Field::ChargeType.into(), Pick::of(Field::ChargeType, "renew")),
            ]);
        assert_eq!(view.to_fragment(), "v=1&currency=USD&charge=renew");
    }
}
