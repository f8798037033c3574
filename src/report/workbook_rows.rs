//! The sheets of a workbook: the summary, the rows of a view, and what they are.

use super::export::CellType;
use super::workbook::{Cell, Losses, Workbook};
use crate::domain::{Day, Role};
use crate::protocol::{Amounts, FileReport, Standing, Summary};

/// A column of a file whose rows are written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowsColumn {
    /// The name in the file.
    pub header: String,
    /// The part that it plays.
    pub role: Option<Role>,
}

/// A workbook of a view: its summary is written first, then its rows, at the end what they are.
#[derive(Debug)]
pub struct ViewWorkbook {
    workbook: Workbook,
    n_columns: usize,
    /// Per file, for each of its columns its place in the sheet, and whether it holds amounts.
    places: Vec<Vec<(usize, bool)>>,
}

impl ViewWorkbook {
    /// Writes the summary, and begins the rows of these files; a file without rows to write has no columns.
    #[must_use]
    pub fn new(summary: &Summary, files: &[Vec<RowsColumn>]) -> Self {
        let mut workbook = Workbook::default();
        write_summary(&mut workbook, summary);
        let mut header: Vec<&str> = Vec::new();
        let mut places = Vec::new();
        for columns in files {
            let mut own: Vec<(usize, bool)> = Vec::new();
            for RowsColumn { header: name, role } in columns {
                let same = header.iter().position(|it| it.eq_ignore_ascii_case(name));
                // A name that stands twice in one file is two columns.
                let place = same.filter(|it| own.iter().all(|(place, _)| place != it)).unwrap_or_else(|| {
                    header.push(name);
                    header.len() - 1
                });
                own.push((place, matches!(role, Some(Role::Pretax | Role::Tax | Role::Total))));
            }
            places.push(own);
        }
        workbook.begin_sheet("Rows", &header);
        Self { workbook, n_columns: header.len(), places }
    }

    /// Writes a row of the file in a place: its cells in canonical form, and what they hold.
    pub fn row(&mut self, file_idx: usize, cells: &[String], types: &[CellType]) {
        let mut record: Vec<Cell<'_>> = vec![Cell::Blank; self.n_columns];
        for ((text, cell_type), (place, is_amount)) in cells.iter().zip(types).zip(&self.places[file_idx]) {
            record[*place] = match cell_type {
                CellType::Number if *is_amount => Cell::Amount(text),
                CellType::Number => Cell::Number(text),
                CellType::Day => text.parse::<Day>().map_or(Cell::Text(text), Cell::Day),
                CellType::Text => Cell::Text(text),
            };
        }
        self.workbook.row(record.into_iter());
    }

    /// Writes what the sheets are, and gives the whole file.
    #[must_use]
    pub fn finish(mut self, about: &About<'_>) -> Vec<u8> {
        let losses = self.workbook.losses();
        about.write(&mut self.workbook, losses);
        self.workbook.finish()
    }
}

fn write_summary(workbook: &mut Workbook, summary: &Summary) {
    let mut header = vec![
        "CustomerId",
        "CustomerName",
        "InvoiceType",
        "Currency",
        "BillingPeriod",
        "Lines",
        "PretaxTotal",
        "Tax",
        "Total",
    ];
    if summary.has_stated {
        header.extend(["StatedPretax", "StatedTax", "StatedTotal", "Difference"]);
    }
    workbook.begin_sheet("Summary", &header);
    for row in &summary.rows {
        let n_lines = row.n_lines.to_string();
        let texts = [&row.customer_id, &row.customer_name, row.invoice_type.as_str(), &row.currency, &row.period];
        let mut cells: Vec<Cell<'_>> = texts.map(Cell::Text).into();
        cells.push(Cell::Number(&n_lines));
        cells.extend(amounts(&row.amounts));
        if let Some(stated) = &row.stated {
            cells.extend(amounts(&stated.amounts));
            cells.push(if stated.difference.is_empty() { Cell::Blank } else { Cell::Amount(&stated.difference) });
        }
        workbook.row(cells.into_iter());
    }
}

fn amounts(Amounts { pretax, tax, total }: &Amounts) -> [Cell<'_>; 3] {
    [pretax, tax, total].map(|it| Cell::Amount(it))
}

/// What a workbook was made of.
#[derive(Debug)]
pub struct About<'a> {
    /// The version of the program.
    pub version: &'a str,
    /// The view, as the fragment of a link.
    pub fragment: &'a str,
    /// Rows of the view, and rows loaded.
    pub n_rows: (usize, usize),
    /// The files.
    pub files: &'a [FileReport],
    /// The summary, of which the totals are stated.
    pub summary: &'a Summary,
}

impl About<'_> {
    fn write(&self, workbook: &mut Workbook, losses: Losses) {
        workbook.begin_sheet("About", &["What", "Which", "Lines", "PretaxTotal", "Tax", "Total"]);
        let mut say = |what: &str, which: &str| workbook.row([Cell::Text(what), Cell::Text(which)].into_iter());
        say("Made by", &format!("ReconLens {}", self.version));
        say("Filters and order (behind # in a link)", if self.fragment.is_empty() { "none" } else { self.fragment });
        say("Rows in this workbook", &self.n_rows.0.to_string());
        say("Rows loaded", &self.n_rows.1.to_string());
        for file in self.files {
            let counts = match &file.standing {
                Standing::Counts => "counts".to_owned(),
                Standing::Explains { counted_in, .. } => format!("explains {counted_in}, not added"),
                Standing::Beside => "bills nothing".to_owned(),
                Standing::DuplicateOf(name) => format!("the same as {name}, not used"),
                Standing::ReplacedBy(name) => format!("replaced by {name}, not used"),
            };
            let invoices = file.invoices.join(", ");
            let about = format!("{}; {} rows; {invoices}; {counts}", file.kind.title(), file.n_rows);
            say(&format!("File {}", file.name), &about);
        }
        if losses.n_long_numbers > 0 {
            let n = losses.n_long_numbers;
            say("Numbers that stand as text", &format!("{n}: a spreadsheet keeps 15 digits, these have more"));
        }
        if losses.n_cut_texts > 0 {
            let n = losses.n_cut_texts;
            say("Texts that were cut", &format!("{n}: a cell holds 32,767 characters; the CSV has them whole"));
        }
        for total in &self.summary.totals {
            let which = format!("{} {}", total.invoice_type.as_str(), total.currency);
            let n_lines = total.n_lines.to_string();
            let mut cells = vec![Cell::Text("Total"), Cell::Text(&which), Cell::Number(&n_lines)];
            cells.extend(amounts(&total.amounts));
            workbook.row(cells.into_iter());
        }
    }
}
