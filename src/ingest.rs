//! Bytes in, a table and its problems out. A push reader without I/O: any split of the bytes gives the same result.
//!
//! Bytes are unpacked ([`unpack`]), decoded ([`decode`]), recognised as JSON or delimited text ([`sniff`]), split into records ([`csv`],
//! [`json`]) and bound to columns by name ([`schema`]). A record that does not fit is put aside with its line, its text
//! and a reason; reading goes on. `Err` only where nothing of the file can be trusted.

mod binding;
mod csv;
mod decode;
mod delimited;
mod diagnostic;
mod dialect;
mod json;
pub mod schema;
mod sniff;
mod stated;
mod unpack;

pub use diagnostic::{PutAside, Quarantine, Unreadable};

use std::fmt;
use std::rc::Rc;

use xxhash_rust::xxh3::Xxh3;

use crate::domain::{FileKind, StatedCost};
use crate::table::Table;
use decode::Decoder;
use delimited::DelimitedReader;
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
    /// A fingerprint of the file's bytes: equal for equal files.
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

/// Reads one file, piece by piece.
pub struct Reader {
    hasher: Xxh3,
    unpacker: Unpacker,
    decoder: Decoder,
    stage: Stage,
}

#[derive(Debug)]
enum Stage {
    /// Too little was seen to know what the file is.
    Sniffing(Vec<u8>),
    Delimited(Box<DelimitedReader>),
    /// JSON is read as a whole.
    Json(Vec<u8>),
    Failed(Unreadable),
}

impl fmt::Debug for Reader {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reader").field("stage", &self.stage).finish_non_exhaustive()
    }
}

impl Default for Reader {
    fn default() -> Self {
        Self {
            hasher: Xxh3::new(),
            unpacker: Unpacker::default(),
            decoder: Decoder::Utf8,
            stage: Stage::Sniffing(Vec::new()),
        }
    }
}

impl Reader {
    /// Takes the next piece of the file.
    pub fn push(&mut self, bytes: &[u8]) {
        self.hasher.update(bytes);
        match self.unpacker.push(bytes) {
            Ok(plain) => self.take(&plain),
            Err(unreadable) => self.stage.fail(unreadable),
        }
    }

    /// Takes unpacked bytes.
    fn take(&mut self, bytes: &[u8]) {
        if let Stage::Sniffing(seen) = &mut self.stage {
            seen.extend_from_slice(bytes);
            if seen.len() >= SNIFF_LEN {
                // Whatever the pieces are, it is the same beginning that decides.
                let rest = seen.split_off(SNIFF_LEN);
                self.recognise(false);
                self.stage.push(&self.decoder.push(&rest));
            }
        } else {
            self.stage.push(&self.decoder.push(bytes));
        }
    }

    /// Decides how the text is decoded and what it is, by what was seen.
    fn recognise(&mut self, is_whole: bool) {
        let Stage::Sniffing(seen) = &mut self.stage else { return };
        let seen = std::mem::take(seen);
        let (mut decoder, start) = Decoder::of(&seen);
        let mut text = decoder.push(&seen[start..]).into_owned();
        if is_whole {
            text.extend(decoder.finish());
        }
        self.decoder = decoder;
        self.stage = Stage::recognise(text, is_whole);
    }

    /// Rows read so far.
    #[must_use]
    pub fn n_rows(&self) -> usize {
        match &self.stage {
            Stage::Delimited(reader) => reader.n_rows(),
            _ => 0,
        }
    }

    /// Why the file cannot be read, as soon as that is certain: reading on is of no use then.
    #[must_use]
    pub fn failure(&self) -> Option<&Unreadable> {
        match &self.stage {
            Stage::Failed(unreadable) => Some(unreadable),
            _ => None,
        }
    }

    /// The file's end.
    ///
    /// # Errors
    /// [`Unreadable`] if it is no file that is known, or cannot be trusted to be whole.
    pub fn finish(mut self) -> Result<Ingested, Unreadable> {
        match self.unpacker.finish() {
            Ok(plain) => self.take(&plain),
            Err(unreadable) => self.stage.fail(unreadable),
        }
        if let Stage::Sniffing(_) = self.stage {
            self.recognise(true);
        } else {
            self.stage.push(&self.decoder.finish());
        }
        let mut ingested = match self.stage {
            Stage::Sniffing(_) => return Err(Unreadable::Empty),
            Stage::Failed(unreadable) => return Err(unreadable),
            Stage::Delimited(reader) => reader.finish(),
            Stage::Json(bytes) => json::read(&bytes)?,
        };
        ingested.notes.splice(0..0, self.decoder.note());
        ingested.fingerprint = self.hasher.digest128();
        Ok(ingested)
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
            Self::Sniffing(_) | Self::Failed(_) => {}
        }
    }

    /// The first failure is the one to report.
    fn fail(&mut self, unreadable: Unreadable) {
        if !matches!(self, Self::Failed(_)) {
            *self = Self::Failed(unreadable);
        }
    }

    fn recognise(bytes: Vec<u8>, is_whole: bool) -> Self {
        match sniff::sniff(&bytes, is_whole) {
            Ok(Sniffed::Json) => Self::Json(bytes),
            Ok(Sniffed::Delimited(header)) => {
                let start = header.body_start;
                let mut reader = DelimitedReader::new(header, &bytes[start..]);
                reader.push(&bytes[start..]);
                Self::Delimited(Box::new(reader))
            }
            Err(unreadable) => Self::Failed(unreadable),
        }
    }
}

/// Reads a whole file at once.
///
/// # Errors
/// As [`Reader::finish`].
pub fn read(bytes: &[u8]) -> Result<Ingested, Unreadable> {
    let mut reader = Reader::default();
    reader.push(bytes);
    reader.finish()
}
