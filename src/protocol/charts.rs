//! The charts of a view: sums before tax that share an axis, and what a click on each picks.

use serde::{Deserialize, Serialize};

use crate::domain::Field;
use crate::view_state::Clause;

/// What a chart shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum ChartKind {
    /// Lines that count, by the day or month that they charge for.
    Time,
    /// Lines of usage, by the day or month of the usage, whether they count or explain lines that do.
    Usage,
    /// Customers, the one that owes most first.
    Customers,
    /// Products by their part of the whole.
    Products,
    /// Charge types, the one that weighs most first.
    ChargeTypes,
}

/// How a chart is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChartShape {
    /// Upright bars along time.
    Columns,
    /// Bars below each other, the longest first.
    Bars,
    /// Areas that fill a rectangle.
    Areas,
}

impl ChartKind {
    /// Every kind, in the order in which the page shows them.
    pub const ALL: [Self; 5] = [Self::Time, Self::Usage, Self::Customers, Self::ChargeTypes, Self::Products];

    /// A short name for file names and the page's marks.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Time => "cost-over-time",
            Self::Usage => "usage-over-time",
            Self::Customers => "cost-by-customer",
            Self::Products => "cost-by-product",
            Self::ChargeTypes => "cost-by-charge-type",
        }
    }

    /// The chart's title for people.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::Time => "Cost over time",
            Self::Usage => "Daily usage",
            Self::Customers => "Cost by customer",
            Self::Products => "Cost by product",
            Self::ChargeTypes => "Cost by charge type",
        }
    }

    /// The title of the column of names, where the chart is shown as a table.
    #[must_use]
    pub fn name_title(self) -> &'static str {
        match self {
            Self::Time => "Charged for",
            Self::Usage => "Used",
            Self::Customers => Field::Customer.title(),
            Self::Products => Field::Product.title(),
            Self::ChargeTypes => Field::ChargeType.title(),
        }
    }

    /// How it is drawn.
    #[must_use]
    pub fn shape(self) -> ChartShape {
        match self {
            Self::Time | Self::Usage => ChartShape::Columns,
            Self::Customers | Self::ChargeTypes => ChartShape::Bars,
            Self::Products => ChartShape::Areas,
        }
    }

    /// The field whose values it compares; none for those along time.
    #[must_use]
    pub fn field(self) -> Option<Field> {
        match self {
            Self::Time | Self::Usage => None,
            Self::Customers => Some(Field::Customer),
            Self::Products => Some(Field::Product),
            Self::ChargeTypes => Some(Field::ChargeType),
        }
    }
}

/// A chart: totals before tax, a panel per currency.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Chart {
    /// What it shows.
    pub kind: ChartKind,
    /// One panel per currency; currencies share no axis.
    pub panels: Vec<ChartPanel>,
}

/// The bars of one currency.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ChartPanel {
    /// The currency.
    pub currency: String,
    /// Along time: from the first day to the last without a gap. Else largest first, by distance from zero, where areas have those
    /// above zero first; cut at the number that can be told apart, the rest in one bar without a clause.
    pub bars: Vec<ChartBar>,
    /// The exact sum of all bars.
    pub total: String,
}

/// One bar.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ChartBar {
    /// What a click adds to the view; none for the bar of all the rest.
    pub clause: Option<Clause>,
    /// The value: an id, a text, a day (`2026-09-01`), a month (`2026-09`); empty for the bar of all the rest.
    pub value: String,
    /// The bar's name.
    pub label: String,
    /// The exact pretax total.
    pub amount: String,
    /// Lines in it.
    pub n_lines: usize,
    /// Whether it is picked.
    pub picked: bool,
    /// This bar and those before it as part of the whole, in thousandths, rounded to the nearest; none where a bar is below zero, as
    /// there parts do not add up to a whole.
    pub cumulative: Option<u32>,
}
