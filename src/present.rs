//! What can be computed for the screen without a browser: labels, bar geometry, visible rows.

pub mod bars;
pub mod cells;
pub mod grid;
pub mod grid_columns;
pub mod grouping;
pub mod histogram;
pub mod labels;
pub mod locale;
pub mod made_with;
pub mod picture;
pub mod saved_views;
pub mod selection;
pub mod summary_rows;
pub mod treemap;
pub mod when;
