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
    /// Every role, in the order in which rows of several kinds of files show them.
    pub const ALL: [Self; 15] = [
        Self::CustomerId,
        Self::CustomerName,
        Self::InvoiceNumber,
        Self::InvoiceType,
        Self::ProductName,
        Self::SubscriptionId,
        Self::SubscriptionName,
        Self::ChargeType,
        Self::ChargeStart,
        Self::ChargeEnd,
        Self::UsageDate,
        Self::Pretax,
        Self::Tax,
        Self::Total,
        Self::Currency,
    ];
    /// Number of roles; roles index small arrays.
    pub const COUNT: usize = Self::ALL.len();

    /// The column name under which rows of several kinds of files share the role: that of the one-time file, where it
    /// has such a column.
    #[must_use]
    pub fn common_name(self) -> &'static str {
        match self {
            Self::CustomerId => "CustomerId",
            Self::CustomerName => "CustomerName",
            Self::InvoiceNumber => "InvoiceNumber",
            Self::InvoiceType => "InvoiceType",
            Self::ProductName => "ProductName",
            Self::SubscriptionId => "SubscriptionId",
            Self::SubscriptionName => "SubscriptionName",
            Self::ChargeType => "ChargeType",
            Self::ChargeStart => "ChargeStartDate",
            Self::ChargeEnd => "ChargeEndDate",
            Self::UsageDate => "UsageDate",
            Self::Pretax => "Subtotal",
            Self::Tax => "TaxTotal",
            Self::Total => "Total",
            Self::Currency => "Currency",
        }
    }

    /// The role with this common name, whatever its case.
    #[must_use]
    pub fn of_common_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.common_name().eq_ignore_ascii_case(name))
    }

    /// Whether rows of several kinds of files show it unless the view chooses its columns.
    #[must_use]
    pub fn is_telling(self) -> bool {
        !matches!(
            self,
            Self::CustomerId | Self::InvoiceType | Self::SubscriptionId | Self::SubscriptionName | Self::ChargeEnd
        )
    }
}
