//! The service cost summary.

use leptos::prelude::*;

use super::slices::in_slices;
use super::state::AppState;
use crate::domain::Field;
use crate::present::labels;
use crate::protocol::{Amounts, Stated, SummaryRow, SummaryTotal};

/// Rows drawn before the person asks for all.
const N_FIRST_ROWS: usize = 500;
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
    let shows_all = RwSignal::new(false);
    let n_rows = move || state.answer.read().summary.rows.len();
    let slices = in_slices(SLICE_LEN, move || {
        let n_shown = if shows_all.get() { usize::MAX } else { N_FIRST_ROWS };
        state.answer.read().summary.rows.iter().take(n_shown).cloned().collect()
    });
    let draw = move |rows: Vec<SummaryRow>| {
        rows.into_iter().map(|row| view! { <Row row has_stated=has_stated.get()/> }).collect_view()
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
                <table class="table" aria-labelledby="summary-title">
                    <thead>
                        <tr>
                            {COLUMNS.map(|(name, is_number)| view! { <th scope="col" class:number=is_number>{name}</th> })}
                            {move || has_stated.get().then(|| STATED_COLUMNS.map(|name| view! { <th scope="col" class="number">{name}</th> }).collect_view())}
                        </tr>
                    </thead>
                    <tbody>
                        <For each=move || slices.get() key=|(idx, _)| *idx let((_, rows))>
                            {move || draw(rows.get())}
                        </For>
                    </tbody>
                    <tfoot>{totals}</tfoot>
                </table>
            </div>
            <Show when=move || n_rows() == 0>
                <NoRows/>
            </Show>
            <Show when=move || { n_rows() > N_FIRST_ROWS && !shows_all.get() }>
                <button type="button" class="button" on:click=move |_| shows_all.set(true)>
                    {move || format!("Show all {} rows", labels::count(n_rows()))}
                </button>
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

/// A cell with an amount: grouped for people, exact for scripts and on hover.
fn amount_cell(exact: String) -> impl IntoView {
    view! { <td class="number" class:credit=exact.starts_with('-') data-value=exact.clone() title=exact.clone()>{labels::amount(&exact)}</td> }
}

fn count_cell(n: usize) -> impl IntoView {
    view! { <td class="number" data-value=n.to_string()>{labels::count(n)}</td> }
}

fn amount_cells(amounts: Amounts) -> impl IntoView {
    let Amounts { pretax, tax, total } = amounts;
    (amount_cell(pretax), amount_cell(tax), amount_cell(total))
}

#[component]
fn Row(row: SummaryRow, has_stated: bool) -> impl IntoView {
    let state = AppState::of_context();
    let SummaryRow {
        customer_id,
        customer_name,
        customer_pick,
        invoice_type,
        currency,
        period,
        unbilled,
        n_lines,
        amounts,
        stated,
    } = row;
    let toggle = move |_| {
        let pick = customer_pick.clone();
        state.change(|it| it.with_toggled(Field::Customer, pick));
    };
    let shown_period = period.replace("..", " – ");
    let is_only_stated = n_lines == 0 && stated.is_some();
    view! {
        <tr data-customer=customer_id data-invoice-type=invoice_type.as_str() data-currency=currency data-period=period>
            <th scope="row"><button type="button" class="link" title=customer_id.clone() on:click=toggle>{customer_name}</button></th>
            <td>{invoice_type.as_str()}</td>
            <td>{currency.clone()}</td>
            {count_cell(n_lines)}
            {amount_cells(amounts)}
            <td class="nowrap">
                {shown_period}
                {unbilled.then(|| view! { <span class="badge">"estimate"</span> })}
                {is_only_stated.then(|| view! { <span class="badge">"as stated"</span> })}
            </td>
            {has_stated.then(|| stated_cells(stated))}
        </tr>
    }
}

fn stated_cells(stated: Option<Stated>) -> AnyView {
    let Some(Stated { amounts, difference, period }) = stated else {
        return STATED_COLUMNS.map(|_| view! { <td></td> }).collect_view().into_any();
    };
    let difference_cell = if difference.is_empty() {
        view! { <td class="number" data-value="" title="No line was loaded to compare with">"—"</td> }.into_any()
    } else if labels::is_zero(&difference) {
        view! { <td class="number ties" data-value=difference title=format!("Stated for {period}")>"ties"</td> }
            .into_any()
    } else {
        let text = format!("differs {}", labels::amount(&difference));
        view! { <td class="number differs" data-value=difference title=format!("Stated for {period}")>{text}</td> }
            .into_any()
    };
    view! { {amount_cells(amounts)} {difference_cell} }.into_any()
}

#[component]
fn Total(total: SummaryTotal, has_stated: bool) -> impl IntoView {
    let SummaryTotal { currency, invoice_type, n_lines, amounts } = total;
    view! {
        <tr data-invoice-type=invoice_type.as_str() data-currency=currency>
            <th scope="row">"Total"</th>
            <td>{invoice_type.as_str()}</td>
            <td>{currency.clone()}</td>
            {count_cell(n_lines)}
            {amount_cells(amounts)}
            <td></td>
            {has_stated.then(|| STATED_COLUMNS.map(|_| view! { <td></td> }).collect_view())}
        </tr>
    }
}
