//! The document: its state for scripts, its metas, its theme, its marks of time.

use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::{
    Document, Element, EventTarget, HtmlElement, HtmlMetaElement, KeyboardEvent, PointerEvent, ScrollIntoViewOptions,
    ScrollLogicalPosition, Url,
};

use super::storage;

const THEME_KEY: &str = "reconlens.theme";

pub(super) fn document() -> Option<Document> {
    web_sys::window()?.document()
}

fn root() -> Option<HtmlElement> {
    document()?.document_element()?.dyn_into().ok()
}

/// The content of a `<meta>` of the page.
#[must_use]
pub fn meta(name: &str) -> Option<String> {
    let found = document()?.query_selector(&format!("meta[name={name}]")).ok()??;
    found.get_attribute("content")
}

/// An address relative to the page as a whole address.
///
/// # Errors
/// If it is no address.
pub fn absolute(address: &str) -> Result<String, JsValue> {
    let base = document().and_then(|it| it.base_uri().ok().flatten()).unwrap_or_default();
    Url::new_with_base(address, &base).map(|it| it.href())
}

/// Sets `<html data-status>`, which scripts wait for.
pub fn set_status(status: &str) {
    if let Some(root) = root() {
        let _set = root.set_attribute("data-status", status);
    }
}

/// Hides names and amounts on the page, or shows them again.
pub fn set_discreet(is_on: bool) {
    if let Some(root) = root() {
        let _set = root.toggle_attribute_with_force("data-discreet", is_on);
    }
}

/// Takes the tooltips off an element and all around it.
pub fn drop_hints(target: Option<EventTarget>) {
    let mut next = target.and_then(|it| it.dyn_into::<Element>().ok());
    while let Some(element) = next {
        let _removed = element.remove_attribute("title");
        next = element.parent_element();
    }
}

/// Sets the title of the tab.
pub fn set_title(title: &str) {
    if let Some(document) = document() {
        document.set_title(title);
    }
}

/// Takes the first paint away; the app stands in its place.
pub fn remove_first_paint() {
    if let Some(element) = document().and_then(|it| it.get_element_by_id("first-paint")) {
        element.remove();
    }
}

/// Marks a moment for measuring.
pub fn mark(name: &str) {
    if let Some(performance) = web_sys::window().and_then(|it| it.performance()) {
        let _marked = performance.mark(name);
    }
}

/// From here on the page, and each worker it starts, can reach no address: policies only add up.
pub fn latch() {
    let Some(document) = document() else { return };
    if is_latched() {
        return;
    }
    if let (Some(head), Ok(element)) = (document.head(), document.create_element("meta")) {
        let meta: HtmlMetaElement = element.unchecked_into();
        meta.set_http_equiv("Content-Security-Policy");
        meta.set_content("connect-src 'none'");
        let _named = meta.set_attribute("data-latch", "");
        let _added = head.append_child(&meta);
    }
}

/// Whether [`latch`] was called.
#[must_use]
pub fn is_latched() -> bool {
    document().and_then(|it| it.query_selector("meta[data-latch]").ok().flatten()).is_some()
}

/// The theme that the person chose on this device: "light", "dark" or "system".
#[must_use]
pub fn stored_theme() -> String {
    storage::get(THEME_KEY).unwrap_or_else(|| "system".to_owned())
}

/// Shows a theme, and remembers it where the browser lets us.
pub fn set_theme(theme: &str) {
    if let Some(root) = root() {
        let _set = root.set_attribute("data-theme", theme);
    }
    let _stored = storage::set(THEME_KEY, theme);
}

/// Whether the screen has room for one column only.
#[must_use]
pub fn is_narrow() -> bool {
    let query = web_sys::window().and_then(|it| it.match_media("(width < 64rem)").ok().flatten());
    query.is_some_and(|it| it.matches())
}

/// Scrolls as little as it takes to show an element.
pub fn reveal(selector: &str) {
    if let Some(element) = document().and_then(|it| it.query_selector(selector).ok().flatten()) {
        let options = ScrollIntoViewOptions::new();
        options.set_block(ScrollLogicalPosition::Nearest);
        options.set_inline(ScrollLogicalPosition::Nearest);
        element.scroll_into_view_with_scroll_into_view_options(&options);
    }
}

/// The width of the widest text in the elements that a selector finds, in pixels, whether or not it fits them.
#[must_use]
pub fn text_px(selector: &str) -> f64 {
    let Some(document) = document() else { return 0.0 };
    let (Ok(found), Ok(range)) = (document.query_selector_all(selector), document.create_range()) else { return 0.0 };
    let mut widest: f64 = 0.0;
    for idx in 0..found.length() {
        if let Some(node) = found.get(idx)
            && range.select_node_contents(&node).is_ok()
        {
            widest = widest.max(range.get_bounding_client_rect().width());
        }
    }
    widest
}

/// Gives the cell under the pointer its exact value as a hint.
pub fn hint_value(target: Option<EventTarget>) {
    let cell = target.and_then(|it| it.dyn_into::<Element>().ok());
    let cell = cell.filter(|it| it.has_attribute("data-value") && it.has_attribute("aria-colindex"));
    if let Some(cell) = cell
        && let Some(value) = cell.get_attribute("data-value")
    {
        let _set = cell.set_attribute("title", &value);
    }
}

/// Has an element hear of a pointer until it is let go, wherever it moves.
pub fn capture_pointer(event: &PointerEvent) {
    let target = event.current_target().and_then(|it| it.dyn_into::<Element>().ok());
    let _captured = target.map(|it| it.set_pointer_capture(event.pointer_id()));
}

/// Puts the focus on an element, if it is there.
pub fn focus(id: &str) {
    let element: Option<HtmlElement> =
        document().and_then(|it| it.get_element_by_id(id)).and_then(|it| it.dyn_into().ok());
    if let Some(element) = element {
        let _focused = element.focus();
    }
}

/// Has arrow keys, Home and End go from one button of a group to the next, of which one at a time is reached by Tab.
pub fn rove(event: KeyboardEvent) {
    let Some(group) = event.current_target().and_then(|it| it.dyn_into::<Element>().ok()) else { return };
    let Ok(found) = group.query_selector_all("button") else { return };
    let buttons: Vec<HtmlElement> = (0..found.length()).filter_map(|it| found.item(it)?.dyn_into().ok()).collect();
    let focused = document().and_then(|it| it.active_element());
    let Some(at) = buttons.iter().position(|it| focused.as_ref() == Some(it.as_ref())) else { return };
    let to = match event.key().as_str() {
        "ArrowRight" | "ArrowDown" => (at + 1).min(buttons.len() - 1),
        "ArrowLeft" | "ArrowUp" => at.saturating_sub(1),
        "Home" => 0,
        "End" => buttons.len() - 1,
        _ => return,
    };
    event.prevent_default();
    for (idx, button) in buttons.iter().enumerate() {
        button.set_tab_index(if idx == to { 0 } else { -1 });
    }
    let _focused = buttons[to].focus();
}

/// Whether the `<details>` that an event came from is open.
#[must_use]
pub fn is_open(target: Option<EventTarget>) -> bool {
    target.and_then(|it| it.dyn_into::<Element>().ok()).is_some_and(|it| it.has_attribute("open"))
}

/// Whether the focus is where letters are typed.
#[must_use]
pub fn is_typing() -> bool {
    let focused: Option<Element> = document().and_then(|it| it.active_element());
    focused.is_some_and(|it| {
        let is_text = it.tag_name() == "INPUT" && it.get_attribute("type").is_none_or(|it| it != "checkbox");
        is_text || it.tag_name() == "TEXTAREA" || it.tag_name() == "SELECT"
    })
}

/// How many workers are of use: one a processor, within reason.
#[must_use]
pub fn n_workers() -> usize {
    /// More would have little left to do, and each has memory of its own.
    const MAX: f64 = 8.0;
    let n_processors = web_sys::window().map_or(1.0, |it| it.navigator().hardware_concurrency());
    // A small whole number.
    n_processors.clamp(1.0, MAX) as usize
}
