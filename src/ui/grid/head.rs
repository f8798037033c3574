//! The grid's head: names of columns, by which rows are sorted, and which can be dragged to another place; between them
//! edges that are dragged to set a width.

use leptos::prelude::*;

use super::Window;
use super::layout::{Layout, STEP_PX};
use crate::protocol::{Alignment, ColumnInfo};
use crate::ui::columns;
use crate::ui::state::AppState;
use crate::view_state::{Direction, MAX_WIDTH_PX, MIN_WIDTH_PX, SortKey, ViewState};
use crate::web::{files, page};

/// Sorts by a column: smallest first, then largest first, then not at all.
pub(super) fn sort_by(state: AppState, column: &str) {
    state.change(|view| {
        let direction = match view.sort.as_ref().filter(|it| it.column == column).map(|it| it.direction) {
            None => Some(Direction::Ascending),
            Some(Direction::Ascending) => Some(Direction::Descending),
            Some(Direction::Descending) => None,
        };
        let sort = direction.map(|direction| SortKey { column: column.to_owned(), direction });
        ViewState { sort, ..view }
    });
}

#[component]
pub(super) fn Head(shown: Memo<Vec<ColumnInfo>>, window: Window) -> impl IntoView {
    let dragged = RwSignal::new(None::<usize>);
    let draw = move || {
        let pins = window.layout.pins_px.get();
        let columns = shown.get().into_iter().enumerate();
        columns.map(|(idx, column)| heading(idx, column, pins.get(idx).copied(), window, dragged)).collect_view()
    };
    view! {
        <div class="grid__head" role="row" aria-rowindex="1">
            <div
                class="grid__cell grid__cell--place"
                class:is-active=move || window.selection.get().active.1 == 0
                role="columnheader"
                aria-colindex="1"
            >
                "File and line"
            </div>
            {draw}
        </div>
    }
}

/// One column's name; `dragged` is the column that is on its way to another place.
fn heading(
    idx: usize,
    column: ColumnInfo,
    pin_px: Option<u32>,
    window: Window,
    dragged: RwSignal<Option<usize>>,
) -> impl IntoView {
    let state = AppState::of_context();
    let ColumnInfo { key, alignment, meaning, .. } = column;
    let direction = {
        let key = key.clone();
        Memo::new(move |_| state.view.read().sort.as_ref().filter(|it| it.column == key).map(|it| it.direction))
    };
    let sorted = move || match direction.get() {
        Some(Direction::Ascending) => "ascending",
        Some(Direction::Descending) => "descending",
        None => "none",
    };
    let sign = move || match direction.get() {
        Some(Direction::Ascending) => " ↑",
        Some(Direction::Descending) => " ↓",
        None => "",
    };
    // Without it the heading would be called by its edge, too.
    let (name, own_name, label) = (key.clone(), key.clone(), format!("Width of {key}"));
    let is_over = RwSignal::new(false);
    let drag_start = move |event: leptos::ev::DragEvent| {
        // The edge is dragged, not the column.
        if window.layout.is_dragging() {
            return event.prevent_default();
        }
        files::begin_move(&event);
        dragged.set(Some(idx));
    };
    let drag_over = move |event: leptos::ev::DragEvent| {
        if dragged.get_untracked().is_some() {
            event.prevent_default();
            is_over.set(true);
        }
    };
    let drop = move |event: leptos::ev::DragEvent| {
        is_over.set(false);
        if let Some(from) = dragged.get_untracked() {
            event.prevent_default();
            columns::move_column(state, from, idx);
        }
    };
    view! {
        <div
            class="grid__cell grid__cell--head"
            class:number=alignment == Alignment::End
            class:grid__cell--pinned=pin_px.is_some()
            class:is-active=move || window.selection.get().active.1 == idx + 1
            class:is-drop-place=move || is_over.get()
            style:inset-inline-start=pin_px.map(|it| format!("{it}px"))
            role="columnheader"
            aria-label=own_name
            aria-sort=sorted
            aria-colindex=(idx + 2).to_string()
            draggable="true"
            on:dragstart=drag_start
            on:dragover=drag_over
            on:dragleave=move |_| is_over.set(false)
            on:drop=drop
            on:dragend=move |_| dragged.set(None)
        >
            <button type="button" class="grid__sort" title=meaning tabindex="-1" on:click=move |_| sort_by(state, &key)>{name}<span aria-hidden="true">{sign}</span></button>
            <Edge idx label layout=window.layout/>
        </div>
    }
}

/// A column's edge: dragged or moved by arrow keys it sets the width, by a double click or Enter it fits the texts.
#[component]
fn Edge(idx: usize, label: String, layout: Layout) -> impl IntoView {
    let on_key = move |event: leptos::ev::KeyboardEvent| {
        match event.key().as_str() {
            "ArrowLeft" => layout.widen(idx, -STEP_PX),
            "ArrowRight" => layout.widen(idx, STEP_PX),
            "Enter" => layout.fit(idx),
            _ => return,
        }
        event.prevent_default();
    };
    let begin = move |event: leptos::ev::PointerEvent| {
        page::capture_pointer(&event);
        layout.begin_drag(idx, event.client_x());
    };
    view! {
        <span
            class="grid__edge"
            role="separator"
            aria-orientation="vertical"
            aria-label=label
            aria-valuemin=MIN_WIDTH_PX.to_string()
            aria-valuemax=MAX_WIDTH_PX.to_string()
            aria-valuenow=move || layout.width_px(idx).to_string()
            title="Drag to set the width; a double click fits it"
            tabindex="-1"
            on:pointerdown=begin
            on:pointermove=move |event| if layout.is_dragging() { layout.drag_to(event.client_x()) }
            on:pointerup=move |_| layout.end_drag()
            on:pointercancel=move |_| layout.cancel_drag()
            on:dblclick=move |_| layout.fit(idx)
            on:keydown=on_key
        ></span>
    }
}
