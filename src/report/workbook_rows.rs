//! The sheets of a workbook: the summary, the groups and the rows of a view, and what they are.

use super::export::CellType;
use super::workbook::{Cell, Losses, Workbook};
use crate::domain::{Day, Role};
use crate::protocol::{Amounts, FileReport, GroupFigures, GroupRow, GroupSection, GroupTable, Standing, Summary};
use crate::view_state::Measure;

/// A column of a file whose rows are written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowsColumn {
    /// The name in the file.
    pub header: String,
    /// The part that it plays.
    pub role: Option<Role>,
}

/// A workbook of a view: its summary is written first, then its groups, then its rows, at the end what they are.
#[derive(Debug)]
pub struct ViewWorkbook {
    workbook: Workbook,
    n_columns: usize,
    /// Per file, for each of its columns its place in the sheet, and whether it holds amounts.
    places: Vec<Vec<(usize, bool)>>,
}

impl ViewWorkbook {
    /// Writes the summary and the groups as they are shown, if there are any, and begins the rows of these files; a file
    /// without rows to write has no columns.
    #[must_use]
    pub fn new(summary: &Summary, groups: Option<&GroupTable>, files: &[Vec<RowsColumn>]) -> Self {
        let mut workbook = Workbook::default();
        write_summary(&mut workbook, summary);
        if let Some(groups) = groups.filter(|it| !it.too_many) {
            write_groups(&mut workbook, groups);
        }
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

/// Writes a row a group, behind it what is nested in it where it is open, at the end the currency's total. A column a level
/// holds the groups' names; the values that stand side by side have a column each.
fn write_groups(workbook: &mut Workbook, groups: &GroupTable) {
    let GroupTable { grouping, columns, sections, .. } = groups;
    let measure = grouping.measure;
    let n_levels = grouping.rows.len();
    let mut header: Vec<String> = vec!["Currency".to_owned()];
    header.extend(grouping.rows.iter().map(|it| it.title().into_owned()));
    header.extend(["Row", "Lines", "PretaxTotal", "Tax", "Total"].map(str::to_owned));
    header.extend(columns.iter().map(|it| format!("{} {}", it.label, measure.title())));
    workbook.begin_sheet("Groups", &header.iter().map(String::as_str).collect::<Vec<_>>());
    for GroupSection { currency, rows, total, .. } in sections {
        let mut write = |names: &[&str], kind: &str, figures: &GroupFigures| {
            let n_lines = figures.n_lines.to_string();
            let mut cells = vec![Cell::Text(currency)];
            cells.extend((0..n_levels).map(|it| names.get(it).map_or(Cell::Blank, |it| Cell::Text(it))));
            cells.extend([Cell::Text(kind), Cell::Number(&n_lines)]);
            cells.extend(amounts(&figures.amounts));
            cells.extend(figures.cells.iter().map(|it| match measure {
                _ if it.is_empty() => Cell::Blank,
                Measure::Lines => Cell::Number(it),
                Measure::Pretax | Measure::Tax | Measure::Total => Cell::Amount(it),
            }));
            workbook.row(cells.into_iter());
        };
        let mut names: Vec<&str> = Vec::new();
        for row in rows {
            let GroupRow { level, label, figures, .. } = row;
            names.truncate(*level);
            names.push(label);
            write(&names, row.kind(), figures);
        }
        write(&[], "Total", total);
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
    /// The filters in one line, as it can be typed.
    pub line: &'a str,
    /// The filters in words.
    pub filters: &'a [String],
    /// Rows of the view.
    pub n_rows: usize,
    /// Those of them that count in totals.
    pub n_rows_counted: usize,
    /// Rows of all files.
    pub n_rows_loaded: usize,
    /// Rows of all files that could not be read.
    pub n_quarantined: usize,
    /// The files.
    pub files: &'a [FileReport],
    /// The summary, of which the totals are stated.
    pub summary: &'a Summary,
    /// The groups.
    pub groups: Option<&'a GroupTable>,
}

impl About<'_> {
    fn write(&self, workbook: &mut Workbook, losses: Losses) {
        const HEADER: [&str; 9] =
            ["What", "Which", "Kind", "Invoices", "Rows", "PretaxTotal", "Tax", "Total", "Remark"];
        workbook.begin_sheet("About", &HEADER);
        let mut say = |what: &str, which: &str| workbook.row([Cell::Text(what), Cell::Text(which)].into_iter());
        say("Made by", &format!("ReconLens {}", self.version));
        match self.filters {
            [] => say("Filters", "none: every row is here"),
            filters => filters.iter().for_each(|it| say("Filter", it)),
        }
        say("Filter line", self.line);
        say("Filters and order (behind # in a link)", self.fragment);
        if self.groups.is_some_and(|it| it.too_many) {
            say("Groups", "more than can be listed; there is no sheet of them");
        }
        if losses.n_long_numbers > 0 {
            let n = losses.n_long_numbers;
            say("Numbers that stand as text", &format!("{n}: a spreadsheet keeps 15 digits, these have more"));
        }
        if losses.n_cut_texts > 0 {
            let n = losses.n_cut_texts;
            say("Texts that were cut", &format!("{n}: a cell holds 32,767 characters; the CSV has them whole"));
        }
        let n_rows = [
            ("Rows in this workbook", self.n_rows),
            ("Rows in this workbook that count in totals", self.n_rows_counted),
            ("Rows loaded", self.n_rows_loaded),
            ("Rows that could not be read, in no total", self.n_quarantined),
        ];
        for (what, n) in n_rows {
            let n = n.to_string();
            workbook.row([Cell::Text(what), Cell::Blank, Cell::Blank, Cell::Blank, Cell::Number(&n)].into_iter());
        }
        for file in self.files {
            let counts = match &file.standing {
                Standing::Counts => "counts".to_owned(),
                Standing::Explains { n_rows, counted_in } => {
                    format!("{n_rows} of its rows explain {counted_in}; they are not added")
                }
                Standing::Beside => "bills nothing".to_owned(),
                Standing::DuplicateOf(name) => format!("the same as {name}, not used"),
                Standing::ReplacedBy(name) => format!("replaced by {name}, not used"),
            };
            let (invoices, n_rows) = (file.invoices.join(", "), file.n_rows.to_string());
            let texts = ["File", &file.name, file.kind.title(), &invoices].map(Cell::Text);
            let rest = [Cell::Number(&n_rows), Cell::Blank, Cell::Blank, Cell::Blank, Cell::Text(&counts)];
            workbook.row(texts.into_iter().chain(rest));
        }
        for total in &self.summary.totals {
            let which = format!("{} {}", total.invoice_type.as_str(), total.currency);
            let n_lines = total.n_lines.to_string();
            let begin = [Cell::Text("Total"), Cell::Text(&which), Cell::Blank, Cell::Blank, Cell::Number(&n_lines)];
            workbook.row(begin.into_iter().chain(amounts(&total.amounts)));
        }
    }
}
