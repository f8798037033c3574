//! The tables of one worker: reads its files or parts of files, and answers for them.

use std::ops::Range;
use std::rc::Rc;

use super::message::{
    Attempt, MemberRead, RowCells, RowColumns, ShardRequest, ShardResponse, WhatWasRead, WhichRows, WholeFile,
};
use crate::domain::{DialectChoice, Role, is_whole_day};
use crate::ingest::{Archive, Content, FilePart, Ingested, Read, ReadOptions, Reader, Wants};
use crate::protocol::{CellValue, FileId, Work};
use crate::query::{Dataset, Filter, Order, Part, RankKey, RowRef, Selection, partial, select, tally_lines};
use crate::report::export::CellType;
use crate::report::facts::{Digest, FileFacts};
use crate::report::standing::CountRule;
use crate::table::{Column, Table};
use crate::view_state::SortKey;

/// Bytes read at once: large enough for speed, small enough that a question is heard within some hundredths of a second.
const CHUNK_BYTES: u64 = 8 * 1024 * 1024;
/// Bytes of the beginning that every part looks at, to know what the file is.
const BEGINNING_BYTES: u64 = 64 * 1024;
/// Bytes read behind a part's end, for the record that crosses it.
const TAIL_BYTES: u64 = 16 * 1024;
/// Ids of members that one worker may give.
const N_MEMBER_IDS: u32 = 1 << 24;

/// The files and tables of one worker.
#[derive(Debug)]
pub(super) struct Shard {
    idx: usize,
    files: Vec<ShardFile>,
    /// Members of archives so far; they number their ids.
    n_members: u32,
    dataset: Dataset,
    selection: Selection,
    order: Option<(SortKey, Order)>,
}

#[derive(Debug)]
struct ShardFile {
    id: FileId,
    attempt: Attempt,
    archive: Option<(FileId, usize)>,
    choice: DialectChoice,
    state: FileState,
}

#[derive(Debug)]
enum FileState {
    Reading(Box<Reading>),
    Unpacking(Box<Archive>),
    Loaded(Box<Ingested>),
}

#[derive(Debug)]
struct Reading {
    reader: Reader,
    size_bytes: u64,
    part: Option<FilePart>,
    /// Where the next bytes are from.
    at: u64,
    bytes_read: u64,
    /// What so many of the full tables hold.
    facts: Option<FileFacts>,
    n_tables_known: usize,
}

impl Reading {
    fn next_bytes(&self) -> Range<u64> {
        let end = match self.part {
            Some(_) if self.at == 0 => BEGINNING_BYTES,
            Some(part) if part.end < self.size_bytes => {
                let tail = part.end.max(self.at).saturating_add(TAIL_BYTES);
                tail.min(self.at + CHUNK_BYTES)
            }
            _ => self.at + CHUNK_BYTES,
        };
        self.at..end.min(self.size_bytes)
    }
}

type Responses = Vec<ShardResponse>;

impl Shard {
    pub(super) fn new(idx: usize) -> Self {
        Self {
            idx,
            files: Vec::new(),
            n_members: 0,
            dataset: Dataset::default(),
            selection: Selection::default(),
            order: None,
        }
    }

    fn file(&mut self, id: FileId) -> Option<&mut ShardFile> {
        self.files.iter_mut().find(|it| it.id == id)
    }

    /// What is to be done next, if anything is.
    pub(super) fn next_work(&self) -> Option<Work> {
        self.files.iter().find_map(|file| match &file.state {
            FileState::Reading(reading) if reading.at >= reading.size_bytes => Some(Work::Finish(file.id)),
            FileState::Reading(reading) => Some(Work::Read { file: file.id, bytes: reading.next_bytes() }),
            FileState::Unpacking(_) => Some(Work::Step(file.id)),
            FileState::Loaded(_) => None,
        })
    }

    /// Takes the bytes that were asked for last.
    pub(super) fn take_bytes(&mut self, file: FileId, bytes: &[u8]) -> Responses {
        let Some(ShardFile { state: FileState::Reading(reading), .. }) = self.file(file) else { return Vec::new() };
        reading.reader.push(bytes);
        reading.bytes_read += bytes.len() as u64;
        if let Some(unreadable) = reading.reader.failure() {
            let message = unreadable.to_string();
            return self.fail(file, message);
        }
        let progress =
            ShardResponse::Progress { file, bytes_read: reading.bytes_read, n_rows: reading.reader.n_rows() };
        match reading.reader.wants() {
            Wants::Next => reading.at += bytes.len() as u64,
            Wants::From(at) => {
                reading.at = at;
                reading.bytes_read = 0;
            }
            Wants::Nothing => return self.finish(file),
        }
        vec![progress]
    }

    /// A file's end.
    pub(super) fn finish(&mut self, file: FileId) -> Responses {
        let Some(entry) = self.files.iter_mut().find(|it| it.id == file) else { return Vec::new() };
        let FileState::Reading(reading) = &mut entry.state else { return Vec::new() };
        let attempt = entry.attempt;
        let what = match std::mem::take(&mut reading.reader).finish() {
            Ok(Read::File(ingested)) => {
                let what = match ingested.seam {
                    Some(seam) => WhatWasRead::Part { seam, findings: Box::new(ingested.findings.clone()) },
                    None => WhatWasRead::Whole(Box::new(whole_file(&ingested))),
                };
                entry.state = FileState::Loaded(ingested);
                what
            }
            Ok(Read::Archive(archive)) => {
                entry.state = FileState::Unpacking(archive);
                WhatWasRead::Archive
            }
            Ok(Read::Elsewhere) => {
                self.forget(file);
                WhatWasRead::Elsewhere
            }
            Err(unreadable) => return self.fail(file, unreadable.to_string()),
        };
        vec![ShardResponse::Read { file, attempt, what }]
    }

    /// A file cannot be read any further.
    pub(super) fn fail(&mut self, file: FileId, message: String) -> Responses {
        let attempt = self.file(file).map_or(0, |it| it.attempt);
        self.forget(file);
        vec![ShardResponse::Read { file, attempt, what: WhatWasRead::Failed(message) }]
    }

    /// Reads the next member of an archive; the archive goes when there is none.
    pub(super) fn read_member(&mut self, archive_id: FileId) -> Responses {
        let members: Vec<(usize, FileId, DialectChoice)> = self
            .files
            .iter()
            .filter_map(|it| it.archive.filter(|(id, _)| *id == archive_id).map(|(_, idx)| (idx, it.id, it.choice)))
            .collect();
        let Some(entry) = self.files.iter_mut().find(|it| it.id == archive_id) else { return Vec::new() };
        let FileState::Unpacking(archive) = &mut entry.state else { return Vec::new() };
        let known = |idx: usize| members.iter().find(|(it, ..)| *it == idx);
        let choice_of = |idx: usize| known(idx).map(|(_, _, choice)| *choice).unwrap_or_default();
        let is_one_file = archive.is_one_file();
        let Some(member) = archive.next_member(choice_of) else {
            let skipped = archive.skipped().to_vec();
            self.forget(archive_id);
            return vec![ShardResponse::Unpacked { archive: archive_id, skipped }];
        };
        let file = known(member.idx).map(|(_, id, _)| *id).unwrap_or_else(|| {
            self.n_members += 1;
            // Each worker has ids of its own to give.
            FileId(FileId::FIRST_MEMBER + self.idx as u32 * N_MEMBER_IDS + self.n_members)
        });
        let choice = choice_of(member.idx);
        self.files.retain(|it| it.id != file);
        let content = member.content.map_err(|it| it.to_string()).map(|ingested| {
            let whole = whole_file(&ingested);
            let state = FileState::Loaded(Box::new(ingested));
            let archive = Some((archive_id, member.idx));
            self.files.push(ShardFile { id: file, attempt: 0, archive, choice, state });
            whole
        });
        let name = (!is_one_file).then_some(member.name);
        let member = MemberRead { idx: member.idx, file, name, size_bytes: member.size_bytes, content };
        vec![ShardResponse::Member { archive: archive_id, member }]
    }

    fn forget(&mut self, file: FileId) {
        self.files.retain(|it| it.id != file);
    }

    /// Answers a request.
    pub(super) fn answer(&mut self, request: ShardRequest) -> Responses {
        match request {
            ShardRequest::Open { file, attempt, size_bytes, choice, part } => {
                // A member of an archive is read anew with the archive; till then its choice is kept.
                if let Some(member) = self.file(file).filter(|it| it.archive.is_some()) {
                    member.choice = choice;
                    return Vec::new();
                }
                self.forget(file);
                let reader = Reader::new(ReadOptions { choice, part, ..ReadOptions::default() });
                let (facts, n_tables_known) = (None, 0);
                let reading = Reading { reader, size_bytes, part, at: 0, bytes_read: 0, facts, n_tables_known };
                let state = FileState::Reading(Box::new(reading));
                self.files.push(ShardFile { id: file, attempt, archive: None, choice, state });
                Vec::new()
            }
            ShardRequest::Settle { file, n_lines_before, days } => {
                // Tables that are in use would be copied when they change. The leading worker asks for them anew.
                self.dataset = Dataset::default();
                let Some(ShardFile { attempt, state: FileState::Loaded(ingested), .. }) = self.file(file) else {
                    return Vec::new();
                };
                ingested.settle(n_lines_before, days);
                let WholeFile { findings, facts, .. } = whole_file(ingested);
                vec![ShardResponse::Settled { file, attempt: *attempt, findings, facts }]
            }
            ShardRequest::Forget(file) => {
                self.files.retain(|it| it.archive.is_none_or(|(archive, _)| archive != file));
                self.forget(file);
                Vec::new()
            }
            ShardRequest::Peek { ticket } => {
                let files = self.files.iter_mut().filter_map(|it| Some((it.id, it.facts_so_far()?)));
                vec![ShardResponse::Peek { ticket, files: files.collect() }]
            }
            ShardRequest::Digest { ticket, file } => {
                let tables = self.file(file).map_or(&[][..], |it| it.tables());
                let digest = Digest::of(tables.iter().map(|it| &**it));
                vec![ShardResponse::Digest { ticket, file, digest }]
            }
            ShardRequest::Use { ticket, files } => {
                let explained = self.index(files);
                vec![ShardResponse::Outline { ticket, outline: self.dataset.outline(), explained }]
            }
            ShardRequest::Index { ticket, dimensions } => {
                let values = dimensions.iter().map(|it| self.dataset.index(it)).collect();
                vec![ShardResponse::Indexed { ticket, values }]
            }
            ShardRequest::Ask { ticket, filter, wanted } => {
                self.ask(&filter);
                vec![ShardResponse::Partial { ticket, partial: partial(&self.dataset, &self.selection, &wanted) }]
            }
            ShardRequest::Rows { ticket, which, columns } => {
                vec![ShardResponse::Rows { ticket, rows: self.rows(which, &columns) }]
            }
            ShardRequest::Tally { ticket, wanted } => {
                let tallies = wanted.iter().map(|it| tally_lines(&self.dataset, it)).collect();
                vec![ShardResponse::Tally { ticket, tallies }]
            }
            ShardRequest::Fences { ticket, sort, step } => {
                vec![ShardResponse::Fences { ticket, keys: self.fences(&sort, step) }]
            }
        }
    }

    /// Indexes the files that are used; gives those whose rows explain others, with the place of the other.
    fn index(&mut self, files: Vec<(FileId, CountRule)>) -> Vec<(u32, usize)> {
        let (mut parts, mut all_explained) = (Vec::new(), Vec::new());
        for (file_idx, (id, rule)) in (0..).zip(files) {
            let file = self.files.iter().find(|it| it.id == id);
            for table in file.map_or(&[][..], ShardFile::tables) {
                let (counts, explained) = rule.counting(table);
                parts.push(Part { counts, table: table.clone(), file_idx });
                all_explained.extend(explained.map(|it| (file_idx, it)));
            }
        }
        self.dataset = Dataset::new(parts);
        self.selection = Selection::default();
        self.order = None;
        all_explained
    }

    fn ask(&mut self, filter: &Filter) {
        self.selection = select(&self.dataset, filter);
        self.order = None;
    }

    fn order(&mut self, sort: &SortKey) -> (&Dataset, &mut Order) {
        let Self { dataset, selection, order, .. } = self;
        if order.as_ref().is_none_or(|(it, _)| it != sort) {
            *order = None;
        }
        let (_, order) = order.get_or_insert_with(|| (sort.clone(), Order::new(dataset, selection.matching(), sort)));
        (dataset, order)
    }

    fn rows(&mut self, which: WhichRows, columns: &RowColumns) -> Vec<RowCells> {
        match which {
            WhichRows::OfFiles(slices) => {
                let rows = slices.into_iter().flat_map(|(file_idx, start, len)| self.of_file(file_idx, start, len));
                rows.map(|row| row_cells(&self.dataset, row, RankKey::Blank, columns)).collect()
            }
            WhichRows::Sorted { sort, start, end } => {
                let (dataset, order) = self.order(&sort);
                let rows: Vec<RowRef> = order.rows(start, end).collect();
                rows.into_iter().map(|row| row_cells(dataset, row, order.key(dataset, row), columns)).collect()
            }
        }
    }

    /// Some matching rows of one file, in its own order.
    fn of_file(&self, file_idx: u32, start: usize, len: usize) -> Vec<RowRef> {
        let end = start.saturating_add(len);
        let mut n_before = 0;
        let mut rows = Vec::new();
        for ((part_idx, part), matching) in (0..).zip(self.dataset.tables()).zip(self.selection.matching()) {
            if part.file_idx != file_idx {
                continue;
            }
            let n = matching.count();
            if n_before + n > start && n_before < end {
                let nth = matching.nth(start.saturating_sub(n_before), end - n_before);
                rows.extend(nth.into_iter().map(|it| RowRef { part_idx, row_idx: it as u32 }));
            }
            n_before += n;
        }
        rows
    }

    fn fences(&mut self, sort: &SortKey, step: usize) -> Vec<(RankKey, u32)> {
        let (dataset, order) = self.order(sort);
        let n_rows = order.len();
        let fences: Vec<RowRef> = order.rows(0, n_rows).step_by(step.max(1)).collect();
        fences.into_iter().map(|row| (order.key(dataset, row), file_idx(dataset, row))).collect()
    }
}

impl ShardFile {
    /// The tables that are full already, or all of them.
    fn tables(&self) -> &[Rc<Table>] {
        match &self.state {
            FileState::Loaded(ingested) => ingested.tables(),
            FileState::Reading(reading) => reading.reader.closed(),
            FileState::Unpacking(_) => &[],
        }
    }

    /// What the full tables hold while it is being read.
    fn facts_so_far(&mut self) -> Option<FileFacts> {
        let FileState::Reading(reading) = &mut self.state else { return None };
        let Reading { reader, facts, n_tables_known, .. } = &mut **reading;
        for table in &reader.closed()[*n_tables_known..] {
            let later = FileFacts::of(table.kind(), std::iter::once(&**table));
            match facts {
                Some(facts) => facts.join(later),
                None => *facts = Some(later),
            }
        }
        *n_tables_known = reader.closed().len();
        facts.clone()
    }
}

fn whole_file(ingested: &Ingested) -> WholeFile {
    let facts = FileFacts::of(ingested.kind(), ingested.tables().iter().map(|it| &**it));
    let stated = match &ingested.content {
        Content::Stated(costs) => costs.clone(),
        Content::Lines(_) => Vec::new(),
    };
    WholeFile { findings: ingested.findings.clone(), facts, stated }
}

fn file_idx(dataset: &Dataset, row: RowRef) -> u32 {
    dataset.table(row).file_idx
}

fn row_cells(dataset: &Dataset, row: RowRef, key: RankKey, columns: &RowColumns) -> RowCells {
    let Part { table, counts, file_idx } = dataset.table(row);
    let row_idx = row.row_idx as usize;
    let cell = |column: &Column| {
        let text = column.text(row_idx);
        if column.numbers().is_some_and(|it| it.is_number(row_idx)) {
            return (text.into_owned(), CellType::Number);
        }
        let is_day = column.day(row_idx).is_some() && is_whole_day(&text);
        (text.into_owned(), if is_day { CellType::Day } else { CellType::Text })
    };
    let canonical = |column: &Column| match (cell(column), column.numbers(), column.day(row_idx)) {
        ((_, CellType::Number), Some(numbers), _) => {
            (numbers.value(row_idx).map(|it| it.to_string()).unwrap_or_default(), CellType::Number)
        }
        ((_, CellType::Day), _, Some(day)) => (day.to_string(), CellType::Day),
        (as_it_is, ..) => as_it_is,
    };
    let (cells, types) = match columns {
        RowColumns::Keys(keys) => keys.iter().map(|key| table.column(key).map(cell).unwrap_or_default()).unzip(),
        RowColumns::Whole | RowColumns::Own => table.columns().iter().map(cell).unzip(),
        RowColumns::Canonical => table.columns().iter().map(canonical).unzip(),
        RowColumns::Billed => {
            let of_role = |role: Role| match (table.role(role), role) {
                (None, Role::Total) => table.role(Role::Pretax).map(canonical),
                (column, _) => column.map(canonical),
            };
            Role::ALL.into_iter().map(|it| of_role(it).unwrap_or_default()).unzip()
        }
    };
    let group = Some(dataset.group(row));
    let (line_no, counts) = (table.line_no(row_idx), counts.contains(row_idx));
    let value = |column: &Column| cell_value(column, row_idx);
    let values = match columns {
        RowColumns::Keys(keys) => keys.iter().map(|key| table.column(key).map(value).unwrap_or_default()).collect(),
        RowColumns::Whole => table.columns().iter().map(value).collect(),
        RowColumns::Own | RowColumns::Canonical | RowColumns::Billed => Vec::new(),
    };
    RowCells { key, file_idx: *file_idx, line_no, counts, group, cells, types, values }
}

/// What a cell says.
fn cell_value(column: &Column, row_idx: usize) -> CellValue {
    if let Some(number) = column.numbers().and_then(|it| it.value(row_idx)) {
        return CellValue::Number(number.to_string());
    }
    let Some(day) = column.day(row_idx) else { return CellValue::Text };
    let text = column.text(row_idx);
    let time = text.trim().split_once(['T', ' ']).filter(|_| !is_whole_day(&text));
    CellValue::Day { day, time: time.map(|(_, time)| time.trim().to_owned()).unwrap_or_default() }
}
