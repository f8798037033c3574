//! A button that opens a dialog.

use leptos::html::Dialog;
use leptos::prelude::*;

#[component]
pub(super) fn DialogButton(
    /// What the button and the heading say; the dialog's name, too.
    title: &'static str,
    button_class: &'static str,
    dialog_class: &'static str,
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
        <dialog class=dialog_class node_ref=dialog aria-label=title>
            <div class="dialog__head">
                <h2>{title}</h2>
                <button type="button" class="button button--quiet" on:click=close>"Close"</button>
            </div>
            {children()}
        </dialog>
    }
}
