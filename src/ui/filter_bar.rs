//! Search, dates, the active filters in words and as a line, and how much is left under them.

use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::*;
use std::time::Duration;

use super::filter_line::FilterLine;
use super::state::AppState;
use crate::present::labels;
use crate::protocol::Chip;
use crate::view_state::ViewState;
use crate::web::address::Step;

/// Typing pauses this long before it is searched for.
pub(super) const TYPING_PAUSE: Duration = Duration::from_millis(150);

#[component]
pub(super) fn FilterBar() -> impl IntoView {
    let state = AppState::of_context();
    let pending: StoredValue<Option<TimeoutHandle>> = StoredValue::new(None);
    let search = move |event| {
        let text = event_target_value(&event);
        if let Some(earlier) = pending.get_value() {
            earlier.clear();
        }
        let search = move || state.navigate(&ViewState { search: text, ..state.view.get_untracked() }, Step::Same);
        pending.set_value(set_timeout_with_handle(search, TYPING_PAUSE).ok());
    };
    let first_day = move || state.answer.read().days.clone().map(|(first, _)| first);
    let last_day = move || state.answer.read().days.clone().map(|(_, last)| last);
    let shown = move || {
        let answer = state.answer.read();
        let explaining = answer.n_rows - answer.n_rows_counted.min(answer.n_rows);
        let explaining = if explaining > 0 {
            format!(", {} of them explain others and are not added", labels::count(explaining))
        } else {
            String::new()
        };
        format!("{} of {} rows{explaining}", labels::count(answer.n_rows), labels::count(answer.n_rows_loaded))
    };
    view! {
        <section class="filterbar" aria-label="Filters at work">
            <div class="filterbar__fields">
                <label class="field field--wide">
                    <span>"Search"</span>
                    <input type="search" autocomplete="off" spellcheck="false" aria-label="Search" placeholder="any text, or Column: text"
                        prop:value=move || state.view.read().search.clone() on:input=search/>
                </label>
                <label class="field">
                    <span>"From"</span>
                    <input type="date" min=first_day max=last_day
                        prop:value=move || state.view.read().from.map(|it| it.to_string()).unwrap_or_default()
                        on:change=move |event| { let day = event_target_value(&event).parse().ok(); state.change(|it| ViewState { from: day, ..it }); }/>
                </label>
                <label class="field">
                    <span>"To"</span>
                    <input type="date" min=first_day max=last_day
                        prop:value=move || state.view.read().to.map(|it| it.to_string()).unwrap_or_default()
                        on:change=move |event| { let day = event_target_value(&event).parse().ok(); state.change(|it| ViewState { to: day, ..it }); }/>
                </label>
            </div>
            <Chips/>
            <FilterLine/>
            <p class="muted" role="status">{shown}</p>
        </section>
    }
}

#[component]
fn Chips() -> impl IntoView {
    let state = AppState::of_context();
    let chips = Memo::new(move |_| state.answer.read().chips.clone());
    let draw = move |Chip { words, clause }: Chip| {
        let label = format!("Remove filter {words}");
        let take_off = move |_| state.change(|it| it.without(&clause));
        view! { <li><button type="button" class="chip" aria-label=label on:click=take_off>{words}<span class="chip__sign" aria-hidden="true">"✕"</span></button></li> }
    };
    view! {
        <Show when=move || !chips.read().is_empty()>
            <ul class="chips" aria-label="Active filters">
                {move || chips.get().into_iter().map(draw).collect_view()}
                <li><button type="button" class="button button--quiet" on:click=move |_| state.change(|it| it.without_filters())>"Clear all"</button></li>
            </ul>
        </Show>
    }
}
