//! Splits a delimited text into records and hands them to the table; a record that is none is put aside.

use std::borrow::Cow;

use super::Ingested;
use super::csv::{Found, Record, Splitter};
use super::dialect::{Evidence, value_types};
use super::rows::Rows;
use super::sniff::Header;
use crate::domain::{Delimiter, Dialect, DialectChoice, Encoding};

/// Reads the rows behind a header.
#[derive(Debug)]
pub(super) struct DelimitedReader {
    splitter: Splitter,
    delimiter: Delimiter,
    evidence: Vec<String>,
    rows: Rows,
}

impl DelimitedReader {
    /// A reader of the rows behind a header; `beginning` is what is there of them already, to find the dialect by, and
    /// all of them if `is_whole`.
    pub(super) fn new(header: Header, beginning: &[u8], is_whole: bool, choice: &DialectChoice) -> Self {
        let Header { schema, cells, format, n_preamble_lines, body_start: _, body_line_no, faults } = header;
        let types = value_types(schema, &cells);
        let mut evidence = Evidence::default();
        let mut look = |found: Found<'_>| {
            if let Found::Record(record) = found
                && record.n_cells() == types.len()
            {
                types.iter().enumerate().for_each(|(idx, it)| evidence.take(*it, record.line_no, &record.cell(idx)));
            }
        };
        let mut first = Splitter::new(format, body_line_no);
        first.push(beginning, &mut look);
        if is_whole {
            first.finish(&mut look);
        }
        let line_no = n_preamble_lines + 1;
        let mut rows = Rows::new(schema, cells, evidence, choice);
        if n_preamble_lines > 0 {
            rows.notes.push(format!("The header is on line {line_no}; what stands before it is not read."));
        }
        for (line_no, text, reason) in faults {
            rows.quarantine.put(line_no, "", &text, reason);
        }
        let named = Delimiter::ALL.into_iter().find(|it| it.byte() == format.delimiter);
        let name = named.map_or("space", Delimiter::title).to_lowercase();
        let why = match choice.delimiter {
            Some(_) => "as you chose".to_owned(),
            None => format!("the header on line {line_no} is one so"),
        };
        let evidence = vec![format!("Cells are separated by a {name}: {why}.")];
        Self {
            splitter: Splitter::new(format, body_line_no),
            delimiter: named.unwrap_or(Delimiter::Comma),
            evidence,
            rows,
        }
    }

    pub(super) fn push(&mut self, bytes: &[u8]) {
        let Self { splitter, rows, .. } = self;
        splitter.push(bytes, &mut |found| take(rows, found));
    }

    pub(super) fn n_rows(&self) -> usize {
        self.rows.n_rows()
    }

    /// The text's end. `encoding` is what it was decoded from, `doubt` what that leaves open.
    pub(super) fn finish(self, encoding: Encoding, doubt: Option<String>) -> Ingested {
        let Self { mut splitter, delimiter, mut evidence, mut rows } = self;
        splitter.finish(&mut |found| take(&mut rows, found));
        let (mut ingested, found) = rows.finish();
        if encoding != Encoding::Utf8 {
            evidence.insert(0, format!("Letters are read as {}.", encoding.title()));
        }
        evidence.extend(found.evidence.iter().cloned());
        let doubts = doubt.into_iter().chain(found.doubts()).collect();
        ingested.dialect =
            Some(Dialect { encoding, delimiter, numbers: found.numbers, days: found.days, evidence, doubts });
        ingested
    }
}

fn take(rows: &mut Rows, found: Found<'_>) {
    match found {
        Found::Malformed { line_no, text, fault } => rows.quarantine.put(line_no, "", text, fault.reason().to_owned()),
        Found::Record(record) if record.is_blank_line() => {}
        Found::Record(record) => take_record(rows, &record),
    }
}

fn take_record(rows: &mut Rows, record: &Record<'_>) {
    let (n_cells, n_columns) = (record.n_cells(), rows.n_columns());
    let text = record.text().as_bytes();
    if n_cells != n_columns {
        let reason = if record.is_terminated || n_cells > n_columns {
            format!(
                "The row has {n_cells} cells, the header {n_columns} columns, so it cannot be told which cell is which."
            )
        } else {
            format!("The file ends in the middle of this row ({n_cells} of {n_columns} cells). Download it again.")
        };
        return rows.quarantine.put(record.line_no, "", text, reason);
    }
    if record.has_other_quotes() {
        let reason = "The row has quotation marks of two kinds, so the cells cannot be told apart.".to_owned();
        return rows.quarantine.put(record.line_no, "", text, reason);
    }
    let cells: Vec<Cow<'_, str>> = (0..n_columns).map(|it| record.cell(it)).collect();
    if rows.push(record.line_no, &cells, text) && !record.is_terminated {
        rows.notes.push(
            "The last line has no line end. If the file was cut off there, the last cell may not be whole.".to_owned(),
        );
    }
}
