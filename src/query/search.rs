//! Free text over all cells of a row, or over those of one column, ignoring case: each distinct text is looked at once.

use super::part::Part;
use crate::table::{Bitmap, Column, Table, Values};

/// What is searched for, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Search<'a> {
    /// The name of the one column that is searched; all are where it is none.
    column: Option<&'a str>,
    needle: String,
}

impl<'a> Search<'a> {
    /// Reads a search as it is typed: `azure`, or `ProductCategory: azure` where a file has such a column.
    pub(super) fn parse(text: &'a str, parts: &[Part]) -> Option<Self> {
        let text = text.trim();
        let scoped = text.split_once(':').map(|(name, needle)| (name.trim(), needle.trim()));
        let is_column = |name: &str| !name.is_empty() && parts.iter().any(|it| column(&it.table, name).is_some());
        match scoped.filter(|(name, _)| is_column(name)) {
            Some((name, needle)) => Some(Self { column: Some(name), needle: needle.to_lowercase() }),
            None => (!text.is_empty()).then(|| Self { column: None, needle: text.to_lowercase() }),
        }
    }
}

/// A column by the name that all files share or by the file's own.
fn column<'a>(table: &'a Table, name: &str) -> Option<&'a Column> {
    table.column(name).or_else(|| table.columns().iter().find(|it| it.header().eq_ignore_ascii_case(name)))
}

/// The rows in which a cell contains what is searched for.
pub(super) fn rows_containing(table: &Table, search: &Search<'_>) -> Bitmap {
    let Search { column: name, needle } = search;
    let mut found = Bitmap::empty(table.n_rows());
    let one = name.and_then(|it| column(table, it));
    let all = if name.is_none() { table.columns() } else { &[] };
    for column in all.iter().chain(one) {
        match column.values() {
            Values::Text { dictionary, codes } | Values::Day { dictionary, codes, .. } => {
                let hits: Vec<bool> = dictionary.iter().map(|text| contains(text, needle)).collect();
                if hits.contains(&true) {
                    codes
                        .iter()
                        .enumerate()
                        .filter(|(_, code)| hits[**code as usize])
                        .for_each(|(row_idx, _)| found.insert(row_idx));
                }
            }
            Values::Number(numbers) => {
                if may_be_in_a_number(needle) {
                    (0..table.n_rows())
                        .filter(|it| contains(&numbers.text(*it), needle))
                        .for_each(|it| found.insert(it));
                }
            }
        }
    }
    found
}

/// Whether a number's text can contain the needle; spares the printing of every number for words.
fn may_be_in_a_number(needle: &str) -> bool {
    needle.bytes().all(|it| it.is_ascii_digit() || b".-+e$, ".contains(&it))
}

/// Whether `text` contains the lower-case `needle`, ignoring case.
fn contains(text: &str, needle: &str) -> bool {
    if !text.is_ascii() {
        return text.to_lowercase().contains(needle);
    }
    let needle = needle.as_bytes();
    let text = text.as_bytes();
    match needle {
        [] => true,
        [first, ..] => memchr::memchr2_iter(*first, first.to_ascii_uppercase(), text)
            .any(|at| text.get(at..at + needle.len()).is_some_and(|it| it.eq_ignore_ascii_case(needle))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_does_not_matter() {
        assert!(contains("Contoso Ltd", "oso l"));
        assert!(contains("CONTOSO", "contoso"));
        assert!(contains("ŐRSÉG Kft.", "őrség"));
        assert!(!contains("Contoso", "contosoo"));
        assert!(!contains("", "a"));
        assert!(contains("aab", "ab"));
    }
}
