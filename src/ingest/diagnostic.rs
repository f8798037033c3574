//! What went wrong while reading, as data: rows put aside, and files that cannot be read at all.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::binding::MAX_COLUMNS;
use super::unpack::MAX_UNPACKED;
use super::zip::{MAX_ARCHIVE_LEN, MAX_ENTRIES};
use crate::domain::FileKind;

/// Bytes of JSON that are read at once.
pub(super) const MAX_JSON_LEN: usize = 512 * 1024 * 1024;
/// Bytes that one line of JSON Lines may have.
pub(super) const MAX_LINE_LEN: usize = 64 * 1024 * 1024;
/// Rows put aside of which the text is kept; later ones are only counted.
const MAX_KEPT: usize = 10_000;
/// Characters of a row's text that are kept.
const MAX_TEXT_LEN: usize = 4_096;

/// The rows of a file that could not be read.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quarantine {
    n_rows: usize,
    kept: Vec<PutAside>,
}

/// A row that could not be read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PutAside {
    /// The line on which the row starts, from 1.
    pub line_no: u64,
    /// The column at fault; empty where it is the whole row.
    pub column: String,
    /// The row's text, cut after some thousand characters.
    pub text: String,
    /// Why, and what to do.
    pub reason: String,
}

impl Quarantine {
    /// Puts a row aside.
    pub(super) fn put(&mut self, line_no: u64, column: &str, text: &[u8], reason: String) {
        self.n_rows += 1;
        if self.kept.len() < MAX_KEPT {
            let shortened = &text[..text.len().min(MAX_TEXT_LEN)];
            let text = String::from_utf8_lossy(shortened).trim_end_matches(['\r', '\n']).to_owned();
            self.kept.push(PutAside { line_no, column: column.to_owned(), text, reason });
        }
    }

    /// Adds the rows of the part of the file behind this one.
    pub(super) fn join(&mut self, later: Self) {
        self.n_rows += later.n_rows;
        let n_free = MAX_KEPT.saturating_sub(self.kept.len());
        self.kept.extend(later.kept.into_iter().take(n_free));
    }

    /// Counts the lines from another place: so many stand before the one from which they were counted.
    pub(super) fn shift_lines(&mut self, n_lines: u64) {
        self.kept.iter_mut().for_each(|it| it.line_no += n_lines);
    }

    /// How many rows were put aside.
    #[must_use]
    pub fn n_rows(&self) -> usize {
        self.n_rows
    }

    /// The first ten thousand of them.
    #[must_use]
    pub fn kept(&self) -> &[PutAside] {
        &self.kept
    }
}

/// Why nothing of a file can be used: what was seen, and what can be done. Prints as sentences for people.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Unreadable {
    /// There is nothing in it.
    #[error("The file is empty. Download it from Partner Center again.")]
    Empty,
    /// A gzip file with nothing in it.
    #[error("The .gz file is empty. Download it from Partner Center again.")]
    EmptyGzip,
    /// Bytes that are no text.
    #[error(
        "This is not a text file (it holds binary data). Known are CSV, JSON and Excel (.xlsx) files, also as .gz or .zip."
    )]
    Binary,
    /// A zip archive or a workbook that is damaged or cut off.
    #[error("The archive is damaged or cut off, so nothing of it is used. Download it again. ({cause})")]
    BrokenArchive {
        /// What is wrong with it.
        cause: String,
    },
    /// An archive inside an archive.
    #[error("This is an archive inside an archive. Unpack the outer one and drop what is in it.")]
    NestedArchive,
    /// A file of an archive that needs a password.
    #[error("This file is encrypted. Unpack the archive with its password and drop what is in it.")]
    Encrypted,
    /// More unpacked bytes than a billing file has.
    #[error("This file unpacks to far more than a billing file: over {} GB, or over 200 times its size. It is not read further.", MAX_UNPACKED / (1024 * 1024 * 1024))]
    Bomb,
    /// An archive of too many files, or too large to be held.
    #[error("The archive has more than {MAX_ENTRIES} files or {} MB. Unpack it and drop the billing files.", MAX_ARCHIVE_LEN / (1024 * 1024))]
    ArchiveTooLarge,
    /// Text of no known kind.
    #[error("This is no known kind of billing file. Its columns are: {}. Known are: {}.", seen_columns(.seen), known_kinds())]
    UnknownKind {
        /// The names that were seen first.
        seen: Vec<String>,
    },
    /// More columns than a billing file has.
    #[error(
        "The file has more than {MAX_COLUMNS} columns; billing files have some dozens. It is damaged: download it again."
    )]
    TooManyColumns,
    /// JSON that is not valid, or cut off.
    #[error(
        "The JSON {what} at line {line}, column {column}, so nothing of it is used. Download or save it again. ({cause})"
    )]
    BrokenJson {
        /// "is cut off" or "is not valid".
        what: &'static str,
        /// Line of the fault, from 1.
        line: usize,
        /// Column of the fault, from 1.
        column: usize,
        /// The parser's words.
        cause: String,
    },
    /// JSON beyond what can be read at once.
    #[error("The JSON is larger than {} MB, more than can be read at once. Export it in parts, or as CSV.", MAX_JSON_LEN / 1_000_000)]
    JsonTooLarge,
    /// A gzip stream that is damaged or cut off.
    #[error("The .gz file is damaged or cut off, so nothing of it is used. Download it again. ({cause})")]
    BrokenGzip {
        /// The decoder's words.
        cause: String,
    },
}

fn seen_columns(seen: &[String]) -> String {
    const MAX_NAMES: usize = 12;
    const MAX_CHARS: usize = 40;
    let names = seen.iter().take(MAX_NAMES).map(|name| {
        let shortened: String = name.chars().take(MAX_CHARS).filter(|it| !it.is_control()).collect();
        format!("“{shortened}”")
    });
    let more = seen.len().saturating_sub(MAX_NAMES);
    let listed = names.collect::<Vec<_>>().join(", ");
    if more > 0 { format!("{listed} and {more} more") } else { listed }
}

fn known_kinds() -> String {
    FileKind::ALL.map(FileKind::title).join("; ")
}
