//! Appends rows and finishes a [`Table`].

use super::Table;
use super::column::{Column, Values};
use super::dictionary::{Code, Dictionary};
use super::number::{NumberColumn, ParsedNumber};
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

/// Builds a table row by row.
#[derive(Debug)]
pub struct TableBuilder {
    kind: FileKind,
    plans: Vec<ColumnPlan>,
    values: Vec<Values>,
    line_nos: Vec<u32>,
    /// Numbers of the row at hand, so that a refused row leaves no trace.
    parsed: Vec<Result<ParsedNumber, AmountError>>,
    /// Cells of number and date columns that stayed text.
    n_odd_cells: Vec<usize>,
}

impl TableBuilder {
    /// An empty table with these columns.
    #[must_use]
    pub fn new(kind: FileKind, plans: Vec<ColumnPlan>) -> Self {
        let values = plans.iter().map(|plan| Values::new(plan.cells)).collect();
        let n_columns = plans.len();
        Self {
            kind,
            plans,
            values,
            line_nos: Vec::new(),
            parsed: vec![Ok(ParsedNumber::BLANK); n_columns],
            n_odd_cells: vec![0; n_columns],
        }
    }

    /// How many columns a row has.
    #[must_use]
    pub fn n_columns(&self) -> usize {
        self.plans.len()
    }

    /// How many rows were appended.
    #[must_use]
    pub fn n_rows(&self) -> usize {
        self.line_nos.len()
    }

    /// The columns that are being filled.
    #[must_use]
    pub fn plans(&self) -> &[ColumnPlan] {
        &self.plans
    }

    /// Per column, how many cells of a number or date column stayed text.
    #[must_use]
    pub fn n_odd_cells(&self) -> &[usize] {
        &self.n_odd_cells
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
        for (column_idx, values) in self.values.iter_mut().enumerate() {
            let cell = cell(column_idx);
            match values {
                Values::Text { dictionary, codes } => push_text(dictionary, codes, cell),
                Values::Day { dictionary, codes, days } => {
                    push_text(dictionary, codes, cell);
                    if days.len() < dictionary.len() {
                        days.push(self.plans[column_idx].day(cell));
                    }
                    let is_odd = !cell.is_empty() && codes.last().is_some_and(|code| days[*code as usize].is_none());
                    self.n_odd_cells[column_idx] += usize::from(is_odd);
                }
                Values::Number(numbers) => match self.parsed[column_idx] {
                    Ok(number) => numbers.push(number, cell),
                    Err(_not_a_number) => {
                        self.n_odd_cells[column_idx] += 1;
                        numbers.push_text(cell);
                    }
                },
            }
        }
        // Lines past four billion print as the last one; no such file fits the memory of a page.
        self.line_nos.push(u32::try_from(line_no).unwrap_or(u32::MAX));
        Ok(())
    }

    /// Adds a column behind the others; the rows so far have no text in it.
    pub fn add_column(&mut self, plan: ColumnPlan) {
        let mut values = Values::new(plan.cells);
        for _ in 0..self.n_rows() {
            match &mut values {
                Values::Text { dictionary, codes } => push_text(dictionary, codes, ""),
                Values::Day { dictionary, codes, days } => {
                    push_text(dictionary, codes, "");
                    days.resize(dictionary.len(), None);
                }
                Values::Number(numbers) => numbers.push(ParsedNumber::BLANK, ""),
            }
        }
        self.plans.push(plan);
        self.values.push(values);
        self.parsed.push(Ok(ParsedNumber::BLANK));
        self.n_odd_cells.push(0);
    }

    /// The distinct texts of each date column.
    pub fn day_texts(&self) -> impl Iterator<Item = &str> {
        self.values.iter().flat_map(|it| {
            match it {
                Values::Day { dictionary, .. } => Some(dictionary.iter()),
                _ => None,
            }
            .into_iter()
            .flatten()
        })
    }

    /// The distinct texts of each text column, with the column's place.
    pub fn texts(&self) -> impl Iterator<Item = (usize, &Dictionary)> {
        self.values.iter().enumerate().filter_map(|(idx, it)| match it {
            Values::Text { dictionary, .. } => Some((idx, dictionary)),
            _ => None,
        })
    }

    /// Reads all dates anew, in another order.
    pub fn set_day_order(&mut self, order: DayOrder) {
        for ((plan, values), n_odd) in self.plans.iter_mut().zip(&mut self.values).zip(&mut self.n_odd_cells) {
            let Values::Day { dictionary, codes, days } = values else { continue };
            plan.cells = CellPlan::Day(order);
            *days = dictionary.iter().map(|it| plan.day(it)).collect();
            let is_odd = |code: &Code| days[*code as usize].is_none() && !dictionary.text(*code).is_empty();
            *n_odd = codes.iter().filter(|it| is_odd(it)).count();
        }
    }

    /// The finished table.
    #[must_use]
    pub fn finish(self) -> Table {
        let columns = self
            .plans
            .into_iter()
            .zip(self.values)
            .map(|(ColumnPlan { header, key, role, cells: _ }, values)| Column { header, key, role, values })
            .collect();
        Table::new(self.kind, columns, self.line_nos)
    }
}

impl Values {
    fn new(cells: CellPlan) -> Self {
        match cells {
            CellPlan::Text => Self::Text { dictionary: Dictionary::default(), codes: Vec::new() },
            CellPlan::Number(_) | CellPlan::Amount(_) => Self::Number(NumberColumn::default()),
            CellPlan::Day(_) => Self::Day { dictionary: Dictionary::default(), codes: Vec::new(), days: Vec::new() },
        }
    }
}

impl ColumnPlan {
    fn day(&self, cell: &str) -> Option<Day> {
        match self.cells {
            CellPlan::Day(order) => parse_day(cell.trim(), order).or_else(|| parse_excel_serial(cell.trim())),
            _ => None,
        }
    }
}

fn push_text(dictionary: &mut Dictionary, codes: &mut Vec<Code>, cell: &str) {
    // Files come sorted by customer and day: the text of the row before is the likeliest.
    let code = match codes.last() {
        Some(last) if dictionary.text(*last) == cell => *last,
        _ => dictionary.intern(cell),
    };
    codes.push(code);
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
        assert_eq!(builder.n_odd_cells(), [0, 1, 0]);
        let table = builder.finish();
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
        assert_eq!(builder.n_odd_cells(), [1]);
        let table = builder.finish();
        let days: Vec<_> = (0..4).map(|it| table.columns()[0].day(it)).collect();
        assert_eq!(days, [Day::of_date(2026, 9, 1), None, None, Day::of_date(2026, 9, 1)]);
    }
}
