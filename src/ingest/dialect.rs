//! How a file writes numbers and dates, found for the file as a whole from its first rows.
//!
//! A spreadsheet of another country saves `1.234,56` and `30/09/2026`. One cell that can only be read one way decides its
//! file: a decimal comma, a first number above twelve. Without such a cell a file is read as Partner Center writes, and
//! where that is a guess it is said.

use super::csv::{Found, Splitter};
use super::schema::{Schema, ValueType};
use crate::domain::DayOrder;
use crate::table::{CommaNumber, NumberStyle};

/// How numbers and dates are to be read.
#[derive(Debug, Default)]
pub(super) struct Dialect {
    pub(super) numbers: NumberStyle,
    pub(super) days: DayOrder,
    /// What was found and by which cell, in full sentences.
    pub(super) notes: Vec<String>,
}

/// The first cell that speaks for each way.
#[derive(Debug, Default)]
struct Evidence {
    comma: Option<(u64, String)>,
    point: Option<(u64, String)>,
    day_first: Option<(u64, String)>,
    month_first: Option<(u64, String)>,
    either_order: Option<(u64, String)>,
}

impl Dialect {
    /// Finds the dialect by the rows at the beginning of `body`.
    pub(super) fn of(schema: &Schema, header: &[String], mut splitter: Splitter, body: &[u8]) -> Self {
        let types: Vec<Option<ValueType>> = header.iter().map(|it| schema.spec(it).map(|it| it.value)).collect();
        let mut evidence = Evidence::default();
        splitter.push(body, &mut |found| {
            let Found::Record(record) = found else { return };
            if record.n_cells() != types.len() {
                return;
            }
            for (idx, value_type) in types.iter().enumerate() {
                let cell = record.cell(idx);
                match value_type {
                    Some(ValueType::Number) => evidence.take_number(record.line_no, cell.trim()),
                    Some(ValueType::Day) => evidence.take_day(record.line_no, cell.trim()),
                    Some(ValueType::Text) | None => {}
                }
            }
        });
        evidence.decide()
    }
}

fn note(slot: &mut Option<(u64, String)>, line_no: u64, cell: &str) {
    slot.get_or_insert_with(|| (line_no, cell.to_owned()));
}

impl Evidence {
    fn take_number(&mut self, line_no: u64, cell: &str) {
        match CommaNumber::parse(cell) {
            Some(number) if number.can_only_be_a_decimal_comma() => note(&mut self.comma, line_no, cell),
            // `1.234` may be grouped thousands; `12.34` may not.
            None if cell.contains('.') && !cell.contains(',') => note(&mut self.point, line_no, cell),
            _ => {}
        }
    }

    fn take_day(&mut self, line_no: u64, cell: &str) {
        let mut parts = cell.split(['/', '.', '-']);
        let (Some(first), Some(second)) = (parts.next(), parts.next()) else { return };
        let (Ok(first), Ok(second)) = (first.parse::<u32>(), second.parse::<u32>()) else { return };
        match (first, second) {
            (13..=31, 1..=12) => note(&mut self.day_first, line_no, cell),
            (1..=12, 13..=31) => note(&mut self.month_first, line_no, cell),
            (1..=12, 1..=12) if first != second => note(&mut self.either_order, line_no, cell),
            _ => {}
        }
    }

    fn decide(self) -> Dialect {
        let Self { comma, point, day_first, month_first, either_order } = self;
        let mut dialect = Dialect::default();
        match (comma, point) {
            (Some((line_no, cell)), None) => {
                dialect.numbers = NumberStyle::Comma;
                dialect.notes.push(format!("Numbers are read with a decimal comma: line {line_no} has “{cell}”."));
            }
            (Some((line_no, cell)), Some((other_line_no, other))) => dialect.notes.push(format!(
                "Decimal commas and points are mixed (line {line_no} has “{cell}”, line {other_line_no} has “{other}”): numbers are read with a point."
            )),
            (None, _) => {}
        }
        match (day_first, month_first, either_order) {
            (Some((line_no, cell)), None, _) => {
                dialect.days = DayOrder::DayFirst;
                dialect.notes.push(format!("Dates are read as day, month, year: line {line_no} has “{cell}”."));
            }
            (Some((line_no, cell)), Some((other_line_no, other)), _) => dialect.notes.push(format!(
                "Dates are written both ways (line {line_no} has “{cell}”, line {other_line_no} has “{other}”): they are read as month, day, year, and the others stay text."
            )),
            (None, None, Some((line_no, cell))) => dialect.notes.push(format!(
                "Whether day or month comes first cannot be told (line {line_no} has “{cell}”): dates are read as month, day, year, as Partner Center writes."
            )),
            (None, _, _) => {}
        }
        dialect
    }
}
