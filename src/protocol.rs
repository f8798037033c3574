//! What the page and the worker say to each other: plain data, the same build on both sides, never stored.
//!
//! Amounts travel as exact decimal text (`17.22`), never as a number of JavaScript.

mod bridge;
mod charts;
mod exports;
mod groups;

use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::domain::{Day, Dialect, DialectChoice, Dimension, FileKind, InvoiceType, Role};
use crate::view_state::{Clause, FileMark, LineProblem, Pick, ViewState};

pub use bridge::{Bridge, BridgeLine, BridgeSection, BridgeStep, Cause};
pub use charts::{Chart, ChartBar, ChartKind, ChartPanel, ChartShape};
pub use exports::{
    BundleForm, BundleKey, BundlePlan, DecimalSign, Export, ListSeparator, Listing, PlannedColumn, SheetLocale,
    StatementUse, Treatment,
};
pub use groups::{GroupColumn, GroupFigures, GroupRow, GroupSection, GroupTable};

/// Names one dropped file for the life of the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct FileId(pub u32);

impl FileId {
    /// Ids from here on are given by the worker, to members of archives; those below by the page.
    pub const FIRST_MEMBER: u32 = 1 << 31;
}

/// What happens to the worker.
#[derive(Debug)]
#[allow(clippy::large_enum_variant, reason = "one view at a time is on its way")]
pub enum Event<'a> {
    /// The page asks for something.
    Request(Request),
    /// The bytes of a file that were asked for.
    Bytes {
        /// The file.
        file: FileId,
        /// The bytes.
        bytes: &'a [u8],
    },
    /// A file's end.
    End(FileId),
    /// The next member of an archive is to be read.
    Step(FileId),
    /// A file cannot be read any further.
    ReadFailed {
        /// The file.
        file: FileId,
        /// Why, in a full sentence.
        message: String,
    },
    /// Another worker says something.
    Peer {
        /// Its place.
        from: usize,
        /// What it says.
        message: &'a [u8],
    },
}

/// What a worker says.
#[derive(Debug)]
pub enum Output {
    /// To the page: a response, and the bytes of a download.
    Response(Response, Option<Vec<u8>>),
    /// To another worker.
    Peer {
        /// Its place.
        to: usize,
        /// What is said.
        message: Vec<u8>,
        /// The dropped file whose handle goes with it.
        file: Option<FileId>,
    },
}

/// What is to be done next by whoever has the files' bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Work {
    /// Hand over these bytes of a file.
    Read {
        /// The file.
        file: FileId,
        /// The bytes.
        bytes: Range<u64>,
    },
    /// Say that the file ends.
    Finish(FileId),
    /// Have the next member of an archive read.
    Step(FileId),
}

/// Takes what a worker says.
pub type Emit<'a> = dyn FnMut(Output) + 'a;

/// From the page to the worker.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[allow(clippy::large_enum_variant, reason = "one view at a time is on its way")]
pub enum Request {
    /// Read a file; its handle is posted with this message.
    Open {
        /// The id that all later messages use.
        file: FileId,
        /// The file's name, for messages to people only.
        name: String,
        /// The file's size.
        size_bytes: u64,
    },
    /// Read a file once more, as a person decided. A member of an archive is read together with its archive.
    Reread {
        /// The file.
        file: FileId,
        /// What was decided.
        choice: DialectChoice,
    },
    /// Stop reading a file and forget what was read.
    Cancel(FileId),
    /// Forget a file.
    Remove(FileId),
    /// Answer this view; an older view that has no answer yet is dropped.
    View {
        /// Counts up; answers carry it.
        revision: u32,
        /// What to show.
        view: ViewState,
    },
    /// Send some rows of the newest view.
    Rows {
        /// The view's revision.
        revision: u32,
        /// Position of the first row, from 0.
        start: usize,
        /// How many rows.
        len: usize,
        /// Keys of the columns to send, in this order.
        columns: Vec<String>,
    },
    /// Send one row of the newest view with all its columns.
    Row {
        /// The view's revision.
        revision: u32,
        /// The row's position, from 0.
        position: usize,
    },
    /// Print some rows of the newest view for the clipboard.
    Copy {
        /// The view's revision.
        revision: u32,
        /// Position of the first row, from 0.
        start: usize,
        /// How many rows.
        len: usize,
        /// Keys of the columns, in this order.
        columns: Vec<String>,
        /// Whether the columns' keys come first.
        with_header: bool,
    },
    /// Say what view the filter line of a person stands for, in the names of the loaded files.
    Line(String),
    /// Say what every known column means.
    Reference,
    /// Write a file to download or print.
    Export(Export),
    /// Say what the rows of the view would be without names.
    BundlePlan,
}

/// From the worker to the page.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Response {
    /// The worker listens.
    Ready,
    /// A file is being read.
    Progress {
        /// The file.
        file: FileId,
        /// Bytes read so far.
        bytes_read: u64,
        /// Rows read so far.
        n_rows: usize,
    },
    /// An archive holds this file; what becomes of it follows.
    Member {
        /// The archive.
        archive: FileId,
        /// The file.
        file: FileId,
        /// The name of both, for people.
        name: String,
        /// The unpacked size.
        size_bytes: u64,
    },
    /// All members of an archive were told; it is no file itself.
    Unpacked {
        /// The archive.
        archive: FileId,
        /// Files that operating systems add for themselves; they were not read.
        skipped: Vec<String>,
    },
    /// A file was read; the view should be asked for again.
    Opened(FileId),
    /// A file could not be read at all.
    Failed {
        /// The file.
        file: FileId,
        /// What was seen and what can be done, in full sentences.
        message: String,
    },
    /// Reading was stopped as asked.
    Cancelled(FileId),
    /// What every known column means, by kind of file.
    Reference(Vec<KindReference>),
    /// The answer to a view.
    View(Box<ViewAnswer>),
    /// Some rows of a view.
    Rows(RowsAnswer),
    /// One row of a view.
    Row(Box<RowDetail>),
    /// Rows for the clipboard, as text that a spreadsheet takes.
    Copied {
        /// The text.
        text: String,
        /// Rows in it.
        n_rows: usize,
    },
    /// What a filter line stands for: a view with its filters and nothing else.
    Line {
        /// The line, as it was sent.
        text: String,
        /// The view, or why the line cannot be read.
        read: Result<Box<ViewState>, LineProblem>,
    },
    /// A file to download; its bytes are posted with this message.
    Exported {
        /// The suggested file name.
        file_name: String,
        /// The media type.
        media_type: String,
    },
    /// A document to print; its bytes are posted with this message.
    Printable,
    /// What the rows of the view would be without names.
    BundlePlan(BundlePlan),
}

/// All that the page shows of a view, but the rows.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ViewAnswer {
    /// The revision of the question.
    pub revision: u32,
    /// The files that were read, in the order in which they were dropped.
    pub files: Vec<FileReport>,
    /// What the rows that match the view are of.
    pub scope: Scope,
    /// The service cost summary of the rows that match the view.
    pub summary: Summary,
    /// The filters that can be picked, with counts.
    pub facets: Vec<Facet>,
    /// The ranges that can be narrowed, with counts.
    pub ranges: Vec<RangeFacet>,
    /// The filters at work, in words.
    pub chips: Vec<Chip>,
    /// The filters at work in one line, with the names of the loaded files.
    pub line: String,
    /// The groups that lines are added up in; none if the view groups by nothing.
    pub groups: Option<GroupTable>,
    /// How the last billing period differs from the one before; none if only one matches the view.
    pub bridge: Option<Bridge>,
    /// The charts.
    pub charts: Vec<Chart>,
    /// Every column of the loaded files.
    pub columns: Vec<ColumnInfo>,
    /// Rows that match the view.
    pub n_rows: usize,
    /// Rows loaded.
    pub n_rows_loaded: usize,
    /// Rows that match and count in totals (the others explain them).
    pub n_rows_counted: usize,
    /// The earliest and the latest charge start of all loaded rows (ISO days), for the date inputs.
    pub days: Option<(String, String)>,
    /// Rows and cells that could not be read, over all files.
    pub quarantine: Quarantine,
    /// Verdicts.
    pub checks: Vec<CheckResult>,
    /// Sentences about picks of the link that the loaded files do not have, and the like.
    pub notices: Vec<String>,
}

/// What the rows that match a view are of.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Scope {
    /// Customers of the rows.
    pub n_customers: usize,
    /// Subscriptions of the rows; rows without one add none.
    pub n_subscriptions: usize,
    /// Products of the rows; rows without one add none.
    pub n_products: usize,
    /// Billing periods of the lines that count, the earliest first: months (`2026-09`), or days as a summary states them.
    pub periods: Vec<String>,
    /// Whether lines of an open period, without an invoice number yet, are among them.
    pub has_unbilled: bool,
}

/// What a file turned out to be.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FileReport {
    /// The file.
    pub file: FileId,
    /// The file's name.
    pub name: String,
    /// What it is.
    pub kind: FileKind,
    /// Rows that were read.
    pub n_rows: usize,
    /// Rows that could not be read.
    pub n_quarantined: usize,
    /// Columns that the file has.
    pub n_columns: usize,
    /// Columns that no documentation names; they are kept.
    pub unknown_columns: Vec<String>,
    /// Invoice numbers in the file.
    pub invoices: Vec<String>,
    /// Currencies in the file.
    pub currencies: Vec<String>,
    /// What a link says of it.
    pub mark: FileMark,
    /// How the file counts.
    pub standing: Standing,
    /// The sums of all rows, by column and currency, whether they count or not.
    pub sums: Vec<ColumnSum>,
    /// Remarks in full sentences (missing columns, odd endings).
    pub notes: Vec<String>,
    /// How a delimited text was read, and why; none for other files.
    pub dialect: Option<Dialect>,
    /// What a person decided of it.
    pub choice: DialectChoice,
}

/// The sum of an amount column of a file in one currency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ColumnSum {
    /// The column's name in the file.
    pub column: String,
    /// The currency; empty where the file names none.
    pub currency: String,
    /// The exact sum as decimal text.
    pub amount: String,
}

/// How a file's rows count in the totals.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Standing {
    /// All rows count.
    Counts,
    /// Some or all rows repeat in detail what another file bills; they are shown and do not count.
    Explains {
        /// Rows that do not count.
        n_rows: usize,
        /// The file that counts instead.
        counted_in: String,
    },
    /// The rows bill nothing: they are shown and filtered, and are in no total.
    Beside,
    /// The same bytes as another file: nothing of it is used.
    DuplicateOf(String),
    /// Another version of the same invoice was dropped later: nothing of this one is used.
    ReplacedBy(String),
}

/// The service cost summary.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Summary {
    /// One row per customer, invoice type, currency and billing period.
    pub rows: Vec<SummaryRow>,
    /// One total per currency and invoice type.
    pub totals: Vec<SummaryTotal>,
    /// Whether any row has stated amounts.
    pub has_stated: bool,
}

/// What one customer owes on one invoice type in one currency and period.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SummaryRow {
    /// The customer's id as the files write it.
    pub customer_id: String,
    /// The customer's name; the id where no file names it.
    pub customer_name: String,
    /// Picks this customer.
    pub customer_pick: Pick,
    /// The invoice type.
    pub invoice_type: InvoiceType,
    /// The billing currency.
    pub currency: String,
    /// The billing period: a month (`2026-09`), or `first day..last day` where Microsoft's summary states it; empty if unknown.
    pub period: String,
    /// Whether the lines are estimates of an open period (no invoice number yet).
    pub unbilled: bool,
    /// Lines that count.
    pub n_lines: usize,
    /// The amounts: computed from the lines, or stated where there are none.
    pub amounts: Amounts,
    /// What Microsoft's `ServiceCostsSummary` states for the same customer, type and currency.
    pub stated: Option<Stated>,
}

/// Three exact amounts as decimal text.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Amounts {
    /// Before tax.
    pub pretax: String,
    /// Tax.
    pub tax: String,
    /// With tax.
    pub total: String,
}

/// Stated amounts beside computed ones.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Stated {
    /// What is stated.
    pub amounts: Amounts,
    /// Computed total minus stated total; empty where no line was loaded to compute from.
    pub difference: String,
    /// The stated billing period, `first day..last day`.
    pub period: String,
}

/// A total of the summary's footer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SummaryTotal {
    /// The billing currency.
    pub currency: String,
    /// The invoice type.
    pub invoice_type: InvoiceType,
    /// Lines that count.
    pub n_lines: usize,
    /// The amounts.
    pub amounts: Amounts,
}

/// A filter: the values of a dimension under all other filters.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Facet {
    /// The field or column.
    pub dimension: Dimension,
    /// The values with most rows first, cut at some hundreds; picked ones are always there.
    pub options: Vec<FacetOption>,
    /// How many values there are in all.
    pub n_values: usize,
    /// Whether a person added it to the built-in ones.
    pub added: bool,
    /// Whether there are too many values to list any.
    pub too_many: bool,
}

/// One value that can be picked.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FacetOption {
    /// What picking it puts into the view.
    pub pick: Pick,
    /// The value itself (an id, a text).
    pub value: String,
    /// What to show: a name, the text, or "(blank)".
    pub label: String,
    /// Rows with this value under all other filters.
    pub n_rows: usize,
    /// The sums before tax of the lines among them that count, a currency after another; none where there are too many
    /// values.
    pub amounts: Vec<ValueAmount>,
    /// Whether it is picked.
    pub picked: bool,
    /// Whether it is left out.
    pub excluded: bool,
}

/// An amount of a value in one currency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ValueAmount {
    /// The currency; empty where a file names none.
    pub currency: String,
    /// The exact sum as decimal text.
    pub amount: String,
}

/// A filter by range: how many rows have which number or day under all other filters.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RangeFacet {
    /// The column's key; none for the days that are charged for.
    pub column: Option<String>,
    /// Numbers or days.
    pub holds: Holds,
    /// From the lowest to the highest, without a gap for numbers.
    pub bins: Vec<Bin>,
    /// Whether a person added it.
    pub added: bool,
}

/// Part of a scale, and how many rows are in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bin {
    /// Its lowest number or day, which is in it; empty where it has none.
    pub low: String,
    /// The number before which it ends, or its last day; empty where it has none.
    pub high: String,
    /// Rows in it.
    pub n_rows: usize,
}

/// A filter at work.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Chip {
    /// In words.
    pub words: String,
    /// What a click takes off the view.
    pub clause: Clause,
}

/// A column of the line items.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ColumnInfo {
    /// The column's key: its documented name, or the file's own.
    pub key: String,
    /// How cells are read and aligned.
    pub alignment: Alignment,
    /// What its cells hold.
    pub holds: Holds,
    /// What the documentation says the column means; empty for unknown columns.
    pub meaning: String,
    /// The part that the column plays, if any.
    pub role: Option<Role>,
    /// Whether the default view shows it.
    pub shown_by_default: bool,
}

/// The columns of a kind of file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct KindReference {
    /// The kind.
    pub kind: FileKind,
    /// Its columns in the order of the newest header.
    pub columns: Vec<ColumnReference>,
}

/// What one column means.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ColumnReference {
    /// The name as the newest documentation writes it.
    pub name: String,
    /// Other names of the same column.
    pub also: Vec<String>,
    /// What its cells hold: text, number or date.
    pub holds: String,
    /// What it means, from the documentation.
    pub meaning: String,
}

/// What the cells of a column hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Holds {
    /// Texts and ids.
    Text,
    /// Exact decimals.
    Number,
    /// Dates.
    Days,
}

/// How a column's cells stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Alignment {
    /// Text, ids.
    Start,
    /// Numbers.
    End,
}

/// Rows that could not be read.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Quarantine {
    /// How many there are.
    pub n_rows: usize,
    /// The first ones.
    pub first: Vec<QuarantinedRow>,
}

/// A row that was put aside.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct QuarantinedRow {
    /// The file's name.
    pub file_name: String,
    /// The line in the file where the row starts, from 1.
    pub line_no: u64,
    /// The column at fault; empty where it is the whole row.
    pub column: String,
    /// The text at fault, shortened.
    pub text: String,
    /// Why, and what to do.
    pub reason: String,
}

/// The verdict of one check.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CheckResult {
    /// A stable short name.
    pub id: String,
    /// What is checked, as a sentence.
    pub title: String,
    /// The outcome.
    pub verdict: Verdict,
    /// How many findings.
    pub n_findings: usize,
    /// What was found, or why it could not be checked.
    pub detail: String,
}

/// The outcome of a check.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Verdict {
    /// Ties.
    Pass,
    /// Should be looked at.
    Warn,
    /// Differs.
    Fail,
    /// Cannot be checked with the files at hand.
    Skip,
}

impl Verdict {
    /// The word of the automation contract.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Pass => "pass",
            Self::Warn => "warn",
            Self::Fail => "fail",
            Self::Skip => "skip",
        }
    }
}

/// Some rows of a view.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RowsAnswer {
    /// The revision of the view.
    pub revision: u32,
    /// Position of the first row.
    pub start: usize,
    /// The columns, as asked for.
    pub columns: Vec<String>,
    /// The rows.
    pub rows: Vec<RowView>,
}

/// One row with all its columns.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RowDetail {
    /// The revision of the view.
    pub revision: u32,
    /// The row's position in the view, from 0.
    pub position: usize,
    /// The file's name.
    pub file_name: String,
    /// What the file is.
    pub kind: FileKind,
    /// The line in the file where the row starts, from 1.
    pub line_no: u64,
    /// Whether the row counts in totals.
    pub counts: bool,
    /// The row's cells in the order of its file.
    pub fields: Vec<RowField>,
    /// The lines that it belongs with, of all files whatever the view; only relations that have others than itself.
    pub related: Vec<Related>,
}

/// Lines that a line belongs with.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Related {
    /// Why they belong together.
    pub relation: Relation,
    /// The filters that show these lines and no others.
    pub clauses: Vec<Clause>,
    /// How many lines there are; the line itself is one of them, if it is of the same kind.
    pub n_rows: usize,
    /// Their sums before tax, a currency after another: of the lines that count, and of usage of all lines.
    pub amounts: Vec<ValueAmount>,
}

/// Why lines belong together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Relation {
    /// They have the same `ReferenceId`: the refund and the new charge of one change.
    SameReference,
    /// They are of the same subscription.
    SameSubscription,
    /// They are the daily-rated usage that the line bills: of the same subscription, product and SKU, on its days.
    DailyUsage,
}

impl Relation {
    /// Its name for scripts.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::SameReference => "reference",
            Self::SameSubscription => "subscription",
            Self::DailyUsage => "usage",
        }
    }
}

/// What a cell says, where it is more than a text.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum CellValue {
    /// A text or an id; also a number or date that could not be read.
    #[default]
    Text,
    /// A number, as exact decimal text with every digit of the file.
    Number(String),
    /// A day.
    Day {
        /// The day.
        day: Day,
        /// The time of day as the file writes it; empty where the file has none, or midnight.
        time: String,
    },
}

/// One cell of a row with what is known of its column.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RowField {
    /// The column.
    pub column: ColumnInfo,
    /// The column's name as the file writes it.
    pub header: String,
    /// The cell's original text.
    pub text: String,
    /// What it says.
    pub value: CellValue,
    /// What picks the lines with this value, and what leaves them out.
    pub pick: (Dimension, Pick),
}

/// One row, ready to be shown.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RowView {
    /// The file's name.
    pub file_name: String,
    /// The line in the file where the row starts, from 1.
    pub line_no: u64,
    /// Whether the row counts in totals.
    pub counts: bool,
    /// The cells' original text, one per column asked for; empty where the file has no such column.
    pub cells: Vec<String>,
    /// What each cell says.
    pub values: Vec<CellValue>,
}
