//! Free text over all cells of a row, or over those of one column, ignoring case: texts are looked at once, all of a
//! column in one sweep.

use memchr::memchr2_iter;
use serde::{Deserialize, Serialize};

use crate::table::{Bitmap, Codes, Column, Dictionary, NumberColumn, Table, Values};

/// What is searched for, and where.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Search {
    /// The name of the one column that is searched; all are where it is none.
    column: Option<String>,
    /// In lower case.
    needle: String,
}

impl Search {
    /// Reads a search as it is typed: `azure`, or `ProductCategory: azure` where a file has such a column.
    #[must_use]
    pub fn parse(text: &str, is_column: impl Fn(&str) -> bool) -> Option<Self> {
        let text = text.trim();
        let scoped = text.split_once(':').map(|(name, needle)| (name.trim(), needle.trim()));
        match scoped.filter(|(name, _)| !name.is_empty() && is_column(name)) {
            Some((name, needle)) => Some(Self { column: Some(name.to_owned()), needle: needle.to_lowercase() }),
            None => (!text.is_empty()).then(|| Self { column: None, needle: text.to_lowercase() }),
        }
    }
}

impl Search {
    /// A search in a column, or in all of them.
    #[must_use]
    pub fn within(column: Option<&str>, text: &str) -> Self {
        Self { column: column.map(str::to_owned), needle: text.to_lowercase() }
    }
}

/// A column by the name that all files share or by the file's own.
fn column<'a>(table: &'a Table, name: &str) -> Option<&'a Column> {
    table.column(name).or_else(|| table.columns().iter().find(|it| it.header().eq_ignore_ascii_case(name)))
}

/// The rows in which a cell contains what is searched for.
pub(super) fn rows_containing(table: &Table, search: &Search) -> Bitmap {
    let Search { column: name, needle } = search;
    let mut found = Bitmap::empty(table.n_rows());
    let one = name.as_deref().and_then(|it| column(table, it));
    let all = if name.is_none() { table.columns() } else { &[] };
    for column in all.iter().chain(one) {
        match column.values() {
            Values::Text { dictionary, codes } | Values::Day { dictionary, codes, .. } => {
                let (hits, n_hits) = texts_containing(dictionary, needle);
                mark(&mut found, codes, &hits, n_hits);
            }
            Values::Number(numbers) => numbers_containing(numbers, needle, &mut found),
        }
    }
    found
}

fn mark(found: &mut Bitmap, codes: &Codes, hits: &[bool], n_hits: usize) {
    match codes {
        _ if n_hits == 0 => {}
        Codes::Same => *found = Bitmap::full(found.len()),
        Codes::Each(codes) => found.insert_where(|row_idx| hits[usize::from(codes[row_idx])]),
    }
}

/// Which texts contain the lower-case `needle`, and how many.
fn texts_containing(dictionary: &Dictionary, needle: &str) -> (Vec<bool>, usize) {
    let mut hits = vec![false; dictionary.len()];
    if !needle.is_ascii() || needle.is_empty() {
        dictionary.iter().zip(&mut hits).for_each(|(text, hit)| *hit = text.to_lowercase().contains(needle));
    } else {
        let (joined, ends) = dictionary.joined();
        sweep(joined.as_bytes(), ends, needle.as_bytes(), &mut hits);
        if !dictionary.is_ascii() {
            // A letter beyond ASCII may have one of ASCII for its lower case.
            let others = dictionary.iter().zip(&mut hits).filter(|(text, hit)| !**hit && !text.is_ascii());
            others.for_each(|(text, hit)| *hit = text.to_lowercase().contains(needle));
        }
    }
    let n_hits = hits.iter().filter(|it| **it).count();
    (hits, n_hits)
}

/// Looks through all texts of a column in one go, from one place of the needle's rarest letter to the next.
fn sweep(joined: &[u8], ends: &[u32], needle: &[u8], hits: &mut [bool]) {
    let Some(rarest) = (0..needle.len()).min_by_key(|it| commonness(needle[*it])) else { return };
    let letter = needle[rarest];
    let mut code = 0;
    for at in memchr2_iter(letter, letter.to_ascii_uppercase(), joined) {
        let Some(start) = at.checked_sub(rarest) else { continue };
        let end = start + needle.len();
        // Most places are none: the text is looked for only where the needle stands.
        if !joined.get(start..end).is_some_and(|it| it.eq_ignore_ascii_case(needle)) {
            continue;
        }
        code += ends[code..].partition_point(|it| *it as usize <= start);
        if ends.get(code).is_some_and(|it| end <= *it as usize) {
            hits[code] = true;
        }
    }
}

/// How often a byte stands in billing files, roughly: ids are full of hexadecimal digits.
fn commonness(byte: u8) -> u8 {
    match byte {
        b'0'..=b'9' | b'a'..=b'f' | b'-' => 3,
        b'i' | b'n' | b'o' | b'r' | b's' | b't' | b' ' => 2,
        b'g' | b'h' | b'l' | b'm' | b'p' | b'u' | b'.' | b'/' => 1,
        _ => 0,
    }
}

/// Marks the rows whose number, as it is written, contains the needle.
fn numbers_containing(numbers: &NumberColumn, needle: &str, found: &mut Bitmap) {
    // Words are in no number, but for texts that stand in its place.
    let may_be_in_a_number = needle.bytes().all(|it| it.is_ascii_digit() || b".-+e$, ".contains(&it));
    if !may_be_in_a_number {
        let hits = numbers.texts().filter(|(_, text)| text.to_lowercase().contains(needle));
        return hits.for_each(|(row_idx, _)| found.insert(row_idx));
    }
    if numbers.texts().next().is_none() && needle.len() > numbers.max_len() {
        return;
    }
    let mut space = [0; 48];
    found.insert_where(|row_idx| match numbers.print(row_idx, &mut space) {
        Some(text) => is_in(text, needle.as_bytes()),
        None => numbers.text(row_idx).to_lowercase().contains(needle),
    });
}

/// Whether a short text contains another.
#[inline]
fn is_in(text: &[u8], needle: &[u8]) -> bool {
    let Some(first) = needle.first() else { return true };
    let last_start = text.len().saturating_sub(needle.len());
    needle.len() <= text.len() && (0..=last_start).any(|at| text[at] == *first && text[at..].starts_with(needle))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{FileKind, NumberStyle};
    use crate::table::{CellPlan, ColumnPlan, TableBuilder};

    fn rows_of(texts: &[&str], cells: CellPlan, needle: &str) -> Vec<usize> {
        let plan = ColumnPlan { header: "A".to_owned(), key: "A".to_owned(), role: None, cells };
        let mut builder = TableBuilder::new(FileKind::Other, vec![plan]);
        texts.iter().for_each(|text| builder.push_row(1, |_| text).unwrap());
        let table = &builder.finish()[0];
        let search = Search::parse(needle, |_| false).unwrap();
        rows_containing(table, &search).iter().collect()
    }

    #[test]
    fn case_does_not_matter_and_texts_do_not_run_together() {
        let texts = ["Contoso Ltd", "CONTOSO", "ŐRSÉG Kft.", "Contos", "o!", "aab", "", "Contoso Ltd", "\u{212a}elvin"];
        for (needle, expected) in [
            ("oso l", vec![0, 7]),
            ("contoso", vec![0, 1, 7]),
            ("őrség", vec![2]),
            ("contosoo", vec![]),
            ("so!", vec![]),
            ("ab", vec![5]),
            ("kelvin", vec![8]),
            (".", vec![2]),
        ] {
            assert_eq!(rows_of(&texts, CellPlan::Text, needle), expected, "{needle}");
        }
    }

    #[test]
    fn numbers_are_searched_as_they_are_written() {
        let texts = ["1.50", "-0.005", "1E-05", "", "n/a", "1500", "12345678901234567890.5"];
        for (needle, expected) in [
            ("1.5", vec![0]),
            ("-0.0", vec![1]),
            ("e-0", vec![2]),
            ("n/", vec![4]),
            ("50", vec![0, 5]),
            ("0.5", vec![6]),
        ] {
            assert_eq!(rows_of(&texts, CellPlan::Number(NumberStyle::Point), needle), expected, "{needle}");
        }
    }
}
