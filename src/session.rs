//! The worker's brain: events in, responses out. No clock, no browser, nothing asynchronous.

mod answer;
mod files;

use crate::domain::{DialectChoice, StatedCost};
use crate::ingest::{Read, ReadOptions, Reader};
use crate::protocol::{Emit, Event, Export, FileId, Request, Response, RowView, RowsAnswer, Summary};
use crate::query::{Dataset, RowRef, Selection, select, sorted_rows};
use crate::report::{export, service_costs, standing, summary_json};
use crate::view_state::ViewState;
use files::{FileEntry, FileState, Reading};

/// Bytes between two reports of progress on one file.
const PROGRESS_STEP_BYTES: u64 = 4 * 1024 * 1024;

/// All loaded files and the newest view.
#[derive(Debug, Default)]
pub struct Session {
    files: Vec<FileEntry>,
    view: ViewState,
    revision: u32,
    /// Members of archives so far; they number their ids.
    n_members: u32,
    /// Made anew when the files change.
    indexed: Option<Indexed>,
    /// Made anew when the files change, when first asked for.
    facts: Option<answer::Facts>,
    /// Made anew when the files or the view change.
    selected: Option<Selected>,
}

/// The files that are used, indexed.
#[derive(Debug)]
struct Indexed {
    dataset: Dataset,
    /// The file of each part of the dataset.
    part_files: Vec<FileId>,
    stated: Vec<StatedCost>,
    /// Files of stated totals with the same bytes as an earlier one, and that one.
    stated_duplicates: Vec<(FileId, FileId)>,
    standings: Vec<(FileId, standing::Standing)>,
}

/// The rows of the newest view.
#[derive(Debug)]
struct Selected {
    selection: Selection,
    /// The rows in the view's order; made when first asked for.
    order: Option<Vec<RowRef>>,
}

impl Session {
    /// A session without files.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Whether a file is still wanted: asked for, and neither cancelled nor failed.
    #[must_use]
    pub fn is_reading(&self, file: FileId) -> bool {
        self.files.iter().any(|it| it.id == file && matches!(it.state, FileState::Reading(_)))
    }

    /// Whether members of an archive wait to be read.
    #[must_use]
    pub fn is_unpacking(&self, file: FileId) -> bool {
        self.files.iter().any(|it| it.id == file && matches!(it.state, FileState::Unpacking(_)))
    }

    /// The dropped file that a file is part of: its archive, or itself.
    #[must_use]
    pub fn source_of(&self, file: FileId) -> FileId {
        let entry = self.files.iter().find(|it| it.id == file);
        entry.and_then(|it| it.archive).map_or(file, |(archive, _)| archive)
    }

    /// Takes an event and emits what follows from it.
    pub fn handle(&mut self, event: Event<'_>, emit: &mut Emit<'_>) {
        match event {
            Event::Request(request) => self.answer_request(request, emit),
            Event::Chunk { file, bytes } => self.take_chunk(file, bytes, emit),
            Event::End(file) => self.finish_file(file, emit),
            Event::Step(file) => self.read_member(file, emit),
            Event::ReadFailed { file, message } => self.fail(file, message, emit),
        }
    }

    fn answer_request(&mut self, request: Request, emit: &mut Emit<'_>) {
        match request {
            Request::Open { file, name, size_bytes: _ } => {
                self.files.push(FileEntry::new(file, name));
                emit(Response::Progress { file, bytes_read: 0, n_rows: 0 }, None);
            }
            Request::Reread { file, choice } => self.reread(file, choice, emit),
            Request::Cancel(file) => {
                if self.is_reading(file) || self.is_unpacking(file) {
                    self.files.retain(|it| it.archive.is_none_or(|(archive, _)| archive != file));
                    self.forget(file);
                    emit(Response::Cancelled(file), None);
                }
            }
            Request::Remove(file) => self.forget(file),
            Request::View { revision, view } => {
                self.view = view;
                self.revision = revision;
                self.selected = None;
                let answer = self.view_answer();
                emit(Response::View(Box::new(answer)), None);
            }
            Request::Rows { revision, start, len, columns } => {
                if revision == self.revision {
                    let answer = self.rows_answer(start, len, columns);
                    emit(Response::Rows(answer), None);
                }
            }
            Request::Reference => emit(Response::Reference(answer::reference()), None),
            Request::Export(export) => self.export(export, emit),
        }
    }

    fn take_chunk(&mut self, file: FileId, bytes: &[u8], emit: &mut Emit<'_>) {
        let Some(entry) = self.files.iter_mut().find(|it| it.id == file) else { return };
        let FileState::Reading(reading) = &mut entry.state else { return };
        reading.reader.push(bytes);
        let before = reading.bytes_read / PROGRESS_STEP_BYTES;
        reading.bytes_read += bytes.len() as u64;
        if let Some(unreadable) = reading.reader.failure() {
            let message = unreadable.to_string();
            return self.fail(file, message, emit);
        }
        if reading.bytes_read / PROGRESS_STEP_BYTES != before {
            emit(Response::Progress { file, bytes_read: reading.bytes_read, n_rows: reading.reader.n_rows() }, None);
        }
    }

    fn finish_file(&mut self, file: FileId, emit: &mut Emit<'_>) {
        let Some(entry) = self.files.iter_mut().find(|it| it.id == file) else { return };
        let FileState::Reading(reading) = &mut entry.state else { return };
        let Reading { reader, bytes_read } = std::mem::take(&mut **reading);
        let n_rows = reader.n_rows();
        match reader.finish() {
            Ok(Read::File(ingested)) => {
                entry.state = FileState::Loaded(ingested);
                self.files_changed();
                emit(Response::Progress { file, bytes_read, n_rows }, None);
                emit(Response::Opened(file), None);
            }
            Ok(Read::Archive(archive)) => {
                entry.state = FileState::Unpacking(archive);
                emit(Response::Progress { file, bytes_read, n_rows }, None);
            }
            Err(unreadable) => self.fail(file, unreadable.to_string(), emit),
        }
    }

    /// Reads the next member of an archive; the archive goes when there is none.
    fn read_member(&mut self, archive_id: FileId, emit: &mut Emit<'_>) {
        let Some(entry_idx) = self.files.iter().position(|it| it.id == archive_id) else { return };
        let archive_name = self.files[entry_idx].name.clone();
        let members: Vec<(usize, FileId, DialectChoice)> = self
            .files
            .iter()
            .filter_map(|it| it.archive.filter(|(id, _)| *id == archive_id).map(|(_, idx)| (idx, it.id, it.choice)))
            .collect();
        let FileState::Unpacking(archive) = &mut self.files[entry_idx].state else { return };
        let known = |idx: usize| members.iter().find(|(it, ..)| *it == idx);
        let choice_of = |idx: usize| known(idx).map(|(_, _, choice)| *choice).unwrap_or_default();
        let Some(member) = archive.next_member(choice_of) else {
            let skipped = archive.skipped().to_vec();
            self.forget(archive_id);
            return emit(Response::Unpacked { archive: archive_id, skipped }, None);
        };
        let name = if archive.is_one_file() { archive_name } else { format!("{archive_name} › {}", member.name) };
        let file = known(member.idx).map_or_else(
            || {
                self.n_members += 1;
                FileId(FileId::FIRST_MEMBER + self.n_members)
            },
            |(_, id, _)| *id,
        );
        let size_bytes = member.size_bytes;
        emit(Response::Member { archive: archive_id, file, name: name.clone(), size_bytes }, None);
        match member.content {
            Ok(ingested) => {
                let entry = FileEntry {
                    archive: Some((archive_id, member.idx)),
                    choice: choice_of(member.idx),
                    state: FileState::Loaded(Box::new(ingested)),
                    ..FileEntry::new(file, name)
                };
                match self.files.iter_mut().find(|it| it.id == file) {
                    Some(known) => *known = entry,
                    None => self.files.push(entry),
                }
                self.files_changed();
                emit(Response::Opened(file), None);
            }
            Err(unreadable) => self.fail(file, unreadable.to_string(), emit),
        }
    }

    /// Makes ready to read a file again, or the archive that holds it.
    fn reread(&mut self, file: FileId, choice: DialectChoice, emit: &mut Emit<'_>) {
        let source = self.source_of(file);
        let Some(entry) = self.files.iter_mut().find(|it| it.id == file) else { return };
        entry.choice = choice;
        if source == file {
            let reader = Reader::new(ReadOptions { choice, ..ReadOptions::default() });
            entry.state = FileState::Reading(Box::new(Reading { reader, bytes_read: 0 }));
        } else {
            let name = entry.name.split(" › ").next().unwrap_or_default().to_owned();
            self.files.push(FileEntry::new(source, name));
        }
        self.files_changed();
        emit(Response::Progress { file, bytes_read: 0, n_rows: 0 }, None);
    }

    fn fail(&mut self, file: FileId, message: String, emit: &mut Emit<'_>) {
        self.forget(file);
        emit(Response::Failed { file, message }, None);
    }

    fn forget(&mut self, file: FileId) {
        self.files.retain(|it| it.id != file);
        self.files_changed();
    }

    fn files_changed(&mut self) {
        self.indexed = None;
        self.facts = None;
        self.selected = None;
    }

    /// The indexed files and the rows of the newest view.
    fn selected(&mut self) -> (&Indexed, &mut Selected, &ViewState) {
        let Self { files, view, indexed, selected, .. } = self;
        let indexed = &*indexed.get_or_insert_with(|| Indexed::of(files));
        let selected =
            selected.get_or_insert_with(|| Selected { selection: select(&indexed.dataset, view), order: None });
        (indexed, selected, view)
    }

    /// The rows of the newest view in its order.
    fn ordered_rows(&mut self) -> (&Indexed, &[RowRef]) {
        let (indexed, Selected { selection, order }, view) = self.selected();
        let order =
            order.get_or_insert_with(|| sorted_rows(&indexed.dataset, selection.matching(), view.sort.as_ref()));
        (indexed, order)
    }

    fn rows_answer(&mut self, start: usize, len: usize, columns: Vec<String>) -> RowsAnswer {
        let revision = self.revision;
        let names: Vec<(FileId, String)> = self.files.iter().map(|it| (it.id, it.name.clone())).collect();
        let (indexed, order) = self.ordered_rows();
        let end = start.saturating_add(len).min(order.len());
        let rows = order.get(start..end).unwrap_or_default().iter().map(|row| {
            let (part_idx, row_idx) = (row.part_idx as usize, row.row_idx as usize);
            let part = &indexed.dataset.parts()[part_idx];
            let file = indexed.part_files[part_idx];
            let cell =
                |key: &String| part.table.column(key).map(|it| it.text(row_idx).into_owned()).unwrap_or_default();
            RowView {
                file_name: names.iter().find(|(id, _)| *id == file).map(|(_, name)| name.clone()).unwrap_or_default(),
                line_no: part.table.line_no(row_idx),
                counts: part.counts.contains(row_idx),
                cells: columns.iter().map(cell).collect(),
            }
        });
        let rows = rows.collect();
        RowsAnswer { revision, start, columns, rows }
    }

    fn export(&mut self, export: Export, emit: &mut Emit<'_>) {
        const CSV: &str = "text/csv;charset=utf-8";
        let (bytes, file_name, media_type) = match export {
            Export::RowsCsv => {
                let (indexed, order) = self.ordered_rows();
                (export::rows_csv(&indexed.dataset, order).ok(), "reconlens-rows.csv", CSV)
            }
            Export::SummaryCsv => (export::summary_csv(&self.summary()).ok(), "reconlens-summary.csv", CSV),
            Export::SummaryJson => {
                let json = summary_json::print(&self.summary()).ok();
                (json.map(String::into_bytes), "reconlens-summary.json", "application/json")
            }
            Export::QuarantineCsv => {
                (export::quarantine_csv(answer::quarantined_rows(&self.files)).ok(), "reconlens-quarantine.csv", CSV)
            }
        };
        let response = Response::Exported { file_name: file_name.to_owned(), media_type: media_type.to_owned() };
        emit(response, Some(bytes.unwrap_or_default()));
    }

    fn summary(&mut self) -> Summary {
        let (indexed, selected, view) = self.selected();
        service_costs::summarise(&indexed.dataset, &selected.selection, &indexed.stated, view)
    }
}
