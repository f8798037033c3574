//! The fragment of the page's address: read, written, listened to.

use gloo_events::EventListener;
use wasm_bindgen::JsValue;

/// The part of the address behind `#`; empty if there is none.
#[must_use]
pub fn fragment() -> String {
    let hash = web_sys::window().and_then(|it| it.location().hash().ok()).unwrap_or_default();
    hash.trim_start_matches('#').to_owned()
}

/// The whole address of the page with another fragment.
#[must_use]
pub fn with_fragment(fragment: &str) -> String {
    let address = web_sys::window().and_then(|it| it.location().href().ok()).unwrap_or_default();
    let page = address.split('#').next().unwrap_or_default();
    if fragment.is_empty() { page.to_owned() } else { format!("{page}#{fragment}") }
}

/// How a change of the address stands in the history.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// A finished choice: Back undoes it.
    New,
    /// A choice in the making, such as typing.
    Same,
}

/// Writes the fragment; no event follows.
pub fn set_fragment(fragment: &str, step: Step) {
    let Some(window) = web_sys::window() else { return };
    let location = window.location();
    let base = format!("{}{}", location.pathname().unwrap_or_default(), location.search().unwrap_or_default());
    let address = if fragment.is_empty() { base } else { format!("{base}#{fragment}") };
    let Ok(history) = window.history() else { return };
    // A browser refuses only floods of changes; the view on the screen is right all the same.
    let _changed = match step {
        Step::New => history.push_state_with_url(&JsValue::NULL, "", Some(&address)),
        Step::Same => history.replace_state_with_url(&JsValue::NULL, "", Some(&address)),
    };
}

/// Calls back with the fragment whenever the person walks through the history or edits the address.
pub fn listen(mut on_change: impl FnMut(String) + 'static) {
    let Some(window) = web_sys::window() else { return };
    // "popstate" comes for edited fragments, too. The page listens for all of its life.
    EventListener::new(&window, "popstate", move |_| on_change(fragment())).forget();
}
