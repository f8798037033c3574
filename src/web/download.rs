//! Saves a file that the page made.

use gloo_timers::callback::Timeout;
use js_sys::{Array, ArrayBuffer, Promise};
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    Blob, BlobPropertyBag, CanvasRenderingContext2d, HtmlAnchorElement, HtmlCanvasElement, HtmlImageElement, Url,
};

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
pub fn save_text(text: &str, file_name: &str, media_type: &str) -> Result<(), JsValue> {
    save_parts(&Array::of1(&JsValue::from_str(text)), file_name, media_type)
}

/// Draws an SVG document of some width and height in pixels, and offers the picture to save, with twice as many pixels each way.
///
/// # Errors
/// What the browser says if it cannot draw it, or makes no such file.
pub async fn save_png(svg: &str, (width, height): (u32, u32), file_name: &str) -> Result<(), JsValue> {
    const SCALE: u32 = 2;
    let document = web_sys::window().and_then(|it| it.document()).ok_or("no document")?;
    let address = Url::create_object_url_with_blob(&blob(&Array::of1(&JsValue::from_str(svg)), "image/svg+xml")?)?;
    let image = HtmlImageElement::new()?;
    image.set_src(&address);
    let decoded = JsFuture::from(image.decode()).await;
    Url::revoke_object_url(&address)?;
    decoded?;
    let canvas: HtmlCanvasElement = document.create_element("canvas")?.unchecked_into();
    canvas.set_width(width * SCALE);
    canvas.set_height(height * SCALE);
    let context: CanvasRenderingContext2d = canvas.get_context("2d")?.ok_or("no canvas")?.unchecked_into();
    let [drawn_width, drawn_height] = [width, height].map(|it| f64::from(it * SCALE));
    context.draw_image_with_html_image_element_and_dw_and_dh(&image, 0.0, 0.0, drawn_width, drawn_height)?;
    let picture = JsFuture::from(Promise::new(&mut |resolve, reject| {
        if let Err(error) = canvas.to_blob(&resolve) {
            let _rejected = reject.call1(&JsValue::NULL, &error);
        }
    }));
    let picture: Blob = picture.await?.dyn_into()?;
    save_blob(&picture, file_name)
}

fn save_parts(parts: &Array, file_name: &str, media_type: &str) -> Result<(), JsValue> {
    save_blob(&blob(parts, media_type)?, file_name)
}

/// Parts are of a type that is known at run time only: bytes, or a text.
fn blob(parts: &Array, media_type: &str) -> Result<Blob, JsValue> {
    let options = BlobPropertyBag::new();
    options.set_type(media_type);
    Blob::new_with_str_sequence_and_options(parts, &options)
}

fn save_blob(blob: &Blob, file_name: &str) -> Result<(), JsValue> {
    let address = Url::create_object_url_with_blob(blob)?;
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
