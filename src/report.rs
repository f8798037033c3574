//! What the page reports of a dataset and a view: how files count, the summary, facets, charts, checks, downloads.

pub mod bridge;
pub mod charts;
pub mod checks;
pub mod chips;
pub mod csv_profile;
pub mod export;
pub mod facets;
pub mod facts;
pub mod fingerprint;
pub mod groups;
mod html;
pub mod index;
pub mod masking;
pub mod names;
pub mod ranges;
pub mod scope;
pub mod service_costs;
pub mod standing;
pub mod statement;
pub mod summary_json;
pub mod workbook;
pub mod workbook_rows;
