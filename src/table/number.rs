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
///
/// Where it can be done, all of them stand at the scale of the longest, so that sums and comparisons are those of
/// integers; the scale of each is kept beside, to print it as it was.
#[derive(Debug, Clone, Default)]
pub struct NumberColumn {
    /// The digits of the numbers that fit, at the common scale if there is one; 0 for cells that are blank or text, and
    /// for wide numbers.
    mantissas: Box<[i64]>,
    scales: Scales,
    /// The scale at which all mantissas stand.
    common_scale: Option<u8>,
    /// The largest distance of a mantissa from zero.
    largest: u64,
    /// Numbers of more than 18 digits.
    wide: BTreeMap<u32, i128>,
    /// The text of cells that do not print as themselves: `7.58469E-05`, `+1`, `n/a`.
    texts: BTreeMap<u32, Box<str>>,
}

/// The scale that each cell's own text has.
#[derive(Debug, Clone)]
enum Scales {
    Same(u8),
    Each(Box<[u8]>),
}

impl Default for Scales {
    fn default() -> Self {
        Self::Same(BLANK)
    }
}

/// A cell that was read as a number, ready to be appended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ParsedNumber {
    /// In the form in which it is printed, and of few digits; or blank.
    Plain { mantissa: i64, scale: u8 },
    /// Any other number; its text is kept unless it `prints_as_is`.
    Other { mantissa: i128, scale: u8, prints_as_is: bool },
}

impl ParsedNumber {
    /// A blank cell.
    pub(super) const BLANK: Self = Self::Plain { mantissa: 0, scale: BLANK };

    /// Reads a cell. Blank is a value of its own, never zero.
    ///
    /// # Errors
    /// [`AmountError`] if the cell is no exact decimal number.
    #[inline]
    pub(super) fn parse(cell: &str, style: NumberStyle) -> Result<Self, AmountError> {
        match style {
            NumberStyle::Point => match Self::parse_plain(cell.as_bytes()) {
                Some(plain) => Ok(plain),
                None => Self::parse_point(cell),
            },
            NumberStyle::Comma => Self::parse_comma(cell),
        }
    }

    fn parse_comma(cell: &str) -> Result<Self, AmountError> {
        match CommaNumber::parse(cell.trim()) {
            Some(number) => {
                let with_point = number.with_point();
                let parsed = Self::parse_point(&with_point)?;
                Ok(if with_point == cell { parsed } else { parsed.with_text() })
            }
            // Blank cells and scientific notation have no comma.
            None if cell.is_empty() => Ok(Self::BLANK),
            None if !cell.contains('.') => Self::parse_point(&cell.replace(',', ".")).map(Self::with_text),
            None => Err(AmountError::NotANumber),
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
            return Ok(Self::BLANK.with_text());
        }
        // The documentation's own samples write `$0.0808`.
        let bare = trimmed.strip_prefix('$').unwrap_or(trimmed);
        let value = match ungrouped(bare) {
            Some(plain) => parse_decimal(&plain)?,
            None => parse_decimal(bare)?,
        };
        // A scale is at most 28.
        Ok(Self::Other { mantissa: value.mantissa(), scale: value.scale() as u8, prints_as_is: false })
    }

    /// The fast way for numbers in the form in which they are printed: `-?(0|[1-9][0-9]*)(\.[0-9]+)?`.
    #[inline]
    fn parse_plain(cell: &[u8]) -> Option<Self> {
        let negative = cell.first() == Some(&b'-');
        let digits = &cell[usize::from(negative)..];
        if digits.len() > N_NARROW_DIGITS || digits.is_empty() {
            return None;
        }
        let mut mantissa: i64 = 0;
        let mut point_at = usize::MAX;
        for (idx, byte) in digits.iter().enumerate() {
            let digit = byte.wrapping_sub(b'0');
            if digit < 10 {
                mantissa = mantissa * 10 + i64::from(digit);
            } else if *byte == b'.' && point_at == usize::MAX && idx > 0 {
                point_at = idx;
            } else {
                return None;
            }
        }
        let whole_len = point_at.min(digits.len());
        let scale = digits.len().saturating_sub(whole_len + 1);
        let is_canonical = (digits[0] != b'0' || whole_len == 1)
            && (point_at == usize::MAX || scale > 0)
            && !(negative && mantissa == 0);
        is_canonical
            .then_some(Self::Plain { mantissa: if negative { -mantissa } else { mantissa }, scale: scale as u8 })
    }

    /// The same number, printed as the cell's own text.
    fn with_text(self) -> Self {
        match self {
            Self::Plain { mantissa, scale } => Self::Other { mantissa: mantissa.into(), scale, prints_as_is: false },
            Self::Other { mantissa, scale, .. } => Self::Other { mantissa, scale, prints_as_is: false },
        }
    }
}

/// Collects the numbers of a column row by row.
#[derive(Debug, Default)]
pub(super) struct NumberBuilder {
    mantissas: Vec<i64>,
    scales: Vec<u8>,
    wide: BTreeMap<u32, i128>,
    texts: BTreeMap<u32, Box<str>>,
}

impl NumberBuilder {
    /// Appends a number that was read from `cell`.
    #[inline]
    pub(super) fn push(&mut self, number: ParsedNumber, cell: &str) {
        match number {
            ParsedNumber::Plain { mantissa, scale } => {
                self.mantissas.push(mantissa);
                self.scales.push(scale);
            }
            ParsedNumber::Other { mantissa, scale, prints_as_is } => {
                let row = self.mantissas.len() as u32;
                let narrow = i64::try_from(mantissa);
                if narrow.is_err() {
                    self.wide.insert(row, mantissa);
                }
                self.mantissas.push(narrow.unwrap_or(0));
                self.scales.push(scale);
                if !prints_as_is {
                    self.texts.insert(row, cell.into());
                }
            }
        }
    }

    /// Appends a cell that is no number.
    pub(super) fn push_text(&mut self, cell: &str) {
        self.push(ParsedNumber::Other { mantissa: 0, scale: TEXT, prints_as_is: false }, cell);
    }

    pub(super) fn n_text_bytes(&self) -> usize {
        self.texts.values().map(|it| it.len()).sum()
    }

    /// What was collected; the memory is kept for the next table.
    pub(super) fn close(&mut self) -> NumberColumn {
        let common_scale = self.align();
        let scales = match self.scales.first() {
            Some(first) if self.scales.iter().all(|it| it == first) => Scales::Same(*first),
            _ => Scales::Each(self.scales.as_slice().into()),
        };
        let closed = NumberColumn {
            mantissas: self.mantissas.as_slice().into(),
            scales,
            common_scale,
            largest: self.mantissas.iter().map(|it| it.unsigned_abs()).max().unwrap_or(0),
            wide: std::mem::take(&mut self.wide),
            texts: std::mem::take(&mut self.texts),
        };
        self.mantissas.clear();
        self.scales.clear();
        closed
    }

    /// Brings all mantissas to the longest scale, if all of them fit there.
    fn align(&mut self) -> Option<u8> {
        if !self.wide.is_empty() {
            return None;
        }
        let mut largest = [0u64; TEXT as usize];
        for (mantissa, scale) in self.mantissas.iter().zip(&self.scales) {
            if let Some(largest) = largest.get_mut(usize::from(*scale)) {
                *largest = (*largest).max(mantissa.unsigned_abs() | 1);
            }
        }
        let common = largest.iter().rposition(|it| *it > 0).unwrap_or(0);
        let factor = |scale: usize| 10i64.checked_pow((common - scale) as u32);
        let fits = |(scale, largest): (usize, &u64)| {
            *largest == 0
                || factor(scale)
                    .is_some_and(|it| i64::try_from(*largest).is_ok_and(|largest| largest.checked_mul(it).is_some()))
        };
        if !largest[..=common].iter().enumerate().all(fits) {
            return None;
        }
        let factors: Vec<i64> = (0..=common).map(|it| factor(it).unwrap_or(0)).collect();
        if largest[..common].iter().any(|it| *it > 0) {
            for (mantissa, scale) in self.mantissas.iter_mut().zip(&self.scales) {
                *mantissa *= factors.get(usize::from(*scale)).copied().unwrap_or(0);
            }
        }
        Some(common as u8)
    }
}

impl NumberColumn {
    fn scale(&self, row_idx: usize) -> u8 {
        match &self.scales {
            Scales::Same(scale) => *scale,
            Scales::Each(scales) => scales[row_idx],
        }
    }

    /// Every row's digits at one scale, 0 where there is no number; none if no scale fits all of them.
    #[must_use]
    pub fn aligned(&self) -> Option<(&[i64], usize)> {
        Some((&self.mantissas, usize::from(self.common_scale?)))
    }

    /// The largest distance from zero of the digits that [`Self::aligned`] gives.
    #[must_use]
    pub fn largest(&self) -> i64 {
        i64::try_from(self.largest).unwrap_or(i64::MAX)
    }

    /// Whether no sum of these digits is too large for 64 bits.
    #[must_use]
    pub fn sums_fit_in_64_bits(&self) -> bool {
        self.largest().checked_mul(self.mantissas.len() as i64).is_some()
    }

    /// The number as mantissa and scale; none where the cell is blank or no number. Numbers of a column have one scale
    /// wherever that is possible, so it may be longer than the cell's own.
    #[must_use]
    pub fn scaled(&self, row_idx: usize) -> Option<(i128, usize)> {
        let own_scale = self.scale(row_idx);
        if own_scale >= TEXT {
            return None;
        }
        let narrow = self.mantissas[row_idx];
        let mantissa = if narrow == 0 && !self.wide.is_empty() {
            self.wide.get(&(row_idx as u32)).copied().unwrap_or(0)
        } else {
            i128::from(narrow)
        };
        Some((mantissa, usize::from(self.common_scale.unwrap_or(own_scale))))
    }

    /// The number at its own scale; none where the cell is blank or no number.
    #[must_use]
    pub fn value(&self, row_idx: usize) -> Option<Decimal> {
        let (mantissa, scale) = self.scaled(row_idx)?;
        let own_scale = usize::from(self.scale(row_idx));
        // The digits that alignment appended are zeros.
        let mantissa = mantissa / 10i128.pow((scale - own_scale) as u32);
        Decimal::try_from_i128_with_scale(mantissa, own_scale as u32).ok()
    }

    /// How many cells are neither blank nor a number.
    #[must_use]
    pub fn n_texts(&self) -> usize {
        // Each of them has its text kept.
        self.texts.keys().filter(|it| self.scale(**it as usize) == TEXT).count()
    }

    /// All numbers at their own scales, in the order of the rows.
    pub fn values(&self) -> impl Iterator<Item = Decimal> + '_ {
        (0..self.mantissas.len()).filter_map(|it| self.value(it))
    }

    /// Whether the cell is blank.
    #[must_use]
    pub fn is_blank(&self, row_idx: usize) -> bool {
        self.scale(row_idx) == BLANK
    }

    /// Whether the cell has a number.
    #[must_use]
    pub fn is_number(&self, row_idx: usize) -> bool {
        self.scale(row_idx) < TEXT
    }

    /// The cells that do not print as their number, with their rows.
    pub fn texts(&self) -> impl Iterator<Item = (usize, &str)> {
        self.texts.iter().map(|(row, text)| (*row as usize, &**text))
    }

    /// The cell's original text.
    #[must_use]
    pub fn text(&self, row_idx: usize) -> Cow<'_, str> {
        if let Some(text) = self.texts.get(&(row_idx as u32)) {
            return Cow::Borrowed(text);
        }
        self.value(row_idx).map_or(Cow::Borrowed(""), |it| Cow::Owned(it.to_string()))
    }

    /// How many signs the longest number has when it is printed.
    #[must_use]
    pub fn max_len(&self) -> usize {
        let n_digits = self.largest.checked_ilog10().map_or(1, |it| it as usize + 1);
        // A point, a sign, and a zero before the point.
        n_digits.max(usize::from(self.common_scale.unwrap_or(0)) + 1) + 2
    }

    /// Prints a number into the end of `space` and gives it: for loops over many cells. None where a cell is not printed
    /// by its digits alone; then [`Self::text`] has its text.
    #[inline]
    #[must_use]
    pub fn print<'a>(&self, row_idx: usize, space: &'a mut PrintSpace) -> Option<&'a [u8]> {
        let (scale, common_scale) = (self.scale(row_idx), self.common_scale?);
        if scale >= TEXT || !self.texts.is_empty() {
            return None;
        }
        let mantissa = self.mantissas[row_idx];
        let mut rest = mantissa.unsigned_abs();
        // The digits that alignment appended are zeros.
        (scale..common_scale).for_each(|_| rest /= 10);
        let mut at = space.len();
        let mut n_digits = 0;
        while rest > 0 || n_digits <= scale {
            if n_digits == scale && scale > 0 {
                at -= 1;
                space[at] = b'.';
            }
            at -= 1;
            space[at] = b'0' + (rest % 10) as u8;
            rest /= 10;
            n_digits += 1;
        }
        if mantissa < 0 {
            at -= 1;
            space[at] = b'-';
        }
        Some(&space[at..])
    }
}

/// Room for the longest number of 64 bits or of as many decimals as there can be, its sign and its point.
pub type PrintSpace = [u8; 48];

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
        let mut builder = NumberBuilder::default();
        for cell in cells {
            builder.push(ParsedNumber::parse(cell, NumberStyle::Point).unwrap(), cell);
        }
        builder.push_text("n/a");
        let column = builder.close();
        assert!(column.aligned().is_none(), "some are too long");
        for (row_idx, cell) in cells.iter().chain(&["n/a"]).enumerate() {
            assert_eq!(column.text(row_idx), *cell);
            let number = cell.trim().trim_start_matches('$');
            assert_eq!(column.value(row_idx), parse_decimal(number).ok(), "{cell:?}");
        }
        assert!(column.is_blank(6) && column.is_blank(7) && !column.is_blank(0) && !column.is_blank(cells.len()));
    }

    #[test]
    fn numbers_of_a_column_stand_at_one_scale_and_print_as_they_were() {
        let cells = ["1.5", "-2", "", "0.001", "-0.250", " 7 ", "x", "92233720368547.758"];
        let mut builder = NumberBuilder::default();
        for cell in cells {
            match ParsedNumber::parse(cell, NumberStyle::Point) {
                Ok(number) => builder.push(number, cell),
                Err(_) => builder.push_text(cell),
            }
        }
        let column = builder.close();
        let (mantissas, scale) = column.aligned().unwrap();
        assert_eq!(scale, 3);
        assert_eq!(mantissas, [1500, -2000, 0, 1, -250, 7000, 0, 92_233_720_368_547_758]);
        assert!(cells.iter().enumerate().all(|(row_idx, cell)| column.text(row_idx) == *cell));
        for cells in [["0", "0.00", "-94.08", "0.1", "", "10"], ["7", "-1", "100", "", "0", "999999999999999999"]] {
            let mut builder = NumberBuilder::default();
            cells.iter().for_each(|it| builder.push(ParsedNumber::parse(it, NumberStyle::Point).unwrap(), it));
            let column = builder.close();
            for (row_idx, cell) in cells.iter().enumerate() {
                assert_eq!(column.text(row_idx), *cell);
                let mut space = [0; 48];
                let printed = column.print(row_idx, &mut space);
                assert_eq!(printed.map(<[u8]>::len).unwrap_or(0), cell.len());
                assert!(printed.is_none_or(|it| it == cell.as_bytes()));
                assert!(cell.len() <= column.max_len());
            }
        }
        assert!(!column.is_number(2) && !column.is_number(6) && column.is_number(5));
        let mut builder = NumberBuilder::default();
        for cell in ["92233720368547758", "0.001"] {
            builder.push(ParsedNumber::parse(cell, NumberStyle::Point).unwrap(), cell);
        }
        assert!(builder.close().aligned().is_none(), "the first has no room for three more digits");
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
            let mut builder = NumberBuilder::default();
            let value = parsed.ok().and_then(|it| {
                builder.push(it, cell);
                let column = builder.close();
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
