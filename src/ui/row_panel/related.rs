//! The lines that the open row belongs with, each kind with its sum and a button that shows them.

use leptos::prelude::*;

use crate::present::labels;
use crate::protocol::{Related, Relation, ValueAmount};
use crate::ui::state::AppState;
use crate::view_state::ViewState;

#[component]
pub(super) fn RelatedLines(related: Vec<Related>) -> impl IntoView {
    let state = AppState::of_context();
    let draw = move |Related { relation, clauses, n_rows, amounts }: Related| {
        let amount = |ValueAmount { currency, amount }: ValueAmount| {
            let shown = format!("{} {currency}", labels::amount(&amount));
            view! { <span data-currency=currency data-amount=amount.clone() title=amount>{shown}</span> }
        };
        // Their filters alone: under those of the view some of the lines could be missing.
        let show = move |_| {
            let clauses = clauses.clone();
            state.change(|it| clauses.into_iter().fold(ViewState::default(), ViewState::with).looking_like(it));
        };
        let title = title(relation);
        view! {
            <li data-relation=relation.as_str() data-count=n_rows.to_string()>
                <span class="related__what">
                    <strong>{title}</strong>
                    <span>{labels::counted(n_rows, "line")}</span>
                    {amounts.into_iter().map(amount).collect_view()}
                </span>
                <button type="button" class="button button--quiet" aria-label=format!("Show the lines: {title}") on:click=show>"Show"</button>
            </li>
        }
    };
    (!related.is_empty()).then(|| {
        view! {
            <section class="related" aria-labelledby="related-title">
                <h3 id="related-title">"Lines it belongs with"</h3>
                <ul>{related.into_iter().map(draw).collect_view()}</ul>
                <p class="muted">"In all files, before tax. Lines that explain others are added up only as usage."</p>
            </section>
        }
    })
}

fn title(relation: Relation) -> &'static str {
    match relation {
        Relation::SameReference => "The same change (ReferenceId)",
        Relation::SameSubscription => "The same subscription",
        Relation::DailyUsage => "The daily usage behind it",
    }
}
