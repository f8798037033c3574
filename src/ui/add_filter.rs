//! Adds a filter for any column, or takes one away.

use leptos::prelude::*;

use super::search_dialog::SearchDialog;
use super::state::AppState;
use crate::domain::Dimension;
use crate::protocol::{ColumnInfo, Holds};

#[component]
pub(super) fn AddFilter() -> impl IntoView {
    let state = AppState::of_context();
    let needle = RwSignal::new(String::new());
    let choices = move || {
        let needle = needle.get().to_lowercase();
        let columns = state.answer.read().columns.clone();
        let matching = columns
            .into_iter()
            .filter(|it| it.key.to_lowercase().contains(&needle) || it.meaning.to_lowercase().contains(&needle));
        matching.flat_map(dimensions).map(|(dimension, meaning)| view! { <Choice dimension meaning/> }).collect_view()
    };
    view! {
        <SearchDialog title="Add a filter" label="Add a filter" button_class="button" dialog_class="dialog dialog--list" needle>
            <div class="dialog__body">{choices}</div>
        </SearchDialog>
    }
}

/// What a column can be filtered by: its values or its range, and dates by their months.
fn dimensions(column: ColumnInfo) -> Vec<(Dimension, String)> {
    let ColumnInfo { key, holds, meaning, .. } = column;
    let month = (holds == Holds::Days).then(|| (Dimension::Month(key.clone()), "Its values by month.".to_owned()));
    std::iter::once((Dimension::Column(key), meaning)).chain(month).collect()
}

#[component]
fn Choice(dimension: Dimension, meaning: String) -> impl IntoView {
    let state = AppState::of_context();
    let name = dimension.title().into_owned();
    let is_shown = {
        let dimension = dimension.clone();
        move || state.view.read().facets.contains(&dimension)
    };
    let toggle = move |_| {
        state.change(|mut view| {
            if !view.facets.remove(&dimension) {
                view.facets.insert(dimension.clone());
            }
            view
        });
    };
    view! {
        <label class="choice choice--column">
            <input type="checkbox" prop:checked=is_shown on:change=toggle/>
            <span class="choice__label"><strong>{name}</strong><span class="muted">{meaning}</span></span>
        </label>
    }
}
