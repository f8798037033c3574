//! The filters of the page: each field's values with how many rows they have under all other filters.

use crate::domain::Field;
use crate::protocol::{Facet, FacetOption};
use crate::query::{Dataset, Selection, count_values};
use crate::view_state::ViewState;

/// Values listed per field; picked ones are listed in any case.
const MAX_OPTIONS: usize = 500;

/// One facet per field that has more than one value, or a pick.
#[must_use]
pub fn facets(dataset: &Dataset, selection: &Selection, view: &ViewState) -> Vec<Facet> {
    Field::ALL.into_iter().filter_map(|field| facet(dataset, selection, view, field)).collect()
}

fn facet(dataset: &Dataset, selection: &Selection, view: &ViewState, field: Field) -> Option<Facet> {
    let values = dataset.field(field)?.values();
    let counts = count_values(dataset, selection.matching_but(field), field);
    let picks = view.picks.get(&field);
    let mut options: Vec<FacetOption> = values
        .iter()
        .zip(counts)
        .map(|(value, n_rows)| FacetOption {
            pick: value.pick.clone(),
            value: value.value.clone(),
            label: value.label.clone(),
            n_rows,
            picked: picks.is_some_and(|it| it.contains(&value.pick)),
        })
        // A table gives both sides of a two-sided field, whether or not a row has it.
        .filter(|it| it.n_rows > 0 || it.picked || !matches!(field, Field::InvoiceType | Field::Counting))
        .collect();
    let n_values = options.len();
    options.sort_by(|one, other| {
        other
            .n_rows
            .cmp(&one.n_rows)
            .then_with(|| (one.label.to_lowercase(), &one.value).cmp(&(other.label.to_lowercase(), &other.value)))
    });
    let mut n_listed = 0;
    options.retain(|it| {
        n_listed += 1;
        it.picked || n_listed <= MAX_OPTIONS
    });
    let is_of_use = field != Field::Counting || n_values > 1 || picks.is_some_and(|it| !it.is_empty());
    is_of_use.then_some(Facet { field, options, n_values })
}
