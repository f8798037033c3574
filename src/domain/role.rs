//! What a column is for, whatever a kind of file calls it.

use serde::{Deserialize, Serialize};

/// The part that a column plays in every kind of file: `Subtotal`, `PretaxCharges` and `BillingPreTaxTotal` are all
/// [`Role::Pretax`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Role {
    /// The customer's id in its own tenant or billing system.
    CustomerId,
    /// The customer's name.
    CustomerName,
    /// The invoice that bills the line; blank while unbilled.
    InvoiceNumber,
    /// `Recurring` or `OneTime` where the line says so itself.
    InvoiceType,
    /// What was bought, as text.
    ProductName,
    /// The subscription's id.
    SubscriptionId,
    /// The subscription's name.
    SubscriptionName,
    /// Why the line exists: `new`, `cycleCharge`, `Cycle fee`, ….
    ChargeType,
    /// First day that the line charges for.
    ChargeStart,
    /// Last day that the line charges for.
    ChargeEnd,
    /// The day of the usage, in daily files.
    UsageDate,
    /// Charge before tax, in the billing currency.
    Pretax,
    /// Tax on the charge.
    Tax,
    /// Charge with tax.
    Total,
    /// The billing currency of the three amounts above.
    Currency,
}

impl Role {
    /// Number of roles; roles index small arrays.
    pub const COUNT: usize = 15;
}
