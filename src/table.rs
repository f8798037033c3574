//! Immutable columns: what a file's rows become. Every cell's original text can be printed again.
//!
//! Texts are kept once and numbered (dictionary encoding); numbers are integers with a scale; a date is the text's
//! number and a day per text. A file's rows are one table for every 65,536 of them: small enough for a processor's cache
//! and for numbers of sixteen bits, and each is ready for questions while the next one fills. A table does not change once
//! it is built, and knows nothing of filters or files.

mod bitmap;
mod builder;
mod column;
mod dictionary;
mod number;
mod number_range;

pub use bitmap::Bitmap;
pub use builder::{CellPlan, CellProblem, ColumnPlan, MAX_TABLE_ROWS, TableBuilder};
pub use column::{Codes, Column, Values};
pub use dictionary::{Code, Dictionary};
pub use number::{CommaNumber, NumberColumn, PrintSpace, proves_a_decimal_point};
pub use number_range::NumberLimits;

use std::fmt;

use crate::domain::{DayOrder, FileKind, Role};

/// Some successive rows of one file.
#[derive(Clone)]
pub struct Table {
    kind: FileKind,
    columns: Vec<Column>,
    line_nos: Box<[u32]>,
    /// Lines before the place from which the lines were counted.
    n_lines_before: u64,
    by_role: [Option<usize>; Role::COUNT],
}

impl fmt::Debug for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let columns: Vec<&str> = self.columns.iter().map(|it| it.key()).collect();
        f.debug_struct("Table")
            .field("kind", &self.kind)
            .field("columns", &columns)
            .field("n_rows", &self.n_rows())
            .finish()
    }
}

impl Table {
    fn new(kind: FileKind, columns: Vec<Column>, line_nos: Box<[u32]>) -> Self {
        let mut by_role = [None; Role::COUNT];
        for (idx, column) in columns.iter().enumerate() {
            if let Some(role) = column.role() {
                by_role[role as usize].get_or_insert(idx);
            }
        }
        Self { kind, columns, line_nos, n_lines_before: 0, by_role }
    }

    /// The kind of file that the rows are from.
    #[must_use]
    pub fn kind(&self) -> FileKind {
        self.kind
    }

    /// How many rows there are.
    #[must_use]
    pub fn n_rows(&self) -> usize {
        self.line_nos.len()
    }

    /// The columns in the file's own order.
    #[must_use]
    pub fn columns(&self) -> &[Column] {
        &self.columns
    }

    /// The column that plays a part, if the file has it.
    #[must_use]
    pub fn role(&self, role: Role) -> Option<&Column> {
        self.by_role[role as usize].map(|idx| &self.columns[idx])
    }

    /// The place of the column that plays a part.
    #[must_use]
    pub fn role_idx(&self, role: Role) -> Option<usize> {
        self.by_role[role as usize]
    }

    /// The column of this key, whatever its case; else the one whose role has this common name.
    #[must_use]
    pub fn column(&self, key: &str) -> Option<&Column> {
        self.column_idx(key).map(|it| &self.columns[it])
    }

    /// The place of the column of this key; see [`Self::column`].
    #[must_use]
    pub fn column_idx(&self, key: &str) -> Option<usize> {
        let named = self.columns.iter().position(|it| it.key().eq_ignore_ascii_case(key));
        named.or_else(|| self.by_role[Role::of_common_name(key)? as usize])
    }

    /// The line of the file on which a row starts, from 1.
    #[must_use]
    pub fn line_no(&self, row_idx: usize) -> u64 {
        self.n_lines_before + u64::from(self.line_nos[row_idx])
    }

    /// Counts the lines from another place: so many lines stand before the one from which they were counted.
    pub fn set_n_lines_before(&mut self, n_lines: u64) {
        self.n_lines_before = n_lines;
    }

    /// Reads all dates anew, in another order of day and month.
    pub fn set_day_order(&mut self, order: DayOrder) {
        for column in &mut self.columns {
            if let Values::Day { dictionary, days, .. } = &mut column.values {
                *days = dictionary.iter().map(|it| builder::day(it, order)).collect();
            }
        }
    }
}
