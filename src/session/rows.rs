//! Rows of a view over all workers: pages to show, and all of them to download.
//!
//! In the order of the files a place tells at once which worker has the row. In any other order each worker knows its own;
//! of the first rows each sends as many as could be among them. For later ones each says once what every so many of its
//! rows are sorted by ("fences"); these tell from which stretch of each worker the wanted rows are.

use super::Session;
use super::downloads::RowsFile;
use super::known::{Answers, Known, Question};
use super::message::{RowCells, RowColumns, ShardRequest, Ticket, WhichRows};
use crate::domain::{Dimension, Field, Role, parse_decimal};
use crate::protocol::{CellValue, Emit, Output, Response, RowDetail, RowField, RowView, RowsAnswer};
use crate::query::RankKey;
use crate::report::export::tab_separated;
use crate::report::facts::ColumnFact;
use crate::view_state::{Direction, Pick, SortKey};

/// Of the first so many rows, each worker sends as many as are wanted of all.
const N_FIRST: usize = 300;
/// Rows between two fences.
const FENCE_STEP: usize = 256;

/// Rows that are copied at once; more of them are a matter for a download.
const MAX_COPIED_ROWS: usize = 50_000;

/// Rows that are wanted.
#[derive(Debug)]
pub(super) struct RowsJob {
    start: usize,
    len: usize,
    columns: RowColumns,
    purpose: Purpose,
}

/// What rows are wanted for.
#[derive(Debug)]
enum Purpose {
    /// The grid.
    Page,
    /// A look at one row as a whole.
    Detail,
    /// The clipboard.
    Copy {
        with_header: bool,
    },
    Download(RowsFile),
}

/// Rows, or what finds them, that workers have not all sent yet.
#[derive(Debug)]
pub(super) struct RowsQuestion {
    job: RowsJob,
    what: What,
}

#[derive(Debug)]
enum What {
    Fences(Answers<Vec<(RankKey, u32)>>),
    Rows {
        answers: Answers<Vec<RowCells>>,
        /// In the order of the files: from which worker the next so many rows are.
        stretches: Vec<(usize, usize)>,
        /// In another order: how many of the rows sent, in order, stand before the wanted ones.
        n_before: usize,
    },
}

/// What every so many rows of each worker are sorted by, in one order.
#[derive(Debug)]
pub(super) struct Fences {
    sort: SortKey,
    per_shard: Vec<Vec<(RankKey, u32)>>,
}

impl RowsJob {
    pub(super) fn page(start: usize, len: usize, columns: Vec<String>) -> Self {
        Self { start, len, columns: RowColumns::Keys(columns), purpose: Purpose::Page }
    }

    pub(super) fn detail(position: usize) -> Self {
        Self { start: position, len: 1, columns: RowColumns::Whole, purpose: Purpose::Detail }
    }

    pub(super) fn copy(start: usize, len: usize, columns: Vec<String>, with_header: bool) -> Self {
        let len = len.min(MAX_COPIED_ROWS);
        Self { start, len, columns: RowColumns::Keys(columns), purpose: Purpose::Copy { with_header } }
    }

    pub(super) fn download(start: usize, len: usize, columns: RowColumns, rows_file: RowsFile) -> Self {
        Self { start, len, columns, purpose: Purpose::Download(rows_file) }
    }
}

impl RowsQuestion {
    pub(super) fn is_complete(&self) -> bool {
        match &self.what {
            What::Fences(answers) => answers.is_complete(),
            What::Rows { answers, .. } => answers.is_complete(),
        }
    }
}

impl Session {
    pub(super) fn take_rows(&mut self, shard: usize, ticket: Ticket, mut rows: Vec<RowCells>) {
        if let Some(known) = &self.known {
            for row in &mut rows {
                row.group = row.group.and_then(|it| known.index.shared_group(shard, it));
            }
        }
        if let Some(Question::Rows(question)) = &mut self.question
            && let What::Rows { answers, .. } = &mut question.what
        {
            answers.take(shard, ticket, rows);
        }
    }

    pub(super) fn take_fences(&mut self, shard: usize, ticket: Ticket, keys: Vec<(RankKey, u32)>) {
        if let Some(Question::Rows(question)) = &mut self.question
            && let What::Fences(answers) = &mut question.what
        {
            answers.take(shard, ticket, keys);
        }
    }

    /// Asks for the rows that were wanted last, or begins a download.
    pub(super) fn ask_rows(&mut self, emit: &mut Emit<'_>) {
        // The rows asked for last are those on the screen.
        if let Some(job) = self.rows_wanted.pop() {
            self.ask_job(job, emit);
        } else if let Some(export) = self.exports_wanted.pop_front() {
            self.export(export, emit);
        }
    }

    pub(super) fn ask_job(&mut self, job: RowsJob, emit: &mut Emit<'_>) {
        let Some(known) = &self.known else { return };
        let n_rows = known.answered.gathered.n_rows;
        let start = job.start.min(n_rows);
        let end = job.start.saturating_add(job.len).min(n_rows);
        let ticket = self.last_ticket.wrapping_add(1);
        self.last_ticket = ticket;
        let answers = Answers::new(ticket, self.n_shards);
        let columns = job.columns.clone();
        let (what, which): (What, Vec<WhichRows>) = match &self.view.sort {
            None => {
                let (which, stretches) = slices(known, self.n_shards, start, end);
                (What::Rows { answers, stretches, n_before: 0 }, which)
            }
            Some(sort) => {
                let windows = if end <= N_FIRST || self.n_shards == 1 {
                    let from = if self.n_shards == 1 { start } else { 0 };
                    Some((vec![(from, end); self.n_shards], start - from))
                } else {
                    let fences = known.fences.as_ref().filter(|it| it.sort == *sort);
                    fences.map(|it| it.windows(start, end))
                };
                let Some((windows, n_before)) = windows else {
                    let sort = sort.clone();
                    let what = What::Fences(Answers::new(ticket, self.n_shards));
                    self.question = Some(Question::Rows(Box::new(RowsQuestion { job, what })));
                    let step = FENCE_STEP;
                    return self.ask_all(|_| ShardRequest::Fences { ticket, sort: sort.clone(), step }, emit);
                };
                let which =
                    windows.into_iter().map(|(start, end)| WhichRows::Sorted { sort: sort.clone(), start, end });
                let which = which.collect();
                (What::Rows { answers, stretches: Vec::new(), n_before }, which)
            }
        };
        self.question = Some(Question::Rows(Box::new(RowsQuestion { job, what })));
        self.ask_all(
            |shard| ShardRequest::Rows { ticket, which: which[shard].clone(), columns: columns.clone() },
            emit,
        );
    }

    pub(super) fn conclude_rows(&mut self, question: RowsQuestion, emit: &mut Emit<'_>) {
        let RowsQuestion { job, what } = question;
        match what {
            What::Fences(answers) => {
                if let (Some(known), Some(sort)) = (&mut self.known, &self.view.sort) {
                    known.fences = Some(Fences { sort: sort.clone(), per_shard: answers.into_all() });
                }
                self.ask_job(job, emit);
            }
            What::Rows { answers, stretches, n_before } => {
                let mut sent: Vec<std::vec::IntoIter<RowCells>> =
                    answers.into_all().into_iter().map(Vec::into_iter).collect();
                let rows: Vec<RowCells> = match &self.view.sort {
                    None => stretches
                        .into_iter()
                        .flat_map(|(shard, len)| sent[shard].by_ref().take(len).collect::<Vec<_>>())
                        .collect(),
                    Some(sort) => {
                        let mut all: Vec<(usize, RowCells)> = Vec::new();
                        for (shard, rows) in sent.into_iter().enumerate() {
                            all.extend(rows.map(|it| (shard, it)));
                        }
                        // Stable: rows of one worker are in order already.
                        all.sort_by(|(shard, row), (other_shard, other)| {
                            let place = (row.file_idx, shard).cmp(&(other.file_idx, other_shard));
                            row.key.compare(&other.key, sort.direction).then(place)
                        });
                        all.into_iter().map(|(_, row)| row).skip(n_before).take(job.len).collect()
                    }
                };
                self.hand_over(job, rows, emit);
            }
        }
    }

    fn hand_over(&mut self, job: RowsJob, rows: Vec<RowCells>, emit: &mut Emit<'_>) {
        let RowsJob { start, len, columns, purpose } = job;
        match (purpose, columns) {
            (Purpose::Download(rows_file), columns) => {
                if let Some(rows_file) = self.continue_download(rows_file, &rows, len, emit) {
                    self.ask_job(RowsJob::download(start + len, len, columns, rows_file), emit);
                }
            }
            (Purpose::Page, RowColumns::Keys(columns)) => {
                let rows = rows.into_iter().map(|row| RowView {
                    file_name: self.used_name(row.file_idx),
                    line_no: row.line_no,
                    counts: row.counts,
                    cells: row.cells,
                    values: row.values,
                });
                let answer = RowsAnswer { revision: self.revision, start, columns, rows: rows.collect() };
                emit(Output::Response(Response::Rows(answer), None));
            }
            (Purpose::Copy { with_header }, RowColumns::Keys(columns)) => {
                let n_rows = rows.len();
                let header = with_header.then_some(&*columns);
                let text = tab_separated(header, rows.iter().map(|it| (&*it.cells, &*it.types)));
                emit(Output::Response(Response::Copied { text, n_rows }, None));
            }
            (Purpose::Detail, _) => {
                if let Some(detail) = rows.into_iter().next().and_then(|it| self.detail(start, it)) {
                    self.ask_related(detail, emit);
                }
            }
            (Purpose::Page | Purpose::Copy { .. }, _) => {}
        }
    }

    fn detail(&self, position: usize, row: RowCells) -> Option<RowDetail> {
        let known = self.known.as_ref()?;
        let facts = self.facts(*known.used.get(row.file_idx as usize)?)?;
        let cells = row.cells.into_iter().zip(row.values);
        let fields = facts.columns.iter().zip(cells).map(|(column, (text, value))| RowField {
            column: super::answer::describe(facts, column),
            header: column.header.clone(),
            pick: pick_of(known, column, &text, &value),
            text,
            value,
        });
        Some(RowDetail {
            revision: self.revision,
            position,
            file_name: self.used_name(row.file_idx),
            kind: facts.kind,
            line_no: row.line_no,
            counts: row.counts,
            fields: fields.collect(),
            related: Vec::new(),
        })
    }

    pub(super) fn used_name(&self, file_idx: u32) -> String {
        let id = self.known.as_ref().and_then(|it| it.used.get(file_idx as usize));
        let file = id.and_then(|id| self.files.iter().find(|it| it.id == *id));
        file.map(|it| it.name.clone()).unwrap_or_default()
    }
}

/// What picks the lines with the value of a cell: of a built-in field, or of the column as the view calls it.
fn pick_of(known: &Known, column: &ColumnFact, text: &str, value: &CellValue) -> (Dimension, Pick) {
    let field = column.role.and_then(Field::of_role);
    if let Some((field, found)) = field.and_then(|field| Some((field, known.index.find(field, text)?))) {
        return (field.into(), found.pick.clone());
    }
    // Where several kinds of files are loaded, they share the columns of a role under one name.
    let is_named = known.columns.iter().any(|it| it.key == column.key);
    let common = column.role.filter(|_| !is_named).map(Role::common_name);
    let dimension = Dimension::Column(common.unwrap_or(&column.key).to_owned());
    let number = match value {
        CellValue::Number(exact) => parse_decimal(exact).ok(),
        CellValue::Text | CellValue::Day { .. } => None,
    };
    // Numbers are the same value however many zeros they end in.
    let value = number.map_or_else(|| text.trim().to_owned(), |it| it.normalize().to_string());
    let pick = Pick::of(&dimension, &value);
    (dimension, pick)
}

/// Which rows of which file each worker is to send, and from which worker the next rows are, for the places from
/// `start` to before `end` in the order of the files.
fn slices(known: &Known, n_shards: usize, start: usize, end: usize) -> (Vec<WhichRows>, Vec<(usize, usize)>) {
    let mut per_shard: Vec<Vec<(u32, usize, usize)>> = vec![Vec::new(); n_shards];
    let mut stretches = Vec::new();
    let mut n_before = 0;
    for file_idx in 0..known.used.len() as u32 {
        for (shard, partial) in known.answered.partials.iter().enumerate() {
            let n: usize = partial.n_rows.iter().filter(|(it, _)| *it == file_idx).map(|(_, n)| n).sum();
            let (first, last) = (start.max(n_before), end.min(n_before + n));
            if first < last {
                per_shard[shard].push((file_idx, first - n_before, last - first));
                stretches.push((shard, last - first));
            }
            n_before += n;
        }
    }
    (per_shard.into_iter().map(WhichRows::OfFiles).collect(), stretches)
}

impl Fences {
    /// The stretch of each worker that may hold rows from `start` to before `end`, and how many of these stretches' rows
    /// stand before them.
    fn windows(&self, start: usize, end: usize) -> (Vec<(usize, usize)>, usize) {
        // In order, with the worker and the place there.
        let mut all: Vec<(usize, usize, &(RankKey, u32))> = Vec::new();
        for (shard, fences) in self.per_shard.iter().enumerate() {
            all.extend(fences.iter().enumerate().map(|(idx, it)| (shard, idx * FENCE_STEP, it)));
        }
        let direction: Direction = self.sort.direction;
        all.sort_by(|(shard, place, (key, file)), (other_shard, other_place, (other_key, other_file))| {
            let tie = (file, shard, place).cmp(&(other_file, other_shard, other_place));
            key.compare(other_key, direction).then(tie)
        });
        let n_shards = self.per_shard.len();
        let mut n_fences = vec![0usize; n_shards];
        let mut windows = vec![(0, usize::MAX); n_shards];
        for (shard, place, _) in all {
            // Rows that may stand before this one: those up to the next fence of every other worker.
            let others = || n_fences.iter().enumerate().filter(|(it, _)| *it != shard);
            let at_most = place + others().map(|(_, n)| n * FENCE_STEP).sum::<usize>();
            // Rows that surely do: each fence passed, and all rows before it.
            let at_least =
                place + others().map(|(_, n)| if *n > 0 { (n - 1) * FENCE_STEP + 1 } else { 0 }).sum::<usize>();
            if at_most <= start {
                windows[shard].0 = place;
            }
            if at_least >= end && windows[shard].1 == usize::MAX {
                windows[shard].1 = place;
            }
            n_fences[shard] += 1;
        }
        let n_before = windows.iter().map(|(first, _)| first).sum::<usize>();
        (windows, start - n_before)
    }
}
