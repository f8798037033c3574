//! Saves a file that the page made.

use gloo_timers::callback::Timeout;
use js_sys::{Array, ArrayBuffer};
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::{Blob, BlobPropertyBag, HtmlAnchorElement, Url};

/// How long the browser may take to begin with the saving.
const KEEP_MILLIS: u32 = 60_000;

/// Offers `bytes` as a file to save.
///
/// # Errors
/// What the browser says if it makes no such file.
pub fn save(bytes: &ArrayBuffer, file_name: &str, media_type: &str) -> Result<(), JsValue> {
    let options = BlobPropertyBag::new();
    options.set_type(media_type);
    let blob = Blob::new_with_buffer_source_sequence_and_options(&Array::of1(bytes), &options)?;
    let address = Url::create_object_url_with_blob(&blob)?;
    let document = web_sys::window().and_then(|it| it.document()).ok_or("no document")?;
    let anchor: HtmlAnchorElement = document.create_element("a")?.unchecked_into();
    anchor.set_href(&address);
    anchor.set_download(file_name);
    anchor.click();
    Timeout::new(KEEP_MILLIS, move || {
        let _revoked = Url::revoke_object_url(&address);
    })
    .forget();
    Ok(())
}
