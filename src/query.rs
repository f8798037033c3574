//! Questions to the loaded tables: which rows match a view, in which order, how many per value, how much per group.
//!
//! Everything here is pure: the same tables and the same view give the same answer.

mod dataset;
mod field_index;
mod filter;
mod group;
mod part;
mod search;
mod sort;

pub use dataset::Dataset;
pub use field_index::RowCodes;
pub use field_index::{FieldIndex, FieldValue};
pub use filter::{Selection, select};
pub use group::{Group, count_values, totals_by};
pub use part::{Part, charged_days, invoice_type};
pub use sort::{RowRef, sorted_rows};
