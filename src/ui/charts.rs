//! Bar charts: cost by customer and by charge type. A bar is a button that picks its value.

use leptos::prelude::*;

use super::state::AppState;
use crate::domain::Field;
use crate::present::{bars, labels};
use crate::protocol::{Chart, ChartBar, ChartPanel};

fn title(field: Field) -> String {
    format!("Cost by {}", field.title().to_lowercase())
}

#[component]
pub(super) fn Charts() -> impl IntoView {
    let state = AppState::of_context();
    let fields = Memo::new(move |_| state.answer.read().charts.iter().map(|it| it.field).collect::<Vec<_>>());
    view! {
        <section class="charts" aria-label="Charts">
            <For each=move || fields.get() key=|it| *it let:field>
                <Figure field/>
            </For>
        </section>
    }
}

#[component]
fn Figure(field: Field) -> impl IntoView {
    let state = AppState::of_context();
    let as_table = RwSignal::new(false);
    let chart = Memo::new(move |_| state.answer.read().charts.iter().find(|it| it.field == field).cloned());
    let drawing = move || {
        let Chart { panels, .. } = chart.get()?;
        if panels.is_empty() {
            return Some(view! { <p class="muted">"No line that counts matches these filters."</p> }.into_any());
        }
        let is_table = as_table.get();
        let draw = |panel| {
            if is_table { view! { <Twin field panel/> }.into_any() } else { view! { <Panel field panel/> }.into_any() }
        };
        Some(panels.into_iter().map(draw).collect_view().into_any())
    };
    view! {
        <figure class="panel chart" aria-label=title(field)>
            <figcaption class="panel__head">
                <h2>{title(field)}</h2>
                <span class="muted">"before tax, a scale per currency"</span>
                <button type="button" class="button button--quiet" on:click=move |_| as_table.update(|it| *it = !*it)>
                    {move || if as_table.get() { "Show as chart" } else { "Show as table" }}
                </button>
            </figcaption>
            {drawing}
        </figure>
    }
}

#[component]
fn Panel(field: Field, panel: ChartPanel) -> impl IntoView {
    let ChartPanel { currency, bars } = panel;
    let amounts: Vec<String> = bars.iter().map(|it| it.amount.clone()).collect();
    let any_picked = bars.iter().any(|it| it.picked);
    let places = bars::place(&amounts);
    let drawn = bars
        .into_iter()
        .zip(places)
        .map(|(bar, place)| view! { <BarButton field bar place any_picked/> })
        .collect_view();
    view! {
        <h3 class="chart__currency">{currency}</h3>
        <div class="bars">{drawn}</div>
    }
}

#[component]
fn BarButton(field: Field, bar: ChartBar, place: bars::Bar, any_picked: bool) -> impl IntoView {
    let state = AppState::of_context();
    let ChartBar { pick, value, label, amount, n_lines, picked } = bar;
    let is_rest = pick.is_none();
    let toggle = move |_| {
        if let Some(pick) = pick.clone() {
            state.change(|it| it.with_toggled(field, pick));
        }
    };
    let hint = format!("{label}: {amount} in {}", labels::counted(n_lines, "line"));
    view! {
        <button
            type="button"
            class="bar"
            class:bar--credit=amount.starts_with('-')
            class:bar--dimmed=any_picked && !picked
            data-value=value
            data-amount=amount.clone()
            aria-pressed=picked.to_string()
            title=hint
            disabled=is_rest
            on:click=toggle
        >
            <span class="bar__label">{label}</span>
            <span class="bar__track" aria-hidden="true">
                <span class="bar__fill" style:inset-inline-start=format!("{}%", place.start) style:inline-size=format!("{}%", place.length)></span>
            </span>
            <span class="bar__amount">{labels::amount(&amount)}</span>
        </button>
    }
}

#[component]
fn Twin(field: Field, panel: ChartPanel) -> impl IntoView {
    let ChartPanel { currency, bars } = panel;
    let rows = bars.into_iter().map(|ChartBar { label, amount, n_lines, .. }| {
        view! {
            <tr>
                <th scope="row">{label}</th>
                <td class="number">{labels::count(n_lines)}</td>
                <td class="number" data-value=amount.clone() title=amount.clone()>{labels::amount(&amount)}</td>
            </tr>
        }
    });
    view! {
        <div class="scroller" tabindex="0" role="region" aria-label=format!("{} in {currency}, as a table", title(field))>
            <table class="table">
                <caption>{currency.clone()}</caption>
                <thead>
                    <tr>
                        <th scope="col">{field.title()}</th>
                        <th scope="col" class="number">"Lines"</th>
                        <th scope="col" class="number">"Pretax total"</th>
                    </tr>
                </thead>
                <tbody>{rows.collect_view()}</tbody>
            </table>
        </div>
    }
}
