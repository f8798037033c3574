//! Binds the names of a header to documented columns, and says what is missing or odd.

use super::dialect::Found;
use super::schema::{ColumnSpec, Schema, ValueType, same_name};
use crate::domain::Role;
use crate::table::{CellPlan, ColumnPlan, TableBuilder};

/// How the columns of a header are to be read.
pub(super) fn plan_columns(schema: &'static Schema, header: &[String], dialect: &Found) -> Vec<ColumnPlan> {
    let mut plans: Vec<ColumnPlan> = Vec::with_capacity(header.len());
    for (idx, name) in header.iter().enumerate() {
        let spec = schema.spec(name);
        let wanted = spec.map_or(name.as_str(), |it| it.name);
        let is_first = !plans.iter().any(|it| same_name(&it.key, wanted));
        // A second column of one name is kept under a name of its own and plays no part.
        let spec = spec.filter(|_| is_first);
        let key = match wanted {
            "" => format!("Column {}", idx + 1),
            _ if is_first => wanted.to_owned(),
            _ => format!("{wanted} ({})", idx + 1),
        };
        plans.push(ColumnPlan {
            header: name.clone(),
            key,
            role: spec.and_then(|it| it.role),
            cells: plan_cells(spec, dialect),
        });
    }
    plans
}

fn plan_cells(spec: Option<&ColumnSpec>, dialect: &Found) -> CellPlan {
    match spec {
        Some(ColumnSpec { role: Some(Role::Pretax | Role::Tax | Role::Total), .. }) => {
            CellPlan::Amount(dialect.numbers)
        }
        Some(ColumnSpec { value: ValueType::Number, .. }) => CellPlan::Number(dialect.numbers),
        Some(ColumnSpec { value: ValueType::Day, .. }) => CellPlan::Day(dialect.days),
        _ => CellPlan::Text,
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

/// Says in which columns cells are not what the column should hold.
pub(super) fn odd_cells(builder: &TableBuilder) -> Vec<String> {
    let plans = builder.plans().iter();
    plans
        .zip(builder.n_odd_cells())
        .filter(|(_, n_odd)| **n_odd > 0)
        .map(|(plan, n_odd)| {
            let wanted = if matches!(plan.cells, CellPlan::Day(_)) { "dates" } else { "numbers" };
            format!("{n_odd} cells of column {} are no {wanted}; they are kept as text.", plan.header)
        })
        .collect()
}
