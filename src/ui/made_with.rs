//! The files that a link was made with: which to drop, whether those at hand are the same, and what differs.

use leptos::prelude::*;

use super::state::AppState;
use crate::present::made_with::{Comparison, compare};
use crate::protocol::Standing;
use crate::view_state::{FileMark, ViewState};

impl AppState {
    /// What a link says of the files that are used.
    pub(super) fn file_marks(self) -> Vec<FileMark> {
        let is_used = |it: &Standing| !matches!(it, Standing::DuplicateOf(_) | Standing::ReplacedBy(_));
        let answer = self.answer.read();
        let used = answer.files.iter().filter(|it| is_used(&it.standing));
        used.map(|it| it.mark.clone()).collect()
    }
}

#[component]
pub(super) fn MadeWith() -> impl IntoView {
    let state = AppState::of_context();
    let wanted = Memo::new(move |_| state.view.read().made_with.clone());
    let comparison = Memo::new(move |_| {
        let wanted = wanted.read();
        // While files are being read, what is missing may be on its way.
        let is_settled = matches!(state.status(), "ready" | "empty");
        (!wanted.is_empty() && is_settled).then(|| compare(&wanted, &state.file_marks()))
    });
    let forget = move |_| state.change(|it| ViewState { made_with: Vec::new(), ..it });
    let list = |names: Vec<String>| {
        view! { <ul class="notice__list">{names.into_iter().map(|it| view! { <li>{it}</li> }).collect_view()}</ul> }
    };
    move || {
        let (class, content) = match comparison.get()? {
            Comparison::Awaited(names) => {
                let content = view! { <p><strong>"This link holds a view, not the files. "</strong>"It was made with these; drop them to see it:"</p>{list(names)} };
                ("notice", content.into_any())
            }
            Comparison::Same => {
                let content =
                    view! { <p><strong>"Same data. "</strong>"These are the files that the link was made with."</p> };
                ("notice notice--good", content.into_any())
            }
            Comparison::Differs { missing, added } => {
                let part = |title: &'static str, names: Vec<String>| {
                    (!names.is_empty()).then(|| view! { <p>{title}</p>{list(names)} })
                };
                let content = view! {
                    <p><strong>"Not the same data as when the link was made. "</strong>"The view is shown over the files at hand."</p>
                    {part("Not here:", missing)}
                    {part("Here instead:", added)}
                };
                ("notice", content.into_any())
            }
        };
        Some(view! {
            <div class=class data-made-with="">
                {content}
                <button type="button" class="button button--quiet" on:click=forget>"Forget the link’s files"</button>
            </div>
        })
    }
}
