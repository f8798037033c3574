//! Line items of a customer's service costs, from the API: what one customer bought in the most recent billing period.
//!
//! One item: `{"startDate": "2016-01-12T00:00:00", "subscriptionFriendlyName": "…", "chargeType": "CYCLE FEE",
//! "pretaxTotal": 17.219999999999999, "tax": 0.0, "afterTaxTotal": 17.219999999999999, …}`. Numbers carry float noise;
//! the columns from `productId` to `discountDetails` are documented for one-time purchases only.
//!
//! Sources: formats.md 2.2; "Service costs resources" (`ServiceCostLineItem`).

use super::{Schema, day, number, text};
use crate::domain::{FileKind, Role};

/// `ServiceCostsSummary` has the totals too, but no `subscriptionFriendlyName`.
#[rustfmt::skip] // One line a column.
pub(super) const SCHEMA: Schema = Schema {
    kind: FileKind::ServiceCostLines,
    signatures: &[&["subscriptionFriendlyName", "pretaxTotal", "afterTaxTotal"]],
    columns: &[
        day("startDate", "First day that the line charges for.").role(Role::ChargeStart).shown(),
        day("endDate", "Last day that the line charges for.").role(Role::ChargeEnd).shown(),
        text("subscriptionFriendlyName", "Name of the subscription.").role(Role::SubscriptionName).shown(),
        text("subscriptionId", "Id of the subscription.").role(Role::SubscriptionId),
        text("orderId", "Id of the order."),
        text("offerId", "Id of the offer."),
        text("offerName", "Name of the offer."),
        text("resellerMPNId", "Partner program id of the reseller; only where an indirect reseller sells, otherwise -1."),
        text("chargeType", "Kind of charge, for example PURCHASE FEE or CYCLE FEE.").role(Role::ChargeType).shown(),
        number("quantity", "Units used or bought.").shown(),
        number("unitPrice", "Price of one unit.").shown(),
        number("pretaxTotal", "Charge before tax.").role(Role::Pretax).shown(),
        number("tax", "Tax on the charge.").role(Role::Tax).shown(),
        number("afterTaxTotal", "Charge with tax: pretaxTotal plus tax.").role(Role::Total).shown(),
        text("currencyCode", "Currency of the amounts.").role(Role::Currency).shown(),
        text("currencySymbol", "Symbol of the currency; several currencies share one, so currencyCode counts."),
        text("customerId", "Id of the customer who bought.").role(Role::CustomerId),
        text("customerName", "Name of the customer who bought.").role(Role::CustomerName).shown(),
        text("invoiceNumber", "Invoice that the line belongs to: D… is recurring, G… and T… are one-time.").role(Role::InvoiceNumber).shown(),
        text("invoiceType", "Recurring or OneTime. Answers have it though its table does not list it; without it the invoice number tells.").role(Role::InvoiceType),
        text("productId", "Id of the product; one-time purchases."),
        text("skuId", "Id of the SKU within the product; one-time purchases. Leading zeros count (0001)."),
        text("availabilityId", "Id of the offer of this SKU for a country, currency and segment; one-time purchases."),
        text("productName", "Name of the product; one-time purchases.").role(Role::ProductName).shown(),
        text("skuName", "Name of the SKU; one-time purchases."),
        text("publisherName", "Publisher of the product; one-time purchases."),
        text("publisherId", "Id of the publisher; one-time purchases."),
        text("termAndBillingCycle", "Commitment and billing cycle; one-time purchases."),
        text("discountDetails", "Discount as text, for example 20% or N/A; one-time purchases."),
    ],
};
