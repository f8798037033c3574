//! The grid's head: names of columns, by which rows are sorted.

use leptos::prelude::*;

use super::Window;
use crate::protocol::{Alignment, ColumnInfo};
use crate::ui::state::AppState;
use crate::view_state::{Direction, SortKey, ViewState};

#[component]
pub(super) fn Head(shown: Memo<Vec<ColumnInfo>>, window: Window) -> impl IntoView {
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
                class:is-active=move || window.selection.get().active.1 == idx + 1
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
                class:is-active=move || window.selection.get().active.1 == 0
                role="columnheader"
                aria-colindex="1"
            >
                "File and line"
            </div>
            {move || shown.get().into_iter().enumerate().map(draw).collect_view()}
        </div>
    }
}
