//! Azure credit balance: credits that customers were granted, what was used and what is left.
//!
//! Header: `PartnerID,CustomerID,InvoiceMonth,CreditName,CreditAmount,Status,BalanceAmount,CurrencyCode,AgreementID,
//! EffectiveDate,ExpiryDate`. `CreditAmount` is cumulative: what one month used is the difference of two months.
//!
//! Sources: formats.md 0 (H) and 3.6; "Azure credit offer balance".

use super::{Schema, day, number, text};
use crate::domain::{FileKind, Role};

#[rustfmt::skip] // One line a column.
pub(super) const SCHEMA: Schema = Schema {
    kind: FileKind::AzureCredit,
    signatures: &[&["CreditName", "CreditAmount", "BalanceAmount"]],
    columns: &[
        text("PartnerID", "Id (GUID) of the partner, its tenant.").also(&["PartnerTenantId"]),
        text("CustomerID", "Microsoft's id (GUID) of the customer, its tenant.").role(Role::CustomerId).shown(),
        text("InvoiceMonth", "Month of the invoice on which the credit was used.").shown(),
        text("CreditName", "Name of the credit.").role(Role::ProductName).shown(),
        number("CreditAmount", "Credit used so far; cumulative, so one month's part is the difference to the month before.").shown(),
        text("Status", "Status of the credit, for example Active.").shown(),
        number("BalanceAmount", "Credit that is left.").shown(),
        text("CurrencyCode", "Currency of the amounts.").role(Role::Currency).shown(),
        text("AgreementID", "Id of the agreement that grants the credit."),
        day("EffectiveDate", "First day of the credit.").role(Role::ChargeStart).shown(),
        day("ExpiryDate", "Last day of the credit.").role(Role::ChargeEnd).shown(),
    ],
};
