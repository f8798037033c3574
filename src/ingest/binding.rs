//! Binds the names of a header to documented columns, and says what is missing or odd.

use rustc_hash::FxHashSet;

use super::diagnostic::Quarantine;
use super::dialect::Found;
use super::findings::Findings;
use super::schema::{ColumnSpec, Schema, ValueType, letters};
use super::{Content, Ingested};
use crate::domain::{DayOrder, NumberStyle, Role};
use crate::table::{CellPlan, ColumnPlan, TableBuilder};

/// Columns that a file may have.
pub(super) const MAX_COLUMNS: usize = 16_384;

/// Plans the columns of a header one after another.
#[derive(Debug)]
pub(super) struct Planner {
    schema: &'static Schema,
    numbers: NumberStyle,
    days: DayOrder,
    /// The names so far, in the letters that count.
    taken: FxHashSet<String>,
    n_columns: usize,
}

impl Planner {
    pub(super) fn new(schema: &'static Schema, found: &Found) -> Self {
        Self { schema, numbers: found.numbers, days: found.days, taken: FxHashSet::default(), n_columns: 0 }
    }

    /// How the next column is to be read. A second column of one name is kept under a name of its own and plays no part.
    pub(super) fn plan(&mut self, name: &str) -> ColumnPlan {
        self.n_columns += 1;
        let spec = self.schema.spec(name);
        let wanted = spec.map_or(name, |it| it.name);
        let is_first = self.taken.insert(letters(wanted).collect());
        let spec = spec.filter(|_| is_first);
        let key = match wanted {
            "" => format!("Column {}", self.n_columns),
            _ if is_first => wanted.to_owned(),
            _ => format!("{wanted} ({})", self.n_columns),
        };
        let cells = match spec {
            Some(ColumnSpec { role: Some(Role::Pretax | Role::Tax | Role::Total), .. }) => {
                CellPlan::Amount(self.numbers)
            }
            Some(ColumnSpec { value: ValueType::Number, .. }) => CellPlan::Number(self.numbers),
            Some(ColumnSpec { value: ValueType::Day, .. }) => CellPlan::Day(self.days),
            _ => CellPlan::Text,
        };
        ColumnPlan { header: name.to_owned(), key, role: spec.and_then(|it| it.role), cells }
    }
}

/// Says which columns the summary misses, and what that means.
pub(super) fn missing_columns(schema: &Schema, plans: &[ColumnPlan]) -> Option<String> {
    let needed = [Role::CustomerId, Role::Currency, Role::Pretax, Role::Tax, Role::Total];
    let missing: Vec<&str> = needed
        .iter()
        .filter_map(|role| schema.columns.iter().find(|it| it.role == Some(*role)))
        .filter(|spec| !plans.iter().any(|it| it.role == spec.role))
        .map(|spec| spec.name)
        .collect();
    (!missing.is_empty()).then(|| {
        format!(
            "The file has no column {}: amounts that need it are left out of the summary, everything else is shown.",
            missing.join(", ")
        )
    })
}

/// The file that rows make, with what is to be said of them; `if_blank` where there is none. `is_known` tells the columns
/// that some documentation names.
pub(super) fn ingested(
    builder: TableBuilder,
    quarantine: Quarantine,
    sentences: Vec<String>,
    if_blank: &str,
    is_known: impl Fn(&str) -> bool,
) -> Ingested {
    let headers = builder.plans().iter().map(|it| &it.header);
    let unknown_columns = headers.filter(|it| !is_known(it)).cloned().collect();
    let kind = builder.kind();
    let tables = builder.finish();
    let mut findings = Findings::new(kind, quarantine);
    findings.unknown_columns = unknown_columns;
    findings.sentences = sentences;
    if_blank.clone_into(&mut findings.if_blank);
    findings.look_at(tables.iter().map(|it| &**it));
    Ingested { content: Content::Lines(tables), findings, seam: None }
}
