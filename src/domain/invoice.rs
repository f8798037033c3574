//! Kinds of files and of invoices, in the words of Partner Center.

use std::fmt;

use serde::{Deserialize, Serialize};

/// The invoice type of a charge, as the Partner Center API names it (`ServiceCostsSummaryDetail.invoiceType`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum InvoiceType {
    /// Legacy license-based and usage-based charges; invoice numbers start with `D`.
    Recurring,
    /// One-time purchases, new commerce, Azure plan and daily-rated usage; invoice numbers start with `G` or `T`.
    OneTime,
}

impl InvoiceType {
    /// The API's word.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Recurring => "Recurring",
            Self::OneTime => "OneTime",
        }
    }

    /// Reads the API's word; the documentation also writes `recurring`, `one_time` and `onetime`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        match text.trim().to_ascii_lowercase().as_str() {
            "recurring" => Some(Self::Recurring),
            "onetime" | "one_time" | "one-time" => Some(Self::OneTime),
            _ => None,
        }
    }

    /// The type that an invoice number's first letter tells: `D…` is recurring, `G…` and `T…` are one-time.
    #[must_use]
    pub fn of_invoice_number(number: &str) -> Option<Self> {
        match number.trim().as_bytes().first()?.to_ascii_uppercase() {
            b'D' => Some(Self::Recurring),
            b'G' | b'T' => Some(Self::OneTime),
            _ => None,
        }
    }
}

impl fmt::Display for InvoiceType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// What a file is, told by its columns.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum FileKind {
    /// New-commerce (one-time purchase) reconciliation file.
    OneTime,
    /// Daily-rated usage file; explains in detail what the one-time file bills.
    DailyRated,
    /// Legacy license-based reconciliation file.
    License,
    /// Legacy usage-based reconciliation file.
    Usage,
    /// Collection of `ServiceCostLineItem` from the API.
    ServiceCostLines,
    /// `ServiceCostsSummary` from the API: totals stated by Microsoft, no lines.
    ServiceCostsSummary,
}

impl FileKind {
    /// Every kind, in the order in which they are listed to people.
    pub const ALL: [Self; 6] = [
        Self::OneTime,
        Self::DailyRated,
        Self::License,
        Self::Usage,
        Self::ServiceCostLines,
        Self::ServiceCostsSummary,
    ];

    /// A stable short word for attributes and addresses.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::OneTime => "one-time",
            Self::DailyRated => "daily-rated",
            Self::License => "license",
            Self::Usage => "usage",
            Self::ServiceCostLines => "service-cost-lines",
            Self::ServiceCostsSummary => "service-costs-summary",
        }
    }

    /// What people call such a file.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::OneTime => "One-time (new commerce) reconciliation",
            Self::DailyRated => "Daily-rated usage",
            Self::License => "License-based reconciliation",
            Self::Usage => "Usage-based reconciliation",
            Self::ServiceCostLines => "Service cost line items",
            Self::ServiceCostsSummary => "Service costs summary",
        }
    }
}

impl fmt::Display for FileKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
