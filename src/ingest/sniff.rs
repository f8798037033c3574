//! Recognises what a text is from its beginning: JSON, or delimited text and which line is its header.

use super::Unreadable;
use super::csv::{Scan, Splitter};
use super::schema::Schema;

/// Bytes that are looked at before a file is recognised.
pub(super) const SNIFF_LEN: usize = 64 * 1024;
/// Lines among which the header is looked for: exports put a title or `#TYPE` before it.
const MAX_PREAMBLE_LINES: usize = 20;
const DELIMITERS: [u8; 4] = *b",;\t|";

/// What a text is.
#[derive(Debug)]
pub(super) enum Sniffed {
    Json,
    Delimited(Header),
}

/// The header of a delimited text.
#[derive(Debug)]
pub(super) struct Header {
    pub(super) schema: &'static Schema,
    pub(super) cells: Vec<String>,
    pub(super) delimiter: u8,
    pub(super) terminator: u8,
    /// Lines before the header.
    pub(super) n_preamble_lines: u64,
    /// Where the first row starts, and its line.
    pub(super) body_start: usize,
    pub(super) body_line_no: u64,
}

/// Recognises a text by its first bytes, or all of them if `is_whole`.
pub(super) fn sniff(bytes: &[u8], is_whole: bool) -> Result<Sniffed, Unreadable> {
    if bytes.starts_with(b"PK\x03\x04") {
        return Err(Unreadable::Archive);
    }
    let Some(first) = bytes.iter().find(|it| !it.is_ascii_whitespace()) else {
        return Err(Unreadable::Empty);
    };
    let beginning = &bytes[..bytes.len().min(SNIFF_LEN)];
    if memchr::memchr(0, beginning).is_some() || is_mostly_no_text(beginning) {
        return Err(Unreadable::Binary);
    }
    if matches!(first, b'{' | b'[') {
        return Ok(Sniffed::Json);
    }
    find_header(bytes, is_whole).map(Sniffed::Delimited)
}

/// Bytes that are not UTF-8 in a few places are a damaged or a legacy text; in many places they are no text.
fn is_mostly_no_text(bytes: &[u8]) -> bool {
    let n_broken = bytes.utf8_chunks().filter(|it| !it.invalid().is_empty()).count();
    let n_control = bytes.iter().filter(|it| it.is_ascii_control() && !it.is_ascii_whitespace()).count();
    (n_broken + n_control) * 10 > bytes.len()
}

fn find_header(bytes: &[u8], is_whole: bool) -> Result<Header, Unreadable> {
    let terminator =
        if memchr::memchr(b'\n', bytes).is_none() && memchr::memchr(b'\r', bytes).is_some() { b'\r' } else { b'\n' };
    let mut seen = Vec::new();
    let mut line_start = 0;
    for line_idx in 0..=MAX_PREAMBLE_LINES {
        if line_start >= bytes.len() {
            break;
        }
        for delimiter in DELIMITERS {
            let mut splitter = Splitter::new(delimiter, terminator, 1);
            let Scan::Record { len } = splitter.scan(&bytes[line_start..], is_whole) else { continue };
            let Ok(record) = splitter.record(&bytes[line_start..line_start + len], 1) else { continue };
            let cells: Vec<String> = (0..record.n_cells()).map(|idx| record.cell(idx).trim().to_owned()).collect();
            if let Some(schema) = Schema::recognise(cells.iter().map(String::as_str)) {
                let n_lines = memchr::memchr_iter(terminator, &bytes[line_start..line_start + len]).count() as u64;
                return Ok(Header {
                    schema,
                    cells,
                    delimiter,
                    terminator,
                    n_preamble_lines: line_idx as u64,
                    body_start: line_start + len,
                    body_line_no: line_idx as u64 + 1 + n_lines,
                });
            }
            if cells.len() > seen.len() {
                seen = cells;
            }
        }
        let Some(line_len) = memchr::memchr(terminator, &bytes[line_start..]) else { break };
        line_start += line_len + 1;
    }
    Err(Unreadable::UnknownKind { seen })
}
