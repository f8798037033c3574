//! Recognises what a spreadsheet did to a file before it came here: ids that became numbers, zeros that were lost.
//!
//! A spreadsheet keeps 15 digits of a number, writes long ones as `5.69141E+17`, and drops leading zeros. Nothing of it
//! can be undone, so it is said, with an example.

use crate::table::{Dictionary, TableBuilder};

/// Rows that a sheet holds below its header; a file of just so many was cut there.
const SHEET_ROWS: usize = 1_048_575;
/// Digits that a spreadsheet keeps.
const KEPT_DIGITS: usize = 15;
/// SKU ids have four characters.
const SKU_LEN: usize = 4;

/// What was done to the rows, in full sentences.
pub(super) fn report(builder: &TableBuilder) -> Vec<String> {
    let mut notes = Vec::new();
    for (column_idx, dictionary) in builder.texts() {
        let plan = &builder.plans()[column_idx];
        let name = plan.key.to_ascii_lowercase();
        if name.ends_with("id") || name.ends_with("number") || name.ends_with("guid") {
            notes.extend(damaged(
                &plan.header,
                dictionary,
                is_scientific,
                "was turned into a number by a spreadsheet and lost digits",
            ));
            // One id in a hundred ends so by chance.
            let n_long = dictionary.iter().filter(|it| is_long(it)).count();
            if dictionary.iter().filter(|it| has_lost_digits(it)).count() * 2 > n_long {
                notes.extend(damaged(
                    &plan.header,
                    dictionary,
                    has_lost_digits,
                    "has zeros where a spreadsheet drops digits beyond the 15th",
                ));
            }
        }
        if name == "skuid" {
            notes.extend(damaged(
                &plan.header,
                dictionary,
                has_lost_zeros,
                "lost its leading zeros to a spreadsheet (SKU ids have four characters)",
            ));
        }
    }
    if builder.n_rows() == SHEET_ROWS {
        notes.push(format!(
            "The file has exactly {SHEET_ROWS} rows, as many as a sheet holds: a spreadsheet may have cut off the rest."
        ));
    }
    let serials = builder.day_texts().filter(|it| crate::domain::parse_excel_serial(it.trim()).is_some()).count();
    if serials > 0 {
        notes.push(format!("{serials} different dates are a spreadsheet's own day numbers (such as 46266 for 2026-09-01); they are read as such."));
    }
    notes
}

fn damaged(column: &str, dictionary: &Dictionary, is_damaged: fn(&str) -> bool, what: &str) -> Option<String> {
    let mut found = dictionary.iter().filter(|it| is_damaged(it));
    let first = found.next()?;
    let more = match found.count() {
        0 => String::new(),
        n => format!(", and {n} more"),
    };
    Some(format!(
        "Damaged ids in column {column}: “{first}” {what}{more}. Download the file again and do not save it in a spreadsheet."
    ))
}

/// `5.69141E+17`, `5,69141E+17`.
fn is_scientific(text: &str) -> bool {
    let Some((mantissa, exponent)) = text.trim().split_once(['E', 'e']) else { return false };
    let exponent = exponent.strip_prefix('+').unwrap_or_default();
    let is_number = !mantissa.is_empty() && mantissa.bytes().all(|it| it.is_ascii_digit() || matches!(it, b'.' | b','));
    is_number
        && mantissa.contains(['.', ','])
        && (1..=3).contains(&exponent.len())
        && exponent.bytes().all(|it| it.is_ascii_digit())
}

/// More digits than a spreadsheet keeps.
fn is_long(text: &str) -> bool {
    let text = text.trim();
    text.len() > KEPT_DIGITS + 1 && text.bytes().all(|it| it.is_ascii_digit())
}

/// More digits than a spreadsheet keeps, and only zeros beyond those.
fn has_lost_digits(text: &str) -> bool {
    is_long(text) && text.trim()[KEPT_DIGITS..].bytes().all(|it| it == b'0')
}

fn has_lost_zeros(text: &str) -> bool {
    let text = text.trim();
    (1..SKU_LEN).contains(&text.len()) && text.bytes().all(|it| it.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn damage_is_told_from_ids_as_they_are() {
        assert!(is_scientific("5.69141E+17") && is_scientific("5,69E+17"));
        assert!(!is_scientific("1E+5x") && !is_scientific("6dc5c039750a") && !is_scientific("7E10"));
        assert!(has_lost_digits("569142413664018000") && !has_lost_digits("569142413664018751"));
        assert!(!has_lost_digits("100000000000000"), "15 digits are kept");
        assert!(has_lost_zeros("1") && !has_lost_zeros("0001") && !has_lost_zeros("006G") && !has_lost_zeros(""));
    }
}
