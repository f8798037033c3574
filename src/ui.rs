//! The page: the only module that names `leptos`. It draws answers and turns clicks into views; it computes nothing.
#![allow(unreachable_pub, reason = "the component macro makes props public")]

mod add_filter;
mod app;
mod bridge;
mod charts;
mod checks;
mod columns;
mod dialog;
mod discreet;
mod drop_zone;
mod engine;
mod exports;
mod facets;
mod file_list;
mod filter_bar;
mod filter_line;
mod grid;
mod groups;
mod header;
mod how_read;
mod made_with;
mod overview;
mod problems;
mod ranges;
mod reference;
mod row_panel;
mod saved_views;
mod scope;
mod search_dialog;
mod sharing;
mod shortcuts;
mod slices;
mod state;
mod summary;

/// Puts the page in the place of the first paint.
pub fn mount() {
    crate::present::locale::set_reader(crate::web::intl::reader());
    crate::web::page::remove_first_paint();
    leptos::mount::mount_to_body(app::App);
}
