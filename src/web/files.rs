//! The files of a drop or of a file input.

use wasm_bindgen::JsCast as _;
use web_sys::{DragEvent, Event, File, FileList, HtmlInputElement};

/// The files that were dropped.
#[must_use]
pub fn dropped(event: &DragEvent) -> Vec<File> {
    event.data_transfer().and_then(|it| it.files()).map(|it| listed(&it)).unwrap_or_default()
}

/// The files that were chosen; the input is emptied, so that the same file can be chosen again.
#[must_use]
pub fn chosen(event: &Event) -> Vec<File> {
    let input: Option<HtmlInputElement> = event.target().and_then(|it| it.dyn_into().ok());
    let Some(input) = input else { return Vec::new() };
    let chosen = input.files().map(|it| listed(&it)).unwrap_or_default();
    input.set_value("");
    chosen
}

fn listed(files: &FileList) -> Vec<File> {
    (0..files.length()).filter_map(|it| files.get(it)).collect()
}
