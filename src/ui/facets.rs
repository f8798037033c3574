//! The filters by value and by range: each field's values with counts and amounts, to be picked or left out.

use leptos::prelude::*;

use super::add_filter::AddFilter;
use super::ranges::RangeBox;
use super::slices::{in_slices, in_steps};
use super::state::AppState;
use crate::domain::{Dimension, Field};
use crate::present::labels;
use crate::protocol::{FacetOption, ValueAmount};
use crate::web::page;

/// Values above which a facet gets a search box of its own.
const N_WITHOUT_SEARCH: usize = 12;
/// Values drawn before the person asks for all.
const N_FIRST: usize = 60;
/// Values drawn at once.
const SLICE_LEN: usize = 20;
/// Filters that are made in a task of their own each, before the others follow together.
const N_STEPS: usize = 9;
/// Fields that are open at first, where the screen has room for them.
const OPEN_FIELDS: [Field; 4] = [Field::Customer, Field::InvoiceType, Field::Currency, Field::ChargeType];

#[component]
pub(super) fn Facets() -> impl IntoView {
    let state = AppState::of_context();
    let dimensions =
        Memo::new(move |_| state.answer.read().facets.iter().map(|it| it.dimension.clone()).collect::<Vec<_>>());
    let ranges = Memo::new(move |_| state.answer.read().ranges.iter().map(|it| it.column.clone()).collect::<Vec<_>>());
    let step = in_steps(N_STEPS, || true);
    let is_done = move || step.get() >= N_STEPS;
    let made = move || {
        let n_made = if is_done() { usize::MAX } else { step.get() };
        dimensions.get().into_iter().take(n_made).collect::<Vec<_>>()
    };
    view! {
        <aside class="facets" aria-label="Filters">
            <div class="facets__head">
                <h2>"Filters"</h2>
                <AddFilter/>
            </div>
            <For each=made key=|it| it.clone() let:dimension>
                <FacetBox dimension/>
            </For>
            <For each=move || if is_done() { ranges.get() } else { Vec::new() } key=|it| it.clone() let:column>
                <RangeBox column/>
            </For>
        </aside>
    }
}

#[component]
fn FacetBox(dimension: Dimension) -> impl IntoView {
    let state = AppState::of_context();
    let dimension = StoredValue::new(dimension);
    let title = dimension.with_value(|it| it.title().into_owned());
    let is_of_facet = move |it: &Dimension| dimension.with_value(|own| own == it);
    let facet = Memo::new(move |_| state.answer.read().facets.iter().find(|it| is_of_facet(&it.dimension)).cloned());
    let needle = RwSignal::new(String::new());
    let n_filtered = Memo::new(move |_| {
        let view = state.view.read();
        dimension.with_value(|it| (view.picks_of(it).count(), view.exclusions_of(it).count()))
    });
    let n_values = Memo::new(move |_| facet.read().as_ref().map_or(0, |it| it.n_values));
    let n_listed = Memo::new(move |_| facet.read().as_ref().map_or(0, |it| it.options.len()));
    let is_added = Memo::new(move |_| facet.read().as_ref().is_some_and(|it| it.added));
    let is_too_many = Memo::new(move |_| facet.read().as_ref().is_some_and(|it| it.too_many));
    let is_open_at_first = dimension.with_value(|it| match it {
        Dimension::Field(field) => OPEN_FIELDS.contains(field) && !page::is_narrow(),
        // What a person adds is to be looked at.
        Dimension::Column(_) | Dimension::Month(_) => true,
    });
    let is_open = RwSignal::new(is_open_at_first);
    let shows_all = RwSignal::new(false);
    let matching = Memo::new(move |_| {
        let needle = needle.read().to_lowercase();
        let facet = facet.read();
        let matching = facet.iter().flat_map(|it| &it.options).filter(|it| {
            needle.is_empty() || it.label.to_lowercase().contains(&needle) || it.value.to_lowercase().contains(&needle)
        });
        matching.cloned().collect::<Vec<_>>()
    });
    // Hundreds of values take longer to draw than the rows that match: those of a closed filter wait until it is opened,
    // and of a long list the rest until it is asked for.
    let n_more = Memo::new(move |_| if shows_all.get() { 0 } else { matching.read().len().saturating_sub(N_FIRST) });
    let shown = Memo::new(move |_| {
        if !is_open.get() {
            return Vec::new();
        }
        let matching = matching.read();
        let is_shown =
            |(idx, it): &(usize, &FacetOption)| *idx < N_FIRST || shows_all.get() || it.picked || it.excluded;
        matching.iter().enumerate().filter(is_shown).map(|(_, it)| it.clone()).collect::<Vec<_>>()
    });
    let slices = in_slices(SLICE_LEN, move || shown.get());
    let draw = move |options: Vec<FacetOption>| {
        options.into_iter().map(|option| view! { <Choice dimension option/> }).collect_view()
    };
    let head = move || match n_filtered.get() {
        (0, 0) => labels::count(n_values.get()),
        (picked, 0) => format!("{picked} picked"),
        (0, excluded) => format!("{excluded} left out"),
        (picked, excluded) => format!("{picked} picked, {excluded} left out"),
    };
    let find = format!("Find in {title}");
    let clear = format!("Any {}", title.to_lowercase());
    let too_many = format!("Too many values to list. Search in them in the filter line: {title}~text");
    view! {
        <details class="facet" aria-label=title.clone() open=is_open_at_first on:toggle=move |event| is_open.set(page::is_open(event.target()))>
            <summary class="facet__head">
                {title.clone()}
                <span class="facet__count">{head}</span>
            </summary>
            <div class="facet__body">
                <Show when=move || { n_values.get() > N_WITHOUT_SEARCH }>
                    <input type="search" class="facet__search" autocomplete="off" aria-label=find.clone() placeholder="Find"
                        prop:value=move || needle.get() on:input=move |event| needle.set(event_target_value(&event))/>
                </Show>
                <div class="facet__options">
                    <For each=move || slices.get() key=|(idx, _)| *idx let((_, options))>
                        {move || draw(options.get())}
                    </For>
                </div>
                <Show when=move || { n_more.get() > 0 }>
                    <button type="button" class="button button--quiet" on:click=move |_| shows_all.set(true)>
                        {move || format!("Show {} more", labels::count(n_more.get()))}
                    </button>
                </Show>
                {move || is_too_many.get().then(|| view! { <p class="muted">{too_many.clone()}</p> })}
                {move || (n_values.get() > n_listed.get()).then(|| view! {
                    <p class="muted">{format!("The {} with most rows of {}.", labels::count(n_listed.get()), labels::count(n_values.get()))}</p>
                })}
                <Show when=move || n_filtered.get() != (0, 0)>
                    <button type="button" class="button button--quiet" on:click=move |_| state.change(|it| dimension.with_value(|own| it.without_picks(own)))>
                        {clear.clone()}
                    </button>
                </Show>
                <Show when=move || is_added.get()>
                    <RemoveAdded dimension=dimension.get_value()/>
                </Show>
            </div>
        </details>
    }
}

/// Takes a filter away that a person added, and what it filters by.
#[component]
pub(super) fn RemoveAdded(dimension: Dimension) -> impl IntoView {
    let state = AppState::of_context();
    let label = format!("Remove the filter {}", dimension.title());
    let remove = move |_| {
        state.change(|it| {
            let mut view = it.without_picks(&dimension);
            view.facets.remove(&dimension);
            if let Dimension::Column(key) = &dimension {
                view.numbers.remove(key);
                view.days.remove(key);
            }
            view
        });
    };
    view! { <button type="button" class="button button--quiet" aria-label=label on:click=remove>"Remove this filter"</button> }
}

#[component]
fn Choice(dimension: StoredValue<Dimension>, option: FacetOption) -> impl IntoView {
    let state = AppState::of_context();
    let FacetOption { pick, value, label, n_rows, amounts, picked, excluded } = option;
    let excluded_pick = pick.clone();
    let toggle = move |_| {
        let pick = pick.clone();
        state.change(|it| it.with_toggled(dimension.get_value(), pick));
    };
    let exclude = move |_| {
        let pick = excluded_pick.clone();
        state.change(|it| it.with_exclusion_toggled(dimension.get_value(), pick));
    };
    // Begins with what is seen, so that a person can say it.
    let exclude_label = format!("not {label}");
    view! {
        <div class="choice" class:choice--none=n_rows == 0 class:choice--excluded=excluded data-value=value.clone() data-count=n_rows.to_string() title=value>
            <label class="choice__pick">
                <input type="checkbox" prop:checked=picked on:change=toggle/>
                <span class="choice__label">{label}<Amounts amounts/></span>
                <span class="choice__count">{labels::count(n_rows)}</span>
            </label>
            <button type="button" class="choice__not" aria-pressed=excluded.to_string() aria-label=exclude_label title="Leave out these rows" on:click=exclude>"not"</button>
        </div>
    }
}

/// What the lines of a value cost before tax, in each currency.
#[component]
fn Amounts(amounts: Vec<ValueAmount>) -> impl IntoView {
    let draw = |ValueAmount { currency, amount }: ValueAmount| {
        let shown = format!("{} {currency}", labels::amount(&amount));
        view! { <span class="choice__amount" data-currency=currency data-amount=amount.clone() title=amount>{shown}</span> }
    };
    amounts.into_iter().map(draw).collect_view()
}
