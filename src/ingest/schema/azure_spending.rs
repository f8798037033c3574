//! Azure spending from the API: usage summaries and usage records of customers, subscriptions, meters and resources, with
//! budgets.
//!
//! One item: `{"budget": {"amount": 20.0, …}, "percentUsed": 602.84, "resourceId": "…", "resourceName": "…", "totalCost":
//! 120.568, "currencyLocale": "en-US", "attributes": {"objectType": "CustomerMonthlyUsageRecord"}}`. The table is the union of
//! all of them. They are estimates of the period so far and bill nothing.
//!
//! Sources: formats.md 2.6; "Azure spending resources" (`CustomerMonthlyUsageRecord`, `SubscriptionDailyUsageRecord`,
//! `MeterUsageRecord`, `PartnerUsageSummary`, …).

use super::{Schema, day, number, text};
use crate::domain::{FileKind, Role};

#[rustfmt::skip] // One line a column.
pub(super) const SCHEMA: Schema = Schema {
    kind: FileKind::AzureSpending,
    signatures: &[&["totalCost", "lastModifiedDate"], &["totalCost", "currencyLocale"], &["totalCost", "usdTotalCost"]],
    columns: &[
        text("resourceId", "Id of what the record is about: the customer, the subscription, the meter or the resource."),
        text("resourceName", "Name of what the record is about.").role(Role::ProductName).shown(),
        text("id", "The same as resourceId."),
        text("name", "The same as resourceName."),
        number("totalCost", "Estimated cost of the period so far, in the record's currency.").role(Role::Pretax).shown(),
        text("currencyCode", "Currency of totalCost; Azure plan only.").role(Role::Currency).shown(),
        text("currencyLocale", "Locale of the currency in which totalCost is given, for example en-US; legacy subscriptions.").shown(),
        number("usdTotalCost", "Estimated cost of the period so far in US dollars; Azure plan only.").shown(),
        day("lastModifiedDate", "When the figures were last updated."),
        day("billingStartDate", "First day of the billing period.").role(Role::ChargeStart).shown(),
        day("billingEndDate", "Last day of the billing period.").role(Role::ChargeEnd).shown(),
        number("budget.amount", "Monthly spending budget that the partner set; blank where there is none.").also(&["budget.ammount"]).shown(),
        number("customerSpendingBudget.amount", "Monthly spending budget of the customer; blank where there is none."),
        number("percentUsed", "Share of the budget that is used, in percent: totalCost over the budget times 100.").shown(),
        text("isUpgraded", "Whether the customer moved to the Azure plan: true or false."),
        text("emailsToNotify", "Addresses that are told of spending near the budget, as JSON."),
        number("customersOverBudget", "How many customers are over their budget."),
        number("customersTrendingOver", "How many customers will be over their budget soon."),
        number("customersWithUsageBasedSubscription", "How many customers have a usage-based subscription."),
        text("customerId", "Id of the customer.").role(Role::CustomerId),
        text("status", "Status of the subscription, for example active."),
        text("partnerOnRecord", "Partner program id of the partner on record of the subscription."),
        text("offerId", "Id of the offer, for example MS-AZR-0145P."),
        day("dateUsed", "Day of the usage.").role(Role::UsageDate).shown(),
        text("subscriptionId", "Id of the subscription.").role(Role::SubscriptionId),
        text("meterId", "Id of the meter."),
        text("meterName", "Name of the meter.").shown(),
        text("category", "Category of the Azure service, for example Virtual Machines.").shown(),
        text("subcategory", "Category within the Azure service."),
        number("quantityUsed", "Units used.").shown(),
        text("unit", "Unit of quantityUsed, for example Hours."),
        text("resourceUri", "Full id of the resource in Azure."),
        text("resourceType", "Type of the resource in Azure."),
        text("entitlementId", "Id of the Azure subscription."),
        text("entitlementName", "Name of the Azure subscription."),
        text("resourceGroupName", "Resource group that holds the resource."),
    ],
};
