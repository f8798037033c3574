//! Text for people in the reader's language: amounts, counts, sizes, days. Made from the exact text, never through a binary
//! float. The examples are those of English.

use super::locale;
use crate::domain::Day;

/// Decimals that an amount shows at least.
const MIN_DECIMALS: usize = 2;

/// An amount with grouped digits, a true minus sign, at least two decimals and every digit it has: `−1,234.50`.
#[must_use]
pub fn amount(exact: &str) -> String {
    locale::number(exact, MIN_DECIMALS)
}

/// An exact decimal with grouped digits and a true minus sign: `−1,234.5`.
#[must_use]
pub fn number(exact: &str) -> String {
    locale::number(exact, 0)
}

/// A day that is written as `2026-09-01`; any other text stays as it is.
#[must_use]
pub fn day(iso: &str) -> String {
    iso.parse::<Day>().map_or_else(|()| iso.to_owned(), locale::day)
}

/// A whole number with grouped digits: `1,234,567`.
#[must_use]
pub fn count(n: usize) -> String {
    number(&n.to_string())
}

/// A count with its noun: `1 row`, `1,234 rows`.
#[must_use]
pub fn counted(n: usize, noun: &str) -> String {
    format!("{} {noun}{}", count(n), if n == 1 { "" } else { "s" })
}

/// A size in the unit that fits: `512 B`, `1.4 MB`.
#[must_use]
pub fn size(n_bytes: u64) -> String {
    let tenths = |unit: u64| {
        let tenths = n_bytes.saturating_mul(10) / unit;
        number(&format!("{}.{}", tenths / 10, tenths % 10))
    };
    match n_bytes {
        0..1_000 => format!("{n_bytes} B"),
        1_000..1_000_000 => format!("{} kB", tenths(1_000)),
        1_000_000..1_000_000_000 => format!("{} MB", tenths(1_000_000)),
        _ => format!("{} GB", tenths(1_000_000_000)),
    }
}

/// Whether an exact amount is nothing.
#[must_use]
pub fn is_zero(exact: &str) -> bool {
    exact.bytes().all(|it| matches!(it, b'0' | b'.' | b'-'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_show_every_digit() {
        assert_eq!(amount("0"), "0.00");
        assert_eq!(amount("2.2"), "2.20");
        assert_eq!(amount("-1234.5"), "−1,234.50");
        assert_eq!(amount("1000000"), "1,000,000.00");
        assert_eq!(amount("17.219999999999999"), "17.219999999999999");
        assert_eq!(amount("100"), "100.00");
    }

    #[test]
    fn numbers_and_days_keep_what_they_say() {
        assert_eq!(number("-1234.5"), "−1,234.5");
        assert_eq!(number("0"), "0");
        assert_eq!(day("2026-09-01"), "9/1/2026");
        assert_eq!(day("1/9/2026"), "1/9/2026");
    }

    #[test]
    fn sizes_take_the_unit_that_fits() {
        assert_eq!(size(999), "999 B");
        assert_eq!(size(1_450), "1.4 kB");
        assert_eq!(size(615_000_000), "615.0 MB");
        assert_eq!(size(3_200_000_000), "3.2 GB");
        assert_eq!(counted(1, "row"), "1 row");
        assert_eq!(counted(1234, "row"), "1,234 rows");
    }
}
