//! How the reader's country writes lists and numbers.

use js_sys::{Array, Intl, JsString, Object, Reflect};
use wasm_bindgen::{JsCast as _, JsValue};

use crate::protocol::SheetLocale;

/// What a spreadsheet of the reader's expects in a CSV file. The browser knows the decimal sign; the list separator follows
/// from it, and from the countries that divide lists by `;` beside a decimal point.
#[must_use]
pub fn of_spreadsheet() -> SheetLocale {
    const WITH_SEMICOLON: [&str; 2] = ["-CH", "-LI"];
    let language = web_sys::window().and_then(|it| it.navigator().language()).unwrap_or_default();
    let is_swiss = WITH_SEMICOLON.iter().any(|it| language.ends_with(it));
    SheetLocale::of_decimal_sign(&decimal_sign(&language).unwrap_or_default(), is_swiss)
}

fn decimal_sign(language: &str) -> Option<String> {
    let locales = if language.is_empty() { Array::new() } else { Array::of1(&language.into()) };
    let format = Intl::NumberFormat::new(&locales, &Object::new());
    let parts = format.format_to_parts(1.5);
    let text = |part: &JsValue, key: &str| Reflect::get(part, &key.into()).ok()?.dyn_into::<JsString>().ok();
    let decimal = parts.iter().find(|part| text(part, "type").is_some_and(|it| it == "decimal"))?;
    text(&decimal, "value").map(String::from)
}
