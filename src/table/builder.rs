//! Appends the rows of a file, and closes a [`Table`] whenever there are enough for one.

use std::rc::Rc;

use super::Table;
use super::column::{Codes, Column, Values};
use super::dictionary::{Code, Dictionary, Interner};
use super::number::{NumberBuilder, ParsedNumber};
use crate::domain::{AmountError, Day, DayOrder, FileKind, NumberStyle, Role, parse_day, parse_excel_serial};

/// How one column is to be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ColumnPlan {
    /// The file's own name of the column.
    pub header: String,
    /// The name that all files share.
    pub key: String,
    /// The part that the column plays.
    pub role: Option<Role>,
    /// How cells are read.
    pub cells: CellPlan,
}

/// How the cells of a column are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CellPlan {
    /// As text.
    Text,
    /// As exact decimals; what is no number stays text.
    Number(NumberStyle),
    /// As exact decimals; a row whose cell is no number is refused.
    Amount(NumberStyle),
    /// As dates in this order; what is no date stays text.
    Day(DayOrder),
}

/// A cell that does not fit its column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CellProblem {
    /// The column's place in the file, from 0.
    pub column_idx: usize,
    /// What is wrong.
    pub problem: AmountError,
}

/// Rows of a table, at most: numbers of texts have sixteen bits.
pub const MAX_TABLE_ROWS: usize = 65_536;
/// Bytes of text after which a table is closed, however few rows it has: places in the text have thirty-two bits.
const MAX_TEXT_BYTES: usize = 256 * 1024 * 1024;
/// Rows between two looks at how long the texts have become.
const TEXT_CHECK_ROWS: usize = 256;

/// Builds the tables of a file row by row.
#[derive(Debug)]
pub struct TableBuilder {
    kind: FileKind,
    plans: Vec<ColumnPlan>,
    columns: Vec<ColumnBuilder>,
    line_nos: Vec<u32>,
    /// Numbers of the row at hand, so that a refused row leaves no trace.
    parsed: Vec<Result<ParsedNumber, AmountError>>,
    closed: Vec<Rc<Table>>,
    n_closed_rows: usize,
}

/// The cells of a column that are collected for the next table.
#[derive(Debug)]
enum ColumnBuilder {
    Text { interner: Interner, codes: Vec<Code>, must_be_distinct: bool },
    Day { interner: Interner, codes: Vec<Code>, days: Vec<Option<Day>> },
    Number(NumberBuilder),
}

impl TableBuilder {
    /// No rows yet, with these columns.
    #[must_use]
    pub fn new(kind: FileKind, plans: Vec<ColumnPlan>) -> Self {
        let columns = plans.iter().map(ColumnBuilder::new).collect();
        let n_columns = plans.len();
        Self {
            kind,
            plans,
            columns,
            line_nos: Vec::new(),
            parsed: vec![Ok(ParsedNumber::BLANK); n_columns],
            closed: Vec::new(),
            n_closed_rows: 0,
        }
    }

    /// The kind of file.
    #[must_use]
    pub fn kind(&self) -> FileKind {
        self.kind
    }

    /// How many columns a row has.
    #[must_use]
    pub fn n_columns(&self) -> usize {
        self.plans.len()
    }

    /// How many rows were appended.
    #[must_use]
    pub fn n_rows(&self) -> usize {
        self.n_closed_rows + self.line_nos.len()
    }

    /// The columns that are being filled.
    #[must_use]
    pub fn plans(&self) -> &[ColumnPlan] {
        &self.plans
    }

    /// Appends a row of [`Self::n_columns`] cells.
    ///
    /// # Errors
    /// [`CellProblem`] if an amount is no number; nothing is appended then.
    pub fn push_row<'a>(&mut self, line_no: u64, cell: impl Fn(usize) -> &'a str) -> Result<(), CellProblem> {
        for (column_idx, plan) in self.plans.iter().enumerate() {
            if let CellPlan::Number(style) | CellPlan::Amount(style) = plan.cells {
                let parsed = ParsedNumber::parse(cell(column_idx), style);
                if let (Err(problem), CellPlan::Amount(_)) = (parsed, plan.cells) {
                    return Err(CellProblem { column_idx, problem });
                }
                self.parsed[column_idx] = parsed;
            }
        }
        let mut before = 0;
        for (column_idx, column) in self.columns.iter_mut().enumerate() {
            let cell = cell(column_idx);
            match column {
                ColumnBuilder::Text { interner, codes, must_be_distinct } => {
                    before = interner.push(cell, *must_be_distinct, before);
                    codes.push(before);
                }
                ColumnBuilder::Day { interner, codes, days } => {
                    before = interner.push(cell, true, before);
                    codes.push(before);
                    if days.len() < interner.len() {
                        days.push(self.plans[column_idx].day(cell));
                    }
                }
                ColumnBuilder::Number(numbers) => match self.parsed[column_idx] {
                    Ok(number) => numbers.push(number, cell),
                    Err(_not_a_number) => numbers.push_text(cell),
                },
            }
        }
        // Lines past four billion print as the last one; no such file fits the memory of a page.
        self.line_nos.push(u32::try_from(line_no).unwrap_or(u32::MAX));
        let n_rows = self.line_nos.len();
        let is_long = || self.columns.iter().map(ColumnBuilder::n_text_bytes).sum::<usize>() > MAX_TEXT_BYTES;
        if n_rows == MAX_TABLE_ROWS || (n_rows.is_multiple_of(TEXT_CHECK_ROWS) && is_long()) {
            self.close();
        }
        Ok(())
    }

    /// Adds a column behind the others; the rows since the last closed table have no text in it, earlier tables have no
    /// such column.
    pub fn add_column(&mut self, plan: ColumnPlan) {
        let mut column = ColumnBuilder::new(&plan);
        for _ in 0..self.line_nos.len() {
            match &mut column {
                ColumnBuilder::Text { interner, codes, .. } => codes.push(interner.push("", true, 0)),
                ColumnBuilder::Day { interner, codes, days } => {
                    codes.push(interner.push("", true, 0));
                    days.resize(interner.len(), None);
                }
                ColumnBuilder::Number(numbers) => numbers.push(ParsedNumber::BLANK, ""),
            }
        }
        self.plans.push(plan);
        self.columns.push(column);
        self.parsed.push(Ok(ParsedNumber::BLANK));
    }

    /// Makes a table of the rows since the last one.
    fn close(&mut self) {
        let names = self.plans.iter();
        let columns = self.columns.iter_mut().zip(names).map(|(column, plan)| Column {
            header: plan.header.clone(),
            key: plan.key.clone(),
            role: plan.role,
            values: column.close(),
        });
        let table = Table::new(self.kind, columns.collect(), self.line_nos.as_slice().into());
        self.n_closed_rows += self.line_nos.len();
        self.line_nos.clear();
        self.closed.push(Rc::new(table));
    }

    /// The tables that are full; they are the first rows of the file.
    #[must_use]
    pub fn closed(&self) -> &[Rc<Table>] {
        &self.closed
    }

    /// All rows as tables: one at least.
    #[must_use]
    pub fn finish(mut self) -> Vec<Rc<Table>> {
        if !self.line_nos.is_empty() || self.closed.is_empty() {
            self.close();
        }
        self.closed
    }
}

impl ColumnBuilder {
    fn new(plan: &ColumnPlan) -> Self {
        match plan.cells {
            // Rows are grouped by the columns that play a part: there a text has one number.
            CellPlan::Text => {
                Self::Text { interner: Interner::default(), codes: Vec::new(), must_be_distinct: plan.role.is_some() }
            }
            CellPlan::Number(_) | CellPlan::Amount(_) => Self::Number(NumberBuilder::default()),
            CellPlan::Day(_) => Self::Day { interner: Interner::default(), codes: Vec::new(), days: Vec::new() },
        }
    }

    fn n_text_bytes(&self) -> usize {
        match self {
            Self::Text { interner, .. } | Self::Day { interner, .. } => interner.n_bytes(),
            Self::Number(numbers) => numbers.n_text_bytes(),
        }
    }

    fn close(&mut self) -> Values {
        match self {
            Self::Text { interner, codes, .. } => {
                let dictionary = interner.close();
                Values::Text { codes: close_codes(&dictionary, codes), dictionary }
            }
            Self::Day { interner, codes, days } => {
                let dictionary = interner.close();
                Values::Day { codes: close_codes(&dictionary, codes), dictionary, days: std::mem::take(days) }
            }
            Self::Number(numbers) => Values::Number(numbers.close()),
        }
    }
}

fn close_codes(dictionary: &Dictionary, codes: &mut Vec<Code>) -> Codes {
    let closed = if dictionary.len() == 1 { Codes::Same } else { Codes::Each(codes.as_slice().into()) };
    codes.clear();
    closed
}

impl ColumnPlan {
    fn day(&self, cell: &str) -> Option<Day> {
        match self.cells {
            CellPlan::Day(order) => day(cell, order),
            _ => None,
        }
    }
}

pub(super) fn day(cell: &str, order: DayOrder) -> Option<Day> {
    parse_day(cell.trim(), order).or_else(|| parse_excel_serial(cell.trim()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plan(header: &str, cells: CellPlan) -> ColumnPlan {
        ColumnPlan { header: header.to_owned(), key: header.to_owned(), role: None, cells }
    }

    #[test]
    fn a_refused_row_leaves_no_trace() {
        let mut builder = TableBuilder::new(
            FileKind::OneTime,
            vec![
                plan("Name", CellPlan::Text),
                plan("Rate", CellPlan::Number(NumberStyle::Point)),
                plan("Total", CellPlan::Amount(NumberStyle::Point)),
            ],
        );
        let rows = [["a", "1", "2.50"], ["b", "x", "1"], ["c", "1", "x"], ["a", "", "3"]];
        let results: Vec<_> =
            rows.iter().zip(2..).map(|(row, line_no)| builder.push_row(line_no, |it| row[it])).collect();
        assert_eq!(results[2], Err(CellProblem { column_idx: 2, problem: AmountError::NotANumber }));
        let [table] = &builder.finish()[..] else { panic!("one table") };
        assert_eq!(table.columns()[1].numbers().unwrap().n_texts(), 1);
        assert_eq!(table.n_rows(), 3);
        assert_eq!((0..3).map(|it| table.line_no(it)).collect::<Vec<_>>(), [2, 3, 5]);
        for (row_idx, row) in [rows[0], rows[1], rows[3]].iter().enumerate() {
            let cells: Vec<_> = table.columns().iter().map(|it| it.text(row_idx).into_owned()).collect();
            assert_eq!(cells, row);
        }
    }

    #[test]
    fn days_are_read_once_per_text() {
        let mut builder =
            TableBuilder::new(FileKind::OneTime, vec![plan("Start", CellPlan::Day(DayOrder::MonthFirst))]);
        for cell in ["9/1/2026", "", "soon", "9/1/2026"] {
            builder.push_row(1, |_| cell).unwrap();
        }
        let [table] = &builder.finish()[..] else { panic!("one table") };
        let days: Vec<_> = (0..4).map(|it| table.columns()[0].day(it)).collect();
        assert_eq!(days, [Day::of_date(2026, 9, 1), None, None, Day::of_date(2026, 9, 1)]);
    }
}
