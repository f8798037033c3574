//! The legacy license-based reconciliation file: one line per charge of an Office or Dynamics subscription.
//!
//! Header: `PartnerId,CustomerId,CustomerName,MpnId,ResellerMpnId,OrderId,SubscriptionId,…`, 28 columns; without
//! `ResellerMpnId` for direct partners, without `BillingCycleType` in 2019. No invoice number: one file is one invoice.
//!
//! Sources: formats.md 1.3 and 2.5; "Understand the fields in Partner Center license-based reconciliation files";
//! "Invoice resources" (`LicenseBasedLineItem`).

use super::{Schema, day, number, text};
use crate::domain::{FileKind, Role};

#[rustfmt::skip] // One line a column.
pub(super) const SCHEMA: Schema = Schema {
    kind: FileKind::License,
    signatures: &[&["SyndicationPartnerSubscriptionNumber", "DurableOfferId"]],
    columns: &[
        text("PartnerId", "Unique id (GUID) of the partner's billing account; the same in all rows."),
        text("CustomerId", "Microsoft's id (GUID) of the customer.").role(Role::CustomerId),
        text("CustomerName", "The customer's organization as Partner Center knows it.").role(Role::CustomerName).shown(),
        text("MpnId", "The partner's id in the Microsoft partner program."),
        text("ResellerMpnId", "Partner program id of the reseller of record; the partner's own id or -1 when there is none, absent for direct partners.").also(&["Tier2MpnId"]),
        text("OrderId", "Id of the order, for support requests. 18 digits: spreadsheets that read it as a number damage it."),
        text("SubscriptionId", "Id of the subscription in the billing platform, for support requests. Partner Center shows SyndicationPartnerSubscriptionNumber instead.").role(Role::SubscriptionId),
        text("SyndicationPartnerSubscriptionNumber", "Subscription id (GUID) as Partner Center shows it. A customer may hold several subscriptions of one offer."),
        text("OfferId", "Id of the offer in the billing platform. Not the price list's offer id: that is DurableOfferId."),
        text("DurableOfferId", "Offer id of the price list."),
        text("OfferName", "Name of the offer as in the price list.").role(Role::ProductName).shown(),
        day("SubscriptionStartDate", "Start of the subscription, 0:00 UTC on the day after the order."),
        day("SubscriptionEndDate", "End of the subscription: 12 months after renewal, or 12 months and some days after the start to meet the billing date."),
        day("ChargeStartDate", "First day that the line charges for, from 0:00; base of prorated charges.").role(Role::ChargeStart).shown(),
        day("ChargeEndDate", "Last day that the line charges for, until 23:59; base of prorated charges.").role(Role::ChargeEnd).shown(),
        text("ChargeType", "Why the line exists: Cycle fee, Cycle instance prorate, Prorate fees when cancel, Offset a line item, …. Case varies.").role(Role::ChargeType).shown(),
        number("UnitPrice", "Price of one seat in the price list when bought.").shown(),
        number("Quantity", "Number of seats.").shown(),
        number("Amount", "UnitPrice times Quantity, before discount and tax; prorated where the charge is."),
        number("TotalOtherDiscount", "Discount on the charge, for example for licenses of a competency or an incentive; taken off Amount."),
        number("Subtotal", "Charge before tax: Amount less TotalOtherDiscount; negative for refunds.").role(Role::Pretax).shown(),
        number("Tax", "Tax on the charge.").role(Role::Tax).shown(),
        number("TotalForCustomer", "Charge with tax: Subtotal plus Tax.").role(Role::Total).shown(),
        text("Currency", "Currency of all amounts; one per billing account.").role(Role::Currency).shown(),
        text("DomainName", "The customer's domain; blank until the second billing cycle. It can be changed, so it does not identify the customer."),
        text("SubscriptionName", "Nickname of the subscription; the offer's name where none was given.").role(Role::SubscriptionName).shown(),
        text("SubscriptionDescription", "Name of the offer as in the price list, the same as OfferName."),
        text("BillingCycleType", "How often the subscription is billed, for example Monthly."),
        text("InvoiceLineItemType", "API only: the kind of line, billing_line_items."),
        text("BillingProvider", "API only: the source of the line, office."),
    ],
};
