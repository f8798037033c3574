//! The reader's language, as the browser writes it.

use js_sys::{Array, Date, Function, Intl, Object, Reflect};
use wasm_bindgen::{JsCast as _, JsValue};

use crate::present::locale::{Locale, PROBE, PROBE_DAY, PROBE_OF_FOUR, Part};
use crate::protocol::SheetLocale;

/// How the reader writes numbers and days; English where the browser does not tell.
#[must_use]
pub fn reader() -> Locale {
    probed().unwrap_or_else(Locale::english)
}

/// What a spreadsheet of the reader's expects in a CSV file. The browser knows the decimal sign; the list separator follows
/// from it, and from the countries that divide lists by `;` beside a decimal point.
#[must_use]
pub fn of_spreadsheet() -> SheetLocale {
    const WITH_SEMICOLON: [&str; 2] = ["-CH", "-LI"];
    let language = web_sys::window().and_then(|it| it.navigator().language()).unwrap_or_default();
    let has_semicolon = WITH_SEMICOLON.iter().any(|it| language.ends_with(it));
    SheetLocale::of_decimal_sign(reader().decimal_sign(), has_semicolon)
}

fn probed() -> Option<Locale> {
    let languages = web_sys::window()?.navigator().languages();
    if languages.length() == 0 {
        return None;
    }
    let numbers: Intl::NumberFormat = formatter("NumberFormat", &languages)?.unchecked_into();
    let days: Intl::DateTimeFormat = formatter("DateTimeFormat", &languages)?.unchecked_into();
    let (year, month, day) = PROBE_DAY;
    // Noon is on this day in every zone near Greenwich, and the formatter stays there.
    let noon = Date::new(&JsValue::from_str(&format!("{year:04}-{month:02}-{day:02}T12:00:00Z")));
    let parts = |it: Array| it.iter().filter_map(|it| part(&it)).collect::<Vec<_>>();
    Locale::of_probes(
        &parts(numbers.format_to_parts(PROBE)),
        &parts(numbers.format_to_parts(PROBE_OF_FOUR)),
        &parts(days.format_to_parts(&noon)),
    )
}

/// A formatter of `Intl` with digits from 0 to 9 and the calendar of the files; none if a language is no known tag.
fn formatter(class: &str, languages: &Array) -> Option<JsValue> {
    let intl = Reflect::get(&js_sys::global(), &"Intl".into()).ok()?;
    let class: Function = Reflect::get(&intl, &class.into()).ok()?.dyn_into().ok()?;
    let options = Object::new();
    for (name, value) in [("numberingSystem", "latn"), ("calendar", "gregory"), ("timeZone", "UTC")] {
        Reflect::set(&options, &name.into(), &value.into()).ok()?;
    }
    Reflect::construct(&class, &Array::of2(languages, &options)).ok()
}

fn part(part: &JsValue) -> Option<Part> {
    let text = |name: &str| Reflect::get(part, &name.into()).ok()?.as_string();
    Some(Part { kind: text("type")?, text: text("value")? })
}
