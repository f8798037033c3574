//! Questions to the tables of one worker: which rows match, in which order, how many per value, how much per group.
//!
//! Several workers hold the tables of a month. Each answers for its own tables ([`Partial`]), with values and groups as it
//! numbers them ([`Outline`]); [`Catalog`] tells which numbers of two workers mean the same. Joining the answers adds whole
//! numbers and exact sums, so that one worker or eight give the same digits.
//!
//! Everything here is pure: the same tables and the same filter give the same answer.

mod bridge;
mod catalog;
mod cells;
mod dataset;
mod days;
mod field_index;
mod filter;
mod histogram;
mod lazy;
mod partial;
mod ranked;
mod search;
mod tally;

pub use bridge::{BRIDGE_FIELDS, Bought, BridgeCell, Rate};
pub use catalog::{Catalog, FieldValue, FieldValues};
pub use cells::{Cell, MAX_CELLS};
pub use dataset::{
    Dataset, GroupOutline, Outline, Part, charged_days, invoice_type, is_unbilled_without_number, widened,
};
pub use days::DaySum;
pub use filter::{Condition, Filter, Owner, Picked, Selection, select};
pub use histogram::{Histogram, edges};
pub use lazy::MAX_VALUES;
pub use partial::{Partial, Sums, ValueSum, Wanted, partial};
pub use ranked::{Order, RankKey, RowRef};
pub use search::Search;
pub use tally::{Adds, Tally, TallyOf, tally_lines};
