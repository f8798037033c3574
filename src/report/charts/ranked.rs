//! Charts of a field's values: what weighs most comes first. What is left out of the view has no bar.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use crate::domain::{Dimension, ExactSum, ExactTotal, Field};
use crate::protocol::{ChartBar, ChartPanel, ChartShape};
use crate::report::index::{Gathered, Index};
use crate::view_state::{Clause, ViewState};

/// Bars that can be told apart; the rest becomes one bar.
const MAX_BARS: usize = 12;
/// Areas that can be told apart.
const MAX_AREAS: usize = 24;
/// Values below zero that are listed beside areas, as a credit has none.
const MAX_CREDITS: usize = 6;

/// The panels of a field, those of areas with what is below zero at the end.
pub(super) fn panels(
    index: &Index,
    gathered: &Gathered,
    view: &ViewState,
    field: Field,
    shape: ChartShape,
) -> Vec<ChartPanel> {
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
            clause: Some(Clause::Is(field.into(), value.pick.clone())),
            value: value.value.clone(),
            label: value.label.clone(),
            amount: pretax.total().to_string(),
            n_lines: *n_lines,
            picked: picks.is_some_and(|it| it.contains(&value.pick)),
            cumulative: None,
        };
        panels.entry(currencies[*currency as usize].value.to_uppercase()).or_default().push((pretax.clone(), bar));
    }
    panels.into_iter().map(|(currency, bars)| panel(currency, bars, shape)).collect()
}

fn panel(currency: String, mut bars: Vec<(ExactSum, ChartBar)>, shape: ChartShape) -> ChartPanel {
    bars.sort_by_cached_key(|(sum, bar)| (Reverse(distance(sum.total())), bar.label.clone(), bar.value.clone()));
    let total = joined(&bars).total();
    let bars = match shape {
        ChartShape::Areas => {
            let (areas, credits): (Vec<_>, Vec<_>) =
                bars.into_iter().partition(|(sum, _)| !sum.total().is_negative() && !sum.total().is_zero());
            cut(areas, MAX_AREAS).into_iter().chain(cut(credits, MAX_CREDITS)).collect()
        }
        ChartShape::Bars | ChartShape::Columns => cut(bars, MAX_BARS),
    };
    ChartPanel { currency, bars: with_cumulative(bars, total), total: total.to_string() }
}

fn distance(total: ExactTotal) -> ExactTotal {
    if total.is_negative() { ExactTotal::ZERO.minus(total) } else { total }
}

fn joined(bars: &[(ExactSum, ChartBar)]) -> ExactSum {
    let mut sum = ExactSum::default();
    bars.iter().for_each(|(it, _)| sum.merge(it));
    sum
}

/// The first bars, and the rest as one. A bar of the rest that stands for one value is no shorter than that one.
fn cut(mut bars: Vec<(ExactSum, ChartBar)>, max: usize) -> Vec<(ExactSum, ChartBar)> {
    let n_listed = if bars.len() <= max + 1 { bars.len() } else { max };
    let rest = bars.split_off(n_listed);
    if !rest.is_empty() {
        let sum = joined(&rest);
        let bar = ChartBar {
            clause: None,
            value: String::new(),
            label: format!("{} others", rest.len()),
            amount: sum.total().to_string(),
            n_lines: rest.iter().map(|(_, bar)| bar.n_lines).sum(),
            picked: rest.iter().any(|(_, bar)| bar.picked),
            cumulative: None,
        };
        bars.push((sum, bar));
    }
    bars
}

/// Each bar with the part of the whole that it makes together with those before it, unless any is below zero.
fn with_cumulative(bars: Vec<(ExactSum, ChartBar)>, total: ExactTotal) -> Vec<ChartBar> {
    let is_whole = bars.iter().all(|(sum, _)| !sum.total().is_negative());
    let mut so_far = ExactSum::default();
    let cumulative = |(sum, bar): (ExactSum, ChartBar)| {
        so_far.merge(&sum);
        let permille = so_far.total().permille_of(total).filter(|_| is_whole);
        ChartBar { cumulative: permille.and_then(|it| u32::try_from(it).ok()), ..bar }
    };
    bars.into_iter().map(cumulative).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::parse_decimal;

    fn bar(label: &str, amount: &str) -> (ExactSum, ChartBar) {
        let sum: ExactSum = [parse_decimal(amount).unwrap()].into_iter().collect();
        let bar = ChartBar {
            clause: None,
            value: label.to_owned(),
            label: label.to_owned(),
            amount: sum.total().to_string(),
            n_lines: 1,
            picked: false,
            cumulative: None,
        };
        (sum, bar)
    }

    fn check(amounts: &[&str], shape: ChartShape, expected: &[(&str, &str, Option<u32>)]) {
        let bars = (0..).zip(amounts).map(|(idx, amount)| bar(&format!("n{idx:02}"), amount)).collect();
        let ChartPanel { bars, .. } = panel("EUR".to_owned(), bars, shape);
        let found: Vec<(&str, &str, Option<u32>)> =
            bars.iter().map(|it| (it.label.as_str(), it.amount.as_str(), it.cumulative)).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn parts_of_the_whole_add_up_from_the_first_bar() {
        let expected = [("n01", "50", Some(500)), ("n02", "30", Some(800)), ("n00", "20", Some(1000))];
        check(&["20", "50", "30"], ChartShape::Bars, &expected);
        // Where something is taken off again, parts of the whole say nothing.
        check(&["20", "-50"], ChartShape::Bars, &[("n01", "-50", None), ("n00", "20", None)]);
    }

    #[test]
    fn what_has_no_area_comes_last() {
        check(&["-70", "0", "5"], ChartShape::Areas, &[("n02", "5", None), ("n00", "-70", None), ("n01", "0", None)]);
    }

    #[test]
    fn the_rest_is_one_bar_unless_it_is_one_value() {
        let amounts = ["3"; MAX_BARS + 1];
        let bars = (0..).zip(amounts).map(|(idx, amount)| bar(&format!("n{idx:02}"), amount));
        assert_eq!(cut(bars.collect(), MAX_BARS).len(), MAX_BARS + 1);
        let bars = (0..MAX_BARS + 2).map(|idx| bar(&format!("n{idx:02}"), "3"));
        let cut = cut(bars.collect(), MAX_BARS);
        let (_, rest) = &cut[MAX_BARS];
        assert_eq!((rest.label.as_str(), rest.amount.as_str(), rest.n_lines), ("2 others", "6", 2));
    }
}
