//! A session with files dropped, and what the page would be told.

use std::collections::VecDeque;
use std::path::Path;

use reconlens::domain::DialectChoice;
use reconlens::protocol::{Event, Export, FileId, Output, Request, Response, RowView, SummaryRow, ViewAnswer, Work};
use reconlens::session::{Helper, Session};
use reconlens::view_state::ViewState;

/// The bytes of a documented sample.
pub(crate) fn sample(path: &str) -> Vec<u8> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/shared").join(path);
    std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// From one worker to another: between two of them messages stay in order.
type Way = (usize, usize);

/// Several workers of one page, whose messages arrive in an order that a seed decides.
pub(crate) struct Cluster {
    session: Session,
    helpers: Vec<Helper>,
    on_their_way: Vec<(Way, VecDeque<Vec<u8>>)>,
    seed: u64,
    piece_len: usize,
    responses: Vec<(Response, Option<Vec<u8>>)>,
    /// The bytes of each dropped file.
    bytes: Vec<(FileId, Vec<u8>)>,
}

impl Cluster {
    pub(crate) fn new(n_workers: usize, min_divided_bytes: u64, seed: u64) -> Self {
        Self {
            session: Session::leading(n_workers).dividing_from(min_divided_bytes),
            helpers: (1..n_workers).map(Helper::new).collect(),
            on_their_way: Vec::new(),
            seed,
            piece_len: 1000,
            responses: Vec::new(),
            bytes: Vec::new(),
        }
    }

    /// The same workers that answer from what is there once so many bytes were read, in pieces of this length.
    pub(crate) fn growing_from(self, min_growth_bytes: u64, piece_len: usize) -> Self {
        Self { session: self.session.growing_from(min_growth_bytes), piece_len, ..self }
    }

    fn random(&mut self, below: usize) -> usize {
        self.seed = self.seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.seed >> 33) as usize % below.max(1)
    }

    fn handle(&mut self, worker: usize, event: Event<'_>) {
        let Self { session, helpers, on_their_way, responses, .. } = self;
        let mut emit = |output: Output| match output {
            Output::Response(response, bytes) => responses.push((response, bytes)),
            Output::Peer { to, message, file: _ } => {
                let way = (worker, to);
                match on_their_way.iter_mut().find(|(it, _)| *it == way) {
                    Some((_, messages)) => messages.push_back(message),
                    None => on_their_way.push((way, VecDeque::from([message]))),
                }
            }
        };
        match worker {
            0 => session.handle(event, &mut emit),
            helper => helpers[helper - 1].handle(event, &mut emit),
        }
    }

    /// Hands over messages and bytes until nothing is left to do.
    pub(crate) fn settle(&mut self) {
        loop {
            let mut possible: Vec<(usize, Option<(usize, usize)>)> =
                self.on_their_way.iter().filter(|(_, it)| !it.is_empty()).map(|(way, _)| (way.1, Some(*way))).collect();
            let works: Vec<Option<Work>> =
                std::iter::once(self.session.next_work()).chain(self.helpers.iter().map(Helper::next_work)).collect();
            possible.extend(works.iter().enumerate().filter(|(_, it)| it.is_some()).map(|(it, _)| (it, None)));
            if possible.is_empty() {
                return;
            }
            let (worker, way) = possible[self.random(possible.len())];
            if let Some(way) = way {
                let ways = self.on_their_way.iter_mut().find(|(it, _)| *it == way);
                let message = ways.and_then(|(_, it)| it.pop_front()).unwrap();
                self.handle(worker, Event::Peer { from: way.0, message: &message });
                continue;
            }
            match works[worker].clone().unwrap() {
                Work::Read { file, bytes } => {
                    let (_, all) = self.bytes.iter().find(|(it, _)| *it == file).unwrap();
                    // Hosts hand over what was asked for, or a beginning of it.
                    let len = ((bytes.end - bytes.start) as usize).min(self.piece_len);
                    let piece = all[bytes.start as usize..][..len].to_vec();
                    self.handle(worker, Event::Bytes { file, bytes: &piece });
                }
                Work::Finish(file) => self.handle(worker, Event::End(file)),
                Work::Step(file) => self.handle(worker, Event::Step(file)),
            }
        }
    }

    /// Drops a file; it is not read yet.
    pub(crate) fn open(&mut self, file: FileId, name: &str, bytes: &[u8]) {
        self.bytes.push((file, bytes.to_vec()));
        let size_bytes = bytes.len() as u64;
        self.handle(0, Event::Request(Request::Open { file, name: name.to_owned(), size_bytes }));
    }

    /// Asks for something, and gives all that was said since the last time.
    pub(crate) fn request(&mut self, request: Request) -> Vec<(Response, Option<Vec<u8>>)> {
        self.handle(0, Event::Request(request));
        self.settle();
        std::mem::take(&mut self.responses)
    }
}

/// A page's workers with files in them.
pub(crate) struct Page {
    cluster: Cluster,
    n_files: u32,
    pub(crate) failures: Vec<(String, String)>,
}

impl Default for Page {
    fn default() -> Self {
        Self::of(Cluster::new(1, u64::MAX, 0))
    }
}

impl Page {
    pub(crate) fn of(cluster: Cluster) -> Self {
        Self { cluster, n_files: 0, failures: Vec::new() }
    }

    /// A page on which these files were dropped.
    pub(crate) fn with(files: &[(&str, &[u8])]) -> Self {
        let mut page = Self::default();
        files.iter().for_each(|(name, bytes)| page.drop_file(name, bytes));
        page
    }

    pub(crate) fn drop_file(&mut self, name: &str, bytes: &[u8]) {
        let file = FileId(self.n_files);
        self.n_files += 1;
        self.cluster.open(file, name, bytes);
        self.cluster.settle();
        let mut member = name.to_owned();
        for (response, _) in std::mem::take(&mut self.cluster.responses) {
            match response {
                Response::Member { name, .. } => member = name,
                Response::Failed { message, .. } => self.failures.push((member.clone(), message)),
                _ => {}
            }
        }
    }

    /// Has a file read once more; `source` is what was dropped.
    pub(crate) fn reread(&mut self, file: FileId, choice: DialectChoice, source: FileId) {
        assert_eq!(self.cluster.session.source_of(file), source);
        self.request(Request::Reread { file, choice });
    }

    pub(crate) fn request(&mut self, request: Request) -> Vec<(Response, Option<Vec<u8>>)> {
        self.cluster.request(request)
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
        String::from_utf8(self.export_bytes(view, export)).unwrap()
    }

    pub(crate) fn export_bytes(&mut self, view: &ViewState, export: Export) -> Vec<u8> {
        self.show(view);
        match self.request(Request::Export(export)).pop() {
            Some((Response::Exported { .. }, Some(bytes))) => bytes,
            other => panic!("no download but {other:?}"),
        }
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
