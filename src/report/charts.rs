//! The charts of a view: cost before tax along time, by customer, product and charge type. Currencies share no panel.
//!
//! A chart leaves the clauses that its own bars pick out of the view, so that the other bars stay to be picked.

mod ranked;
mod time;

use super::index::{Gathered, Index};
use crate::domain::Field;
use crate::protocol::{Chart, ChartKind};
use crate::view_state::ViewState;

/// The fields by which charts group.
pub(super) const FIELDS: [Field; 3] = [Field::Customer, Field::Product, Field::ChargeType];

/// The charts of a view. That of usage is left out where all lines of usage count: it would repeat that of cost.
#[must_use]
pub fn charts(index: &Index, gathered: &Gathered, view: &ViewState) -> Vec<Chart> {
    let chart = |kind: ChartKind| {
        let panels = match (kind, kind.field()) {
            (ChartKind::Usage, _) => {
                let mut panels = time::panels(index, &gathered.usage, view);
                // Lines of usage-based files say how much was used, and not what for (formats.md 1.4).
                panels.retain(|it| it.bars.iter().any(|bar| bar.amount != "0"));
                panels
            }
            (_, None) => time::panels(index, &gathered.days, view),
            (_, Some(field)) => ranked::panels(index, gathered, view, field, kind.shape()),
        };
        Chart { kind, panels }
    };
    let is_shown = |it: &Chart| it.kind != ChartKind::Usage || !it.panels.is_empty();
    ChartKind::ALL.into_iter().map(chart).filter(is_shown).collect()
}
