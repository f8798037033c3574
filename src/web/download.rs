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
    save_parts(&Array::of1(bytes), file_name, media_type)
}

/// Offers a text as a file to save.
///
/// # Errors
/// As [`save`].
pub fn save_text(text: &str, file_name: &str) -> Result<(), JsValue> {
    save_parts(&Array::of1(&JsValue::from_str(text)), file_name, "text/plain;charset=utf-8")
}

fn save_parts(parts: &Array, file_name: &str, media_type: &str) -> Result<(), JsValue> {
    let options = BlobPropertyBag::new();
    options.set_type(media_type);
    // Of a type that is known at run time only: bytes, or a text.
    let blob = Blob::new_with_str_sequence_and_options(parts, &options)?;
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
