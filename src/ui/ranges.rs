//! A filter by range: how many rows have which amount or day, and the ends of the range to type.

use leptos::prelude::*;

use super::facets::RemoveAdded;
use super::state::AppState;
use crate::domain::{Day, Dimension, parse_decimal};
use crate::present::{bars, histogram, labels};
use crate::protocol::{Bin, Holds, RangeFacet};
use crate::view_state::{Clause, DayRange, Limit, NumberRange, ViewState};
use crate::web::page;

/// The name of a range for people.
fn title(column: Option<&str>) -> String {
    column.map_or_else(|| "Date".to_owned(), str::to_owned)
}

#[component]
pub(super) fn RangeBox(column: Option<String>) -> impl IntoView {
    let state = AppState::of_context();
    let key = column.clone();
    let facet = Memo::new(move |_| state.answer.read().ranges.iter().find(|it| it.column == key).cloned());
    let holds = Memo::new(move |_| facet.read().as_ref().map_or(Holds::Number, |it| it.holds));
    let is_added = Memo::new(move |_| facet.read().as_ref().is_some_and(|it| it.added));
    let title = title(column.as_deref());
    let key = column.clone();
    let is_narrowed = Memo::new(move |_| ends(&state.view.read(), key.as_deref()) != (String::new(), String::new()));
    let ends_of = column.clone();
    let (name, dimension) = (title.clone(), column.clone().map(Dimension::Column));
    view! {
        <details class="facet" aria-label=title.clone() open=!page::is_narrow()>
            <summary class="facet__head">
                {title.clone()}
                <span class="facet__count">{move || is_narrowed.get().then_some("narrowed")}</span>
            </summary>
            <div class="facet__body">
                {move || facet.get().map(|facet| view! { <Bars facet/> })}
                <div class="range">
                    {move || [End::Low, End::High].map(|end| view! { <EndInput column=ends_of.clone() holds=holds.get() end name=name.clone()/> })}
                </div>
                {move || dimension.clone().filter(|_| is_added.get()).map(|dimension| view! { <RemoveAdded dimension/> })}
            </div>
        </details>
    }
}

/// An end of a range.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum End {
    Low,
    High,
}

/// The ends of a view's range as they are typed; `>` and `<` before numbers that are left out.
fn ends(view: &ViewState, column: Option<&str>) -> (String, String) {
    let day = |it: Option<Day>| it.map(|it| it.to_string()).unwrap_or_default();
    let limit = |it: Option<Limit>, sign: &str| {
        it.map(|it| format!("{}{}", if it.is_strict { sign } else { "" }, it.value)).unwrap_or_default()
    };
    let Some(key) = column else { return (day(view.from), day(view.to)) };
    match (view.numbers.get(key), view.days.get(key)) {
        (Some(NumberRange { min, max }), _) => (limit(*min, ">"), limit(*max, "<")),
        (None, Some(DayRange { from, to })) => (day(*from), day(*to)),
        (None, None) => Default::default(),
    }
}

/// The range of a view with one end as it was typed; none if that is no number, or no day.
fn with_end(view: ViewState, column: Option<&str>, holds: Holds, end: End, typed: &str) -> Option<ViewState> {
    let typed = typed.trim();
    if holds == Holds::Days {
        let day = if typed.is_empty() { None } else { Some(typed.parse().ok()?) };
        let known = match column {
            None => DayRange { from: view.from, to: view.to },
            Some(key) => view.days.get(key).copied().unwrap_or_default(),
        };
        let range = match end {
            End::Low => DayRange { from: day, ..known },
            End::High => DayRange { to: day, ..known },
        };
        return Some(view.with(Clause::Days(column.map(str::to_owned), range)));
    }
    let key = column?;
    let sign = if end == End::Low { '>' } else { '<' };
    let (is_strict, digits) = typed.strip_prefix(sign).map_or((false, typed), |digits| (true, digits.trim()));
    let limit = match typed.is_empty() {
        true => None,
        false => Some(Limit { value: parse_decimal(digits).ok()?.normalize(), is_strict }),
    };
    let known = view.numbers.get(key).copied().unwrap_or_default();
    let range = match end {
        End::Low => NumberRange { min: limit, ..known },
        End::High => NumberRange { max: limit, ..known },
    };
    Some(view.with(Clause::Number(key.to_owned(), range)))
}

#[component]
fn EndInput(column: Option<String>, holds: Holds, end: End, name: String) -> impl IntoView {
    let state = AppState::of_context();
    let is_wrong = RwSignal::new(false);
    let key = column.clone();
    let value = move || {
        let (low, high) = ends(&state.view.read(), key.as_deref());
        if end == End::Low { low } else { high }
    };
    let change = move |event| {
        let changed = with_end(state.view.get_untracked(), column.as_deref(), holds, end, &event_target_value(&event));
        is_wrong.set(changed.is_none());
        if let Some(view) = changed {
            state.change(|_| view);
        }
    };
    let (word, label) = match (holds, end) {
        (Holds::Days, End::Low) => ("First day", format!("{name}, first day")),
        (Holds::Days, End::High) => ("Last day", format!("{name}, last day")),
        (_, End::Low) => ("At least", format!("{name}, at least")),
        (_, End::High) => ("At most", format!("{name}, at most")),
    };
    let kind = if holds == Holds::Days { "date" } else { "text" };
    view! {
        <label class="field">
            <span>{word}</span>
            <input type=kind inputmode=(holds != Holds::Days).then_some("decimal") autocomplete="off" aria-label=label
                aria-invalid=move || is_wrong.get().to_string() prop:value=value on:change=change/>
            {move || is_wrong.get().then(|| view! { <span class="field__problem" role="alert">"A number with a decimal point, as in 1250.5"</span> })}
        </label>
    }
}

/// The bars; a click takes one for the range. Keys type the ends instead.
#[component]
fn Bars(facet: RangeFacet) -> impl IntoView {
    let state = AppState::of_context();
    let RangeFacet { column, holds, bins, .. } = facet;
    let (Some(first), Some(last)) = (bins.first().cloned(), bins.last().cloned()) else {
        return view! { <p class="muted">"No row has one under the other filters."</p> }.into_any();
    };
    let counts: Vec<usize> = bins.iter().map(|it| it.n_rows).collect();
    let n_rows: usize = counts.iter().sum();
    let written = move |end: &str| if holds == Holds::Days { labels::day(end) } else { labels::number(end) };
    let (lowest, highest) = (written(&first.low), written(&last.high));
    let said = format!("{} from {lowest} to {highest}", labels::counted(n_rows, "row"));
    let bars = bins.into_iter().zip(histogram::heights(&counts)).map(|(bin, height)| {
        let Bin { low, high, n_rows } = bin;
        let (from, to, rows) = (written(&low), written(&high), labels::counted(n_rows, "row"));
        let words = match (holds, low == high) {
            (Holds::Days, true) => format!("{from}: {rows}"),
            (Holds::Days, false) => format!("{from} to {to}: {rows}"),
            _ => format!("{from} to below {to}: {rows}"),
        };
        let (column, from, to) = (column.clone(), low.clone(), high.clone());
        let take = move |_| {
            let to = if holds == Holds::Days || to.is_empty() { to.clone() } else { format!("<{to}") };
            state.change(|view| {
                let low = with_end(view.clone(), column.as_deref(), holds, End::Low, &from);
                low.and_then(|it| with_end(it, column.as_deref(), holds, End::High, &to)).unwrap_or(view)
            });
        };
        view! {
            <span class="histogram__place" title=words data-low=low data-high=high data-count=n_rows.to_string() on:click=take>
                <span class="histogram__bar" style:block-size=bars::percent(height)></span>
            </span>
        }
    });
    view! {
        <div class="histogram" role="img" aria-label=said>{bars.collect_view()}</div>
        <p class="histogram__ends" aria-hidden="true"><span>{lowest}</span><span>{highest}</span></p>
    }
    .into_any()
}
