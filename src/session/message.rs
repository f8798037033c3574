//! What the leading worker and the others say to each other. The leading one speaks to its own tables in the same words.

use serde::{Deserialize, Serialize};

use crate::domain::{DayOrder, DialectChoice, Dimension, StatedCost};
use crate::ingest::{FilePart, Findings, Seam};
use crate::protocol::{CellValue, FileId};
use crate::query::{FieldValues, Filter, Outline, Partial, RankKey, Tally, TallyOf, Wanted};
use crate::report::export::CellType;
use crate::report::facts::{Digest, FileFacts};
use crate::report::standing::CountRule;
use crate::view_state::SortKey;

/// Counts up; an answer carries the one of its question.
pub(super) type Ticket = u32;

/// Counts how often a file was begun to be read; what is said of an earlier time is not heard.
pub(super) type Attempt = u32;

/// From the leading worker to one that holds tables.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) enum ShardRequest {
    /// Read a file, or a part of it; its handle comes with this message.
    Open { file: FileId, attempt: Attempt, size_bytes: u64, choice: DialectChoice, part: Option<FilePart> },
    /// Count the lines of a part from the file's beginning, and read its dates in the order that all parts proved.
    Settle { file: FileId, n_lines_before: u64, days: Option<DayOrder> },
    /// Forget a file.
    Forget(FileId),
    /// Tell what is known already of files that are being read.
    Peek { ticket: Ticket },
    /// Tell what the file's rows are.
    Digest { ticket: Ticket, file: FileId },
    /// Use these files from now on, in this order.
    Use { ticket: Ticket, files: Vec<(FileId, CountRule)> },
    /// Tell the values of dimensions that are no built-in fields.
    Index { ticket: Ticket, dimensions: Vec<Dimension> },
    /// Answer a view.
    Ask { ticket: Ticket, filter: Filter, wanted: Wanted },
    /// Send some rows of the view that was answered last.
    Rows { ticket: Ticket, which: WhichRows, columns: RowColumns },
    /// Count and add up lines, whatever the view.
    Tally { ticket: Ticket, wanted: Vec<TallyOf> },
    /// Send what every so many of the view's rows are sorted by.
    Fences { ticket: Ticket, sort: SortKey, step: usize },
}

/// Some rows of a view.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) enum WhichRows {
    /// In the order of the files: from each, so many from a place on.
    OfFiles(Vec<(u32, usize, usize)>),
    /// In an order: from one place to before another.
    Sorted { sort: SortKey, start: usize, end: usize },
}

/// The cells of rows to send.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) enum RowColumns {
    /// Those of these keys.
    Keys(Vec<String>),
    /// Those of the table's own columns in their order, with what each says.
    Whole,
    /// Those of the table's own columns in their order.
    Own,
    /// The same, with numbers as exact decimals and days as `2026-09-01`.
    Canonical,
    /// One a role, in the order of `Role::ALL` and in that form; without a total of its own a row has that before tax.
    Billed,
}

/// A row on its way.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct RowCells {
    /// What it is sorted by; nothing in the order of the files.
    pub(super) key: RankKey,
    /// The place of its file.
    pub(super) file_idx: u32,
    pub(super) line_no: u64,
    pub(super) counts: bool,
    /// The group of the summary that it is of: the worker's number, then that among all.
    pub(super) group: Option<u32>,
    pub(super) cells: Vec<String>,
    /// What each cell holds.
    pub(super) types: Vec<CellType>,
    /// What each cell says; empty where it is for a file or for others to read.
    pub(super) values: Vec<CellValue>,
}

/// From a worker that holds tables to the leading one.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) enum ShardResponse {
    Progress {
        file: FileId,
        bytes_read: u64,
        n_rows: usize,
    },
    Read {
        file: FileId,
        attempt: Attempt,
        what: WhatWasRead,
    },
    Settled {
        file: FileId,
        attempt: Attempt,
        findings: Findings,
        facts: FileFacts,
    },
    Member {
        archive: FileId,
        member: MemberRead,
    },
    Unpacked {
        archive: FileId,
        skipped: Vec<String>,
    },
    Digest {
        ticket: Ticket,
        file: FileId,
        digest: Digest,
    },
    /// What the full tables hold of each file that is being read.
    Peek {
        ticket: Ticket,
        files: Vec<(FileId, FileFacts)>,
    },
    /// With the places of files, and of those that bill what some of their rows explain.
    Outline {
        ticket: Ticket,
        outline: Outline,
        explained: Vec<(u32, usize)>,
    },
    /// The values of each dimension as asked; none where there are too many.
    Indexed {
        ticket: Ticket,
        values: Vec<Option<FieldValues>>,
    },
    Partial {
        ticket: Ticket,
        partial: Partial,
    },
    Rows {
        ticket: Ticket,
        rows: Vec<RowCells>,
    },
    /// As many as were wanted, in their order.
    Tally {
        ticket: Ticket,
        tallies: Vec<Tally>,
    },
    Fences {
        ticket: Ticket,
        keys: Vec<(RankKey, u32)>,
    },
}

/// What became of a file, or a part of one.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) enum WhatWasRead {
    /// A part; it is to be settled.
    Part { seam: Seam, findings: Box<Findings> },
    /// The whole file.
    Whole(Box<WholeFile>),
    /// An archive, whose members follow.
    Archive,
    /// Nothing: the file cannot be read in parts, and the first part is all of it.
    Elsewhere,
    /// Nothing can be used; with a message for people.
    Failed(String),
}

/// What the leading worker knows of a file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct WholeFile {
    pub(super) findings: Findings,
    pub(super) facts: FileFacts,
    /// The totals that it states.
    pub(super) stated: Vec<StatedCost>,
}

/// A member of an archive.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct MemberRead {
    /// Its place in the archive.
    pub(super) idx: usize,
    pub(super) file: FileId,
    /// Its name in the archive; none where the archive stands for one file.
    pub(super) name: Option<String>,
    pub(super) size_bytes: u64,
    /// What it holds, or why it cannot be used.
    pub(super) content: Result<WholeFile, String>,
}
