//! The filters of the page: each field's values with how many rows they have under all other filters.

use super::index::{Gathered, Index};
use crate::domain::Field;
use crate::protocol::{Facet, FacetOption};
use crate::view_state::ViewState;

/// Values listed per field; picked ones are listed in any case.
const MAX_OPTIONS: usize = 500;

/// One facet per field that has more than one value, or a pick.
#[must_use]
pub fn facets(index: &Index, gathered: &Gathered, view: &ViewState) -> Vec<Facet> {
    Field::ALL.into_iter().filter_map(|field| facet(index, gathered, view, field)).collect()
}

fn facet(index: &Index, gathered: &Gathered, view: &ViewState, field: Field) -> Option<Facet> {
    let values = index.values(field);
    let counts = gathered.counts.get(field as usize)?;
    let picks = view.picks.get(&field).filter(|it| !it.is_empty());
    let is_of_use = field != Field::Counting || values.len() > 1 || picks.is_some();
    if !is_of_use {
        return None;
    }
    let is_picked = |value: usize| picks.is_some_and(|it| it.contains(&values[value].pick));
    let order = |one: &usize, other: &usize| {
        let key = |value: usize| (&values[value].label_key, &values[value].value);
        counts[*other].cmp(&counts[*one]).then_with(|| key(*one).cmp(&key(*other)))
    };
    let mut listed: Vec<usize> = (0..values.len()).collect();
    if listed.len() > MAX_OPTIONS {
        listed.select_nth_unstable_by(MAX_OPTIONS, order);
        let rest = listed.split_off(MAX_OPTIONS);
        listed.extend(rest.into_iter().filter(|it| is_picked(*it)));
    }
    listed.sort_unstable_by(order);
    let option = |value: usize| FacetOption {
        pick: values[value].pick.clone(),
        value: values[value].value.clone(),
        label: values[value].label.clone(),
        n_rows: counts[value],
        picked: is_picked(value),
    };
    Some(Facet { field, options: listed.into_iter().map(option).collect(), n_values: values.len() })
}
