//! Chooses the columns of the line items, their order, and which of them stay in sight.

use leptos::prelude::*;

use super::search_dialog::SearchDialog;
use super::state::AppState;
use crate::protocol::ColumnInfo;
use crate::view_state::ViewState;
use crate::web::page;

/// Columns shown where no loaded kind names any.
const N_FALLBACK: usize = 10;

/// The shown columns in their order, those that are pinned first.
pub(super) fn shown(state: AppState) -> Vec<ColumnInfo> {
    let answer = state.answer.read();
    let view = state.view.read();
    let chosen: Vec<ColumnInfo> = match &view.columns {
        Some(keys) => keys.iter().filter_map(|key| answer.columns.iter().find(|it| it.key == *key)).cloned().collect(),
        None => {
            let chosen: Vec<ColumnInfo> = answer.columns.iter().filter(|it| it.shown_by_default).cloned().collect();
            if chosen.is_empty() { answer.columns.iter().take(N_FALLBACK).cloned().collect() } else { chosen }
        }
    };
    view.table.in_order(chosen, |it| &it.key)
}

/// Moves a shown column to the place of another.
pub(super) fn move_column(state: AppState, from: usize, to: usize) {
    let keys: Vec<String> = untrack(move || shown(state)).into_iter().map(|it| it.key).collect();
    let (Some(key), n_columns) = (keys.get(from).cloned(), keys.len()) else { return };
    state.change(|it| it.with_column_moved(keys, from, to));
    state.announcement.set(format!("{key} is column {} of {n_columns}.", to + 1));
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
            <div class="dialog__body">
                <details class="column-order" open>
                    <summary>"Order of the shown columns"</summary>
                    <Order shown/>
                </details>
                <h3>"All columns"</h3>
                {choices}
            </div>
        </SearchDialog>
    }
}

/// The shown columns from left to right, with buttons that move and pin them.
#[component]
fn Order(shown: Memo<Vec<ColumnInfo>>) -> impl IntoView {
    let state = AppState::of_context();
    let n_pinned = move || {
        let view = state.view.read();
        shown.read().iter().filter(|it| view.table.pinned.contains(&it.key)).count()
    };
    let list = move || {
        let (n_pinned, n_columns) = (n_pinned(), shown.read().len());
        // A column moves among those that are pinned, or among the others.
        let can_move = move |from: usize, to: usize| to < n_columns && (from < n_pinned) == (to < n_pinned);
        let draw = move |(idx, ColumnInfo { key, .. }): (usize, ColumnInfo)| {
            let is_pinned = idx < n_pinned;
            let move_button = |word: &'static str, to: Option<usize>| {
                let to = to.filter(|it| can_move(idx, *it));
                let id = move |idx: usize| format!("column-{idx}-{word}");
                let go = move |_| {
                    if let Some(to) = to {
                        move_column(state, idx, to);
                        // The list is drawn anew: the focus goes along with the column.
                        request_animation_frame(move || page::focus(&id(to)));
                    }
                };
                let label = format!("Move {key} {}", word.to_lowercase());
                view! { <button type="button" class="button button--quiet" id=id(idx) aria-label=label aria-disabled=to.is_none().then_some("true") on:click=go>{word}</button> }
            };
            let (earlier, later) = (move_button("Left", idx.checked_sub(1)), move_button("Right", Some(idx + 1)));
            let pinned_id = format!("column-pin-{key}");
            let (id, label, pinned) = (pinned_id.clone(), format!("Pin {key}"), key.clone());
            let pin = move |_| {
                state.change(|it| ViewState { table: it.table.clone().with_pin_toggled(&pinned), ..it });
                let id = pinned_id.clone();
                request_animation_frame(move || page::focus(&id));
            };
            view! {
                <li class="column-order__column">
                    <span class="column-order__name">{key}</span>
                    <button type="button" class="button button--quiet" id=id aria-label=label aria-pressed=is_pinned.to_string() title="Pinned columns stay at the left" on:click=pin>"Pin"</button>
                    {earlier}
                    {later}
                </li>
            }
        };
        shown.get().into_iter().enumerate().map(draw).collect_view()
    };
    view! { <ol class="column-order__list">{list}</ol> }
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
