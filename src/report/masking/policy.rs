//! What becomes of each column when names are hidden.

use crate::protocol::{Holds, Treatment};

/// What becomes of a column's cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rule {
    /// Texts of Microsoft's catalog and words of the format stay, unless a customer is named in them.
    KeepText,
    /// Numbers stay; a cell that is none is left out.
    KeepNumber,
    /// Days and times stay; a cell that is none is left out.
    KeepDay,
    /// Each value gets another name, which begins with this word.
    Replace(&'static str),
    /// Nothing stays.
    LeaveOut,
}

impl Rule {
    /// The rule in the words of the page.
    #[must_use]
    pub fn treatment(self) -> Treatment {
        match self {
            Self::KeepText | Self::KeepNumber | Self::KeepDay => Treatment::Kept,
            Self::Replace(_) => Treatment::Replaced,
            Self::LeaveOut => Treatment::LeftOut,
        }
    }
}

/// Documented text columns that say what was bought and how, never by whom. Whatever the kind of file and the case.
pub const KEPT: [&str; 63] = [
    "ProductId",
    "ProductName",
    "SkuId",
    "SkuName",
    "Sku",
    "AvailabilityId",
    "OfferId",
    "DurableOfferId",
    "OfferName",
    "PartNumber",
    "ProductCategory",
    "Product",
    "SkuPriceId",
    "SkuMeter",
    "ChargeType",
    "ChargeCategory",
    "ChargeClass",
    "ChargeFrequency",
    "Frequency",
    "Term",
    "TermAndBillingCycle",
    "BillingFrequency",
    "BillingCycleType",
    "InvoiceType",
    "InvoiceLineItemType",
    "BillingProvider",
    "CreditReasonCode",
    "CreditType",
    "BenefitType",
    "PricingModel",
    "PricingCategory",
    "PublisherType",
    "Currency",
    "CurrencyCode",
    "CurrencySymbol",
    "BillingCurrency",
    "PricingCurrency",
    "UnitType",
    "Unit",
    "UnitOfMeasure",
    "PricingUnit",
    "ConsumedUnit",
    "MeterType",
    "MeterCategory",
    "MeterSubCategory",
    "MeterName",
    "MeterRegion",
    "Category",
    "SubCategory",
    "ServiceName",
    "ServiceType",
    "ServiceFamily",
    "ServiceCategory",
    "ServiceSubcategory",
    "ConsumedService",
    "ResourceType",
    "MeteredService",
    "MeteredServiceType",
    "Region",
    "HasPartnerEarnedCredit",
    "PartnerEarnedCreditApplied",
    "IsAzureCreditEligible",
    "InvoiceMonth",
];

/// Documented columns of free text, of lists and of addresses: a name can stand anywhere in them.
pub const LEFT_OUT: [&str; 26] = [
    "Tags",
    "AdditionalInfo",
    "ServiceInfo",
    "ServiceInfo1",
    "ServiceInfo2",
    "ProductQualifiers",
    "DiscountDetails",
    "PriceAdjustmentDescription",
    "MeterDescription",
    "ChargeDescription",
    "SkuPriceDetails",
    "CostAllocationRuleName",
    "CostCenter",
    "Project",
    "emailsToNotify",
    "details",
    "invoiceDetails",
    "amendments",
    "amendsOf",
    "taxReceipts",
    "pdfDownloadLink",
    "rootDirectory",
    "partitionValue",
    "eTag",
    "name",
    "currencyLocale",
];

/// What the other names of a documented column's values begin with: part of the column's name in lower case, and the word.
/// The first that fits. All other documented columns are replaced, too, as `Value`.
pub const WORDS: [(&str, &str); 14] = [
    ("domain", "Domain"),
    ("country", "Country"),
    ("customer", "Customer"),
    ("partner", "Partner"),
    ("mpn", "Partner"),
    ("reseller", "Partner"),
    ("invoice", "Invoice"),
    ("subscription", "Subscription"),
    ("entitlement", "Subscription"),
    ("order", "Order"),
    ("resource", "Resource"),
    ("reservation", "Reservation"),
    ("publisher", "Publisher"),
    ("account", "Account"),
];

/// What becomes of a column: by the name that the documentation gives it, if it names it at all, and by what that says it
/// holds. A column that no documentation names is left out, whatever it looks like.
#[must_use]
pub fn rule(documented: Option<(&str, Holds)>) -> Rule {
    let Some((name, holds)) = documented else { return Rule::LeaveOut };
    let is_in = |list: &[&str]| list.iter().any(|it| it.eq_ignore_ascii_case(name));
    match holds {
        Holds::Number => Rule::KeepNumber,
        Holds::Days => Rule::KeepDay,
        Holds::Text if is_in(&LEFT_OUT) => Rule::LeaveOut,
        Holds::Text if is_in(&KEPT) => Rule::KeepText,
        Holds::Text => {
            let lower = name.to_lowercase();
            let word = WORDS.iter().find(|(part, _)| lower.contains(part));
            Rule::Replace(word.map_or("Value", |(_, word)| word))
        }
    }
}
