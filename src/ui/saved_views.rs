//! Views kept under a name in this browser, and as a file for another one.

use leptos::html::{Dialog, Input};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::state::AppState;
use crate::present::saved_views::{SavedView, SavedViews};
use crate::view_state::ViewState;
use crate::web::address::Step;
use crate::web::{download, files, storage};

const KEY: &str = "reconlens.views";
const FILE_NAME: &str = "reconlens-views.txt";

#[component]
pub(super) fn SavedViewsButton() -> impl IntoView {
    let state = AppState::of_context();
    let dialog = NodeRef::<Dialog>::new();
    let views = RwSignal::new(stored());
    let name = RwSignal::new(String::new());
    // What went wrong, or what was done.
    let said = RwSignal::new(String::new());
    let change = move |change: &dyn Fn(&mut SavedViews)| {
        // Another tab may have kept one since.
        let mut kept = stored();
        change(&mut kept);
        let is_stored = storage::set(KEY, &kept.print());
        said.set(if is_stored {
            String::new()
        } else {
            "This browser keeps nothing for the page; save the views as a file instead.".to_owned()
        });
        views.set(kept);
    };
    let open = move |_| {
        if let Some(dialog) = dialog.get_untracked() {
            views.set(stored());
            said.set(String::new());
            let _opened = dialog.show_modal();
        }
    };
    let close = move || {
        if let Some(dialog) = dialog.get_untracked() {
            dialog.close();
        }
    };
    let keep = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let fragment = state.fragment.get_untracked();
        change(&|it| it.keep(&name.read_untracked(), &fragment));
        name.set(String::new());
    };
    let show = move |fragment: &str| {
        state.navigate(&ViewState::from_fragment(fragment), Step::New);
        close();
    };
    let save = move |_| {
        let is_saved =
            download::save_text(&views.read_untracked().print(), FILE_NAME, "text/plain;charset=utf-8").is_ok();
        said.set(if is_saved { format!("{FILE_NAME} is saved.") } else { format!("{FILE_NAME} could not be saved.") });
    };
    let input = NodeRef::<Input>::new();
    let load = move |_| {
        let Some(element) = input.get_untracked() else { return };
        let Some(file) = element.files().and_then(|it| it.get(0)) else { return };
        // The same file can be chosen again.
        element.set_value("");
        spawn_local(async move {
            match SavedViews::parse(&files::text_of(&file).await.unwrap_or_default()) {
                Ok(more) => {
                    change(&|it| it.join(&more));
                    said.set(format!("Views added: {}.", more.all().len()));
                }
                Err(message) => said.set(message),
            }
        });
    };
    let draw = move |SavedView { name, fragment }: SavedView| {
        let forgotten = name.clone();
        let label = format!("Forget {name}");
        view! {
            <li class="saved-view">
                <button type="button" class="link" on:click=move |_| show(&fragment)>{name}</button>
                <button type="button" class="button button--quiet" aria-label=label on:click=move |_| change(&|it| it.forget(&forgotten))>"Forget"</button>
            </li>
        }
    };
    view! {
        <button type="button" class="button" aria-haspopup="dialog" on:click=open>"Saved views"</button>
        <dialog class="dialog" node_ref=dialog aria-label="Saved views">
            <div class="dialog__head">
                <h2>"Saved views"</h2>
                <button type="button" class="button button--quiet" on:click=move |_| close()>"Close"</button>
            </div>
            <div class="dialog__body">
                <form class="saved-views__keep" on:submit=keep>
                    <label for="view-name">"Name of the present view"</label>
                    <input id="view-name" type="text" autocomplete="off" maxlength="80" prop:value=move || name.get() on:input=move |event| name.set(event_target_value(&event))/>
                    <button type="submit" class="button" disabled=move || name.read().trim().is_empty()>"Save view"</button>
                </form>
                <ul class="saved-views" aria-label="Saved views">{move || views.get().all().iter().cloned().map(draw).collect_view()}</ul>
                <Show when=move || views.read().all().is_empty()>
                    <p class="muted">"A view is what is filtered, sorted and shown. It is kept in this browser only, with codes for customers, never with their names or amounts."</p>
                </Show>
                <div class="dialog__actions">
                    <button type="button" class="button" disabled=move || views.read().all().is_empty() on:click=save>"Save as a file"</button>
                    <label class="button">
                        "Add from a file"
                        <input class="visually-hidden" type="file" accept=".txt,text/plain" node_ref=input on:change=load/>
                    </label>
                </div>
                <p role="status">{move || said.get()}</p>
            </div>
        </dialog>
    }
}

fn stored() -> SavedViews {
    storage::get(KEY).and_then(|it| SavedViews::parse(&it).ok()).unwrap_or_default()
}
