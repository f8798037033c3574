//! Reads a decimal number from a file's text without losing a digit.
//!
//! `rust_decimal` holds 28 digits. Its `from_str` rounds in silence past that and takes `1_000`, so every
//! number enters through [`parse_decimal`], which refuses what it cannot hold exactly.

use rust_decimal::Decimal;
use thiserror::Error;

/// Why a text is not an exact decimal number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum AmountError {
    /// The text has a character that no plain decimal number has.
    #[error("is not a number")]
    NotANumber,
    /// The number has more digits than can be kept exactly (28 significant digits or decimals).
    #[error("has more digits than can be kept exactly (28)")]
    TooManyDigits,
}

/// Largest power of ten that a [`Decimal`] can scale by.
const MAX_SCALE: i64 = 28;

/// Reads `text` as an exact decimal: an optional sign, digits with at most one `.`, an optional exponent.
///
/// Trailing zeros are kept in the scale (`1.50` has scale 2), so that the original text can be printed again.
///
/// # Errors
/// [`AmountError`] if the text is no such number, or if it cannot be held without rounding.
///
/// ```
/// use reconlens::domain::parse_decimal;
/// assert_eq!(parse_decimal("7.58469E-05").unwrap().to_string(), "0.0000758469");
/// assert!(parse_decimal("1,234.5").is_err());
/// ```
pub fn parse_decimal(text: &str) -> Result<Decimal, AmountError> {
    let bytes = text.as_bytes();
    let (negative, mut at) = match bytes.first() {
        Some(b'-') => (true, 1),
        Some(b'+') => (false, 1),
        _ => (false, 0),
    };
    let mut mantissa: u128 = 0;
    let mut n_digits = 0usize;
    let mut scale: i64 = 0;
    let mut point_seen = false;
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'0'..=b'9' => {
                n_digits += 1;
                mantissa = mantissa
                    .checked_mul(10)
                    .and_then(|it| it.checked_add(u128::from(byte - b'0')))
                    .ok_or(AmountError::TooManyDigits)?;
                scale += i64::from(point_seen);
            }
            b'.' if !point_seen => point_seen = true,
            b'e' | b'E' => break,
            _ => return Err(AmountError::NotANumber),
        }
        at += 1;
    }
    if n_digits == 0 {
        return Err(AmountError::NotANumber);
    }
    if at < bytes.len() {
        scale -= parse_exponent(&bytes[at + 1..])?;
    }
    while scale < 0 && mantissa != 0 {
        mantissa = mantissa.checked_mul(10).ok_or(AmountError::TooManyDigits)?;
        scale += 1;
    }
    while scale > MAX_SCALE && mantissa.is_multiple_of(10) && mantissa != 0 {
        mantissa /= 10;
        scale -= 1;
    }
    if mantissa == 0 {
        scale = scale.clamp(0, MAX_SCALE);
    }
    let scale = u32::try_from(scale).map_err(|_out_of_range| AmountError::TooManyDigits)?;
    let mantissa = i128::try_from(mantissa).map_err(|_out_of_range| AmountError::TooManyDigits)?;
    let signed = if negative { -mantissa } else { mantissa };
    Decimal::try_from_i128_with_scale(signed, scale).map_err(|_too_wide| AmountError::TooManyDigits)
}

fn parse_exponent(bytes: &[u8]) -> Result<i64, AmountError> {
    let (negative, digits) = match bytes.first() {
        Some(b'-') => (true, &bytes[1..]),
        Some(b'+') => (false, &bytes[1..]),
        _ => (false, bytes),
    };
    if digits.is_empty() || !digits.iter().all(u8::is_ascii_digit) {
        return Err(AmountError::NotANumber);
    }
    let mut exponent: i64 = 0;
    for digit in digits {
        // Saturating: an exponent beyond any decimal is refused by the caller as too many digits.
        exponent = exponent.saturating_mul(10).saturating_add(i64::from(digit - b'0')).min(1_000_000);
    }
    Ok(if negative { -exponent } else { exponent })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: Result<&str, AmountError>) {
        let got = parse_decimal(text).map(|it| it.to_string());
        assert_eq!(got, expected.map(str::to_owned), "{text:?}");
    }

    #[test]
    fn numbers_are_read_exactly_or_refused() {
        use AmountError::{NotANumber, TooManyDigits};
        check("0", Ok("0"));
        check("-94.08", Ok("-94.08"));
        check("+1.50", Ok("1.50"));
        check(".5", Ok("0.5"));
        check("5.", Ok("5"));
        check("7.58469E-05", Ok("0.0000758469"));
        check("0.00E+00", Ok("0.00"));
        check("1.5e3", Ok("1500"));
        check("17.219999999999999", Ok("17.219999999999999"));
        check("0.0000000191107392311096200000", Ok("0.0000000191107392311096200000"));
        check("79228162514264337593543950335", Ok("79228162514264337593543950335"));
        check("79228162514264337593543950336", Err(TooManyDigits));
        check("0.00000000000000000000000000001", Err(TooManyDigits));
        check("1e400", Err(TooManyDigits));
        check("1e-400", Err(TooManyDigits));
        check("0e400", Ok("0"));
        for text in [
            "", "-", ".", "1,234.5", "1_000", " 1", "1 ", "1.2.3", "0x10", "１２", "N/A", "1e", "1e+", "(12)", "--1",
            "1e1.5",
        ] {
            check(text, Err(NotANumber));
        }
    }
}
