//! Invoice summaries of the partner, from the API: balance and last payment, one object a currency.
//!
//! One item: `{"balanceAmount": 751094.39, "currencyCode": "GBP", "accountingDate": "2018-03-16T00:00:00", …, "details":
//! [{"invoiceType": "Recurring", "summary": {…}}]}`. A date of 0001-01-01 means none.
//!
//! Sources: formats.md 2.4; "Invoice resources" (`InvoiceSummary`).

use super::{Schema, day, number, text};
use crate::domain::{FileKind, Role};

#[rustfmt::skip] // One line a column.
pub(super) const SCHEMA: Schema = Schema {
    kind: FileKind::InvoiceSummaries,
    signatures: &[&["balanceAmount", "accountingDate"]],
    columns: &[
        number("balanceAmount", "Balance: the total of the partner's unpaid bills in this currency.").role(Role::Total).shown(),
        text("currencyCode", "Currency of the amounts.").role(Role::Currency).shown(),
        text("currencySymbol", "Symbol of the currency; several currencies share one, so currencyCode counts."),
        day("accountingDate", "Day on which the balance was last updated.").shown(),
        day("firstInvoiceCreationDate", "Day of the first invoice.").shown(),
        day("lastPaymentDate", "Day of the last payment; 0001-01-01 where there is none.").shown(),
        number("lastPaymentAmount", "Amount of the last payment.").shown(),
        day("latestInvoiceDate", "Day of the newest invoice.").shown(),
        text("details", "The same per invoice type, as JSON."),
    ],
};
