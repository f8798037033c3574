//! Guesses the form of a table of no known kind: its signs, its width, its header.
//!
//! The signs are those with which most records have one width; the width is that of most records, never of the first.
//! A first line that does not have it is no header, however much it looks like one: it is put aside and the columns stay
//! without names. Nothing is repaired.

use std::collections::BTreeMap;

use super::Unreadable;
use super::binding::MAX_COLUMNS;
use super::csv::{Fault, Format, Found, Splitter};
use super::schema::Schema;
use super::sniff::{Header, terminator};
use crate::domain::FileKind;

const DELIMITERS: [u8; 5] = *b",;\t| ";
/// Records that are looked at.
const MAX_RECORDS: usize = 1_000;

/// A table of which nothing is known.
pub(super) const SCHEMA: Schema = Schema { kind: FileKind::Other, signatures: &[], columns: &[] };

/// One line or record of the beginning.
struct Piece {
    line_no: u64,
    /// Its cells; none where it is malformed.
    cells: Option<Vec<String>>,
    text: Vec<u8>,
    fault: Option<Fault>,
    /// Where the next one starts.
    end: usize,
}

impl Piece {
    fn width(&self) -> usize {
        self.cells.as_ref().map_or(0, Vec::len)
    }

    /// Whether it is a line with at most one cell of text, as titles have it.
    fn is_title(&self, width: usize) -> bool {
        width > 1 && self.cells.as_ref().is_some_and(|it| it.iter().filter(|it| !it.trim().is_empty()).count() <= 1)
    }
}

/// The header of a table, found by the table's own form.
pub(super) fn header(bytes: &[u8], is_whole: bool) -> Result<Header, Unreadable> {
    let (format, pieces) = formats(bytes)
        .map(|format| (format, split(bytes, format, is_whole)))
        .max_by_key(|(format, pieces)| score(*format, pieces))
        .ok_or(Unreadable::Empty)?;
    let width = usual_width(&pieces);
    if width > MAX_COLUMNS {
        return Err(Unreadable::TooManyColumns);
    }
    let first = pieces.iter().position(|it| !it.is_title(width)).unwrap_or(0);
    let behind = &pieces[first..];
    let n_headers = n_header_rows(behind, width);
    let mut faults = Vec::new();
    let mut cells = vec![String::new(); width];
    let mut n_before_body = first + n_headers;
    if n_headers > 0 {
        for row in behind[..n_headers].iter().filter_map(|it| it.cells.as_ref()) {
            for (name, cell) in cells.iter_mut().zip(row) {
                *name = [name.as_str(), cell.trim()].join(" ").trim().to_owned();
            }
        }
    } else if let Some(piece) = behind.first().filter(|it| is_damaged_header(it, behind, width)) {
        let reason = match piece.fault {
            Some(fault) => fault.reason().to_owned(),
            None => {
                format!("The first line has {} cells, the rows {width}: the columns stay without names.", piece.width())
            }
        };
        faults.push((piece.line_no, piece.text.clone(), reason));
        n_before_body += 1;
    }
    let before_body = n_before_body.checked_sub(1).and_then(|it| pieces.get(it));
    Ok(Header {
        schema: &SCHEMA,
        cells,
        format,
        n_preamble_lines: pieces.get(first).map_or(0, |it| it.line_no - 1),
        body_start: before_body.map_or(0, |it| it.end),
        body_line_no: pieces
            .get(n_before_body)
            .or(before_body)
            .map_or(1, |it| if n_before_body < pieces.len() { it.line_no } else { it.line_no + 1 }),
        faults,
    })
}

/// The forms that a table may have, the likeliest last.
fn formats(bytes: &[u8]) -> impl Iterator<Item = Format> {
    let terminator = terminator(bytes);
    let quotes = [(b'\'', None), (b'"', Some(b'\\')), (b'"', None)];
    let delimiters = DELIMITERS.into_iter().rev();
    delimiters.flat_map(move |delimiter| {
        quotes.into_iter().flat_map(move |(quote, escape)| {
            [true, false].map(|skips_space| Format { delimiter, quote, escape, terminator, skips_space })
        })
    })
}

fn split(bytes: &[u8], format: Format, is_whole: bool) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut end = 0;
    let mut take = |found: Found<'_>| {
        let (line_no, cells, text, fault) = match found {
            Found::Record(record) => {
                let cells = (0..record.n_cells()).map(|it| record.cell(it).to_owned()).collect();
                (record.line_no, Some(cells), record.text().as_bytes().to_vec(), None)
            }
            Found::Malformed { line_no, text, fault } => (line_no, None, text.to_vec(), Some(fault)),
        };
        end += text.len();
        let is_blank = text.iter().all(u8::is_ascii_whitespace);
        if pieces.len() < MAX_RECORDS && !is_blank {
            pieces.push(Piece { line_no, cells, text, fault, end });
        }
    };
    let mut splitter = Splitter::new(format, 1);
    splitter.push(bytes, &mut take);
    if is_whole {
        splitter.finish(&mut take);
    }
    pieces
}

/// The width that most records have; of widths that equally many have, the larger one.
fn usual_width(pieces: &[Piece]) -> usize {
    let mut n_records: BTreeMap<usize, usize> = BTreeMap::new();
    for piece in pieces.iter().filter(|it| it.cells.is_some()) {
        *n_records.entry(piece.width()).or_default() += 1;
    }
    n_records.into_iter().max_by_key(|(width, n)| (*n, *width)).map_or(1, |(width, _)| width)
}

/// How many records have the usual width, if that is more than one; then the width; then signs that are seldom there by
/// chance.
fn score(format: Format, pieces: &[Piece]) -> (usize, usize, bool, bool) {
    let width = usual_width(pieces);
    let n_usual = pieces.iter().filter(|it| it.cells.is_some() && it.width() == width).count();
    let (is_sign, is_bare) = (format.delimiter != b' ', !format.skips_space);
    if width > 1 { (n_usual, width, is_sign, is_bare) } else { (0, n_usual, is_sign, is_bare) }
}

/// What a cell looks like.
fn is_value(cell: &str) -> bool {
    let cell = cell.trim();
    let n_digits = cell.bytes().filter(u8::is_ascii_digit).count();
    let is_of_values = |it: char| it.is_ascii_digit() || "$€£¥%+-.,:/ ()".contains(it);
    n_digits > 0 && cell.chars().all(is_of_values)
}

/// For each column, whether most rows have a number, a date or a time in it.
fn value_columns(rows: &[Piece], width: usize) -> Vec<bool> {
    let rows: Vec<&Vec<String>> =
        rows.iter().filter_map(|it| it.cells.as_ref()).filter(|it| it.len() == width).collect();
    (0..width).map(|column| rows.iter().filter(|it| is_value(&it[column])).count() * 2 > rows.len()).collect()
}

/// How many of the first rows name the columns: rows without a value, above columns of values.
fn n_header_rows(pieces: &[Piece], width: usize) -> usize {
    let has_names = |piece: &Piece| {
        let Some(cells) = piece.cells.as_ref().filter(|it| it.len() == width) else { return false };
        !cells.iter().any(|it| is_value(it)) && cells.iter().any(|it| !it.trim().is_empty())
    };
    let n_names = pieces.iter().take_while(|it| has_names(it)).count();
    if value_columns(pieces, width).contains(&true) {
        return n_names;
    }
    // Nothing but text: the first row names the columns if no name is blank or there twice.
    let Some(cells) = pieces.first().and_then(|it| it.cells.as_ref()).filter(|it| it.len() == width) else { return 0 };
    let is_name = |idx: usize| !cells[idx].trim().is_empty() && !cells[..idx].contains(&cells[idx]);
    usize::from((0..width).all(is_name))
}

/// Whether the first line is a header that does not fit the rows, rather than a row.
fn is_damaged_header(piece: &Piece, pieces: &[Piece], width: usize) -> bool {
    (piece.fault.is_some() || piece.width() != width)
        && value_columns(pieces, width).contains(&true)
        && !String::from_utf8_lossy(&piece.text).bytes().any(|it| it.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, delimiter: u8, names: &[&str], body_line_no: u64) {
        let header = header(text.as_bytes(), true).unwrap();
        assert_eq!(char::from(header.format.delimiter), char::from(delimiter), "{text:?}");
        assert_eq!(header.cells, names, "{text:?}");
        assert_eq!(header.body_line_no, body_line_no, "{text:?}");
        let before = &text.as_bytes()[..header.body_start];
        assert_eq!(before.iter().filter(|it| **it == b'\n').count() as u64, body_line_no - 1, "{text:?}");
    }

    #[test]
    fn the_form_is_that_of_most_rows() {
        check("Name;Amount\na,b;1\nc;2\nd;3\n", b';', &["Name", "Amount"], 2);
        check("1,2018-01-01,a\n2,2018-01-02,b\n", b',', &["", "", ""], 1);
        check("Title,,\n,,\nName,Amount,Day\na,1,1/2/2020\nb,2,1/3/2020\n", b',', &["Name", "Amount", "Day"], 4);
        check("Net,Gross\nEUR,EUR\n1,2\n3,4\n5,6\n", b',', &["Net EUR", "Gross EUR"], 3);
        check("Name Amount\n1,5\n2,6\n", b',', &["", ""], 2);
        check("a,b\n", b',', &["a", "b"], 2);
        check("Name, Text\n1, \"x, y\"\n2, \"z\"\n", b',', &["Name", "Text"], 2);
    }
}
