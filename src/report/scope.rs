//! What the rows of a view are of: how many customers, subscriptions and products, in which billing periods.

use super::index::{Gathered, Index, Value};
use crate::domain::{Dimension, Field};
use crate::protocol::{Scope, Summary};
use crate::view_state::ViewState;

/// What the rows that match a view are of; the periods are those of its summary.
#[must_use]
pub fn scope(index: &Index, gathered: &Gathered, view: &ViewState, summary: &Summary) -> Scope {
    let rows = &summary.rows;
    let mut periods: Vec<String> =
        rows.iter().filter(|it| !it.unbilled && !it.period.is_empty()).map(|it| it.period.clone()).collect();
    periods.sort_unstable();
    periods.dedup();
    let n = |field| n_values(index, gathered, view, field);
    Scope {
        n_customers: n(Field::Customer),
        n_subscriptions: n(Field::Subscription),
        n_products: n(Field::Product),
        periods,
        has_unbilled: rows.iter().any(|it| it.unbilled),
    }
}

/// Values that any matching row has; blank is none.
fn n_values(index: &Index, gathered: &Gathered, view: &ViewState, field: Field) -> usize {
    let dimension = Dimension::Field(field);
    let Some(counts) = gathered.counts.get(&dimension) else { return 0 };
    // The counts leave the field's own clauses out.
    let picks = view.picks.get(&dimension).filter(|it| !it.is_empty());
    let excluded = view.excluded.get(&dimension);
    let matches = |value: &Value| {
        picks.is_none_or(|it| it.contains(&value.pick)) && excluded.is_none_or(|it| !it.contains(&value.pick))
    };
    let has_rows = |(n, value): &(&usize, &Value)| **n > 0 && !value.value.is_empty() && matches(value);
    counts.iter().zip(index.values(field)).filter(has_rows).count()
}
