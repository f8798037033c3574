//! The bar charts: cost before tax by customer and by charge type. Currencies share no panel. What is left out has no bar.

use std::collections::BTreeMap;

use super::index::{Gathered, Index};
use crate::domain::{Dimension, ExactSum, ExactTotal, Field};
use crate::protocol::{Chart, ChartBar, ChartPanel};
use crate::view_state::ViewState;

/// The fields by which the charts group.
pub(super) const FIELDS: [Field; 2] = [Field::Customer, Field::ChargeType];

/// Bars that can be told apart; the rest becomes one bar.
const MAX_BARS: usize = 12;

/// The charts of a view. A chart leaves its own field's picks out, so that its bars stay to be picked.
#[must_use]
pub fn charts(index: &Index, gathered: &Gathered, view: &ViewState) -> Vec<Chart> {
    FIELDS.into_iter().map(|field| chart(index, gathered, view, field)).collect()
}

fn chart(index: &Index, gathered: &Gathered, view: &ViewState, field: Field) -> Chart {
    let (values, currencies) = (index.values(field), index.values(Field::Currency));
    let picks = view.picks.get(&Dimension::Field(field));
    let excluded = view.excluded.get(&Dimension::Field(field));
    let mut panels: BTreeMap<String, Vec<(ExactSum, ChartBar)>> = BTreeMap::new();
    let sums = gathered.sums.get(&Dimension::Field(field)).into_iter().flatten();
    for ((currency, value), (n_lines, pretax)) in sums {
        let value = &values[*value as usize];
        if excluded.is_some_and(|it| it.contains(&value.pick)) {
            continue;
        }
        let bar = ChartBar {
            pick: Some(value.pick.clone()),
            value: value.value.clone(),
            label: value.label.clone(),
            amount: pretax.total().to_string(),
            n_lines: *n_lines,
            picked: picks.is_some_and(|it| it.contains(&value.pick)),
        };
        panels.entry(currencies[*currency as usize].value.to_uppercase()).or_default().push((pretax.clone(), bar));
    }
    let panels = panels.into_iter().map(|(currency, bars)| ChartPanel { currency, bars: ranked(bars) });
    Chart { field, panels: panels.collect() }
}

fn ranked(mut bars: Vec<(ExactSum, ChartBar)>) -> Vec<ChartBar> {
    let distance = |sum: &ExactSum| {
        let total = sum.total();
        if total.is_negative() { ExactTotal::ZERO.minus(total) } else { total }
    };
    bars.sort_by_cached_key(|(sum, bar)| (std::cmp::Reverse(distance(sum)), bar.label.clone(), bar.pick.clone()));
    let rest = bars.split_off(bars.len().min(MAX_BARS));
    let mut listed: Vec<ChartBar> = bars.into_iter().map(|(_, bar)| bar).collect();
    if !rest.is_empty() {
        let mut sum = ExactSum::default();
        rest.iter().for_each(|(it, _)| sum.merge(it));
        listed.push(ChartBar {
            pick: None,
            value: String::new(),
            label: format!("{} others", rest.len()),
            amount: sum.total().to_string(),
            n_lines: rest.iter().map(|(_, bar)| bar.n_lines).sum(),
            picked: rest.iter().any(|(_, bar)| bar.picked),
        });
    }
    listed
}
