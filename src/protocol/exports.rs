//! The files that a person can save or print.

use std::fmt;

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
    /// The rows of the view without names and ids.
    Bundle(BundleForm, BundleKey),
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

/// The form of rows without names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum BundleForm {
    /// A page with totals and rows that needs nothing else.
    Html,
    /// The rows alone.
    Csv,
}

/// What the names of one bundle are hidden by: random bytes, new for each bundle, kept nowhere.
#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct BundleKey(pub [u8; 32]);

impl fmt::Debug for BundleKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("BundleKey(..)")
    }
}

/// What a bundle will hold.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct BundlePlan {
    /// Rows in it.
    pub n_rows: usize,
    /// Rows that a page shows at most; the CSV has all.
    pub max_html_rows: usize,
    /// Files that the rows are from.
    pub n_files: usize,
    /// The columns of these files, each name once.
    pub columns: Vec<PlannedColumn>,
}

/// What becomes of a column.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlannedColumn {
    /// The column's name.
    pub name: String,
    /// What becomes of its cells.
    pub treatment: Treatment,
}

/// What becomes of a column's cells when names are hidden.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Treatment {
    /// They stay: amounts, days, products.
    Kept,
    /// Each value gets another name, the same one wherever it stands: `Customer 7F3A`.
    Replaced,
    /// They are not in the bundle.
    LeftOut,
}
