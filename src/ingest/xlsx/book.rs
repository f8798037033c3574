//! What the sheets of a workbook share: their list, texts, styles; and what a cell's stored value means by them.

use super::number_format::{Shape, built_in_shape, shape};
use super::xml::{Node, attribute, is_named, walk};
use super::{broken, each_row, unpacked};
use crate::domain::{Day, parse_decimal};
use crate::ingest::Unreadable;
use crate::ingest::zip::Entry;

/// What all sheets of a workbook share.
#[derive(Debug)]
pub(in crate::ingest) struct Book {
    /// Name and part of each sheet.
    sheets: Vec<(String, String)>,
    strings: Vec<String>,
    /// For each cell style: what its number format makes of a number.
    styles: Vec<Shape>,
    /// Days between day number 0 and 1970-01-01.
    epoch: i32,
}

/// The text of a part of the workbook; none where it has no such part.
fn part(bytes: &[u8], entries: &[Entry], name: &str) -> Result<Option<Vec<u8>>, Unreadable> {
    let Some(entry) = entries.iter().find(|it| it.name.eq_ignore_ascii_case(name)) else { return Ok(None) };
    unpacked(bytes, entry).map(Some)
}

impl Book {
    /// Reads what the sheets share.
    pub(in crate::ingest) fn open(bytes: &[u8], entries: &[Entry]) -> Result<Self, Unreadable> {
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
    pub(in crate::ingest) fn sheets(&self, entries: &[Entry]) -> Result<Vec<(String, Entry)>, Unreadable> {
        let entry = |path: &str| entries.iter().find(|it| it.name.eq_ignore_ascii_case(path)).cloned();
        self.sheets
            .iter()
            .map(|(name, path)| {
                Ok((name.clone(), entry(path).ok_or_else(|| broken("a sheet of the workbook is missing"))?))
            })
            .collect()
    }

    /// Whether a sheet has no cell with anything in it.
    pub(in crate::ingest) fn is_blank(&self, bytes: &[u8], entry: &Entry) -> Result<bool, Unreadable> {
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
    pub(super) fn cell(&self, cell_type: &str, style: usize, stored: &str) -> Result<String, Unreadable> {
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

#[cfg(test)]
mod tests {
    use super::*;

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
