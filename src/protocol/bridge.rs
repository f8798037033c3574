//! The way from one billing period to the next.

use serde::{Deserialize, Serialize};

use crate::domain::Dimension;
use crate::view_state::Pick;

/// Two billing periods, and what leads from the one to the other. All amounts are before tax.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bridge {
    /// The earlier period, `2026-08`.
    pub from: String,
    /// The later period, `2026-09`.
    pub to: String,
    /// One part per currency; currencies are never added up.
    pub sections: Vec<BridgeSection>,
    /// Whether too many lines stand apart to be compared; then there are no sections.
    pub too_many: bool,
}

/// The way from one period to the other in one currency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BridgeSection {
    /// The currency.
    pub currency: String,
    /// The earlier period's sum.
    pub from: String,
    /// The later period's sum.
    pub to: String,
    /// The later sum less the earlier one; exactly the sum of the steps.
    pub difference: String,
    /// What the difference is made of.
    pub steps: Vec<BridgeStep>,
}

/// One part of the difference between two periods.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BridgeStep {
    /// What it is due to.
    pub cause: Cause,
    /// The exact amount.
    pub amount: String,
    /// How many subscriptions and products it is made of.
    pub n_lines: usize,
    /// Those that weigh most.
    pub first: Vec<BridgeLine>,
}

/// Why a sum differs between two billing periods.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Cause {
    /// Charged in the later period only.
    New,
    /// Charged in the earlier period only.
    Ended,
    /// More or less of it was bought.
    Quantity,
    /// Another exchange rate.
    ExchangeRate,
    /// Another unit price, or other days charged for.
    Price,
    /// Credits.
    Credits,
}

impl Cause {
    /// Every cause, in the order of the way.
    pub const ALL: [Self; 6] = [Self::New, Self::Ended, Self::Quantity, Self::ExchangeRate, Self::Price, Self::Credits];

    /// A stable short name.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Ended => "ended",
            Self::Quantity => "quantity",
            Self::ExchangeRate => "exchange-rate",
            Self::Price => "price",
            Self::Credits => "credits",
        }
    }

    /// The name for people.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::New => "New",
            Self::Ended => "Ended",
            Self::Quantity => "Quantity",
            Self::ExchangeRate => "Exchange rate",
            Self::Price => "Price and days charged",
            Self::Credits => "Credits",
        }
    }

    /// What is counted as this cause.
    #[must_use]
    pub fn meaning(self) -> &'static str {
        match self {
            Self::New => "A customer's product under a subscription that was not charged in the earlier period.",
            Self::Ended => "A customer's product under a subscription that is no longer charged.",
            Self::Quantity => "More or fewer seats or units, at the earlier price per unit.",
            Self::ExchangeRate => "The earlier charges at the later exchange rate, less the earlier charges.",
            Self::Price => "What is left of charges in both periods: unit prices, days charged for, tiers, rounding.",
            Self::Credits => "Lines whose charge type is a credit or an offset.",
        }
    }
}

/// A product of a customer and a subscription, and what it adds to a step.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BridgeLine {
    /// The customer's name.
    pub customer: String,
    /// The product.
    pub product: String,
    /// What it adds.
    pub amount: String,
    /// What picks its rows.
    pub behind: Vec<(Dimension, Pick)>,
}
