//! Sums of decimals that never round and do not depend on their order.
//!
//! `Decimal + Decimal` rounds in silence when the digits of both do not fit 96 bits
//! (`1234567.89 + 0.0000000191107392311096200000` loses its tail). Here every scale has an integer of its own;
//! they are joined once, in 256 bits, when the total is printed.

use std::fmt;

use ethnum::I256;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

/// Number of scales a [`Decimal`] can have: 0 to 28 decimals.
const N_SCALES: usize = 29;

/// A running sum of decimals, exact in any order.
///
/// A mantissa is below 2^96, so a scale overflows only past 2^31 values; a table holds fewer rows than that.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExactSum {
    /// `per_scale[s]` is the sum of the mantissas of all values with `s` decimals; only as long as needed.
    per_scale: Vec<i128>,
}

impl ExactSum {
    /// Adds one value.
    pub fn add(&mut self, value: Decimal) {
        self.add_scaled(value.mantissa(), value.scale() as usize);
    }

    /// Adds `mantissa / 10^scale`; `scale` is at most 28.
    pub fn add_scaled(&mut self, mantissa: i128, scale: usize) {
        debug_assert!(scale < N_SCALES, "a decimal has at most 28 decimals");
        if self.per_scale.len() <= scale {
            self.per_scale.resize(scale + 1, 0);
        }
        self.per_scale[scale] += mantissa;
    }

    /// Adds all that `other` has summed.
    pub fn merge(&mut self, other: &Self) {
        for (scale, mantissa) in other.per_scale.iter().enumerate() {
            self.add_scaled(*mantissa, scale);
        }
    }

    /// The total so far.
    #[must_use]
    pub fn total(&self) -> ExactTotal {
        let scale = self.per_scale.len().saturating_sub(1);
        // Horner's scheme. Nearly always 128 bits do; an answer has thousands of totals, and 256 bits are ten times slower.
        const ROOM: u128 = 1 << 122;
        let has_room = |it: i128| it.unsigned_abs() < ROOM;
        let narrow = self.per_scale.iter().try_fold(0i128, |mantissa, at_scale| {
            (has_room(mantissa) && has_room(*at_scale)).then(|| mantissa * 10 + at_scale)
        });
        if let Some(mantissa) = narrow {
            return ExactTotal::new(mantissa.into(), scale);
        }
        let mut mantissa = I256::ZERO;
        for at_scale in &self.per_scale {
            // 29 steps at most, each sum below 2^127, so below 2^127 * 10^28 * 2 < 2^255.
            mantissa = mantissa * 10 + I256::from(*at_scale);
        }
        ExactTotal::new(mantissa, scale)
    }
}

impl FromIterator<Decimal> for ExactSum {
    fn from_iter<T: IntoIterator<Item = Decimal>>(values: T) -> Self {
        let mut sum = Self::default();
        values.into_iter().for_each(|value| sum.add(value));
        sum
    }
}

/// A finished total: an exact decimal without trailing zeros, printed with `.` and no grouping (`17.22`, `-0.5`, `0`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ExactTotal {
    mantissa: I256,
    scale: usize,
}

impl ExactTotal {
    /// Nothing owed.
    pub const ZERO: Self = Self { mantissa: I256::ZERO, scale: 0 };

    fn new(mut mantissa: I256, mut scale: usize) -> Self {
        // As above, for what a processor divides at once.
        if let Ok(mut narrow) = i64::try_from(mantissa) {
            while scale > 0 && narrow % 10 == 0 {
                narrow /= 10;
                scale -= 1;
            }
            return Self { mantissa: narrow.into(), scale };
        }
        while scale > 0 && mantissa % 10 == 0 {
            mantissa /= 10;
            scale -= 1;
        }
        Self { mantissa, scale }
    }

    /// `self - other`, exact.
    #[must_use]
    pub fn minus(self, other: Self) -> Self {
        let scale = self.scale.max(other.scale);
        Self::new(self.mantissa_at(scale) - other.mantissa_at(scale), scale)
    }

    /// Whether the total is exactly nothing.
    #[must_use]
    pub fn is_zero(self) -> bool {
        self.mantissa == 0
    }

    /// Whether the total is below nothing: a credit.
    #[must_use]
    pub fn is_negative(self) -> bool {
        self.mantissa < 0
    }

    /// Whether the distance from zero is at most `limit`.
    #[must_use]
    pub fn is_within(self, limit: Decimal) -> bool {
        let limit: Self = limit.into();
        let scale = self.scale.max(limit.scale);
        self.mantissa_at(scale).abs() <= limit.mantissa_at(scale)
    }

    /// What part of `whole` this is, in tenths of a percent, rounded half away from nothing; none of nothing.
    #[must_use]
    pub fn permille_of(self, whole: Self) -> Option<i64> {
        let scale = self.scale.max(whole.scale);
        let (part, whole) = (self.mantissa_at(scale), whole.mantissa_at(scale));
        if whole == 0 {
            return None;
        }
        // Amounts are far below the 2^245 above which this would not fit.
        let doubled = part.checked_mul(I256::from(2000))? / whole;
        let away = if doubled < 0 { -1 } else { 1 };
        i64::try_from((doubled + away) / 2).ok()
    }

    fn mantissa_at(self, scale: usize) -> I256 {
        (self.scale..scale).fold(self.mantissa, |mantissa, _| mantissa * 10)
    }
}

impl From<Decimal> for ExactTotal {
    fn from(value: Decimal) -> Self {
        Self::new(I256::from(value.mantissa()), value.scale() as usize)
    }
}

impl PartialOrd for ExactTotal {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for ExactTotal {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        let scale = self.scale.max(other.scale);
        self.mantissa_at(scale).cmp(&other.mantissa_at(scale))
    }
}

impl fmt::Display for ExactTotal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.mantissa < 0 { "-" } else { "" };
        let digits = match u64::try_from(self.mantissa.unsigned_abs()) {
            Ok(narrow) => narrow.to_string(),
            Err(_) => self.mantissa.unsigned_abs().to_string(),
        };
        if self.scale == 0 {
            return write!(f, "{sign}{digits}");
        }
        let padded = format!("{digits:0>width$}", width = self.scale + 1);
        let (whole, fraction) = padded.split_at(padded.len() - self.scale);
        write!(f, "{sign}{whole}.{fraction}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::parse_decimal;

    fn sum(texts: &[&str]) -> String {
        texts.iter().map(|it| parse_decimal(it).unwrap()).collect::<ExactSum>().total().to_string()
    }

    #[test]
    fn sums_keep_every_digit() {
        assert_eq!(sum(&["0.1", "0.2"]), "0.3");
        assert_eq!(sum(&["1234567.89", "0.0000000191107392311096200000"]), "1234567.89000001911073923110962");
        assert_eq!(sum(&["17.219999999999999", "-17.22"]), "-0.000000000000001");
        assert_eq!(sum(&["0.00E+00", "0.000"]), "0");
        assert_eq!(sum(&["-0.5", "0.25"]), "-0.25");
        assert_eq!(sum(&[]), "0");
        assert_eq!(sum(&["79228162514264337593543950335"; 3]), "237684487542793012780631851005");
    }

    #[test]
    fn totals_of_any_width_print_alike() {
        // About the ends of 64 and of 128 bits, where another way is taken.
        for texts in [
            ["9223372036854775807", "0"],
            ["9223372036854775807", "1"],
            ["-9223372036854775808", "-0.5"],
            ["18446744073709551615", "0.0"],
            ["18446744073709551616", "0.000"],
            ["5316911983139663491615228241", "0.1"],
            ["79228162514264337593543950335", "0.0000000000000000000000000001"],
        ] {
            let [one, other] = texts.map(|it| parse_decimal(it).unwrap());
            let wide = |it: Decimal| I256::from(it.mantissa()) * I256::new(10).pow(28 - it.scale());
            let expected = (wide(one) + wide(other)).to_string();
            let (sign, digits) = expected.strip_prefix('-').map_or(("", expected.as_str()), |it| ("-", it));
            let digits = format!("{digits:0>29}");
            let (whole, fraction) = digits.split_at(digits.len() - 28);
            let fraction = fraction.trim_end_matches('0');
            let point = if fraction.is_empty() { "" } else { "." };
            assert_eq!(sum(&texts), format!("{sign}{whole}{point}{fraction}"), "{texts:?}");
        }
    }

    #[test]
    fn the_order_and_the_grouping_do_not_matter() {
        let values: Vec<_> = ["1.5", "-0.0000000000000000000000000001", "99999999999.99", "7.58469E-05", "-3"]
            .iter()
            .map(|it| parse_decimal(it).unwrap())
            .collect();
        let forward: ExactSum = values.iter().copied().collect();
        let backward: ExactSum = values.iter().rev().copied().collect();
        let mut merged: ExactSum = values[..2].iter().copied().collect();
        merged.merge(&values[2..].iter().copied().collect());
        assert_eq!(forward.total(), backward.total());
        assert_eq!(forward.total(), merged.total());
    }

    #[test]
    fn differences_and_comparisons_are_exact() {
        let total = |text| ExactTotal::from(parse_decimal(text).unwrap());
        assert_eq!(total("17.219999999999999").minus(total("17.22")).to_string(), "-0.000000000000001");
        assert!(total("2.20") == total("2.2"));
        assert!(total("-1") < total("0.01"));
        assert!(total("-0.01").is_within(parse_decimal("0.01").unwrap()));
        assert!(!total("0.011").is_within(parse_decimal("0.01").unwrap()));
    }
}
