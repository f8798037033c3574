//! The billing period of a line: the month in which most lines of its invoice start to be charged.
//!
//! No line states the period of its invoice. New-commerce invoices cover a calendar month (formats.md section 3.8), yet
//! hold lines that start earlier (credits, late usage), so the month is a property of the invoice, not of the line.

use std::collections::BTreeMap;

use crate::domain::{Month, Role};
use crate::table::Table;

/// The billing period of each row of a table; none where no row of its invoice has a start.
#[derive(Debug)]
pub struct Periods {
    /// The period of each invoice number's code; a single one where the table has no such column.
    per_invoice: Vec<Option<Month>>,
}

impl Periods {
    /// Finds the periods of a table.
    #[must_use]
    pub fn of(table: &Table) -> Self {
        let invoices = table.role(Role::InvoiceNumber).and_then(|it| it.coded());
        let n_invoices = invoices.map_or(1, |(dictionary, _)| dictionary.len());
        let mut n_lines: Vec<BTreeMap<Month, usize>> = vec![BTreeMap::new(); n_invoices];
        if let Some(starts) = table.role(Role::ChargeStart) {
            for row_idx in 0..table.n_rows() {
                if let Some(day) = starts.day(row_idx) {
                    let invoice = invoices.map_or(0, |(_, codes)| codes[row_idx] as usize);
                    *n_lines[invoice].entry(day.month()).or_default() += 1;
                }
            }
        }
        // Of months with equally many lines, `max_by_key` keeps the latest.
        let per_invoice =
            n_lines.into_iter().map(|it| it.into_iter().max_by_key(|(_, n)| *n).map(|(month, _)| month)).collect();
        Self { per_invoice }
    }

    /// The period of a row of that table.
    #[must_use]
    pub fn of_row(&self, table: &Table, row_idx: usize) -> Option<Month> {
        let invoice =
            table.role(Role::InvoiceNumber).and_then(|it| it.coded()).map_or(0, |(_, codes)| codes[row_idx] as usize);
        self.per_invoice[invoice]
    }
}
