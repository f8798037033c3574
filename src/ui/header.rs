//! Name, promise and theme.

use leptos::prelude::*;

use super::discreet::DiscreetButton;
use super::reference::Reference;
use super::shortcuts::Shortcuts;
use crate::web::page;

const THEMES: [(&str, &str); 3] = [("system", "System"), ("light", "Light"), ("dark", "Dark")];

#[component]
pub(super) fn Header() -> impl IntoView {
    let theme = RwSignal::new(page::stored_theme());
    page::set_theme(&theme.get_untracked());
    let choose = move |event| {
        let chosen = event_target_value(&event);
        page::set_theme(&chosen);
        theme.set(chosen);
    };
    view! {
        <header class="header">
            <h1 class="header__name"><Logo/>"ReconLens"</h1>
            <p class="header__promise">"Your files never leave this browser"</p>
            <Reference/>
            <Shortcuts/>
            <DiscreetButton/>
            <label class="header__theme">
                <span class="visually-hidden">"Theme"</span>
                <select on:change=choose prop:value=move || theme.get()>
                    {THEMES.map(|(value, name)| view! { <option value=value selected=move || theme.get() == value>{name}</option> })}
                </select>
            </label>
        </header>
    }
}

#[component]
fn Logo() -> impl IntoView {
    view! {
        <svg class="logo" viewBox="0 0 64 64" aria-hidden="true" focusable="false">
            <rect class="logo__ground" width="64" height="64" rx="14"/>
            <g class="logo__rows">
                <rect x="12" y="15" width="40" height="5" rx="2.5"/>
                <rect x="12" y="26" width="40" height="5" rx="2.5"/>
                <rect x="12" y="37" width="24" height="5" rx="2.5"/>
                <rect x="12" y="48" width="16" height="5" rx="2.5"/>
            </g>
            <circle class="logo__lens" cx="38" cy="35" r="13"/>
            <path class="logo__handle" d="M47.5 44.5 56 53"/>
        </svg>
    }
}
