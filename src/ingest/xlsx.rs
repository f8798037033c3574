//! Reads the sheets of an Excel workbook (`.xlsx`) as tables.
//!
//! What is unusual here: numbers are taken from the text that the workbook stores, never through a binary float. A workbook
//! keeps 15 digits and stores up to two more that are noise (`9.9499999999999993` for 9.95): these are rounded away, as
//! Excel does to show the cell. A cell whose number format is a date becomes the ISO date that its day number means.
//!
//! Source: ECMA-376, part 1, 18 (SpreadsheetML): `workbook.xml`, `sharedStrings.xml`, `styles.xml`, one XML a sheet.

use std::borrow::Cow;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::binding::MAX_COLUMNS;
use super::dialect::{Evidence, value_types};
use super::rows::Rows;
use super::schema::Schema;
use super::zip::{self, Entry};
use super::{Ingested, ReadOptions, Unreadable};
use crate::domain::{Day, parse_decimal};

/// Rows among which the header is looked for.
const MAX_PREAMBLE_ROWS: usize = 20;
/// Rows that are looked at to find how numbers and dates are written.
const N_EVIDENCE_ROWS: usize = 500;

/// What all sheets of a workbook share.
#[derive(Debug)]
pub(super) struct Book {
    /// Name and part of each sheet.
    sheets: Vec<(String, String)>,
    strings: Vec<String>,
    /// For each cell style: what its number format makes of a number.
    styles: Vec<Shape>,
    /// Days between day number 0 and 1970-01-01.
    epoch: i32,
}

/// What a number format shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shape {
    Number,
    Date,
    DateTime,
}

fn broken(cause: &str) -> Unreadable {
    Unreadable::BrokenArchive { cause: cause.to_owned() }
}

pub(super) fn is_workbook(entries: &[Entry]) -> bool {
    entries.iter().any(|it| it.name == "xl/workbook.xml")
}

/// The text of a part of the workbook; none where it has no such part.
fn part(bytes: &[u8], entries: &[Entry], name: &str) -> Result<Option<Vec<u8>>, Unreadable> {
    let Some(entry) = entries.iter().find(|it| it.name.eq_ignore_ascii_case(name)) else { return Ok(None) };
    unpacked(bytes, entry).map(Some)
}

fn unpacked(bytes: &[u8], entry: &Entry) -> Result<Vec<u8>, Unreadable> {
    let mut text = Vec::new();
    zip::unpack(bytes, entry, &mut |piece| text.extend_from_slice(piece))?;
    Ok(text)
}

/// One thing that an XML text has.
enum Node<'a> {
    Start(BytesStart<'a>),
    End(Vec<u8>),
    Text(Cow<'a, str>),
}

/// Walks an XML text. Elements without content start and end; references are text.
fn walk(xml: &[u8], mut each: impl FnMut(Node<'_>) -> Result<(), Unreadable>) -> Result<(), Unreadable> {
    let mut reader = Reader::from_reader(xml);
    reader.config_mut().expand_empty_elements = true;
    let mut buffer = Vec::new();
    loop {
        let event = reader.read_event_into(&mut buffer).map_err(|cause| broken(&cause.to_string()))?;
        match event {
            Event::Eof => return Ok(()),
            Event::Start(start) => each(Node::Start(start))?,
            Event::End(end) => each(Node::End(end.local_name().as_ref().as_bytes().to_vec()))?,
            Event::Text(text) => each(Node::Text(text.xml10_content()))?,
            Event::CData(text) => each(Node::Text(text.xml10_content()))?,
            Event::GeneralRef(reference) => {
                let letter = reference.resolve_char_ref().map_err(|cause| broken(&cause.to_string()))?;
                let text = match letter {
                    Some(letter) => letter.to_string(),
                    None => quick_xml::escape::resolve_predefined_entity(&reference)
                        .ok_or_else(|| broken("its XML has an unknown entity"))?
                        .to_owned(),
                };
                each(Node::Text(Cow::Owned(text)))?;
            }
            _ => {}
        }
        buffer.clear();
    }
}

fn attribute(start: &BytesStart<'_>, name: &str) -> Option<String> {
    let found = start.attributes().flatten().find(|it| it.key.local_name().as_ref() == name)?;
    Some(found.normalized_value(quick_xml::XmlVersion::Explicit1_0).ok()?.into_owned())
}

fn is_named(start: &BytesStart<'_>, name: &str) -> bool {
    start.local_name().as_ref() == name
}

impl Book {
    /// Reads what the sheets share.
    pub(super) fn open(bytes: &[u8], entries: &[Entry]) -> Result<Self, Unreadable> {
        let text = |name| part(bytes, entries, name);
        let workbook = text("xl/workbook.xml")?.ok_or_else(|| broken("the workbook has no list of sheets"))?;
        let mut targets: Vec<(String, String)> = Vec::new();
        walk(&text("xl/_rels/workbook.xml.rels")?.unwrap_or_default(), |node| {
            if let Node::Start(start) = node
                && let (Some(id), Some(target)) = (attribute(&start, "Id"), attribute(&start, "Target"))
            {
                let path = target.strip_prefix('/').map_or_else(|| format!("xl/{target}"), str::to_owned);
                targets.push((id, path));
            }
            Ok(())
        })?;
        let mut sheets = Vec::new();
        let mut epoch = 25_569;
        walk(&workbook, |node| {
            let Node::Start(start) = node else { return Ok(()) };
            if is_named(&start, "workbookPr")
                && attribute(&start, "date1904").is_some_and(|it| it == "1" || it == "true")
            {
                epoch = 24_107;
            } else if is_named(&start, "sheet")
                && let (Some(name), Some(id)) = (attribute(&start, "name"), attribute(&start, "id"))
            {
                let path = targets.iter().find(|(it, _)| *it == id).map(|(_, path)| path.clone());
                sheets.push((name, path.ok_or_else(|| broken("a sheet of the workbook is missing"))?));
            }
            Ok(())
        })?;
        let strings = shared_strings(&text("xl/sharedStrings.xml")?.unwrap_or_default())?;
        let styles = styles(&text("xl/styles.xml")?.unwrap_or_default())?;
        Ok(Self { sheets, strings, styles, epoch })
    }

    /// The sheets with the parts that hold them.
    pub(super) fn sheets(&self, entries: &[Entry]) -> Result<Vec<(String, Entry)>, Unreadable> {
        let entry = |path: &str| entries.iter().find(|it| it.name.eq_ignore_ascii_case(path)).cloned();
        self.sheets
            .iter()
            .map(|(name, path)| {
                Ok((name.clone(), entry(path).ok_or_else(|| broken("a sheet of the workbook is missing"))?))
            })
            .collect()
    }

    /// Whether a sheet has no cell with anything in it.
    pub(super) fn is_blank(&self, bytes: &[u8], entry: &Entry) -> Result<bool, Unreadable> {
        /// XML of a sheet that can have no cell.
        const BLANK_LEN: u64 = 4_096;
        if entry.n_unpacked > BLANK_LEN {
            return Ok(false);
        }
        let mut is_blank = true;
        each_row(&unpacked(bytes, entry)?, self, |_| {
            is_blank = false;
            Ok(())
        })?;
        Ok(is_blank)
    }

    /// The text of a cell by its type, its style and what it stores.
    fn cell(&self, cell_type: &str, style: usize, stored: &str) -> Result<String, Unreadable> {
        match cell_type {
            "s" => {
                let idx: usize =
                    stored.trim().parse().map_err(|_none| broken("a cell names a text that is not there"))?;
                self.strings.get(idx).cloned().ok_or_else(|| broken("a cell names a text that is not there"))
            }
            "b" => Ok(if stored.trim() == "1" { "TRUE" } else { "FALSE" }.to_owned()),
            "" | "n" => Ok(self.number(self.styles.get(style).copied().unwrap_or(Shape::Number), stored.trim())),
            _ => Ok(unescaped(stored)),
        }
    }

    /// A number as it is stored; a date where its format shows one.
    fn number(&self, shape: Shape, stored: &str) -> String {
        let is_date = shape != Shape::Number;
        is_date.then(|| self.date(shape, stored)).flatten().unwrap_or_else(|| without_noise(stored))
    }

    fn date(&self, shape: Shape, stored: &str) -> Option<String> {
        const SECONDS: i64 = 86_400;
        let serial = parse_decimal(stored).ok()?;
        let seconds = (serial * rust_decimal::Decimal::from(SECONDS)).round();
        let seconds: i64 = seconds.to_string().parse().ok()?;
        let (days, second) = (seconds.div_euclid(SECONDS), seconds.rem_euclid(SECONDS));
        let day = Day(i32::try_from(days).ok()?.checked_sub(self.epoch)?);
        // Before March 1900 a workbook counts a day that never was.
        (day.date().0 >= 1901 && day.date().0 <= 9999).then_some(())?;
        Some(if shape == Shape::Date && second == 0 {
            day.to_string()
        } else {
            format!("{day}T{:02}:{:02}:{:02}", second / 3600, second / 60 % 60, second % 60)
        })
    }
}

/// A stored number in the digits that a workbook keeps.
fn without_noise(stored: &str) -> String {
    const KEPT_DIGITS: u32 = 15;
    let mantissa = stored.split(['E', 'e']).next().unwrap_or_default();
    let n_digits = mantissa.trim_start_matches(['-', '0', '.']).bytes().filter(u8::is_ascii_digit).count();
    if n_digits <= KEPT_DIGITS as usize {
        return stored.to_owned();
    }
    let rounded = parse_decimal(stored)
        .ok()
        .and_then(|it| it.round_sf_with_strategy(KEPT_DIGITS, rust_decimal::RoundingStrategy::MidpointAwayFromZero));
    rounded.map_or_else(|| stored.to_owned(), |it| it.normalize().to_string())
}

/// `_x000D_` stands for a letter that XML cannot hold.
fn unescaped(text: &str) -> String {
    if !text.contains("_x") {
        return text.to_owned();
    }
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("_x") {
        plain.push_str(&rest[..at]);
        let code = rest.get(at + 2..at + 6).filter(|_| rest.as_bytes().get(at + 6) == Some(&b'_'));
        match code.and_then(|it| u32::from_str_radix(it, 16).ok()).and_then(char::from_u32) {
            Some(letter) => {
                plain.push(letter);
                rest = &rest[at + 7..];
            }
            None => {
                plain.push_str("_x");
                rest = &rest[at + 2..];
            }
        }
    }
    plain.push_str(rest);
    plain
}

fn shared_strings(xml: &[u8]) -> Result<Vec<String>, Unreadable> {
    let mut strings = Vec::new();
    let mut text: Option<String> = None;
    let (mut is_in_text, mut is_phonetic) = (false, false);
    walk(xml, |node| {
        match node {
            Node::Start(start) if is_named(&start, "si") => text = Some(String::new()),
            Node::Start(start) if is_named(&start, "t") => is_in_text = !is_phonetic,
            // How a text is spoken is no part of it.
            Node::Start(start) if is_named(&start, "rPh") => is_phonetic = true,
            Node::Start(_) => {}
            Node::Text(piece) if is_in_text => {
                if let Some(text) = &mut text {
                    text.push_str(&piece);
                }
            }
            Node::Text(_) => {}
            Node::End(name) => match name.as_slice() {
                b"t" => is_in_text = false,
                b"rPh" => is_phonetic = false,
                b"si" => strings.extend(text.take().map(|it| unescaped(&it))),
                _ => {}
            },
        }
        Ok(())
    })?;
    Ok(strings)
}

fn styles(xml: &[u8]) -> Result<Vec<Shape>, Unreadable> {
    let mut formats: Vec<(u32, String)> = Vec::new();
    let mut styles = Vec::new();
    let mut is_in_cells = false;
    walk(xml, |node| {
        match node {
            Node::Start(start) if is_named(&start, "numFmt") => {
                if let (Some(id), Some(code)) = (attribute(&start, "numFmtId"), attribute(&start, "formatCode")) {
                    formats.extend(id.parse().ok().map(|id| (id, code)));
                }
            }
            Node::Start(start) if is_named(&start, "cellXfs") => is_in_cells = true,
            Node::Start(start) if is_in_cells && is_named(&start, "xf") => {
                let id = attribute(&start, "numFmtId").and_then(|it| it.parse().ok()).unwrap_or(0);
                let code = formats.iter().find(|(it, _)| *it == id).map(|(_, code)| code.as_str());
                styles.push(code.map_or_else(|| built_in_shape(id), shape));
            }
            Node::End(name) if name == b"cellXfs" => is_in_cells = false,
            _ => {}
        }
        Ok(())
    })?;
    Ok(styles)
}

/// The number formats that every workbook knows (18.8.30).
fn built_in_shape(id: u32) -> Shape {
    match id {
        14..=17 | 27..=31 | 34..=36 | 50..=58 => Shape::Date,
        22 => Shape::DateTime,
        _ => Shape::Number,
    }
}

/// What a format code shows: days and years outside of quotes and brackets make it a date.
fn shape(code: &str) -> Shape {
    let mut bare = String::new();
    let (mut is_quoted, mut is_bracketed, mut is_escaped) = (false, false, false);
    // Behind the first semicolon stands the format of negative numbers.
    for letter in code.chars() {
        match letter {
            _ if is_escaped => is_escaped = false,
            '\\' if !is_quoted => is_escaped = true,
            '"' => is_quoted = !is_quoted,
            _ if is_quoted => {}
            '[' => is_bracketed = true,
            ']' => is_bracketed = false,
            ';' => break,
            _ if !is_bracketed => bare.extend(letter.to_lowercase()),
            _ => {}
        }
    }
    match (bare.contains(['d', 'y']) && bare != "general", bare.contains(['h', 's'])) {
        (true, true) => Shape::DateTime,
        (true, false) => Shape::Date,
        (false, _) => Shape::Number,
    }
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
        let header_idx = first
            .iter()
            .take(MAX_PREAMBLE_ROWS + 1)
            .position(|(_, cells)| Schema::recognise(cells.iter().map(|it| it.trim())).is_some());
        let schema_of = |cells: &[String]| Schema::recognise(cells.iter().map(|it| it.trim()));
        let Some((idx, schema)) = header_idx.and_then(|it| Some((it, schema_of(&first[it].1)?))) else {
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
        ingested.notes.extend(found.evidence.iter().cloned().chain(found.doubts()));
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
    let cells: Vec<Cow<'_, str>> = cells.into_iter().map(Cow::Owned).collect();
    rows.push(row_no, &cells, text.as_bytes());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_format_tells_dates_from_numbers() {
        for (code, expected) in [
            ("mm-dd-yy", Shape::Date),
            ("dd/mm/yyyy hh:mm", Shape::DateTime),
            ("[$-409]d-mmm-yy;@", Shape::Date),
            ("General", Shape::Number),
            ("0.00E+00", Shape::Number),
            ("#,##0.00 \"days\"", Shape::Number),
            ("[Red]0.00", Shape::Number),
            ("yyyy\\-mm\\-dd", Shape::Date),
            ("0.00;[Red]-0.00;\"dry\"", Shape::Number),
        ] {
            assert_eq!(shape(code), expected, "{code}");
        }
    }

    #[test]
    fn places_are_columns() {
        assert_eq!(["A1", "Z9", "AA10", "XFD1"].map(|it| column_of(it).unwrap()), [0, 25, 26, 16_383]);
        assert_eq!(column_of("XFE1"), None);
        assert_eq!(column_of("7"), None);
    }

    #[test]
    fn day_numbers_are_exact() {
        let book = Book { sheets: Vec::new(), strings: Vec::new(), styles: Vec::new(), epoch: 25_569 };
        assert_eq!(book.number(Shape::Date, "46266"), "2026-09-01");
        assert_eq!(book.number(Shape::DateTime, "46266.5"), "2026-09-01T12:00:00");
        assert_eq!(book.number(Shape::DateTime, "43524.999305555553"), "2019-02-28T23:59:00");
        for (stored, kept) in [
            ("9.9499999999999993", "9.95"),
            ("17.219999999999999", "17.22"),
            ("-0.10000000000000001", "-0.1"),
            ("7.5846900000000002E-5", "0.0000758469"),
            ("123456789012.34500", "123456789012.345"),
            ("7.58469E-05", "7.58469E-05"),
            ("1.50", "1.50"),
        ] {
            assert_eq!(book.number(Shape::Number, stored), kept);
        }
        assert_eq!(book.number(Shape::Date, "soon"), "soon");
        assert_eq!(unescaped("a_x000D_b_x_c"), "a\rb_x_c");
    }
}
