//! How a text file was read, by which evidence, and what a person may decide otherwise.

use leptos::prelude::*;

use super::state::AppState;
use crate::domain::{DayOrder, Delimiter, Dialect, DialectChoice, Encoding, NumberStyle};
use crate::protocol::FileId;

#[component]
pub(super) fn HowRead(file: FileId, dialect: Dialect, choice: DialectChoice) -> impl IntoView {
    let state = AppState::of_context();
    let Dialect { encoding, delimiter, numbers, days, evidence, doubts } = dialect;
    let decide = move |change: fn(&mut DialectChoice, usize), idx: usize| {
        let mut changed = choice;
        change(&mut changed, idx);
        state.reread(file, changed);
    };
    let place = |idx: Option<usize>| idx.unwrap_or_default();
    view! {
        <details class="how-read" open=!doubts.is_empty() || choice != DialectChoice::default()>
            <summary>"How this file was read"</summary>
            <ul class="how-read__evidence">{evidence.into_iter().map(|it| view! { <li>{it}</li> }).collect_view()}</ul>
            <div class="how-read__choices">
                <Choice
                    label="Encoding"
                    options=Encoding::ALL.map(Encoding::title).to_vec()
                    chosen=place(Encoding::ALL.iter().position(|it| *it == encoding))
                    choose=move |idx| decide(|choice, idx| choice.encoding = Encoding::ALL.get(idx).copied(), idx)
                />
                <Choice
                    label="Cells separated by"
                    options=Delimiter::ALL.map(Delimiter::title).to_vec()
                    chosen=place(Delimiter::ALL.iter().position(|it| *it == delimiter))
                    choose=move |idx| decide(|choice, idx| choice.delimiter = Delimiter::ALL.get(idx).copied(), idx)
                />
                <Choice
                    label="Numbers"
                    options=NumberStyle::ALL.map(NumberStyle::title).to_vec()
                    chosen=place(NumberStyle::ALL.iter().position(|it| *it == numbers))
                    choose=move |idx| decide(|choice, idx| choice.numbers = NumberStyle::ALL.get(idx).copied(), idx)
                />
                <Choice
                    label="Dates"
                    options=DayOrder::ALL.map(DayOrder::title).to_vec()
                    chosen=place(DayOrder::ALL.iter().position(|it| *it == days))
                    choose=move |idx| decide(|choice, idx| choice.days = DayOrder::ALL.get(idx).copied(), idx)
                />
                {(choice != DialectChoice::default()).then(|| view! {
                    <button type="button" class="button button--quiet" on:click=move |_| state.reread(file, DialectChoice::default())>
                        "Back to what was found"
                    </button>
                })}
            </div>
        </details>
    }
}

#[component]
fn Choice(
    label: &'static str,
    options: Vec<&'static str>,
    chosen: usize,
    choose: impl Fn(usize) + 'static,
) -> impl IntoView {
    let options = options.into_iter().enumerate().map(|(idx, title)| {
        view! { <option value=idx.to_string() selected=idx == chosen>{title}</option> }
    });
    view! {
        <label class="how-read__choice">
            <span class="muted">{label}</span>
            <select class="input" aria-label=label on:change=move |event| {
                if let Ok(idx) = event_target_value(&event).parse() {
                    choose(idx);
                }
            }>{options.collect_view()}</select>
        </label>
    }
}
