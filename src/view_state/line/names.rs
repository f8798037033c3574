//! What the names of a line stand for.

use super::super::Pick;
use crate::domain::Dimension;

/// A column that a line names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Its key.
    pub key: String,
    /// What its cells hold.
    pub kind: Kind,
}

/// What the cells of a column hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Texts and ids.
    Text,
    /// Exact decimals.
    Number,
    /// Dates.
    Days,
    /// That is not known: what is compared with it decides.
    Unknown,
}

/// Who knows columns and values by their names.
pub trait Names {
    /// The column of a name, whatever its case; or names of columns that may be meant.
    ///
    /// # Errors
    /// Some similar names, or none.
    fn column(&self, name: &str) -> Result<Column, Vec<String>>;

    /// Every value of this name or id, whatever its case; or names of values that may be meant.
    ///
    /// # Errors
    /// Some similar names, or none.
    fn picks(&self, dimension: &Dimension, text: &str) -> Result<Vec<Pick>, Vec<String>>;

    /// The name of a value by which [`Self::picks`] finds it alone; none if it is not known.
    fn text(&self, dimension: &Dimension, pick: &Pick) -> Option<String>;
}

/// Nobody: every name may be one.
#[derive(Debug, Clone, Copy, Default)]
pub struct NoNames;

impl Names for NoNames {
    fn column(&self, name: &str) -> Result<Column, Vec<String>> {
        Ok(Column { key: name.to_owned(), kind: Kind::Unknown })
    }

    fn picks(&self, dimension: &Dimension, text: &str) -> Result<Vec<Pick>, Vec<String>> {
        Ok(vec![Pick::of(dimension, text)])
    }

    fn text(&self, _dimension: &Dimension, pick: &Pick) -> Option<String> {
        match pick {
            Pick::Plain(text) => Some(text.clone()),
            Pick::Coded(_) => None,
        }
    }
}
