//! The files of a session: being read, or loaded.

use std::rc::Rc;

use super::Indexed;
use crate::domain::Role;
use crate::ingest::{Content, Ingested, Reader};
use crate::protocol::{FileId, FileReport, Standing};
use crate::query::Dataset;
use crate::report::standing::{self, Candidate};
use crate::table::Table;

/// A file that was asked for.
#[derive(Debug)]
pub(super) struct FileEntry {
    pub(super) id: FileId,
    pub(super) name: String,
    pub(super) state: FileState,
}

#[derive(Debug)]
pub(super) enum FileState {
    Reading(Box<Reading>),
    Loaded(Box<Ingested>),
}

#[derive(Debug, Default)]
pub(super) struct Reading {
    pub(super) reader: Reader,
    pub(super) bytes_read: u64,
}

impl FileEntry {
    pub(super) fn new(id: FileId, name: String) -> Self {
        Self { id, name, state: FileState::Reading(Box::default()) }
    }

    pub(super) fn loaded(&self) -> Option<&Ingested> {
        match &self.state {
            FileState::Loaded(ingested) => Some(ingested),
            FileState::Reading(_) => None,
        }
    }

    /// What the page says of the file; none while it is being read.
    pub(super) fn report(&self, files: &[Self], indexed: &Indexed) -> Option<FileReport> {
        let ingested = self.loaded()?;
        let name_of = |id: FileId| files.iter().find(|it| it.id == id).map(|it| it.name.clone()).unwrap_or_default();
        let standing = indexed.standings.iter().find(|(id, _)| *id == self.id).map(|(_, standing)| standing);
        let standing = match standing {
            Some(standing::Standing::DuplicateOf(idx)) => Standing::DuplicateOf(name_of(indexed.standings[*idx].0)),
            Some(standing::Standing::ReplacedBy(idx)) => Standing::ReplacedBy(name_of(indexed.standings[*idx].0)),
            Some(standing::Standing::Used { counts, explained: Some(idx) }) => Standing::Explains {
                n_rows: counts.len() - counts.count(),
                counted_in: name_of(indexed.standings[*idx].0),
            },
            Some(standing::Standing::Used { explained: None, .. }) => Standing::Counts,
            None => match indexed.stated_duplicates.iter().find(|(id, _)| *id == self.id) {
                Some((_, first)) => Standing::DuplicateOf(name_of(*first)),
                None => Standing::Counts,
            },
        };
        let (n_rows, n_columns, invoices, currencies) = match &ingested.content {
            Content::Lines(table) => (
                table.n_rows(),
                table.columns().len(),
                distinct(table, Role::InvoiceNumber),
                distinct(table, Role::Currency),
            ),
            Content::Stated(costs) => {
                let mut currencies: Vec<String> = costs.iter().map(|it| it.currency.to_string()).collect();
                currencies.sort_unstable();
                currencies.dedup();
                (costs.len(), 0, Vec::new(), currencies)
            }
        };
        Some(FileReport {
            file: self.id,
            name: self.name.clone(),
            kind: ingested.kind(),
            n_rows,
            n_quarantined: ingested.quarantine.n_rows(),
            n_columns,
            unknown_columns: ingested.unknown_columns.clone(),
            invoices,
            currencies,
            standing,
            notes: ingested.notes.clone(),
        })
    }
}

/// The distinct texts of a column in order, blanks left out.
fn distinct(table: &Table, role: Role) -> Vec<String> {
    let dictionary = table.role(role).and_then(|it| it.coded()).map(|(dictionary, _)| dictionary);
    let mut texts: Vec<String> =
        dictionary.into_iter().flat_map(|it| it.iter()).filter(|it| !it.is_empty()).map(str::to_owned).collect();
    texts.sort_unstable();
    texts
}

impl Indexed {
    /// Decides how the loaded files count, and indexes those that are used.
    pub(super) fn of(files: &[FileEntry]) -> Self {
        let (mut ids, mut candidates, mut stated) = (Vec::new(), Vec::new(), Vec::new());
        let (mut stated_files, mut stated_duplicates): (Vec<(u128, FileId)>, _) = (Vec::new(), Vec::new());
        for file in files {
            let Some(ingested) = file.loaded() else { continue };
            let fingerprint = ingested.fingerprint;
            match &ingested.content {
                Content::Lines(table) => {
                    ids.push(file.id);
                    candidates.push(Candidate { table: Rc::clone(table), fingerprint });
                }
                Content::Stated(costs) => match stated_files.iter().find(|(it, _)| *it == fingerprint) {
                    Some((_, first)) => stated_duplicates.push((file.id, *first)),
                    None => {
                        stated_files.push((fingerprint, file.id));
                        stated.extend(costs.iter().cloned());
                    }
                },
            }
        }
        let standings = standing::decide(&candidates);
        let parts = standing::parts(&candidates, &standings);
        let part_files = parts.iter().map(|(idx, _)| ids[*idx]).collect();
        let dataset = Dataset::new(parts.into_iter().map(|(_, part)| part).collect());
        Self { dataset, part_files, stated, stated_duplicates, standings: ids.into_iter().zip(standings).collect() }
    }
}
