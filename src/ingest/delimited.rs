//! Splits a delimited text into records and hands them to the table; a record that is none is put aside.

use std::rc::Rc;

use super::Ingested;
use super::csv::{Format, Found, Record, Scan, Splitter};
use super::dialect::{Evidence, value_types};
use super::part::{FilePart, Seam};
use super::rows::Rows;
use super::sniff::Header;
use crate::domain::{Delimiter, DialectChoice, Encoding};
use crate::table::Table;

/// Bytes among which the first record of a part is looked for.
const SEEK_LEN: usize = 256 * 1024;
/// Records that must have as many cells as the header for a guess to be taken.
const N_LIKELY: usize = 4;
/// Line ends that are tried.
const MAX_TRIES: usize = 256;

/// Reads the rows behind a header.
#[derive(Debug)]
pub(super) struct DelimitedReader {
    /// Where the rows start, counted from the file's first byte.
    body_at: u64,
    format: Format,
    splitter: Splitter,
    delimiter: Delimiter,
    evidence: Vec<String>,
    rows: Rows,
    /// The part's beginning, while its first record is looked for.
    sought: Option<Vec<u8>>,
    seam_start: Option<u64>,
}

impl DelimitedReader {
    /// A reader of the rows behind a header; `beginning` is what is there of them already, to find the dialect by, and
    /// all of them if `is_whole`. It starts at byte `body_at` of the file.
    pub(super) fn new(header: Header, beginning: &[u8], is_whole: bool, choice: &DialectChoice, body_at: u64) -> Self {
        let Header { schema, cells, format, n_preamble_lines, body_start: _, body_line_no, faults } = header;
        let types = value_types(schema, &cells);
        let mut evidence = Evidence::default();
        let mut look = |found: Found<'_>| {
            if let Found::Record(record) = found
                && record.n_cells() == types.len()
            {
                types.iter().enumerate().for_each(|(idx, it)| evidence.take(*it, record.line_no, record.cell(idx)));
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
            body_at,
            format,
            splitter: Splitter::of_part(format, body_line_no, body_at, u64::MAX),
            delimiter: named.unwrap_or(Delimiter::Comma),
            evidence,
            rows,
            sought: None,
            seam_start: None,
        }
    }

    /// Takes only the records of a part; gives the byte from which on it must be pushed.
    pub(super) fn limit(&mut self, part: FilePart) -> u64 {
        let FilePart { start, end, starts_record } = part;
        if start <= self.body_at {
            // Only the first part counts the lines before the rows.
            let line_no = if start == 0 { self.splitter.line_no() } else { 0 };
            self.splitter = Splitter::of_part(self.format, line_no, self.body_at, end);
            self.seam_start = Some(self.body_at);
            self.body_at
        } else if starts_record {
            self.splitter = Splitter::of_part(self.format, 0, start, end);
            self.seam_start = Some(start);
            start
        } else {
            // The byte before tells whether a record may start at the cut itself.
            self.splitter = Splitter::of_part(self.format, 0, start - 1, end);
            self.sought = Some(Vec::new());
            start - 1
        }
    }

    /// Whether all records were taken that are this reader's.
    pub(super) fn is_done(&self) -> bool {
        self.sought.is_none() && self.splitter.is_done()
    }

    pub(super) fn push(&mut self, bytes: &[u8]) {
        match &mut self.sought {
            None => {
                let Self { splitter, rows, .. } = self;
                splitter.push(bytes, &mut |found| take(rows, found));
            }
            Some(sought) => {
                sought.extend_from_slice(bytes);
                if sought.len() >= SEEK_LEN {
                    self.find_start(false);
                }
            }
        }
    }

    /// Begins with the first line that looks like a record.
    fn find_start(&mut self, is_end: bool) {
        let Some(sought) = &self.sought else { return };
        let Some(start) = likely_start(sought, self.format, self.rows.n_columns(), is_end) else { return };
        let bytes = self.sought.take().unwrap_or_default();
        let at = self.splitter.at() + start as u64;
        self.splitter = Splitter::of_part(self.format, 0, at, self.splitter.end());
        self.seam_start = Some(at);
        self.push(&bytes[start..]);
    }

    pub(super) fn n_rows(&self) -> usize {
        self.rows.n_rows()
    }

    /// The rows that are full tables already.
    pub(super) fn closed(&self) -> &[Rc<Table>] {
        self.rows.closed()
    }

    /// The text's end. `encoding` is what it was decoded from, `doubt` what that leaves open.
    pub(super) fn finish(mut self, encoding: Encoding, doubt: Option<String>) -> Ingested {
        self.find_start(true);
        let Self { mut splitter, delimiter, mut evidence, mut rows, seam_start, .. } = self;
        splitter.finish(&mut |found| take(&mut rows, found));
        let (mut ingested, mut found) = rows.finish();
        if encoding != Encoding::Utf8 {
            evidence.insert(0, format!("Letters are read as {}.", encoding.title()));
        }
        evidence.append(&mut found.evidence);
        found.evidence = evidence;
        let mut dialect = found.dialect(encoding, delimiter);
        dialect.doubts.splice(0..0, doubt);
        ingested.findings.dialect = Some(dialect);
        match seam_start {
            Some(start) => {
                ingested.seam = Some(Seam { start, end: splitter.at(), end_line_no: splitter.line_no() });
            }
            None => ingested.settle_days(),
        }
        ingested
    }
}

/// Where the first record starts behind the first byte, which is that before the part: behind a line end where some
/// records of the right number of cells follow, or else behind the first one. None if more bytes are needed.
fn likely_start(bytes: &[u8], format: Format, n_columns: usize, is_end: bool) -> Option<usize> {
    let mut splitter = Splitter::new(format, 0);
    let mut is_likely = |start: usize| {
        let mut at = start;
        for _ in 0..N_LIKELY {
            match splitter.scan(&bytes[at..], is_end) {
                Scan::Record { len } if splitter.n_cells() == n_columns && len > 0 => at += len,
                Scan::NeedMore => return at > start,
                _ => return at > start && at == bytes.len(),
            }
        }
        true
    };
    let mut starts = memchr::memchr_iter(format.terminator, bytes).map(|it| it + 1).take(MAX_TRIES);
    let first = match starts.clone().next() {
        Some(first) => first,
        None => return is_end.then_some(bytes.len()),
    };
    Some(starts.find(|it| is_likely(*it)).unwrap_or(first))
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
    if rows.push(record.line_no, |it| record.cell(it), text) && !record.is_terminated {
        rows.notes.push(
            "The last line has no line end. If the file was cut off there, the last cell may not be whole.".to_owned(),
        );
    }
}
