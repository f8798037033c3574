//! Binds the records of a delimited text to columns by the header, and puts aside those that do not fit.

use std::borrow::Cow;
use std::rc::Rc;

use super::csv::{Found, Record, Splitter};
use super::diagnostic::Quarantine;
use super::dialect::Dialect;
use super::schema::{ColumnSpec, Schema, ValueType, same_name};
use super::sniff::Header;
use super::{Content, Ingested};
use crate::domain::Role;
use crate::table::{CellPlan, ColumnPlan, TableBuilder};

/// Reads the rows behind a header.
#[derive(Debug)]
pub(super) struct DelimitedReader {
    splitter: Splitter,
    rows: Rows,
}

#[derive(Debug)]
struct Rows {
    header: Vec<String>,
    builder: TableBuilder,
    quarantine: Quarantine,
    notes: Vec<String>,
    unknown_columns: Vec<String>,
}

impl DelimitedReader {
    /// A reader of the rows behind a header; `beginning` is what is there of them already, to find the dialect by.
    pub(super) fn new(header: Header, beginning: &[u8]) -> Self {
        let Header { schema, cells, delimiter, terminator, n_preamble_lines, body_start: _, body_line_no } = header;
        let splitter = || Splitter::new(delimiter, terminator, body_line_no);
        let dialect = Dialect::of(schema, &cells, splitter(), beginning);
        let plans = plan_columns(schema, &cells, &dialect);
        let mut notes = dialect.notes;
        if n_preamble_lines > 0 {
            notes.push(format!("The header is on line {}; what stands before it is not read.", n_preamble_lines + 1));
        }
        notes.extend(missing_columns(schema, &plans));
        let unknown_columns = cells.iter().filter(|it| schema.spec(it).is_none()).cloned().collect();
        let rows = Rows {
            header: cells,
            builder: TableBuilder::new(schema.kind, plans),
            quarantine: Quarantine::default(),
            notes,
            unknown_columns,
        };
        Self { splitter: splitter(), rows }
    }

    pub(super) fn push(&mut self, bytes: &[u8]) {
        let Self { splitter, rows } = self;
        splitter.push(bytes, &mut |found| rows.take(found));
    }

    pub(super) fn n_rows(&self) -> usize {
        self.rows.builder.n_rows()
    }

    pub(super) fn finish(self) -> Ingested {
        let Self { mut splitter, mut rows } = self;
        splitter.finish(&mut |found| rows.take(found));
        let Rows { header: _, builder, quarantine, mut notes, unknown_columns } = rows;
        notes.extend(odd_cells(&builder));
        if builder.n_rows() == 0 && quarantine.n_rows() == 0 {
            notes.push("The file has a header and no rows: there is nothing to add up.".to_owned());
        }
        Ingested {
            content: Content::Lines(Rc::new(builder.finish())),
            quarantine,
            unknown_columns,
            notes,
            fingerprint: 0,
        }
    }
}

impl Rows {
    fn take(&mut self, found: Found<'_>) {
        match found {
            Found::Malformed { line_no, text, fault } => {
                self.quarantine.put(line_no, "", text, fault.reason().to_owned())
            }
            Found::Record(record) if record.is_blank_line() => {}
            Found::Record(record) => self.take_record(&record),
        }
    }

    fn take_record(&mut self, record: &Record<'_>) {
        let n_columns = self.builder.n_columns();
        let text = record.text().as_bytes();
        if record.n_cells() != n_columns {
            let reason = if record.is_terminated || record.n_cells() > n_columns {
                format!(
                    "The row has {} cells, the header {n_columns} columns, so it cannot be told which cell is which.",
                    record.n_cells()
                )
            } else {
                format!(
                    "The file ends in the middle of this row ({} of {n_columns} cells). Download it again.",
                    record.n_cells()
                )
            };
            return self.quarantine.put(record.line_no, "", text, reason);
        }
        let cells: Vec<Cow<'_, str>> = (0..n_columns).map(|it| record.cell(it)).collect();
        if cells.iter().zip(&self.header).all(|(cell, header)| same_name(cell, header)) {
            return self.quarantine.put(
                record.line_no,
                "",
                text,
                "The header stands here again: were two files joined?".to_owned(),
            );
        }
        if let Err(problem) = self.builder.push_row(record.line_no, |it| &cells[it]) {
            let column = self.header[problem.column_idx].clone();
            let reason =
                format!("“{}” {}. Amounts are written like 1234.56.", cells[problem.column_idx], problem.problem);
            return self.quarantine.put(record.line_no, &column, text, reason);
        }
        if !record.is_terminated {
            self.notes.push(
                "The last line has no line end. If the file was cut off there, the last cell may not be whole."
                    .to_owned(),
            );
        }
    }
}

/// How the columns of a header are to be read.
pub(super) fn plan_columns(schema: &'static Schema, header: &[String], dialect: &Dialect) -> Vec<ColumnPlan> {
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

fn plan_cells(spec: Option<&ColumnSpec>, dialect: &Dialect) -> CellPlan {
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
