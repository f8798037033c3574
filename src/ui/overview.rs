//! The totals at a glance, and what can be done with the view.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::exports::Exports;
use super::saved_views::SavedViewsButton;
use super::state::AppState;
use crate::present::labels;
use crate::protocol::SummaryTotal;
use crate::view_state::ViewState;
use crate::web::{address, clipboard};

#[component]
pub(super) fn Overview() -> impl IntoView {
    let state = AppState::of_context();
    let copied = RwSignal::new(false);
    let copy = move |_| {
        let view = ViewState { made_with: state.file_marks(), ..state.view.get_untracked() };
        spawn_local(async move {
            let is_copied = clipboard::copy(address::with_fragment(&view.to_fragment())).await;
            copied.set(is_copied);
            let said = if is_copied {
                "The link is copied. It holds the view and how to know the files again, not the files."
            } else {
                "The browser does not let us copy; take the link from the address bar."
            };
            state.announcement.set(said.to_owned());
        });
    };
    view! {
        <section class="overview" aria-label="Overview">
            <ul class="cards" aria-label="Totals">
                {move || {
                    let answer = state.answer.read();
                    answer.summary.totals.iter().cloned().map(|total| view! { <Card total/> }).collect_view()
                }}
            </ul>
            <div class="overview__actions">
                <button type="button" class="button" on:click=copy>"Copy link"</button>
                <span class="muted" aria-hidden="true">{move || copied.get().then_some("Copied")}</span>
                <SavedViewsButton/>
                <Exports/>
            </div>
        </section>
    }
}

#[component]
fn Card(total: SummaryTotal) -> impl IntoView {
    let SummaryTotal { currency, invoice_type, n_lines, amounts } = total;
    view! {
        <li class="card">
            <p class="card__what">{format!("{invoice_type} · {currency}")}</p>
            <p class="card__amount">{labels::amount(&amounts.total)}</p>
            <p class="muted">{format!("{} + {} tax · {}", labels::amount(&amounts.pretax), labels::amount(&amounts.tax), labels::counted(n_lines, "line"))}</p>
        </li>
    }
}
