//! One table of a dataset, and what a row of it means whatever its kind of file.

use std::borrow::Cow;
use std::rc::Rc;

use crate::domain::{Day, FileKind, InvoiceType, Role};
use crate::table::{Bitmap, Table};

/// The rows of one file and which of them count.
#[derive(Debug, Clone)]
pub struct Part {
    /// The rows.
    pub table: Rc<Table>,
    /// The rows that count in totals; the others explain rows of other files.
    pub counts: Bitmap,
}

/// A row's invoice type: by the kind of file, or as the row says, or by the invoice number's letter; none for rows
/// that are of no CSP invoice.
#[must_use]
pub fn invoice_type(table: &Table, row_idx: usize) -> Option<InvoiceType> {
    let as_said = || {
        text(table, Role::InvoiceType, row_idx)
            .and_then(|it| InvoiceType::parse(&it))
            .or_else(|| InvoiceType::of_invoice_number(&text(table, Role::InvoiceNumber, row_idx)?))
    };
    match table.kind() {
        FileKind::OneTime | FileKind::DailyRated | FileKind::CostManagement => Some(InvoiceType::OneTime),
        FileKind::License | FileKind::Usage => Some(InvoiceType::Recurring),
        // Service costs began with legacy subscriptions; one-time lines came with their own fields.
        FileKind::ServiceCostLines => as_said().or(Some(InvoiceType::Recurring)),
        FileKind::Invoices => as_said(),
        _ => None,
    }
}

/// The first and the last day that a row charges for; a charge without an end ends where it starts.
#[must_use]
pub fn charged_days(table: &Table, row_idx: usize) -> Option<(Day, Day)> {
    let start = day(table, Role::ChargeStart, row_idx)?;
    Some((start, day(table, Role::ChargeEnd, row_idx).unwrap_or(start)))
}

fn day(table: &Table, role: Role, row_idx: usize) -> Option<Day> {
    table.role(role)?.day(row_idx)
}

fn text(table: &Table, role: Role, row_idx: usize) -> Option<Cow<'_, str>> {
    table.role(role).map(|it| it.text(row_idx))
}

impl Part {
    /// A row's invoice type; see [`invoice_type`].
    #[must_use]
    pub fn invoice_type(&self, row_idx: usize) -> Option<InvoiceType> {
        invoice_type(&self.table, row_idx)
    }

    /// The day that a date filter looks at: the usage's, else the first one charged for.
    #[must_use]
    pub fn day(&self, row_idx: usize) -> Option<Day> {
        day(&self.table, Role::UsageDate, row_idx).or_else(|| day(&self.table, Role::ChargeStart, row_idx))
    }

    /// The first and the last day that a row charges for; see [`charged_days`].
    #[must_use]
    pub fn charged_days(&self, row_idx: usize) -> Option<(Day, Day)> {
        charged_days(&self.table, row_idx)
    }

    /// Whether a row is an estimate: files of new commerce leave the invoice number blank until the invoice is made.
    #[must_use]
    pub fn is_unbilled(&self, row_idx: usize) -> bool {
        matches!(self.table.kind(), FileKind::OneTime | FileKind::DailyRated | FileKind::CostManagement)
            && text(&self.table, Role::InvoiceNumber, row_idx).is_some_and(|it| it.trim().is_empty())
    }
}
