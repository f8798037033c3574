//! The files to download as CSV.
//!
//! A spreadsheet runs a text cell that starts with `=`, `+`, `-` or `@` as a formula. Such cells get a leading `'` (OWASP
//! ASVS 1.2.10). Cells of number columns that are made of digits, sign, point and exponent only are left alone, so that
//! `-12.50` stays a number.

use std::borrow::Cow;

use crate::protocol::{QuarantinedRow, Summary};
use crate::query::{Dataset, RowRef};

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

/// Prints rows with their own columns and original text. Rows of several kinds of files share the columns that have
/// the same name; a cell whose file has no such column is empty.
///
/// # Errors
/// As [`summary_csv`].
pub fn rows_csv(dataset: &Dataset, rows: &[RowRef]) -> Result<Vec<u8>, csv::Error> {
    let mut header: Vec<&str> = Vec::new();
    // Per table, for each column of the header its place in the table.
    let mut places: Vec<Vec<Option<usize>>> = vec![Vec::new(); dataset.parts().len()];
    let mut used: Vec<u32> = rows.iter().map(|it| it.part_idx).collect();
    used.sort_unstable();
    used.dedup();
    for part_idx in &used {
        let part_idx = *part_idx as usize;
        for (column_idx, column) in dataset.parts()[part_idx].table.columns().iter().enumerate() {
            let same = header.iter().position(|it| it.eq_ignore_ascii_case(column.header()));
            // A name that stands twice in one file is two columns.
            let free = same.filter(|it| places[part_idx].get(*it).copied().flatten().is_none());
            let header_idx = free.unwrap_or_else(|| {
                header.push(column.header());
                header.len() - 1
            });
            let table_places = &mut places[part_idx];
            table_places.resize(table_places.len().max(header_idx + 1), None);
            table_places[header_idx] = Some(column_idx);
        }
    }
    let mut writer = csv::Writer::from_writer(Vec::new());
    if header.is_empty() {
        return finish(writer);
    }
    writer.write_record(header.iter().map(|it| neutral(it).into_owned()))?;
    for row in rows {
        let table = &dataset.parts()[row.part_idx as usize].table;
        let places = &places[row.part_idx as usize];
        for header_idx in 0..header.len() {
            let column = places.get(header_idx).copied().flatten().map(|it| &table.columns()[it]);
            let text = column.map_or(Cow::Borrowed(""), |it| it.text(row.row_idx as usize));
            let is_number =
                column.and_then(|it| it.numbers()).is_some_and(|it| it.value(row.row_idx as usize).is_some());
            let cell = if is_number && is_plain_number(&text) { text } else { Cow::Owned(neutral(&text).into_owned()) };
            writer.write_field(cell.as_bytes())?;
        }
        writer.write_record(None::<&[u8]>)?;
    }
    finish(writer)
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
