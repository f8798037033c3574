//! The keys of the page, listed for whoever asks with "?".

use leptos::ev;
use leptos::html::Dialog;
use leptos::prelude::*;

use crate::web::page;

const KEYS: [(&str, &[(&str, &str)]); 4] = [
    (
        "Anywhere",
        &[
            ("/", "Search and filter"),
            ("?", "This list"),
            ("h", "Hide names and amounts while you share your screen, and show them again"),
            ("Alt + ←, Alt + →", "The view before, the view after"),
            ("Esc", "Close what is open"),
        ],
    ),
    (
        "In the line items",
        &[
            ("← ↑ → ↓", "The next cell"),
            ("Page Up, Page Down", "A screen of rows"),
            ("Home, End", "The row's first and last cell"),
            ("Ctrl + Home, Ctrl + End", "The first and the last row"),
            ("Shift with any of these", "Select the cells in between"),
            ("Ctrl + A", "Select all"),
            ("Ctrl + C", "Copy the cell, the selection, or in the first column the row"),
            ("Ctrl + Shift + C", "The same, with the columns' names"),
            ("Enter", "Open the row with all its fields"),
            ("S", "Sort by the column: smallest first, largest first, not at all"),
            ("+, −, 0", "The column wider, narrower, as wide as its texts"),
        ],
    ),
    (
        "In a chart",
        &[
            ("← ↑ → ↓", "The next bar"),
            ("Home, End", "The first and the last bar"),
            ("Enter", "Pick what the bar stands for, or let go of it"),
            ("Shift + Enter", "Along time: from what is picked to this bar"),
        ],
    ),
    ("In an open row", &[("Alt + ↑, Alt + ↓", "The row before, the row behind"), ("Esc", "Back to the lines")]),
];

#[component]
pub(super) fn Shortcuts() -> impl IntoView {
    let dialog = NodeRef::<Dialog>::new();
    let open = move || {
        if let Some(dialog) = dialog.get_untracked()
            && !dialog.open()
        {
            let _opened = dialog.show_modal();
        }
    };
    let close = move |_| {
        if let Some(dialog) = dialog.get_untracked() {
            dialog.close();
        }
    };
    let keys = window_event_listener(ev::keydown, move |event| {
        if event.key() == "?" && !event.ctrl_key() && !event.meta_key() && !page::is_typing() {
            event.prevent_default();
            open();
        }
    });
    on_cleanup(move || keys.remove());
    let draw_key = |(key, what): &(&'static str, &'static str)| view! { <dt><kbd>{*key}</kbd></dt><dd>{*what}</dd> };
    let draw = |(place, keys): (&'static str, &'static [(&'static str, &'static str)])| {
        view! {
            <h3>{place}</h3>
            <dl class="shortcuts">{keys.iter().map(draw_key).collect_view()}</dl>
        }
    };
    view! {
        <button type="button" class="button button--quiet" aria-haspopup="dialog" aria-keyshortcuts="?" on:click=move |_| open()>"Keys"</button>
        <dialog class="dialog" node_ref=dialog aria-label="Keys">
            <div class="dialog__head">
                <h2>"Keys"</h2>
                <button type="button" class="button button--quiet" on:click=close>"Close"</button>
            </div>
            <div class="dialog__body" tabindex="0" role="group" aria-label="Keys">{KEYS.map(draw)}</div>
        </dialog>
    }
}
