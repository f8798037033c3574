//! A session with files dropped, and what the page would be told.

use std::path::Path;

use reconlens::domain::DialectChoice;
use reconlens::protocol::{Emit, Event, Export, FileId, Request, Response, RowView, SummaryRow, ViewAnswer};
use reconlens::session::Session;
use reconlens::view_state::ViewState;

/// The bytes of a documented sample.
pub(crate) fn sample(path: &str) -> Vec<u8> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/shared").join(path);
    std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// A page's worker with files in it.
#[derive(Default)]
pub(crate) struct Page {
    session: Session,
    n_files: u32,
    pub(crate) failures: Vec<(String, String)>,
}

impl Page {
    /// A page on which these files were dropped.
    pub(crate) fn with(files: &[(&str, &[u8])]) -> Self {
        let mut page = Self::default();
        files.iter().for_each(|(name, bytes)| page.drop_file(name, bytes));
        page
    }

    pub(crate) fn drop_file(&mut self, name: &str, bytes: &[u8]) {
        let file = FileId(self.n_files);
        self.n_files += 1;
        let Self { session, n_files: _, failures } = self;
        let mut member = name.to_owned();
        let mut emit = |response: Response, _bytes: Option<Vec<u8>>| match response {
            Response::Member { name, .. } => member = name,
            Response::Failed { message, .. } => failures.push((member.clone(), message)),
            _ => {}
        };
        let size_bytes = bytes.len() as u64;
        session.handle(Event::Request(Request::Open { file, name: name.to_owned(), size_bytes }), &mut emit);
        feed(session, file, bytes, &mut emit);
    }

    /// Has a file read once more; `source` is what was dropped, and `bytes` its bytes.
    pub(crate) fn reread(&mut self, file: FileId, choice: DialectChoice, source: FileId, bytes: &[u8]) {
        let mut ignore = |_: Response, _: Option<Vec<u8>>| {};
        assert_eq!(self.session.source_of(file), source);
        self.session.handle(Event::Request(Request::Reread { file, choice }), &mut ignore);
        feed(&mut self.session, source, bytes, &mut ignore);
    }

    pub(crate) fn request(&mut self, request: Request) -> Vec<(Response, Option<Vec<u8>>)> {
        let mut responses = Vec::new();
        self.session.handle(Event::Request(request), &mut |response, bytes| responses.push((response, bytes)));
        responses
    }

    pub(crate) fn show(&mut self, view: &ViewState) -> ViewAnswer {
        match self.request(Request::View { revision: 1, view: view.clone() }).pop() {
            Some((Response::View(answer), _)) => *answer,
            other => panic!("no answer but {other:?}"),
        }
    }

    pub(crate) fn rows(&mut self, view: &ViewState, columns: &[&str]) -> Vec<RowView> {
        self.show(view);
        let columns = columns.iter().map(|&it| it.to_owned()).collect();
        match self.request(Request::Rows { revision: 1, start: 0, len: usize::MAX, columns }).pop() {
            Some((Response::Rows(answer), _)) => answer.rows,
            other => panic!("no rows but {other:?}"),
        }
    }

    pub(crate) fn export(&mut self, view: &ViewState, export: Export) -> String {
        self.show(view);
        match self.request(Request::Export(export)).pop() {
            Some((Response::Exported { .. }, Some(bytes))) => String::from_utf8(bytes).unwrap(),
            other => panic!("no download but {other:?}"),
        }
    }
}

/// Gives a session the bytes of a file, as the worker's host does.
fn feed(session: &mut Session, file: FileId, bytes: &[u8], emit: &mut Emit<'_>) {
    for chunk in bytes.chunks(1000) {
        session.handle(Event::Chunk { file, bytes: chunk }, emit);
    }
    session.handle(Event::End(file), emit);
    while session.is_unpacking(file) {
        session.handle(Event::Step(file), emit);
    }
}

/// A summary row as one line: `id | type | currency | period | lines | pretax / tax / total`.
pub(crate) fn line(row: &SummaryRow) -> String {
    let SummaryRow { customer_id, invoice_type, currency, period, n_lines, amounts, .. } = row;
    format!(
        "{customer_id} | {invoice_type} | {currency} | {period} | {n_lines} | {} / {} / {}",
        amounts.pretax, amounts.tax, amounts.total
    )
}

pub(crate) fn lines(answer: &ViewAnswer) -> Vec<String> {
    answer.summary.rows.iter().map(line).collect()
}
