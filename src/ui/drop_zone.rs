//! Takes files: by the input, by a drop anywhere on the page, or the sample month.

use leptos::ev;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::state::AppState;
use crate::domain::FileKind;
use crate::web::{files, page, sample};

#[component]
pub(super) fn DropZone() -> impl IntoView {
    let state = AppState::of_context();
    let is_over = RwSignal::new(false);
    let is_latched = RwSignal::new(false);
    let is_empty = move || state.files.read().is_empty();
    let open = move |handles: Vec<_>| {
        // From here on nothing can be sent anywhere.
        page::latch();
        is_latched.set(true);
        state.open(handles);
    };
    let over = window_event_listener(ev::dragover, move |event| {
        if !files::has_files(&event) {
            return;
        }
        event.prevent_default();
        is_over.set(true);
    });
    let leave = window_event_listener(ev::dragleave, move |event| {
        if event.related_target().is_none() {
            is_over.set(false);
        }
    });
    let dropped = window_event_listener(ev::drop, move |event| {
        if !files::has_files(&event) {
            return;
        }
        event.prevent_default();
        is_over.set(false);
        let dropped = files::dropped(&event);
        spawn_local(async move { open(dropped.all().await) });
    });
    on_cleanup(move || {
        over.remove();
        leave.remove();
        dropped.remove();
    });
    let choose = move |event| open(files::chosen(&event));
    let try_sample = move |_| {
        spawn_local(async move {
            match sample::load().await {
                Ok(handles) => {
                    // The button that had the focus is about to go.
                    page::focus("content");
                    state.open(handles);
                }
                Err(error) => state.announcement.set(format!("The sample could not be loaded: {error:?}")),
            }
        });
    };
    view! {
        <section class="drop" class:drop--empty=is_empty class:drop--over=move || is_over.get() aria-label="Open files">
            <div class="drop__lead">
                <Show when=is_empty>
                    <h2 class="drop__title">"What does each customer owe, and does it tie?"</h2>
                    <p class="drop__text">
                        "Drop this month’s billing files from Partner Center. ReconLens adds them up to the last digit and proves every figure by its rows."
                    </p>
                </Show>
                <div class="drop__actions">
                    <label class="button button--primary drop__choose">
                        "Choose files"
                        <input type="file" multiple class="drop__input" on:change=choose/>
                    </label>
                    <Show when=move || !is_latched.get() && is_empty()>
                        <button type="button" class="button" on:click=try_sample>"Try it with sample data"</button>
                    </Show>
                    <span class="muted drop__hint">"or drop files, folders and archives anywhere on this page"</span>
                </div>
            </div>
            <Show when=is_empty>
                <ul class="drop__kinds" aria-label="Files that ReconLens knows">
                    {FileKind::ALL.map(|kind| view! { <li>{kind.title()}</li> })}
                </ul>
                <ul class="promises">
                    <li><strong>"Exact. "</strong>"No rounding, no mixed currencies, 28 digits if a file has them."</li>
                    <li><strong>"Private. "</strong>"Read in this browser; the page itself forbids any upload."</li>
                    <li><strong>"Lossless. "</strong>"Every row counts or is listed with the reason why not."</li>
                </ul>
            </Show>
        </section>
    }
}
