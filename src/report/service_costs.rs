//! The service cost summary: what each customer owes per invoice type, currency and billing period.
//!
//! Computed from the lines that count; amounts that Microsoft's `ServiceCostsSummary` states stand beside them.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use super::period::Periods;
use crate::domain::{Day, ExactSum, ExactTotal, Field, InvoiceType, Month, Role, StatedCost};
use crate::protocol::{Amounts, Stated, Summary, SummaryRow, SummaryTotal};
use crate::query::{Dataset, FieldValue, Selection};
use crate::table::NumberColumn;
use crate::view_state::{Pick, ViewState};

/// Three sums of one group of lines.
#[derive(Debug, Clone, Default)]
struct Sums {
    n_lines: usize,
    pretax: ExactSum,
    tax: ExactSum,
    total: ExactSum,
    /// First and last day charged for.
    days: Option<(Day, Day)>,
}

/// What a line is grouped by. The customer and the currency are indexes of the field's values.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct GroupKey {
    customer: usize,
    invoice_type: InvoiceType,
    currency: usize,
    period: Option<Month>,
    is_unbilled: bool,
}

/// A row of the summary before it is printed.
struct Row {
    customer: FieldValue,
    invoice_type: InvoiceType,
    currency: String,
    period: Option<Month>,
    is_unbilled: bool,
    sums: Sums,
    stated: Vec<StatedCost>,
}

/// The summary of the rows that match a view.
#[must_use]
pub fn summarise(dataset: &Dataset, selection: &Selection, stated: &[StatedCost], view: &ViewState) -> Summary {
    let mut rows = computed_rows(dataset, selection);
    if can_compare(view) {
        let customers = dataset.field(Field::Customer);
        for cost in stated.iter().filter(|it| is_picked(it, view)) {
            add_stated(&mut rows, cost, |id| {
                let found =
                    customers.and_then(|it| it.values().iter().find(|value| value.value.eq_ignore_ascii_case(id)));
                found.cloned().unwrap_or_else(|| FieldValue {
                    value: id.to_owned(),
                    label: id.to_owned(),
                    pick: Pick::of(Field::Customer, id),
                })
            });
        }
    }
    rows.sort_by(|one, other| {
        let key = |row: &Row| (row.customer.label.to_lowercase(), row.customer.value.to_lowercase());
        key(one).cmp(&key(other)).then_with(|| {
            (one.invoice_type, &one.currency, one.period, one.is_unbilled).cmp(&(
                other.invoice_type,
                &other.currency,
                other.period,
                other.is_unbilled,
            ))
        })
    });
    let totals = totals(&rows);
    let has_stated = rows.iter().any(|it| !it.stated.is_empty());
    Summary { rows: rows.into_iter().map(print_row).collect(), totals, has_stated }
}

/// Stated amounts are of all lines of a customer and type: beside a part of the lines they would only mislead.
fn can_compare(view: &ViewState) -> bool {
    let by_whole_groups = [Field::Customer, Field::InvoiceType, Field::Currency];
    view.from.is_none()
        && view.to.is_none()
        && view.search.trim().is_empty()
        && view.picks.iter().all(|(field, picks)| picks.is_empty() || by_whole_groups.contains(field))
}

fn is_picked(cost: &StatedCost, view: &ViewState) -> bool {
    let has = |field: Field, value: &str| {
        view.picks.get(&field).is_none_or(|it| it.is_empty() || it.contains(&Pick::of(field, value)))
    };
    has(Field::Customer, &cost.customer_id)
        && has(Field::InvoiceType, cost.invoice_type.as_str())
        && has(Field::Currency, &cost.currency.to_string())
}

fn computed_rows(dataset: &Dataset, selection: &Selection) -> Vec<Row> {
    let (Some(customers), Some(currencies)) = (dataset.field(Field::Customer), dataset.field(Field::Currency)) else {
        return Vec::new();
    };
    let mut groups: Vec<(GroupKey, Sums)> = Vec::new();
    let mut by_key: FxHashMap<GroupKey, usize> = FxHashMap::default();
    for (part_idx, (part, rows)) in dataset.parts().iter().zip(selection.matching()).enumerate() {
        let table = &part.table;
        let customer_codes = customers.rows(part_idx, part);
        let currency_codes = currencies.rows(part_idx, part);
        let periods = Periods::of(table);
        let numbers = |role| table.role(role).and_then(|it| it.numbers());
        let (pretax, tax, total) = (numbers(Role::Pretax), numbers(Role::Tax), numbers(Role::Total));
        let mut counted = rows.clone();
        counted.intersect(&part.counts);
        for row_idx in counted.iter() {
            // Rows of no invoice do not count in the first place.
            let Some(invoice_type) = part.invoice_type(row_idx) else { continue };
            let key = GroupKey {
                customer: customer_codes.value_idx(row_idx),
                invoice_type,
                currency: currency_codes.value_idx(row_idx),
                period: periods.of_row(table, row_idx),
                is_unbilled: part.is_unbilled(row_idx),
            };
            let group_idx = *by_key.entry(key).or_insert_with(|| {
                groups.push((key, Sums::default()));
                groups.len() - 1
            });
            let sums = &mut groups[group_idx].1;
            sums.n_lines += 1;
            add(&mut sums.pretax, pretax, row_idx);
            add(&mut sums.tax, tax, row_idx);
            // Daily-rated files have no tax: there the charge before tax is all that is known of the total.
            add(&mut sums.total, total.or(pretax), row_idx);
            sums.days = widened(sums.days, part.charged_days(row_idx));
        }
    }
    groups
        .into_iter()
        .map(|(key, sums)| Row {
            customer: customers.values()[key.customer].clone(),
            invoice_type: key.invoice_type,
            currency: currencies.values()[key.currency].value.to_uppercase(),
            period: key.period,
            is_unbilled: key.is_unbilled,
            sums,
            stated: Vec::new(),
        })
        .collect()
}

fn add(sum: &mut ExactSum, numbers: Option<&NumberColumn>, row_idx: usize) {
    if let Some((mantissa, scale)) = numbers.and_then(|it| it.scaled(row_idx)) {
        sum.add_scaled(mantissa, scale);
    }
}

fn widened(days: Option<(Day, Day)>, more: Option<(Day, Day)>) -> Option<(Day, Day)> {
    match (days, more) {
        (Some((first, last)), Some((start, end))) => Some((first.min(start), last.max(end))),
        (days, more) => days.or(more),
    }
}

/// Puts a stated cost beside the row that it is of: same customer, type and currency, and of several periods the one
/// with most days in common. Without such a row it becomes a row of its own.
fn add_stated(rows: &mut Vec<Row>, cost: &StatedCost, customer: impl Fn(&str) -> FieldValue) {
    let currency = cost.currency.to_string();
    let same = |row: &&mut Row| {
        row.customer.value.eq_ignore_ascii_case(&cost.customer_id)
            && row.invoice_type == cost.invoice_type
            && row.currency == currency
            && !row.is_unbilled
    };
    let best = rows.iter_mut().filter(same).max_by_key(|row| n_common_days(row.sums.days, cost));
    match best {
        Some(row) if row.stated.is_empty() || row.sums.n_lines == 0 => row.stated.push(cost.clone()),
        _ => rows.push(Row {
            customer: customer(&cost.customer_id),
            invoice_type: cost.invoice_type,
            currency,
            period: cost.start.map(Day::month),
            is_unbilled: false,
            sums: Sums::default(),
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
        let shown = shown_sums(row);
        sums.n_lines += shown.n_lines;
        sums.pretax.merge(&shown.pretax);
        sums.tax.merge(&shown.tax);
        sums.total.merge(&shown.total);
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

fn amounts(sums: &Sums) -> Amounts {
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
        customer_id: row.customer.value,
        customer_name: row.customer.label,
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
