//! Splits delimited text into records, strictly.
//!
//! ```text
//! PartnerId,CustomerName,Subtotal
//! 0e19…,"Contoso ""Retail"", Ltd.",112.89
//! ```
//!
//! What is unusual here: a quote may only open a cell, and only a delimiter or a line's end may follow the closing one.
//! Lenient readers take a stray quote as text and then swallow the following lines into one cell without a word; here
//! the *line* on which such a record starts is reported and reading goes on at the next line, so that one damaged line
//! costs one line. A quote that is never closed is found the same way, at the latest after [`MAX_RECORD_LEN`].

mod signs;

use memchr::{memchr, memchr2};

use signs::Signs;

/// Bytes that one record may have; a longer one has an unclosed quote, or is no record.
pub(super) const MAX_RECORD_LEN: usize = 16 * 1024 * 1024;

/// The signs that make a text a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Format {
    pub(super) delimiter: u8,
    pub(super) quote: u8,
    /// What stands before a quote inside a quoted cell, where it is not doubled.
    pub(super) escape: Option<u8>,
    pub(super) terminator: u8,
    /// Whether one space behind each delimiter belongs to it.
    pub(super) skips_space: bool,
}

impl Format {
    /// The usual quotes, doubled inside a cell.
    pub(super) fn usual(delimiter: u8, terminator: u8) -> Self {
        Self { delimiter, quote: b'"', escape: None, terminator, skips_space: false }
    }
}

/// What is wrong with a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fault {
    /// A quote inside a cell that did not start with one.
    StrayQuote,
    /// Text between a closing quote and the next delimiter.
    TextAfterQuote,
    /// A quote that opens a cell is never closed.
    UnclosedQuote,
    /// Bytes that are not UTF-8.
    NotUtf8,
}

impl Fault {
    pub(super) fn reason(self) -> &'static str {
        match self {
            Self::StrayQuote => {
                "A quotation mark stands inside a cell that does not start with one, so the cells cannot be told apart."
            }
            Self::TextAfterQuote => "Text follows a closing quotation mark, so the cells cannot be told apart.",
            Self::UnclosedQuote => "A quotation mark is opened and never closed.",
            Self::NotUtf8 => {
                "The row holds bytes that are no text in the file's encoding. Choose another one under “How this file was read”."
            }
        }
    }
}

/// What the beginning of some bytes is.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Scan {
    /// A whole record of `len` bytes, its line end included.
    Record { len: usize },
    /// The record's end is not there yet.
    NeedMore,
    /// Not a record; its first line has `len` bytes, its end included.
    Malformed { len: usize, fault: Fault },
}

/// Splits text into records; see the module.
#[derive(Debug)]
pub(super) struct Splitter {
    format: Format,
    /// The beginning of a record whose end is not there yet.
    pending: Vec<u8>,
    /// The line of the next record, from 1.
    line_no: u64,
    /// Where the next record starts, counted from the file's first byte.
    at: u64,
    /// Records that start there or behind are another splitter's.
    end: u64,
    /// The cells of the record that was scanned last.
    cells: Vec<Span>,
    /// Whether a cell of it is quoted: only there a record has line ends inside.
    has_quoted: bool,
    /// The texts of its cells in which quotes stand, one behind the other.
    unquoted: String,
}

#[derive(Debug, Clone, Copy)]
struct Span {
    start: usize,
    end: usize,
    /// Whether quotes inside are doubled: then the cell is a part of the unquoted texts, and else of the record.
    has_quotes: bool,
}

/// A record: its cells and where it stands.
#[derive(Debug)]
pub(super) struct Record<'a> {
    text: &'a str,
    unquoted: &'a str,
    cells: &'a [Span],
    format: Format,
    /// The line on which it starts, from 1.
    pub(super) line_no: u64,
    /// Whether a line end follows; the last line of a file may lack it.
    pub(super) is_terminated: bool,
}

impl<'a> Record<'a> {
    pub(super) fn n_cells(&self) -> usize {
        self.cells.len()
    }

    /// The text of a cell, quotes taken off.
    #[inline]
    pub(super) fn cell(&self, idx: usize) -> &'a str {
        let Span { start, end, has_quotes } = self.cells[idx];
        if has_quotes { &self.unquoted[start..end] } else { &self.text[start..end] }
    }

    /// The record as it stands in the file.
    pub(super) fn text(&self) -> &'a str {
        self.text
    }

    /// Whether it has usual quotes where others are the signs: what they mean is not known.
    pub(super) fn has_other_quotes(&self) -> bool {
        self.format.quote != b'"' && self.text.contains('"')
    }

    /// Whether it is a line with nothing on it.
    pub(super) fn is_blank_line(&self) -> bool {
        matches!(self.cells, [Span { start, end, has_quotes: false }] if start == end)
    }
}

/// One thing found in the text.
#[derive(Debug)]
pub(super) enum Found<'a> {
    Record(Record<'a>),
    /// A line that is no record.
    Malformed {
        line_no: u64,
        text: &'a [u8],
        fault: Fault,
    },
}

impl Splitter {
    /// A splitter for text whose first byte is on line `line_no`.
    pub(super) fn new(format: Format, line_no: u64) -> Self {
        Self {
            format,
            pending: Vec::new(),
            line_no,
            at: 0,
            end: u64::MAX,
            cells: Vec::new(),
            has_quoted: false,
            unquoted: String::new(),
        }
    }

    /// A splitter of the records that start in a part of a file: from the byte that comes first, to before `end`.
    pub(super) fn of_part(format: Format, line_no: u64, at: u64, end: u64) -> Self {
        Self { at, end, ..Self::new(format, line_no) }
    }

    /// Where the next record starts, counted from the file's first byte.
    pub(super) fn at(&self) -> u64 {
        self.at
    }

    /// The line of the next record.
    pub(super) fn line_no(&self) -> u64 {
        self.line_no
    }

    /// Where the records of another splitter start.
    pub(super) fn end(&self) -> u64 {
        self.end
    }

    /// How many cells the record has that was scanned last.
    pub(super) fn n_cells(&self) -> usize {
        self.cells.len()
    }

    /// Whether the next record is another splitter's.
    pub(super) fn is_done(&self) -> bool {
        self.at >= self.end
    }

    /// Takes the next piece and reports each record that ends in it.
    pub(super) fn push(&mut self, bytes: &[u8], each: &mut impl FnMut(Found<'_>)) {
        if self.pending.is_empty() {
            let n_used = self.split(bytes, false, each);
            self.pending.extend_from_slice(&bytes[n_used..]);
        } else {
            let mut joined = std::mem::take(&mut self.pending);
            joined.extend_from_slice(bytes);
            let n_used = self.split(&joined, false, each);
            joined.drain(..n_used);
            self.pending = joined;
        }
    }

    /// The text's end: reports what is left.
    pub(super) fn finish(&mut self, each: &mut impl FnMut(Found<'_>)) {
        let rest = std::mem::take(&mut self.pending);
        self.split(&rest, true, each);
    }

    fn split(&mut self, bytes: &[u8], is_end: bool, each: &mut impl FnMut(Found<'_>)) -> usize {
        let mut at = 0;
        while at < bytes.len() && !self.is_done() {
            let rest = &bytes[at..];
            let line_no = self.line_no;
            let len = match self.scan(rest, is_end) {
                Scan::NeedMore => break,
                Scan::Record { len } => {
                    match self.record(&rest[..len], line_no) {
                        Ok(record) => each(Found::Record(record)),
                        Err(fault) => each(Found::Malformed { line_no, text: &rest[..len], fault }),
                    }
                    len
                }
                Scan::Malformed { len, fault } => {
                    each(Found::Malformed { line_no, text: &rest[..len], fault });
                    len
                }
            };
            self.line_no += match self.has_quoted || rest[len - 1] != self.format.terminator {
                true => memchr::memchr_iter(self.format.terminator, &rest[..len]).count() as u64,
                false => 1,
            };
            self.at += len as u64;
            at += len;
        }
        at
    }

    /// The record that was scanned last, which is all of `bytes`.
    pub(super) fn record<'a>(&'a mut self, bytes: &'a [u8], line_no: u64) -> Result<Record<'a>, Fault> {
        let text = std::str::from_utf8(bytes).map_err(|_where| Fault::NotUtf8)?;
        if self.has_quoted {
            self.unquoted.clear();
            for cell in self.cells.iter_mut().filter(|it| it.has_quotes) {
                let start = self.unquoted.len();
                unquote(&text[cell.start..cell.end], self.format, &mut self.unquoted);
                *cell = Span { start, end: self.unquoted.len(), has_quotes: true };
            }
        }
        Ok(Record {
            text,
            unquoted: &self.unquoted,
            cells: &self.cells,
            format: self.format,
            line_no,
            is_terminated: bytes.last() == Some(&self.format.terminator),
        })
    }

    /// Finds the end of the record at the start of `bytes`, and its cells.
    pub(super) fn scan(&mut self, bytes: &[u8], is_end: bool) -> Scan {
        let Format { delimiter, quote, escape, terminator, skips_space } = self.format;
        self.cells.clear();
        self.has_quoted = false;
        let mut signs = Signs::new(bytes, [delimiter, terminator, quote]);
        let mut at = 0;
        loop {
            let is_last_cell;
            let next;
            if skips_space && at > 0 && bytes.get(at) == Some(&b' ') {
                at += 1;
            }
            if bytes.get(at) == Some(&quote) {
                self.has_quoted = true;
                let closing = match escape {
                    None => closing_quote(bytes, at + 1, quote),
                    Some(escape) => escaped_closing_quote(bytes, at + 1, quote, escape),
                };
                let (end, has_quotes) = match closing {
                    Closing::At { end, has_quotes } => (end, has_quotes),
                    // The byte behind the quote decides; at a piece's end it is not there yet.
                    Closing::AtEnd { end, has_quotes } if is_end => (end, has_quotes),
                    Closing::AtEnd { .. } | Closing::Missing if !is_end && bytes.len() < MAX_RECORD_LEN => {
                        return Scan::NeedMore;
                    }
                    Closing::AtEnd { .. } | Closing::Missing => {
                        return self.malformed(bytes, is_end, Fault::UnclosedQuote);
                    }
                };
                self.cells.push(Span { start: at + 1, end, has_quotes });
                let behind = &bytes[end + 1..];
                (is_last_cell, next) = match behind {
                    [] => (true, end + 1),
                    [first, ..] if *first == delimiter => (false, end + 2),
                    [first, ..] if *first == terminator => (true, end + 2),
                    [b'\r', second, ..] if *second == terminator => (true, end + 3),
                    [b'\r'] if !is_end => return Scan::NeedMore,
                    [b'\r'] => (true, end + 2),
                    _ => return self.malformed(bytes, is_end, Fault::TextAfterQuote),
                };
            } else {
                match signs.next(at) {
                    Some(end) if bytes[end] == delimiter => {
                        self.cells.push(Span { start: at, end, has_quotes: false });
                        (is_last_cell, next) = (false, end + 1);
                    }
                    Some(end) if bytes[end] == terminator => {
                        let is_crlf = terminator == b'\n' && end > at && bytes[end - 1] == b'\r';
                        self.cells.push(Span { start: at, end: end - usize::from(is_crlf), has_quotes: false });
                        (is_last_cell, next) = (true, end + 1);
                    }
                    Some(_quote) => return self.malformed(bytes, is_end, Fault::StrayQuote),
                    None if !is_end && bytes.len() < MAX_RECORD_LEN => return Scan::NeedMore,
                    None => {
                        let end = if bytes[at..].ends_with(b"\r") { bytes.len() - 1 } else { bytes.len() };
                        self.cells.push(Span { start: at, end, has_quotes: false });
                        (is_last_cell, next) = (true, bytes.len());
                    }
                }
            }
            if is_last_cell {
                return Scan::Record { len: next };
            }
            at = next;
        }
    }

    /// The first line of `bytes` is no record; where that line ends must be known to report it whole.
    fn malformed(&self, bytes: &[u8], is_end: bool, fault: Fault) -> Scan {
        match memchr(self.format.terminator, bytes) {
            Some(len) => Scan::Malformed { len: len + 1, fault },
            None if is_end || bytes.len() >= MAX_RECORD_LEN => Scan::Malformed { len: bytes.len(), fault },
            None => Scan::NeedMore,
        }
    }
}

/// Appends the text of a cell without the signs that tell its quotes from the closing one.
fn unquote(text: &str, format: Format, unquoted: &mut String) {
    let Format { quote, escape, .. } = format;
    let mut rest = text;
    while let Some(at) = memchr2(quote, escape.unwrap_or(quote), rest.as_bytes()) {
        let (sign, next) = (rest.as_bytes()[at], rest.as_bytes().get(at + 1).copied());
        let is_escaped = match escape {
            None => next == Some(quote),
            Some(escape) => sign == escape && (next == Some(quote) || next == Some(escape)),
        };
        // These signs are ASCII, so that a text can be cut before and behind them.
        let kept_from = at + usize::from(is_escaped);
        unquoted.push_str(&rest[..at]);
        unquoted.push_str(&rest[kept_from..=kept_from]);
        rest = &rest[kept_from + 1..];
    }
    unquoted.push_str(rest);
}

enum Closing {
    At {
        end: usize,
        has_quotes: bool,
    },
    /// A quote is the very last byte: it closes the cell, or is the first of a doubled one.
    AtEnd {
        end: usize,
        has_quotes: bool,
    },
    Missing,
}

/// The quote that closes a cell in which quotes follow an escape sign.
fn escaped_closing_quote(bytes: &[u8], mut at: usize, quote: u8, escape: u8) -> Closing {
    let mut has_quotes = false;
    while let Some(len) = bytes.get(at..).and_then(|it| memchr2(quote, escape, it)) {
        let end = at + len;
        if bytes[end] == escape {
            has_quotes = true;
            at = end + if matches!(bytes.get(end + 1), Some(it) if *it == quote || *it == escape) { 2 } else { 1 };
        } else if end + 1 < bytes.len() {
            return Closing::At { end, has_quotes };
        } else {
            return Closing::AtEnd { end, has_quotes };
        }
    }
    Closing::Missing
}

fn closing_quote(bytes: &[u8], mut at: usize, quote: u8) -> Closing {
    let mut has_quotes = false;
    while let Some(len) = memchr(quote, &bytes[at..]) {
        let end = at + len;
        match bytes.get(end + 1) {
            Some(it) if *it == quote => {
                has_quotes = true;
                at = end + 2;
            }
            Some(_) => return Closing::At { end, has_quotes },
            None => return Closing::AtEnd { end, has_quotes },
        }
    }
    Closing::Missing
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Cells joined by `|`, one line a record; `!` and the fault where there is none.
    fn split(pieces: &[&[u8]]) -> String {
        let mut lines = Vec::new();
        let mut splitter = Splitter::new(Format::usual(b',', b'\n'), 1);
        let mut each = |found: Found<'_>| {
            lines.push(match found {
                Found::Record(record) => {
                    let cells: Vec<_> = (0..record.n_cells()).map(|it| record.cell(it).to_owned()).collect();
                    format!("{} {}", record.line_no, cells.join("|"))
                }
                Found::Malformed { line_no, text, fault } => {
                    format!("{line_no} !{fault:?} {}", String::from_utf8_lossy(text).trim_end())
                }
            });
        };
        pieces.iter().for_each(|piece| splitter.push(piece, &mut each));
        splitter.finish(&mut each);
        lines.join("\n")
    }

    fn check(text: &str, expected: &str) {
        assert_eq!(split(&[text.as_bytes()]), expected, "{text:?}");
        for cut in 0..=text.len() {
            let (before, after) = text.as_bytes().split_at(cut);
            assert_eq!(split(&[before, after]), expected, "{text:?} cut at {cut}");
        }
        let bytes: Vec<&[u8]> = text.as_bytes().chunks(1).collect();
        assert_eq!(split(&bytes), expected, "{text:?} byte by byte");
    }

    #[test]
    fn records_as_rfc_4180_has_them() {
        check("a,b\n1,2\n", "1 a|b\n2 1|2");
        check("a,b\r\n1,2", "1 a|b\n2 1|2");
        check("a,b\r\n1,2\r", "1 a|b\n2 1|2");
        check(",\n,,\n", "1 |\n2 ||");
        check("\"a\",\"b\"\n", "1 a|b");
        check("\"a,\"\"b\"\"\",\"\"\n", "1 a,\"b\"|");
        check("\"a\nb\",c\nd,e\n", "1 a\nb|c\n3 d|e");
        check("\"a\r\nb\"\r\nd\n", "1 a\r\nb\n3 d");
        check("\"\"", "1 ");
        check("\"\"\"\"", "1 \"");
        check("\n\na\n", "1 \n2 \n3 a");
        check("", "");
        check("ő,ű\n", "1 ő|ű");
    }

    #[test]
    fn a_damaged_line_costs_one_line() {
        check("a,b\"c\nd,e\n", "1 !StrayQuote a,b\"c\n2 d|e");
        check("\"a\"b,c\nd,e\n", "1 !TextAfterQuote \"a\"b,c\n2 d|e");
        check("\"a,b\nc,d\n", "1 !UnclosedQuote \"a,b\n2 c|d");
        check("\"a,b\nc,\"d\"\n", "1 !TextAfterQuote \"a,b\n2 c|d");
        check("x,\"a", "1 !UnclosedQuote x,\"a");
        check("\"a\" ,b\nc,d", "1 !TextAfterQuote \"a\" ,b\n2 c|d");
    }

    #[test]
    fn bytes_that_are_no_text_cost_one_line() {
        assert_eq!(split(&[b"a,b\n\xff,c\nd,e\n"]), "1 a|b\n2 !NotUtf8 \u{fffd},c\n3 d|e");
    }

    #[test]
    fn well_formed_text_is_split_as_the_csv_crate_splits_it() {
        let text = "a,\"b\"\"\",c\n\"x\ny\",,\n1,2,3\n\"\",\" \",\"\"\"\"\n";
        let mut reader = ::csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
        let other: Vec<Vec<String>> =
            reader.records().map(|it| it.unwrap().iter().map(str::to_owned).collect()).collect();
        let mut ours: Vec<Vec<String>> = Vec::new();
        let mut splitter = Splitter::new(Format::usual(b',', b'\n'), 1);
        splitter.push(text.as_bytes(), &mut |found| {
            let Found::Record(record) = found else { panic!("{found:?}") };
            ours.push((0..record.n_cells()).map(|it| record.cell(it).to_owned()).collect());
        });
        assert_eq!(ours, other);
    }
}
