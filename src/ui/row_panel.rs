//! One row as a whole: every field with its meaning and the way to the lines with or without its value, the lines that it
//! belongs with, and the way to the rows beside it.

mod related;

use leptos::html::Dialog;
use leptos::prelude::*;

use related::RelatedLines;

use super::state::AppState;
use crate::domain::Dimension;
use crate::present::{cells, labels};
use crate::protocol::{Alignment, RowDetail, RowField};
use crate::view_state::{Clause, Pick, ViewState};

#[component]
pub(super) fn RowPanel() -> impl IntoView {
    let state = AppState::of_context();
    let dialog = NodeRef::<Dialog>::new();
    let n_rows = Memo::new(move |_| state.answer.read().n_rows);
    let position = move || state.row.read().as_ref().map(|it| it.position);
    Effect::new(move |_| {
        if let Some(dialog) = dialog.get()
            && state.row.read().is_some()
            && !dialog.open()
        {
            let _opened = dialog.show_modal();
        }
    });
    // A view with other rows has another row here.
    Effect::new(move |_| {
        let revision = state.answer.read().revision;
        if let Some(dialog) = dialog.get_untracked()
            && state.row.with_untracked(|it| it.as_ref().is_some_and(|it| it.revision != revision))
        {
            dialog.close();
        }
    });
    let close = move |_| {
        if let Some(dialog) = dialog.get_untracked() {
            dialog.close();
        }
    };
    let go = move |to: Option<usize>| {
        if let Some(to) = to.filter(|it| *it < n_rows.get_untracked()) {
            state.open_row(to);
        }
    };
    let before = move || position().and_then(|it| it.checked_sub(1));
    let behind = move || position().map(|it| it + 1).filter(|it| *it < n_rows.get());
    let on_key = move |event: leptos::ev::KeyboardEvent| match event.key().as_str() {
        "ArrowUp" if event.alt_key() => go(before()),
        "ArrowDown" if event.alt_key() => go(behind()),
        _ => {}
    };
    let place = move || {
        state
            .row
            .read()
            .as_ref()
            .map(|it| format!("Row {} of {}", labels::count(it.position + 1), labels::count(n_rows.get())))
    };
    view! {
        <dialog class="dialog dialog--side" node_ref=dialog aria-label="Row" on:close=move |_| state.row.set(None) on:keydown=on_key>
            <div class="dialog__head">
                <h2>{place}</h2>
                <button type="button" class="button button--quiet" aria-keyshortcuts="Alt+ArrowUp" disabled=move || before().is_none() on:click=move |_| go(before())>"Previous"</button>
                <button type="button" class="button button--quiet" aria-keyshortcuts="Alt+ArrowDown" disabled=move || behind().is_none() on:click=move |_| go(behind())>"Next"</button>
                <button type="button" class="button button--quiet" on:click=close>"Close"</button>
            </div>
            <div class="dialog__body">{move || state.row.get().map(|row| view! { <Fields row/> })}</div>
        </dialog>
    }
}

#[component]
fn Fields(row: std::sync::Arc<RowDetail>) -> impl IntoView {
    let state = AppState::of_context();
    let RowDetail { file_name, kind, line_no, counts, fields, .. } = &*row;
    let (filled, empty): (Vec<RowField>, Vec<RowField>) = fields.iter().cloned().partition(|it| !it.text.is_empty());
    let n_empty = empty.len();
    let as_text = |fields: &[RowField]| -> String {
        fields.iter().map(|it| format!("{}\t{}", it.header, it.text)).collect::<Vec<_>>().join("\r\n")
    };
    let text = as_text(fields);
    view! {
        <p class="row-panel__place">
            {format!("{}, {file_name}, line {}", kind.title(), labels::count(usize::try_from(*line_no).unwrap_or(usize::MAX)))}
            {(!counts).then(|| view! { <span class="badge" title="Explains a line of another file; not added">"explains"</span> })}
            <button type="button" class="button button--quiet" on:click=move |_| state.copy_text(text.clone(), "the row".to_owned())>"Copy all fields"</button>
        </p>
        <RelatedLines related=row.related.clone()/>
        <dl class="row-panel">{filled.into_iter().map(|field| view! { <FieldText field/> }).collect_view()}</dl>
        {(n_empty > 0).then(|| view! {
            <details class="reference">
                <summary>{labels::counted(n_empty, "empty field")}</summary>
                <dl class="row-panel">{empty.into_iter().map(|field| view! { <FieldText field/> }).collect_view()}</dl>
            </details>
        })}
    }
}

#[component]
fn FieldText(field: RowField) -> impl IntoView {
    let state = AppState::of_context();
    let RowField { column, header, text, value, pick } = field;
    let is_number = column.alignment == Alignment::End;
    let (copied, what) = (text.clone(), header.clone());
    let copy = move |_| state.copy_text(copied.clone(), what.clone());
    let shown = match text.is_empty() {
        true => "(empty)".to_owned(),
        false => cells::shown(&text, &value, &state.view.read_untracked().table),
    };
    let pick = StoredValue::new(pick);
    // The value alone: what else was picked of the column makes place.
    let narrow = move |wanted: fn(ViewState, Dimension, Pick) -> ViewState| {
        let (dimension, pick) = pick.get_value();
        state.change(|it| wanted(it, dimension, pick));
    };
    let only =
        move |_| narrow(|view, dimension, pick| view.without_picks(&dimension).with(Clause::Is(dimension, pick)));
    let not = move |_| {
        narrow(|view, dimension, pick| {
            view.without(&Clause::Is(dimension.clone(), pick.clone())).with(Clause::IsNot(dimension, pick))
        });
    };
    view! {
        <div class="row-panel__field" data-column=column.key>
            <dt>{header.clone()}</dt>
            <dd>
                <span class="row-panel__text" class:number=is_number data-value=text.clone() title=text>{shown}</span>
                <button type="button" class="row-panel__copy" title=format!("Copy {header}") aria-label=format!("Copy {header}") on:click=copy>"Copy"</button>
                <button type="button" class="row-panel__copy" aria-label=format!("Only these: {header}") title="Show the lines with this value, among those shown" on:click=only>"Only these"</button>
                <button type="button" class="row-panel__copy" aria-label=format!("Not these: {header}") title="Leave out the lines with this value" on:click=not>"Not these"</button>
                {(!column.meaning.is_empty()).then(|| view! { <span class="muted row-panel__meaning">{column.meaning}</span> })}
            </dd>
        </div>
    }
}
