//! Appends rows of cells to a table by a header, and puts aside those that do not fit.

use std::borrow::Cow;

use super::Ingested;
use super::binding::{Planner, ingested, missing_columns};
use super::diagnostic::Quarantine;
use super::dialect::{Evidence, Found};
use super::schema::{Schema, same_name};
use crate::domain::{DayOrder, DialectChoice, FileKind};
use crate::table::{CommaNumber, TableBuilder};

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
    pub(super) fn push(&mut self, line_no: u64, cells: &[Cow<'_, str>], text: &[u8]) -> bool {
        if self.is_over {
            let reason = "The row stands behind a second header: it is of another table.".to_owned();
            self.quarantine.put(line_no, "", text, reason);
            return false;
        }
        if self.is_header_again(cells) {
            // Files of one kind that were joined go on below it; of another table that cannot be known.
            self.is_over = self.schema.kind == FileKind::Other;
            let reason = "The header stands here again: were two files joined?".to_owned();
            self.quarantine.put(line_no, "", text, reason);
            return false;
        }
        if let Err(problem) = self.builder.push_row(line_no, |it| &cells[it]) {
            let column = self.header[problem.column_idx].clone();
            let cell = &cells[problem.column_idx];
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

    fn is_header_again(&self, cells: &[Cow<'_, str>]) -> bool {
        let is_header = |(cell, header): (&Cow<'_, str>, &String)| same_name(cell, header);
        cells.len() > 1 && cells.iter().zip(&self.header).all(is_header) && self.header.iter().any(|it| !it.is_empty())
    }

    pub(super) fn finish(mut self) -> (Ingested, Found) {
        self.settle_day_order();
        let Self { schema, builder, quarantine, notes, found, .. } = self;
        let is_known = |it: &str| schema.kind == FileKind::Other || schema.spec(it).is_some();
        let if_blank = "The file has a header and no rows: there is nothing to add up.";
        (ingested(builder, quarantine, notes, if_blank, is_known), found)
    }

    /// A date further down can prove what the first rows left open.
    fn settle_day_order(&mut self) {
        if self.is_order_chosen || self.found.days_are_proved {
            return;
        }
        let mut evidence = Evidence::default();
        for text in self.builder.day_texts() {
            evidence.take_day("further down", text.trim());
        }
        let later = evidence.decide(&DialectChoice::default());
        if later.days_are_proved {
            if later.days != DayOrder::default() {
                self.builder.set_day_order(later.days);
            }
            self.found.days = later.days;
            self.found.days_are_proved = true;
            self.found.evidence.extend(later.evidence);
            self.found.day_doubt = None;
        }
    }
}
