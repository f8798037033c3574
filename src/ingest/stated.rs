//! Totals that Microsoft states: the `ServiceCostsSummary` of the REST API.
//!
//! The amounts stand in `details`, one per invoice type. The fields at the root are deprecated, repeat only the
//! recurring part and lack the currency; they are used only where `details` is missing.

use crate::domain::{CurrencyCode, DayOrder, InvoiceType, StatedCost, parse_day, parse_decimal};

/// Reads the fields of a summary without details; `field` gives a field's text, empty where it is missing.
///
/// # Errors
/// The field at fault, its text and what is wrong with it.
pub(super) fn read_stated(
    invoice_type: InvoiceType,
    field: impl Fn(&str) -> String,
) -> Result<StatedCost, (&'static str, String)> {
    let amount = |name: &'static str| {
        let text = field(name);
        parse_decimal(&text).map_err(|problem| (name, format!("“{text}” {problem}.")))
    };
    let day = |name| parse_day(&field(name), DayOrder::MonthFirst);
    let code = field("currencyCode");
    let currency = CurrencyCode::parse(&code)
        .map_err(|problem| ("currencyCode", format!("{problem}; amounts without a currency cannot be shown.")))?;
    Ok(StatedCost {
        customer_id: field("customerId"),
        invoice_type,
        currency,
        start: day("billingStartDate"),
        end: day("billingEndDate"),
        pretax: amount("pretaxTotal")?,
        tax: amount("tax")?,
        total: amount("afterTaxTotal")?,
    })
}
