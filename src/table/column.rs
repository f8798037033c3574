//! One column of a table.

use std::borrow::Cow;

use super::dictionary::{Code, Dictionary};
use super::number::NumberColumn;
use crate::domain::{Day, Role};

/// A column: its names and its cells.
#[derive(Debug, Clone)]
pub struct Column {
    pub(super) header: String,
    pub(super) key: String,
    pub(super) role: Option<Role>,
    pub(super) values: Values,
}

/// The cells of a column.
#[derive(Debug, Clone)]
pub enum Values {
    /// Texts and ids.
    Text {
        /// The texts.
        dictionary: Dictionary,
        /// The number of each row's text.
        codes: Codes,
    },
    /// Dates: texts, and the day that each of them means.
    Day {
        /// The texts.
        dictionary: Dictionary,
        /// The number of each row's text.
        codes: Codes,
        /// The day of each text; none where it is blank or no date.
        days: Vec<Option<Day>>,
    },
    /// Exact decimals.
    Number(NumberColumn),
}

/// The number of each row's text.
#[derive(Debug, Clone)]
pub enum Codes {
    /// All rows have the first text: the partner's id, the currency.
    Same,
    /// One a row.
    Each(Box<[Code]>),
}

impl Codes {
    /// The number of a row's text.
    #[inline]
    #[must_use]
    pub fn code(&self, row_idx: usize) -> Code {
        match self {
            Self::Same => 0,
            Self::Each(codes) => codes[row_idx],
        }
    }
}

impl Column {
    /// The name that the file's header has, as it is.
    #[must_use]
    pub fn header(&self) -> &str {
        &self.header
    }

    /// The name that all files share: the documented one, or the file's own.
    #[must_use]
    pub fn key(&self) -> &str {
        &self.key
    }

    /// The part that the column plays.
    #[must_use]
    pub fn role(&self) -> Option<Role> {
        self.role
    }

    /// The cells.
    #[must_use]
    pub fn values(&self) -> &Values {
        &self.values
    }

    /// A cell's original text.
    #[must_use]
    pub fn text(&self, row_idx: usize) -> Cow<'_, str> {
        match &self.values {
            Values::Text { dictionary, codes } | Values::Day { dictionary, codes, .. } => {
                Cow::Borrowed(dictionary.text(codes.code(row_idx)))
            }
            Values::Number(numbers) => numbers.text(row_idx),
        }
    }

    /// The texts and each row's number; none for numbers. A column that plays a part has each text once.
    #[must_use]
    pub fn coded(&self) -> Option<(&Dictionary, &Codes)> {
        match &self.values {
            Values::Text { dictionary, codes } | Values::Day { dictionary, codes, .. } => Some((dictionary, codes)),
            Values::Number(_) => None,
        }
    }

    /// The numbers; none for other columns.
    #[must_use]
    pub fn numbers(&self) -> Option<&NumberColumn> {
        match &self.values {
            Values::Number(numbers) => Some(numbers),
            _ => None,
        }
    }

    /// A cell's day; none where it is blank, no date, or the column has no dates.
    #[must_use]
    pub fn day(&self, row_idx: usize) -> Option<Day> {
        match &self.values {
            Values::Day { codes, days, .. } => days[usize::from(codes.code(row_idx))],
            _ => None,
        }
    }
}
