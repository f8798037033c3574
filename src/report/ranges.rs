//! The ranges of the page: how many rows have which amount or day under all other filters.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::index::Gathered;
use crate::domain::{Day, Dimension, Role};
use crate::protocol::{Bin, ColumnInfo, Holds, RangeFacet};
use crate::query::{Histogram, edges};
use crate::view_state::ViewState;

/// Bars that can be told apart in a narrow column.
const MAX_BINS: usize = 40;
/// Days up to which each has a bar of its own; more are counted by month.
const MAX_DAYS: i32 = 62;

/// The ranges that a view shows, none being that of the days that are charged for: those, the total, and the columns of
/// numbers and dates that are filtered or added.
#[must_use]
pub fn shown_ranges(view: &ViewState, columns: &[ColumnInfo], has_days: bool) -> Vec<Option<String>> {
    let of_role = |role| columns.iter().find(|it| it.role == Some(role));
    let total = of_role(Role::Total).or_else(|| of_role(Role::Pretax)).map(|it| it.key.clone());
    let holds = |key: &str| columns.iter().find(|it| it.key == *key).map_or(Holds::Text, |it| it.holds);
    let added = view.facets.iter().filter_map(|it| match it {
        Dimension::Column(key) if holds(key) != Holds::Text => Some(key.clone()),
        _ => None,
    });
    let mut all: Vec<Option<String>> = Vec::new();
    let wanted = total.into_iter().chain(view.numbers.keys().cloned()).chain(view.days.keys().cloned()).chain(added);
    for range in has_days.then_some(None).into_iter().chain(wanted.map(Some)) {
        if !all.contains(&range) {
            all.push(range);
        }
    }
    all
}

/// The ranges of a view with their bars.
#[must_use]
pub fn ranges(
    gathered: &Gathered,
    view: &ViewState,
    columns: &[ColumnInfo],
    shown: &[Option<String>],
) -> Vec<RangeFacet> {
    let range = |column: &Option<String>| {
        let empty = Histogram::default();
        let counted = gathered.histograms.get(column).unwrap_or(&empty);
        let info = column.as_ref().and_then(|key| columns.iter().find(|it| it.key == *key));
        let holds = match (column, info) {
            (None, _) => Holds::Days,
            (Some(key), _) if view.days.contains_key(key) => Holds::Days,
            (Some(key), _) if view.numbers.contains_key(key) => Holds::Number,
            (_, info) => info.map_or(Holds::Number, |it| it.holds),
        };
        let bins = match holds {
            Holds::Days => day_bins(&counted.days),
            Holds::Number | Holds::Text => number_bins(&counted.numbers),
        };
        let added = column.as_ref().is_some_and(|key| view.facets.contains(&Dimension::Column(key.clone())));
        RangeFacet { column: column.clone(), holds, bins, added }
    };
    shown.iter().map(range).collect()
}

/// The bins between the first and the last that has a row; so many are joined that the rest can be told apart.
fn number_bins(counts: &[u32]) -> Vec<Bin> {
    let edges = edges();
    let Some(first) = counts.iter().position(|it| *it > 0) else { return Vec::new() };
    let last = counts.iter().rposition(|it| *it > 0).unwrap_or(first);
    // Bin n is below edge n; its lower edge is the one before.
    let low = |bin: usize| bin.checked_sub(1).and_then(|it| edges.get(it)).map(Decimal::to_string);
    let is_whole_power = |edge: &Decimal| {
        // 1, 10, 0.01 and so on: of three edges one stays.
        edge.is_zero() || edge.to_string().bytes().filter(|it| it.is_ascii_digit() && *it != b'0').eq(*b"1")
    };
    let is_joined = last - first >= MAX_BINS;
    let mut bins: Vec<Bin> = Vec::new();
    for (bin, n_rows) in counts.iter().enumerate().take(last + 1).skip(first) {
        let starts = match bin.checked_sub(1).and_then(|it| edges.get(it)) {
            Some(edge) => bins.is_empty() || !is_joined || is_whole_power(edge),
            None => true,
        };
        let high = edges.get(bin).map(Decimal::to_string).unwrap_or_default();
        match bins.last_mut() {
            Some(known) if !starts => {
                known.high = high;
                known.n_rows += *n_rows as usize;
            }
            _ => bins.push(Bin { low: low(bin).unwrap_or_default(), high, n_rows: *n_rows as usize }),
        }
    }
    bins
}

/// A bin a day, or a month where there are many days; none is left out between the first and the last.
fn day_bins(counts: &BTreeMap<Day, u32>) -> Vec<Bin> {
    let (Some((first, _)), Some((last, _))) = (counts.first_key_value(), counts.last_key_value()) else {
        return Vec::new();
    };
    if last.0 - first.0 < MAX_DAYS {
        let bin = |day: i32| {
            let text = Day(day).to_string();
            let n_rows = counts.get(&Day(day)).map_or(0, |it| *it as usize);
            Bin { low: text.clone(), high: text, n_rows }
        };
        return (first.0..=last.0).map(bin).collect();
    }
    let mut bins: Vec<Bin> = Vec::new();
    for (day, n_rows) in counts {
        let month = day.month();
        let (Some(low), Some(high)) = (month.first_day(), month.last_day()) else { continue };
        match bins.last_mut() {
            Some(known) if known.low == low.to_string() => known.n_rows += *n_rows as usize,
            _ => bins.push(Bin { low: low.to_string(), high: high.to_string(), n_rows: *n_rows as usize }),
        }
    }
    bins
}
