//! What the names of a filter line stand for in the loaded files.

use std::cell::RefCell;
use std::collections::BTreeSet;

use super::facts::FileFacts;
use super::index::{Index, Value};
use crate::domain::Dimension;
use crate::view_state::{Column, Kind, Names, Pick};

/// Similar names that a problem mentions.
const N_SIMILAR: usize = 3;

/// The loaded files, as whoever knows columns and values by their names.
#[derive(Debug)]
pub struct FileNames<'a> {
    index: &'a Index,
    files: &'a [&'a FileFacts],
    unknown: RefCell<BTreeSet<Dimension>>,
}

impl<'a> FileNames<'a> {
    /// The names of these files.
    #[must_use]
    pub fn new(index: &'a Index, files: &'a [&'a FileFacts]) -> Self {
        Self { index, files, unknown: RefCell::default() }
    }

    /// The dimensions whose values were asked for before they were indexed. What was read meanwhile is worth nothing.
    #[must_use]
    pub fn unknown(self) -> Vec<Dimension> {
        self.unknown.into_inner().into_iter().collect()
    }
}

impl Names for FileNames<'_> {
    fn column(&self, name: &str) -> Result<Column, Vec<String>> {
        let columns = || self.files.iter().flat_map(|it| &it.columns);
        let has_several_kinds = self.files.iter().any(|it| it.kind != self.files[0].kind);
        let is_named = |it: &&super::facts::ColumnFact| {
            let common = it.role.map(|it| it.common_name());
            [Some(it.key.as_str()), Some(it.header.as_str()), common]
                .into_iter()
                .flatten()
                .any(|it| it.eq_ignore_ascii_case(name))
        };
        let same: Vec<&super::facts::ColumnFact> = columns().filter(is_named).collect();
        let Some(first) = same.first() else {
            let lower = name.to_lowercase();
            let mut similar: Vec<String> = Vec::new();
            for column in columns().filter(|it| it.key.to_lowercase().contains(&lower)) {
                if !similar.contains(&column.key) {
                    similar.push(column.key.clone());
                }
            }
            similar.truncate(N_SIMILAR);
            return Err(similar);
        };
        // Where several kinds of files are loaded, a role is one column under its common name.
        let common = first.role.filter(|_| has_several_kinds).map(|it| it.common_name().to_owned());
        let kind = match same.as_slice() {
            all if all.iter().any(|it| it.is_number) => Kind::Number,
            all if all.iter().any(|it| it.is_date) => Kind::Days,
            _ => Kind::Text,
        };
        Ok(Column { key: common.unwrap_or_else(|| first.key.clone()), kind })
    }

    fn picks(&self, dimension: &Dimension, text: &str) -> Result<Vec<Pick>, Vec<String>> {
        if !self.index.knows(dimension) {
            self.unknown.borrow_mut().insert(dimension.clone());
            return Ok(vec![Pick::of(dimension, text)]);
        }
        // Of too many values none is listed: whether it is there shows in the rows.
        let Some(values) = self.index.listed(dimension) else { return Ok(vec![Pick::of(dimension, text)]) };
        let wanted = text.trim().to_lowercase();
        if let Some(value) = self.index.find(dimension, text) {
            return Ok(vec![value.pick.clone()]);
        }
        let same: Vec<Pick> =
            values.iter().filter(|it| it.label_key.trim() == wanted).map(|it| it.pick.clone()).collect();
        if !same.is_empty() {
            return Ok(same);
        }
        let mut similar: Vec<&Value> =
            values.iter().filter(|it| !wanted.is_empty() && it.label_key.contains(&wanted)).collect();
        similar.sort_by_key(|it| (it.label_key.len(), &it.label_key));
        Err(similar.into_iter().take(N_SIMILAR).map(|it| it.label.clone()).collect())
    }

    fn text(&self, dimension: &Dimension, pick: &Pick) -> Option<String> {
        let plain = match pick {
            Pick::Plain(text) => Some(text.clone()),
            Pick::Coded(_) => None,
        };
        let Some(value) = self.index.listed(dimension)?.iter().find(|it| it.pick == *pick) else { return plain };
        let is_found = |text: &String| self.picks(dimension, text).is_ok_and(|it| it == [pick.clone()]);
        // The name, unless several values have it; then the id.
        [&value.label, &value.value].into_iter().find(|it| is_found(it)).cloned()
    }
}
