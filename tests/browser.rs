//! The glue to the browser, in a browser: what native tests cannot reach.
#![cfg(target_arch = "wasm32")]
#![allow(missing_docs, clippy::unwrap_used, reason = "tests")]

use js_sys::Uint8Array;
use reconlens::view_state::ViewState;
use reconlens::web::address::{self, Step};
use reconlens::web::{clipboard, download, page};
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

#[path = "../fuzz/entry.rs"]
mod entry;

wasm_bindgen_test_configure!(run_in_browser);

#[wasm_bindgen_test]
fn no_input_that_fuzzing_found_is_mistreated_here_either() {
    assert!(entry::replay(include_str!("fixtures/fuzz/corpus.txt")) > 500);
}

#[wasm_bindgen_test]
fn a_view_survives_the_address_bar() {
    let view = ViewState { search: "Őrség & Söhne #1 50% +x".to_owned(), ..ViewState::default() };
    address::set_fragment(&view.to_fragment(), Step::New);
    assert_eq!(address::fragment(), view.to_fragment());
    assert_eq!(ViewState::from_fragment(&address::fragment()), view);
    address::set_fragment("", Step::Same);
    assert_eq!(address::fragment(), "");
    assert_eq!(address::fragment(), "");
    assert!(address::with_fragment("v=1").ends_with("#v=1"));
    assert!(!address::with_fragment("").contains('#'));
}

#[wasm_bindgen_test]
fn addresses_are_relative_to_the_page() {
    let whole = page::absolute("./w/worker.js").unwrap();
    assert!(whole.starts_with("http") && whole.ends_with("/w/worker.js"), "{whole}");
    assert_eq!(page::meta("no-such-meta"), None);
}

#[wasm_bindgen_test]
fn a_latched_page_reaches_no_address() {
    assert!(!page::is_latched());
    page::latch();
    page::latch();
    assert!(page::is_latched());
    let document = web_sys::window().unwrap().document().unwrap();
    let meta = document.query_selector("meta[data-latch]").unwrap().unwrap();
    assert_eq!(meta.get_attribute("content").as_deref(), Some("connect-src 'none'"));
    assert!(document.query_selector("meta[data-latch] ~ meta[data-latch]").unwrap().is_none(), "it is added once");
}

#[wasm_bindgen_test]
fn a_download_is_offered() {
    let bytes = Uint8Array::from(&b"a,b\n"[..]).buffer();
    assert!(download::save(&bytes, "a.csv", "text/csv").is_ok());
}

#[wasm_bindgen_test]
async fn a_browser_without_permission_copies_nothing_and_does_not_fail() {
    // Headless browsers may or may not grant it; either way there is an answer.
    let _is_copied: bool = clipboard::copy("text".to_owned()).await;
}
