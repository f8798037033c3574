//! Search, dates, the active filters in words, and how much is left under them.

use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::*;
use std::time::Duration;

use super::state::AppState;
use crate::domain::Field;
use crate::present::labels;
use crate::view_state::{Pick, ViewState};
use crate::web::address::Step;

/// The id of the search box, for the key that jumps there.
pub(super) const SEARCH_ID: &str = "search";
/// Typing pauses this long before it is searched for.
const TYPING_PAUSE: Duration = Duration::from_millis(150);

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
                    <input id=SEARCH_ID type="search" autocomplete="off" spellcheck="false" aria-label="Search" placeholder="any text, or Column: text   /"
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
            <p class="muted" role="status">{shown}</p>
        </section>
    }
}

/// One thing that narrows the view.
#[derive(Debug, Clone, PartialEq)]
enum Chip {
    Picked(Field, Pick, String),
    From(String),
    To(String),
    Search(String),
}

impl Chip {
    fn words(&self) -> String {
        match self {
            Self::Picked(field, _, label) => format!("{}: {label}", field.title()),
            Self::From(day) => format!("From {day}"),
            Self::To(day) => format!("To {day}"),
            Self::Search(text) => format!("Contains “{text}”"),
        }
    }

    fn taken_off(self, view: ViewState) -> ViewState {
        match self {
            Self::Picked(field, pick, _) => view.with_toggled(field, pick),
            Self::From(_) => ViewState { from: None, ..view },
            Self::To(_) => ViewState { to: None, ..view },
            Self::Search(_) => ViewState { search: String::new(), ..view },
        }
    }
}

fn chips(state: AppState) -> Vec<Chip> {
    let view = state.view.read();
    let answer = state.answer.read();
    let label = |field: Field, pick: &Pick| {
        let facet = answer.facets.iter().find(|it| it.field == field);
        let option = facet.and_then(|it| it.options.iter().find(|it| it.pick == *pick));
        option.map(|it| it.label.clone()).unwrap_or_else(|| match pick {
            Pick::Plain(text) => text.clone(),
            Pick::Coded(_) => "not in these files".to_owned(),
        })
    };
    let mut chips: Vec<Chip> = Vec::new();
    for (field, picks) in &view.picks {
        chips.extend(picks.iter().map(|pick| Chip::Picked(*field, pick.clone(), label(*field, pick))));
    }
    chips.extend(view.from.map(|it| Chip::From(it.to_string())));
    chips.extend(view.to.map(|it| Chip::To(it.to_string())));
    if !view.search.is_empty() {
        chips.push(Chip::Search(view.search.clone()));
    }
    chips
}

#[component]
fn Chips() -> impl IntoView {
    let state = AppState::of_context();
    let chips = Memo::new(move |_| chips(state));
    let draw = move |chip: Chip| {
        let words = chip.words();
        let label = format!("Remove filter {words}");
        let take_off = move |_| {
            let chip = chip.clone();
            state.change(|it| chip.taken_off(it));
        };
        view! { <li><button type="button" class="chip" aria-label=label on:click=take_off>{words}<span aria-hidden="true">" ✕"</span></button></li> }
    };
    view! {
        <Show when=move || !chips.read().is_empty()>
            <ul class="chips" aria-label="Active filters">
                {move || chips.get().into_iter().map(draw).collect_view()}
                <li><button type="button" class="button button--quiet" on:click=move |_| state.change(|it| it.without_filters())>"Clear all filters"</button></li>
            </ul>
        </Show>
    }
}
