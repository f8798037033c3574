//! The workers' brain: events in, responses out. No clock, no browser, nothing asynchronous.
//!
//! Each worker holds tables (`shard`). One of them leads: it speaks to the page, has files read side by side, asks all
//! workers, its own tables among them, and joins their answers. Questions wait in it, not in the others: of several views
//! only the newest is asked.

mod answer;
mod downloads;
mod files;
mod known;
mod lines;
mod message;
mod related;
mod rows;
mod shard;

use std::collections::VecDeque;

use crate::domain::DialectChoice;
use crate::protocol::{Emit, Event, Export, FileId, Output, Request, Response, Work};
use crate::view_state::ViewState;
use files::{FileEntry, FileState, LoadedFile, Source};
use known::{Known, Question};
use message::{MemberRead, ShardRequest, ShardResponse, Ticket, WhatWasRead};
use rows::RowsJob;
use shard::Shard;

/// Bytes from which on a file is read by all workers side by side.
const MIN_DIVIDED_BYTES: u64 = 8 * 1024 * 1024;
/// Bytes read from which on an answer is given from what is there, while the rest is read; then when they have doubled.
const MIN_GROWTH_BYTES: u64 = 64 * 1024 * 1024;
/// Bytes of memory that a byte of a file takes at most, in hundredths.
const MEMORY_PERCENT: u64 = 60;
/// Bytes of tables that a worker can hold: its addresses have 32 bits, and something is left for the work.
const SHARD_BYTES: u64 = 3 * 1024 * 1024 * 1024;

/// The leading worker: all files, the newest view, and the tables that it holds itself.
#[derive(Debug)]
pub struct Session {
    shard: Shard,
    n_shards: usize,
    min_divided_bytes: u64,
    min_growth_bytes: u64,
    /// Bytes read of the files at hand when the next answer is given from them.
    next_growth_bytes: u64,
    files: Vec<FileEntry>,
    view: ViewState,
    revision: u32,
    /// Whether the newest view waits for its answer.
    is_view_wanted: bool,
    /// What the loaded files hold; made anew when they change.
    known: Option<Known>,
    /// Rows that were loaded when that was found out.
    n_rows_known: usize,
    /// Rows that count and have no amount.
    n_blank_amounts: usize,
    last_ticket: Ticket,
    question: Option<Question>,
    rows_wanted: Vec<RowsJob>,
    exports_wanted: VecDeque<Export>,
    /// The filter line that waits to be read.
    line_wanted: Option<String>,
}

impl Default for Session {
    fn default() -> Self {
        Self::new()
    }
}

impl Session {
    /// A session without files, of one worker.
    #[must_use]
    pub fn new() -> Self {
        Self::leading(1)
    }

    /// A session without files, of so many workers, of which this one leads.
    #[must_use]
    pub fn leading(n_shards: usize) -> Self {
        Self {
            shard: Shard::new(0),
            n_shards: n_shards.max(1),
            min_divided_bytes: MIN_DIVIDED_BYTES,
            min_growth_bytes: MIN_GROWTH_BYTES,
            next_growth_bytes: MIN_GROWTH_BYTES,
            files: Vec::new(),
            view: ViewState::default(),
            revision: 0,
            is_view_wanted: false,
            known: None,
            n_rows_known: 0,
            n_blank_amounts: 0,
            last_ticket: 0,
            question: None,
            rows_wanted: Vec::new(),
            exports_wanted: VecDeque::new(),
            line_wanted: None,
        }
    }

    /// The same session that has files of so many bytes read side by side.
    #[must_use]
    pub fn dividing_from(self, min_divided_bytes: u64) -> Self {
        Self { min_divided_bytes, ..self }
    }

    /// The same session that answers from what is there once so many bytes were read.
    #[must_use]
    pub fn growing_from(self, min_growth_bytes: u64) -> Self {
        Self { min_growth_bytes, next_growth_bytes: min_growth_bytes, ..self }
    }

    /// What is to be done next with the bytes of files, if anything is.
    #[must_use]
    pub fn next_work(&self) -> Option<Work> {
        self.shard.next_work()
    }

    /// The dropped file that a file is part of: its archive, or itself.
    #[must_use]
    pub fn source_of(&self, file: FileId) -> FileId {
        let entry = self.files.iter().find(|it| it.id == file);
        entry.and_then(|it| it.archive.as_ref()).map_or(file, |it| it.id)
    }

    /// Takes an event and emits what follows from it.
    pub fn handle(&mut self, event: Event<'_>, emit: &mut Emit<'_>) {
        let responses = match event {
            Event::Request(request) => {
                self.take_request(request, emit);
                Vec::new()
            }
            Event::Bytes { file, bytes } => self.shard.take_bytes(file, bytes),
            Event::End(file) => self.shard.finish(file),
            Event::Step(file) => self.shard.read_member(file),
            Event::ReadFailed { file, message } => self.shard.fail(file, message),
            Event::Peer { from, message } => match postcard::from_bytes(message) {
                Ok(response) => {
                    self.take_response(from, response, emit);
                    Vec::new()
                }
                // Both sides are of one build.
                Err(_other_build) => Vec::new(),
            },
        };
        for response in responses {
            self.take_response(0, response, emit);
        }
        self.advance(emit);
    }

    fn take_request(&mut self, request: Request, emit: &mut Emit<'_>) {
        match request {
            Request::Open { file, name, size_bytes } => self.open(file, name, size_bytes, emit),
            Request::Reread { file, choice } => self.reread(file, choice, emit),
            Request::Cancel(file) => {
                let is_loading = |it: &FileEntry| it.id == file && it.loaded().is_none();
                if self.files.iter().any(is_loading) {
                    self.files.retain(|it| it.archive.as_ref().is_none_or(|it| it.id != file));
                    self.forget(file, emit);
                    emit(Output::Response(Response::Cancelled(file), None));
                }
            }
            Request::Remove(file) => self.forget(file, emit),
            Request::View { revision, view } => {
                self.view = view;
                self.revision = revision;
                self.is_view_wanted = true;
                self.rows_wanted.clear();
            }
            Request::Rows { revision, start, len, columns } => {
                if revision == self.revision {
                    self.rows_wanted.push(RowsJob::page(start, len, columns));
                }
            }
            Request::Row { revision, position } => {
                if revision == self.revision {
                    self.rows_wanted.push(RowsJob::detail(position));
                }
            }
            Request::Copy { revision, start, len, columns, with_header } => {
                if revision == self.revision {
                    self.rows_wanted.push(RowsJob::copy(start, len, columns, with_header));
                }
            }
            Request::Line(text) => self.line_wanted = Some(text),
            Request::Reference => emit(Output::Response(Response::Reference(answer::reference()), None)),
            Request::Export(export) => self.exports_wanted.push_back(export),
            Request::BundlePlan => {
                let plan = self.bundle_plan().unwrap_or_default();
                emit(Output::Response(Response::BundlePlan(plan), None));
            }
        }
    }

    // ---- files

    /// Has a file read by one worker, or a large one by all of them.
    fn open(&mut self, file: FileId, name: String, size_bytes: u64, emit: &mut Emit<'_>) {
        let n_bytes: u64 = self.files.iter().map(|it| it.size_bytes).sum::<u64>() + size_bytes;
        let n_fitting = self.n_shards as u64 * SHARD_BYTES * 100 / MEMORY_PERCENT;
        if n_bytes > n_fitting {
            const GIB: u64 = 1024 * 1024 * 1024;
            let message = format!(
                "With this file {} GB would be loaded, more than the {} GB that fit this browser's memory; nothing of it was read. Remove other files, or split it by customers or days.",
                n_bytes.div_ceil(GIB),
                n_fitting / GIB
            );
            return emit(Output::Response(Response::Failed { file, message }, None));
        }
        let shards = match size_bytes >= self.min_divided_bytes {
            true => (0..self.n_shards).collect(),
            false => vec![self.idlest_shard()],
        };
        let entry = FileEntry::new(file, name, size_bytes, shards);
        emit(Output::Response(Response::Progress { file, bytes_read: 0, n_rows: 0 }, None));
        let opening = entry.opening();
        self.files.push(entry);
        self.ask_each(opening, emit);
    }

    /// The worker that holds the fewest bytes.
    fn idlest_shard(&self) -> usize {
        let n_bytes = |shard: &usize| -> u64 {
            let theirs = self.files.iter().filter(|it| it.shards.contains(shard));
            theirs.map(|it| it.size_bytes / it.shards.len() as u64).sum()
        };
        (0..self.n_shards).min_by_key(n_bytes).unwrap_or(0)
    }

    /// Has a file read again, or the archive that holds it.
    fn reread(&mut self, file: FileId, choice: DialectChoice, emit: &mut Emit<'_>) {
        let Some(entry) = self.files.iter_mut().find(|it| it.id == file) else { return };
        entry.choice = choice;
        match entry.archive.clone() {
            None => {
                // Which parts it has is found again.
                if entry.size_bytes >= self.min_divided_bytes {
                    entry.shards = (0..self.n_shards).collect();
                }
                entry.restart();
                let opening = entry.opening();
                self.ask_each(opening, emit);
            }
            Some(Source { id, name, size_bytes }) => {
                let shards = entry.shards.clone();
                let own = ShardRequest::Open { file, attempt: 0, size_bytes: 0, choice, part: None };
                let source = FileEntry::new(id, name, size_bytes, shards.clone());
                let opening = source.opening();
                self.files.push(source);
                self.ask_each(shards.into_iter().map(|it| (it, own.clone())).collect(), emit);
                self.ask_each(opening, emit);
            }
        }
        self.files_changed();
        emit(Output::Response(Response::Progress { file, bytes_read: 0, n_rows: 0 }, None));
    }

    fn forget(&mut self, file: FileId, emit: &mut Emit<'_>) {
        self.files.retain(|it| it.id != file);
        self.files_changed();
        let requests = (0..self.n_shards).map(|it| (it, ShardRequest::Forget(file)));
        self.ask_each(requests.collect(), emit);
    }

    fn files_changed(&mut self) {
        self.known = None;
        self.question = None;
    }

    fn is_reading(&self) -> bool {
        self.files.iter().any(|it| it.loaded().is_none())
    }

    // ---- workers

    /// Asks workers; the leading one's own tables answer at once.
    fn ask_each(&mut self, requests: Vec<(usize, ShardRequest)>, emit: &mut Emit<'_>) {
        for (shard, request) in requests {
            if shard > 0 {
                let file = match &request {
                    ShardRequest::Open { file, .. } => Some(self.source_of(*file)),
                    _ => None,
                };
                // Plain data always prints.
                let message = postcard::to_stdvec(&request).unwrap_or_default();
                emit(Output::Peer { to: shard, message, file });
                continue;
            }
            for response in self.shard.answer(request) {
                self.take_response(0, response, emit);
            }
        }
    }

    fn ask_all(&mut self, request: impl Fn(usize) -> ShardRequest, emit: &mut Emit<'_>) {
        // The others begin before this one is busy with its own.
        let requests = (0..self.n_shards).rev().map(|it| (it, request(it)));
        self.ask_each(requests.collect(), emit);
    }

    fn take_response(&mut self, shard: usize, response: ShardResponse, emit: &mut Emit<'_>) {
        match response {
            ShardResponse::Progress { file, bytes_read, n_rows } => {
                let Some(entry) = self.files.iter_mut().find(|it| it.id == file) else { return };
                if let Some((bytes_read, n_rows)) = entry.progress(shard, bytes_read, n_rows) {
                    emit(Output::Response(Response::Progress { file, bytes_read, n_rows }, None));
                }
            }
            ShardResponse::Read { file, attempt, what: WhatWasRead::Failed(message) } => {
                if self.files.iter().any(|it| it.id == file && it.attempt == attempt) {
                    self.forget(file, emit);
                    emit(Output::Response(Response::Failed { file, message }, None));
                }
            }
            ShardResponse::Read { file, attempt, what } => {
                let entry = self.files.iter_mut().find(|it| it.id == file && it.attempt == attempt);
                let Some(entry) = entry else { return };
                let requests = entry.take_read(shard, what);
                let is_loaded = entry.loaded().is_some();
                if !requests.is_empty() {
                    // What is settled is not in use any more.
                    self.files_changed();
                }
                self.ask_each(requests, emit);
                if is_loaded {
                    self.opened(file, emit);
                }
            }
            ShardResponse::Settled { file, attempt, findings, facts } => {
                let entry = self.files.iter_mut().find(|it| it.id == file && it.attempt == attempt);
                let Some(entry) = entry else { return };
                entry.take_settled(shard, findings, facts);
                if entry.loaded().is_some() {
                    self.opened(file, emit);
                }
            }
            ShardResponse::Member { archive, member } => self.take_member(shard, archive, member, emit),
            ShardResponse::Unpacked { archive, skipped } => {
                self.files.retain(|it| it.id != archive);
                emit(Output::Response(Response::Unpacked { archive, skipped }, None));
            }
            ShardResponse::Digest { file, digest, .. } => {
                let entry = self.files.iter_mut().find(|it| it.id == file);
                if let Some(FileEntry { state: FileState::Loaded(loaded), .. }) = entry
                    && let Some((known, open)) = &mut loaded.digest
                    && open.remove(&shard)
                {
                    known.join(&digest);
                }
            }
            ShardResponse::Peek { ticket, files } => self.take_peek(shard, ticket, files),
            ShardResponse::Outline { ticket, outline, explained } => {
                self.take_outline(shard, ticket, (outline, explained));
            }
            ShardResponse::Indexed { ticket, values } => self.take_indexed(shard, ticket, values),
            ShardResponse::Partial { ticket, partial } => self.take_partial(shard, ticket, partial),
            ShardResponse::Rows { ticket, rows } => self.take_rows(shard, ticket, rows),
            ShardResponse::Tally { ticket, tallies } => self.take_tallies(shard, ticket, tallies),
            ShardResponse::Fences { ticket, keys } => self.take_fences(shard, ticket, keys),
        }
    }

    fn opened(&mut self, file: FileId, emit: &mut Emit<'_>) {
        self.files_changed();
        self.next_growth_bytes = self.min_growth_bytes;
        let entry = self.files.iter().find(|it| it.id == file);
        if let Some((entry, loaded)) = entry.and_then(|it| Some((it, it.loaded()?))) {
            let n_rows = loaded.whole.findings.n_rows;
            emit(Output::Response(Response::Progress { file, bytes_read: entry.size_bytes, n_rows }, None));
            emit(Output::Response(Response::Opened(file), None));
        }
    }

    fn take_member(&mut self, shard: usize, archive: FileId, member: MemberRead, emit: &mut Emit<'_>) {
        let Some(source) = self.files.iter().find(|it| it.id == archive) else { return };
        let source = Source { id: archive, name: source.name.clone(), size_bytes: source.size_bytes };
        let archive_name = source.name.clone();
        let MemberRead { idx: _, file, name, size_bytes, content } = member;
        let name = name.map_or_else(|| archive_name.clone(), |it| format!("{archive_name} › {it}"));
        let response = Response::Member { archive, file, name: name.clone(), size_bytes };
        emit(Output::Response(response, None));
        match content {
            Ok(whole) => {
                let mut entry = FileEntry::new(file, name, size_bytes, vec![shard]);
                entry.archive = Some(source);
                entry.state = FileState::Loaded(Box::new(LoadedFile::new(whole)));
                match self.files.iter_mut().find(|it| it.id == file) {
                    Some(known) => *known = FileEntry { choice: known.choice, ..entry },
                    None => self.files.push(entry),
                }
                self.opened(file, emit);
            }
            Err(message) => {
                self.forget(file, emit);
                emit(Output::Response(Response::Failed { file, message }, None));
            }
        }
    }
}

/// A worker that holds tables and does not lead.
#[derive(Debug)]
pub struct Helper {
    shard: Shard,
}

impl Helper {
    /// The worker in this place; the leading one is in place 0.
    #[must_use]
    pub fn new(idx: usize) -> Self {
        Self { shard: Shard::new(idx) }
    }

    /// What is to be done next with the bytes of files, if anything is.
    #[must_use]
    pub fn next_work(&self) -> Option<Work> {
        self.shard.next_work()
    }

    /// Takes an event and emits what follows from it, all of it for the leading worker.
    pub fn handle(&mut self, event: Event<'_>, emit: &mut Emit<'_>) {
        let responses = match event {
            Event::Request(_) => Vec::new(),
            Event::Bytes { file, bytes } => self.shard.take_bytes(file, bytes),
            Event::End(file) => self.shard.finish(file),
            Event::Step(file) => self.shard.read_member(file),
            Event::ReadFailed { file, message } => self.shard.fail(file, message),
            // Both sides are of one build.
            Event::Peer { message, .. } => {
                postcard::from_bytes(message).map(|it| self.shard.answer(it)).unwrap_or_default()
            }
        };
        for response in responses {
            let message = postcard::to_stdvec(&response).unwrap_or_default();
            emit(Output::Peer { to: 0, message, file: None });
        }
    }
}
