//! What a chart is drawn with: bars, columns, areas. All are the same button with another look.

use leptos::prelude::*;

use crate::present::bars::{self, Bar, percent};
use crate::present::grouping::share;
use crate::present::picture::has_area;
use crate::present::{labels, treemap, when};
use crate::protocol::ChartBar;
use crate::ui::state::AppState;
use crate::view_state::{Clause, DayRange, ViewState};
use crate::web::page;

/// Names of days below columns that fit side by side.
const MAX_NAMES: usize = 8;

/// The look of an upright bar.
const COLUMN: &str = "column mark";

/// The view with what a bar stands for picked, or no longer picked; `is_more` widens the days that were picked to these.
fn picked(view: ViewState, clause: Clause, is_more: bool) -> ViewState {
    match clause {
        Clause::Is(dimension, pick) => view.with_toggled(dimension, pick),
        Clause::Days(None, days) => {
            let known = DayRange { from: view.from, to: view.to };
            let wider = DayRange { from: known.from.min(days.from), to: known.to.max(days.to) };
            let range = match (known == days, is_more && !known.is_open()) {
                (_, true) => wider,
                (true, false) => DayRange::default(),
                (false, false) => days,
            };
            view.with(Clause::Days(None, range))
        }
        clause => view.with(clause),
    }
}

/// A button for a bar. `look` is its class, `at` where it stands: left, top, width, height in hundredths of a percent.
#[component]
fn Mark(
    bar: ChartBar,
    idx: usize,
    look: &'static str,
    is_dimmed: bool,
    at: Option<[i64; 4]>,
    children: Children,
) -> impl IntoView {
    let state = AppState::of_context();
    let ChartBar { clause, value, label, amount, n_lines, picked: is_picked, cumulative } = bar;
    let so_far = cumulative.map(|it| format!(", {} of the whole so far", share(Some(it.into())))).unwrap_or_default();
    let hint =
        format!("{}: {} in {}{so_far}", when::long(&label), labels::amount(&amount), labels::counted(n_lines, "line"));
    let is_rest = clause.is_none();
    // Where the button says its name and amount, these are its accessible name.
    let has_text = look != COLUMN;
    let pick = move |event: leptos::ev::MouseEvent| {
        if let Some(clause) = clause.clone() {
            state.change(|it| picked(it, clause, event.shift_key()));
        }
    };
    let [left, top, width, height] = at.map_or([const { None }; 4], |it| it.map(|it| Some(percent(it))));
    view! {
        <button
            type="button"
            class=look
            class:mark--credit=amount.starts_with('-')
            class:mark--dimmed=is_dimmed && !is_picked
            data-value=value
            data-amount=amount
            aria-pressed=is_picked.to_string()
            aria-label=(!has_text).then(|| hint.clone())
            aria-disabled=is_rest.to_string()
            title=hint
            tabindex=if idx == 0 { "0" } else { "-1" }
            style:inset-inline-start=left
            style:inset-block-start=top
            style:inline-size=width
            style:block-size=height
            on:click=pick
        >
            {children()}
        </button>
    }
}

fn amounts(bars: &[ChartBar]) -> Vec<String> {
    bars.iter().map(|it| it.amount.clone()).collect()
}

/// Bars below each other, the part of the whole so far behind them.
#[component]
pub(super) fn Bars(label: String, bars: Vec<ChartBar>) -> impl IntoView {
    let is_dimmed = bars.iter().any(|it| it.picked);
    let places = bars::place(&amounts(&bars));
    let draw = |(idx, (bar, Bar { start, length })): (usize, (ChartBar, Bar))| {
        let (label, amount) = (bar.label.clone(), labels::amount(&bar.amount));
        let cumulative = bar.cumulative.map(|it| {
            // From thousandths.
            view! { <span class="bar__cumulative" style:inline-size=percent(i64::from(it) * 10)></span> }
        });
        view! {
            <Mark bar idx look="bar mark" is_dimmed at=None>
                <span class="bar__label">{label}</span>
                <span class="bar__track" aria-hidden="true">
                    {cumulative}
                    <span class="bar__fill" style:inset-inline-start=percent(start) style:inline-size=percent(length)></span>
                </span>
                <span class="bar__amount">{amount}</span>
            </Mark>
        }
    };
    let drawn = bars.into_iter().zip(places).enumerate().map(draw).collect_view();
    view! { <div class="bars" role="group" aria-label=label on:keydown=page::rove>{drawn}</div> }
}

/// Upright bars along time, with a scale of round amounts.
#[component]
pub(super) fn Columns(label: String, bars: Vec<ChartBar>) -> impl IntoView {
    let is_dimmed = bars.iter().any(|it| it.picked);
    let amounts = amounts(&bars);
    let ticks = bars::ticks(&amounts).into_iter().map(|tick| {
        view! { <span class="columns__tick" style:inset-block-end=percent(tick.at)><span>{labels::amount(&tick.amount)}</span></span> }
    });
    let ticks = ticks.collect_view();
    let n = bars.len();
    let each = n.div_ceil(MAX_NAMES).max(1);
    let draw = |(idx, (bar, Bar { start, length })): (usize, (ChartBar, Bar))| {
        // A name takes the room of the bars up to the next. Where there is little of it, every other name is left out.
        let has_room = |n_bars: usize| idx + n_bars <= n;
        let is_even = (idx / each).is_multiple_of(2) && (has_room(2 * each) || idx == 0);
        let name = (idx % each == 0 && (has_room(each) || idx == 0)).then(|| {
            view! { <span class="column__name" class:column__name--even=is_even>{when::short(&bar.label)}</span> }
        });
        let fill = (!labels::is_zero(&bar.amount)).then(|| {
            view! { <span class="column__fill" style:inset-block-end=percent(start) style:block-size=percent(length)></span> }
        });
        view! { <Mark bar idx look=COLUMN is_dimmed at=None>{fill}{name}</Mark> }
    };
    let drawn = bars.into_iter().zip(bars::place(&amounts)).enumerate().map(draw).collect_view();
    view! {
        <div class="columns">
            <div class="columns__scale" aria-hidden="true">{ticks}</div>
            <div class="columns__bars" role="group" aria-label=label on:keydown=page::rove>{drawn}</div>
        </div>
    }
}

/// Areas that fill a rectangle; what is below zero has none and stands below as bars.
#[component]
pub(super) fn Areas(label: String, bars: Vec<ChartBar>) -> impl IntoView {
    let is_dimmed = bars.iter().any(|it| it.picked);
    let (areas, credits): (Vec<ChartBar>, Vec<ChartBar>) = bars.into_iter().partition(has_area);
    let draw = |(idx, (bar, tile)): (usize, (ChartBar, treemap::Tile))| {
        let (label, amount) = (bar.label.clone(), labels::amount(&bar.amount));
        view! {
            <Mark bar idx look="area mark" is_dimmed at=Some(tile.parts())>
                <span class="area__name">{label}</span>
                <span class="area__amount">{amount}</span>
            </Mark>
        }
    };
    let tiles = treemap::tiles(&amounts(&areas));
    let drawn = areas.into_iter().zip(tiles).enumerate().map(draw).collect_view();
    let below = (!credits.is_empty()).then(|| {
        view! {
            <p class="muted chart__below">"Without an area, as they are not above zero:"</p>
            <Bars label=format!("{label}, not above zero") bars=credits/>
        }
    });
    view! {
        <div class="areas" role="group" aria-label=label on:keydown=page::rove>{drawn}</div>
        {below}
    }
}
