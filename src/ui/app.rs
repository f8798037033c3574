//! The page as a whole: what stands where, and the keys that work everywhere.

use leptos::ev;
use leptos::prelude::*;

use super::bridge::WhatChanged;
use super::charts::Charts;
use super::checks::Checks;
use super::drop_zone::DropZone;
use super::facets::Facets;
use super::file_list::FileList;
use super::filter_bar::FilterBar;
use super::filter_line::LINE_ID;
use super::grid::LineItems;
use super::groups::Groups;
use super::header::Header;
use super::made_with::MadeWith;
use super::overview::Overview;
use super::problems::{Notices, Quarantined};
use super::row_panel::RowPanel;
use super::scope::ScopeLine;
use super::slices::in_steps;
use super::state::AppState;
use super::summary::ServiceCostSummary;
use crate::web::page;

/// Tasks in which the workspace is made.
const N_STEPS: usize = 7;

#[component]
pub(super) fn App() -> impl IntoView {
    let state = AppState::new();
    provide_context(state);
    Effect::new(move |_| show_status(state));
    let keys = window_event_listener(ev::keydown, move |event| {
        if event.key() == "/" && !event.ctrl_key() && !event.meta_key() && !page::is_typing() {
            event.prevent_default();
            page::focus(LINE_ID);
        }
    });
    on_cleanup(move || keys.remove());
    // The parts of the workspace, from what is looked at first.
    let step = in_steps(N_STEPS, move || state.has_rows());
    let is_made = move |wanted: usize| move || step.get() >= wanted;
    view! {
        <FontsAhead/>
        <a class="skip" href="#content" on:click=move |event| { event.prevent_default(); page::focus("content"); }>"Skip to the content"</a>
        <Header/>
        <main id="content" tabindex="-1">
            <Notices/>
            <MadeWith/>
            <DropZone/>
            <Trouble/>
            <FileList/>
            <Show when=move || state.has_rows()>
                <div class="workspace">
                    <Show when=is_made(4) fallback=|| view! { <aside class="facets" aria-label="Filters"></aside> }><Facets/></Show>
                    <div class="workspace__main">
                        <FilterBar/>
                        <ScopeLine/>
                        <Overview/>
                        <ServiceCostSummary/>
                        <Show when=is_made(2)><WhatChanged/></Show>
                        <Show when=is_made(6)><Groups/></Show>
                        <Show when=is_made(3)><Charts/></Show>
                        <Show when=is_made(3)><Checks/></Show>
                        <Show when=is_made(5)><LineItems/></Show>
                        <Show when=is_made(7)><RowPanel/></Show>
                        <Show when=is_made(7)><Quarantined/></Show>
                    </div>
                </div>
            </Show>
        </main>
        <p class="visually-hidden" role="status" aria-live="polite">{move || state.announcement.get()}</p>
    }
}

/// Has the browser find the fonts of the workspace while the page waits for files. Each size of each weight is looked up in another
/// process; with all processors busy reading, that takes the page a tenth of a second a time.
#[component]
fn FontsAhead() -> impl IntoView {
    const SIZES: [&str; 6] =
        ["0.75rem", "var(--text-small)", "var(--text)", "1.0625rem", "var(--text-large)", "1.5rem"];
    const WEIGHTS: [&str; 2] = ["400", "650"];
    const FAMILIES: [&str; 2] = ["var(--sans)", "var(--mono)"];
    let styles = SIZES.into_iter().flat_map(|size| WEIGHTS.map(|weight| (size, weight)));
    let styles = styles.flat_map(|(size, weight)| FAMILIES.map(|family| (size, weight, family)));
    let draw = |(size, weight, family)| {
        view! { <span style:font-size=size style:font-weight=weight style:font-family=family></span> }
    };
    view! { <p class="fonts-ahead" aria-hidden="true">{styles.map(draw).collect_view()}</p> }
}

/// "ready" is said a moment later, when everything that follows from the answer is on the screen.
fn show_status(state: AppState) {
    let status = state.status();
    if status != "ready" {
        page::set_status(status);
        return;
    }
    set_timeout(
        move || {
            if untrack(move || state.status()) == "ready" {
                page::set_status("ready");
                page::mark("reconlens:summary-ready");
            }
        },
        std::time::Duration::ZERO,
    );
}

#[component]
fn Trouble() -> impl IntoView {
    let state = AppState::of_context();
    move || {
        state.trouble.get().map(|what| {
            view! {
                <div class="notice notice--error" role="alert">
                    <p>"ReconLens could not start its reader. Reload the page; if that does not help, use a current browser."</p>
                    <p class="muted">{what}</p>
                </div>
            }
        })
    }
}
