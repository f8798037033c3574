//! What needs attention: notices on the link and the rows that could not be read.

use leptos::prelude::*;

use super::state::AppState;
use crate::present::labels;
use crate::protocol::{Export, QuarantinedRow};

#[component]
pub(super) fn Notices() -> impl IntoView {
    let state = AppState::of_context();
    let notices = move || {
        let view = state.view.read();
        let mut notices = Vec::new();
        if let Some(version) = &view.newer_version {
            notices.push(format!(
                "This link was made by another version of ReconLens (format {version}). What is understood is shown."
            ));
        }
        if !view.unknown.is_empty() {
            let keys: Vec<&str> = view.unknown.iter().map(|(key, _)| key.as_str()).collect();
            notices.push(format!("Parts of this link are not understood and are left aside: {}.", keys.join(", ")));
        }
        if view.is_filtered() && view.made_with.is_empty() && state.files.read().is_empty() {
            notices.push(
                "This link holds a view, not the files. Drop the files that it was made with to see it.".to_owned(),
            );
        }
        notices.extend(state.answer.read().notices.iter().cloned());
        notices.into_iter().map(|it| view! { <p class="notice">{it}</p> }).collect_view()
    };
    view! { <div class="notices" role="status" aria-label="Notices">{notices}</div> }
}

#[component]
pub(super) fn Quarantined() -> impl IntoView {
    let state = AppState::of_context();
    let n_rows = Memo::new(move |_| state.answer.read().quarantine.n_rows);
    let rows = move || state.answer.read().quarantine.first.iter().cloned().map(row).collect_view();
    let more = move || {
        let answer = state.answer.read();
        let n_more = answer.quarantine.n_rows.saturating_sub(answer.quarantine.first.len());
        (n_more > 0).then(|| format!("and {} more; download them to see all.", labels::count(n_more)))
    };
    view! {
        <Show when=move || { n_rows.get() > 0 }>
            <section class="panel panel--trouble">
                <div class="panel__head">
                    <h2 id="quarantine-title">"Quarantined rows"</h2>
                    <span class="muted">{move || format!("{} could not be read and are in no total", labels::counted(n_rows.get(), "row"))}</span>
                    <button type="button" class="button" on:click=move |_| state.export(Export::QuarantineCsv)>"Download quarantine (CSV)"</button>
                </div>
                <div class="scroller" tabindex="0" role="region" aria-label="Quarantined rows, scrolls">
                    <table class="table table--wrap" aria-labelledby="quarantine-title">
                        <thead>
                            <tr>
                                <th scope="col">"File"</th>
                                <th scope="col">"Line"</th>
                                <th scope="col">"Column"</th>
                                <th scope="col">"Text"</th>
                                <th scope="col">"Reason"</th>
                            </tr>
                        </thead>
                        <tbody>{rows}</tbody>
                    </table>
                </div>
                <p class="muted">{more}</p>
            </section>
        </Show>
    }
}

fn row(row: QuarantinedRow) -> impl IntoView {
    let QuarantinedRow { file_name, line_no, column, text, reason } = row;
    view! {
        <tr>
            <td>{file_name}</td>
            <td class="number">{line_no}</td>
            <td>{column}</td>
            <td class="raw">{text}</td>
            <td>{reason}</td>
        </tr>
    }
}
