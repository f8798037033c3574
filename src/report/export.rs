//! The files to download as CSV.
//!
//! A spreadsheet runs a text cell that starts with `=`, `+`, `-` or `@` as a formula. Such cells get a leading `'` (OWASP
//! ASVS 1.2.10). Cells of number columns that are made of digits, sign, point and exponent only are left alone, so that
//! `-12.50` stays a number.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use crate::protocol::{GroupFigures, GroupSection, GroupTable, QuarantinedRow, Summary};
use crate::view_state::Measure;

/// What a cell holds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum CellType {
    /// A text, or nothing.
    #[default]
    Text,
    /// A number.
    Number,
    /// A day.
    Day,
}

/// Prints the table of the summary.
///
/// # Errors
/// None that can happen: the rows have the header's length and memory is the only place written to.
pub fn summary_csv(summary: &Summary) -> Result<Vec<u8>, csv::Error> {
    let mut writer = csv::Writer::from_writer(Vec::new());
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
    writer.write_record(&header)?;
    for row in &summary.rows {
        let mut cells: Vec<Cow<'_, str>> = vec![
            neutral(&row.customer_id),
            neutral(&row.customer_name),
            row.invoice_type.as_str().into(),
            neutral(&row.currency),
            row.period.as_str().into(),
            row.n_lines.to_string().into(),
        ];
        cells.extend([&row.amounts.pretax, &row.amounts.tax, &row.amounts.total].map(|it| Cow::from(it.as_str())));
        if summary.has_stated {
            let stated = row.stated.as_ref();
            let of = |text: Option<&String>| Cow::from(text.cloned().unwrap_or_default());
            cells.push(of(stated.map(|it| &it.amounts.pretax)));
            cells.push(of(stated.map(|it| &it.amounts.tax)));
            cells.push(of(stated.map(|it| &it.amounts.total)));
            cells.push(of(stated.map(|it| &it.difference)));
        }
        writer.write_record(cells.iter().map(|it| it.as_bytes()))?;
    }
    finish(writer)
}

/// Prints groups as they are shown: a row a group, behind it what is nested in it, at the end the currency's total. A column a
/// level holds the groups' names; `titles` are the levels'.
///
/// # Errors
/// As [`summary_csv`].
pub fn groups_csv(table: &GroupTable, titles: &[&str], measure: Measure) -> Result<Vec<u8>, csv::Error> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let across = table.columns.iter().map(|it| neutral(&format!("{} {}", it.label, measure.title())).into_owned());
    let mut header: Vec<String> = vec!["Currency".to_owned()];
    header.extend(titles.iter().map(|it| neutral(it).into_owned()));
    header.extend(["Row", "Lines", "PretaxTotal", "Tax", "Total"].map(str::to_owned));
    header.extend(across);
    writer.write_record(&header)?;
    for GroupSection { currency, rows, total, .. } in &table.sections {
        let mut names: Vec<&str> = Vec::new();
        let mut write = |names: &[&str], kind: &str, figures: &GroupFigures| {
            let GroupFigures { n_lines, amounts, cells, .. } = figures;
            let mut record: Vec<String> = vec![neutral(currency).into_owned()];
            record.extend((0..titles.len()).map(|it| neutral(names.get(it).copied().unwrap_or_default()).into_owned()));
            record.extend([kind.to_owned(), n_lines.to_string()]);
            record.extend([&amounts.pretax, &amounts.tax, &amounts.total].map(Clone::clone));
            record.extend(cells.iter().cloned());
            writer.write_record(&record)
        };
        for row in rows {
            names.truncate(row.level);
            names.push(&row.label);
            write(&names, row.kind(), &row.figures)?;
        }
        write(&[], "Total", total)?;
    }
    finish(writer)
}

/// Prints rows with their own columns and original text. Rows of several kinds of files share the columns that have
/// the same name; a cell whose file has no such column is empty.
#[derive(Debug)]
pub struct RowsWriter {
    writer: csv::Writer<Vec<u8>>,
    n_columns: usize,
    /// Per file, for each of its columns its place in the header.
    places: Vec<Vec<usize>>,
}

impl RowsWriter {
    /// A writer of rows of these files, each given by the names of its columns; none of a file without rows to print.
    ///
    /// # Errors
    /// As [`summary_csv`].
    pub fn new<'a>(files: impl Iterator<Item = Vec<&'a str>>) -> Result<Self, csv::Error> {
        let mut header: Vec<&str> = Vec::new();
        let mut places = Vec::new();
        for columns in files {
            let mut own: Vec<usize> = Vec::new();
            for column in columns {
                let same = header.iter().position(|it| it.eq_ignore_ascii_case(column));
                // A name that stands twice in one file is two columns.
                let place = same.filter(|it| !own.contains(it)).unwrap_or_else(|| {
                    header.push(column);
                    header.len() - 1
                });
                own.push(place);
            }
            places.push(own);
        }
        let mut writer = csv::Writer::from_writer(Vec::new());
        if !header.is_empty() {
            writer.write_record(header.iter().map(|it| neutral(it).into_owned()))?;
        }
        Ok(Self { writer, n_columns: header.len(), places })
    }

    /// Prints a row of the file in a place: its cells, and what they hold.
    ///
    /// # Errors
    /// As [`summary_csv`].
    pub fn write(&mut self, file_idx: usize, cells: &[String], types: &[CellType]) -> Result<(), csv::Error> {
        let mut record: Vec<Cow<'_, str>> = vec![Cow::Borrowed(""); self.n_columns];
        for ((text, cell_type), place) in cells.iter().zip(types).zip(&self.places[file_idx]) {
            let is_left_alone = *cell_type == CellType::Number && is_plain_number(text);
            record[*place] = if is_left_alone { Cow::Borrowed(text) } else { neutral(text) };
        }
        self.writer.write_record(record.iter().map(|it| it.as_bytes()))
    }

    /// The whole file.
    ///
    /// # Errors
    /// As [`summary_csv`].
    pub fn finish(self) -> Result<Vec<u8>, csv::Error> {
        finish(self.writer)
    }
}

/// Rows as text that a spreadsheet takes from the clipboard: cells divided by tabs, quoted where they hold one or a line
/// end. Each row is its cells and what they hold.
#[must_use]
pub fn tab_separated<'a>(
    header: Option<&[String]>,
    rows: impl Iterator<Item = (&'a [String], &'a [CellType])>,
) -> String {
    let head = |it: &[String]| it.iter().map(|it| clipboard_cell(neutral(it))).collect::<Vec<_>>().join("\t");
    let mut lines: Vec<String> = header.map(head).into_iter().collect();
    for (cells, types) in rows {
        let cells = cells.iter().zip(types).map(|(text, cell_type)| {
            let is_left_alone = *cell_type == CellType::Number && is_plain_number(text);
            clipboard_cell(if is_left_alone { Cow::Borrowed(text) } else { neutral(text) })
        });
        lines.push(cells.collect::<Vec<_>>().join("\t"));
    }
    lines.join("\r\n")
}

fn clipboard_cell(text: Cow<'_, str>) -> Cow<'_, str> {
    if text.contains(['\t', '\r', '\n', '"']) { Cow::Owned(format!("\"{}\"", text.replace('"', "\"\""))) } else { text }
}

/// Prints rows that could not be read.
///
/// # Errors
/// As [`summary_csv`].
pub fn quarantine_csv(rows: impl Iterator<Item = QuarantinedRow>) -> Result<Vec<u8>, csv::Error> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(["File", "Line", "Column", "Reason", "Text"])?;
    for QuarantinedRow { file_name, line_no, column, text, reason } in rows {
        let line_no = line_no.to_string();
        let cells = [neutral(&file_name), line_no.as_str().into(), neutral(&column), neutral(&reason), neutral(&text)];
        writer.write_record(cells.iter().map(|it| it.as_bytes()))?;
    }
    finish(writer)
}

fn finish(mut writer: csv::Writer<Vec<u8>>) -> Result<Vec<u8>, csv::Error> {
    writer.flush()?;
    writer.into_inner().map_err(|it| csv::Error::from(it.into_error()))
}

fn is_plain_number(text: &str) -> bool {
    text.bytes().all(|it| it.is_ascii_digit() || b"+-.,eE".contains(&it)) && text.bytes().any(|it| it.is_ascii_digit())
}

/// A text cell that no spreadsheet runs: full-width forms of the signs count, too.
fn neutral(text: &str) -> Cow<'_, str> {
    let is_formula = text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '\0', '＝', '＋', '－', '＠']);
    if is_formula { Cow::Owned(format!("'{text}")) } else { Cow::Borrowed(text) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn copied_rows_keep_their_cells_apart() {
        let header = ["Name".to_owned(), "Total".to_owned()];
        let types = [CellType::Text, CellType::Number];
        let rows = [
            (["say \"hi\"\tthere".to_owned(), "-1.50".to_owned()], types),
            (["=1+1".to_owned(), "-x".to_owned()], types),
        ];
        let text = tab_separated(Some(&header), rows.iter().map(|(cells, types)| (&cells[..], &types[..])));
        assert_eq!(text, "Name\tTotal\r\n\"say \"\"hi\"\"\tthere\"\t-1.50\r\n'=1+1\t'-x");
    }

    #[test]
    fn formulas_become_text_and_numbers_stay() {
        assert_eq!(neutral("=1+1"), "'=1+1");
        assert_eq!(neutral("@SUM(A1)"), "'@SUM(A1)");
        assert_eq!(neutral("＝1"), "'＝1");
        assert_eq!(neutral("Contoso = best"), "Contoso = best");
        assert!(is_plain_number("-12.50"));
        assert!(is_plain_number("7.58469E-05"));
        assert!(!is_plain_number("-A1"));
        assert!(!is_plain_number("-"));
    }
}
