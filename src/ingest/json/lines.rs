//! JSON Lines, an object a line, read as they come. A line that is no object costs one line.

use std::rc::Rc;

use super::object::Object;
use super::rows::ObjectRows;
use crate::ingest::diagnostic::MAX_LINE_LEN;
use crate::ingest::{Ingested, Unreadable};
use crate::table::Table;

/// Objects that are looked at before the columns are bound; later ones may add columns.
const N_FIRST: usize = 200;

/// Reads an object a line.
#[derive(Debug)]
pub(in crate::ingest) struct LinesReader {
    pending: Vec<u8>,
    line_no: u64,
    /// Lines until the columns are bound.
    first: Vec<(u64, Vec<u8>)>,
    rows: Option<ObjectRows>,
    failure: Option<Unreadable>,
}

impl LinesReader {
    pub(in crate::ingest) fn new() -> Self {
        Self { pending: Vec::new(), line_no: 1, first: Vec::new(), rows: None, failure: None }
    }

    pub(in crate::ingest) fn n_rows(&self) -> usize {
        self.rows.as_ref().map_or(0, ObjectRows::n_rows)
    }

    pub(in crate::ingest) fn closed(&self) -> &[Rc<Table>] {
        self.rows.as_ref().map_or(&[], ObjectRows::closed)
    }

    pub(in crate::ingest) fn failure(&self) -> Option<&Unreadable> {
        self.failure.as_ref()
    }

    pub(in crate::ingest) fn push(&mut self, bytes: &[u8]) {
        let mut rest = bytes;
        while let Some(len) = memchr::memchr(b'\n', rest) {
            let (line, behind) = rest.split_at(len);
            rest = &behind[1..];
            if self.pending.is_empty() {
                self.take(line);
            } else {
                let mut whole = std::mem::take(&mut self.pending);
                whole.extend_from_slice(line);
                self.take(&whole);
            }
        }
        self.pending.extend_from_slice(rest);
        if self.pending.len() > MAX_LINE_LEN {
            self.failure.get_or_insert(Unreadable::JsonTooLarge);
        }
    }

    fn take(&mut self, line: &[u8]) {
        let line_no = self.line_no;
        self.line_no += 1;
        if line.iter().all(u8::is_ascii_whitespace) || self.failure.is_some() {
            return;
        }
        match &mut self.rows {
            Some(rows) => push(rows, line_no, line),
            None => {
                self.first.push((line_no, line.to_vec()));
                if self.first.len() >= N_FIRST {
                    self.bind();
                }
            }
        }
    }

    fn bind(&mut self) {
        let first = std::mem::take(&mut self.first);
        let objects: Vec<Object<'_>> =
            first.iter().filter_map(|(_, line)| serde_json::from_slice::<Object<'_>>(line).ok()).collect();
        let keys = objects.into_iter().flat_map(Object::flattened).map(|(key, _)| key);
        match ObjectRows::new(keys) {
            Ok(mut rows) => {
                first.iter().for_each(|(line_no, line)| push(&mut rows, *line_no, line));
                self.rows = Some(rows);
            }
            Err(unreadable) => self.failure = Some(unreadable),
        }
    }

    pub(in crate::ingest) fn finish(mut self) -> Result<Ingested, Unreadable> {
        let last = std::mem::take(&mut self.pending);
        self.take(&last);
        if self.rows.is_none() && self.failure.is_none() {
            self.bind();
        }
        match (self.failure, self.rows) {
            (None, Some(rows)) => Ok(rows.finish()),
            (failure, _) => Err(failure.unwrap_or(Unreadable::Empty)),
        }
    }
}

fn push(rows: &mut ObjectRows, line_no: u64, line: &[u8]) {
    match serde_json::from_slice::<Object<'_>>(line) {
        Ok(object) => rows.push(line_no, object.flattened()),
        Err(cause) => rows.put_aside(line_no, line, &cause),
    }
}
