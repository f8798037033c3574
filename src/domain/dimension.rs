//! What lines can be filtered, counted and grouped by: a built-in field, any column of the files, or the months of a
//! column of dates.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::field::Field;

/// Something that gives each line one value out of a list.
///
/// Built-in fields are indexed when files are read. Columns and months are indexed when they are first asked for.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Dimension {
    /// A property that all kinds of files share.
    Field(Field),
    /// A column by its key, as in the list of columns.
    Column(String),
    /// The month (`2026-09`) of a column of dates, by the column's key.
    Month(String),
}

impl Dimension {
    /// The name for people: `Charge type`, `PublisherName`, `Month of ChargeStartDate`.
    #[must_use]
    pub fn title(&self) -> Cow<'_, str> {
        match self {
            Self::Field(field) => Cow::Borrowed(field.title()),
            Self::Column(key) => Cow::Borrowed(key),
            Self::Month(key) => Cow::Owned(format!("Month of {key}")),
        }
    }

    /// Whether values stand in a link as they are. A column can hold anything, so its values stand there as codes; a
    /// month names nobody.
    #[must_use]
    pub fn is_plain_in_links(&self) -> bool {
        match self {
            Self::Field(field) => field.is_plain_in_links(),
            Self::Column(_) => false,
            Self::Month(_) => true,
        }
    }

    /// The built-in field, if it is one.
    #[must_use]
    pub fn field(&self) -> Option<Field> {
        match self {
            Self::Field(field) => Some(*field),
            Self::Column(_) | Self::Month(_) => None,
        }
    }
}

impl From<Field> for Dimension {
    fn from(field: Field) -> Self {
        Self::Field(field)
    }
}

impl From<&Dimension> for Dimension {
    fn from(dimension: &Dimension) -> Self {
        dimension.clone()
    }
}
