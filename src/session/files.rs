//! The files of a session: being read, side by side or by one worker, or loaded.

use std::collections::BTreeSet;

use super::message::{Attempt, ShardRequest, WhatWasRead, WholeFile};
use crate::domain::{DialectChoice, FileKind};
use crate::ingest::{FilePart, Findings, Seam, first_misfit, lines_before};
use crate::protocol::{ColumnSum, FileId, FileReport, Standing};
use crate::report::facts::{Digest, FileFacts};
use crate::report::fingerprint;
use crate::report::standing;

/// A file that was asked for.
#[derive(Debug)]
pub(super) struct FileEntry {
    pub(super) id: FileId,
    pub(super) name: String,
    pub(super) size_bytes: u64,
    /// The archive of which it is a member.
    pub(super) archive: Option<Source>,
    /// What a person decided of it.
    pub(super) choice: DialectChoice,
    /// How often it was begun to be read.
    pub(super) attempt: Attempt,
    /// The workers that hold it, in the order of its parts.
    pub(super) shards: Vec<usize>,
    /// What is known of it while it is being read.
    pub(super) facts_so_far: Option<FileFacts>,
    pub(super) state: FileState,
}

/// An archive that was dropped.
#[derive(Debug, Clone)]
pub(super) struct Source {
    pub(super) id: FileId,
    pub(super) name: String,
    pub(super) size_bytes: u64,
}

#[derive(Debug)]
pub(super) enum FileState {
    Reading(Vec<PartState>),
    Unpacking,
    Loaded(Box<LoadedFile>),
}

/// How far a part of a file has come.
#[derive(Debug, Default)]
pub(super) struct PartState {
    part: Option<FilePart>,
    bytes_read: u64,
    n_rows: usize,
    read: Option<(Seam, Findings)>,
    settled: Option<(Findings, FileFacts)>,
    is_elsewhere: bool,
}

#[derive(Debug)]
pub(super) struct LoadedFile {
    pub(super) whole: WholeFile,
    /// The digest of its rows, once it was asked for: so far joined, and the workers that have not answered yet.
    pub(super) digest: Option<(Digest, BTreeSet<usize>)>,
}

impl LoadedFile {
    pub(super) fn new(whole: WholeFile) -> Self {
        Self { whole, digest: None }
    }

    /// The digest, where it is known.
    pub(super) fn whole_digest(&self) -> Option<&Digest> {
        self.digest.as_ref().filter(|(_, open)| open.is_empty()).map(|(digest, _)| digest)
    }
}

impl FileEntry {
    /// A file to be read by these workers, a part by each.
    pub(super) fn new(id: FileId, name: String, size_bytes: u64, shards: Vec<usize>) -> Self {
        let mut entry = Self {
            id,
            name,
            size_bytes,
            archive: None,
            choice: DialectChoice::default(),
            attempt: 0,
            shards,
            facts_so_far: None,
            state: FileState::Unpacking,
        };
        entry.restart();
        entry
    }

    /// Begins to read it, once more perhaps.
    pub(super) fn restart(&mut self) {
        let parts = match self.shards.len() {
            0 | 1 => vec![PartState::default()],
            n => FilePart::split(self.size_bytes, n as u64)
                .into_iter()
                .map(|it| PartState { part: Some(it), ..PartState::default() })
                .collect(),
        };
        self.attempt += 1;
        self.facts_so_far = None;
        self.state = FileState::Reading(parts);
    }

    /// What its workers are asked to begin with.
    pub(super) fn opening(&self) -> Vec<(usize, ShardRequest)> {
        let FileState::Reading(parts) = &self.state else { return Vec::new() };
        self.shards.iter().zip(parts).map(|(shard, it)| (*shard, self.open(it.part))).collect()
    }

    fn open(&self, part: Option<FilePart>) -> ShardRequest {
        let Self { id, attempt, size_bytes, choice, .. } = self;
        ShardRequest::Open { file: *id, attempt: *attempt, size_bytes: *size_bytes, choice: *choice, part }
    }

    pub(super) fn loaded(&self) -> Option<&LoadedFile> {
        match &self.state {
            FileState::Loaded(loaded) => Some(loaded),
            FileState::Reading(_) | FileState::Unpacking => None,
        }
    }

    /// Notes how far a worker has come; gives the bytes and rows read in all.
    pub(super) fn progress(&mut self, shard: usize, bytes_read: u64, n_rows: usize) -> Option<(u64, usize)> {
        let place = self.shards.iter().position(|it| *it == shard)?;
        let FileState::Reading(parts) = &mut self.state else { return None };
        let part = parts.get_mut(place)?;
        (part.bytes_read, part.n_rows) = (bytes_read, n_rows);
        let n_bytes: u64 = parts.iter().map(|it| it.bytes_read).sum();
        Some((n_bytes.min(self.size_bytes), parts.iter().map(|it| it.n_rows).sum()))
    }

    /// Takes what became of a part, and says what is to be asked next of which worker.
    pub(super) fn take_read(&mut self, shard: usize, what: WhatWasRead) -> Vec<(usize, ShardRequest)> {
        let Some(place) = self.shards.iter().position(|it| *it == shard) else { return Vec::new() };
        let FileState::Reading(parts) = &mut self.state else { return Vec::new() };
        match what {
            WhatWasRead::Whole(whole) => {
                self.shards = vec![shard];
                self.facts_so_far = None;
                self.state = FileState::Loaded(Box::new(LoadedFile::new(*whole)));
                return Vec::new();
            }
            WhatWasRead::Archive => {
                self.shards = vec![shard];
                self.state = FileState::Unpacking;
                return Vec::new();
            }
            WhatWasRead::Part { seam, findings } => parts[place].read = Some((seam, *findings)),
            WhatWasRead::Elsewhere => parts[place].is_elsewhere = true,
            WhatWasRead::Failed(_) => {}
        }
        if parts.iter().any(|it| it.read.is_none()) {
            return Vec::new();
        }
        self.join_parts()
    }

    /// All parts were read: has one read again that began at a wrong place, or settles what only all of them know.
    fn join_parts(&mut self) -> Vec<(usize, ShardRequest)> {
        let FileState::Reading(parts) = &mut self.state else { return Vec::new() };
        let seams: Vec<Seam> = parts.iter().filter_map(|it| Some(it.read.as_ref()?.0)).collect();
        let cuts: Vec<FilePart> = parts.iter().filter_map(|it| it.part).collect();
        if let Some((misfit, part)) = first_misfit(&cuts, &seams) {
            parts[misfit] = PartState { part: Some(part), ..PartState::default() };
            return vec![(self.shards[misfit], self.open(Some(part)))];
        }
        let mut findings = parts.iter().filter_map(|it| Some(it.read.as_ref()?.1.clone()));
        let days = findings.next().and_then(|mut first| {
            findings.for_each(|it| first.join(it));
            first.settle_days()
        });
        let lines = lines_before(&seams);
        let settle = |(shard, n_lines_before): (&usize, u64)| {
            (*shard, ShardRequest::Settle { file: self.id, n_lines_before, days })
        };
        self.shards.iter().zip(lines).map(settle).collect()
    }

    /// Takes what a settled part holds; the file is loaded with the last of them.
    pub(super) fn take_settled(&mut self, shard: usize, findings: Findings, facts: FileFacts) {
        let Some(place) = self.shards.iter().position(|it| *it == shard) else { return };
        let FileState::Reading(parts) = &mut self.state else { return };
        parts[place].settled = Some((findings, facts));
        if parts.iter().any(|it| it.settled.is_none()) {
            return;
        }
        let mut settled = parts.iter_mut().filter_map(|it| it.settled.take());
        let Some((mut findings, mut facts)) = settled.next() else { return };
        for (later_findings, later_facts) in settled {
            findings.join(later_findings);
            facts.join(later_facts);
        }
        findings.settle_days();
        let whole = WholeFile { findings, facts, stated: Vec::new() };
        self.facts_so_far = None;
        self.state = FileState::Loaded(Box::new(LoadedFile::new(whole)));
    }

    /// What the page says of the file; none while it is being read.
    pub(super) fn report(&self, standing: Standing) -> Option<FileReport> {
        let WholeFile { findings, facts, stated } = &self.loaded()?.whole;
        let is_stated = facts.kind == FileKind::ServiceCostsSummary;
        let mut currencies: Vec<String> = match is_stated {
            true => stated.iter().map(|it| it.currency.to_string()).collect(),
            false => facts.currencies.iter().cloned().collect(),
        };
        currencies.sort_unstable();
        currencies.dedup();
        Some(FileReport {
            file: self.id,
            name: self.name.clone(),
            kind: facts.kind,
            n_rows: findings.n_rows,
            n_quarantined: findings.quarantine.n_rows(),
            n_columns: facts.columns.len(),
            unknown_columns: findings.unknown_columns.clone(),
            invoices: facts.invoices().map(str::to_owned).collect(),
            currencies,
            mark: fingerprint::mark(facts, findings.quarantine.n_rows(), stated),
            standing,
            sums: facts
                .sums
                .iter()
                .map(|(column, currency, sum)| ColumnSum {
                    column: column.clone(),
                    currency: currency.clone(),
                    amount: sum.total().to_string(),
                })
                .collect(),
            notes: findings.notes(),
            dialect: findings.dialect.clone(),
            choice: self.choice,
        })
    }

    /// Bytes that were read of it, while that goes on.
    pub(super) fn n_bytes_reading(&self) -> u64 {
        match &self.state {
            FileState::Reading(parts) => parts.iter().map(|it| it.bytes_read).sum(),
            FileState::Unpacking | FileState::Loaded(_) => 0,
        }
    }

    /// What it holds, as far as that is known.
    pub(super) fn facts(&self) -> Option<&FileFacts> {
        self.loaded().map(|it| &it.whole.facts).or(self.facts_so_far.as_ref())
    }

    /// What decides how the file counts; none of a file of which nothing is known.
    pub(super) fn candidate(&self) -> Option<standing::Candidate<'_>> {
        let Some(loaded) = self.loaded() else {
            let facts = self.facts_so_far.as_ref()?;
            return Some(standing::Candidate { facts, n_quarantined: 0, digest: None });
        };
        Some(standing::Candidate {
            facts: &loaded.whole.facts,
            n_quarantined: loaded.whole.findings.quarantine.n_rows(),
            digest: loaded.whole_digest(),
        })
    }

    pub(super) fn is_stated(&self) -> bool {
        self.loaded().is_some_and(|it| it.whole.facts.kind == FileKind::ServiceCostsSummary)
    }
}
