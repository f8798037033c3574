//! Money: an amount always has a currency, and two amounts cannot be added.
//!
//! ```compile_fail,E0369
//! use reconlens::domain::{Amount, CurrencyCode, parse_decimal};
//! let usd = Amount { value: parse_decimal("1").unwrap(), currency: CurrencyCode::parse("USD").unwrap() };
//! let eur = Amount { value: parse_decimal("1").unwrap(), currency: CurrencyCode::parse("EUR").unwrap() };
//! let sum = usd + eur; // there is no `Add` for `Amount`
//! ```
//!
//! A total over several currencies is a [`MoneyBag`], which keeps them apart:
//!
//! ```
//! use reconlens::domain::{Amount, CurrencyCode, MoneyBag, parse_decimal};
//! let amount = |value, code| Amount { value: parse_decimal(value).unwrap(), currency: CurrencyCode::parse(code).unwrap() };
//! let mut bag = MoneyBag::default();
//! bag += amount("0.1", "USD");
//! bag += amount("0.2", "USD");
//! bag += amount("5", "EUR");
//! assert_eq!(bag.to_string(), "5 EUR, 0.3 USD");
//! ```

use std::collections::BTreeMap;
use std::fmt;
use std::ops::AddAssign;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::exact_sum::{ExactSum, ExactTotal};

/// A currency as ISO 4217 writes it: three capital letters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct CurrencyCode([u8; 3]);

/// The text is not three letters.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{0:?} is not a currency code of three letters")]
pub struct UnknownCurrency(pub String);

impl CurrencyCode {
    /// Reads a code; case and surrounding space do not matter.
    ///
    /// # Errors
    /// [`UnknownCurrency`] if the text is not three ASCII letters.
    pub fn parse(text: &str) -> Result<Self, UnknownCurrency> {
        let trimmed = text.trim().as_bytes();
        match trimmed {
            [a, b, c] if trimmed.iter().all(u8::is_ascii_alphabetic) => {
                Ok(Self([a.to_ascii_uppercase(), b.to_ascii_uppercase(), c.to_ascii_uppercase()]))
            }
            _ => Err(UnknownCurrency(text.to_owned())),
        }
    }
}

impl fmt::Display for CurrencyCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|letter| write!(f, "{}", char::from(*letter)))
    }
}

impl From<CurrencyCode> for String {
    fn from(code: CurrencyCode) -> Self {
        code.to_string()
    }
}

impl TryFrom<String> for CurrencyCode {
    type Error = UnknownCurrency;

    fn try_from(text: String) -> Result<Self, UnknownCurrency> {
        Self::parse(&text)
    }
}

/// An amount in one currency. There is no `Add`: use [`MoneyBag`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Amount {
    /// How much, exact.
    pub value: Decimal,
    /// Of which currency.
    pub currency: CurrencyCode,
}

/// A total that keeps currencies apart: one exact sum per currency, in the order of the codes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MoneyBag(BTreeMap<CurrencyCode, ExactSum>);

impl MoneyBag {
    /// The total of each currency that was added, zero totals included.
    pub fn totals(&self) -> impl Iterator<Item = (CurrencyCode, ExactTotal)> + '_ {
        self.0.iter().map(|(currency, sum)| (*currency, sum.total()))
    }
}

impl AddAssign<Amount> for MoneyBag {
    fn add_assign(&mut self, amount: Amount) {
        self.0.entry(amount.currency).or_default().add(amount.value);
    }
}

impl fmt::Display for MoneyBag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (idx, (currency, total)) in self.totals().enumerate() {
            let separator = if idx == 0 { "" } else { ", " };
            write!(f, "{separator}{total} {currency}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_currency_is_three_letters() {
        assert_eq!(CurrencyCode::parse(" eur ").unwrap().to_string(), "EUR");
        assert!(CurrencyCode::parse("EURO").is_err());
        assert!(CurrencyCode::parse("€").is_err());
        assert!(CurrencyCode::parse("12A").is_err());
    }
}
