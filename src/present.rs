//! What can be computed for the screen without a browser: labels, bar geometry, visible rows.

pub mod bars;
pub mod grid;
pub mod histogram;
pub mod labels;
