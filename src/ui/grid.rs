//! All rows and columns in a table that draws only what is on the screen.
//!
//! A fixed pool of row elements is moved and refilled while scrolling; nothing is created or dropped. The focus stays on
//! the table, the active cell is told by `aria-activedescendant`, and every key moves by rows, not by pixels.

mod head;
mod layout;
mod row;

use leptos::html::Div;
use leptos::prelude::*;

use head::Head;
use layout::{Layout, STEP_PX};
use row::PooledRow;

use super::columns::{self, ColumnChooser};
use super::slices::in_steps;
use super::state::{AppState, BLOCK_LEN};
use crate::present::selection::Selection;
use crate::present::{grid, labels};
use crate::protocol::ColumnInfo;
use crate::view_state::{LinesTable, ViewState};
use crate::web::page;

/// Row elements: those on the screen and some around, so that a fling finds them filled.
const POOL_LEN: usize = 48;
/// Rows kept above the first one on the screen.
const N_ABOVE: usize = 8;
/// Rows asked for before they come near, on either side: what a fling passes in a second or two.
const N_AHEAD: usize = 3 * BLOCK_LEN;

/// What the table shows at the moment.
#[derive(Debug, Clone, Copy)]
struct Window {
    scroll_px: RwSignal<f64>,
    n_rows: Memo<usize>,
    first: Memo<usize>,
    selection: RwSignal<Selection>,
    layout: Layout,
}

/// Rows that are made in one task.
const ROWS_A_STEP: usize = 12;
/// Where a figure leads to.
pub(super) const LINE_ITEMS_ID: &str = "line-items";

#[component]
pub(super) fn LineItems() -> impl IntoView {
    let state = AppState::of_context();
    let shown = Memo::new(move |_| columns::shown(state));
    let n_rows = Memo::new(move |_| state.answer.read().n_rows);
    let scroll_px = RwSignal::new(0.0);
    let view_px = RwSignal::new(480.0);
    let first = Memo::new(move |_| grid::first_row(scroll_px.get(), view_px.get(), n_rows.get()));
    let width_px = RwSignal::new(0.0);
    let layout = Layout::new(state, shown, width_px);
    let window = Window { scroll_px, n_rows, first, selection: RwSignal::default(), layout };
    let scroller = NodeRef::<Div>::new();
    // Rows are asked for as they come near; an answer empties the store, so it is read here, too.
    Effect::new(move |_| {
        let revision = state.answer.read().revision;
        let start = first.get().saturating_sub(N_ABOVE + N_AHEAD);
        let end = (first.get() + POOL_LEN + N_AHEAD).min(n_rows.get());
        if revision > 0 && start < end {
            let keys: Vec<String> = shown.read().iter().map(|it| it.key.clone()).collect();
            let on_screen = first.get()..(first.get() + POOL_LEN).min(n_rows.get());
            state.want_rows(start..end, on_screen, &keys);
        }
    });
    let measure = move || {
        if let Some(element) = scroller.get_untracked() {
            view_px.set((f64::from(element.client_height()) - grid::ROW_PX).max(grid::ROW_PX));
            scroll_px.set(f64::from(element.scroll_top()));
            let client_px = f64::from(element.client_width());
            // Memos of columns need not look at every step of a scroll.
            if width_px.get_untracked() != client_px {
                width_px.set(client_px);
            }
        }
    };
    Effect::new(move |_| {
        if scroller.get().is_some() {
            measure();
        }
    });
    let show_row = move |row_idx: usize| {
        let n_whole = grid::n_shown(view_px.get_untracked());
        let first_now = first.get_untracked();
        let wanted = if row_idx < first_now {
            row_idx
        } else if row_idx >= first_now + n_whole {
            row_idx + 1 - n_whole
        } else {
            return;
        };
        if let Some(element) = scroller.get_untracked() {
            // Positions are below the height of the spacer.
            element.set_scroll_top(grid::scroll_px(wanted, view_px.get_untracked(), n_rows.get_untracked()).round() as i32);
            measure();
        }
    };
    let on_key = move |event: leptos::ev::KeyboardEvent| {
        // Keys on a header's button are the button's.
        if event.target() != event.current_target() {
            return;
        }
        let selection = window.selection.get_untracked();
        let (row, column) = selection.active;
        let last_row = n_rows.get_untracked().saturating_sub(1);
        let last_column = shown.read_untracked().len();
        let page_len = grid::n_shown(view_px.get_untracked());
        let is_command = event.ctrl_key() || event.meta_key();
        let to = match event.key().as_str() {
            "ArrowDown" => (row + 1, column),
            "ArrowUp" => (row.saturating_sub(1), column),
            "ArrowRight" => (row, column + 1),
            "ArrowLeft" => (row, column.saturating_sub(1)),
            "PageDown" if !is_command => (row + page_len, column),
            "PageUp" if !is_command => (row.saturating_sub(page_len), column),
            "Home" if is_command => (0, 0),
            "End" if is_command => (last_row, last_column),
            "Home" => (row, 0),
            "End" => (row, last_column),
            "Enter" => {
                event.prevent_default();
                return state.open_row(row);
            }
            key @ ("+" | "-" | "0" | "s" | "S") if !is_command && !event.alt_key() => {
                event.prevent_default();
                // The first column says where a row is from, and is none of the file's.
                let Some(column) = column.checked_sub(1) else { return };
                match key {
                    "+" => layout.widen(column, STEP_PX),
                    "-" => layout.widen(column, -STEP_PX),
                    "0" => layout.fit(column),
                    _ => {
                        if let Some(column) = shown.read_untracked().get(column) {
                            head::sort_by(state, &column.key);
                        }
                    }
                }
                return;
            }
            "c" | "C" if is_command => {
                event.prevent_default();
                return copy(state, &shown.read_untracked(), selection, event.shift_key());
            }
            "a" if is_command => {
                event.prevent_default();
                let whole = Selection { active: (last_row, last_column), anchor: Some((0, 0)) };
                return window.selection.set(whole);
            }
            _ => return,
        };
        event.prevent_default();
        let to = (to.0.min(last_row), to.1.min(last_column));
        window.selection.set(selection.moved(to, event.shift_key()));
        show_row(to.0);
        // The cell is marked after this event; then it can be brought into sight.
        request_animation_frame(|| page::reveal(".grid__head .is-active"));
    };
    let active_id = move || {
        let (row, column) = window.selection.get().active;
        (n_rows.get() > 0).then(|| cell_id(row % POOL_LEN, column))
    };
    // An active cell beyond the end of a shorter list is none.
    Effect::new(move |_| {
        let n_rows = n_rows.get();
        if window.selection.get_untracked().rows().end() >= &n_rows.max(1) {
            window.selection.set(Selection::default());
        }
    });
    let step = in_steps(POOL_LEN.div_ceil(ROWS_A_STEP), || true);
    view! {
        <section class="panel">
            <div class="panel__head">
                <h2 id=LINE_ITEMS_ID tabindex="-1">"Line items"</h2>
                <span class="muted">{move || labels::counted(n_rows.get(), "row")}</span>
                <AsInFile/>
                <ColumnChooser shown/>
            </div>
            <p class="visually-hidden" id="grid-keys">"Arrow keys move, with Shift they select. Enter opens the row. Ctrl+C copies, with Shift together with the columns' names. S sorts by the column, plus and minus set its width, 0 fits it."</p>
            <div
                class="grid"
                class:grid--empty=move || n_rows.get() == 0
                role="grid"
                aria-label="Line items"
                aria-multiselectable="true"
                aria-describedby="grid-keys"
                aria-rowcount=move || (n_rows.get() + 1).to_string()
                aria-colcount=move || (shown.read().len() + 1).to_string()
                aria-activedescendant=active_id
                tabindex="0"
                node_ref=scroller
                style:--columns=move || layout.template()
                style:scroll-padding-inline-start=move || format!("{}px", layout.pinned_px())
                on:scroll=move |_| measure()
                on:pointerover=move |event| page::hint_value(event.target())
                on:keydown=on_key
            >
                <Head shown window/>
                <div class="grid__body" role="rowgroup" style:block-size=move || format!("{}px", grid::spacer_px(n_rows.get()))>
                    <For each=move || 0..(step.get() * ROWS_A_STEP).min(POOL_LEN) key=|it| *it let:slot>
                        <PooledRow number=slot window shown/>
                    </For>
                </div>
            </div>
            // A grid owns rows and nothing else.
            <Show when=move || n_rows.get() == 0>
                <div class="nothing">
                    <p>"No row matches these filters."</p>
                    <button type="button" class="button" on:click=move |_| state.change(|it| it.without_filters())>"Show all rows"</button>
                </div>
            </Show>
        </section>
    }
}

/// Shows numbers and dates as the file writes them, or again as the reader's language does.
#[component]
fn AsInFile() -> impl IntoView {
    let state = AppState::of_context();
    let is_on = move || state.view.read().table.as_in_file.to_string();
    let toggle = move |_| {
        state.change(|view| {
            let table = LinesTable { as_in_file: !view.table.as_in_file, ..view.table.clone() };
            ViewState { table, ..view }
        });
    };
    view! {
        <button type="button" class="button button--toggle" aria-pressed=is_on title="Numbers and dates letter by letter as the file writes them. Copies are always as in the file." on:click=toggle>"As in the file"</button>
    }
}

/// Copies the selected cells; the first column says where a row is from, so that with it alone selected the whole row is
/// meant.
fn copy(state: AppState, shown: &[ColumnInfo], selection: Selection, with_header: bool) {
    let columns = selection.columns();
    let is_row = *columns.end() == 0;
    let is_copied = |idx: usize| is_row || columns.contains(&(idx + 1));
    let keys = shown.iter().enumerate().filter(|(idx, _)| is_copied(*idx)).map(|(_, it)| it.key.clone());
    state.copy_rows(selection.rows(), keys.collect(), with_header);
}

fn cell_id(slot: usize, column: usize) -> String {
    format!("cell-{slot}-{column}")
}
