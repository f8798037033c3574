//! All filters as one line that can be edited: plain words search while they are typed, Enter applies the rest.

use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::*;

use super::filter_bar::TYPING_PAUSE;
use super::state::AppState;
use crate::view_state::{ViewState, retyped_words};
use crate::web::address::Step;

/// The id of the line, for the key that jumps there.
pub(super) const LINE_ID: &str = "filter-line";
/// The id of what is wrong with it.
const PROBLEM_ID: &str = "filter-line-problem";
/// Characters shown of the place in question.
const N_SHOWN: usize = 24;

#[component]
pub(super) fn FilterLine() -> impl IntoView {
    let state = AppState::of_context();
    let line = Memo::new(move |_| state.answer.read().line.clone());
    // What is being typed; none while the line shows the view.
    let draft: RwSignal<Option<String>> = RwSignal::new(None);
    let pending: StoredValue<Option<TimeoutHandle>> = StoredValue::new(None);
    Effect::new(move |_| {
        let line = line.get();
        // Words that were searched for are in the line as they were typed, but for their blanks.
        let is_same =
            |text: &String| retyped_words(&line, text).is_some_and(|it| it == state.view.read_untracked().search);
        if draft.with_untracked(|it| it.as_ref().is_some_and(|it| !is_same(it))) {
            draft.set(None);
        }
    });
    let shown = move || draft.get().unwrap_or_else(|| line.get());
    let forget_pending = move || {
        if let Some(earlier) = pending.get_value() {
            earlier.clear();
        }
    };
    let type_in = move |event| {
        let text = event_target_value(&event);
        state.line_problem.set(None);
        forget_pending();
        if let Some(words) = line.with_untracked(|line| retyped_words(line, &text)) {
            let search = move || state.navigate(&ViewState { search: words, ..state.view.get_untracked() }, Step::Same);
            pending.set_value(set_timeout_with_handle(search, TYPING_PAUSE).ok());
        }
        draft.set(Some(text));
    };
    let on_key = move |event: leptos::ev::KeyboardEvent| match event.key().as_str() {
        "Enter" => {
            event.prevent_default();
            forget_pending();
            state.read_line(shown_text(draft, line));
        }
        "Escape" => {
            forget_pending();
            state.line_problem.set(None);
            draft.set(None);
        }
        _ => {}
    };
    let is_wrong = move || state.line_problem.read().is_some();
    view! {
        <div class="line">
            <label class="field">
                <span>"Filter line"<span class="line__hint" aria-hidden="true">" "<kbd>"/"</kbd>" to type, "<kbd>"Enter"</kbd>" to apply"</span></span>
                <input id=LINE_ID type="text" class="line__input" autocomplete="off" autocapitalize="off" spellcheck="false" aria-label="Filter line"
                    placeholder="customer:\"Contoso\" Total>100 -charge:cycleCharge date:2026-09 free words"
                    aria-invalid=move || is_wrong().to_string() aria-describedby=PROBLEM_ID
                    prop:value=shown on:input=type_in on:keydown=on_key/>
            </label>
            <div id=PROBLEM_ID role="alert">
                {move || state.line_problem.get().map(|(text, problem)| {
                    let place: String = text.chars().skip(problem.at).take(N_SHOWN).collect();
                    let place = if place.is_empty() { "the end".to_owned() } else { format!("“{place}”") };
                    view! {
                        <p class="line__problem" data-position=problem.at.to_string()>
                            <strong>{format!("At character {}, {place}: ", problem.at + 1)}</strong>{problem.message}
                        </p>
                    }
                })}
            </div>
        </div>
    }
}

fn shown_text(draft: RwSignal<Option<String>>, line: Memo<String>) -> String {
    draft.get_untracked().unwrap_or_else(|| line.get_untracked())
}
