//! Binds the records of a delimited text to columns by the header, and puts aside those that do not fit.

use std::borrow::Cow;
use std::rc::Rc;

use super::binding::{missing_columns, odd_cells, plan_columns};
use super::csv::{Found, Record, Splitter};
use super::diagnostic::Quarantine;
use super::dialect::Dialect;
use super::schema::same_name;
use super::sniff::Header;
use super::{Content, Ingested};
use crate::table::TableBuilder;

/// Reads the rows behind a header.
#[derive(Debug)]
pub(super) struct DelimitedReader {
    splitter: Splitter,
    rows: Rows,
}

#[derive(Debug)]
struct Rows {
    header: Vec<String>,
    builder: TableBuilder,
    quarantine: Quarantine,
    notes: Vec<String>,
    unknown_columns: Vec<String>,
}

impl DelimitedReader {
    /// A reader of the rows behind a header; `beginning` is what is there of them already, to find the dialect by.
    pub(super) fn new(header: Header, beginning: &[u8]) -> Self {
        let Header { schema, cells, delimiter, terminator, n_preamble_lines, body_start: _, body_line_no } = header;
        let splitter = || Splitter::new(delimiter, terminator, body_line_no);
        let dialect = Dialect::of(schema, &cells, splitter(), beginning);
        let plans = plan_columns(schema, &cells, &dialect);
        let mut notes = dialect.notes;
        if n_preamble_lines > 0 {
            notes.push(format!("The header is on line {}; what stands before it is not read.", n_preamble_lines + 1));
        }
        notes.extend(missing_columns(schema, &plans));
        let unknown_columns = cells.iter().filter(|it| schema.spec(it).is_none()).cloned().collect();
        let rows = Rows {
            header: cells,
            builder: TableBuilder::new(schema.kind, plans),
            quarantine: Quarantine::default(),
            notes,
            unknown_columns,
        };
        Self { splitter: splitter(), rows }
    }

    pub(super) fn push(&mut self, bytes: &[u8]) {
        let Self { splitter, rows } = self;
        splitter.push(bytes, &mut |found| rows.take(found));
    }

    pub(super) fn n_rows(&self) -> usize {
        self.rows.builder.n_rows()
    }

    pub(super) fn finish(self) -> Ingested {
        let Self { mut splitter, mut rows } = self;
        splitter.finish(&mut |found| rows.take(found));
        let Rows { header: _, builder, quarantine, mut notes, unknown_columns } = rows;
        notes.extend(odd_cells(&builder));
        if builder.n_rows() == 0 && quarantine.n_rows() == 0 {
            notes.push("The file has a header and no rows: there is nothing to add up.".to_owned());
        }
        Ingested {
            content: Content::Lines(Rc::new(builder.finish())),
            quarantine,
            unknown_columns,
            notes,
            fingerprint: 0,
        }
    }
}

impl Rows {
    fn take(&mut self, found: Found<'_>) {
        match found {
            Found::Malformed { line_no, text, fault } => {
                self.quarantine.put(line_no, "", text, fault.reason().to_owned())
            }
            Found::Record(record) if record.is_blank_line() => {}
            Found::Record(record) => self.take_record(&record),
        }
    }

    fn take_record(&mut self, record: &Record<'_>) {
        let n_columns = self.builder.n_columns();
        let text = record.text().as_bytes();
        if record.n_cells() != n_columns {
            let reason = if record.is_terminated || record.n_cells() > n_columns {
                format!(
                    "The row has {} cells, the header {n_columns} columns, so it cannot be told which cell is which.",
                    record.n_cells()
                )
            } else {
                format!(
                    "The file ends in the middle of this row ({} of {n_columns} cells). Download it again.",
                    record.n_cells()
                )
            };
            return self.quarantine.put(record.line_no, "", text, reason);
        }
        let cells: Vec<Cow<'_, str>> = (0..n_columns).map(|it| record.cell(it)).collect();
        if cells.iter().zip(&self.header).all(|(cell, header)| same_name(cell, header)) {
            return self.quarantine.put(
                record.line_no,
                "",
                text,
                "The header stands here again: were two files joined?".to_owned(),
            );
        }
        if let Err(problem) = self.builder.push_row(record.line_no, |it| &cells[it]) {
            let column = self.header[problem.column_idx].clone();
            let reason =
                format!("“{}” {}. Amounts are written like 1234.56.", cells[problem.column_idx], problem.problem);
            return self.quarantine.put(record.line_no, &column, text, reason);
        }
        if !record.is_terminated {
            self.notes.push(
                "The last line has no line end. If the file was cut off there, the last cell may not be whole."
                    .to_owned(),
            );
        }
    }
}
