//! Whole files through the core, as the worker reads them. One binary, so that it links once.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

mod architecture;
mod bad_input;
mod bridge;
mod charts;
mod containers;
mod differential;
mod exports;
mod filters;
mod fuzz_corpus;
mod groups;
mod ingest;
mod kinds;
mod links;
mod masking;
mod pollution;
mod properties;
mod related;
mod service_costs;
mod session;
mod shards;
mod statements;
mod support;
mod workbook;
