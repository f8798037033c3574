//! The service cost summary: what each customer owes per invoice type, currency and billing period.
//!
//! Computed from the lines that count; amounts that Microsoft's `ServiceCostsSummary` states stand beside them.

use std::collections::BTreeMap;

use super::index::{Gathered, Group, GroupKey, Index, Value};
use crate::domain::{Day, Dimension, ExactSum, ExactTotal, Field, InvoiceType, Month, StatedCost};
use crate::protocol::{Amounts, Stated, Summary, SummaryRow, SummaryTotal};
use crate::query::Sums;
use crate::view_state::{Clause, Pick, ViewState};

/// A row of the summary before it is printed.
struct Row {
    customer: Customer,
    invoice_type: InvoiceType,
    currency: String,
    period: Option<Month>,
    is_unbilled: bool,
    sums: Sums,
    /// First and last day that all lines of its kind charge for.
    days: Option<(Day, Day)>,
    stated: Vec<StatedCost>,
}

/// The customer of a row.
#[derive(Debug, Clone)]
struct Customer {
    id: String,
    name: String,
    pick: Pick,
    /// By which rows are ordered.
    name_key: String,
}

impl From<&Value> for Customer {
    fn from(value: &Value) -> Self {
        let Value { value, label, pick, label_key } = value.clone();
        Self { id: value, name: label, pick, name_key: label_key }
    }
}

/// The summary of the rows that match a view.
#[must_use]
pub fn summarise(index: &Index, gathered: &Gathered, stated: &[StatedCost], view: &ViewState) -> Summary {
    let mut rows = computed_rows(index, gathered);
    if can_compare(view) {
        for cost in stated.iter().filter(|it| is_picked(it, view)) {
            add_stated(&mut rows, cost, |id| {
                index.find(Field::Customer, id).map_or_else(
                    || Customer {
                        id: id.to_owned(),
                        name: id.to_owned(),
                        pick: Pick::of(Field::Customer, id),
                        name_key: id.to_lowercase(),
                    },
                    Customer::from,
                )
            });
        }
    }
    rows.sort_by_cached_key(|row| {
        let Customer { id, name_key, .. } = &row.customer;
        (name_key.clone(), id.to_lowercase(), row.invoice_type, row.currency.clone(), row.period, row.is_unbilled)
    });
    let totals = totals(&rows);
    let has_stated = rows.iter().any(|it| !it.stated.is_empty());
    Summary { rows: rows.into_iter().map(print_row).collect(), totals, has_stated }
}

/// Where the lines of each group stand in a summary: a row per number of a group, none for groups without a line in it.
#[must_use]
pub fn summary_places(index: &Index, summary: &Summary) -> Vec<Option<usize>> {
    let customers = index.values(Field::Customer);
    let currencies = index.values(Field::Currency);
    let rows = (0..).zip(&summary.rows).filter(|(_, it)| it.n_lines > 0);
    let places: BTreeMap<(&str, InvoiceType, &str, &str, bool), usize> = rows
        .map(|(place, it)| ((&*it.customer_id, it.invoice_type, &*it.currency, &*it.period, it.unbilled), place))
        .collect();
    let place = |group: &Group| {
        let GroupKey { customer, invoice_type, currency, period, is_unbilled } = group.key;
        let currency = currencies[currency as usize].value.to_uppercase();
        let period = period.map(|it| it.to_string()).unwrap_or_default();
        places.get(&(&*customers[customer as usize].value, invoice_type, &currency, &period, is_unbilled)).copied()
    };
    index.group_list().iter().map(place).collect()
}

/// Stated amounts are of all lines of a customer and type: beside a part of the lines they would only mislead.
fn can_compare(view: &ViewState) -> bool {
    let by_whole_groups = [Field::Customer, Field::InvoiceType, Field::Currency].map(Dimension::Field);
    view.clauses().iter().all(|clause| match clause {
        Clause::Is(dimension, _) | Clause::IsNot(dimension, _) => by_whole_groups.contains(dimension),
        Clause::Contains(None, text) => text.trim().is_empty(),
        _ => false,
    })
}

fn is_picked(cost: &StatedCost, view: &ViewState) -> bool {
    let has = |field: Field, value: &str| {
        let (dimension, pick) = (Dimension::Field(field), Pick::of(field, value));
        let picks = view.picks.get(&dimension).filter(|it| !it.is_empty());
        picks.is_none_or(|it| it.contains(&pick)) && view.exclusions_of(&dimension).all(|it| *it != pick)
    };
    has(Field::Customer, &cost.customer_id)
        && has(Field::InvoiceType, cost.invoice_type.as_str())
        && has(Field::Currency, &cost.currency.to_string())
}

fn computed_rows(index: &Index, gathered: &Gathered) -> Vec<Row> {
    let (customers, currencies) = (index.values(Field::Customer), index.values(Field::Currency));
    let groups = index.group_list().iter().zip(&gathered.groups).filter(|(_, sums)| sums.n_lines > 0);
    groups
        .map(|(group, sums)| Row {
            customer: (&customers[group.key.customer as usize]).into(),
            invoice_type: group.key.invoice_type,
            currency: currencies[group.key.currency as usize].value.to_uppercase(),
            period: group.key.period,
            is_unbilled: group.key.is_unbilled,
            sums: sums.clone(),
            days: group.days,
            stated: Vec::new(),
        })
        .collect()
}

/// Puts a stated cost beside the row that it is of: same customer, type and currency, and of several periods the one
/// with most days in common. Without such a row it becomes a row of its own.
fn add_stated(rows: &mut Vec<Row>, cost: &StatedCost, customer: impl Fn(&str) -> Customer) {
    let currency = cost.currency.to_string();
    let same = |row: &&mut Row| {
        row.customer.id.eq_ignore_ascii_case(&cost.customer_id)
            && row.invoice_type == cost.invoice_type
            && row.currency == currency
            && !row.is_unbilled
    };
    let best = rows.iter_mut().filter(same).max_by_key(|row| n_common_days(row.days, cost));
    match best {
        Some(row) if row.stated.is_empty() || row.sums.n_lines == 0 => row.stated.push(cost.clone()),
        _ => rows.push(Row {
            customer: customer(&cost.customer_id),
            invoice_type: cost.invoice_type,
            currency,
            period: cost.start.map(Day::month),
            is_unbilled: false,
            sums: Sums::default(),
            days: None,
            stated: vec![cost.clone()],
        }),
    }
}

fn n_common_days(days: Option<(Day, Day)>, cost: &StatedCost) -> i32 {
    let (Some((first, last)), Some(start), Some(end)) = (days, cost.start, cost.end) else { return 0 };
    (last.min(end).0 - first.max(start).0 + 1).max(0)
}

fn totals(rows: &[Row]) -> Vec<SummaryTotal> {
    let mut totals: BTreeMap<(&str, InvoiceType), Sums> = BTreeMap::new();
    for row in rows {
        let sums = totals.entry((&row.currency, row.invoice_type)).or_default();
        sums.join(&shown_sums(row));
    }
    let print = |((currency, invoice_type), sums): ((&str, InvoiceType), Sums)| SummaryTotal {
        currency: currency.to_owned(),
        invoice_type,
        n_lines: sums.n_lines,
        amounts: amounts(&sums),
    };
    totals.into_iter().map(print).collect()
}

/// What a row shows: its lines' sums, or what is stated where no line was loaded.
fn shown_sums(row: &Row) -> Sums {
    if row.sums.n_lines > 0 { row.sums.clone() } else { stated_sums(&row.stated) }
}

fn stated_sums(stated: &[StatedCost]) -> Sums {
    let mut sums = Sums::default();
    for cost in stated {
        sums.pretax.add(cost.pretax);
        sums.tax.add(cost.tax);
        sums.total.add(cost.total);
    }
    sums
}

pub(super) fn amounts(sums: &Sums) -> Amounts {
    let print = |sum: &ExactSum| sum.total().to_string();
    Amounts { pretax: print(&sums.pretax), tax: print(&sums.tax), total: print(&sums.total) }
}

fn print_row(row: Row) -> SummaryRow {
    let shown = amounts(&shown_sums(&row));
    let stated = (!row.stated.is_empty()).then(|| {
        let sums = stated_sums(&row.stated);
        let difference: ExactTotal = row.sums.total.total().minus(sums.total.total());
        Stated {
            amounts: amounts(&sums),
            difference: if row.sums.n_lines > 0 { difference.to_string() } else { String::new() },
            period: row.stated.first().map(period_of).unwrap_or_default(),
        }
    });
    let period = match (&stated, row.sums.n_lines) {
        (Some(stated), 0) => stated.period.clone(),
        _ => row.period.map(|it| it.to_string()).unwrap_or_default(),
    };
    SummaryRow {
        customer_id: row.customer.id,
        customer_name: row.customer.name,
        customer_pick: row.customer.pick,
        invoice_type: row.invoice_type,
        currency: row.currency,
        period,
        unbilled: row.is_unbilled,
        n_lines: row.sums.n_lines,
        amounts: shown,
        stated,
    }
}

fn period_of(cost: &StatedCost) -> String {
    let print = |day: Option<Day>| day.map(|it| it.to_string()).unwrap_or_default();
    format!("{}..{}", print(cost.start), print(cost.end))
}
