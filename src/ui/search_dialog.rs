//! A button that opens a dialog in which columns can be found by their name or meaning.

use leptos::html::Dialog;
use leptos::prelude::*;

#[component]
pub(super) fn SearchDialog(
    /// What the button and the heading say.
    title: &'static str,
    /// The dialog's accessible name.
    label: &'static str,
    button_class: &'static str,
    dialog_class: &'static str,
    /// What is typed into the box.
    needle: RwSignal<String>,
    /// Called before the dialog opens.
    #[prop(optional, into)]
    on_open: Option<Callback<()>>,
    children: Children,
) -> impl IntoView {
    let dialog = NodeRef::<Dialog>::new();
    let open = move |_| {
        if let Some(on_open) = on_open {
            on_open.run(());
        }
        if let Some(dialog) = dialog.get_untracked() {
            let _opened = dialog.show_modal();
        }
    };
    let close = move |_| {
        if let Some(dialog) = dialog.get_untracked() {
            dialog.close();
        }
    };
    view! {
        <button type="button" class=button_class aria-haspopup="dialog" on:click=open>{title}</button>
        <dialog class=dialog_class node_ref=dialog aria-label=label>
            <div class="dialog__head">
                <h2>{title}</h2>
                <button type="button" class="button button--quiet" on:click=close>"Close"</button>
            </div>
            <input type="search" aria-label="Find a column" placeholder="Find a column or its meaning" autocomplete="off"
                prop:value=move || needle.get() on:input=move |event| needle.set(event_target_value(&event))/>
            {children()}
        </dialog>
    }
}
