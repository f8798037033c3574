//! The files of a session: being read, or loaded.

use std::collections::BTreeMap;
use std::rc::Rc;

use super::Indexed;
use crate::domain::{DialectChoice, ExactSum, Role};
use crate::ingest::{Archive, Content, Ingested, Reader};
use crate::protocol::{ColumnSum, FileId, FileReport, Standing};
use crate::query::Dataset;
use crate::report::standing::{self, Candidate};
use crate::table::Table;

/// A file that was asked for.
#[derive(Debug)]
pub(super) struct FileEntry {
    pub(super) id: FileId,
    pub(super) name: String,
    /// The archive of which it is a member, and which one.
    pub(super) archive: Option<(FileId, usize)>,
    /// What a person decided of it.
    pub(super) choice: DialectChoice,
    pub(super) state: FileState,
}

#[derive(Debug)]
pub(super) enum FileState {
    Reading(Box<Reading>),
    Unpacking(Box<Archive>),
    Loaded(Box<Ingested>),
}

#[derive(Debug, Default)]
pub(super) struct Reading {
    pub(super) reader: Reader,
    pub(super) bytes_read: u64,
}

impl FileEntry {
    pub(super) fn new(id: FileId, name: String) -> Self {
        Self { id, name, archive: None, choice: DialectChoice::default(), state: FileState::Reading(Box::default()) }
    }

    pub(super) fn loaded(&self) -> Option<&Ingested> {
        match &self.state {
            FileState::Loaded(ingested) => Some(ingested),
            FileState::Reading(_) | FileState::Unpacking(_) => None,
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
            Some(standing::Standing::Used { explained: None, .. }) if !ingested.kind().bills() => Standing::Beside,
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
            sums: match &ingested.content {
                Content::Lines(table) => column_sums(table),
                Content::Stated(_) => Vec::new(),
            },
            notes: ingested.notes.clone(),
            dialect: ingested.dialect.clone(),
            choice: self.choice,
        })
    }
}

/// The sums of a table's amounts before tax and with tax, by currency in order.
fn column_sums(table: &Table) -> Vec<ColumnSum> {
    let currencies = table.role(Role::Currency).and_then(|it| it.coded());
    let mut sums = Vec::new();
    for column in [Role::Pretax, Role::Total].into_iter().filter_map(|it| table.role(it)) {
        let Some(numbers) = column.numbers() else { continue };
        let mut by_currency: BTreeMap<String, ExactSum> = BTreeMap::new();
        let mut per_code: Vec<ExactSum> = Vec::new();
        per_code.resize_with(currencies.map_or(1, |(dictionary, _)| dictionary.len()), ExactSum::default);
        for row_idx in 0..table.n_rows() {
            if let Some(value) = numbers.value(row_idx) {
                per_code[currencies.map_or(0, |(_, codes)| codes[row_idx] as usize)].add(value);
            }
        }
        for (code, sum) in per_code.iter().enumerate() {
            let currency = currencies.map_or("", |(dictionary, _)| dictionary.text(code as u32)).trim().to_uppercase();
            by_currency.entry(currency).or_default().merge(sum);
        }
        sums.extend(by_currency.into_iter().map(|(currency, sum)| ColumnSum {
            column: column.header().to_owned(),
            currency,
            amount: sum.total().to_string(),
        }));
    }
    sums
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
