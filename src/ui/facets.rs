//! The filters by value: each field's values with counts, to be picked.

use leptos::prelude::*;

use super::slices::in_slices;
use super::state::AppState;
use crate::domain::Field;
use crate::present::labels;
use crate::protocol::FacetOption;
use crate::web::page;

/// Values above which a facet gets a search box of its own.
const N_WITHOUT_SEARCH: usize = 12;
/// Values drawn at once.
const SLICE_LEN: usize = 40;
/// Fields that are open at first, where the screen has room for them.
const OPEN_FIELDS: [Field; 4] = [Field::Customer, Field::InvoiceType, Field::Currency, Field::ChargeType];

#[component]
pub(super) fn Facets() -> impl IntoView {
    let state = AppState::of_context();
    let fields = Memo::new(move |_| state.answer.read().facets.iter().map(|it| it.field).collect::<Vec<_>>());
    view! {
        <aside class="facets" aria-label="Filters">
            <h2>"Filters"</h2>
            <For each=move || fields.get() key=|it| *it let:field>
                <FacetBox field/>
            </For>
        </aside>
    }
}

#[component]
fn FacetBox(field: Field) -> impl IntoView {
    let state = AppState::of_context();
    let facet = Memo::new(move |_| state.answer.read().facets.iter().find(|it| it.field == field).cloned());
    let needle = RwSignal::new(String::new());
    let n_picked = Memo::new(move |_| state.view.read().picks_of(field).count());
    let n_values = Memo::new(move |_| facet.read().as_ref().map_or(0, |it| it.n_values));
    let n_listed = Memo::new(move |_| facet.read().as_ref().map_or(0, |it| it.options.len()));
    let shown = Memo::new(move |_| {
        let needle = needle.read().to_lowercase();
        let facet = facet.read();
        let matching = facet.iter().flat_map(|it| &it.options).filter(|it| {
            needle.is_empty() || it.label.to_lowercase().contains(&needle) || it.value.to_lowercase().contains(&needle)
        });
        matching.cloned().collect::<Vec<_>>()
    });
    let slices = in_slices(SLICE_LEN, move || shown.get());
    let draw = move |options: Vec<FacetOption>| {
        options.into_iter().map(|option| view! { <Choice field option/> }).collect_view()
    };
    view! {
        <details class="facet" aria-label=field.title() open=OPEN_FIELDS.contains(&field) && !page::is_narrow()>
            <summary class="facet__head">
                {field.title()}
                <span class="facet__count">
                    {move || if n_picked.get() > 0 { format!("{} picked", n_picked.get()) } else { labels::count(n_values.get()) }}
                </span>
            </summary>
            <div class="facet__body">
                <Show when=move || { n_values.get() > N_WITHOUT_SEARCH }>
                    <input type="search" class="facet__search" autocomplete="off" aria-label=format!("Find in {}", field.title()) placeholder="Find"
                        prop:value=move || needle.get() on:input=move |event| needle.set(event_target_value(&event))/>
                </Show>
                <div class="facet__options">
                    <For each=move || slices.get() key=|(idx, _)| *idx let((_, options))>
                        {move || draw(options.get())}
                    </For>
                </div>
                {move || (n_values.get() > n_listed.get()).then(|| view! {
                    <p class="muted">{format!("The {} with most rows of {}.", labels::count(n_listed.get()), labels::count(n_values.get()))}</p>
                })}
                <Show when=move || { n_picked.get() > 0 }>
                    <button type="button" class="button button--quiet" on:click=move |_| state.change(|it| it.without_picks(field))>
                        {format!("Any {}", field.title().to_lowercase())}
                    </button>
                </Show>
            </div>
        </details>
    }
}

#[component]
fn Choice(field: Field, option: FacetOption) -> impl IntoView {
    let state = AppState::of_context();
    let FacetOption { pick, value, label, n_rows, picked } = option;
    let toggle = move |_| {
        let pick = pick.clone();
        state.change(|it| it.with_toggled(field, pick));
    };
    view! {
        <label class="choice" class:choice--none=n_rows == 0 data-value=value.clone() data-count=n_rows.to_string() title=value>
            <input type="checkbox" prop:checked=picked on:change=toggle/>
            <span class="choice__label">{label}</span>
            <span class="choice__count">{labels::count(n_rows)}</span>
        </label>
    }
}
