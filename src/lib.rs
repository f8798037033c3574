//! ReconLens reads the billing files of a Microsoft CSP partner in the browser and shows what each customer owes.
//!
//! The way of the data, and so the order to read the modules in:

pub mod domain;
pub mod table;
pub mod ingest;
pub mod query;
pub mod view_state;
pub mod protocol;
pub mod report;
pub mod present;
pub mod session;
#[cfg(all(target_arch = "wasm32", feature = "web"))]
pub mod web;
#[cfg(all(target_arch = "wasm32", feature = "app"))]
pub mod ui;
