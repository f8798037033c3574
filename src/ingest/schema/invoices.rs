//! Invoices of the partner, from the API: what each invoice totals, one object an invoice.
//!
//! One item: `{"id": "G000024135", "invoiceDate": "2018-02-08T22:40:37.5897767Z", "totalCharges": 2076.63, "paidAmount": 0,
//! "currencyCode": "USD", "invoiceType": "OneTime", …}`. The lines of an invoice are other resources.
//!
//! Sources: formats.md 2.3; "Invoice resources" (`Invoice`).

use super::{Schema, day, number, text};
use crate::domain::{FileKind, Role};

#[rustfmt::skip] // One line a column.
pub(super) const SCHEMA: Schema = Schema {
    kind: FileKind::Invoices,
    signatures: &[&["totalCharges", "paidAmount", "invoiceDate"]],
    columns: &[
        text("id", "Number of the invoice: D… is recurring, G… and T… are one-time.").role(Role::InvoiceNumber).shown(),
        day("invoiceDate", "Day on which the invoice was made.").shown(),
        day("billingPeriodStartDate", "First day of the billing period.").role(Role::ChargeStart).shown(),
        day("billingPeriodEndDate", "Last day of the billing period.").role(Role::ChargeEnd).shown(),
        number("totalCharges", "Total of the invoice: its charges and any adjustments; negative for a credit.").role(Role::Total).shown(),
        number("paidAmount", "Amount that the partner paid; negative where a payment was received.").shown(),
        text("currencyCode", "Currency of the amounts.").role(Role::Currency).shown(),
        text("currencySymbol", "Symbol of the currency; several currencies share one, so currencyCode counts."),
        text("pdfDownloadLink", "Address of the PDF within the API, valid for 30 minutes; in answers for a single invoice."),
        text("taxReceipts", "Tax receipts with their addresses, as JSON."),
        text("invoiceDetails", "The invoice's line items by kind and source, as JSON."),
        text("amendments", "Invoices that amend this one, as JSON."),
        text("documentType", "Kind of document: invoice, void_note or adjustment_note.").shown(),
        text("amendsOf", "Number of the invoice that this document amends."),
        text("invoiceType", "Recurring or OneTime.").role(Role::InvoiceType).shown(),
        text("status", "active or void.").shown(),
    ],
};
