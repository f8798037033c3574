//! A column of exact decimals: an integer and a scale a row, and the original text where it is not the plain print.

use std::borrow::Cow;
use std::collections::BTreeMap;

use rust_decimal::Decimal;

use crate::domain::{AmountError, NumberStyle, parse_decimal};

/// The scale of a blank cell.
const BLANK: u8 = u8::MAX;
/// The scale of a cell that is no number; its text is an exception.
const TEXT: u8 = u8::MAX - 1;
/// Decimal digits that always fit an `i64`.
const N_NARROW_DIGITS: usize = 18;

/// A number with a decimal comma: digits that may be grouped by points or spaces, and at most one comma.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CommaNumber<'a> {
    sign: &'a str,
    whole: &'a str,
    fraction: Option<&'a str>,
}

impl<'a> CommaNumber<'a> {
    /// Reads a cell; none if it cannot be a number with a decimal comma.
    #[must_use]
    pub fn parse(cell: &'a str) -> Option<Self> {
        let digits = cell.trim_start_matches(['-', '+']);
        let sign = &cell[..cell.len() - digits.len()];
        let (whole, fraction) =
            digits.split_once(',').map_or((digits, None), |(whole, fraction)| (whole, Some(fraction)));
        let is_digits = |text: &str| !text.is_empty() && text.bytes().all(|it| it.is_ascii_digit());
        let mut groups = whole.split(['.', ' ', '\u{a0}', '\u{202f}']);
        let first = groups.next()?;
        let rest: Vec<&str> = groups.collect();
        let is_grouped = !rest.is_empty()
            && first.len() <= 3
            && !first.starts_with('0')
            && rest.iter().all(|it| it.len() == 3 && is_digits(it));
        let is_whole = is_digits(first) && (rest.is_empty() || is_grouped);
        (sign.len() <= 1 && is_whole && fraction.is_none_or(is_digits)).then_some(Self { sign, whole, fraction })
    }

    /// Whether the comma cannot be one that groups thousands.
    #[must_use]
    pub fn can_only_be_a_decimal_comma(self) -> bool {
        self.fraction.is_some_and(|it| it.len() != 3 || self.whole.len() > 3 || self.whole == "0")
    }

    /// The same number with a decimal point and no groups.
    fn with_point(self) -> String {
        let whole: String = self.whole.chars().filter(char::is_ascii_digit).collect();
        let point = if self.fraction.is_some() { "." } else { "" };
        format!("{}{whole}{point}{}", self.sign, self.fraction.unwrap_or_default())
    }
}

/// A number with a decimal point without the signs that group its thousands: `1,234.56`, `1 234.56`, `12,345,678`. None
/// if it has no such signs, or only one comma that may as well be a decimal comma (`1,234`).
pub(super) fn ungrouped(cell: &str) -> Option<String> {
    let (whole, fraction) = cell.split_once('.').map_or((cell, None), |(whole, fraction)| (whole, Some(fraction)));
    let digits = whole.trim_start_matches(['-', '+']);
    let sign = &whole[..whole.len() - digits.len()];
    let separator = digits.chars().find(|it| !it.is_ascii_digit()).filter(|it| ",' \u{a0}\u{202f}’".contains(*it))?;
    let groups: Vec<&str> = digits.split(separator).collect();
    let is_digits = |it: &str| !it.is_empty() && it.bytes().all(|it| it.is_ascii_digit());
    let is_grouped = (1..=3).contains(&groups[0].len())
        && !groups[0].starts_with('0')
        && is_digits(groups[0])
        && groups[1..].iter().all(|it| it.len() == 3 && is_digits(it));
    let is_clear = separator != ',' || fraction.is_some() || groups.len() > 2;
    (sign.len() <= 1 && is_grouped && is_clear && fraction.is_none_or(is_digits)).then(|| {
        let point = if fraction.is_some() { "." } else { "" };
        format!("{sign}{}{point}{}", groups.concat(), fraction.unwrap_or_default())
    })
}

/// Whether a number with groups and a decimal point proves that points are decimal.
#[must_use]
pub fn proves_a_decimal_point(cell: &str) -> bool {
    ungrouped(cell).is_some() && (cell.contains('.') || cell.matches(',').count() > 1)
}

/// Numbers of one column.
#[derive(Debug, Default)]
pub struct NumberColumn {
    /// The digits of the numbers that fit; wide ones are in `wide` and 0 here.
    mantissas: Vec<i64>,
    scales: Vec<u8>,
    /// Numbers of more than 18 digits.
    wide: BTreeMap<u32, i128>,
    /// The text of cells that do not print as themselves: `7.58469E-05`, `+1`, `n/a`.
    texts: BTreeMap<u32, Box<str>>,
}

/// A cell that was read as a number, ready to be appended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct ParsedNumber {
    mantissa: i128,
    scale: u8,
    /// Whether the number prints as the cell's own text.
    prints_as_is: bool,
}

impl ParsedNumber {
    /// A blank cell.
    pub(super) const BLANK: Self = Self { mantissa: 0, scale: BLANK, prints_as_is: true };

    /// Reads a cell. Blank is a value of its own, never zero.
    ///
    /// # Errors
    /// [`AmountError`] if the cell is no exact decimal number.
    pub(super) fn parse(cell: &str, style: NumberStyle) -> Result<Self, AmountError> {
        match style {
            NumberStyle::Point => Self::parse_point(cell),
            NumberStyle::Comma => match CommaNumber::parse(cell.trim()) {
                Some(number) => {
                    let parsed = Self::parse_point(&number.with_point())?;
                    Ok(Self { prints_as_is: parsed.prints_as_is && number.with_point() == cell, ..parsed })
                }
                // Blank cells and scientific notation have no comma.
                None if !cell.contains('.') => Self::parse_point(&cell.replace(',', "."))
                    .map(|it| Self { prints_as_is: it.scale == BLANK && it.prints_as_is, ..it }),
                None => Err(AmountError::NotANumber),
            },
        }
    }

    fn parse_point(cell: &str) -> Result<Self, AmountError> {
        if cell.is_empty() {
            return Ok(Self::BLANK);
        }
        if let Some(plain) = Self::parse_plain(cell.as_bytes()) {
            return Ok(plain);
        }
        let trimmed = cell.trim();
        if trimmed.is_empty() {
            return Ok(Self { prints_as_is: false, ..Self::BLANK });
        }
        // The documentation's own samples write `$0.0808`.
        let bare = trimmed.strip_prefix('$').unwrap_or(trimmed);
        let value = match ungrouped(bare) {
            Some(plain) => parse_decimal(&plain)?,
            None => parse_decimal(bare)?,
        };
        // A scale is at most 28.
        Ok(Self { mantissa: value.mantissa(), scale: value.scale() as u8, prints_as_is: false })
    }

    /// The fast way for numbers in the form in which they are printed: `-?(0|[1-9][0-9]*)(\.[0-9]+)?`.
    fn parse_plain(cell: &[u8]) -> Option<Self> {
        let negative = cell.first() == Some(&b'-');
        let digits = &cell[usize::from(negative)..];
        if digits.len() > N_NARROW_DIGITS || digits.is_empty() {
            return None;
        }
        let mut mantissa: i64 = 0;
        let mut point_at = None;
        for (idx, byte) in digits.iter().enumerate() {
            match byte {
                b'0'..=b'9' => mantissa = mantissa * 10 + i64::from(byte - b'0'),
                b'.' if point_at.is_none() && idx > 0 => point_at = Some(idx),
                _ => return None,
            }
        }
        let whole_len = point_at.unwrap_or(digits.len());
        let scale = digits.len() - whole_len - usize::from(point_at.is_some());
        let is_canonical =
            (digits[0] != b'0' || whole_len == 1) && (point_at.is_none() || scale > 0) && !(negative && mantissa == 0);
        is_canonical.then_some(Self {
            mantissa: i128::from(if negative { -mantissa } else { mantissa }),
            scale: scale as u8,
            prints_as_is: true,
        })
    }
}

impl NumberColumn {
    /// Appends a number that was read from `cell`.
    pub(super) fn push(&mut self, number: ParsedNumber, cell: &str) {
        let row = self.mantissas.len() as u32;
        let narrow = i64::try_from(number.mantissa);
        if narrow.is_err() {
            self.wide.insert(row, number.mantissa);
        }
        self.mantissas.push(narrow.unwrap_or(0));
        self.scales.push(number.scale);
        if !number.prints_as_is {
            self.texts.insert(row, cell.into());
        }
    }

    /// Appends a cell that is no number.
    pub(super) fn push_text(&mut self, cell: &str) {
        self.push(ParsedNumber { mantissa: 0, scale: TEXT, prints_as_is: false }, cell);
    }

    /// The number as mantissa and scale; none where the cell is blank or no number.
    #[must_use]
    pub fn scaled(&self, row_idx: usize) -> Option<(i128, usize)> {
        let scale = self.scales[row_idx];
        if scale >= TEXT {
            return None;
        }
        let narrow = self.mantissas[row_idx];
        let mantissa = if narrow == 0 && !self.wide.is_empty() {
            self.wide.get(&(row_idx as u32)).copied().unwrap_or(0)
        } else {
            i128::from(narrow)
        };
        Some((mantissa, usize::from(scale)))
    }

    /// The number; none where the cell is blank or no number.
    #[must_use]
    pub fn value(&self, row_idx: usize) -> Option<Decimal> {
        let (mantissa, scale) = self.scaled(row_idx)?;
        Decimal::try_from_i128_with_scale(mantissa, scale as u32).ok()
    }

    /// Whether the cell is blank.
    #[must_use]
    pub fn is_blank(&self, row_idx: usize) -> bool {
        self.scales[row_idx] == BLANK
    }

    /// The cell's original text.
    #[must_use]
    pub fn text(&self, row_idx: usize) -> Cow<'_, str> {
        if let Some(text) = self.texts.get(&(row_idx as u32)) {
            return Cow::Borrowed(text);
        }
        self.value(row_idx).map_or(Cow::Borrowed(""), |it| Cow::Owned(it.to_string()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_cell_prints_as_it_was() {
        let cells = [
            "0",
            "0.00",
            "-94.08",
            "1.50",
            "7.58469E-05",
            "+1",
            "",
            " ",
            " 2 ",
            "5.",
            ".5",
            "-0",
            "-0.0",
            "007",
            "12345678901234567890.123",
            "0.0000000191107392311096200000",
            "$0.0808",
            "999999999999999999",
            "-99999999999999.9999",
            "10",
            "0.1",
        ];
        let mut column = NumberColumn::default();
        for cell in cells {
            column.push(ParsedNumber::parse(cell, NumberStyle::Point).unwrap(), cell);
        }
        column.push_text("n/a");
        for (row_idx, cell) in cells.iter().chain(&["n/a"]).enumerate() {
            assert_eq!(column.text(row_idx), *cell);
            let number = cell.trim().trim_start_matches('$');
            assert_eq!(column.value(row_idx), parse_decimal(number).ok(), "{cell:?}");
        }
        assert!(column.is_blank(6) && column.is_blank(7) && !column.is_blank(0) && !column.is_blank(cells.len()));
    }

    #[test]
    fn what_is_no_number_is_refused() {
        for cell in ["abc", "1,5", "(1)", "1.2.3", "-", "€5"] {
            assert!(ParsedNumber::parse(cell, NumberStyle::Point).is_err(), "{cell:?}");
        }
    }

    #[test]
    fn decimal_commas_are_read_where_the_file_has_them() {
        let check = |cell: &str, expected: Option<&str>| {
            let parsed = ParsedNumber::parse(cell, NumberStyle::Comma);
            let mut column = NumberColumn::default();
            let value = parsed.ok().and_then(|it| {
                column.push(it, cell);
                assert_eq!(column.text(0), cell);
                column.value(0)
            });
            assert_eq!(value.map(|it| it.to_string()).as_deref(), expected, "{cell:?}");
        };
        check("1234,56", Some("1234.56"));
        check("-1.234.567,5", Some("-1234567.5"));
        check("1 234,5", Some("1234.5"));
        check("1\u{a0}234", Some("1234"));
        check("12", Some("12"));
        check("0,000", Some("0.000"));
        check("7,58469E-05", Some("0.0000758469"));
        check("", None);
        check("5,", Some("5"));
        check(",5", Some("0.5"));
        for cell in ["12.34", "1.23,4", "1,2,3", "--1", "1.2345"] {
            check(cell, None);
        }
        assert!(CommaNumber::parse("12,5").unwrap().can_only_be_a_decimal_comma());
        assert!(CommaNumber::parse("1.234,567").unwrap().can_only_be_a_decimal_comma());
        assert!(!CommaNumber::parse("1,234").unwrap().can_only_be_a_decimal_comma());
        assert!(!CommaNumber::parse("1.234").unwrap().can_only_be_a_decimal_comma());
    }
}
