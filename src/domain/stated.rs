//! Totals that Microsoft states itself.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::{CurrencyCode, Day, InvoiceType};

/// What a `ServiceCostsSummary` states that one customer owes on one invoice type.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StatedCost {
    /// The customer's id.
    pub customer_id: String,
    /// The invoice type.
    pub invoice_type: InvoiceType,
    /// The currency of the amounts.
    pub currency: CurrencyCode,
    /// First day of the billing period.
    pub start: Option<Day>,
    /// Last day of the billing period.
    pub end: Option<Day>,
    /// Before tax.
    pub pretax: Decimal,
    /// Tax.
    pub tax: Decimal,
    /// With tax.
    pub total: Decimal,
}
