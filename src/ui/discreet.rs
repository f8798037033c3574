//! Hides names and amounts while a screen is shared: one key, one button. What is on the screen keeps its place and length.

use leptos::ev;
use leptos::prelude::*;

use crate::web::page;

/// The key that turns it on and off.
const KEY: &str = "h";

#[component]
pub(super) fn DiscreetButton() -> impl IntoView {
    let is_on = RwSignal::new(false);
    let toggle = move || {
        is_on.update(|it| *it = !*it);
        page::set_discreet(is_on.get_untracked());
    };
    let keys = window_event_listener(ev::keydown, move |event| {
        let is_chord = event.ctrl_key() || event.meta_key() || event.alt_key();
        if event.key() == KEY && !is_chord && !page::is_typing() {
            event.prevent_default();
            toggle();
        }
    });
    // A tooltip would show what the page hides.
    let hints = window_event_listener(ev::pointerover, move |event| {
        if is_on.get_untracked() {
            page::drop_hints(event.target());
        }
    });
    on_cleanup(move || {
        keys.remove();
        hints.remove();
    });
    view! {
        <button
            type="button"
            class="button button--quiet"
            aria-pressed=move || is_on.get().to_string()
            aria-keyshortcuts=KEY
            title="Hides names and amounts while you share your screen"
            on:click=move |_| toggle()
        >
            {move || if is_on.get() { "Show names and amounts" } else { "Hide names and amounts" }}
        </button>
    }
}
