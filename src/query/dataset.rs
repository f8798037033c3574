//! All loaded tables as one: rows keep their table, values of a field are shared.

use super::field_index::FieldIndex;
use super::part::Part;
use crate::domain::Field;

/// All loaded tables, ready for questions.
#[derive(Debug, Default)]
pub struct Dataset {
    parts: Vec<Part>,
    fields: Vec<FieldIndex>,
}

impl Dataset {
    /// Indexes the fields of all tables.
    #[must_use]
    pub fn new(parts: Vec<Part>) -> Self {
        let fields = Field::ALL.map(|field| FieldIndex::new(field, &parts)).into();
        Self { parts, fields }
    }

    /// The tables in the order of the files.
    #[must_use]
    pub fn parts(&self) -> &[Part] {
        &self.parts
    }

    /// The values of a field; none before the first file.
    #[must_use]
    pub fn field(&self, field: Field) -> Option<&FieldIndex> {
        self.fields.get(field as usize)
    }

    /// All rows of all tables.
    #[must_use]
    pub fn n_rows(&self) -> usize {
        self.parts.iter().map(|it| it.table.n_rows()).sum()
    }
}
