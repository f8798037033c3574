//! Free text over all cells of a row, ignoring case: each distinct text is looked at once.

use crate::table::{Bitmap, Table, Values};

/// The rows in which any cell contains `needle`.
pub(super) fn rows_containing(table: &Table, needle: &str) -> Bitmap {
    let needle = needle.to_lowercase();
    let mut found = Bitmap::empty(table.n_rows());
    for column in table.columns() {
        match column.values() {
            Values::Text { dictionary, codes } | Values::Day { dictionary, codes, .. } => {
                let hits: Vec<bool> = dictionary.iter().map(|text| contains(text, &needle)).collect();
                if hits.contains(&true) {
                    codes
                        .iter()
                        .enumerate()
                        .filter(|(_, code)| hits[**code as usize])
                        .for_each(|(row_idx, _)| found.insert(row_idx));
                }
            }
            Values::Number(numbers) => {
                if may_be_in_a_number(&needle) {
                    (0..table.n_rows())
                        .filter(|it| contains(&numbers.text(*it), &needle))
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
