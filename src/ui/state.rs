//! What the page knows: the link, the dropped files, the newest answer, the rows at hand.

use std::collections::BTreeMap;
use std::ops::{Range, RangeInclusive};
use std::sync::Arc;

use leptos::prelude::*;

use super::engine::Engine;
use crate::domain::DialectChoice;
use crate::present::labels;
use crate::protocol::{
    BundlePlan, Export, FileId, KindReference, Request, Response, RowDetail, RowView, RowsAnswer, ViewAnswer,
};
use crate::view_state::{LineProblem, ViewState};
use crate::web::address::{self, Step};
use crate::web::worker_client::FromWorker;
use crate::web::{FileHandle, clipboard, download, page, print};

/// Rows asked for at once.
pub(super) const BLOCK_LEN: usize = 100;

/// Blocks kept around those on the screen.
const MAX_BLOCKS: usize = 64;

/// A dropped file on its way.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct DroppedFile {
    pub(super) id: FileId,
    pub(super) name: String,
    pub(super) size_bytes: u64,
    /// The archive that holds it.
    pub(super) archive: Option<FileId>,
    pub(super) stage: Stage,
}

/// How far a file has come.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Stage {
    Waiting,
    Reading {
        bytes_read: u64,
        n_rows: usize,
    },
    Ready,
    /// An archive whose members are listed in its place.
    Unpacked,
    Failed(String),
    Cancelled,
}

/// A block of rows: asked for, or here.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Block {
    Asked,
    Ready(Arc<Vec<RowView>>),
}

/// Which rows the grid last wanted.
#[derive(Debug, Clone, Default)]
struct RowsSeen {
    /// Blocks on the screen.
    blocks: Range<usize>,
    /// Keys of the columns.
    columns: Vec<String>,
    /// The blocks and columns that were asked for together with the view that has no answer yet.
    asked: Option<(Range<usize>, Vec<String>)>,
}

/// One for the whole page, in the context.
#[derive(Debug, Clone, Copy)]
pub(super) struct AppState {
    pub(super) fragment: RwSignal<String>,
    pub(super) view: Memo<ViewState>,
    pub(super) files: RwSignal<Vec<DroppedFile>>,
    pub(super) answer: RwSignal<Arc<ViewAnswer>>,
    /// The revision that was asked for last.
    pub(super) revision: RwSignal<u32>,
    pub(super) rows: RwSignal<BTreeMap<usize, Block>>,
    /// Lists of the newest answer that are not all on the screen yet.
    pub(super) drawing: RwSignal<usize>,
    /// Read out by screen readers.
    pub(super) announcement: RwSignal<String>,
    /// What every known column means; asked for when it is first looked at.
    pub(super) reference: RwSignal<Option<Arc<Vec<KindReference>>>>,
    /// The row that is looked at as a whole.
    pub(super) row: RwSignal<Option<Arc<RowDetail>>>,
    /// What the rows of the view would be without names, as it was last asked for.
    pub(super) bundle_plan: RwSignal<Option<Arc<BundlePlan>>>,
    /// The filter line that could not be read, and why.
    pub(super) line_problem: RwSignal<Option<(String, LineProblem)>>,
    /// What went wrong with the page itself.
    pub(super) trouble: RwSignal<Option<String>>,
    /// The rows that were last on the screen.
    rows_seen: StoredValue<RowsSeen>,
    engine: StoredValue<Engine, LocalStorage>,
}

impl AppState {
    pub(super) fn new() -> Self {
        let fragment = RwSignal::new(address::fragment());
        let state = Self {
            fragment,
            view: Memo::new(move |_| ViewState::from_fragment(&fragment.read())),
            files: RwSignal::default(),
            answer: RwSignal::default(),
            revision: RwSignal::new(0),
            rows: RwSignal::default(),
            drawing: RwSignal::new(0),
            announcement: RwSignal::default(),
            reference: RwSignal::default(),
            row: RwSignal::default(),
            bundle_plan: RwSignal::default(),
            line_problem: RwSignal::default(),
            trouble: RwSignal::default(),
            rows_seen: StoredValue::default(),
            engine: StoredValue::new_local(Engine::default()),
        };
        let engine = state.engine.get_value();
        engine.start(move |message| state.take(message), move |error| state.trouble.set(Some(error)));
        address::listen(move |fragment| {
            state.fragment.set(fragment);
            state.ask();
        });
        state
    }

    /// From the context; every component is below the one that provides it.
    pub(super) fn of_context() -> Self {
        expect_context()
    }

    // ---- the view

    /// Shows another view and puts it into the address.
    pub(super) fn navigate(self, view: &ViewState, step: Step) {
        let fragment = view.to_fragment();
        if fragment == self.fragment.get_untracked() {
            return;
        }
        address::set_fragment(&fragment, step);
        self.fragment.set(fragment);
        self.ask();
    }

    /// Shows the view that `change` makes of the present one.
    pub(super) fn change(self, change: impl FnOnce(ViewState) -> ViewState) {
        self.navigate(&change(self.view.get_untracked()), Step::New);
    }

    /// Shows the view that a filter line stands for.
    pub(super) fn read_line(self, text: String) {
        self.line_problem.set(None);
        self.post(Request::Line(text));
    }

    fn take_line(self, text: String, read: Result<Box<ViewState>, LineProblem>) {
        match read {
            Ok(filters) => {
                self.navigate(&filters.looking_like(self.view.get_untracked()), Step::New);
            }
            Err(problem) => self.line_problem.set(Some((text, problem))),
        }
    }

    fn ask(self) {
        page::mark("reconlens:query-start");
        let revision = self.revision.get_untracked() + 1;
        self.revision.set(revision);
        let view = self.view.get_untracked();
        self.post(Request::View { revision, view });
        // Most answers are looked at where the last one was: their rows need not wait for the page to see the answer.
        let RowsSeen { blocks, columns, .. } = self.rows_seen.get_value();
        for block in blocks.clone() {
            self.ask_rows(revision, block, &columns);
        }
        self.rows_seen.update_value(|it| it.asked = Some((blocks, columns)));
    }

    fn ask_rows(self, revision: u32, block: usize, columns: &[String]) {
        self.post(Request::Rows { revision, start: block * BLOCK_LEN, len: BLOCK_LEN, columns: columns.to_vec() });
    }

    fn post(self, request: Request) {
        self.engine.with_value(|it| it.post(request));
    }

    /// Asks for the blocks of rows that hold `range`, unless they are here or on their way; `on_screen` are the rows to
    /// ask for with the next view.
    pub(super) fn want_rows(self, range: Range<usize>, on_screen: Range<usize>, columns: &[String]) {
        let revision = self.answer.with_untracked(|it| it.revision);
        let middle = (range.start + range.end) / 2 / BLOCK_LEN;
        let is_other_table = self.rows_seen.with_value(|it| it.columns != columns);
        if is_other_table && self.rows.with_untracked(|it| !it.is_empty()) {
            self.rows.set(BTreeMap::new());
        }
        self.rows_seen.update_value(|it| {
            it.blocks = on_screen.start / BLOCK_LEN..on_screen.end.div_ceil(BLOCK_LEN);
            if is_other_table {
                it.columns = columns.to_vec();
            }
        });
        if self.rows.with_untracked(|it| it.len() > 2 * MAX_BLOCKS) {
            // Rows far from the screen are asked for again if need be.
            self.rows.update(|it| it.retain(|block, _| block.abs_diff(middle) <= MAX_BLOCKS / 2));
        }
        for block in range.start / BLOCK_LEN..range.end.div_ceil(BLOCK_LEN) {
            if self.rows.with_untracked(|it| it.contains_key(&block)) {
                continue;
            }
            self.rows.update(|it| {
                it.insert(block, Block::Asked);
            });
            self.ask_rows(revision, block, columns);
        }
    }

    /// Asks for a row of the shown view with all its columns.
    pub(super) fn open_row(self, position: usize) {
        let revision = self.answer.with_untracked(|it| it.revision);
        self.post(Request::Row { revision, position });
    }

    /// Asks for rows of the shown view, to be copied.
    pub(super) fn copy_rows(self, rows: RangeInclusive<usize>, columns: Vec<String>, with_header: bool) {
        let revision = self.answer.with_untracked(|it| it.revision);
        let (start, len) = (*rows.start(), rows.end() - rows.start() + 1);
        self.post(Request::Copy { revision, start, len, columns, with_header });
    }

    /// Puts text on the clipboard and says what it was.
    pub(super) fn copy_text(self, text: String, what: String) {
        leptos::task::spawn_local(async move {
            let is_copied = clipboard::copy(text).await;
            self.announcement.set(if is_copied {
                format!("Copied {what}.")
            } else {
                "The browser did not let the page copy.".to_owned()
            });
        });
    }

    /// Asks what the columns mean, if that is not known yet.
    pub(super) fn want_reference(self) {
        if self.reference.with_untracked(Option::is_none) {
            self.post(Request::Reference);
        }
    }

    /// Asks what the rows of the view would be without names.
    pub(super) fn want_bundle_plan(self) {
        self.bundle_plan.set(None);
        self.post(Request::BundlePlan);
    }

    pub(super) fn export(self, export: Export) {
        self.post(Request::Export(export));
    }

    // ---- files

    /// Takes dropped or chosen files.
    pub(super) fn open(self, handles: Vec<FileHandle>) {
        if handles.is_empty() {
            return;
        }
        page::mark("reconlens:load-start");
        page::set_status("loading");
        for handle in handles {
            // Sizes are whole numbers below 2^53.
            let (name, size_bytes) = (handle.name(), handle.size() as u64);
            let id = self.engine.with_value(|it| it.keep(handle));
            self.files.update(|it| {
                it.push(DroppedFile { id, name: name.clone(), size_bytes, archive: None, stage: Stage::Waiting })
            });
            self.post(Request::Open { file: id, name, size_bytes });
        }
    }

    pub(super) fn cancel(self, file: FileId) {
        self.post(Request::Cancel(file));
    }

    pub(super) fn remove(self, file: FileId) {
        self.engine.with_value(|it| it.forget(file));
        self.files.update(|files| {
            files.retain(|it| it.id != file);
            let has_members = |id| files.iter().any(|it| it.archive == Some(id));
            let emptied: Vec<FileId> =
                files.iter().filter(|it| it.stage == Stage::Unpacked && !has_members(it.id)).map(|it| it.id).collect();
            files.retain(|it| !emptied.contains(&it.id));
        });
        self.post(Request::Remove(file));
        self.ask();
    }

    fn set_stage(self, file: FileId, stage: Stage) {
        self.files.update(|files| {
            if let Some(found) = files.iter_mut().find(|it| it.id == file) {
                found.stage = stage;
            }
        });
    }

    // ---- the worker's answers

    fn take(self, message: FromWorker) {
        match message {
            FromWorker::Response(response, bytes) => match *response {
                Response::Ready => {}
                Response::Progress { file, bytes_read, n_rows } => self.set_progress(file, bytes_read, n_rows),
                Response::Member { archive, file, name, size_bytes } => {
                    let stage = Stage::Reading { bytes_read: 0, n_rows: 0 };
                    self.take_member(
                        archive,
                        DroppedFile { id: file, name, size_bytes, archive: Some(archive), stage },
                    );
                }
                Response::Unpacked { archive, skipped } => {
                    self.set_stage(archive, Stage::Unpacked);
                    if !skipped.is_empty() {
                        self.announcement.set(format!("Not read, as your system added them: {}.", skipped.join(", ")));
                    }
                    self.ask();
                }
                Response::Opened(file) => {
                    self.set_stage(file, Stage::Ready);
                    self.ask();
                }
                Response::Failed { file, message } => {
                    self.engine.with_value(|it| it.forget(file));
                    self.set_stage(file, Stage::Failed(message));
                    self.ask();
                }
                Response::Cancelled(file) => {
                    self.engine.with_value(|it| it.forget(file));
                    self.set_stage(file, Stage::Cancelled);
                    self.ask();
                }
                Response::Line { text, read } => self.take_line(text, read),
                Response::Reference(kinds) => self.reference.set(Some(Arc::new(kinds))),
                Response::View(answer) => self.take_answer(*answer),
                Response::Rows(answer) => self.take_rows(answer),
                Response::Row(row) => {
                    if row.revision == self.answer.with_untracked(|it| it.revision) {
                        self.row.set(Some(Arc::new(*row)));
                    }
                }
                Response::Copied { text, n_rows } => self.copy_text(text, labels::counted(n_rows, "row")),
                Response::BundlePlan(plan) => self.bundle_plan.set(Some(Arc::new(plan))),
                Response::Printable => {
                    if bytes.is_none_or(|it| print::document(&it).is_err()) {
                        self.announcement.set("The browser could not print. Save the file and print that.".to_owned());
                    }
                }
                Response::Exported { file_name, media_type } => {
                    let saved = bytes.is_some_and(|it| download::save(&it, &file_name, &media_type).is_ok());
                    let said = if saved {
                        format!("{file_name} is saved.")
                    } else {
                        format!("{file_name} could not be saved.")
                    };
                    self.announcement.set(said);
                }
            },
            FromWorker::Crashed(last_words) => self.recover(&last_words),
        }
    }

    /// Lists a member of an archive behind the archive's earlier members.
    fn take_member(self, archive: FileId, member: DroppedFile) {
        self.files.update(|files| {
            if let Some(known) = files.iter_mut().find(|it| it.id == member.id) {
                *known = member;
            } else {
                let place = files.iter().position(|it| it.id == archive).unwrap_or(files.len());
                files.insert(place, member);
            }
        });
    }

    /// Has a file read once more, as a person decided.
    pub(super) fn reread(self, file: FileId, choice: DialectChoice) {
        page::set_status("loading");
        self.set_stage(file, Stage::Waiting);
        self.post(Request::Reread { file, choice });
    }

    fn set_progress(self, file: FileId, bytes_read: u64, n_rows: usize) {
        let is_waiting =
            self.files.with_untracked(|files| files.iter().any(|it| it.id == file && it.stage == Stage::Waiting));
        if bytes_read > 0 || !is_waiting {
            self.set_stage(file, Stage::Reading { bytes_read, n_rows });
        }
    }

    fn take_answer(self, answer: ViewAnswer) {
        if answer.revision != self.revision.get_untracked() {
            return;
        }
        let RowsSeen { asked, columns, .. } = self.rows_seen.get_value();
        self.rows_seen.update_value(|it| it.asked = None);
        let on_their_way = asked.filter(|(_, asked)| *asked == columns).map_or(0..0, |(blocks, _)| blocks);
        self.rows.set(on_their_way.map(|it| (it, Block::Asked)).collect());
        self.answer.set(Arc::new(answer));
        page::mark("reconlens:query-end");
    }

    fn take_rows(self, answer: RowsAnswer) {
        let is_wanted = self.rows_seen.with_value(|it| it.columns == answer.columns);
        if is_wanted && answer.revision == self.answer.with_untracked(|it| it.revision) {
            self.rows.update(|it| {
                it.insert(answer.start / BLOCK_LEN, Block::Ready(Arc::new(answer.rows)));
            });
        }
    }

    /// A dead worker took all tables with it: starts another one and has the files read again, but for the one that was
    /// being read when it died.
    fn recover(self, last_words: &str) {
        let engine = self.engine.get_value();
        if let Err(error) = engine.restart(move |message| self.take(message)) {
            self.trouble.set(Some(error));
            return;
        }
        self.files.update(|files| {
            // The members of an archive come again with it.
            files.retain(|it| it.archive.is_none());
            for file in files.iter_mut() {
                match file.stage {
                    Stage::Reading { .. } => {
                        engine.forget(file.id);
                        file.stage = Stage::Failed(format!(
                            "Reading stopped with an error of ReconLens. The other files are read again. ({last_words})"
                        ));
                    }
                    Stage::Waiting | Stage::Ready | Stage::Unpacked => {
                        file.stage = Stage::Waiting;
                        engine.post(Request::Open {
                            file: file.id,
                            name: file.name.clone(),
                            size_bytes: file.size_bytes,
                        });
                    }
                    Stage::Failed(_) | Stage::Cancelled => {}
                }
            }
        });
        self.ask();
    }

    // ---- what follows

    /// The state that scripts wait for.
    pub(super) fn status(self) -> &'static str {
        let stages = self.files.read();
        let is_any = |wanted: fn(&Stage) -> bool| stages.iter().any(|it| wanted(&it.stage));
        if is_any(|it| matches!(it, Stage::Waiting | Stage::Reading { .. })) {
            return "loading";
        }
        if is_any(|it| *it == Stage::Ready) {
            let is_answered = self.answer.read().revision == self.revision.get();
            return if is_answered && self.drawing.get() == 0 { "ready" } else { "loading" };
        }
        if is_any(|it| matches!(it, Stage::Failed(_))) { "error" } else { "empty" }
    }

    pub(super) fn has_rows(self) -> bool {
        let answer = self.answer.read();
        answer.n_rows_loaded > 0 || answer.summary.has_stated || !answer.files.is_empty()
    }
}
