//! The browser: the only module that names `web_sys` and `js_sys`.

pub mod address;
pub mod clipboard;
pub mod download;
pub mod files;
pub mod intl;
pub mod page;
pub mod print;
pub mod random;
pub mod sample;
pub mod storage;
pub mod table_rows;
pub mod worker_client;
pub mod worker_host;

/// A dropped or chosen file: its name and size, and the way to its bytes, which only a worker goes.
pub use web_sys::File as FileHandle;
