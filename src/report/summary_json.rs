//! The summary in the shape of the REST API: a collection of `ServiceCostsSummary`, one per customer.
//!
//! `details` has one entry per invoice type, currency and billing period. The deprecated fields at the root repeat the
//! first detail, as the API's own answers do; they are never a sum over types or currencies. Amounts are JSON numbers
//! with every digit: they go in as text ([`RawValue`]), never through a binary float.

use serde::Serialize;
use serde_json::value::RawValue;

use crate::domain::{Day, Month};
use crate::protocol::{Summary, SummaryRow};

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Collection<'a> {
    total_count: usize,
    items: Vec<Customer<'a>>,
    links: NoLinks,
    attributes: Attributes,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Customer<'a> {
    #[serde(flatten)]
    deprecated: Costs<'a>,
    details: Vec<Detail<'a>>,
    links: Links,
    attributes: Attributes,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Detail<'a> {
    invoice_type: &'static str,
    summary: DetailSummary<'a>,
}

#[derive(Serialize)]
struct DetailSummary<'a> {
    #[serde(flatten)]
    costs: Costs<'a>,
    links: NoLinks,
    attributes: Attributes,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Costs<'a> {
    billing_start_date: Option<String>,
    billing_end_date: Option<String>,
    pretax_total: Option<Box<RawValue>>,
    tax: Option<Box<RawValue>>,
    after_tax_total: Option<Box<RawValue>>,
    currency_code: &'a str,
    currency_symbol: &'a str,
    customer_id: &'a str,
}

#[derive(Serialize)]
struct NoLinks {}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Links {
    service_cost_line_items: Link,
    #[serde(rename = "self")]
    this: Link,
}

#[derive(Serialize)]
struct Link {
    uri: String,
    method: &'static str,
    headers: [(); 0],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Attributes {
    object_type: &'static str,
}

/// Prints the collection, indented.
///
/// # Errors
/// None that can happen: the structure has no map with other keys than text.
pub fn print(summary: &Summary) -> Result<String, serde_json::Error> {
    let mut customers: Vec<Vec<&SummaryRow>> = Vec::new();
    for row in &summary.rows {
        match customers.last_mut() {
            Some(rows) if rows.iter().all(|it| it.customer_id == row.customer_id) => rows.push(row),
            _ => customers.push(vec![row]),
        }
    }
    let items: Vec<Customer<'_>> = customers.iter().filter_map(|rows| customer(rows)).collect();
    serde_json::to_string_pretty(&Collection {
        total_count: items.len(),
        items,
        links: NoLinks {},
        attributes: Attributes { object_type: "Collection" },
    })
}

fn customer<'a>(rows: &[&'a SummaryRow]) -> Option<Customer<'a>> {
    let first = rows.first()?;
    let id = &first.customer_id;
    let link = |uri: String| Link { uri, method: "GET", headers: [] };
    let details = rows.iter().map(|row| Detail {
        invoice_type: row.invoice_type.as_str(),
        summary: DetailSummary { costs: costs(row), links: NoLinks {}, attributes: OBJECT_TYPE },
    });
    Some(Customer {
        deprecated: costs(first),
        details: details.collect(),
        links: Links {
            service_cost_line_items: link(format!("/customers/{id}/servicecosts/MostRecent/lineitems")),
            this: link(format!("/customers/{id}/servicecosts/MostRecent")),
        },
        attributes: OBJECT_TYPE,
    })
}

const OBJECT_TYPE: Attributes = Attributes { object_type: "ServiceCostsSummary" };

fn costs(row: &SummaryRow) -> Costs<'_> {
    let (start, end) = billing_days(&row.period);
    // A printed total is a JSON number as it stands.
    let number = |text: &String| RawValue::from_string(text.clone()).ok();
    Costs {
        billing_start_date: start.map(|it| format!("{it}T00:00:00Z")),
        billing_end_date: end.map(|it| format!("{it}T23:59:59.9999999Z")),
        pretax_total: number(&row.amounts.pretax),
        tax: number(&row.amounts.tax),
        after_tax_total: number(&row.amounts.total),
        currency_code: &row.currency,
        currency_symbol: symbol(&row.currency),
        customer_id: &row.customer_id,
    }
}

/// The API's symbols; a currency without one of its own is written by its code.
fn symbol(currency: &str) -> &str {
    match currency {
        "USD" => "$",
        "EUR" => "€",
        "GBP" => "£",
        "JPY" => "¥",
        "HUF" => "Ft",
        other => other,
    }
}

/// The days of a period as the summary prints it: a month, or `first..last`.
fn billing_days(period: &str) -> (Option<Day>, Option<Day>) {
    if let Some((start, end)) = period.split_once("..") {
        return (start.parse().ok(), end.parse().ok());
    }
    let start: Option<Day> = format!("{period}-01").parse().ok();
    let end = start.and_then(|it| {
        let Month { year, month } = it.month();
        let next = if month == 12 { Day::of_date(year + 1, 1, 1) } else { Day::of_date(year, month + 1, 1) };
        next.map(|it| Day(it.0 - 1))
    });
    (start, end)
}
