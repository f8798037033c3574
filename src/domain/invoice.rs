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
    /// `Invoice` resources from the API: what each invoice totals.
    Invoices,
    /// `InvoiceSummary` resources from the API: the partner's balance per currency.
    InvoiceSummaries,
    /// Usage records, usage summaries and budgets from the API: Azure spending so far.
    AzureSpending,
    /// The list of files of one export of the Graph API.
    ExportManifest,
    /// Azure credit balance: credits granted to customers and what is left of them.
    AzureCredit,
    /// Exchange rates of the Azure plan price list: US dollars per unit.
    ExchangeRates,
    /// Azure Cost Management export for partners: another view of what daily-rated usage bills.
    CostManagement,
    /// Cost export of an Enterprise Agreement; no CSP invoice.
    EnterpriseAgreement,
    /// FinOps Open Cost and Usage Specification; of any provider, no CSP invoice.
    Focus,
    /// A table of no known kind; read only where it is asked for.
    Other,
}

impl FileKind {
    /// Every known kind, in the order in which they are listed to people.
    pub const ALL: [Self; 15] = [
        Self::OneTime,
        Self::DailyRated,
        Self::License,
        Self::Usage,
        Self::ServiceCostLines,
        Self::ServiceCostsSummary,
        Self::Invoices,
        Self::InvoiceSummaries,
        Self::AzureSpending,
        Self::ExportManifest,
        Self::AzureCredit,
        Self::ExchangeRates,
        Self::CostManagement,
        Self::EnterpriseAgreement,
        Self::Focus,
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
            Self::Invoices => "invoices",
            Self::InvoiceSummaries => "invoice-summaries",
            Self::AzureSpending => "azure-spending",
            Self::ExportManifest => "export-manifest",
            Self::AzureCredit => "azure-credit",
            Self::ExchangeRates => "exchange-rates",
            Self::CostManagement => "cost-management",
            Self::EnterpriseAgreement => "enterprise-agreement",
            Self::Focus => "focus",
            Self::Other => "other",
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
            Self::Invoices => "Invoices",
            Self::InvoiceSummaries => "Invoice summaries",
            Self::AzureSpending => "Azure spending and budgets",
            Self::ExportManifest => "Export manifest",
            Self::AzureCredit => "Azure credit balance",
            Self::ExchangeRates => "Exchange rates",
            Self::CostManagement => "Azure Cost Management export for partners",
            Self::EnterpriseAgreement => "Enterprise Agreement cost export",
            Self::Focus => "FOCUS cost and usage",
            Self::Other => "Other table",
        }
    }

    /// Whether its lines are charges of a CSP invoice. The rows of other kinds are shown and filtered, and are in no
    /// service cost total.
    #[must_use]
    pub fn bills(self) -> bool {
        matches!(
            self,
            Self::OneTime
                | Self::DailyRated
                | Self::License
                | Self::Usage
                | Self::ServiceCostLines
                | Self::ServiceCostsSummary
                | Self::CostManagement
        )
    }
}

impl fmt::Display for FileKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
