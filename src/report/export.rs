//! The files to download as CSV, each in the form of a [`CsvProfile`].
//!
//! A spreadsheet runs a text cell that starts with `=`, `+`, `-` or `@` as a formula. Such cells get a leading `'` (OWASP
//! ASVS 1.2.10). Cells of number columns that are made of digits, sign, point and exponent only are left alone, so that
//! `-12.50` stays a number.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::csv_profile::{CsvProfile, is_plain_number, neutral};
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
pub fn summary_csv(summary: &Summary, profile: CsvProfile) -> Result<Vec<u8>, csv::Error> {
    let mut writer = profile.writer();
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
            profile.text(&row.customer_id),
            profile.text(&row.customer_name),
            row.invoice_type.as_str().into(),
            profile.text(&row.currency),
            profile.text(&row.period),
            row.n_lines.to_string().into(),
        ];
        cells.extend([&row.amounts.pretax, &row.amounts.tax, &row.amounts.total].map(|it| profile.number(it)));
        if summary.has_stated {
            let stated = row.stated.as_ref();
            let of =
                |text: Option<&'_ String>| text.map_or(Cow::Borrowed(""), |it| profile.number(it).into_owned().into());
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
pub fn groups_csv(
    table: &GroupTable,
    titles: &[&str],
    measure: Measure,
    profile: CsvProfile,
) -> Result<Vec<u8>, csv::Error> {
    let mut writer = profile.writer();
    let across = table.columns.iter().map(|it| profile.text(&format!("{} {}", it.label, measure.title())).into_owned());
    let mut header: Vec<String> = vec!["Currency".to_owned()];
    header.extend(titles.iter().map(|it| profile.text(it).into_owned()));
    header.extend(["Row", "Lines", "PretaxTotal", "Tax", "Total"].map(str::to_owned));
    header.extend(across);
    writer.write_record(&header)?;
    for GroupSection { currency, rows, total, .. } in &table.sections {
        let mut write = |names: &[&str], kind: &str, figures: &GroupFigures| {
            let GroupFigures { n_lines, amounts, cells, .. } = figures;
            let mut record: Vec<Cow<'_, str>> = vec![profile.text(currency)];
            record.extend((0..titles.len()).map(|it| profile.text(names.get(it).copied().unwrap_or_default())));
            record.extend([kind.into(), n_lines.to_string().into()]);
            record.extend([&amounts.pretax, &amounts.tax, &amounts.total].map(|it| profile.number(it)));
            record.extend(cells.iter().map(|it| profile.number(it)));
            writer.write_record(record.iter().map(|it| it.as_bytes()))
        };
        let mut names: Vec<&str> = Vec::new();
        for row in rows {
            names.truncate(row.level);
            names.push(&row.label);
            write(&names, row.kind(), &row.figures)?;
        }
        write(&[], "Total", total)?;
    }
    finish(writer)
}

/// Prints rows with their own columns; for machines with their original text. Rows of several kinds of files share the columns that have
/// the same name; a cell whose file has no such column is empty.
#[derive(Debug)]
pub struct RowsWriter {
    writer: csv::Writer<Vec<u8>>,
    profile: CsvProfile,
    n_columns: usize,
    /// Per file, for each of its columns its place in the header.
    places: Vec<Vec<usize>>,
}

impl RowsWriter {
    /// A writer of rows of these files, each given by the names of its columns; none of a file without rows to print.
    ///
    /// # Errors
    /// As [`summary_csv`].
    pub fn new<'a>(files: impl Iterator<Item = Vec<&'a str>>, profile: CsvProfile) -> Result<Self, csv::Error> {
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
        let mut writer = profile.writer();
        if !header.is_empty() {
            writer.write_record(header.iter().map(|it| profile.text(it).into_owned()))?;
        }
        Ok(Self { writer, profile, n_columns: header.len(), places })
    }

    /// Whether a spreadsheet is to open it.
    #[must_use]
    pub fn is_for_excel(&self) -> bool {
        matches!(self.profile, CsvProfile::Excel(_))
    }

    /// Prints a row of the file in a place: its cells, and what they hold. For a spreadsheet they are in canonical form.
    ///
    /// # Errors
    /// As [`summary_csv`].
    pub fn write(&mut self, file_idx: usize, cells: &[String], types: &[CellType]) -> Result<(), csv::Error> {
        let mut record: Vec<Cow<'_, str>> = vec![Cow::Borrowed(""); self.n_columns];
        for ((text, cell_type), place) in cells.iter().zip(types).zip(&self.places[file_idx]) {
            record[*place] = self.profile.cell(text, *cell_type);
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
    let mut writer = CsvProfile::Machine.writer();
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
}
