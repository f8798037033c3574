//! Where the columns of the line items stand: the widths and pins of the view, and the width that is being dragged.

use leptos::prelude::*;

use crate::present::grid_columns;
use crate::protocol::ColumnInfo;
use crate::ui::state::AppState;
use crate::view_state::{LinesTable, MAX_WIDTH_PX, MIN_WIDTH_PX, ViewState};
use crate::web::page;

/// What one press of a key adds to a width, in pixels.
pub(super) const STEP_PX: i32 = 16;
/// What stands beside a cell's text, in pixels: its padding, and the edge that is dragged.
const BESIDE_TEXT_PX: f64 = 28.0;

/// The columns' places.
#[derive(Debug, Clone, Copy)]
pub(super) struct Layout {
    state: AppState,
    shown: Memo<Vec<ColumnInfo>>,
    /// What the view says of the table.
    pub(super) table: Memo<LinesTable>,
    /// Of each shown column, in pixels.
    pub(super) widths_px: Memo<Vec<u32>>,
    /// How far from the left each column stays that does not scroll sideways, in pixels.
    pub(super) pins_px: Memo<Vec<u32>>,
    drag: RwSignal<Option<Drag>>,
}

/// An edge on its way.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Drag {
    column: usize,
    start_x_px: i32,
    start_px: u32,
    width_px: u32,
}

impl Layout {
    pub(super) fn new(state: AppState, shown: Memo<Vec<ColumnInfo>>, view_px: RwSignal<f64>) -> Self {
        let drag = RwSignal::new(None::<Drag>);
        let table = Memo::new(move |_| state.view.read().table.clone());
        let widths_px = Memo::new(move |_| {
            let table = table.read();
            let mut widths: Vec<u32> = shown.read().iter().map(|it| grid_columns::width_px(&table, it)).collect();
            if let Some(Drag { column, width_px, .. }) = drag.get()
                && let Some(width) = widths.get_mut(column)
            {
                *width = width_px;
            }
            widths
        });
        let pins_px = Memo::new(move |_| {
            let table = table.read();
            let n_pinned = shown.read().iter().take_while(|it| table.pinned.contains(&it.key)).count();
            grid_columns::pin_offsets_px(&widths_px.read(), n_pinned, view_px.get())
        });
        Self { state, shown, table, widths_px, pins_px, drag }
    }

    /// The shown columns as the columns of a CSS grid.
    pub(super) fn template(self) -> String {
        grid_columns::template(&self.widths_px.read())
    }

    /// Where pinned columns end, in pixels.
    pub(super) fn pinned_px(self) -> u32 {
        let (pins, widths) = (self.pins_px.read(), self.widths_px.read());
        pins.last().map_or(0, |it| it + widths.get(pins.len() - 1).copied().unwrap_or_default())
    }

    pub(super) fn width_px(self, column: usize) -> u32 {
        self.widths_px.read().get(column).copied().unwrap_or_default()
    }

    pub(super) fn is_dragging(self) -> bool {
        self.drag.with_untracked(Option::is_some)
    }

    pub(super) fn begin_drag(self, column: usize, x_px: i32) {
        let width_px = untrack(move || self.width_px(column));
        self.drag.set(Some(Drag { column, start_x_px: x_px, start_px: width_px, width_px }));
    }

    pub(super) fn drag_to(self, x_px: i32) {
        self.drag.update(|drag| {
            if let Some(Drag { start_x_px, start_px, width_px, .. }) = drag {
                let wanted = start_px.saturating_add_signed(x_px.saturating_sub(*start_x_px));
                *width_px = wanted.clamp(MIN_WIDTH_PX, MAX_WIDTH_PX);
            }
        });
    }

    /// Keeps the width that was dragged.
    pub(super) fn end_drag(self) {
        let Some(Drag { column, start_px, width_px, .. }) = self.drag.get_untracked() else { return };
        if width_px != start_px {
            self.set_width(column, width_px);
        }
        self.drag.set(None);
    }

    pub(super) fn cancel_drag(self) {
        self.drag.set(None);
    }

    /// Makes a column wider, or with a number below zero narrower.
    pub(super) fn widen(self, column: usize, by_px: i32) {
        let width_px = untrack(move || self.width_px(column));
        self.set_width(column, width_px.saturating_add_signed(by_px));
    }

    /// Makes a column as wide as its name and the cells on the screen.
    pub(super) fn fit(self, column: usize) {
        let at = column + 2;
        let texts = format!(".grid__head [aria-colindex='{at}'] .grid__sort, .grid__body [aria-colindex='{at}']");
        // A width in pixels is a small whole number.
        self.set_width(column, (page::text_px(&texts) + BESIDE_TEXT_PX).ceil() as u32);
    }

    fn set_width(self, column: usize, width_px: u32) {
        let Some(key) = self.shown.with_untracked(|it| it.get(column).map(|it| it.key.clone())) else { return };
        self.state.change(|it| ViewState { table: it.table.clone().with_width(&key, width_px), ..it });
    }
}
