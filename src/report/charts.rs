//! The bar charts: cost before tax by customer and by charge type. Currencies share no panel.

use std::collections::BTreeMap;

use crate::domain::{ExactSum, ExactTotal, Field};
use crate::protocol::{Chart, ChartBar, ChartPanel};
use crate::query::{Dataset, Selection, totals_by};
use crate::view_state::ViewState;

/// Bars that can be told apart; the rest becomes one bar.
const MAX_BARS: usize = 12;

/// The charts of a view. A chart leaves its own field's picks out, so that its bars stay to be picked.
#[must_use]
pub fn charts(dataset: &Dataset, selection: &Selection, view: &ViewState) -> Vec<Chart> {
    [Field::Customer, Field::ChargeType].into_iter().map(|field| chart(dataset, selection, view, field)).collect()
}

fn chart(dataset: &Dataset, selection: &Selection, view: &ViewState, field: Field) -> Chart {
    let (Some(values), Some(currencies)) = (dataset.field(field), dataset.field(Field::Currency)) else {
        return Chart { field, panels: Vec::new() };
    };
    let picks = view.picks.get(&field);
    let mut panels: BTreeMap<String, Vec<(ExactSum, ChartBar)>> = BTreeMap::new();
    for ((currency, value), group) in totals_by(dataset, selection.matching_but(field), field) {
        let value = &values.values()[value];
        let bar = ChartBar {
            pick: Some(value.pick.clone()),
            value: value.value.clone(),
            label: value.label.clone(),
            amount: group.pretax.total().to_string(),
            n_lines: group.n_lines,
            picked: picks.is_some_and(|it| it.contains(&value.pick)),
        };
        panels.entry(currencies.values()[currency].value.to_uppercase()).or_default().push((group.pretax, bar));
    }
    let panels = panels.into_iter().map(|(currency, bars)| ChartPanel { currency, bars: ranked(bars) });
    Chart { field, panels: panels.collect() }
}

fn ranked(mut bars: Vec<(ExactSum, ChartBar)>) -> Vec<ChartBar> {
    let distance = |sum: &ExactSum| {
        let total = sum.total();
        if total.is_negative() { ExactTotal::ZERO.minus(total) } else { total }
    };
    bars.sort_by(|(sum, bar), (other_sum, other)| {
        distance(other_sum).cmp(&distance(sum)).then_with(|| (&bar.label, &bar.pick).cmp(&(&other.label, &other.pick)))
    });
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
