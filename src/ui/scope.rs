//! What the rows on the screen are of, in one line, and how the checks went: what needs attention is seen at once.

use leptos::prelude::*;

use super::checks::{CHECKS_ID, words};
use super::state::AppState;
use crate::present::{labels, when};
use crate::protocol::{CheckResult, Scope, Verdict};
use crate::web::page;

fn outcome(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Pass => "tie",
        Verdict::Warn => "to look at",
        Verdict::Fail => "differ",
        Verdict::Skip => "cannot be checked with these files",
    }
}

/// Verdicts from what needs attention most.
const BY_WEIGHT: [Verdict; 4] = [Verdict::Fail, Verdict::Warn, Verdict::Pass, Verdict::Skip];

#[component]
pub(super) fn ScopeLine() -> impl IntoView {
    let state = AppState::of_context();
    let facts = Memo::new(move |_| {
        let answer = state.answer.read();
        let Scope { n_customers, n_subscriptions, n_products, periods, has_unbilled } = &answer.scope;
        let mut facts = vec![labels::counted(answer.n_rows_counted, "line")];
        for (n, noun) in [(*n_customers, "customer"), (*n_subscriptions, "subscription"), (*n_products, "product")] {
            if n > 0 {
                facts.push(labels::counted(n, noun));
            }
        }
        if !periods.is_empty() {
            facts.push(when::periods(periods));
        }
        if *has_unbilled {
            facts.push("with unbilled estimates".to_owned());
        }
        facts
    });
    view! {
        <ul class="scope" aria-label="What is shown">
            {move || facts.get().into_iter().map(|it| view! { <li>{it}</li> }).collect_view()}
        </ul>
        <Attention/>
    }
}

/// How many checks tie, differ, or cannot be made, and the first that need attention.
#[component]
fn Attention() -> impl IntoView {
    const MAX_NAMED: usize = 3;
    let state = AppState::of_context();
    let checks = Memo::new(move |_| state.answer.read().checks.clone());
    let counts = move || {
        let checks = checks.read();
        let count = |verdict: Verdict| {
            let n = checks.iter().filter(|it| it.verdict == verdict).count();
            let (sign, _) = words(verdict);
            (n > 0).then(|| {
                view! {
                    <span class=format!("verdict verdict--{}", verdict.as_str())>
                        <span aria-hidden="true">{sign}" "</span>{format!("{n} {}", outcome(verdict))}
                    </span>
                }
            })
        };
        BY_WEIGHT.map(count).collect_view()
    };
    let named = move || {
        let checks = checks.get();
        let of = |verdict: Verdict| checks.iter().filter(move |it| it.verdict == verdict);
        let urgent = of(Verdict::Fail).chain(of(Verdict::Warn)).take(MAX_NAMED).cloned();
        let named = urgent.map(|CheckResult { title, verdict, detail, .. }| {
            view! { <li class=format!("attention__item check--{}", verdict.as_str())><strong>{title}</strong>" "<span class="muted">{detail}</span></li> }
        });
        named.collect_view()
    };
    view! {
        <section class="attention" aria-label="What needs attention">
            <button type="button" class="attention__head" on:click=move |_| page::focus(CHECKS_ID)>
                <span class="attention__title">"Checks"</span>
                {counts}
            </button>
            <ul class="attention__list">{named}</ul>
        </section>
    }
}
