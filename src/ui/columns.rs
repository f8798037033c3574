//! Chooses the columns of the line items.

use leptos::prelude::*;

use super::search_dialog::SearchDialog;
use super::state::AppState;
use crate::protocol::ColumnInfo;
use crate::view_state::ViewState;

/// Columns shown where no loaded kind names any.
const N_FALLBACK: usize = 10;

/// The shown columns in their order.
pub(super) fn shown(state: AppState) -> Vec<ColumnInfo> {
    let answer = state.answer.read();
    let view = state.view.read();
    match &view.columns {
        Some(keys) => keys.iter().filter_map(|key| answer.columns.iter().find(|it| it.key == *key)).cloned().collect(),
        None => {
            let chosen: Vec<ColumnInfo> = answer.columns.iter().filter(|it| it.shown_by_default).cloned().collect();
            if chosen.is_empty() { answer.columns.iter().take(N_FALLBACK).cloned().collect() } else { chosen }
        }
    }
}

#[component]
pub(super) fn ColumnChooser(shown: Memo<Vec<ColumnInfo>>) -> impl IntoView {
    let state = AppState::of_context();
    let needle = RwSignal::new(String::new());
    let choices = move || {
        let needle = needle.get().to_lowercase();
        let columns = state.answer.read().columns.clone();
        let matching = columns
            .into_iter()
            .filter(|it| it.key.to_lowercase().contains(&needle) || it.meaning.to_lowercase().contains(&needle));
        matching.map(|column| view! { <Choice column shown/> }).collect_view()
    };
    let choose = move |columns| state.change(|it| ViewState { columns, ..it });
    let all = move |_| choose(Some(state.answer.read_untracked().columns.iter().map(|it| it.key.clone()).collect()));
    view! {
        <SearchDialog title="Columns" label="Choose columns" button_class="button" dialog_class="dialog" needle>
            <div class="dialog__actions">
                <button type="button" class="button" on:click=all>"Show all"</button>
                <button type="button" class="button" on:click=move |_| choose(None)>"Back to the usual ones"</button>
            </div>
            <div class="dialog__body">{choices}</div>
        </SearchDialog>
    }
}

#[component]
fn Choice(column: ColumnInfo, shown: Memo<Vec<ColumnInfo>>) -> impl IntoView {
    let state = AppState::of_context();
    let ColumnInfo { key, meaning, .. } = column;
    let name = key.clone();
    let is_shown = {
        let key = key.clone();
        move || shown.read().iter().any(|it| it.key == key)
    };
    let toggle = move |_| {
        let mut keys: Vec<String> = shown.read_untracked().iter().map(|it| it.key.clone()).collect();
        let place = keys.iter().position(|it| *it == key);
        match place {
            Some(idx) => drop(keys.remove(idx)),
            None => keys.push(key.clone()),
        }
        state.change(|it| ViewState { columns: Some(keys), ..it });
    };
    view! {
        <label class="choice choice--column">
            <input type="checkbox" prop:checked=is_shown on:change=toggle/>
            <span class="choice__label"><strong>{name}</strong><span class="muted">{meaning}</span></span>
        </label>
    }
}
