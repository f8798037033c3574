//! The service cost summary.

use leptos::html::Tbody;
use leptos::prelude::*;

use super::slices::in_slices;
use super::state::AppState;
use crate::domain::Field;
use crate::present::labels;
use crate::present::summary_rows::row_text;
use crate::protocol::{SummaryRow, SummaryTotal};
use crate::web::table_rows::{self, TableRows};

/// Rows drawn at once.
const SLICE_LEN: usize = 50;
/// Columns that every summary has.
const COLUMNS: [(&str, bool); 8] = [
    ("Customer", false),
    ("Invoice type", false),
    ("Currency", false),
    ("Lines", true),
    ("Pretax total", true),
    ("Tax", true),
    ("Total", true),
    ("Billing period", false),
];
const STATED_COLUMNS: [&str; 4] = ["Stated pretax", "Stated tax", "Stated total", "Difference"];

#[component]
pub(super) fn ServiceCostSummary() -> impl IntoView {
    let state = AppState::of_context();
    let has_stated = Memo::new(move |_| state.answer.read().summary.has_stated);
    let n_rows = move || state.answer.read().summary.rows.len();
    let slices = in_slices(SLICE_LEN, move || state.answer.read().summary.rows.clone());
    // One listener for all rows: a thousand of them would take longer to make than to draw.
    let pick_customer = move |event: leptos::ev::MouseEvent| {
        let Some(id) = table_rows::customer_of_button(event.target()) else { return };
        let pick_of = |it: &SummaryRow| (it.customer_id == id).then(|| it.customer_pick.clone());
        if let Some(pick) = state.answer.with_untracked(|it| it.summary.rows.iter().find_map(pick_of)) {
            state.change(|it| it.with_toggled(Field::Customer, pick));
        }
    };
    let totals = move || {
        let answer = state.answer.read();
        answer
            .summary
            .totals
            .iter()
            .cloned()
            .map(|total| view! { <Total total has_stated=has_stated.get()/> })
            .collect_view()
    };
    view! {
        <section class="panel">
            <h2 id="summary-title">"Service cost summary"</h2>
            <div class="scroller" tabindex="0" role="region" aria-label="Service cost summary, scrolls">
                <table class="table summary" class:summary--stated=has_stated aria-labelledby="summary-title" on:click=pick_customer on:mouseover=|event| table_rows::hint_exact_value(event.target())>
                    <thead>
                        <tr>
                            {COLUMNS.map(|(name, is_number)| view! { <th scope="col" class:number=is_number>{name}</th> })}
                            {move || has_stated.get().then(|| STATED_COLUMNS.map(|name| view! { <th scope="col" class="number">{name}</th> }).collect_view())}
                        </tr>
                    </thead>
                    <For each=move || slices.get() key=|(idx, _)| *idx let((_, rows))>
                        <Rows rows has_stated/>
                    </For>
                    <tfoot>{totals}</tfoot>
                </table>
            </div>
            <Show when=move || n_rows() == 0>
                <NoRows/>
            </Show>
        </section>
    }
}

#[component]
fn NoRows() -> impl IntoView {
    let state = AppState::of_context();
    let is_filtered = move || state.view.read().is_filtered();
    view! {
        <div class="nothing">
            <p>{move || if is_filtered() { "No line that counts matches these filters." } else { "The loaded files have no line to add up." }}</p>
            <Show when=is_filtered>
                <button type="button" class="button" on:click=move |_| state.change(|it| it.without_filters())>"Show all lines"</button>
            </Show>
        </div>
    }
}

/// A slice of the rows.
#[component]
fn Rows(rows: RwSignal<Vec<SummaryRow>>, has_stated: Memo<bool>) -> impl IntoView {
    let body = NodeRef::<Tbody>::new();
    let table_rows = StoredValue::new_local(TableRows::default());
    Effect::new(move |_| {
        let Some(body) = body.get() else { return };
        let texts = rows.read().iter().map(|it| row_text(it, has_stated.get())).collect();
        table_rows.update_value(|it| it.show(&body, texts));
    });
    view! { <tbody node_ref=body hidden=move || rows.read().is_empty()></tbody> }
}

fn amount_cell(exact: String) -> impl IntoView {
    view! { <td class="number" class:credit=exact.starts_with('-') data-value=exact.clone()>{labels::amount(&exact)}</td> }
}

#[component]
fn Total(total: SummaryTotal, has_stated: bool) -> impl IntoView {
    let SummaryTotal { currency, invoice_type, n_lines, amounts } = total;
    view! {
        <tr data-invoice-type=invoice_type.as_str() data-currency=currency>
            <th scope="row">"Total"</th>
            <td>{invoice_type.as_str()}</td>
            <td>{currency.clone()}</td>
            <td class="number" data-value=n_lines.to_string()>{labels::count(n_lines)}</td>
            {[amounts.pretax, amounts.tax, amounts.total].map(amount_cell)}
            <td></td>
            {has_stated.then(|| STATED_COLUMNS.map(|_| view! { <td></td> }).collect_view())}
        </tr>
    }
}
