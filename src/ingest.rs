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
mod guess;
mod json;
mod rows;
pub mod schema;
mod sniff;
mod stated;
mod unpack;
mod xlsx;
mod zip;

pub use archive::{Archive, Member};
pub use diagnostic::{PutAside, Quarantine, Unreadable};

use std::fmt;
use std::rc::Rc;

use xxhash_rust::xxh3::Xxh3;

use crate::domain::{Dialect, DialectChoice, FileKind, StatedCost};
use crate::table::Table;
use decode::Decoder;
use delimited::DelimitedReader;
use json::LinesReader;
use sniff::{SNIFF_LEN, Sniffed};
use unpack::Unpacker;

/// What a file holds.
#[derive(Debug)]
pub enum Content {
    /// Lines.
    Lines(Rc<Table>),
    /// Totals that Microsoft states.
    Stated(Vec<StatedCost>),
}

/// A file that was read.
#[derive(Debug)]
pub struct Ingested {
    /// The rows or the stated totals.
    pub content: Content,
    /// Rows that could not be read.
    pub quarantine: Quarantine,
    /// Columns that no documentation names.
    pub unknown_columns: Vec<String>,
    /// Remarks in full sentences.
    pub notes: Vec<String>,
    /// How a delimited text was read, and why.
    pub dialect: Option<Dialect>,
    /// A fingerprint of the file's unpacked bytes: equal for equal files, packed or not.
    pub fingerprint: u128,
}

impl Ingested {
    /// The kind of file.
    #[must_use]
    pub fn kind(&self) -> FileKind {
        match &self.content {
            Content::Lines(table) => table.kind(),
            Content::Stated(_) => FileKind::ServiceCostsSummary,
        }
    }
}

/// How a file is to be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ReadOptions {
    /// What a person decided.
    pub choice: DialectChoice,
    /// Whether a table of no known kind is read too, all of its cells as text.
    pub is_any_table: bool,
}

/// What became of a file.
#[derive(Debug)]
pub enum Read {
    /// One file.
    File(Box<Ingested>),
    /// An archive or a workbook, whose members are to be read.
    Archive(Box<Archive>),
}

/// Reads one file, piece by piece.
pub struct Reader {
    options: ReadOptions,
    hasher: Xxh3,
    unpacker: Unpacker,
    decoder: Decoder,
    /// What the encoding leaves open.
    doubt: Option<String>,
    stage: Stage,
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
            hasher: Xxh3::new(),
            unpacker: Unpacker::default(),
            decoder: Decoder::Utf8,
            doubt: None,
            stage: Stage::Sniffing(Vec::new()),
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
        self.hasher.update(bytes);
        match &mut self.stage {
            Stage::Sniffing(seen) => {
                seen.extend_from_slice(bytes);
                if seen.len() >= SNIFF_LEN {
                    // Whatever the pieces are, it is the same beginning that decides.
                    let rest = seen.split_off(SNIFF_LEN);
                    self.recognise(false);
                    self.take_behind_beginning(&rest);
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
            self.stage = Stage::Archive(seen);
            return;
        }
        let (mut decoder, start, doubt) = Decoder::of(&seen, self.options.choice.encoding);
        let mut text = decoder.push(&seen[start..]).into_owned();
        if is_whole {
            text.extend(decoder.finish());
        }
        self.decoder = decoder;
        self.doubt = doubt;
        self.stage = Stage::recognise(text, is_whole, &self.options);
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
            Stage::Archive(_) | Stage::Failed(_) => {}
            _ => self.stage.push(&self.decoder.finish()),
        }
        let mut ingested = match self.stage {
            Stage::Sniffing(_) => return Err(Unreadable::Empty),
            Stage::Failed(unreadable) => return Err(unreadable),
            Stage::Archive(bytes) => return Ok(Read::Archive(Box::new(Archive::open(bytes, self.options)?))),
            Stage::Delimited(reader) => reader.finish(self.decoder.encoding(), self.doubt),
            Stage::Json(bytes) => json::read(&bytes)?,
            Stage::JsonLines(reader) => reader.finish()?,
        };
        ingested.fingerprint = self.hasher.digest128();
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
            Self::Sniffing(_) | Self::Archive(_) | Self::Failed(_) => {}
        }
    }

    /// The first failure is the one to report.
    fn fail(&mut self, unreadable: Unreadable) {
        if !matches!(self, Self::Failed(_)) {
            *self = Self::Failed(unreadable);
        }
    }

    fn recognise(bytes: Vec<u8>, is_whole: bool, options: &ReadOptions) -> Self {
        match sniff::sniff(&bytes, is_whole, options) {
            Ok(Sniffed::Json) => Self::Json(bytes),
            Ok(Sniffed::JsonLines) => {
                let mut reader = LinesReader::new();
                reader.push(&bytes);
                Self::JsonLines(Box::new(reader))
            }
            Ok(Sniffed::Delimited(header)) => {
                let start = header.body_start;
                let mut reader = DelimitedReader::new(header, &bytes[start..], is_whole, &options.choice);
                reader.push(&bytes[start..]);
                Self::Delimited(Box::new(reader))
            }
            Err(unreadable) => Self::Failed(unreadable),
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
        Read::Archive(mut archive) => std::iter::from_fn(|| archive.next_member(|_| options.choice)).collect(),
    };
    if members.is_empty() { Err(Unreadable::Empty) } else { Ok(members) }
}
