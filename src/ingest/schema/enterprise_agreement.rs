//! The cost export of an Enterprise Agreement, actual or amortised: a neighbour that bills no CSP customer.
//!
//! Header: `BillingAccountId,BillingAccountName,BillingPeriodStartDate,…,PartNumber,…,Cost,…,benefitName`, 55 columns behind a
//! byte order mark. An enrolment has no customers, so its billing account stands in the customer's place.
//!
//! Sources: formats.md 1.7; "Cost and usage details (Enterprise Agreement)".

use super::{Schema, day, number, text};
use crate::domain::{FileKind, Role};

#[rustfmt::skip] // One line a column.
pub(super) const SCHEMA: Schema = Schema {
    kind: FileKind::EnterpriseAgreement,
    signatures: &[&["Cost", "AccountOwnerId"]],
    columns: &[
        text("BillingAccountId", "Number of the enrolment's billing account.").role(Role::CustomerId),
        text("BillingAccountName", "Name of the billing account.").role(Role::CustomerName).shown(),
        day("BillingPeriodStartDate", "First day of the billing period.").role(Role::ChargeStart),
        day("BillingPeriodEndDate", "Last day of the billing period.").role(Role::ChargeEnd),
        text("BillingProfileId", "Number of the enrolment."),
        text("BillingProfileName", "Name of the enrolment."),
        text("AccountOwnerId", "Sign-in name of the account's owner."),
        text("AccountName", "Name of the enrolment account.").shown(),
        text("SubscriptionId", "Id of the Azure subscription.").role(Role::SubscriptionId),
        text("SubscriptionName", "Name of the Azure subscription.").role(Role::SubscriptionName).shown(),
        day("Date", "Day of the usage or purchase.").role(Role::UsageDate).shown(),
        text("Product", "Name of the product.").also(&["ProductName"]).role(Role::ProductName).shown(),
        text("PartNumber", "Part number of the price sheet."),
        text("MeterId", "Id of the meter."),
        text("ServiceFamily", "Family of the service, for example Compute."),
        text("MeterCategory", "Service of the meter, for example Virtual Machines."),
        text("MeterSubCategory", "Type of the service within the category."),
        text("MeterRegion", "Region to which the meter's price belongs."),
        text("MeterName", "What the meter measures.").shown(),
        number("Quantity", "Units used or bought.").shown(),
        number("EffectivePrice", "Blended price of one unit in the period, across price tiers."),
        number("Cost", "Charge before credits and tax, in the billing currency.").also(&["CostInBillingCurrency"]).role(Role::Pretax).shown(),
        number("UnitPrice", "Price of one unit with negotiated discounts. The retail price is PayGPrice."),
        text("BillingCurrency", "Currency of Cost.").also(&["BillingCurrencyCode"]).role(Role::Currency).shown(),
        text("ResourceLocation", "Data center where the resource runs."),
        text("AvailabilityZone", "Zone of an AWS service; only for data of the cross-cloud connector."),
        text("ConsumedService", "Azure platform service used, for example Microsoft.Compute."),
        text("ResourceId", "Full id of the resource in Azure."),
        text("ResourceName", "Name of the resource."),
        text("ServiceInfo1", "Service-specific detail."),
        text("ServiceInfo2", "Older field for optional service-specific detail."),
        text("AdditionalInfo", "Further details as JSON."),
        text("Tags", "Tags of the resource."),
        text("InvoiceSectionId", "Id of the department."),
        text("InvoiceSection", "Name of the department.").also(&["InvoiceSectionName"]),
        text("CostCenter", "Cost center that was set for the subscription."),
        text("UnitOfMeasure", "Unit of Quantity."),
        text("ResourceGroup", "Resource group that holds the resource."),
        text("ReservationId", "Id of the reservation."),
        text("ReservationName", "Name of the reservation."),
        text("ProductOrderId", "Id of the order of a purchase."),
        text("ProductOrderName", "Name of the order of a purchase."),
        text("OfferId", "Azure offer: the type of the subscription, for example MS-AZR-0017P."),
        text("IsAzureCreditEligible", "Whether Azure credits can pay the charge."),
        text("Term", "Term of the offer, for example 36 (months) for a reservation; not for usage."),
        text("PublisherName", "Publisher of the product."),
        text("PlanName", "Plan of a marketplace product."),
        text("ChargeType", "Usage, Purchase, Refund, UnusedReservation, ….").role(Role::ChargeType).shown(),
        text("Frequency", "OneTime, Recurring or UsageBased."),
        text("PublisherType", "Microsoft, Azure, AWS or Marketplace."),
        number("PayGPrice", "Retail price of one unit."),
        text("PricingModel", "OnDemand, Reservation, Spot or SavingsPlan."),
        text("CostAllocationRuleName", "Rule that moved the cost here, if one did."),
        text("benefitId", "Id of the savings plan or reservation."),
        text("benefitName", "Name of the savings plan or reservation."),
    ],
};
