//! The files of an archive and the sheets of a workbook, read one after another.

use std::collections::VecDeque;
use std::rc::Rc;

use super::zip::{self, Entry};
use super::{Ingested, Read, ReadOptions, Reader, Unreadable, xlsx};
use crate::domain::DialectChoice;

/// A zip archive, or a workbook, which is one.
pub struct Archive {
    bytes: Vec<u8>,
    options: ReadOptions,
    waiting: VecDeque<(usize, Item)>,
    /// Members that are told, or were.
    n_members: usize,
    is_book: bool,
    /// Files that operating systems add for themselves; they are not read.
    skipped: Vec<String>,
}

impl std::fmt::Debug for Archive {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Archive").field("n_waiting", &self.waiting.len()).finish_non_exhaustive()
    }
}

#[derive(Debug)]
enum Item {
    File(Entry),
    Sheet { name: String, entry: Entry, book: Rc<xlsx::Book> },
}

/// One file of an archive, or one sheet of a workbook.
#[derive(Debug)]
pub struct Member {
    /// Its place in the archive.
    pub idx: usize,
    /// Its name within the archive.
    pub name: String,
    /// How many bytes it has unpacked.
    pub size_bytes: u64,
    /// What it holds.
    pub content: Result<Ingested, Unreadable>,
}

impl Archive {
    /// Opens an archive.
    ///
    /// # Errors
    /// [`Unreadable`] if its directory is damaged, or nothing is in it.
    pub(super) fn open(bytes: Vec<u8>, options: ReadOptions) -> Result<Self, Unreadable> {
        let entries = zip::entries(&bytes)?;
        let is_book = xlsx::is_workbook(&entries);
        let (mut items, mut skipped) = (Vec::new(), Vec::new());
        if is_book {
            let book = Rc::new(xlsx::Book::open(&bytes, &entries)?);
            for (name, entry) in book.sheets(&entries)? {
                // A sheet without a cell is a few hundred bytes of XML; whether it has one is seen by reading it.
                if !book.is_blank(&bytes, &entry)? {
                    items.push(Item::Sheet { name, entry, book: Rc::clone(&book) });
                }
            }
        } else {
            let (of_the_system, files): (Vec<Entry>, Vec<Entry>) =
                entries.into_iter().partition(Entry::is_of_the_system);
            skipped.extend(of_the_system.into_iter().map(|it| it.name));
            items.extend(files.into_iter().map(Item::File));
        }
        if items.is_empty() {
            return Err(Unreadable::Empty);
        }
        let n_members = items.len();
        Ok(Self { bytes, options, waiting: items.into_iter().enumerate().collect(), n_members, is_book, skipped })
    }

    /// Whether it stands for one file: a workbook of one sheet.
    #[must_use]
    pub fn is_one_file(&self) -> bool {
        self.is_book && self.n_members == 1
    }

    /// Files that operating systems add for themselves; they are not read.
    #[must_use]
    pub fn skipped(&self) -> &[String] {
        &self.skipped
    }

    /// Reads the next member as a person decided of the one in that place; none when all are read.
    pub fn next_member(&mut self, choice_of: impl Fn(usize) -> DialectChoice) -> Option<Member> {
        let (idx, item) = self.waiting.pop_front()?;
        let options = ReadOptions { choice: choice_of(idx), ..self.options };
        Some(match item {
            Item::File(entry) => {
                let content = self.read_file(&entry, options);
                Member { idx, name: entry.name, size_bytes: entry.n_unpacked, content }
            }
            Item::Sheet { name, entry, book } => {
                let content = xlsx::read_sheet(&self.bytes, &entry, &book, &options);
                Member { idx, name, size_bytes: entry.n_unpacked, content }
            }
        })
    }

    fn read_file(&self, entry: &Entry, options: ReadOptions) -> Result<Ingested, Unreadable> {
        let mut reader = Reader::new(options);
        zip::unpack(&self.bytes, entry, &mut |piece| reader.push(piece))?;
        match reader.finish()? {
            Read::File(ingested) => Ok(*ingested),
            Read::Archive(mut inner) if inner.is_one_file() => {
                inner.next_member(|_| options.choice).map_or(Err(Unreadable::Empty), |it| it.content)
            }
            Read::Archive(_) | Read::Elsewhere => Err(Unreadable::NestedArchive),
        }
    }
}
