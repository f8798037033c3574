//! Says what rows without names will hold, and saves them.

use leptos::prelude::*;

use super::dialog::DialogButton;
use super::state::AppState;
use crate::present::labels;
use crate::protocol::{BundleForm, BundleKey, BundlePlan, Export, PlannedColumn, Treatment};
use crate::web::random;

/// What becomes of columns, in the order in which it is said.
const TREATMENTS: [(Treatment, &str, &str); 3] = [
    (Treatment::Replaced, "Replaced", "Each value gets another name, such as Customer 7F3A, wherever it stands."),
    (Treatment::LeftOut, "Left out", "Free text, and columns that no documentation names."),
    (
        Treatment::Kept,
        "Kept",
        "Amounts, days, products and SKUs. A text that names one of your customers is replaced here, too.",
    ),
];

#[component]
pub(super) fn ShareWithoutNames() -> impl IntoView {
    let state = AppState::of_context();
    let open = move |()| {
        state.announcement.set(String::new());
        state.want_bundle_plan();
    };
    let save = move |form| {
        move |_| match random::bytes() {
            Some(key) => state.export(Export::Bundle(form, BundleKey(key))),
            None => {
                let said = "This browser has no random numbers to hide names with. Nothing is saved.";
                state.announcement.set(said.to_owned());
            }
        }
    };
    view! {
        <DialogButton title="Share without names" button_class="button" dialog_class="dialog dialog--list"
            on_open=Callback::new(open)>
            <div class="dialog__body">
                {move || state.bundle_plan.get().map(|plan| draw_plan(&plan))}
                <div class="dialog__actions">
                    <button type="button" class="button" on:click=save(BundleForm::Html)>"Save without names (HTML)"</button>
                    <button type="button" class="button" on:click=save(BundleForm::Csv)>"Save without names (CSV)"</button>
                </div>
                // What the page announces is out of reach while a dialog is open.
                <p role="status">{move || state.announcement.get()}</p>
            </div>
        </DialogButton>
    }
}

fn draw_plan(plan: &BundlePlan) -> impl IntoView + use<> {
    let BundlePlan { n_rows, max_html_rows, n_files, columns } = plan;
    let rows = labels::counted(*n_rows, "row");
    let files = labels::counted(*n_files, "file");
    let cut = (n_rows > max_html_rows)
        .then(|| format!(" The HTML holds the first {} of them and the totals of all.", labels::count(*max_html_rows)));
    let parts = TREATMENTS.map(|(treatment, title, meaning)| {
        let names: Vec<&str> =
            columns.iter().filter(|it| it.treatment == treatment).map(|PlannedColumn { name, .. }| &**name).collect();
        let names = if names.is_empty() { "none".to_owned() } else { names.join(", ") };
        view! {
            <tr>
                <th scope="row">{title}<span class="muted">{meaning}</span></th>
                <td>{names}</td>
            </tr>
        }
    });
    view! {
        <p>{format!("It will hold {rows} of this view, from {files}, with their totals.")}{cut}</p>
        <p class="muted">"The other names are made with a key that is new each time and kept nowhere: nobody, you included, can turn them back, and two such files have nothing in common. File names are replaced, too. Look the file over before you pass it on."</p>
        <table class="plan">
            <caption class="visually-hidden">"What becomes of the columns"</caption>
            <thead><tr><th scope="col">"What happens"</th><th scope="col">"Columns"</th></tr></thead>
            <tbody>{parts.into_iter().collect_view()}</tbody>
        </table>
    }
}
