//! Bytes in, a table and its problems out. A push reader without I/O: any split of the bytes gives the same result.
//!
//! Bytes are unpacked ([`unpack`], [`archive`]), decoded ([`decode`]), recognised as JSON or delimited text ([`sniff`]), split into
//! records ([`csv`], [`json`], [`xlsx`]) and bound to columns by name ([`schema`]). A record that does not fit is put aside with its line, its text
//! and a reason; reading goes on. `Err` only where nothing of the file can be trusted.

mod archive;
mod binding;
mod csv;
mod damage;
mod decode;
mod delimited;
mod diagnostic;
mod dialect;
mod findings;
mod guess;
mod json;
mod part;
mod rows;
pub mod schema;
mod sniff;
mod stated;
mod unpack;
mod xlsx;
mod zip;

pub use archive::{Archive, Member};
pub use diagnostic::{PutAside, Quarantine, Unreadable};
pub use findings::Findings;
pub use part::{FilePart, Seam, first_misfit, lines_before};

use std::fmt;
use std::rc::Rc;

use crate::domain::{DayOrder, DialectChoice, FileKind, StatedCost};
use crate::table::Table;
use decode::Decoder;
use delimited::DelimitedReader;
use json::LinesReader;
use sniff::{SNIFF_LEN, Sniffed};
use unpack::Unpacker;

/// What a file holds.
#[derive(Debug)]
pub enum Content {
    /// Lines, in tables of successive rows; one at least.
    Lines(Vec<Rc<Table>>),
    /// Totals that Microsoft states.
    Stated(Vec<StatedCost>),
}

/// A file that was read, or a part of one.
#[derive(Debug)]
pub struct Ingested {
    /// The rows or the stated totals.
    pub content: Content,
    /// What is to be said of it.
    pub findings: Findings,
    /// Where its records began and ended, if it is one of several parts that may be cut wrongly.
    pub seam: Option<Seam>,
}

impl Ingested {
    /// The kind of file.
    #[must_use]
    pub fn kind(&self) -> FileKind {
        self.findings.kind
    }

    /// The rows; none of a file that states totals.
    #[must_use]
    pub fn tables(&self) -> &[Rc<Table>] {
        match &self.content {
            Content::Lines(tables) => tables,
            Content::Stated(_) => &[],
        }
    }

    /// Counts the lines from the file's beginning, of which so many stand before this part, and reads dates in the
    /// order that all parts together proved.
    pub fn settle(&mut self, n_lines_before: u64, days: Option<DayOrder>) {
        if let Content::Lines(tables) = &mut self.content {
            for table in tables.iter_mut().map(Rc::make_mut) {
                table.set_n_lines_before(n_lines_before);
                if let Some(order) = days {
                    table.set_day_order(order);
                }
            }
        }
        self.findings.quarantine.shift_lines(n_lines_before);
        if days.is_some() {
            self.look_again();
        }
    }

    /// Settles the order of day and month by the dates of this file alone.
    fn settle_days(&mut self) {
        if let Some(order) = self.findings.settle_days() {
            if let Content::Lines(tables) = &mut self.content {
                tables.iter_mut().for_each(|it| Rc::make_mut(it).set_day_order(order));
            }
            self.look_again();
        }
    }

    fn look_again(&mut self) {
        let Self { content: Content::Lines(tables), findings, .. } = self else { return };
        findings.look_at(tables.iter().map(|it| &**it));
    }
}

/// How a file is to be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ReadOptions {
    /// What a person decided.
    pub choice: DialectChoice,
    /// Whether a table of no known kind is read too, all of its cells as text.
    pub is_any_table: bool,
    /// The part of the file that is read, if others read the other parts. Only delimited texts in UTF-8 can be read so;
    /// of any other file the first part is all of it.
    pub part: Option<FilePart>,
}

/// The bytes that a reader is to be given next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wants {
    /// Those behind the last ones.
    Next,
    /// Those from here on.
    From(u64),
    /// None any more: the other parts have the rest.
    Nothing,
}

/// What became of a file.
#[derive(Debug)]
pub enum Read {
    /// One file.
    File(Box<Ingested>),
    /// An archive or a workbook, whose members are to be read.
    Archive(Box<Archive>),
    /// A part of a file that cannot be read in parts: the first part is all of it.
    Elsewhere,
}

/// Reads one file, piece by piece.
pub struct Reader {
    options: ReadOptions,
    unpacker: Unpacker,
    decoder: Decoder,
    /// What the encoding leaves open.
    doubt: Option<String>,
    stage: Stage,
    /// Where the next bytes must be from, if not from behind the last ones.
    jump: Option<u64>,
}

#[derive(Debug)]
enum Stage {
    /// Too little was seen to know what the file is.
    Sniffing(Vec<u8>),
    Delimited(Box<DelimitedReader>),
    /// JSON is read as a whole.
    Json(Vec<u8>),
    JsonLines(Box<LinesReader>),
    /// The directory of an archive stands at its end.
    Archive(Vec<u8>),
    /// The file cannot be read in parts, and the first part is all of it.
    Elsewhere,
    Failed(Unreadable),
}

impl fmt::Debug for Reader {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reader").field("stage", &self.stage).finish_non_exhaustive()
    }
}

impl Default for Reader {
    fn default() -> Self {
        Self::new(ReadOptions::default())
    }
}

impl Reader {
    /// A reader of one file.
    #[must_use]
    pub fn new(options: ReadOptions) -> Self {
        Self {
            options,
            unpacker: Unpacker::default(),
            decoder: Decoder::Utf8,
            doubt: None,
            stage: Stage::Sniffing(Vec::new()),
            jump: None,
        }
    }

    /// Which bytes come next. After [`Wants::From`] the next piece is taken to be from there.
    pub fn wants(&mut self) -> Wants {
        match (&self.stage, self.jump.take()) {
            (Stage::Elsewhere, _) => Wants::Nothing,
            (_, Some(at)) => Wants::From(at),
            (Stage::Delimited(reader), None) if reader.is_done() => Wants::Nothing,
            _ => Wants::Next,
        }
    }

    /// The rows that are full tables already.
    #[must_use]
    pub fn closed(&self) -> &[Rc<Table>] {
        match &self.stage {
            Stage::Delimited(reader) => reader.closed(),
            Stage::JsonLines(reader) => reader.closed(),
            _ => &[],
        }
    }

    /// Takes the next piece of the file.
    pub fn push(&mut self, bytes: &[u8]) {
        match self.unpacker.push(bytes) {
            Ok(plain) => self.take(&plain),
            Err(unreadable) => self.stage.fail(unreadable),
        }
    }

    /// Takes unpacked bytes.
    fn take(&mut self, bytes: &[u8]) {
        match &mut self.stage {
            Stage::Sniffing(seen) => {
                seen.extend_from_slice(bytes);
                if seen.len() >= SNIFF_LEN {
                    // Whatever the pieces are, it is the same beginning that decides.
                    let rest = seen.split_off(SNIFF_LEN);
                    self.recognise(false);
                    if self.jump.is_none() {
                        self.take_behind_beginning(&rest);
                    }
                }
            }
            _ => self.take_behind_beginning(bytes),
        }
    }

    fn take_behind_beginning(&mut self, bytes: &[u8]) {
        if let Stage::Archive(archive) = &mut self.stage {
            if archive.len() + bytes.len() > zip::MAX_ARCHIVE_LEN {
                return self.stage.fail(Unreadable::ArchiveTooLarge);
            }
            return archive.extend_from_slice(bytes);
        }
        let text = self.decoder.push(bytes);
        self.stage.push(&text);
    }

    /// Decides how the text is decoded and what it is, by what was seen.
    fn recognise(&mut self, is_whole: bool) {
        let Stage::Sniffing(seen) = &mut self.stage else { return };
        let seen = std::mem::take(seen);
        if seen.starts_with(zip::MAGIC) || seen.starts_with(zip::EMPTY_MAGIC) {
            let is_elsewhere = self.options.part.is_some_and(|it| it.start > 0);
            self.stage = if is_elsewhere { Stage::Elsewhere } else { Stage::Archive(seen) };
            return;
        }
        let (mut decoder, start, doubt) = Decoder::of(&seen, self.options.choice.encoding);
        let mut text = decoder.push(&seen[start..]).into_owned();
        if is_whole {
            text.extend(decoder.finish());
        }
        self.decoder = decoder;
        self.doubt = doubt;
        let is_divisible = !is_whole && matches!((&self.unpacker, &self.decoder), (Unpacker::Plain, Decoder::Utf8));
        let part = self.options.part;
        match sniff::sniff(&text, is_whole, &self.options) {
            Ok(Sniffed::Delimited(header)) => {
                let body_start = header.body_start;
                let body = &text[body_start..];
                let body_at = (start + body_start) as u64;
                let mut reader = DelimitedReader::new(header, body, is_whole, &self.options.choice, body_at);
                match part.filter(|_| is_divisible) {
                    Some(part) => self.jump = Some(reader.limit(part)),
                    None => reader.push(body),
                }
                self.stage = Stage::Delimited(Box::new(reader));
            }
            Ok(Sniffed::Json) => self.stage = Stage::Json(text),
            Ok(Sniffed::JsonLines) => {
                let mut reader = LinesReader::new();
                reader.push(&text);
                self.stage = Stage::JsonLines(Box::new(reader));
            }
            Err(unreadable) => self.stage = Stage::Failed(unreadable),
        }
        let is_undivided = self.jump.is_none() && !matches!(self.stage, Stage::Failed(_));
        if is_undivided && part.is_some_and(|it| it.start > 0) {
            self.stage = Stage::Elsewhere;
        }
    }

    /// Rows read so far.
    #[must_use]
    pub fn n_rows(&self) -> usize {
        match &self.stage {
            Stage::Delimited(reader) => reader.n_rows(),
            Stage::JsonLines(reader) => reader.n_rows(),
            _ => 0,
        }
    }

    /// Why the file cannot be read, as soon as that is certain: reading on is of no use then.
    #[must_use]
    pub fn failure(&self) -> Option<&Unreadable> {
        match &self.stage {
            Stage::Failed(unreadable) => Some(unreadable),
            Stage::JsonLines(reader) => reader.failure(),
            _ => None,
        }
    }

    /// The file's end.
    ///
    /// # Errors
    /// [`Unreadable`] if it is no file that is known, or cannot be trusted to be whole.
    pub fn finish(mut self) -> Result<Read, Unreadable> {
        match self.unpacker.finish() {
            Ok(plain) => self.take(&plain),
            Err(unreadable) => self.stage.fail(unreadable),
        }
        match self.stage {
            Stage::Sniffing(_) => self.recognise(true),
            Stage::Archive(_) | Stage::Elsewhere | Stage::Failed(_) => {}
            _ => self.stage.push(&self.decoder.finish()),
        }
        let ingested = match self.stage {
            Stage::Sniffing(_) => return Err(Unreadable::Empty),
            Stage::Failed(unreadable) => return Err(unreadable),
            Stage::Elsewhere => return Ok(Read::Elsewhere),
            Stage::Archive(bytes) => return Ok(Read::Archive(Box::new(Archive::open(bytes, self.options)?))),
            Stage::Delimited(reader) => reader.finish(self.decoder.encoding(), self.doubt),
            Stage::Json(bytes) => json::read(&bytes)?,
            Stage::JsonLines(reader) => reader.finish()?,
        };
        Ok(Read::File(Box::new(ingested)))
    }
}

impl Stage {
    /// Takes decoded text of a file that was recognised.
    fn push(&mut self, bytes: &[u8]) {
        match self {
            Self::Delimited(reader) => reader.push(bytes),
            Self::Json(text) if text.len() + bytes.len() > diagnostic::MAX_JSON_LEN => {
                self.fail(Unreadable::JsonTooLarge)
            }
            Self::Json(text) => text.extend_from_slice(bytes),
            Self::JsonLines(reader) => reader.push(bytes),
            Self::Sniffing(_) | Self::Archive(_) | Self::Elsewhere | Self::Failed(_) => {}
        }
    }

    /// The first failure is the one to report.
    fn fail(&mut self, unreadable: Unreadable) {
        if !matches!(self, Self::Failed(_)) {
            *self = Self::Failed(unreadable);
        }
    }
}

/// Reads a whole file at once; of an archive, its first member.
///
/// # Errors
/// As [`Reader::finish`].
pub fn read(bytes: &[u8]) -> Result<Ingested, Unreadable> {
    let mut members = read_all(bytes, ReadOptions::default())?;
    members.swap_remove(0).content
}

/// Reads a whole file at once: each member of an archive or a workbook, or the one file that it is.
///
/// # Errors
/// As [`Reader::finish`]; each member has errors of its own.
pub fn read_all(bytes: &[u8], options: ReadOptions) -> Result<Vec<Member>, Unreadable> {
    let mut reader = Reader::new(options);
    reader.push(bytes);
    let members: Vec<Member> = match reader.finish()? {
        Read::File(file) => {
            vec![Member { idx: 0, name: String::new(), size_bytes: bytes.len() as u64, content: Ok(*file) }]
        }
        Read::Elsewhere => Vec::new(),
        Read::Archive(mut archive) => std::iter::from_fn(|| archive.next_member(|_| options.choice)).collect(),
    };
    if members.is_empty() { Err(Unreadable::Empty) } else { Ok(members) }
}
