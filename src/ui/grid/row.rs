//! A row element of the pool: moved and refilled while scrolling.

use leptos::prelude::*;

use super::{N_ABOVE, POOL_LEN, Window, cell_id};
use crate::present::{cells, grid};
use crate::protocol::{Alignment, ColumnInfo, RowView};
use crate::ui::state::{AppState, BLOCK_LEN, Block};

#[component]
pub(super) fn PooledRow(number: usize, window: Window, shown: Memo<Vec<ColumnInfo>>) -> impl IntoView {
    let state = AppState::of_context();
    let slot = number;
    let Window { scroll_px, n_rows, first, selection, layout } = window;
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
    // A row tells its cells' marks once; most rows have none.
    let marks = Memo::new(move |_| {
        let row_idx = row_idx.get()?;
        let selection = selection.get();
        let active = (selection.active.0 == row_idx).then_some(selection.active.1);
        let selected = (selection.anchor.is_some() && selection.rows().contains(&row_idx)).then(|| selection.columns());
        (active.is_some() || selected.is_some()).then_some((active, selected))
    });
    let is_active = move |column: usize| marks.read().as_ref().is_some_and(|(active, _)| *active == Some(column));
    let is_selected = move |column: usize| {
        marks.read().as_ref().is_some_and(|(_, columns)| columns.as_ref().is_some_and(|it| it.contains(&column)))
    };
    let activate = move |column: usize, extends: bool| {
        if let Some(row_idx) = row_idx.get_untracked() {
            selection.update(|it| *it = it.moved((row_idx, column), extends));
        }
    };
    let open = move |_| {
        if let Some(row_idx) = row_idx.get_untracked() {
            state.open_row(row_idx);
        }
    };
    let cells = move || {
        let pins = layout.pins_px.get();
        let draw = |(idx, column): (usize, ColumnInfo)| {
            let pin_px = pins.get(idx);
            let original = move || row.read().as_ref().and_then(|it| it.cells.get(idx).cloned()).unwrap_or_default();
            let text = move || {
                let row = row.read();
                let cell = row.as_ref().and_then(|it| Some((it.cells.get(idx)?, it.values.get(idx)?)));
                cell.map(|(original, value)| cells::shown(original, value, &layout.table.read()))
            };
            view! {
                <div
                    class="grid__cell"
                    class:number=column.alignment == Alignment::End
                    class:grid__cell--pinned=pin_px.is_some()
                    style:inset-inline-start=pin_px.map(|it| format!("{it}px"))
                    class:is-active=move || is_active(idx + 1)
                    class:is-selected=move || is_selected(idx + 1)
                    aria-selected=move || is_selected(idx + 1).then_some("true")
                    role="gridcell"
                    id=cell_id(slot, idx + 1)
                    aria-colindex=(idx + 2).to_string()
                    data-value=original
                    on:click=move |event| activate(idx + 1, event.shift_key())
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
            on:dblclick=open
            style:transform=top
        >
            <div
                class="grid__cell grid__cell--place"
                class:is-active=move || is_active(0)
                class:is-selected=move || is_selected(0)
                aria-selected=move || is_selected(0).then_some("true")
                role="gridcell"
                id=cell_id(slot, 0)
                aria-colindex="1"
                title=place
                on:click=move |event| activate(0, event.shift_key())
            >
                {move || explains().then(|| view! { <span class="badge" title="Explains a line of another file; not added">"explains"</span> })}
                {place}
            </div>
            {cells}
        </div>
    }
}
