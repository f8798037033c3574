//! The filters of the page: each dimension's values with how many rows they have, and how much they cost, under all other
//! filters.

use std::collections::BTreeMap;

use super::index::{Gathered, Index, ValueSums};
use crate::domain::{Dimension, Field};
use crate::protocol::{Facet, FacetOption, Holds, ValueAmount};
use crate::view_state::ViewState;

/// Values listed per dimension; picked ones are listed in any case.
const MAX_OPTIONS: usize = 500;

/// The dimensions beside the built-in fields whose values a view shows or filters by.
pub(super) fn shown_dimensions(view: &ViewState) -> impl Iterator<Item = Dimension> {
    let filtered = view.picks.keys().chain(view.excluded.keys());
    filtered.chain(&view.facets).filter(|it| it.field().is_none()).cloned()
}

/// The dimensions that must be indexed before a view can be answered; `holds` tells what a column holds. Columns of numbers
/// and dates that are shown and not picked from are ranges, which need no index.
pub fn indexed_dimensions(view: &ViewState, holds: impl Fn(&str) -> Holds) -> Vec<Dimension> {
    let picked = view.all_picks().into_iter().map(|(dimension, _)| dimension);
    let shown = view.facets.iter().filter(|it| match it {
        Dimension::Column(key) => holds(key) == Holds::Text,
        Dimension::Field(_) | Dimension::Month(_) => true,
    });
    let grouped = view.grouping.dimensions().cloned();
    let mut all: Vec<Dimension> =
        picked.chain(shown.cloned()).chain(grouped).filter(|it| it.field().is_none()).collect();
    all.sort();
    all.dedup();
    all
}

/// One facet per field that has more than one value, or a pick, and per dimension that the view adds.
#[must_use]
pub fn facets(index: &Index, gathered: &Gathered, view: &ViewState) -> Vec<Facet> {
    let mut added: Vec<Dimension> = shown_dimensions(view).collect();
    added.sort();
    added.dedup();
    let fields = Field::ALL.into_iter().map(Dimension::Field);
    fields.chain(added).filter_map(|it| facet(index, gathered, view, &it)).collect()
}

fn facet(index: &Index, gathered: &Gathered, view: &ViewState, dimension: &Dimension) -> Option<Facet> {
    let is_filtered = view.picks_of(dimension).next().is_some() || view.exclusions_of(dimension).next().is_some();
    let added = dimension.field().is_none();
    let (Some(values), Some(counts)) = (index.listed(dimension), gathered.counts.get(dimension)) else {
        // A range, or a column with too many values to be listed.
        let too_many = added && index.knows(dimension);
        return too_many.then(|| Facet {
            dimension: dimension.clone(),
            options: Vec::new(),
            n_values: 0,
            added,
            too_many,
        });
    };
    let is_of_use = *dimension != Dimension::Field(Field::Counting) || values.len() > 1 || is_filtered;
    if !is_of_use {
        return None;
    }
    let picks = view.picks.get(dimension);
    let exclusions = view.excluded.get(dimension);
    let is_picked = |value: usize| picks.is_some_and(|it| it.contains(&values[value].pick));
    let is_excluded = |value: usize| exclusions.is_some_and(|it| it.contains(&values[value].pick));
    let order = |one: &usize, other: &usize| {
        let key = |value: usize| (&values[value].label_key, &values[value].value);
        counts[*other].cmp(&counts[*one]).then_with(|| key(*one).cmp(&key(*other)))
    };
    let mut listed: Vec<usize> = (0..values.len()).collect();
    if listed.len() > MAX_OPTIONS {
        listed.select_nth_unstable_by(MAX_OPTIONS, order);
        let rest = listed.split_off(MAX_OPTIONS);
        listed.extend(rest.into_iter().filter(|it| is_picked(*it) || is_excluded(*it)));
    }
    listed.sort_unstable_by(order);
    let mut amounts = gathered.sums.get(dimension).map(|it| amounts(index, it)).unwrap_or_default();
    let option = |value: usize| FacetOption {
        pick: values[value].pick.clone(),
        value: values[value].value.clone(),
        label: values[value].label.clone(),
        n_rows: counts[value],
        amounts: amounts.remove(&(value as u32)).unwrap_or_default(),
        picked: is_picked(value),
        excluded: is_excluded(value),
    };
    let options = listed.into_iter().map(option).collect();
    Some(Facet { dimension: dimension.clone(), options, n_values: values.len(), added, too_many: false })
}

/// The sums of each value, a currency after another.
fn amounts(index: &Index, sums: &ValueSums) -> BTreeMap<u32, Vec<ValueAmount>> {
    let currencies = index.values(Field::Currency);
    let mut amounts: BTreeMap<u32, Vec<ValueAmount>> = BTreeMap::new();
    let known: Vec<_> = sums.iter().collect();
    for ((currency, value), (_, pretax)) in known {
        let currency = currencies[*currency as usize].value.to_uppercase();
        amounts.entry(*value).or_default().push(ValueAmount { currency, amount: pretax.total().to_string() });
    }
    amounts.values_mut().for_each(|it| it.sort_by(|one, other| one.currency.cmp(&other.currency)));
    amounts
}
