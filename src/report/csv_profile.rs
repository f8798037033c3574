//! For whom a CSV file is: a program, or the spreadsheet of a reader.
//!
//! | | for machines | for Excel in Hungarian |
//! | --- | --- | --- |
//! | begins with | nothing | byte order mark, or Excel takes the letters for those of an old code page |
//! | cells, lines | `,` LF | `;` CR LF |
//! | `-1234.50` | `-1234.50` | `-1234,50` |
//! | `007`, `4111111111111111` as a text | as it is | `="007"`: else zeros and digits from the 16th on are lost |
//! | `=1+1`, `-2+3` as a text | `'=1+1` | `'=1+1` |
//!
//! No `sep=;` line: Excel would ignore the byte order mark behind it, and other programs take it for data.

use std::borrow::Cow;

use super::export::CellType;
use crate::protocol::{DecimalSign, SheetLocale};

/// UTF-8, said at the beginning of a text.
const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();
/// Digits from which on a spreadsheet shows a number as `1.23E+11`.
const N_DIGITS_SHOWN: usize = 11;

/// For whom a CSV file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CsvProfile {
    /// A program: no byte order mark, commas, decimal points, the text of the file.
    Machine,
    /// A spreadsheet that is set to a country.
    Excel(SheetLocale),
}

impl CsvProfile {
    /// A writer that writes to memory.
    pub(super) fn writer(self) -> csv::Writer<Vec<u8>> {
        match self {
            Self::Machine => csv::Writer::from_writer(Vec::new()),
            Self::Excel(SheetLocale { separator, .. }) => csv::WriterBuilder::new()
                // Both signs are of one byte.
                .delimiter(separator.sign() as u8)
                .terminator(csv::Terminator::CRLF)
                .from_writer(BYTE_ORDER_MARK.to_vec()),
        }
    }

    /// A cell of a row.
    pub(super) fn cell(self, text: &str, cell_type: CellType) -> Cow<'_, str> {
        match cell_type {
            CellType::Number if is_plain_number(text) => self.number(text),
            CellType::Day => neutral(text),
            CellType::Number | CellType::Text => self.text(text),
        }
    }

    /// A number that is written with a decimal point.
    pub(super) fn number(self, text: &str) -> Cow<'_, str> {
        match self {
            Self::Excel(SheetLocale { decimal: DecimalSign::Comma, .. }) if text.contains('.') => {
                Cow::Owned(text.replace('.', ","))
            }
            _ => Cow::Borrowed(text),
        }
    }

    /// A text that no spreadsheet runs, and that stays a text where it would be taken for a number or a date.
    pub(super) fn text(self, text: &str) -> Cow<'_, str> {
        match self {
            // Made of digits and signs only: no quote can end the text early.
            Self::Excel(_) if is_mistaken_text(text) => Cow::Owned(format!("=\"{text}\"")),
            _ => neutral(text),
        }
    }
}

/// Whether a number is digits, signs and an exponent, and nothing that a spreadsheet could run.
pub(super) fn is_plain_number(text: &str) -> bool {
    text.bytes().all(|it| it.is_ascii_digit() || b"+-.,eE".contains(&it)) && text.bytes().any(|it| it.is_ascii_digit())
}

/// A text cell that no spreadsheet runs: full-width forms of the signs count, too.
pub(super) fn neutral(text: &str) -> Cow<'_, str> {
    let is_formula = text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '\0', '＝', '＋', '－', '＠']);
    if is_formula { Cow::Owned(format!("'{text}")) } else { Cow::Borrowed(text) }
}

/// Whether a spreadsheet would make something else of a text that looks like a number or a date: `007`, `1E10`, `2026-09`,
/// `1/2`. Times are let through: columns of dates hold them, and lose nothing.
fn is_mistaken_text(text: &str) -> bool {
    let bytes = text.as_bytes();
    let begins_so = bytes.first().is_some_and(|it| it.is_ascii_digit() || b".,".contains(it));
    let is_made_so = bytes.iter().all(|it| it.is_ascii_digit() || b"-/., eE+%".contains(it));
    let is_short_number = bytes.len() <= N_DIGITS_SHOWN
        && bytes.iter().all(u8::is_ascii_digit)
        && (bytes.len() == 1 || !text.starts_with('0'));
    begins_so && is_made_so && bytes.iter().any(u8::is_ascii_digit) && !is_short_number
}

#[cfg(test)]
mod tests {
    use super::*;

    const HUNGARIAN: CsvProfile = CsvProfile::Excel(SheetLocale {
        separator: crate::protocol::ListSeparator::Semicolon,
        decimal: DecimalSign::Comma,
    });

    #[test]
    fn formulas_become_text_and_numbers_stay() {
        assert_eq!(neutral("=1+1"), "'=1+1");
        assert_eq!(neutral("@SUM(A1)"), "'@SUM(A1)");
        assert_eq!(neutral("＝1"), "'＝1");
        assert_eq!(neutral("Contoso = best"), "Contoso = best");
        assert!(is_plain_number("-12.50"));
        assert!(is_plain_number("7.58469E-05"));
        assert!(!is_plain_number("-A1"));
        assert!(!is_plain_number("-"));
    }

    #[test]
    fn ids_that_a_spreadsheet_would_change_stay_texts() {
        let cases = [
            ("007", "=\"007\""),
            ("0", "0"),
            ("5678901", "5678901"),
            ("4111111111111111", "=\"4111111111111111\""),
            ("1E10", "=\"1E10\""),
            ("2026-09", "=\"2026-09\""),
            ("1/2", "=\"1/2\""),
            ("2026-09-01 05:30:00", "2026-09-01 05:30:00"),
            ("DZH318Z0BPS6:0001", "DZH318Z0BPS6:0001"),
            ("-2+3", "'-2+3"),
            ("", ""),
        ];
        for (text, expected) in cases {
            assert_eq!(HUNGARIAN.text(text), expected);
            assert_eq!(CsvProfile::Machine.text(text), neutral(text));
        }
    }

    #[test]
    fn of_a_number_only_the_decimal_sign_changes() {
        assert_eq!(HUNGARIAN.cell("-1234.50", CellType::Number), "-1234,50");
        assert_eq!(HUNGARIAN.cell("2026-09-01", CellType::Day), "2026-09-01");
        assert_eq!(CsvProfile::Machine.cell("-1234.50", CellType::Number), "-1234.50");
    }
}
