//! What changed: the way from one billing period to the next, each part with what weighs most in it.

use std::sync::Arc;

use leptos::prelude::*;

use super::grid::LINE_ITEMS_ID;
use super::state::AppState;
use crate::present::bars::{self, Bar};
use crate::present::labels;
use crate::protocol::{Bridge, BridgeLine, BridgeSection, BridgeStep, Cause};
use crate::web::page;

#[component]
pub(super) fn WhatChanged() -> impl IntoView {
    let state = AppState::of_context();
    let bridge = Memo::new(move |_| state.answer.read().bridge.clone().map(Arc::new));
    // The part that is looked at stays open under another view.
    let opened = RwSignal::new(None::<(String, Cause)>);
    move || {
        let bridge = bridge.get()?;
        let Bridge { from, to, sections, too_many } = &*bridge;
        let sections = sections.iter().cloned().map(|section| {
            view! { <Section section from=from.clone() to=to.clone() opened/> }
        });
        let sections = sections.collect_view();
        let too_many = too_many
            .then(|| view! { <p class="muted">"There are too many lines to compare the periods. Filter first."</p> });
        Some(view! {
            <section class="panel" aria-labelledby="changed-title">
                <div class="panel__head">
                    <h2 id="changed-title">"What changed"</h2>
                    <span class="muted">"before tax, billed lines that count"</span>
                </div>
                {too_many}
                {sections}
            </section>
        })
    }
}

#[component]
fn Section(
    section: BridgeSection,
    from: String,
    to: String,
    opened: RwSignal<Option<(String, Cause)>>,
) -> impl IntoView {
    let BridgeSection { currency, from: before, to: after, difference, steps } = section;
    let amounts: Vec<String> = steps.iter().map(|it| it.amount.clone()).collect();
    let mut places = bars::place_way(&before, &amounts, &after).into_iter();
    let sign = if difference.starts_with('-') { "" } else { "+" };
    let what = format!("{currency}: {sign}{}", labels::amount(&difference));
    let first = places.next().map(|bar| view! { <End period=from.clone() amount=before bar/> });
    let drawn = steps.into_iter().zip(places.by_ref()).map(|(step, bar)| {
        view! { <Step step bar currency=currency.clone() opened/> }
    });
    let drawn = drawn.collect_view();
    let last = places.next().map(|bar| view! { <End period=to.clone() amount=after bar/> });
    let label = format!("From {from} to {to} in {currency}");
    view! {
        <h3 class="chart__currency">{what}</h3>
        <div class="scroller" tabindex="0" role="region" aria-label=format!("{label}, scrolls")>
            <table class="table way" aria-label=label.clone() data-currency=currency data-difference=difference>
                <thead><tr>
                    <th scope="col">"Part"</th>
                    <th scope="col" class="number">"Pretax total"</th>
                    <th scope="col"><span class="visually-hidden">"Bar"</span></th>
                </tr></thead>
                <tbody>{first} {drawn} {last}</tbody>
            </table>
        </div>
    }
}

#[component]
fn End(period: String, amount: String, bar: Bar) -> impl IntoView {
    view! {
        <tr data-period=period.clone()>
            <th scope="row">{period.clone()}</th>
            <td class="number" data-value=amount.clone()>{labels::amount(&amount)}</td>
            <td><Track bar is_credit=false/></td>
        </tr>
    }
}

#[component]
fn Track(bar: Bar, is_credit: bool) -> impl IntoView {
    view! {
        <span class="bar__track" class:bar--credit=is_credit aria-hidden="true">
            <span class="bar__fill" style:inset-inline-start=bars::percent(bar.start) style:inline-size=bars::percent(bar.length)></span>
        </span>
    }
}

#[component]
fn Step(step: BridgeStep, bar: Bar, currency: String, opened: RwSignal<Option<(String, Cause)>>) -> impl IntoView {
    let BridgeStep { cause, amount, n_lines, first } = step;
    let key = (currency, cause);
    let is_open = {
        let key = key.clone();
        Signal::derive(move || opened.read().as_ref() == Some(&key))
    };
    let toggle = move |_| {
        let key = key.clone();
        opened.update(|it| *it = (it.as_ref() != Some(&key)).then_some(key));
    };
    let is_credit = amount.starts_with('-');
    let n_more = n_lines - first.len();
    let lines = StoredValue::new(first);
    view! {
        <tr data-cause=cause.key() data-count=n_lines.to_string()>
            <th scope="row">
                <button type="button" class="groups__toggle" aria-expanded=move || is_open.get().to_string() title=cause.meaning() on:click=toggle>
                    <span aria-hidden="true">{move || if is_open.get() { "▾ " } else { "▸ " }}</span>
                    {cause.title()}
                    <span class="muted">{format!(" ({})", labels::count(n_lines))}</span>
                </button>
            </th>
            <td class="number" class:credit=is_credit data-value=amount.clone()>{labels::amount(&amount)}</td>
            <td><Track bar is_credit/></td>
        </tr>
        <Show when=move || is_open.get()>
            <tr class="way__line"><th scope="row" colspan="3" class="muted">{cause.meaning()}</th></tr>
            {move || lines.get_value().into_iter().map(|line| view! { <Line line/> }).collect_view()}
            {(n_more > 0).then(|| view! { <tr class="way__line"><th scope="row" colspan="3" class="muted">{format!("and {} more", labels::count(n_more))}</th></tr> })}
        </Show>
    }
}

#[component]
fn Line(line: BridgeLine) -> impl IntoView {
    let state = AppState::of_context();
    let BridgeLine { customer, product, amount, behind } = line;
    let shown = labels::amount(&amount);
    let hint = format!("{shown}: show the rows of {customer}, {product}");
    let open = move |_| {
        state.change(|it| it.drilled(behind.clone()));
        page::focus(LINE_ITEMS_ID);
    };
    view! {
        <tr class="way__line">
            <th scope="row">{customer}" · "{product}</th>
            <td class="number" class:credit=amount.starts_with('-') data-value=amount.clone()>
                <button type="button" class="groups__figure" aria-label=hint on:click=open>{shown}</button>
            </td>
            <td></td>
        </tr>
    }
}
