//! Appends rows of cells to a table by a header, and puts aside those that do not fit.

use std::rc::Rc;

use super::Ingested;
use super::binding::{Planner, ingested, missing_columns};
use super::diagnostic::Quarantine;
use super::dialect::{Evidence, Found};
use super::schema::{Schema, same_name};
use crate::domain::{DialectChoice, FileKind};
use crate::table::{CommaNumber, Table, TableBuilder, Values};

/// The rows behind a header.
#[derive(Debug)]
pub(super) struct Rows {
    schema: &'static Schema,
    header: Vec<String>,
    builder: TableBuilder,
    pub(super) quarantine: Quarantine,
    pub(super) notes: Vec<String>,
    found: Found,
    /// Whether a person chose the order of day and month.
    is_order_chosen: bool,
    /// Whether a second header ended a table of which nothing but its form is known.
    is_over: bool,
}

impl Rows {
    /// No rows yet; `evidence` is what the first ones say of how numbers and dates are written.
    pub(super) fn new(
        schema: &'static Schema,
        header: Vec<String>,
        evidence: Evidence,
        choice: &DialectChoice,
    ) -> Self {
        let found = evidence.decide(choice);
        let mut planner = Planner::new(schema, &found);
        let plans: Vec<_> = header.iter().map(|it| planner.plan(it)).collect();
        let notes = missing_columns(schema, &plans).into_iter().collect();
        Self {
            schema,
            builder: TableBuilder::new(schema.kind, plans),
            header,
            quarantine: Quarantine::default(),
            notes,
            found,
            is_order_chosen: choice.days.is_some(),
            is_over: false,
        }
    }

    pub(super) fn n_columns(&self) -> usize {
        self.header.len()
    }

    pub(super) fn n_rows(&self) -> usize {
        self.builder.n_rows()
    }

    /// Takes a row of as many cells as the header has; `text` is how it stands in the file. Says whether it was kept.
    #[inline]
    pub(super) fn push<'a>(&mut self, line_no: u64, cell: impl Fn(usize) -> &'a str + Copy, text: &[u8]) -> bool {
        if self.is_over {
            let reason = "The row stands behind a second header: it is of another table.".to_owned();
            self.quarantine.put(line_no, "", text, reason);
            return false;
        }
        if self.is_header_again(cell) {
            // Files of one kind that were joined go on below it; of another table that cannot be known.
            self.is_over = self.schema.kind == FileKind::Other;
            let reason = "The header stands here again: were two files joined?".to_owned();
            self.quarantine.put(line_no, "", text, reason);
            return false;
        }
        if let Err(problem) = self.builder.push_row(line_no, cell) {
            let column = self.header[problem.column_idx].clone();
            let cell = cell(problem.column_idx);
            let advice = if CommaNumber::parse(cell.trim()).is_some() {
                "If its comma is a decimal one, choose so under “How this file was read”."
            } else {
                "Amounts are written like 1234.56."
            };
            let reason = format!("“{cell}” {}. {advice}", problem.problem);
            self.quarantine.put(line_no, &column, text, reason);
            return false;
        }
        true
    }

    fn is_header_again<'a>(&self, cell: impl Fn(usize) -> &'a str) -> bool {
        let is_header = |(idx, header): (usize, &String)| same_name(cell(idx), header);
        self.header.len() > 1
            && self.header.iter().enumerate().all(is_header)
            && self.header.iter().any(|it| !it.is_empty())
    }

    /// The rows that are full tables already.
    pub(super) fn closed(&self) -> &[Rc<Table>] {
        self.builder.closed()
    }

    /// The rows as a file; the order of day and month may be left open, to be settled by all dates.
    pub(super) fn finish(self) -> (Ingested, Found) {
        let Self { schema, builder, quarantine, notes, found, is_order_chosen, .. } = self;
        let is_known = |it: &str| schema.kind == FileKind::Other || schema.spec(it).is_some();
        let if_blank = "The file has a header and no rows: there is nothing to add up.";
        let mut ingested = ingested(builder, quarantine, notes, if_blank, is_known);
        if !is_order_chosen && !found.days_are_proved {
            ingested.findings.open_days = Some(day_evidence(ingested.tables()));
        }
        (ingested, found)
    }
}

/// What all dates say of their order: one further down can prove what the first rows left open.
fn day_evidence(tables: &[Rc<Table>]) -> Evidence {
    let mut evidence = Evidence::default();
    for column in tables.iter().flat_map(|it| it.columns()) {
        if let Values::Day { dictionary, .. } = column.values() {
            dictionary.iter().for_each(|it| evidence.take_day("further down", it.trim()));
        }
    }
    evidence
}
