//! One table of a dataset, and what a row of it means whatever its kind of file.

use std::borrow::Cow;
use std::rc::Rc;

use crate::domain::{Day, FileKind, InvoiceType, Role};
use crate::table::{Bitmap, Column, Table};

/// The rows of one file and which of them count.
#[derive(Debug, Clone)]
pub struct Part {
    /// The rows.
    pub table: Rc<Table>,
    /// The rows that count in totals; the others explain rows of other files.
    pub counts: Bitmap,
}

impl Part {
    /// A row's invoice type: by the kind of file, or as the row says, or by the invoice number's letter.
    #[must_use]
    pub fn invoice_type(&self, row_idx: usize) -> InvoiceType {
        use FileKind::{DailyRated, License, OneTime, ServiceCostLines, ServiceCostsSummary, Usage};
        match self.table.kind() {
            OneTime | DailyRated => InvoiceType::OneTime,
            License | Usage => InvoiceType::Recurring,
            ServiceCostLines | ServiceCostsSummary => self
                .text(Role::InvoiceType, row_idx)
                .and_then(|it| InvoiceType::parse(&it))
                .or_else(|| InvoiceType::of_invoice_number(&self.text(Role::InvoiceNumber, row_idx)?))
                // Service costs began with legacy subscriptions; one-time lines came with their own fields.
                .unwrap_or(InvoiceType::Recurring),
        }
    }

    /// The day that a date filter looks at: the usage's, else the first one charged for.
    #[must_use]
    pub fn day(&self, row_idx: usize) -> Option<Day> {
        let day = |role| self.table.role(role).and_then(|column: &Column| column.day(row_idx));
        day(Role::UsageDate).or_else(|| day(Role::ChargeStart))
    }

    /// The first and the last day that a row charges for; a charge without an end ends where it starts.
    #[must_use]
    pub fn charged_days(&self, row_idx: usize) -> Option<(Day, Day)> {
        let day = |role| self.table.role(role).and_then(|column: &Column| column.day(row_idx));
        let start = day(Role::ChargeStart)?;
        Some((start, day(Role::ChargeEnd).unwrap_or(start)))
    }

    /// Whether a row is an estimate: files of new commerce leave the invoice number blank until the invoice is made.
    #[must_use]
    pub fn is_unbilled(&self, row_idx: usize) -> bool {
        matches!(self.table.kind(), FileKind::OneTime | FileKind::DailyRated)
            && self.text(Role::InvoiceNumber, row_idx).is_some_and(|it| it.trim().is_empty())
    }

    fn text(&self, role: Role, row_idx: usize) -> Option<Cow<'_, str>> {
        self.table.role(role).map(|it| it.text(row_idx))
    }
}
