//! Everything that can be saved and printed, in one place.

use leptos::prelude::*;

use super::dialog::DialogButton;
use super::sharing::ShareWithoutNames;
use super::state::AppState;
use crate::protocol::{DecimalSign, Export, ListSeparator, Listing, SheetLocale, StatementUse};
use crate::web::intl;

/// The files that are wanted most; the others are in a dialog.
const AT_HAND: [(&str, Export); 4] = [
    ("Download summary (JSON)", Export::SummaryJson),
    ("Download summary (CSV)", Export::SummaryCsv),
    ("Download rows (CSV)", Export::RowsCsv),
    ("Download workbook (Excel)", Export::Workbook),
];

#[component]
pub(super) fn Exports() -> impl IntoView {
    let state = AppState::of_context();
    let at_hand = AT_HAND.map(|(title, export)| draw(state, title, export));
    view! {
        <div class="exports" role="group" aria-label="Save and print">
            {at_hand.into_iter().collect_view()}
            <DialogButton title="More to save and print" button_class="button" dialog_class="dialog dialog--list"
                on_open=Callback::new(move |()| state.announcement.set(String::new()))>
                <div class="dialog__body">
                    {more(state)}
                    // What the page announces is out of reach while a dialog is open.
                    <p role="status">{move || state.announcement.get()}</p>
                </div>
            </DialogButton>
        </div>
    }
}

fn draw(state: AppState, title: &'static str, export: Export) -> impl IntoView + use<> {
    view! { <button type="button" class="button" on:click=move |_| state.export(export)>{title}</button> }
}

fn more(state: AppState) -> impl IntoView {
    let locale = intl::of_spreadsheet();
    let button = move |title, export| draw(state, title, export);
    let for_excel = move |title, listing| button(title, Export::ForExcel(listing, locale));
    let has_groups = move || state.answer.read().groups.is_some();
    view! {
        <section class="exports__part">
            <h3>"CSV for Excel"</h3>
            <p class="muted">{excel_words(locale)}" The other CSV files are for programs: their text is that of your files."</p>
            <div class="dialog__actions">
                {for_excel("Summary for Excel (CSV)", Listing::Summary)}
                {for_excel("Rows for Excel (CSV)", Listing::Rows)}
                <Show when=has_groups>{for_excel("Groups for Excel (CSV)", Listing::Groups)}</Show>
            </div>
        </section>
        <section class="exports__part">
            <h3>"Statements"</h3>
            <p class="muted">"For each customer of this view a statement that begins on a new page: what is charged, the lines of it, the exact totals. Filter by customer to have one only."</p>
            <div class="dialog__actions">
                {button("Print statements…", Export::Statements(StatementUse::Print))}
                {button("Download statements (HTML)", Export::Statements(StatementUse::Save))}
            </div>
        </section>
        <section class="exports__part">
            <h3>"Without names"</h3>
            <p class="muted">"Rows that you can show to somebody who must not learn whose they are. The totals stay."</p>
            <div class="dialog__actions"><ShareWithoutNames/></div>
        </section>
    }
}

fn excel_words(SheetLocale { separator, decimal }: SheetLocale) -> &'static str {
    match (separator, decimal) {
        (ListSeparator::Comma, _) => "As Excel opens it here: cells divided by a comma, decimals by a point.",
        (ListSeparator::Semicolon, DecimalSign::Point) => {
            "As Excel opens it here: cells divided by a semicolon, decimals by a point."
        }
        (ListSeparator::Semicolon, DecimalSign::Comma) => {
            "As Excel opens it here: cells divided by a semicolon, decimals by a comma."
        }
    }
}
