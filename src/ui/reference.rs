//! "What is this column?": every known column of every kind of file, with its meaning.

use leptos::prelude::*;

use super::search_dialog::SearchDialog;
use super::state::AppState;
use crate::present::labels;
use crate::protocol::{ColumnReference, KindReference};

#[component]
pub(super) fn Reference() -> impl IntoView {
    let state = AppState::of_context();
    let needle = RwSignal::new(String::new());
    let kinds = move || {
        let needle = needle.get().to_lowercase();
        let kinds = state.reference.get().unwrap_or_default();
        kinds
            .iter()
            .filter_map(|it| matching(it, &needle))
            .map(|it| view! { <Kind kind=it is_open=!needle.is_empty()/> })
            .collect_view()
    };
    view! {
        <SearchDialog title="What is this column?" label="What is this column?" button_class="button button--quiet" dialog_class="dialog dialog--wide"
            needle on_open=move |()| state.want_reference()>
            <p class="muted">"Every column that ReconLens knows, by kind of file. Columns that are not here are kept, shown and can be filtered."</p>
            <div class="dialog__body">{kinds}</div>
        </SearchDialog>
    }
}

/// The columns of a kind that have the needle in a name or in the meaning; none if none has.
fn matching(kind: &KindReference, needle: &str) -> Option<KindReference> {
    let has = |text: &str| text.to_lowercase().contains(needle);
    let columns: Vec<ColumnReference> = kind
        .columns
        .iter()
        .filter(|it| has(&it.name) || has(&it.meaning) || it.also.iter().any(|it| has(it)))
        .cloned()
        .collect();
    (!columns.is_empty()).then_some(KindReference { kind: kind.kind, columns })
}

#[component]
fn Kind(kind: KindReference, is_open: bool) -> impl IntoView {
    let KindReference { kind, columns } = kind;
    let n_columns = labels::counted(columns.len(), "column");
    view! {
        <details class="reference" open=is_open>
            <summary>{kind.title()} " " <span class="muted">{n_columns}</span></summary>
            <dl class="reference__columns">
                {columns.into_iter().map(|column| view! { <Column column/> }).collect_view()}
            </dl>
        </details>
    }
}

#[component]
fn Column(column: ColumnReference) -> impl IntoView {
    let ColumnReference { name, also, holds, meaning } = column;
    let also = (!also.is_empty()).then(|| format!(" Also written {}.", also.join(", ")));
    view! {
        <dt>{name} " " <span class="muted">{holds}</span></dt>
        <dd>{meaning}{also.map(|it| view! { <span class="muted">{it}</span> })}</dd>
    }
}
