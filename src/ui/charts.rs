//! The charts. Each bar, column and area is a button that picks what it stands for; arrow keys go from one to the next.

mod marks;

use leptos::prelude::*;

use self::marks::{Areas, Bars, Columns};
use super::state::AppState;
use crate::present::{labels, picture, when};
use crate::protocol::{Chart, ChartBar, ChartKind, ChartPanel, ChartShape};
use crate::web::download;

#[component]
pub(super) fn Charts() -> impl IntoView {
    let state = AppState::of_context();
    let kinds = Memo::new(move |_| state.answer.read().charts.iter().map(|it| it.kind).collect::<Vec<_>>());
    view! {
        <section class="charts" aria-label="Charts">
            <For each=move || kinds.get() key=|it| *it let:kind>
                <Figure kind/>
            </For>
        </section>
    }
}

/// What is said of a chart below its title.
fn subtitle(kind: ChartKind) -> &'static str {
    match kind {
        ChartKind::Time => "before tax, lines that count by the day they charge for",
        ChartKind::Usage => "before tax, all lines of usage, also those that explain others",
        ChartKind::Customers | ChartKind::ChargeTypes => "before tax; pale: part of the whole so far",
        ChartKind::Products => "before tax, areas as parts of the whole",
    }
}

#[component]
fn Figure(kind: ChartKind) -> impl IntoView {
    let state = AppState::of_context();
    let as_table = RwSignal::new(false);
    let chart = Memo::new(move |_| state.answer.read().charts.iter().find(|it| it.kind == kind).cloned());
    let drawing = move || {
        let Chart { panels, .. } = chart.get()?;
        if panels.is_empty() {
            return Some(view! { <p class="muted">"No line that counts matches these filters."</p> }.into_any());
        }
        let is_table = as_table.get();
        let draw = |panel| {
            if is_table { view! { <Twin kind panel/> }.into_any() } else { view! { <Panel kind panel/> }.into_any() }
        };
        let is_areas = kind.shape() == ChartShape::Areas;
        Some(view! { <div class:chart__panels=is_areas>{panels.into_iter().map(draw).collect_view()}</div> }.into_any())
    };
    let save = move |format: Format| {
        move |_| {
            if let Some(chart) = chart.get_untracked() {
                save_picture(state, &chart, format);
            }
        }
    };
    view! {
        <figure class="panel chart" class:chart--wide=kind.shape() != ChartShape::Bars aria-label=kind.title()>
            <figcaption class="panel__head">
                <h2>{kind.title()}</h2>
                <span class="chart__tools">
                <button
                    type="button"
                    class="button button--quiet"
                    aria-label=move || if as_table.get() { "Show as chart" } else { "Show as table" }
                    on:click=move |_| as_table.update(|it| *it = !*it)
                >
                    {move || if as_table.get() { "Chart" } else { "Table" }}
                </button>
                <button type="button" class="button button--quiet" aria-label=format!("Save {} as SVG", kind.title()) on:click=save(Format::Svg)>"SVG"</button>
                <button type="button" class="button button--quiet" aria-label=format!("Save {} as PNG", kind.title()) on:click=save(Format::Png)>"PNG"</button>
                </span>
                <span class="muted">{subtitle(kind)}</span>
            </figcaption>
            {drawing}
        </figure>
    }
}

/// What a chart is saved as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Format {
    Svg,
    Png,
}

fn save_picture(state: AppState, chart: &Chart, format: Format) {
    let picture = picture::picture(chart, &state.answer.read_untracked().line);
    let name = format!("reconlens-{}", chart.kind.key());
    leptos::task::spawn_local(async move {
        let (name, saved) = match format {
            Format::Svg => {
                let name = format!("{name}.svg");
                let saved = download::save_text(&picture.svg, &name, "image/svg+xml");
                (name, saved)
            }
            Format::Png => {
                let name = format!("{name}.png");
                let saved = download::save_png(&picture.svg, (picture.width, picture.height), &name).await;
                (name, saved)
            }
        };
        let what = if saved.is_ok() { "is saved" } else { "could not be saved" };
        state.announcement.set(format!("{name} {what}."));
    });
}

#[component]
fn Panel(kind: ChartKind, panel: ChartPanel) -> impl IntoView {
    let ChartPanel { currency, bars, total } = panel;
    let label = format!("{} in {currency}", kind.title());
    let drawn = match kind.shape() {
        ChartShape::Bars => view! { <Bars label bars/> }.into_any(),
        ChartShape::Columns => view! { <Columns label bars/> }.into_any(),
        ChartShape::Areas => view! { <Areas label bars/> }.into_any(),
    };
    view! {
        <div>
            <h3 class="chart__currency">{currency}" "<span class="chart__total" data-value=total.clone()>{labels::amount(&total)}</span></h3>
            {drawn}
        </div>
    }
}

#[component]
fn Twin(kind: ChartKind, panel: ChartPanel) -> impl IntoView {
    let ChartPanel { currency, bars, total } = panel;
    let rows = bars.into_iter().map(|ChartBar { label, amount, n_lines, .. }| {
        view! {
            <tr>
                <th scope="row">{when::long(&label)}</th>
                <td class="number">{labels::count(n_lines)}</td>
                <td class="number" data-value=amount.clone() title=amount.clone()>{labels::amount(&amount)}</td>
            </tr>
        }
    });
    view! {
        <div class="scroller" tabindex="0" role="region" aria-label=format!("{} in {currency}, as a table", kind.title())>
            <table class="table">
                <caption>{currency.clone()}</caption>
                <thead>
                    <tr>
                        <th scope="col">{kind.name_title()}</th>
                        <th scope="col" class="number">"Lines"</th>
                        <th scope="col" class="number">"Pretax total"</th>
                    </tr>
                </thead>
                <tbody>{rows.collect_view()}</tbody>
                <tfoot><tr>
                    <th scope="row">"Total"</th>
                    <td></td>
                    <td class="number" data-value=total.clone()>{labels::amount(&total)}</td>
                </tr></tfoot>
            </table>
        </div>
    }
}
