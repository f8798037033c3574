//! All rows and columns in a table that draws only what is on the screen.
//!
//! A fixed pool of row elements is moved and refilled while scrolling; nothing is created or dropped. The focus stays on
//! the table, the active cell is told by `aria-activedescendant`, and every key moves by rows, not by pixels.

use leptos::html::Div;
use leptos::prelude::*;

use super::columns::{self, ColumnChooser};
use super::state::{AppState, BLOCK_LEN, Block};
use crate::present::{grid, labels};
use crate::protocol::{Alignment, ColumnInfo, RowView};
use crate::view_state::{Direction, SortKey, ViewState};
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
    /// The active cell: row and column.
    active: RwSignal<(usize, usize)>,
}

#[component]
pub(super) fn LineItems() -> impl IntoView {
    let state = AppState::of_context();
    let shown = Memo::new(move |_| columns::shown(state));
    let n_rows = Memo::new(move |_| state.answer.read().n_rows);
    let scroll_px = RwSignal::new(0.0);
    let view_px = RwSignal::new(480.0);
    let first = Memo::new(move |_| grid::first_row(scroll_px.get(), view_px.get(), n_rows.get()));
    let window = Window { scroll_px, n_rows, first, active: RwSignal::new((0, 0)) };
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
        let (row, column) = window.active.get_untracked();
        let last_row = n_rows.get_untracked().saturating_sub(1);
        let last_column = shown.read_untracked().len();
        let page_len = grid::n_shown(view_px.get_untracked());
        let to = match event.key().as_str() {
            "ArrowDown" => (row + 1, column),
            "ArrowUp" => (row.saturating_sub(1), column),
            "ArrowRight" => (row, column + 1),
            "ArrowLeft" => (row, column.saturating_sub(1)),
            "PageDown" if !event.ctrl_key() => (row + page_len, column),
            "PageUp" if !event.ctrl_key() => (row.saturating_sub(page_len), column),
            "Home" if event.ctrl_key() => (0, 0),
            "End" if event.ctrl_key() => (last_row, last_column),
            "Home" => (row, 0),
            "End" => (row, last_column),
            _ => return,
        };
        // Keys on a header's button are the button's.
        if event.target() != event.current_target() {
            return;
        }
        event.prevent_default();
        let to = (to.0.min(last_row), to.1.min(last_column));
        window.active.set(to);
        show_row(to.0);
        // The cell is marked after this event; then it can be brought into sight.
        request_animation_frame(|| page::reveal(".grid__head .is-active"));
    };
    let active_id = move || {
        let (row, column) = window.active.get();
        (n_rows.get() > 0).then(|| cell_id(row % POOL_LEN, column))
    };
    view! {
        <section class="panel">
            <div class="panel__head">
                <h2>"Line items"</h2>
                <span class="muted">{move || labels::counted(n_rows.get(), "row")}</span>
                <ColumnChooser shown/>
            </div>
            <div
                class="grid"
                role="grid"
                aria-label="Line items"
                aria-rowcount=move || (n_rows.get() + 1).to_string()
                aria-colcount=move || (shown.read().len() + 1).to_string()
                aria-activedescendant=active_id
                tabindex="0"
                node_ref=scroller
                on:scroll=move |_| measure()
                on:keydown=on_key
            >
                <Head shown window/>
                <div class="grid__body" role="rowgroup" style:block-size=move || format!("{}px", grid::spacer_px(n_rows.get()))>
                    {(0..POOL_LEN).map(|slot| view! { <PooledRow number=slot window shown/> }).collect_view()}
                </div>
                <Show when=move || n_rows.get() == 0>
                    <div class="nothing">
                        <p>"No row matches these filters."</p>
                        <button type="button" class="button" on:click=move |_| state.change(|it| it.without_filters())>"Show all rows"</button>
                    </div>
                </Show>
            </div>
        </section>
    }
}

fn cell_id(slot: usize, column: usize) -> String {
    format!("cell-{slot}-{column}")
}

#[component]
fn Head(shown: Memo<Vec<ColumnInfo>>, window: Window) -> impl IntoView {
    let state = AppState::of_context();
    let draw = move |(idx, column): (usize, ColumnInfo)| {
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
        let name = key.clone();
        let sort = move |_| {
            let next = match direction.get_untracked() {
                None => Some(Direction::Ascending),
                Some(Direction::Ascending) => Some(Direction::Descending),
                Some(Direction::Descending) => None,
            };
            let sort = next.map(|direction| SortKey { column: key.clone(), direction });
            state.change(|it| ViewState { sort, ..it });
        };
        view! {
            <div
                class="grid__cell"
                class:number=alignment == Alignment::End
                class:is-active=move || window.active.get().1 == idx + 1
                role="columnheader"
                aria-sort=sorted
                aria-colindex=(idx + 2).to_string()
            >
                <button type="button" class="grid__sort" title=meaning tabindex="-1" on:click=sort>{name}<span aria-hidden="true">{sign}</span></button>
            </div>
        }
    };
    view! {
        <div class="grid__head" role="row" aria-rowindex="1">
            <div
                class="grid__cell grid__cell--place"
                class:is-active=move || window.active.get().1 == 0
                role="columnheader"
                aria-colindex="1"
            >
                "File and line"
            </div>
            {move || shown.get().into_iter().enumerate().map(draw).collect_view()}
        </div>
    }
}

#[component]
fn PooledRow(number: usize, window: Window, shown: Memo<Vec<ColumnInfo>>) -> impl IntoView {
    let state = AppState::of_context();
    let slot = number;
    let Window { scroll_px, n_rows, first, active, .. } = window;
    // The row whose number leaves this slot as the rest, among those near the screen.
    let row_idx = Memo::new(move |_| {
        let start = first.get().saturating_sub(N_ABOVE);
        let row_idx = start + (slot + POOL_LEN - start % POOL_LEN) % POOL_LEN;
        (row_idx < n_rows.get()).then_some(row_idx)
    });
    let row: Memo<Option<RowView>> = Memo::new(move |_| {
        let row_idx = row_idx.get()?;
        match state.rows.read().get(&(row_idx / BLOCK_LEN))? {
            Block::Ready(rows) => rows.get(row_idx % BLOCK_LEN).cloned(),
            Block::Asked => None,
        }
    });
    let top = move || {
        let row_idx = row_idx.get()?;
        let top = grid::row_top_px(row_idx, first.get(), scroll_px.get(), n_rows.get());
        Some(format!("translateY({top}px)"))
    };
    let place = move || row.read().as_ref().map(|it| format!("{}:{}", it.file_name, it.line_no));
    let explains = move || row.read().as_ref().is_some_and(|it| !it.counts);
    let is_active = move |column: usize| row_idx.get() == Some(active.get().0) && active.get().1 == column;
    let activate = move |column: usize| {
        if let Some(row_idx) = row_idx.get_untracked() {
            active.set((row_idx, column));
        }
    };
    let cells = move || {
        let draw = |(idx, column): (usize, ColumnInfo)| {
            let text = move || row.read().as_ref().and_then(|it| it.cells.get(idx).cloned()).unwrap_or_default();
            view! {
                <div
                    class="grid__cell"
                    class:number=column.alignment == Alignment::End
                    class:is-active=move || is_active(idx + 1)
                    role="gridcell"
                    id=cell_id(slot, idx + 1)
                    aria-colindex=(idx + 2).to_string()
                    title=text
                    on:click=move |_| activate(idx + 1)
                >
                    {text}
                </div>
            }
        };
        shown.get().into_iter().enumerate().map(draw).collect_view()
    };
    view! {
        <div
            class="grid__row"
            class:grid__row--explains=explains
            role="row"
            aria-rowindex=move || row_idx.get().map(|it| (it + 2).to_string())
            hidden=move || row_idx.get().is_none()
            style:transform=top
        >
            <div
                class="grid__cell grid__cell--place"
                class:is-active=move || is_active(0)
                role="gridcell"
                id=cell_id(slot, 0)
                aria-colindex="1"
                title=place
                on:click=move |_| activate(0)
            >
                {move || explains().then(|| view! { <span class="badge" title="Explains a line of another file; not added">"explains"</span> })}
                {place}
            </div>
            {cells}
        </div>
    }
}
