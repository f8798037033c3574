//! The daily-rated usage file: one line per meter, resource and day of Azure plan and metered marketplace usage.
//!
//! Header: `PartnerId,PartnerName,CustomerId,…,UsageDate,MeterType,…,BillingPreTaxTotal,BillingCurrency,…`, 50 columns in
//! 2020, 52 in 2021, 55 since 2022 (`BenefitId` and `BenefitOrderId` in either order). The documentation of 2019 names
//! some columns differently; the last columns of the table are of 2019 or the API's only. No tax, no total.
//!
//! Sources: formats.md 1.2 and 2.5; "Learn how to read daily-rated usage reconciliation files in Partner Center";
//! "Azure savings plan billing"; "Invoice resources" (`DailyRatedUsageLineItem`).

use super::{Schema, day, number, text};
use crate::domain::{FileKind, Role};

/// `EntitlementId` is no part of the signature: the documentation of 2019 lacks it.
#[rustfmt::skip] // One line a column.
pub(super) const SCHEMA: Schema = Schema {
    kind: FileKind::DailyRated,
    signatures: &[&["BillingPreTaxTotal", "UsageDate"]],
    columns: &[
        text("PartnerId", "Id (GUID) of the partner, its tenant; the same in all rows."),
        text("PartnerName", "Name of the partner."),
        text("CustomerId", "Microsoft's id (GUID) of the customer, its tenant.").role(Role::CustomerId),
        text("CustomerName", "The customer's organization as Partner Center knows it.").also(&["CustomerCompanyName"]).role(Role::CustomerName).shown(),
        text("CustomerDomainName", "The customer's domain. It can be changed, so it does not identify the customer."),
        text("CustomerCountry", "Country of the customer, two letters."),
        text("MpnId", "The partner's id in the Microsoft partner program; often blank."),
        text("Tier2MpnId", "Partner program id of the reseller of record; blank in unbilled usage, absent or blank for direct partners.").also(&["ResellerMpnId"]),
        text("InvoiceNumber", "Invoice that bills the usage, G… or T…; blank while unbilled.").role(Role::InvoiceNumber).shown(),
        text("ProductId", "Id of the product."),
        text("SkuId", "Id of the SKU within the product; leading zeros count (0001)."),
        text("AvailabilityId", "Id of the offer of this SKU for a country, currency and segment."),
        text("SkuName", "Name of the SKU: the variant of the product."),
        text("ProductName", "Name of the product.").role(Role::ProductName).shown(),
        text("PublisherName", "Publisher of the product."),
        text("PublisherId", "Id of the publisher; blank for Microsoft."),
        text("SubscriptionDescription", "Name of the offer as in the price list, for example Azure plan; often blank.").role(Role::SubscriptionName),
        text("SubscriptionId", "Id of the Azure plan, the same as in the one-time file. The Azure subscription is EntitlementId.").role(Role::SubscriptionId),
        day("ChargeStartDate", "First day of the billing period. The usage itself is of UsageDate.").role(Role::ChargeStart),
        day("ChargeEndDate", "Last day of the billing period, or the first of the next month. Charges follow UsageDate.").role(Role::ChargeEnd),
        day("UsageDate", "Day on which the service was used (UTC).").role(Role::UsageDate).shown(),
        text("MeterType", "Kind of meter, for example 1 Compute Hour."),
        text("MeterCategory", "Top-level service of the usage, for example Virtual Machines."),
        text("MeterId", "Id of the meter."),
        text("MeterSubCategory", "Type of Azure service within the category; it can affect the rate.").also(&["Meter Sub-category"]),
        text("MeterName", "What the meter measures.").shown(),
        text("MeterRegion", "Data center region to which the meter's price belongs, where there is one."),
        text("Unit", "Unit of measure of the meter, for example 1 Hour.").also(&["UnitOfMeasure"]),
        text("ResourceLocation", "Data center where the resource runs."),
        text("ConsumedService", "Azure platform service used, for example Microsoft.Compute."),
        text("ResourceGroup", "Resource group that holds the resource.").shown(),
        text("ResourceURI", "Full id of the resource in Azure."),
        text("ChargeType", "Kind of charge or adjustment: Usage in files, also new in the API.").role(Role::ChargeType),
        number("UnitPrice", "List price of one unit, in the pricing currency. The charge follows EffectiveUnitPrice, not this."),
        number("Quantity", "Units used on the day; up to 9 decimals.").shown(),
        text("UnitType", "Unit of Quantity and of the prices, for example 1 GB/Month.").shown(),
        number("BillingPreTaxTotal", "Charge before tax and after partner earned credit, in the billing currency. Not rounded to cents: EffectiveUnitPrice times Quantity times the exchange rate.").also(&["Billing pre tax"]).role(Role::Pretax).shown(),
        text("BillingCurrency", "Currency of the invoice and of BillingPreTaxTotal.").role(Role::Currency).shown(),
        number("PricingPreTaxTotal", "Charge before tax in the pricing currency. Not the invoice's amount unless the currencies are the same."),
        text("PricingCurrency", "Currency of the price list and of the unit prices; USD for Azure."),
        text("ServiceInfo1", "Service-specific detail, such as the number of Service Bus connections."),
        text("ServiceInfo2", "Older field for optional service-specific detail."),
        text("Tags", "Tags that the user set on the resource, as JSON."),
        text("AdditionalInfo", "Further details as JSON: VM size, usage type; for reservations the reservation order."),
        number("EffectiveUnitPrice", "Price of one unit that drives the charge, after partner earned credit and discounts, in the pricing currency; 0 for free tiers and reserved usage.").shown(),
        number("PCToBCExchangeRate", "Rate from pricing currency to billing currency; 1 when they are the same."),
        day("PCToBCExchangeRateDate", "Day for which the exchange rate was determined; one rate holds for the whole month."),
        text("EntitlementId", "Id of the Azure subscription."),
        text("EntitlementDescription", "Name of the Azure subscription.").shown(),
        number("PartnerEarnedCreditPercentage", "Partner earned credit in percent: 0 or 15; blank when none. Already taken off EffectiveUnitPrice."),
        number("CreditPercentage", "Credit in percent: 15 for partner earned credit, 100 for Azure credit; blank when none."),
        text("CreditType", "Which credit applied: Partner Earned Credit Applied, Azure Credit Applied or Credit Not Applied."),
        text("BenefitOrderId", "Order of the savings plan, the same as ReservationOrderId in the one-time file; blank for other usage."),
        text("BenefitId", "Id of the savings plan; blank for other usage."),
        text("BenefitType", "SavingsPlan for usage that a savings plan covers (cost 0), otherwise Charge or blank."),
        number("ConsumedQuantity", "Only in the documentation of 2019: units used in the period, with unbilled usage of earlier periods."),
        number("RateOfPartnerEarnedCredit", "API only: partner earned credit as a fraction, 0 or 0.15. PartnerEarnedCreditPercentage is 15 for the same."),
        text("HasPartnerEarnedCredit", "API only: whether partner earned credit applied, true or false."),
        number("RateOfCredit", "API only: credit as a fraction, 1 for 100 percent. CreditPercentage is 100 for the same."),
        text("InvoiceLineItemType", "API only: the kind of line, usage_line_items."),
        text("BillingProvider", "API only: the source of the line, marketplace, one_time or all."),
    ],
};
