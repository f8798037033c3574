//! The legacy usage-based reconciliation file (Azure MS-AZR-0145P): one line per meter, price tier and cycle.
//!
//! Header: `PartnerId,PartnerName,PartnerBillableAccountId,CustomerCompanyName,…`, 42 columns; 41 in 2019 (no
//! `BillingCycleType`, `CustomerName`), 34 in files of direct partners. The columns from `CustomerBillableAccount` to
//! `ServiceInfo` are filled in a second block of daily rows, which have no prices.
//!
//! Sources: formats.md 1.4 and 2.5; "Understand usage-based reconciliation files and their specific fields in Partner
//! Center"; "Invoice resources" (`UsageBasedLineItem`, `DailyUsageLineItem`).

use super::{Schema, day, number, text};
use crate::domain::{FileKind, Role};

/// `DailyUsageLineItem` of the API has only the daily columns, and no amounts.
#[rustfmt::skip] // One line a column.
pub(super) const SCHEMA: Schema = Schema {
    kind: FileKind::Usage,
    signatures: &[&["OverageQuantity", "PretaxCharges"], &["ConsumedQuantity", "UsageDate", "MeteredService"]],
    columns: &[
        text("PartnerId", "Id (GUID) of the partner; the same in all rows."),
        text("PartnerName", "Name of the partner."),
        text("PartnerBillableAccountId", "Id of the partner's billing account."),
        text("CustomerCompanyName", "The customer's organization as Partner Center knows it.").also(&["CustomerName"]).role(Role::CustomerName).shown(),
        text("MpnId", "The partner's id in the Microsoft partner program."),
        text("ResellerMpnId", "Partner program id of the reseller of record; the partner's own id or -1 when there is none, absent for direct partners.").also(&["Tier2MpnId"]),
        text("InvoiceNumber", "Invoice that bills the line, D….").role(Role::InvoiceNumber).shown(),
        day("ChargeStartDate", "First day of the billing cycle, from 0:00; earlier for late usage of the previous cycle.").role(Role::ChargeStart).shown(),
        day("ChargeEndDate", "Last day of the billing cycle, until 23:59; earlier for late usage of the previous cycle.").role(Role::ChargeEnd).shown(),
        text("SubscriptionId", "Id of the subscription in the billing platform, for support requests. Not the subscription id that Partner Center shows.").role(Role::SubscriptionId),
        text("SubscriptionName", "Nickname of the subscription.").role(Role::SubscriptionName),
        text("SubscriptionDescription", "Line of business of the offer, for example Microsoft Azure."),
        text("OrderID", "Id of the order, for support requests. 18 digits: spreadsheets that read it as a number damage it."),
        text("ServiceName", "Azure service, for example VIRTUAL MACHINES.").role(Role::ProductName).shown(),
        text("ServiceType", "Type within the Azure service, for example Standard Plan."),
        text("ResourceGuid", "Id (GUID) of the meter: the service with its price structure."),
        text("ResourceName", "Name of the metered resource, for example Data Transfer Out (GB).").shown(),
        text("Region", "Region of the usage; decides the rate of data transfers."),
        text("Sku", "Microsoft's id of the offer, for example 7UD-00001."),
        text("DetailLineItemId", "Number of the price tier where one meter is charged at several rates in a period."),
        number("ConsumedQuantity", "Units used in the period, such as hours or GB, with unbilled usage of earlier periods."),
        number("IncludedQuantity", "Units that the offer includes; usually 0 for CSP."),
        number("OverageQuantity", "Units to be paid: ConsumedQuantity less IncludedQuantity.").shown(),
        number("ListPrice", "Price of one unit, as of the subscription's start.").shown(),
        number("PretaxCharges", "Charge before tax: ListPrice times OverageQuantity, rounded to cents; negative for discounts and credits.").role(Role::Pretax).shown(),
        number("TaxAmount", "Tax on the charge.").role(Role::Tax).shown(),
        number("PostTaxTotal", "Charge with tax: PretaxCharges plus TaxAmount.").role(Role::Total).shown(),
        text("Currency", "Currency of all amounts; one per billing account.").role(Role::Currency).shown(),
        number("PretaxEffectiveRate", "Price of one unit before tax: PretaxCharges over OverageQuantity, rounded to cents in files."),
        number("PostTaxEffectiveRate", "Price of one unit with tax: PostTaxTotal over OverageQuantity, rounded to cents in files."),
        text("ChargeType", "Why the line exists: Assess usage fee for current cycle, Assess usage fee when cancel, Offset a line item, ….").role(Role::ChargeType).shown(),
        text("CustomerId", "Microsoft's id of the customer.").role(Role::CustomerId),
        text("DomainName", "The customer's domain; may be blank until the second billing cycle."),
        text("BillingCycleType", "How often the subscription is billed, for example Monthly."),
        text("Unit", "Unit of the quantities, for example GB or HOURS."),
        text("CustomerBillableAccount", "Daily rows: the customer's account in the billing platform."),
        day("UsageDate", "Daily rows: day of the usage; blank in billing rows.").role(Role::UsageDate),
        text("MeteredRegion", "Daily rows: data center within the region, where it applies."),
        text("MeteredService", "Daily rows: the single Azure service where ServiceName is general, for example Storage."),
        text("MeteredServiceType", "Daily rows: further detail of MeteredService."),
        text("Project", "Daily rows: the customer's own name of the service instance."),
        text("ServiceInfo", "Daily rows: Service Bus connections provided and used on the day, as text."),
        number("ConsumptionPrice", "API only: price of the quantity used."),
        number("ConsumptionDiscount", "API only: discount on the usage."),
        text("InvoiceLineItemType", "API only: the kind of line, billing_line_items or usage_line_items."),
        text("BillingProvider", "API only: the source of the line, azure."),
    ],
};
