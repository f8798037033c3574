//! Recognises what a spreadsheet did to a file before it came here: ids that became numbers, zeros that were lost.
//!
//! A spreadsheet keeps 15 digits of a number, writes long ones as `5.69141E+17`, and drops leading zeros. Nothing of it
//! can be undone, so it is said, with an example.

use serde::{Deserialize, Serialize};

use crate::table::{Codes, Dictionary, Table, Values};

/// Rows that a sheet holds below its header; a file of just so many was cut there.
const SHEET_ROWS: usize = 1_048_575;
/// Digits that a spreadsheet keeps.
const KEPT_DIGITS: usize = 15;
/// SKU ids have four characters.
const SKU_LEN: usize = 4;

/// What a spreadsheet did to some rows.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Damage {
    columns: Vec<DamagedColumn>,
    /// Dates that are a spreadsheet's own day numbers.
    n_serial_days: usize,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct DamagedColumn {
    header: String,
    scientific: Found,
    lost_digits: Found,
    /// Cells with so many digits that some could be lost.
    n_long: usize,
    lost_zeros: Found,
}

/// Damaged cells: the first of them, and how many.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
struct Found {
    first: String,
    n_cells: usize,
}

impl Found {
    fn join(&mut self, later: Self) {
        if self.n_cells == 0 {
            self.first = later.first;
        }
        self.n_cells += later.n_cells;
    }

    fn sentence(&self, column: &str, what: &str) -> Option<String> {
        let Self { first, n_cells } = self;
        let more = match n_cells.checked_sub(1)? {
            0 => String::new(),
            n => format!(", and {n} more cells"),
        };
        Some(format!(
            "Damaged ids in column {column}: “{first}” {what}{more}. Download the file again and do not save it in a spreadsheet."
        ))
    }
}

impl Damage {
    /// Looks at the cells of a table.
    pub(super) fn of(table: &Table) -> Self {
        let mut damage = Self::default();
        for column in table.columns() {
            match column.values() {
                Values::Text { dictionary, codes } => {
                    let name = column.key().to_ascii_lowercase();
                    let found = |is_damaged: fn(&str) -> bool| found(dictionary, codes, table.n_rows(), is_damaged);
                    let is_id = name.ends_with("id") || name.ends_with("number") || name.ends_with("guid");
                    // Most ids have no such sign anywhere, and need not be looked at one by one.
                    let has_plus = is_id && memchr::memchr(b'+', dictionary.joined().0.as_bytes()).is_some();
                    let scientific = if has_plus { found(is_scientific) } else { Found::default() };
                    let (lost_digits, n_long) = match is_id {
                        true => (found(has_lost_digits), found(is_long).n_cells),
                        false => <_>::default(),
                    };
                    let lost_zeros = if name == "skuid" { found(has_lost_zeros) } else { <_>::default() };
                    if n_long + scientific.n_cells + lost_zeros.n_cells > 0 {
                        let header = column.header().to_owned();
                        damage.columns.push(DamagedColumn { header, scientific, lost_digits, n_long, lost_zeros });
                    }
                }
                Values::Day { dictionary, codes, .. } => {
                    let is_serial = |it: &str| crate::domain::parse_excel_serial(it.trim()).is_some();
                    damage.n_serial_days += found(dictionary, codes, table.n_rows(), is_serial).n_cells;
                }
                Values::Number(_) => {}
            }
        }
        damage
    }

    /// Adds what was found in later rows.
    pub(super) fn join(&mut self, later: Self) {
        self.n_serial_days += later.n_serial_days;
        for DamagedColumn { header, scientific, lost_digits, n_long, lost_zeros } in later.columns {
            match self.columns.iter_mut().find(|it| it.header == header) {
                Some(known) => {
                    known.scientific.join(scientific);
                    known.lost_digits.join(lost_digits);
                    known.n_long += n_long;
                    known.lost_zeros.join(lost_zeros);
                }
                None => self.columns.push(DamagedColumn { header, scientific, lost_digits, n_long, lost_zeros }),
            }
        }
    }

    /// What was done to a file of so many rows, in full sentences.
    pub(super) fn sentences(&self, n_rows: usize) -> Vec<String> {
        let mut notes = Vec::new();
        for DamagedColumn { header, scientific, lost_digits, n_long, lost_zeros } in &self.columns {
            notes.extend(scientific.sentence(header, "was turned into a number by a spreadsheet and lost digits"));
            // One id in a hundred ends so by chance.
            if lost_digits.n_cells * 2 > *n_long {
                notes
                    .extend(lost_digits.sentence(header, "has zeros where a spreadsheet drops digits beyond the 15th"));
            }
            let what = "lost its leading zeros to a spreadsheet (SKU ids have four characters)";
            notes.extend(lost_zeros.sentence(header, what));
        }
        if n_rows == SHEET_ROWS {
            notes.push(format!(
                "The file has exactly {SHEET_ROWS} rows, as many as a sheet holds: a spreadsheet may have cut off the rest."
            ));
        }
        if self.n_serial_days > 0 {
            notes.push(format!(
                "{} dates are a spreadsheet's own day numbers (such as 46266 for 2026-09-01); they are read as such.",
                self.n_serial_days
            ));
        }
        notes
    }
}

fn found(dictionary: &Dictionary, codes: &Codes, n_rows: usize, is_damaged: impl Fn(&str) -> bool) -> Found {
    let hits: Vec<bool> = dictionary.iter().map(is_damaged).collect();
    let Some(first) = hits.iter().position(|it| *it) else { return Found::default() };
    let n_cells = (0..n_rows).filter(|it| hits[usize::from(codes.code(*it))]).count();
    // A place among the texts is a number of one.
    Found { first: dictionary.text(first as u16).to_owned(), n_cells }
}

/// `5.69141E+17`, `5,69141E+17`.
fn is_scientific(text: &str) -> bool {
    let Some((mantissa, exponent)) = text.trim().split_once(['E', 'e']) else { return false };
    let Some(exponent) = exponent.strip_prefix('+') else { return false };
    let is_number = !mantissa.is_empty() && mantissa.bytes().all(|it| it.is_ascii_digit() || matches!(it, b'.' | b','));
    is_number
        && mantissa.contains(['.', ','])
        && (1..=3).contains(&exponent.len())
        && exponent.bytes().all(|it| it.is_ascii_digit())
}

/// More digits than a spreadsheet keeps.
fn is_long(text: &str) -> bool {
    if !text.starts_with(|it: char| it.is_ascii_digit() || it.is_whitespace()) {
        return false;
    }
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
