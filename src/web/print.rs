//! Prints a document of its own, without leaving the page.
//!
//! The document stands in a frame that is out of sight. It inherits the page's policy, which allows its style by a hash and no
//! script at all; the frame's own limits forbid scripts once more.

use js_sys::{ArrayBuffer, Uint8Array};
use wasm_bindgen::prelude::*;
use web_sys::HtmlIFrameElement;

use super::page;

const FRAME_ID: &str = "print-frame";

/// Has the browser ask how to print an HTML document. It is kept until the next one is printed.
///
/// # Errors
/// What the browser says if it takes no such document.
pub fn document(bytes: &ArrayBuffer) -> Result<(), JsValue> {
    let html = String::from_utf8(Uint8Array::new(bytes).to_vec()).map_err(|error| error.to_string())?;
    let document = page::document().ok_or("no document")?;
    if let Some(earlier) = document.get_element_by_id(FRAME_ID) {
        earlier.remove();
    }
    let frame: HtmlIFrameElement = document.create_element("iframe")?.unchecked_into();
    frame.set_id(FRAME_ID);
    frame.set_class_name("print-frame");
    frame.set_title("What is printed");
    frame.set_attribute("aria-hidden", "true")?;
    frame.set_attribute("tabindex", "-1")?;
    // Asking how to print counts as a dialog of the frame's own.
    frame.set_attribute("sandbox", "allow-same-origin allow-modals")?;
    frame.set_srcdoc(&html);
    let loaded = frame.clone();
    let on_load = Closure::once_into_js(move || {
        if let Some(window) = loaded.content_window() {
            let _focused = window.focus();
            let _asked = window.print();
        }
    });
    frame.add_event_listener_with_callback("load", on_load.unchecked_ref())?;
    document.body().ok_or("no body")?.append_child(&frame)?;
    Ok(())
}
