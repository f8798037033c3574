//! ReconLens reads the billing files of a Microsoft CSP partner in the browser and shows what each customer owes.
//!
//! The way of the data, and so the order to read the modules in:

pub mod domain;
pub mod ingest;
pub mod present;
pub mod protocol;
pub mod query;
pub mod report;
pub mod session;
pub mod table;
#[cfg(all(target_arch = "wasm32", feature = "app"))]
pub mod ui;
pub mod view_state;
#[cfg(all(target_arch = "wasm32", feature = "web"))]
pub mod web;
