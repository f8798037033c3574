//! Appends objects to a table: a key is a column.

use std::borrow::Cow;
use std::rc::Rc;

use rustc_hash::FxHashMap;
use serde_json::value::RawValue;

use super::object::cell;
use crate::ingest::binding::{MAX_COLUMNS, Planner, ingested, missing_columns};
use crate::ingest::diagnostic::Quarantine;
use crate::ingest::dialect::Found;
use crate::ingest::schema::Schema;
use crate::ingest::{Ingested, Unreadable};
use crate::table::{Table, TableBuilder};

/// What links and describes an object; no column that anybody could know.
const OF_THE_API: [&str; 2] = ["links", "attributes"];

/// Objects of one kind as rows.
#[derive(Debug)]
pub(super) struct ObjectRows {
    schema: &'static Schema,
    planner: Planner,
    header: Vec<String>,
    by_key: FxHashMap<String, usize>,
    builder: TableBuilder,
    quarantine: Quarantine,
    n_repeated: usize,
    pub(super) notes: Vec<String>,
}

impl ObjectRows {
    /// No rows yet; the kind is told by the keys of the first objects.
    pub(super) fn new<'a>(keys: impl Iterator<Item = Cow<'a, str>>) -> Result<Self, Unreadable> {
        let mut header: Vec<String> = Vec::new();
        let mut by_key = FxHashMap::default();
        for key in keys {
            if !by_key.contains_key(&*key) {
                by_key.insert(key.clone().into_owned(), header.len());
                header.push(key.into_owned());
            }
        }
        let Some(schema) = Schema::recognise(header.iter().map(String::as_str)) else {
            return Err(Unreadable::UnknownKind { seen: header });
        };
        if header.len() > MAX_COLUMNS {
            return Err(Unreadable::TooManyColumns);
        }
        let mut planner = Planner::new(schema, &Found::default());
        let plans: Vec<_> = header.iter().map(|it| planner.plan(it)).collect();
        let notes = missing_columns(schema, &plans).into_iter().collect();
        let builder = TableBuilder::new(schema.kind, plans);
        Ok(Self { schema, planner, header, by_key, builder, quarantine: Quarantine::default(), n_repeated: 0, notes })
    }

    pub(super) fn n_rows(&self) -> usize {
        self.builder.n_rows()
    }

    pub(super) fn closed(&self) -> &[Rc<Table>] {
        self.builder.closed()
    }

    pub(super) fn push(&mut self, line_no: u64, members: Vec<(Cow<'_, str>, &RawValue)>) {
        if self.header.len() + members.len() > 2 * MAX_COLUMNS {
            let reason = Unreadable::TooManyColumns.to_string();
            return self.quarantine.put(line_no, "", &[], reason);
        }
        let mut cells: Vec<Option<Cow<'_, str>>> = vec![None; self.header.len()];
        for (idx, (key, value)) in members.into_iter().enumerate() {
            // Objects of one file have their keys in one order.
            let is_in_order = self.header.get(idx).is_some_and(|it| *it == *key);
            let column_idx = if is_in_order { idx } else { self.column_idx(&key) };
            if column_idx >= cells.len() {
                cells.resize(column_idx + 1, None);
            }
            match &mut cells[column_idx] {
                Some(_) => self.n_repeated += 1,
                empty => *empty = Some(cell(value)),
            }
        }
        let text = |idx: usize| cells[idx].as_deref().unwrap_or_default();
        if let Err(problem) = self.builder.push_row(line_no, text) {
            let reason = format!("“{}” {}.", text(problem.column_idx), problem.problem);
            let whole: Vec<&str> = (0..cells.len()).map(text).collect();
            self.quarantine.put(line_no, &self.header[problem.column_idx], whole.join(",").as_bytes(), reason);
        }
    }

    /// The place of a key's column, which is made if it is not there yet.
    fn column_idx(&mut self, key: &str) -> usize {
        if let Some(idx) = self.by_key.get(key) {
            return *idx;
        }
        let idx = self.header.len();
        self.header.push(key.to_owned());
        self.by_key.insert(key.to_owned(), idx);
        self.builder.add_column(self.planner.plan(key));
        idx
    }

    /// Puts aside a line that is no object.
    pub(super) fn put_aside(&mut self, line_no: u64, line: &[u8], cause: &serde_json::Error) {
        let reason = if cause.is_eof() {
            "The line ends in the middle of its JSON. If it is the last one, download the file again.".to_owned()
        } else {
            format!("The line is no valid JSON object ({cause}).")
        };
        self.quarantine.put(line_no, "", line, reason);
    }

    pub(super) fn finish(self) -> Ingested {
        let Self { schema, builder, quarantine, n_repeated, mut notes, .. } = self;
        if n_repeated > 0 {
            notes.push(format!("{n_repeated} keys stand twice in one object; the first value is used."));
        }
        let is_known = |it: &str| schema.spec(it).is_some() || OF_THE_API.contains(&it);
        ingested(builder, quarantine, notes, "The collection has no items: there is nothing to add up.", is_known)
    }
}
