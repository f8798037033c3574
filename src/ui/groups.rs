//! Lines in groups: what they are grouped by, and the table of subtotals, whose figures open the rows behind them.

use std::sync::Arc;

use leptos::prelude::*;

use super::grid::LINE_ITEMS_ID;
use super::state::AppState;
use crate::domain::Dimension;
use crate::present::grouping::{choices, figure, share, text, usual};
use crate::present::labels;
use crate::protocol::{Export, GroupColumn, GroupFigures, GroupRow, GroupSection, GroupTable};
use crate::view_state::{
    Direction, GroupKey, Grouping, MAX_LEVELS, Measure, Pick, ViewState, print_dimension, read_dimension,
};
use crate::web::page;

impl AppState {
    fn group(self, change: impl FnOnce(Grouping) -> Grouping) {
        self.change(|it| ViewState { grouping: change(it.grouping.clone()), ..it });
    }
}

#[component]
pub(super) fn Groups() -> impl IntoView {
    let state = AppState::of_context();
    let grouping = Memo::new(move |_| state.view.read().grouping.clone());
    let table = Memo::new(move |_| state.answer.read().groups.clone().map(Arc::new));
    let is_grouped = Memo::new(move |_| !grouping.read().rows.is_empty());
    let has_across = Memo::new(move |_| grouping.read().across.is_some());
    // A level can be chosen once the one around it is.
    let n_levels = Memo::new(move |_| (grouping.read().rows.len() + 1).min(MAX_LEVELS));
    view! {
        <section class="panel" aria-labelledby="groups-title">
            <div class="panel__head">
                <h2 id="groups-title">"Groups"</h2>
                <span class="muted"></span>
                <Show when=move || is_grouped.get()>
                    <button type="button" class="button button--quiet" on:click=move |_| state.group(|it| Grouping { across: None, ..it.by(Vec::new()) })>"Clear"</button>
                    <button type="button" class="button" on:click=move |_| state.export(Export::GroupsCsv)>"Download groups (CSV)"</button>
                </Show>
            </div>
            <div class="groups__choice">
                <For each=move || 0..n_levels.get() key=|it| *it let:level>
                    <DimensionSelect
                        label=["Group by", "Then by", "And then by"][level]
                        chosen=Signal::derive(move || grouping.read().rows.get(level).cloned())
                        choose=move |dimension| state.group(|it| at_level(it, level, dimension))
                    />
                </For>
                <Show when=move || is_grouped.get()>
                    <DimensionSelect
                        label="Side by side"
                        chosen=Signal::derive(move || grouping.read().across.clone())
                        choose=move |across| state.group(|it| Grouping { across, ..it })
                    />
                </Show>
                <Show when=move || has_across.get() && is_grouped.get()>
                    <MeasureSelect grouping/>
                </Show>
            </div>
            <Show when=move || !is_grouped.get()>
                <Usual/>
            </Show>
            {move || table.get().map(|table| view! { <Table table/> })}
        </section>
    }
}

/// The grouping with another dimension on a level; without one the levels within it go, too.
fn at_level(grouping: Grouping, level: usize, dimension: Option<Dimension>) -> Grouping {
    let mut rows = grouping.rows.clone();
    rows.truncate(if dimension.is_some() { rows.len() } else { level });
    if let Some(dimension) = dimension {
        match rows.get_mut(level) {
            Some(known) => *known = dimension,
            None => rows.push(dimension),
        }
    }
    grouping.by(rows)
}

#[component]
fn Usual() -> impl IntoView {
    let state = AppState::of_context();
    let draw = move |(name, usual): (&'static str, Grouping)| {
        view! { <button type="button" class="button button--quiet" on:click=move |_| state.group(|_| usual.clone())>{name}</button> }
    };
    view! {
        <div class="groups__usual">
            <span class="muted">"Often asked for:"</span>
            {move || usual(&state.answer.read().columns).into_iter().map(draw).collect_view()}
        </div>
    }
}

#[component]
fn DimensionSelect(
    label: &'static str,
    chosen: Signal<Option<Dimension>>,
    choose: impl Fn(Option<Dimension>) + Copy + 'static,
) -> impl IntoView {
    let state = AppState::of_context();
    let columns = Memo::new(move |_| state.answer.read().columns.clone());
    let options = move || {
        let chosen = chosen.get().map(|it| print_dimension(&it)).unwrap_or_default();
        let part = |(title, dimensions): (&'static str, Vec<Dimension>)| {
            let option = |it: Dimension| {
                let key = print_dimension(&it);
                let is_chosen = key == chosen;
                view! { <option value=key selected=is_chosen>{it.title().into_owned()}</option> }
            };
            let options = dimensions.into_iter().map(option).collect_view();
            view! { <optgroup label=title>{options}</optgroup> }
        };
        choices(&columns.read()).into_iter().filter(|(_, it)| !it.is_empty()).map(part).collect_view()
    };
    view! {
        <label class="field">
            <span>{label}</span>
            <select aria-label=label on:change=move |event| choose(read_dimension(&event_target_value(&event)))>
                <option value="" selected=move || chosen.read().is_none()>"—"</option>
                {options}
            </select>
        </label>
    }
}

#[component]
fn MeasureSelect(grouping: Memo<Grouping>) -> impl IntoView {
    let state = AppState::of_context();
    let choose = move |event| {
        if let Some(measure) = Measure::of_key(&event_target_value(&event)) {
            state.group(|it| Grouping { measure, ..it });
        }
    };
    let option = move |it: Measure| view! { <option value=it.key() selected=move || grouping.read().measure == it>{it.title()}</option> };
    view! {
        <label class="field">
            <span>"Show"</span>
            <select aria-label="Show" on:change=choose>{Measure::ALL.map(option)}</select>
        </label>
    }
}

#[component]
fn Table(table: Arc<GroupTable>) -> impl IntoView {
    let state = AppState::of_context();
    if table.too_many {
        let what = "There are too many groups to list. Group by something with fewer values, or filter first.";
        return view! { <p class="nothing">{what}</p> }.into_any();
    }
    if table.sections.is_empty() {
        return view! { <p class="nothing">"No line that counts matches these filters."</p> }.into_any();
    }
    let grouping = Arc::new(table.grouping.clone());
    let has_more = table.sections.iter().flat_map(|it| &it.rows).any(|it| it.n_values > 1) && !grouping.lists_all;
    let sections = table.sections.iter().map(|section| {
        view! { <Section table=Arc::clone(&table) section=section.clone() grouping=Arc::clone(&grouping)/> }
    });
    let sections = sections.collect_view();
    let more = has_more.then(|| {
        let list = move |_| state.group(|it| Grouping { lists_all: true, ..it });
        view! { <button type="button" class="button" on:click=list>"List all groups"</button> }
    });
    view! { {sections} {more} }.into_any()
}

/// What a figure is of: a value that stands side by side, or all lines of the group.
#[derive(Debug, Clone)]
struct Place {
    column: Option<GroupColumn>,
    measure: Measure,
    /// Where it stands among the values side by side.
    idx: usize,
}

impl Place {
    /// The columns of figures: the measures, or the values side by side that any line of the currency has, and the whole.
    fn all(table: &GroupTable, total: &GroupFigures) -> Vec<Self> {
        let Grouping { across, measure, .. } = &table.grouping;
        let measure = *measure;
        if across.is_none() {
            return Measure::ALL.map(|measure| Self { column: None, measure, idx: 0 }).to_vec();
        }
        let used = table.columns.iter().cloned().enumerate().filter(|(idx, _)| !total.cells[*idx].is_empty());
        let whole = Self { column: None, measure, idx: 0 };
        used.map(|(idx, column)| Self { column: Some(column), measure, idx }).chain([whole]).collect()
    }

    fn exact(&self, figures: &GroupFigures) -> String {
        if self.column.is_some() { figures.cells[self.idx].clone() } else { figure(figures, self.measure) }
    }

    fn title(&self) -> &str {
        self.column.as_ref().map_or_else(|| self.measure.title(), |it| &it.label)
    }
}

#[component]
fn Section(table: Arc<GroupTable>, section: GroupSection, grouping: Arc<Grouping>) -> impl IntoView {
    let state = AppState::of_context();
    let GroupSection { currency, behind, rows, total } = section;
    let names = grouping.rows.iter().map(|it| it.title().into_owned()).collect::<Vec<_>>().join(" › ");
    let head = |key: Option<GroupKey>, name: String, is_number: bool| {
        let order = grouping.order();
        let sort = key.filter(|it| *it == order.0).map(|_| match order.1 {
            Direction::Ascending => "ascending",
            Direction::Descending => "descending",
        });
        let content = match key {
            Some(key) => {
                let reorder = move |_| state.group(|it| it.ordered_by(key));
                let mark = sort.map(|it| if it == "ascending" { " ↑" } else { " ↓" });
                view! { <button type="button" class="grid__sort" on:click=reorder>{name}<span aria-hidden="true">{mark}</span></button> }.into_any()
            }
            None => name.into_any(),
        };
        view! { <th scope="col" class:number=is_number aria-sort=sort>{content}</th> }
    };
    let places = Place::all(&table, &total);
    let figure_heads = places.iter().map(|it| {
        let key = it.column.is_none().then_some(GroupKey::Measure(it.measure));
        head(key, it.title().to_owned(), true)
    });
    let heads = (head(Some(GroupKey::Name), names, false), figure_heads.collect_view());
    let total = places.iter().map(|it| {
        let exact = it.exact(&total);
        view! { <td class="number" class:credit=exact.starts_with('-') data-value=exact.clone()>{text(&exact, it.measure)}</td> }
    });
    let total = total.collect_view();
    let places = Arc::new(places);
    let behind = Arc::new(behind);
    let drawn = rows.into_iter().map(|row| {
        view! { <Row row places=Arc::clone(&places) grouping=Arc::clone(&grouping) behind=Arc::clone(&behind)/> }
    });
    let drawn = drawn.collect_view();
    let label = format!("Groups in {currency}");
    view! {
        <h3 class="chart__currency">{currency.clone()}</h3>
        <div class="scroller" tabindex="0" role="region" aria-label=format!("{label}, scrolls")>
            <table class="table groups" aria-label=label.clone() data-currency=currency.clone()>
                <thead><tr>{heads}<th scope="col" class="number">"Share"</th></tr></thead>
                <tbody>{drawn}</tbody>
                <tfoot><tr><th scope="row">{format!("Total {currency}")}</th>{total}<td class="number">"100.0 %"</td></tr></tfoot>
            </table>
        </div>
    }
}

#[component]
fn Row(
    row: GroupRow,
    places: Arc<Vec<Place>>,
    grouping: Arc<Grouping>,
    behind: Arc<Vec<(Dimension, Pick)>>,
) -> impl IntoView {
    let state = AppState::of_context();
    let GroupRow { path, level, value, label, is_open, n_values, figures } = row;
    let name = match is_open {
        Some(is_open) => {
            let path = path.clone();
            let toggle = move |_| state.group(|it| it.with_toggled(&path));
            view! {
                <button type="button" class="groups__toggle" aria-expanded=is_open.to_string() on:click=toggle>
                    <span aria-hidden="true">{if is_open { "▾ " } else { "▸ " }}</span>{label.clone()}
                </button>
            }
            .into_any()
        }
        None => label.clone().into_any(),
    };
    let own: Vec<(Dimension, Pick)> = grouping.rows.iter().cloned().zip(path).chain(behind.iter().cloned()).collect();
    let cells = places.iter().map(|place| {
        let exact = place.exact(&figures);
        let across = place.column.as_ref().and_then(|it| it.pick.clone());
        // All others are no value that rows could be filtered by.
        let is_known = n_values == 1 && (place.column.is_none() || across.is_some());
        let across = grouping.across.clone().zip(across);
        let shown = text(&exact, place.measure);
        let is_credit = exact.starts_with('-');
        let cell = if is_known && !exact.is_empty() {
            let hint = format!("{shown}: show the rows of {label}, {}", place.title());
            let picks: Vec<(Dimension, Pick)> = own.iter().cloned().chain(across).collect();
            let open = move |_| {
                state.change(|it| it.drilled(picks.iter().cloned()));
                page::focus(LINE_ITEMS_ID);
            };
            view! { <button type="button" class="groups__figure" aria-label=hint title=exact.clone() on:click=open>{shown}</button> }.into_any()
        } else {
            shown.into_any()
        };
        view! { <td class="number" class:credit=is_credit data-value=exact>{cell}</td> }
    });
    let cells = cells.collect_view();
    view! {
        <tr data-level=level.to_string() data-value=value data-values=labels::count(n_values)>
            <th scope="row" style:padding-inline-start=format!("{}rem", 0.75 + 1.25 * level as f64)>{name}</th>
            {cells}
            <td class="number">{share(figures.permille)}</td>
        </tr>
    }
}
