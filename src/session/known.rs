//! What the loaded files hold, and the questions to the workers that find it out.

use std::collections::BTreeSet;

use super::Session;
use super::files::{FileEntry, FileState};
use super::message::{ShardRequest, Ticket};
use super::related::RelatedQuestion;
use super::rows::{Fences, RowsQuestion};
use crate::domain::{Dimension, StatedCost};
use crate::protocol::{
    CheckResult, ColumnInfo, Emit, FileId, FileReport, Holds, Output, Quarantine, Response, Standing,
};
use crate::query::{FieldValues, Outline, Partial, Search, Wanted};
use crate::report::facts::{Digest, FileFacts};
use crate::report::index::{Gathered, Index};
use crate::report::standing::{self, CountRule};
use crate::report::{checks, facets, ranges, service_costs};
use crate::view_state::ViewState;

/// What the loaded files hold, whatever the view, and the answer that was asked for last.
#[derive(Debug, Default)]
pub(super) struct Known {
    /// The files whose rows are used, by their places.
    pub(super) used: Vec<FileId>,
    pub(super) index: Index,
    pub(super) reports: Vec<FileReport>,
    pub(super) columns: Vec<ColumnInfo>,
    pub(super) days: Option<(String, String)>,
    pub(super) stated: Vec<StatedCost>,
    pub(super) checks: Vec<CheckResult>,
    pub(super) quarantine: Quarantine,
    pub(super) answered: Answered,
    pub(super) fences: Option<Fences>,
}

/// What the workers answered last.
#[derive(Debug, Default)]
pub(super) struct Answered {
    /// The view; only what filters counts.
    pub(super) view: ViewState,
    /// One of each worker.
    pub(super) partials: Vec<Partial>,
    pub(super) gathered: Gathered,
}

/// A question that workers have not all answered yet. One at a time is asked.
#[derive(Debug)]
pub(super) enum Question {
    /// What is known already of files that are being read.
    Peek(Answers<Vec<(FileId, FileFacts)>>),
    /// The digests of some files; they are noted with the files.
    Digests,
    Outlines {
        answers: Answers<(Outline, Vec<(u32, usize)>)>,
        files: Vec<Considered>,
    },
    /// The values of dimensions that are no built-in fields.
    Indexed {
        answers: Answers<Vec<Option<FieldValues>>>,
        dimensions: Vec<Dimension>,
    },
    Partials {
        answers: Answers<Partial>,
        view: Box<ViewState>,
        wanted: Wanted,
    },
    Rows(Box<RowsQuestion>),
    Related(Box<RelatedQuestion>),
}

/// A loaded file and how it counts.
#[derive(Debug)]
pub(super) struct Considered {
    id: FileId,
    standing: standing::Standing,
}

/// The answers of all workers to one question.
#[derive(Debug)]
pub(super) struct Answers<T> {
    pub(super) ticket: Ticket,
    answers: Vec<Option<T>>,
}

impl<T> Answers<T> {
    pub(super) fn new(ticket: Ticket, n_shards: usize) -> Self {
        Self { ticket, answers: (0..n_shards).map(|_| None).collect() }
    }

    /// Takes an answer, unless it is one to another question.
    pub(super) fn take(&mut self, shard: usize, ticket: Ticket, answer: T) {
        if ticket == self.ticket
            && let Some(place) = self.answers.get_mut(shard)
        {
            *place = Some(answer);
        }
    }

    pub(super) fn is_complete(&self) -> bool {
        self.answers.iter().all(Option::is_some)
    }

    /// All answers, in the order of the workers.
    pub(super) fn into_all(self) -> Vec<T> {
        self.answers.into_iter().flatten().collect()
    }
}

impl Session {
    pub(super) fn new_ticket(&mut self) -> Ticket {
        self.last_ticket = self.last_ticket.wrapping_add(1);
        self.last_ticket
    }

    pub(super) fn take_outline(&mut self, shard: usize, ticket: Ticket, outline: (Outline, Vec<(u32, usize)>)) {
        if let Some(Question::Outlines { answers, .. }) = &mut self.question {
            answers.take(shard, ticket, outline);
        }
    }

    pub(super) fn take_partial(&mut self, shard: usize, ticket: Ticket, partial: Partial) {
        if let Some(Question::Partials { answers, .. }) = &mut self.question {
            answers.take(shard, ticket, partial);
        }
    }

    pub(super) fn take_indexed(&mut self, shard: usize, ticket: Ticket, values: Vec<Option<FieldValues>>) {
        if let Some(Question::Indexed { answers, .. }) = &mut self.question {
            answers.take(shard, ticket, values);
        }
    }

    fn is_answered(&self, question: &Question) -> bool {
        match question {
            Question::Digests => {
                let is_open = |it: &FileEntry| {
                    it.loaded().is_some_and(|it| it.digest.as_ref().is_some_and(|(_, open)| !open.is_empty()))
                };
                !self.files.iter().any(is_open)
            }
            Question::Peek(answers) => answers.is_complete(),
            Question::Outlines { answers, .. } => answers.is_complete(),
            Question::Indexed { answers, .. } => answers.is_complete(),
            Question::Partials { answers, .. } => answers.is_complete(),
            Question::Rows(rows) => rows.is_complete(),
            Question::Related(related) => related.is_complete(),
        }
    }

    /// Goes on as far as the workers' answers allow.
    pub(super) fn advance(&mut self, emit: &mut Emit<'_>) {
        loop {
            match self.question.take() {
                Some(question) if !self.is_answered(&question) => {
                    self.question = Some(question);
                    return;
                }
                Some(question) => self.conclude(question, emit),
                None => {
                    if !self.ask_next(emit) {
                        return;
                    }
                }
            }
        }
    }

    /// Asks what is wanted next; says whether there was anything.
    fn ask_next(&mut self, emit: &mut Emit<'_>) -> bool {
        if self.has_grown() {
            self.ask_peek(emit);
            return true;
        }
        let is_waiting = self.is_view_wanted || self.line_wanted.is_some();
        if !is_waiting && self.rows_wanted.is_empty() && self.exports_wanted.is_empty() {
            return false;
        }
        let is_asked = |known: &Known| is_same_filter(&known.answered.view, &self.view);
        match &self.known {
            None => {
                // While files are being read, what is known of the others is found anew only when they have doubled.
                if self.is_reading() && self.n_rows_so_far() < 2 * self.n_rows_known {
                    return false;
                }
                self.ask_outlines(emit);
            }
            Some(_) if self.line_wanted.is_some() => self.read_line(emit),
            Some(known) if known.answered.partials.is_empty() || !is_asked(known) => {
                let holds =
                    |key: &str| known.columns.iter().find(|it| it.key == *key).map_or(Holds::Text, |it| it.holds);
                let mut dimensions = facets::indexed_dimensions(&self.view, holds);
                dimensions.retain(|it| !known.index.knows(it));
                match dimensions.is_empty() {
                    true => self.ask_partials(emit),
                    false => self.ask_index(dimensions, emit),
                }
            }
            Some(_) if self.is_view_wanted => {
                self.is_view_wanted = false;
                if let Some(answer) = self.view_answer() {
                    emit(Output::Response(Response::View(Box::new(answer)), None));
                }
            }
            Some(_) => self.ask_rows(emit),
        }
        true
    }

    fn conclude(&mut self, question: Question, emit: &mut Emit<'_>) {
        match question {
            Question::Peek(answers) => self.grow(&answers.into_all()),
            Question::Digests => {}
            Question::Outlines { answers, files } => self.know(&answers.into_all(), &files),
            Question::Indexed { answers, dimensions } => self.indexed(answers.into_all(), dimensions),
            Question::Partials { answers, view, wanted } => self.answered(answers.into_all(), *view, &wanted),
            Question::Rows(rows) => self.conclude_rows(*rows, emit),
            Question::Related(related) => self.conclude_related(*related, emit),
        }
    }

    fn n_rows_so_far(&self) -> usize {
        self.files.iter().filter_map(FileEntry::facts).map(|it| it.n_rows).sum()
    }

    /// Whether so much more was read of large files that an answer from it is worth its while.
    fn has_grown(&self) -> bool {
        let reading = || self.files.iter().filter(|it| it.loaded().is_none());
        let n_read: u64 = reading().map(FileEntry::n_bytes_reading).sum();
        let n_bytes: u64 = reading().map(|it| it.size_bytes).sum();
        // Near the end the whole comes as soon.
        n_read >= self.next_growth_bytes && n_read * 10 <= n_bytes * 7
    }

    /// Asks what the full tables of files hold that are being read: the answer grows with them.
    fn ask_peek(&mut self, emit: &mut Emit<'_>) {
        let n_read: u64 = self.files.iter().map(FileEntry::n_bytes_reading).sum();
        self.next_growth_bytes = n_read * 2;
        let ticket = self.new_ticket();
        self.question = Some(Question::Peek(Answers::new(ticket, self.n_shards)));
        self.ask_all(|_| ShardRequest::Peek { ticket }, emit);
    }

    pub(super) fn take_peek(&mut self, shard: usize, ticket: Ticket, files: Vec<(FileId, FileFacts)>) {
        if let Some(Question::Peek(answers)) = &mut self.question {
            answers.take(shard, ticket, files);
        }
    }

    fn grow(&mut self, answers: &[Vec<(FileId, FileFacts)>]) {
        for entry in self.files.iter_mut().filter(|it| it.loaded().is_none()) {
            let parts = answers.iter().flatten().filter(|(file, _)| *file == entry.id).map(|(_, facts)| facts.clone());
            entry.facts_so_far = parts.reduce(|mut first, later| {
                first.join(later);
                first
            });
        }
        self.known = None;
        self.n_rows_known = 0;
        self.is_view_wanted = true;
    }

    /// Decides how the files count and asks what their tables hold; or first what decides it.
    fn ask_outlines(&mut self, emit: &mut Emit<'_>) {
        let with_rows = || self.files.iter().filter(|it| !it.is_stated());
        let candidates: Vec<standing::Candidate<'_>> = with_rows().filter_map(FileEntry::candidate).collect();
        let ids: Vec<FileId> = with_rows().filter(|it| it.facts().is_some()).map(|it| it.id).collect();
        let is_whole = |id: &FileId| self.files.iter().any(|it| it.id == *id && it.loaded().is_some());
        let wanted = standing::digests_wanted(&candidates).into_iter().map(|it| ids[it]);
        let wanted: Vec<FileId> = wanted.filter(is_whole).collect();
        if !wanted.is_empty() {
            return self.ask_digests(&wanted, emit);
        }
        let files = ids.into_iter().zip(standing::decide(&candidates));
        let files: Vec<Considered> = files.map(|(id, standing)| Considered { id, standing }).collect();
        let rules: Vec<(FileId, CountRule)> = files.iter().filter_map(|it| Some((it.id, it.rule()?.clone()))).collect();
        let ticket = self.new_ticket();
        self.question = Some(Question::Outlines { answers: Answers::new(ticket, self.n_shards), files });
        self.ask_all(|_| ShardRequest::Use { ticket, files: rules.clone() }, emit);
    }

    fn ask_digests(&mut self, wanted: &[FileId], emit: &mut Emit<'_>) {
        let ticket = self.new_ticket();
        let mut requests = Vec::new();
        for entry in self.files.iter_mut().filter(|it| wanted.contains(&it.id)) {
            if let FileState::Loaded(loaded) = &mut entry.state {
                let open: BTreeSet<usize> = entry.shards.iter().copied().collect();
                loaded.digest = Some((Digest::default(), open));
                let file = entry.id;
                requests.extend(entry.shards.iter().map(|it| (*it, ShardRequest::Digest { ticket, file })));
            }
        }
        self.question = Some(Question::Digests);
        self.ask_each(requests, emit);
    }

    pub(super) fn facts(&self, id: FileId) -> Option<&FileFacts> {
        self.files.iter().find(|it| it.id == id)?.facts()
    }

    /// Puts together what the files hold.
    fn know(&mut self, outlines: &[(Outline, Vec<(u32, usize)>)], files: &[Considered]) {
        let used: Vec<FileId> = files.iter().filter(|it| it.rule().is_some()).map(|it| it.id).collect();
        let only_outlines: Vec<Outline> = outlines.iter().map(|(outline, _)| outline.clone()).collect();
        let index = Index::new(&only_outlines, |file_idx| self.facts(*used.get(file_idx as usize)?));
        let n_explaining = |file_idx: u32| -> usize {
            let all = only_outlines.iter().flat_map(|it| &it.n_explaining);
            all.filter(|(it, _)| *it == file_idx).map(|(_, n)| n).sum()
        };
        let explained = |file_idx: u32| {
            let mut all = outlines.iter().flat_map(|(_, explained)| explained);
            all.find(|(it, _)| *it == file_idx).map(|(_, candidate)| *candidate)
        };
        let name_of =
            |id: FileId| self.files.iter().find(|it| it.id == id).map(|it| it.name.clone()).unwrap_or_default();
        let standing_of = |considered: &Considered| match &considered.standing {
            standing::Standing::DuplicateOf(idx) => Standing::DuplicateOf(name_of(files[*idx].id)),
            standing::Standing::ReplacedBy(idx) => Standing::ReplacedBy(name_of(files[*idx].id)),
            standing::Standing::Used { rule: CountRule::None, .. } => Standing::Beside,
            standing::Standing::Used { explained: by_file, .. } => {
                let file_idx = used.iter().position(|it| *it == considered.id).unwrap_or_default() as u32;
                match by_file.or_else(|| explained(file_idx)) {
                    Some(idx) => {
                        Standing::Explains { n_rows: n_explaining(file_idx), counted_in: name_of(files[idx].id) }
                    }
                    None => Standing::Counts,
                }
            }
        };
        let mut reports = Vec::new();
        let mut stated: Vec<StatedCost> = Vec::new();
        let mut earlier: Vec<&FileEntry> = Vec::new();
        for entry in &self.files {
            let Some(loaded) = entry.loaded() else { continue };
            let standing = if entry.is_stated() {
                let is_same = |it: &&&FileEntry| it.loaded().is_some_and(|it| it.whole == loaded.whole);
                match earlier.iter().find(is_same) {
                    Some(first) => Standing::DuplicateOf(first.name.clone()),
                    None => {
                        stated.extend(loaded.whole.stated.iter().cloned());
                        earlier.push(entry);
                        Standing::Counts
                    }
                }
            } else {
                files.iter().find(|it| it.id == entry.id).map_or(Standing::Counts, standing_of)
            };
            reports.extend(entry.report(standing));
        }
        let facts: Vec<&FileFacts> = used.iter().filter_map(|it| self.facts(*it)).collect();
        let days =
            facts.iter().filter_map(|it| it.days).fold(None, |span, days| crate::query::widened(span, Some(days)));
        let known = Known {
            columns: super::answer::columns(&facts),
            days: days.map(|(first, last)| (first.to_string(), last.to_string())),
            quarantine: super::answer::quarantine(&self.files),
            used,
            index,
            reports,
            stated,
            ..Known::default()
        };
        self.n_blank_amounts = only_outlines.iter().map(|it| it.n_blank_amounts).sum();
        self.n_rows_known = self.n_rows_so_far();
        self.known = Some(known);
    }

    /// Asks for the answer to the newest view; to all rows first, by which the files are checked.
    fn ask_partials(&mut self, emit: &mut Emit<'_>) {
        let Some(known) = &self.known else { return };
        let view = if known.answered.partials.is_empty() { ViewState::default() } else { self.view.clone() };
        let search = Search::parse(&view.search, |name| self.has_column(name));
        let filters: Vec<_> = (0..self.n_shards).map(|it| known.index.filter(it, &view, search.clone())).collect();
        let wanted = known.index.wanted(&view, ranges::shown_ranges(&view, &known.columns, known.days.is_some()));
        let ticket = self.new_ticket();
        let answers = Answers::new(ticket, self.n_shards);
        let ask = |shard: usize| ShardRequest::Ask { ticket, filter: filters[shard].clone(), wanted: wanted.clone() };
        let requests = (0..self.n_shards).rev().map(|it| (it, ask(it))).collect();
        self.question = Some(Question::Partials { answers, view: Box::new(view), wanted });
        self.ask_each(requests, emit);
    }

    /// Has dimensions indexed that are no built-in fields.
    pub(super) fn ask_index(&mut self, dimensions: Vec<Dimension>, emit: &mut Emit<'_>) {
        let ticket = self.new_ticket();
        let answers = Answers::new(ticket, self.n_shards);
        self.question = Some(Question::Indexed { answers, dimensions: dimensions.clone() });
        self.ask_all(|_| ShardRequest::Index { ticket, dimensions: dimensions.clone() }, emit);
    }

    fn indexed(&mut self, answers: Vec<Vec<Option<FieldValues>>>, dimensions: Vec<Dimension>) {
        let Some(known) = &mut self.known else { return };
        let mut answers: Vec<_> = answers.into_iter().map(Vec::into_iter).collect();
        for dimension in dimensions {
            let values = answers.iter_mut().map(|it| it.next().flatten()).collect();
            known.index.add_dimension(dimension, values);
        }
    }

    /// Whether a used file has a column of this name.
    pub(super) fn has_column(&self, name: &str) -> bool {
        let used = self.known.iter().flat_map(|it| &it.used);
        used.filter_map(|it| self.facts(*it)).flat_map(|it| &it.columns).any(|column| {
            let common = column.role.map(|it| it.common_name());
            [Some(column.key.as_str()), Some(column.header.as_str()), common]
                .into_iter()
                .flatten()
                .any(|it| it.eq_ignore_ascii_case(name))
        })
    }

    fn answered(&mut self, partials: Vec<Partial>, view: ViewState, wanted: &Wanted) {
        let Some(known) = &self.known else { return };
        let gathered = known.index.gather(&partials, wanted);
        // What is checked is whole files.
        let is_whole = |id: &FileId| self.files.iter().any(|it| it.id == *id && it.loaded().is_some());
        let is_first = known.answered.partials.is_empty() && known.used.iter().all(is_whole);
        let checks = is_first.then(|| {
            let summary = service_costs::summarise(&known.index, &gathered, &known.stated, &view);
            let facts: Vec<&FileFacts> = known.used.iter().filter_map(|it| self.facts(*it)).collect();
            checks::run(&facts, &known.reports, &summary, self.n_blank_amounts)
        });
        if let Some(known) = &mut self.known {
            known.checks = checks.unwrap_or_else(|| std::mem::take(&mut known.checks));
            known.answered = Answered { view, partials, gathered };
            known.fences = None;
        }
    }
}

impl Considered {
    /// Which of the file's rows count; none of a file that is not used.
    fn rule(&self) -> Option<&CountRule> {
        match &self.standing {
            standing::Standing::Used { rule, .. } => Some(rule),
            _ => None,
        }
    }
}

/// Whether two views match the same rows, and count and add up by the same values.
fn is_same_filter(one: &ViewState, other: &ViewState) -> bool {
    let parts = |it: &ViewState| {
        let search = it.search.trim().to_owned();
        let grouped: Vec<Dimension> = it.grouping.dimensions().cloned().collect();
        (ViewState { search, ..it.clone() }.clauses(), it.facets.clone(), grouped)
    };
    parts(one) == parts(other)
}
