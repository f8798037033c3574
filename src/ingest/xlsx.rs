//! Reads the sheets of an Excel workbook (`.xlsx`) as tables.
//!
//! What is unusual here: numbers are taken from the text that the workbook stores, never through a binary float. A workbook
//! keeps 15 digits and stores up to two more that are noise (`9.9499999999999993` for 9.95): these are rounded away, as
//! Excel does to show the cell. A cell whose number format is a date becomes the ISO date that its day number means.
//!
//! Source: ECMA-376, part 1, 18 (SpreadsheetML): `workbook.xml`, `sharedStrings.xml`, `styles.xml`, one XML a sheet.

mod book;
mod number_format;
mod xml;

pub(super) use book::Book;

use super::binding::MAX_COLUMNS;
use super::dialect::{Evidence, value_types};
use super::rows::Rows;
use super::schema::Schema;
use super::zip::{self, Entry};
use super::{Ingested, ReadOptions, Unreadable};
use crate::domain::{Delimiter, Dialect, Encoding};
use xml::{Node, attribute, is_named, walk};

/// Rows among which the header is looked for.
const MAX_PREAMBLE_ROWS: usize = 20;
/// Rows that are looked at to find how numbers and dates are written.
const N_EVIDENCE_ROWS: usize = 500;

fn broken(cause: &str) -> Unreadable {
    Unreadable::BrokenArchive { cause: cause.to_owned() }
}

pub(super) fn is_workbook(entries: &[Entry]) -> bool {
    entries.iter().any(|it| it.name == "xl/workbook.xml")
}

fn unpacked(bytes: &[u8], entry: &Entry) -> Result<Vec<u8>, Unreadable> {
    let mut text = Vec::new();
    zip::unpack(bytes, entry, &mut |piece| text.extend_from_slice(piece))?;
    Ok(text)
}

/// A row of a sheet: its number and its cells.
type Row = (u64, Vec<String>);

/// Reads one sheet.
///
/// # Errors
/// [`Unreadable`] if it is damaged, empty or no known kind of file.
pub(super) fn read_sheet(
    bytes: &[u8],
    entry: &Entry,
    book: &Book,
    options: &ReadOptions,
) -> Result<Ingested, Unreadable> {
    let xml = unpacked(bytes, entry)?;
    let mut table = SheetTable { options: *options, first: Vec::new(), rows: None };
    each_row(&xml, book, |row| {
        table.take(row);
        Ok(())
    })?;
    table.finish()
}

/// Hands over the rows of a sheet that have something in them.
fn each_row(xml: &[u8], book: &Book, mut take: impl FnMut(Row) -> Result<(), Unreadable>) -> Result<(), Unreadable> {
    let mut row_no = 0;
    let mut cells: Vec<String> = Vec::new();
    let mut column = 0;
    let (mut cell_type, mut style) = (String::new(), 0);
    let (mut stored, mut is_in_value) = (String::new(), false);
    walk(xml, |node| {
        match node {
            Node::Start(start) if is_named(&start, "row") => {
                row_no = attribute(&start, "r").and_then(|it| it.parse().ok()).unwrap_or(row_no + 1);
                cells.clear();
                column = 0;
            }
            Node::Start(start) if is_named(&start, "c") => {
                if let Some(place) = attribute(&start, "r") {
                    column = column_of(&place).ok_or_else(|| broken("a cell lies outside of its sheet"))?;
                }
                cell_type = attribute(&start, "t").unwrap_or_default();
                style = attribute(&start, "s").and_then(|it| it.parse().ok()).unwrap_or(0);
                stored.clear();
            }
            Node::Start(start) => is_in_value = is_named(&start, "v") || is_named(&start, "t"),
            Node::Text(text) if is_in_value => stored.push_str(&text),
            Node::Text(_) => {}
            Node::End(name) => match name.as_slice() {
                b"v" | b"t" => is_in_value = false,
                b"c" => {
                    if !stored.is_empty() {
                        if cells.len() <= column {
                            cells.resize(column + 1, String::new());
                        }
                        cells[column] = book.cell(&cell_type, style, &stored)?;
                    }
                    column += 1;
                }
                b"row" if cells.iter().any(|it| !it.is_empty()) => take((row_no, std::mem::take(&mut cells)))?,
                _ => {}
            },
        }
        Ok(())
    })
}

/// The column of a cell's place, from 0: that of `C7` is 2.
fn column_of(place: &str) -> Option<usize> {
    let letters = place.bytes().take_while(u8::is_ascii_alphabetic);
    let number =
        letters.map(|it| usize::from(it.to_ascii_uppercase() - b'A') + 1).try_fold(0usize, |number, letter| {
            number.checked_mul(26)?.checked_add(letter).filter(|it| *it <= MAX_COLUMNS)
        })?;
    number.checked_sub(1)
}

/// Finds the header among the first rows of a sheet, and binds the others to it.
struct SheetTable {
    options: ReadOptions,
    /// Rows until there are enough to find the header and the dialect.
    first: Vec<Row>,
    rows: Option<Result<Rows, Unreadable>>,
}

impl SheetTable {
    fn take(&mut self, row: Row) {
        match &mut self.rows {
            Some(Ok(rows)) => push(rows, row),
            Some(Err(_)) => {}
            None => {
                self.first.push(row);
                if self.first.len() >= N_EVIDENCE_ROWS {
                    self.recognise();
                }
            }
        }
    }

    fn recognise(&mut self) {
        let first = std::mem::take(&mut self.first);
        let recognised = first
            .iter()
            .take(MAX_PREAMBLE_ROWS + 1)
            .enumerate()
            .find_map(|(idx, (_, cells))| Some((idx, Schema::recognise(cells.iter().map(|it| it.trim()))?)));
        let Some((idx, schema)) = recognised else {
            let seen = first.iter().map(|(_, cells)| cells).max_by_key(|it| it.len()).cloned().unwrap_or_default();
            let unreadable = if seen.is_empty() { Unreadable::Empty } else { Unreadable::UnknownKind { seen } };
            self.rows = Some(Err(unreadable));
            return;
        };
        let header: Vec<String> = first[idx].1.iter().map(|it| it.trim().to_owned()).collect();
        let types = value_types(schema, &header);
        let mut evidence = Evidence::default();
        for (row_no, cells) in &first[idx + 1..] {
            types.iter().zip(cells).for_each(|(value_type, cell)| evidence.take(*value_type, *row_no, cell));
        }
        let mut rows = Rows::new(schema, header, evidence, &self.options.choice);
        if idx > 0 {
            rows.notes.push(format!("The header is in row {}; what stands before it is not read.", first[idx].0));
        }
        first.into_iter().skip(idx + 1).for_each(|row| push(&mut rows, row));
        self.rows = Some(Ok(rows));
    }

    fn finish(mut self) -> Result<Ingested, Unreadable> {
        if self.rows.is_none() {
            self.recognise();
        }
        let (mut ingested, found) = self.rows.unwrap_or(Err(Unreadable::Empty))?.finish();
        // A workbook has neither an encoding nor a delimiter: how its dates are read is remarked.
        ingested.findings.dialect = Some(found.dialect(Encoding::Utf8, Delimiter::Comma));
        ingested.settle_days();
        if let Some(Dialect { evidence, doubts, .. }) = ingested.findings.dialect.take() {
            ingested.findings.sentences.extend(evidence.into_iter().chain(doubts));
        }
        Ok(ingested)
    }
}

/// A row may be shorter than the header: a sheet does not store blank cells.
fn push(rows: &mut Rows, (row_no, mut cells): Row) {
    let n_columns = rows.n_columns();
    let text = cells.join("\t");
    if cells.iter().skip(n_columns).any(|it| !it.is_empty()) {
        let reason = format!("The row has cells beyond the {n_columns} columns of the header.");
        return rows.quarantine.put(row_no, "", text.as_bytes(), reason);
    }
    cells.resize(n_columns, String::new());
    rows.push(row_no, |it| cells[it].as_str(), text.as_bytes());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_columns() {
        assert_eq!(["A1", "Z9", "AA10", "XFD1"].map(|it| column_of(it).unwrap()), [0, 25, 26, 16_383]);
        assert_eq!(column_of("XFE1"), None);
        assert_eq!(column_of("7"), None);
    }
}
