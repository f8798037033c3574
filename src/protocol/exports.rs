//! The files that a person can save or print.

use serde::{Deserialize, Serialize};

/// A file that can be downloaded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Export {
    /// One `ServiceCostsSummary` per customer, as the REST API writes it.
    SummaryJson,
    /// The table of the summary.
    SummaryCsv,
    /// The groups as they are shown, with their subtotals.
    GroupsCsv,
    /// The filtered rows with their own columns and original text.
    RowsCsv,
    /// One of these tables as CSV that a spreadsheet opens right on a double click.
    ForExcel(Listing, SheetLocale),
    /// Summary, groups and filtered rows as an Excel workbook, with numbers and dates as such.
    Workbook,
    /// A statement for each customer of the view, in one file to print.
    Statements(StatementUse),
    /// The rows that could not be read.
    QuarantineCsv,
}

/// A table that can be saved as CSV.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Listing {
    /// The table of the summary.
    Summary,
    /// The groups as they are shown.
    Groups,
    /// The filtered rows.
    Rows,
}

/// How a reader's spreadsheet writes lists and numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct SheetLocale {
    /// What divides the cells of a line.
    pub separator: ListSeparator,
    /// What stands before the decimals.
    pub decimal: DecimalSign,
}

/// What divides the cells of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum ListSeparator {
    /// `,`
    Comma,
    /// `;`
    Semicolon,
}

/// What stands before the decimals of a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum DecimalSign {
    /// `.`
    Point,
    /// `,`
    Comma,
}

impl SheetLocale {
    /// What a spreadsheet expects where decimals are written in this way. A list separator that is the decimal sign, too,
    /// would cut numbers in two; `is_swiss` tells the countries that divide lists by `;` beside a decimal point.
    #[must_use]
    pub fn of_decimal_sign(sign: &str, is_swiss: bool) -> Self {
        let decimal = if sign == "," { DecimalSign::Comma } else { DecimalSign::Point };
        let is_comma_free = decimal == DecimalSign::Point && !is_swiss;
        Self { separator: if is_comma_free { ListSeparator::Comma } else { ListSeparator::Semicolon }, decimal }
    }
}

impl ListSeparator {
    /// The sign itself.
    #[must_use]
    pub fn sign(self) -> char {
        match self {
            Self::Comma => ',',
            Self::Semicolon => ';',
        }
    }
}

impl DecimalSign {
    /// The sign itself.
    #[must_use]
    pub fn sign(self) -> char {
        match self {
            Self::Point => '.',
            Self::Comma => ',',
        }
    }
}

/// What the page does with statements.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum StatementUse {
    /// Prints them.
    Print,
    /// Saves them as a file.
    Save,
}
