//! Fetches the sample month that stands beside the page.

use js_sys::{Array, ArrayBuffer};
use serde::Deserialize;
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{File, Response};

use super::page;

#[derive(Deserialize)]
struct Index {
    files: Vec<IndexedFile>,
}

#[derive(Deserialize)]
struct IndexedFile {
    name: String,
}

/// The files of the sample month, as if they had been dropped.
///
/// # Errors
/// What the browser says if a file cannot be had.
pub async fn load() -> Result<Vec<File>, JsValue> {
    let text = JsFuture::from(fetch("./sample/index.json").await?.text()?).await?;
    let index: Index = serde_json::from_str(&text.as_string().unwrap_or_default())
        .map_err(|error| JsValue::from(error.to_string()))?;
    let mut files = Vec::new();
    for IndexedFile { name } in index.files {
        let bytes: ArrayBuffer =
            JsFuture::from(fetch(&format!("./sample/{name}")).await?.array_buffer()?).await?.unchecked_into();
        files.push(File::new_with_buffer_source_sequence(&Array::of1(&bytes), &name)?);
    }
    Ok(files)
}

async fn fetch(address: &str) -> Result<Response, JsValue> {
    let window = web_sys::window().ok_or("no window")?;
    let response: Response = JsFuture::from(window.fetch_with_str(&page::absolute(address)?)).await?.unchecked_into();
    if response.ok() { Ok(response) } else { Err(format!("{address}: {}", response.status()).into()) }
}
