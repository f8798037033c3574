//! Recognises what a text is from its beginning: JSON, or delimited text and which line is its header.

use super::ReadOptions;
use super::Unreadable;
use super::binding::MAX_COLUMNS;
use super::csv::{Format, Scan, Splitter};
use super::guess;
use super::schema::Schema;
use crate::domain::Delimiter;

/// Bytes that are looked at before a file is recognised.
pub(super) const SNIFF_LEN: usize = 64 * 1024;
/// Lines among which the header is looked for: exports put a title or `#TYPE` before it.
const MAX_PREAMBLE_LINES: usize = 20;

/// What a text is.
#[derive(Debug)]
pub(super) enum Sniffed {
    /// JSON that is read as a whole.
    Json,
    /// An object a line.
    JsonLines,
    Delimited(Header),
}

/// The header of a delimited text.
#[derive(Debug)]
pub(super) struct Header {
    pub(super) schema: &'static Schema,
    pub(super) cells: Vec<String>,
    pub(super) format: Format,
    /// Lines before the header.
    pub(super) n_preamble_lines: u64,
    /// Where the first row starts, and its line.
    pub(super) body_start: usize,
    pub(super) body_line_no: u64,
    /// Lines of the beginning that are put aside: line, text, reason.
    pub(super) faults: Vec<(u64, Vec<u8>, String)>,
}

/// Recognises a text by its first bytes, or all of them if `is_whole`.
pub(super) fn sniff(bytes: &[u8], is_whole: bool, options: &ReadOptions) -> Result<Sniffed, Unreadable> {
    let Some(first) = bytes.iter().find(|it| !it.is_ascii_whitespace()) else {
        return Err(Unreadable::Empty);
    };
    let beginning = &bytes[..bytes.len().min(SNIFF_LEN)];
    if memchr::memchr(0, beginning).is_some() || is_mostly_no_text(beginning) {
        return Err(Unreadable::Binary);
    }
    if matches!(first, b'{' | b'[') && !options.is_any_table {
        return Ok(if is_object_a_line(bytes, is_whole) { Sniffed::JsonLines } else { Sniffed::Json });
    }
    match find_header(bytes, is_whole, options) {
        Ok(header) => Ok(Sniffed::Delimited(header)),
        Err(_) if options.is_any_table => guess::header(bytes, is_whole).map(Sniffed::Delimited),
        Err(unreadable) => Err(unreadable),
    }
}

/// Bytes that are not UTF-8 in a few places are a damaged or a legacy text; in many places they are no text.
fn is_mostly_no_text(bytes: &[u8]) -> bool {
    let n_broken = bytes.utf8_chunks().filter(|it| !it.invalid().is_empty()).count();
    let n_control = bytes.iter().filter(|it| it.is_ascii_control() && !it.is_ascii_whitespace()).count();
    (n_broken + n_control) * 10 > bytes.len()
}

/// Whether the first line is an object of its own, and not one that holds the others.
fn is_object_a_line(bytes: &[u8], is_whole: bool) -> bool {
    let start = bytes.iter().position(|it| !it.is_ascii_whitespace()).unwrap_or(0);
    let text = &bytes[start..];
    let line_len = match memchr::memchr(b'\n', text) {
        Some(len) => len,
        None if is_whole => text.len(),
        None => return false,
    };
    let Ok(serde_json::Value::Object(object)) = serde_json::from_slice(&text[..line_len]) else { return false };
    let follows_object = text[line_len..].iter().find(|it| !it.is_ascii_whitespace()).is_some_and(|it| *it == b'{');
    follows_object && !object.contains_key("items") && !object.contains_key("blobs") && !object.contains_key("details")
}

/// The terminator of a text's lines: CR where there is no LF.
pub(super) fn terminator(bytes: &[u8]) -> u8 {
    if memchr::memchr(b'\n', bytes).is_none() && memchr::memchr(b'\r', bytes).is_some() { b'\r' } else { b'\n' }
}

fn find_header(bytes: &[u8], is_whole: bool, options: &ReadOptions) -> Result<Header, Unreadable> {
    let terminator = terminator(bytes);
    let delimiters: Vec<u8> =
        options.choice.delimiter.map_or(Delimiter::ALL.to_vec(), |it| vec![it]).iter().map(|it| it.byte()).collect();
    let formats = || {
        let usual = delimiters.iter().map(|it| Format::usual(*it, terminator));
        usual.flat_map(|it| [it, Format { skips_space: true, ..it }])
    };
    let mut seen = Vec::new();
    let mut line_start = 0;
    for line_idx in 0..=MAX_PREAMBLE_LINES {
        if line_start >= bytes.len() {
            break;
        }
        for format in formats() {
            let mut splitter = Splitter::new(format, 1);
            let Scan::Record { len } = splitter.scan(&bytes[line_start..], is_whole) else { continue };
            let Ok(record) = splitter.record(&bytes[line_start..line_start + len], 1) else { continue };
            let is_spaced = record.n_cells() > 1 && (1..record.n_cells()).all(|it| record.cell(it).starts_with(' '));
            if record.n_cells() > MAX_COLUMNS {
                return Err(Unreadable::TooManyColumns);
            }
            let cells: Vec<String> = (0..record.n_cells()).map(|idx| record.cell(idx).trim().to_owned()).collect();
            if let Some(schema) = Schema::recognise(cells.iter().map(String::as_str)) {
                let n_lines = memchr::memchr_iter(terminator, &bytes[line_start..line_start + len]).count() as u64;
                return Ok(Header {
                    schema,
                    cells,
                    format: Format { skips_space: format.skips_space || is_spaced, ..format },
                    n_preamble_lines: line_idx as u64,
                    body_start: line_start + len,
                    body_line_no: line_idx as u64 + 1 + n_lines,
                    faults: Vec::new(),
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
