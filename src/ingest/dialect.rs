//! How a file writes numbers and dates, found for the file as a whole.
//!
//! A spreadsheet of another country saves `1.234,56` and `30/09/2026`. One cell that can only be read one way decides its
//! file: a decimal comma, a first number above twelve. Without such a cell a file is read as Partner Center writes, and
//! where that is a guess it is said. A person's choice goes before all evidence.

use serde::{Deserialize, Serialize};

use super::schema::{Schema, ValueType};
use crate::domain::{DayOrder, Delimiter, Dialect, DialectChoice, Encoding, NumberStyle};
use crate::table::{CommaNumber, proves_a_decimal_point};

/// How numbers and dates are to be read, and why.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub(super) numbers: NumberStyle,
    pub(super) days: DayOrder,
    pub(super) days_are_proved: bool,
    /// The cells that decided, in full sentences.
    pub(super) evidence: Vec<String>,
    /// What is wrong with how numbers are written, in a full sentence.
    pub(super) number_doubt: Option<String>,
    /// What the dates leave open, in a full sentence.
    pub(super) day_doubt: Option<String>,
}

impl Found {
    /// How a text with these signs is read.
    pub(super) fn dialect(self, encoding: Encoding, delimiter: Delimiter) -> Dialect {
        let Self { numbers, days, evidence, number_doubt, day_doubt, days_are_proved: _ } = self;
        let doubts = number_doubt.into_iter().chain(day_doubt).collect();
        Dialect { encoding, delimiter, numbers, days, evidence, doubts }
    }
}

/// The first cell that speaks for each way, and where it stands.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Evidence {
    comma: Option<(String, String)>,
    point: Option<(String, String)>,
    day_first: Option<(String, String)>,
    month_first: Option<(String, String)>,
    either_order: Option<(String, String)>,
}

/// How the remark on dates begins that may be read either way.
const DAYS_ARE_OPEN: &str = "Whether day or month comes first";

pub(super) fn is_day_doubt(doubt: &str) -> bool {
    doubt.starts_with(DAYS_ARE_OPEN)
}

fn note(slot: &mut Option<(String, String)>, place: &str, cell: &str) {
    slot.get_or_insert_with(|| (place.to_owned(), cell.to_owned()));
}

/// What the columns of a header hold.
pub(super) fn value_types(schema: &Schema, header: &[String]) -> Vec<ValueType> {
    header.iter().map(|it| schema.spec(it).map_or(ValueType::Text, |it| it.value)).collect()
}

impl Evidence {
    /// Adds what later rows say.
    pub(super) fn join(&mut self, later: Self) {
        let Self { comma, point, day_first, month_first, either_order } = later;
        self.comma = self.comma.take().or(comma);
        self.point = self.point.take().or(point);
        self.day_first = self.day_first.take().or(day_first);
        self.month_first = self.month_first.take().or(month_first);
        self.either_order = self.either_order.take().or(either_order);
    }

    /// Looks at a cell of a column.
    pub(super) fn take(&mut self, value_type: ValueType, line_no: u64, cell: &str) {
        match value_type {
            ValueType::Number => self.take_number(&format!("line {line_no}"), cell.trim()),
            ValueType::Day => self.take_day(&format!("line {line_no}"), cell.trim()),
            ValueType::Text => {}
        }
    }

    fn take_number(&mut self, place: &str, cell: &str) {
        match CommaNumber::parse(cell) {
            Some(number) if number.can_only_be_a_decimal_comma() => note(&mut self.comma, place, cell),
            // `1.234` may be grouped thousands; `12.34` and `1,234.56` may not.
            None if proves_a_decimal_point(cell) => note(&mut self.point, place, cell),
            None if cell.contains('.') && !cell.contains(',') => note(&mut self.point, place, cell),
            _ => {}
        }
    }

    pub(super) fn take_day(&mut self, place: &str, cell: &str) {
        let mut parts = cell.split(['/', '.', '-']);
        let (Some(first), Some(second), Some(_year)) = (parts.next(), parts.next(), parts.next()) else { return };
        let (Ok(first), Ok(second)) = (first.parse::<u32>(), second.parse::<u32>()) else { return };
        match (first, second) {
            (13..=31, 1..=12) => note(&mut self.day_first, place, cell),
            (1..=12, 13..=31) => note(&mut self.month_first, place, cell),
            (1..=12, 1..=12) if first != second => note(&mut self.either_order, place, cell),
            _ => {}
        }
    }

    /// How numbers and dates are to be read.
    pub(super) fn decide(self, choice: &DialectChoice) -> Found {
        let mut found = Found::default();
        self.decide_numbers(choice, &mut found);
        self.decide_days(choice, &mut found);
        found
    }

    fn decide_numbers(&self, choice: &DialectChoice, found: &mut Found) {
        if let Some(numbers) = choice.numbers {
            found.numbers = numbers;
            return found.evidence.push(format!("Numbers are read like {}, as you chose.", numbers.title()));
        }
        match (&self.comma, &self.point) {
            (Some((place, cell)), None) => {
                found.numbers = NumberStyle::Comma;
                found.evidence.push(format!("Numbers are read with a decimal comma: {place} has “{cell}”."));
            }
            (Some((place, cell)), Some((other_place, other))) => {
                found.number_doubt = Some(format!(
                    "Decimal commas and points are mixed ({place} has “{cell}”, {other_place} has “{other}”): numbers are read with a point."
                ));
            }
            (None, Some((place, cell))) => {
                found.evidence.push(format!("Numbers are read with a decimal point: {place} has “{cell}”."));
            }
            (None, None) => {}
        }
    }

    fn decide_days(&self, choice: &DialectChoice, found: &mut Found) {
        if let Some(days) = choice.days {
            found.days = days;
            return found.evidence.push(format!("Dates are read as {}, as you chose.", days.title().to_lowercase()));
        }
        match (&self.day_first, &self.month_first, &self.either_order) {
            (Some((place, cell)), None, _) => {
                found.days = DayOrder::DayFirst;
                found.days_are_proved = true;
                found.evidence.push(format!("Dates are read as day, month, year: {place} has “{cell}”."));
            }
            (None, Some((place, cell)), _) => {
                found.days_are_proved = true;
                found.evidence.push(format!("Dates are read as month, day, year: {place} has “{cell}”."));
            }
            (Some((place, cell)), Some((other_place, other)), _) => {
                found.days_are_proved = true;
                found.day_doubt = Some(format!(
                    "Dates are written both ways ({place} has “{cell}”, {other_place} has “{other}”): they are read as month, day, year, and the others stay text."
                ));
            }
            (None, None, Some((place, cell))) => {
                found.day_doubt = Some(format!(
                    "{DAYS_ARE_OPEN} cannot be told ({place} has “{cell}”): dates are read as month, day, year, as Partner Center writes."
                ));
            }
            (None, None, None) => {}
        }
    }
}
