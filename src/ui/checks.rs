//! The verdicts.

use leptos::prelude::*;

use super::state::AppState;
use crate::protocol::{CheckResult, Verdict};

/// Where the checks are listed.
pub(super) const CHECKS_ID: &str = "checks";

/// A verdict's sign and word.
pub(super) fn words(verdict: Verdict) -> (&'static str, &'static str) {
    match verdict {
        Verdict::Pass => ("✓", "Ties"),
        Verdict::Warn => ("!", "Look"),
        Verdict::Fail => ("✗", "Differs"),
        Verdict::Skip => ("–", "Cannot check"),
    }
}

#[component]
pub(super) fn Checks() -> impl IntoView {
    let state = AppState::of_context();
    let checks =
        move || state.answer.read().checks.iter().cloned().map(|check| view! { <Check check/> }).collect_view();
    view! {
        <section class="panel" id=CHECKS_ID tabindex="-1">
            <h2>"Checks"</h2>
            <p class="muted">"Over all loaded files, whatever is filtered."</p>
            <ul class="checks" aria-label="Checks">{checks}</ul>
        </section>
    }
}

#[component]
fn Check(check: CheckResult) -> impl IntoView {
    let CheckResult { id, title, verdict, n_findings, detail } = check;
    let (sign, word) = words(verdict);
    view! {
        <li class=format!("check check--{}", verdict.as_str()) data-check=id data-verdict=verdict.as_str() data-count=n_findings.to_string()>
            <span class="check__verdict"><span class="check__sign" aria-hidden="true">{sign}</span>{word}</span>
            <span class="check__title">{title}</span>
            <span class="check__detail muted">{detail}</span>
        </li>
    }
}
