//! The browser: the only module that names `web_sys` and `js_sys`.

pub mod address;
pub mod clipboard;
pub mod download;
pub mod page;
pub mod sample;
pub mod worker_client;
pub mod worker_host;
