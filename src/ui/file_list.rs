//! The dropped files: how far each has come and what it turned out to be.

use leptos::prelude::*;

use super::how_read::HowRead;
use super::state::{AppState, DroppedFile, Stage};
use crate::present::labels;
use crate::protocol::{FileReport, Standing};

#[component]
pub(super) fn FileList() -> impl IntoView {
    let state = AppState::of_context();
    let ids = move || {
        let files = state.files.read();
        files.iter().filter(|it| it.stage != Stage::Unpacked).map(|it| it.id).collect::<Vec<_>>()
    };
    // Open while there is something to follow, closed once the figures are there; then as the person wants it.
    let is_open = Memo::new(move |_| {
        let has_news = |it: &DroppedFile| !matches!(it.stage, Stage::Ready | Stage::Unpacked | Stage::Cancelled);
        !state.has_rows() || state.files.read().iter().any(has_news)
    });
    view! {
        <Show when=move || !state.files.read().is_empty()>
            <details class="files" open=move || is_open.get()>
                <summary class="files__summary">
                    <h2 class="files__title">{move || told(&state.files.read())}</h2>
                    <span class="muted">{move || told_of_reports(&state.answer.read().files)}</span>
                </summary>
                <ul class="files__list" aria-label="Files">
                    <For each=ids key=|it| *it let:id>
                        {move || {
                            let file = state.files.read().iter().find(|it| it.id == id).cloned();
                            let report = state.answer.read().files.iter().find(|it| it.file == id).cloned();
                            file.map(|file| view! { <Item file report/> })
                        }}
                    </For>
                </ul>
            </details>
        </Show>
    }
}

fn told(files: &[DroppedFile]) -> String {
    let n = files.iter().filter(|it| it.stage != Stage::Unpacked).count();
    labels::counted(n, "file")
}

/// Rows, and how many files have something to say beside what they are.
fn told_of_reports(reports: &[FileReport]) -> String {
    if reports.is_empty() {
        return String::new();
    }
    let mut told = vec![labels::counted(reports.iter().map(|it| it.n_rows).sum(), "row")];
    let has_remarks = |it: &&FileReport| {
        let doubts = it.dialect.as_ref().is_some_and(|it| !it.doubts.is_empty());
        doubts || !it.notes.is_empty() || it.n_quarantined > 0 || it.standing != Standing::Counts
    };
    let n_remarks = reports.iter().filter(has_remarks).count();
    if n_remarks > 0 {
        told.push(format!("{} with remarks", labels::count(n_remarks)));
    }
    told.join(" · ")
}

fn state_word(stage: &Stage, report: Option<&FileReport>) -> &'static str {
    match stage {
        Stage::Waiting => "waiting",
        Stage::Reading { .. } => "reading",
        Stage::Ready => match report.map(|it| &it.standing) {
            Some(Standing::DuplicateOf(_)) => "duplicate",
            _ => "ready",
        },
        Stage::Failed(_) => "failed",
        Stage::Unpacked => "unpacked",
        Stage::Cancelled => "cancelled",
    }
}

#[component]
fn Item(file: DroppedFile, report: Option<FileReport>) -> impl IntoView {
    let state = AppState::of_context();
    let DroppedFile { id, name, size_bytes, archive: _, stage } = file;
    let word = state_word(&stage, report.as_ref());
    let is_running = matches!(stage, Stage::Waiting | Stage::Reading { .. });
    let action = if is_running { "Cancel" } else { "Remove" };
    let label = format!("{action} {name}");
    let act = move |_| if is_running { state.cancel(id) } else { state.remove(id) };
    let kind = report.as_ref().map(|it| it.kind);
    let n_rows = report.as_ref().map(|it| it.n_rows);
    let n_quarantined = report.as_ref().map(|it| it.n_quarantined);
    view! {
        <li
            class=format!("file file--{word}")
            data-file=name
            data-state=word
            data-kind=kind.map(|it| it.as_str())
            data-rows=n_rows.map(|it| it.to_string())
            data-quarantined=n_quarantined.map(|it| it.to_string())
        >
            <div class="file__head">
                <span class="file__name">{name.clone()}</span>
                <span class="muted">{labels::size(size_bytes)}</span>
                <button type="button" class="button button--quiet" aria-label=label on:click=act>{action}</button>
            </div>
            {match stage {
                Stage::Waiting => view! { <p class="muted">"Waiting for its turn"</p> }.into_any(),
                Stage::Reading { bytes_read, n_rows } => view! { <Progress bytes_read n_rows size_bytes/> }.into_any(),
                Stage::Failed(message) => view! { <p class="file__trouble" role="alert">{message}</p> }.into_any(),
                Stage::Cancelled => view! { <p class="muted">"Cancelled; nothing of it is used."</p> }.into_any(),
                Stage::Ready | Stage::Unpacked => report.map(|report| view! { <Report report/> }).into_any(),
            }}
        </li>
    }
}

#[component]
fn Progress(bytes_read: u64, n_rows: usize, size_bytes: u64) -> impl IntoView {
    let rows = labels::counted(n_rows, "row");
    view! {
        <progress max=size_bytes.max(1).to_string() value=bytes_read.to_string() aria-label="Bytes read"></progress>
        <p class="muted">{format!("{} of {}, {rows} so far", labels::size(bytes_read), labels::size(size_bytes))}</p>
    }
}

#[component]
fn Report(report: FileReport) -> impl IntoView {
    let FileReport {
        file,
        kind,
        n_rows,
        n_quarantined,
        n_columns,
        unknown_columns,
        invoices,
        currencies,
        standing,
        sums,
        notes,
        dialect,
        choice,
        ..
    } = report;
    let mut facts = vec![kind.title().to_owned(), labels::counted(n_rows, "row")];
    if n_columns > 0 {
        facts.push(labels::counted(n_columns, "column"));
    }
    facts.extend(invoices.iter().take(3).cloned());
    if invoices.len() > 3 {
        facts.push(format!("and {} more invoices", invoices.len() - 3));
    }
    facts.extend(currencies);
    let standing = match standing {
        Standing::Counts => None,
        Standing::Beside => {
            Some("Its rows bill nothing on a CSP invoice: they are shown and filtered, and are in no total.".to_owned())
        }
        Standing::Explains { n_rows, counted_in } => Some(format!(
            "{} repeat in detail what {counted_in} bills: shown, and not added.",
            labels::counted(n_rows, "row")
        )),
        Standing::DuplicateOf(other) => Some(format!("The same file as {other}: counted once.")),
        Standing::ReplacedBy(other) => {
            Some(format!("{other} is a later version of the same invoice and counts instead."))
        }
    };
    let sums = (!sums.is_empty()).then(|| {
        let parts: Vec<String> =
            sums.iter().map(|it| format!("{} {} {}", it.column, labels::amount(&it.amount), it.currency)).collect();
        format!("Sums of all rows: {}", parts.join(" · "))
    });
    let trouble = (n_quarantined > 0).then(|| {
        format!(
            "{} could not be read and are in no total; see “Quarantined rows”.",
            labels::counted(n_quarantined, "row")
        )
    });
    let unknown = (!unknown_columns.is_empty())
        .then(|| format!("Columns that no documentation names are kept: {}.", unknown_columns.join(", ")));
    let doubts = dialect.as_ref().map(|it| it.doubts.clone()).unwrap_or_default();
    view! {
        <p class="muted">{facts.join(" · ")}</p>
        {sums.map(|it| view! { <p class="muted">{it}</p> })}
        {trouble.map(|it| view! { <p class="file__trouble">{it}</p> })}
        {standing.into_iter().chain(doubts).chain(notes).chain(unknown).map(|it| view! { <p class="file__note">{it}</p> }).collect_view()}
        {dialect.map(|dialect| view! { <HowRead file dialect choice/> })}
    }
}
