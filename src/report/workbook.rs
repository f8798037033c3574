//! Excel workbooks: the summary and the filtered rows with real numbers and dates, and a sheet that says what they are.
//!
//! A number stands in the sheet's XML as its exact decimal text; spreadsheets keep 15 digits of it, so that one with more
//! stands as text. Written by hand because libraries take binary floating point numbers, which would not be the file's.

mod package;

use std::fmt::Write as _;

use crate::domain::Day;
use package::Package;

/// Rows that a sheet has at most, the header among them.
const MAX_SHEET_ROWS: usize = 1_048_576;
/// Bytes of XML from which on a sheet goes on in another one: an archive counts a part's bytes in 32 bits.
const MAX_SHEET_BYTES: usize = 3 << 30;
/// Characters that a cell has at most.
const MAX_CELL_CHARS: usize = 32_767;
/// Significant digits that a spreadsheet keeps of a number.
const MAX_DIGITS: usize = 15;
/// Days from 1899-12-30, the day 0 of workbooks, to 1970-01-01.
const EPOCH_DAYS: i32 = 25_569;

/// A cell of a workbook.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cell<'a> {
    /// Nothing.
    Blank,
    /// A text, never a formula.
    Text(&'a str),
    /// An exact decimal: digits, sign, point.
    Number(&'a str),
    /// An amount: a number that is shown with at least two decimals.
    Amount(&'a str),
    /// A day.
    Day(Day),
}

/// What could not stand as it is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Losses {
    /// Numbers with more digits than a spreadsheet keeps; they stand as text.
    pub n_long_numbers: usize,
    /// Texts that were cut at the longest that a cell can hold.
    pub n_cut_texts: usize,
}

/// A workbook that is being written, sheet by sheet, row by row.
#[derive(Debug, Default)]
pub struct Workbook {
    package: Package,
    sheets: Vec<String>,
    open: Option<OpenSheet>,
    losses: Losses,
}

#[derive(Debug)]
struct OpenSheet {
    name: String,
    header: Vec<String>,
    n_rows: usize,
    /// Bytes that were handed on already.
    n_bytes: usize,
    /// Sheets that this one goes on from.
    n_before: usize,
    xml: String,
}

impl Workbook {
    /// Begins a sheet; the one before is finished. Where the rows are more than a sheet can have, others with the same
    /// header follow.
    pub fn begin_sheet(&mut self, name: &str, header: &[&str]) {
        self.finish_sheet();
        let header = header.iter().map(|it| (*it).to_owned()).collect();
        let name = name.to_owned();
        self.open(OpenSheet { name, header, n_rows: 0, n_bytes: 0, n_before: 0, xml: String::new() });
    }

    fn open(&mut self, mut sheet: OpenSheet) {
        let name = match sheet.n_before {
            0 => sheet.name.clone(),
            n => format!("{} {}", sheet.name, n + 1),
        };
        self.sheets.push(name);
        self.package.begin(&format!("xl/worksheets/sheet{}.xml", self.sheets.len()));
        sheet.xml.push_str(SHEET_START);
        let header = std::mem::take(&mut sheet.header);
        push_row(&mut sheet, header.iter().map(|it| (Cell::Text(it), HEADER_STYLE)), &mut self.losses);
        sheet.header = header;
        self.open = Some(sheet);
    }

    /// Writes a row of the sheet that was begun last.
    pub fn row<'a>(&mut self, cells: impl Iterator<Item = Cell<'a>>) {
        if let Some(full) = self.open.take_if(|it| it.n_rows == MAX_SHEET_ROWS || it.n_bytes > MAX_SHEET_BYTES) {
            let OpenSheet { name, header, n_before, .. } = &full;
            let next = OpenSheet {
                name: name.clone(),
                header: header.clone(),
                n_rows: 0,
                n_bytes: 0,
                n_before: n_before + 1,
                xml: String::new(),
            };
            self.close(full);
            self.open(next);
        }
        let Some(sheet) = &mut self.open else { return };
        push_row(
            sheet,
            cells.map(|it| {
                let style = style_of(&it);
                (it, style)
            }),
            &mut self.losses,
        );
        // In pieces: the XML of a million rows would be gigabytes.
        if sheet.xml.len() > 1 << 20 {
            self.package.push(sheet.xml.as_bytes());
            sheet.n_bytes += sheet.xml.len();
            sheet.xml.clear();
        }
    }

    /// What could not stand as it is so far.
    #[must_use]
    pub fn losses(&self) -> Losses {
        self.losses
    }

    fn finish_sheet(&mut self) {
        if let Some(sheet) = self.open.take() {
            self.close(sheet);
        }
    }

    fn close(&mut self, mut sheet: OpenSheet) {
        sheet.xml.push_str("</sheetData>");
        if !sheet.header.is_empty() && sheet.n_rows > 1 {
            let last = cell_name(sheet.header.len() - 1, sheet.n_rows);
            let _infallible = write!(sheet.xml, r#"<autoFilter ref="A1:{last}"/>"#);
        }
        sheet.xml.push_str("</worksheet>");
        self.package.push(sheet.xml.as_bytes());
        self.package.end();
    }

    /// The whole file.
    #[must_use]
    pub fn finish(mut self) -> Vec<u8> {
        self.finish_sheet();
        let mut sheets = String::new();
        let mut relations = String::new();
        let mut types = String::new();
        for (no, name) in (1..).zip(&self.sheets) {
            let mut escaped = String::new();
            escape(name, &mut escaped);
            let _infallible = write!(sheets, r#"<sheet name="{escaped}" sheetId="{no}" r:id="rId{no}"/>"#);
            let _infallible = write!(
                relations,
                r#"<Relationship Id="rId{no}" Type="{OFFICE}/worksheet" Target="worksheets/sheet{no}.xml"/>"#
            );
            let _infallible = write!(
                types,
                r#"<Override PartName="/xl/worksheets/sheet{no}.xml" ContentType="{SHEET_ML}.worksheet+xml"/>"#
            );
        }
        let mut part = |name: &str, text: String| {
            self.package.begin(name);
            self.package.push(format!("{XML}{text}").as_bytes());
            self.package.end();
        };
        part(
            "xl/workbook.xml",
            format!(r#"<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>{sheets}</sheets></workbook>"#),
        );
        part(
            "xl/_rels/workbook.xml.rels",
            format!(
                r#"<Relationships xmlns="{PACKAGE}/relationships">{relations}<Relationship Id="styles" Type="{OFFICE}/styles" Target="styles.xml"/></Relationships>"#
            ),
        );
        part("xl/styles.xml", STYLES.to_owned());
        part(
            "_rels/.rels",
            format!(
                r#"<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>"#
            ),
        );
        part(
            "[Content_Types].xml",
            format!(
                r#"<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="{SHEET_ML}.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="{SHEET_ML}.styles+xml"/>{types}</Types>"#
            ),
        );
        self.package.finish()
    }
}

const XML: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>"#;
const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";
const SHEET_ML: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml";
/// The header stays in sight.
const SHEET_START: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><sheetFormatPr defaultColWidth="18" defaultRowHeight="15"/><sheetData>"#;
/// Cell styles by number: as it is, header, day in the reader's locale (number format 14), amount.
const STYLES: &str = r##"<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><numFmts count="1"><numFmt numFmtId="164" formatCode="#,##0.00##########"/></numFmts><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="4"><xf/><xf fontId="1" applyFont="1"/><xf numFmtId="14" applyNumberFormat="1"/><xf numFmtId="164" applyNumberFormat="1"/></cellXfs></styleSheet>"##;
const HEADER_STYLE: usize = 1;

fn style_of(cell: &Cell<'_>) -> usize {
    match cell {
        Cell::Blank | Cell::Text(_) | Cell::Number(_) => 0,
        Cell::Day(_) => 2,
        Cell::Amount(_) => 3,
    }
}

fn push_row<'a>(sheet: &mut OpenSheet, cells: impl Iterator<Item = (Cell<'a>, usize)>, losses: &mut Losses) {
    sheet.n_rows += 1;
    let row_no = sheet.n_rows;
    let xml = &mut sheet.xml;
    let _infallible = write!(xml, r#"<row r="{row_no}">"#);
    for (column_idx, (cell, style)) in cells.enumerate() {
        let value = match cell {
            Cell::Blank => continue,
            Cell::Number(text) | Cell::Amount(text) if n_digits(text) > MAX_DIGITS => {
                losses.n_long_numbers += 1;
                push_text(xml, &cell_name(column_idx, row_no), 0, text, losses);
                continue;
            }
            Cell::Text(text) => {
                push_text(xml, &cell_name(column_idx, row_no), style, text, losses);
                continue;
            }
            Cell::Number(text) | Cell::Amount(text) => text.to_owned(),
            Cell::Day(day) => (day.0 + EPOCH_DAYS).to_string(),
        };
        let name = cell_name(column_idx, row_no);
        let _infallible = write!(xml, r#"<c r="{name}" s="{style}"><v>{value}</v></c>"#);
    }
    xml.push_str("</row>");
}

fn push_text(xml: &mut String, name: &str, style: usize, text: &str, losses: &mut Losses) {
    if text.is_empty() {
        return;
    }
    let _infallible = write!(xml, r#"<c r="{name}" s="{style}" t="inlineStr"><is><t xml:space="preserve">"#);
    match text.char_indices().nth(MAX_CELL_CHARS) {
        Some((end, _)) => {
            losses.n_cut_texts += 1;
            escape(&text[..end], xml);
        }
        None => escape(text, xml),
    }
    xml.push_str("</t></is></c>");
}

/// Writes text as XML holds it. Characters that XML has no form for stand as `_xHHHH_`, which spreadsheets read back; a
/// text that looks like one has its `_` written so.
fn escape(text: &str, xml: &mut String) {
    for (at, it) in text.char_indices() {
        match it {
            '&' => xml.push_str("&amp;"),
            '<' => xml.push_str("&lt;"),
            '>' => xml.push_str("&gt;"),
            '"' => xml.push_str("&quot;"),
            '_' if is_escape(&text[at..]) => xml.push_str("_x005F_"),
            // A bare CR would be read as LF.
            '\r' | '\u{0}'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => {
                let _infallible = write!(xml, "_x{:04X}_", u32::from(it));
            }
            _ => xml.push(it),
        }
    }
}

/// Whether a text begins like `_x000D_`.
fn is_escape(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.len() >= 7 && bytes[1] == b'x' && bytes[2..6].iter().all(u8::is_ascii_hexdigit) && bytes[6] == b'_'
}

/// Digits from the first that is not zero to the last that is not zero.
fn n_digits(number: &str) -> usize {
    let digits: Vec<u8> = number.bytes().filter(u8::is_ascii_digit).collect();
    let first = digits.iter().position(|it| *it != b'0').unwrap_or(digits.len());
    let last = digits.iter().rposition(|it| *it != b'0').map_or(first, |it| it + 1);
    last - first
}

/// A cell's name: `A1`, `AB12`.
fn cell_name(column_idx: usize, row_no: usize) -> String {
    let mut letters = Vec::new();
    let mut rest = column_idx + 1;
    while rest > 0 {
        // Below 26.
        letters.push(b'A' + ((rest - 1) % 26) as u8);
        rest = (rest - 1) / 26;
    }
    let letters: String = letters.iter().rev().map(|it| char::from(*it)).collect();
    format!("{letters}{row_no}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_named_as_in_a_spreadsheet() {
        assert_eq!(cell_name(0, 1), "A1");
        assert_eq!(cell_name(25, 9), "Z9");
        assert_eq!(cell_name(26, 2), "AA2");
        assert_eq!(cell_name(701, 3), "ZZ3");
        assert_eq!(cell_name(702, 3), "AAA3");
    }

    #[test]
    fn digits_that_a_spreadsheet_would_drop_are_noticed() {
        assert_eq!(n_digits("-1234.50"), 5);
        assert_eq!(n_digits("1000000000000000000"), 1);
        assert_eq!(n_digits("0.00000000123"), 3);
        assert_eq!(n_digits("1234567890.123456"), 16);
        assert_eq!(n_digits("0"), 0);
    }

    #[test]
    fn text_stands_as_xml_can_hold_it() {
        let mut xml = String::new();
        escape("a<b & \"c\"\u{1}_x000D_ _x", &mut xml);
        assert_eq!(xml, "a&lt;b &amp; &quot;c&quot;_x0001__x005F_x000D_ _x");
    }
}
