//! The new-commerce ("one-time purchase") reconciliation file: one line per charge, monthly totals of everything sold.
//!
//! Header of 2021 to 2023: `PartnerId,CustomerId,CustomerName,CustomerDomainName,CustomerCountry,InvoiceNumber,MpnId,…`,
//! 46 columns; `ProductCategory` came in 2025, `ResellerMpnId` is absent for direct partners, the header of 2019 writes
//! `Order ID`, `Sub Total`, `Tax Total` and has no `BillableQuantity`. The last columns of the table are the API's.
//!
//! Sources: formats.md 1.1 and 2.5; "CSP one-time purchase reconciliation file fields", later "Learn how to read new
//! commerce invoice reconciliation files"; "Invoice resources" (`OneTimeInvoiceLineItem`).

use super::{Schema, day, number, text};
use crate::domain::{FileKind, Role};

/// `BillableQuantity` is no part of the signature: the header of 2019 lacks it. Daily files have no `Subtotal`,
/// license-based ones no `EffectiveUnitPrice`.
#[rustfmt::skip] // One line a column.
pub(super) const SCHEMA: Schema = Schema {
    kind: FileKind::OneTime,
    signatures: &[&["EffectiveUnitPrice", "Subtotal", "TaxTotal"]],
    columns: &[
        text("PartnerId", "Unique id (GUID) of the partner's billing account; the same in all rows."),
        text("CustomerId", "Microsoft's id (GUID) of the customer, its tenant.").role(Role::CustomerId),
        text("CustomerName", "The customer's organization as Partner Center knows it.").role(Role::CustomerName).shown(),
        text("CustomerDomainName", "The customer's domain. It can be changed and may be blank at first, so it does not identify the customer."),
        text("CustomerCountry", "Country of the customer, two letters."),
        text("InvoiceNumber", "Invoice that bills the line, G… or T…; blank in estimates of a period not yet billed.").role(Role::InvoiceNumber).shown(),
        text("MpnId", "The partner's id in the Microsoft partner program."),
        text("ResellerMpnId", "Partner program id of the reseller of record; absent, blank or 0 when the partner sells directly.").also(&["Tier2MpnId"]),
        text("OrderId", "Id of the order, for support requests. Up to 18 digits: spreadsheets that read it as a number damage it."),
        day("OrderDate", "Day (UTC) of the purchase or other billing event that made the line. Lines are not sorted by it.").shown(),
        text("ProductId", "Id of the product."),
        text("SkuId", "Id of the SKU within the product; leading zeros count (0001)."),
        text("AvailabilityId", "Id of the offer of this SKU for a country, currency and segment."),
        text("SkuName", "Name of the SKU: the edition or variant of the product."),
        text("ProductName", "Name of the product.").role(Role::ProductName).shown(),
        text("ChargeType", "Why the line exists: new, renew, cycleCharge, addQuantity, removeQuantity, cancelImmediate, convert, customerCredit, ….").role(Role::ChargeType).shown(),
        number("UnitPrice", "List price of one unit when bought, in the pricing currency. The charge follows EffectiveUnitPrice, not this."),
        number("Quantity", "Units or licenses bought. Use BillableQuantity to check the charge."),
        number("Subtotal", "Charge before tax, in the billing currency; negative for refunds and credits. About BillableQuantity times EffectiveUnitPrice, converted and rounded.").role(Role::Pretax).shown(),
        number("TaxTotal", "Tax on the charge, in the billing currency; 0 where tax is computed on the invoice total, and mostly 0 in estimates.").role(Role::Tax).shown(),
        number("Total", "Charge with tax, in the billing currency: Subtotal plus TaxTotal. Not reliable in estimates, where it may be 0.").also(&["TotalForCustomer"]).role(Role::Total).shown(),
        text("Currency", "Billing currency of Subtotal, TaxTotal and Total; there is one invoice per currency.").role(Role::Currency).shown(),
        text("PriceAdjustmentDescription", "Why EffectiveUnitPrice differs from UnitPrice, as a list: partner earned credit, tier discount, proration, …. Free text."),
        text("PublisherName", "Publisher of the product."),
        text("PublisherId", "Id of the publisher in Partner Center; blank or NA for Microsoft."),
        text("SubscriptionDescription", "Name of the offer as in the price list, for example Azure plan.").role(Role::SubscriptionName),
        text("SubscriptionId", "Id of the commerce subscription or Azure plan. Not the Azure subscription: that is EntitlementId in the daily file.").role(Role::SubscriptionId),
        day("ChargeStartDate", "First day that the line charges for.").role(Role::ChargeStart).shown(),
        day("ChargeEndDate", "Last day that the line charges for; blank for perpetual software.").role(Role::ChargeEnd).shown(),
        text("TermAndBillingCycle", "Commitment and billing plan chosen at purchase, or the meter's unit for usage. The wording is not standard."),
        number("EffectiveUnitPrice", "Price of one unit that drives the charge, in the pricing currency: after proration, discounts and credits; negative for refunds. Many decimals.").shown(),
        text("UnitType", "Unit in which the meter is charged, for example 1 GB/Month; blank for licenses."),
        text("AlternateId", "Another id of the order line, often the short order id."),
        number("BillableQuantity", "Units that the line bills; for usage, of the whole period. Multiply by EffectiveUnitPrice to check Subtotal.").shown(),
        text("BillingFrequency", "Billing plan: Monthly, Annual or NA; blank for one-time purchases and mostly in estimates."),
        text("PricingCurrency", "Currency of UnitPrice and EffectiveUnitPrice, the price list's; USD for Azure and marketplace."),
        number("PCToBCExchangeRate", "Rate from pricing currency to billing currency; 1 when they are the same."),
        day("PCToBCExchangeRateDate", "Day for which the exchange rate was determined; one rate holds for the whole month."),
        text("MeterDescription", "Meter of the usage; blank for licenses."),
        text("ReservationOrderId", "Order of the Azure reservation or savings plan. The daily file has it in BenefitOrderId (savings plan) or AdditionalInfo (reservation)."),
        text("CreditReasonCode", "Why a credit was given: Azure Credit Offer or Azure Consumption Credit; such lines are negative."),
        day("SubscriptionStartDate", "Day on which the subscription was bought or its term began."),
        day("SubscriptionEndDate", "Day on which the subscription's term ends."),
        text("ReferenceId", "Links the lines of one change, such as the refund and the new charge of an upgrade or seat change."),
        text("ProductQualifiers", "Marks add-ons and trials, as a list, for example AddOn; blank otherwise."),
        text("PromotionId", "Id of the promotion applied to the price; blank if none."),
        text("ProductCategory", "Category of the product; in files since 2025."),
        text("DiscountDetails", "Explanation of a discount, in the header of 2019 and the API. Deprecated: PriceAdjustmentDescription replaced it."),
        text("InvoiceLineItemType", "API only: the kind of line, billing_line_items."),
        text("BillingProvider", "API only: the source of the line, one_time or all."),
    ],
};
