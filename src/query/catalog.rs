//! The values of each field over several tables or workers: each numbers its own, here they become one list.

use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

use crate::domain::Field;

/// The values of one field with what to show of each, in the order of their numbers.
pub type FieldValues = Vec<FieldValue>;

/// One value of a field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldValue {
    /// The value as a file writes it: an id, a text.
    pub value: String,
    /// What to show: a name where there is one.
    pub label: String,
}

/// The values of one field, each once.
#[derive(Debug, Clone, Default)]
pub struct Catalog {
    values: FieldValues,
    by_key: FxHashMap<String, u32>,
}

impl Catalog {
    /// The values, in the order in which they were first named.
    #[must_use]
    pub fn values(&self) -> &[FieldValue] {
        &self.values
    }

    /// The number of a value, if it is there.
    #[must_use]
    pub fn find(&self, value: &str) -> Option<u32> {
        self.by_key.get(&value.trim().to_lowercase()).copied()
    }

    /// Adds the values of one field, and gives the number of each.
    pub fn add_all(&mut self, values: &[FieldValue]) -> Vec<u32> {
        values.iter().map(|it| self.add(&it.value, &it.label)).collect()
    }

    /// The number of a value among all; files differ in the case of ids and charge types.
    pub(super) fn add(&mut self, value: &str, label: &str) -> u32 {
        let value = value.trim();
        let Self { values, by_key } = self;
        let code = *by_key.entry(value.to_lowercase()).or_insert_with(|| {
            values.push(FieldValue { value: value.to_owned(), label: label.to_owned() });
            // There are no more values than rows, and fewer than 2^32 rows.
            values.len() as u32 - 1
        });
        let known = &mut values[code as usize];
        // Which file came first must not show: of several spellings, the smallest is kept, and any name beats the id.
        let has_name = |it: &FieldValue| it.label != it.value;
        let is_name = label.trim() != value;
        if value < known.value.as_str() {
            let named = has_name(known);
            known.value = value.to_owned();
            if !named {
                known.label = label.to_owned();
            }
        }
        if is_name && (!has_name(known) || label < known.label.as_str()) {
            known.label = label.to_owned();
        }
        code
    }
}

/// One catalog a field, in the order of [`Field::ALL`].
#[must_use]
pub(super) fn catalogs() -> Vec<Catalog> {
    Field::ALL.iter().map(|_| Catalog::default()).collect()
}
