//! Draws a long list slice by slice, each in a task of its own, so that the page stays able to answer in between.

use std::time::Duration;

use leptos::prelude::*;

use super::state::AppState;

/// The slices of a list, each drawn again only when it changes.
pub(super) type Slices<T> = RwSignal<Vec<(usize, RwSignal<Vec<T>>)>>;

/// Cuts the list that `items` gives into slices of this length, and brings them up to date one after another.
pub(super) fn in_slices<T>(slice_len: usize, items: impl Fn() -> Vec<T> + 'static) -> Slices<T>
where
    T: Clone + PartialEq + Send + Sync + 'static,
{
    let state = AppState::of_context();
    let slices: Slices<T> = RwSignal::default();
    // A newer list ends the drawing of the one before.
    let newest = StoredValue::new(0u32);
    Effect::new(move |_| {
        let wanted: Vec<Vec<T>> = items().chunks(slice_len).map(<[T]>::to_vec).collect();
        newest.update_value(|it| *it += 1);
        state.drawing.update(|it| *it += 1);
        let plan = Plan { wanted: StoredValue::new(wanted), slices, newest, number: newest.get_value(), state };
        // Not in here: what an effect makes goes when it runs again, and slices stay.
        set_timeout(move || draw_from(0, plan), Duration::ZERO);
    });
    slices
}

/// A list on its way to the screen.
struct Plan<T: Send + Sync + 'static> {
    wanted: StoredValue<Vec<Vec<T>>>,
    slices: Slices<T>,
    newest: StoredValue<u32>,
    number: u32,
    state: AppState,
}

impl<T: Send + Sync + 'static> Clone for Plan<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: Send + Sync + 'static> Copy for Plan<T> {}

fn draw_from<T: Clone + PartialEq + Send + Sync + 'static>(start: usize, plan: Plan<T>) {
    let Plan { state, .. } = plan;
    match draw_next(start, plan) {
        Some(next) => set_timeout(move || draw_from(next, plan), Duration::ZERO),
        None => state.drawing.update(|it| *it -= 1),
    }
}

/// Draws the next slice that changed, and gives the one behind it; none when nothing is left to draw, or when the list is
/// another one by now, or gone from the page.
fn draw_next<T: Clone + PartialEq + Send + Sync + 'static>(start: usize, plan: Plan<T>) -> Option<usize> {
    let Plan { wanted, slices, newest, number, .. } = plan;
    if newest.try_get_value() != Some(number) {
        return None;
    }
    let n_wanted = wanted.try_with_value(Vec::len)?;
    // Slices that are left over stay, with nothing in them.
    let n_slices = n_wanted.max(slices.try_with_untracked(Vec::len)?);
    for idx in start..n_slices {
        let items = wanted.try_with_value(|it| it.get(idx).cloned().unwrap_or_default())?;
        let known = slices.try_with_untracked(|it| it.get(idx).map(|(_, slice)| *slice))?;
        match known {
            // What did not change needs no drawing.
            Some(slice) if slice.try_with_untracked(|it| *it == items)? => continue,
            Some(slice) => slice.set(items),
            None => slices.update(|it| it.push((idx, RwSignal::new(items)))),
        }
        return Some(idx + 1);
    }
    None
}

/// Counts up to `n_steps`, one in a task of its own, from when `is_due` first holds: parts of the page that appear together
/// are made one after another.
pub(super) fn in_steps(n_steps: usize, is_due: impl Fn() -> bool + 'static) -> ReadSignal<usize> {
    let state = AppState::of_context();
    let (step, set_step) = signal(0);
    Effect::new(move |_| {
        if is_due() && step.get_untracked() == 0 {
            state.drawing.update(|it| *it += 1);
            next_step(set_step, n_steps, state);
        }
    });
    step
}

fn next_step(step: WriteSignal<usize>, n_left: usize, state: AppState) {
    if n_left == 0 {
        return state.drawing.update(|it| *it -= 1);
    }
    step.update(|it| *it += 1);
    set_timeout(move || next_step(step, n_left - 1, state), Duration::ZERO);
}
