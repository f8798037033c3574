//! Copies text.

use wasm_bindgen_futures::JsFuture;

/// Copies `text`; `false` if the browser does not let us.
pub async fn copy(text: String) -> bool {
    let Some(window) = web_sys::window() else { return false };
    // Without a secure address there is no clipboard.
    if !window.is_secure_context() {
        return false;
    }
    JsFuture::from(window.navigator().clipboard().write_text(&text)).await.is_ok()
}
