//! Reads zip archives: the directory at the end, then one file after another.
//!
//! What is unusual here: files are taken by their place in the directory, never by name, so that two files of one name
//! are two files; the directory's own count must be met; sizes and checksums are compared; overlapping files are
//! refused. Names are shown and never used as paths.

use std::io::Write as _;

use flate2::Crc;
use flate2::write::DeflateDecoder;

use super::Unreadable;
use super::unpack::is_bomb;

/// Bytes of an archive that are held at once.
pub(super) const MAX_ARCHIVE_LEN: usize = 1024 * 1024 * 1024;
/// Files that an archive may have.
pub(super) const MAX_ENTRIES: usize = 1_000;
/// How every file of a zip archive starts.
pub(super) const MAGIC: &[u8; 4] = b"PK\x03\x04";

/// How an archive without files starts.
pub(super) const EMPTY_MAGIC: &[u8; 4] = b"PK\x05\x06";

const END: &[u8; 4] = b"PK\x05\x06";
const END_LEN: usize = 22;
const END_64_LOCATOR: &[u8; 4] = b"PK\x06\x07";
const END_64: &[u8; 4] = b"PK\x06\x06";
const DIRECTORY_ENTRY: &[u8; 4] = b"PK\x01\x02";
const MAX_COMMENT: usize = u16::MAX as usize;

/// One file of an archive.
#[derive(Debug, Clone)]
pub(super) struct Entry {
    pub(super) name: String,
    pub(super) n_unpacked: u64,
    is_encrypted: bool,
    method: u16,
    crc: u32,
    n_packed: u64,
    /// Where the file's own header starts.
    offset: u64,
}

impl Entry {
    /// Whether it is a folder, or what an operating system adds for itself.
    pub(super) fn is_of_the_system(&self) -> bool {
        let file_name = self.name.rsplit('/').next().unwrap_or_default();
        self.name.ends_with('/')
            || self.name.starts_with("__MACOSX/")
            || file_name.starts_with("._")
            || matches!(file_name, ".DS_Store" | "Thumbs.db" | "desktop.ini")
    }
}

fn broken(cause: &str) -> Unreadable {
    Unreadable::BrokenArchive { cause: cause.to_owned() }
}

fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(bytes.get(at..at.checked_add(2)?)?.try_into().ok()?))
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(bytes.get(at..at.checked_add(4)?)?.try_into().ok()?))
}

fn u64_at(bytes: &[u8], at: usize) -> Option<u64> {
    Some(u64::from_le_bytes(bytes.get(at..at.checked_add(8)?)?.try_into().ok()?))
}

/// The files of an archive, in the order of its directory.
///
/// # Errors
/// [`Unreadable`] if the directory is damaged or too large.
pub(super) fn entries(bytes: &[u8]) -> Result<Vec<Entry>, Unreadable> {
    let (n_entries, start) = directory(bytes).ok_or_else(|| broken("the directory at its end is missing"))?;
    if n_entries > MAX_ENTRIES as u64 {
        return Err(Unreadable::ArchiveTooLarge);
    }
    let mut entries = Vec::new();
    let mut at = usize::try_from(start).map_err(|_beyond| broken("its directory lies outside of it"))?;
    for _ in 0..n_entries {
        let (entry, len) = entry(bytes, at).ok_or_else(|| broken("its directory is cut off"))?;
        entries.push(entry);
        at += len;
    }
    let mut places: Vec<(u64, u64)> = entries.iter().map(|it| (it.offset, it.n_packed)).collect();
    places.sort_unstable();
    if places.windows(2).any(|it| it[0].0.saturating_add(it[0].1) > it[1].0) {
        return Err(broken("its files overlap"));
    }
    Ok(entries)
}

/// The number of files and where the directory starts.
fn directory(bytes: &[u8]) -> Option<(u64, u64)> {
    let first = bytes.len().saturating_sub(END_LEN + MAX_COMMENT);
    let is_end = |at: usize| {
        let comment_len = u16_at(bytes, at + 20).map(usize::from);
        bytes[at..].starts_with(END) && comment_len.is_some_and(|it| at + END_LEN + it <= bytes.len())
    };
    let at = (first..=bytes.len().checked_sub(END_LEN)?).rev().find(|it| is_end(*it))?;
    let (n_entries, start) = (u16_at(bytes, at + 10)?, u32_at(bytes, at + 16)?);
    if n_entries != u16::MAX && start != u32::MAX {
        return Some((u64::from(n_entries), u64::from(start)));
    }
    let locator = at.checked_sub(20)?;
    if !bytes[locator..].starts_with(END_64_LOCATOR) {
        return Some((u64::from(n_entries), u64::from(start)));
    }
    let end = usize::try_from(u64_at(bytes, locator + 8)?).ok()?;
    bytes.get(end..)?.starts_with(END_64).then_some(())?;
    Some((u64_at(bytes, end.checked_add(32)?)?, u64_at(bytes, end.checked_add(48)?)?))
}

/// The file that the directory names at a place, and how long that part of the directory is.
fn entry(bytes: &[u8], at: usize) -> Option<(Entry, usize)> {
    let bytes = bytes.get(at..)?;
    bytes.starts_with(DIRECTORY_ENTRY).then_some(())?;
    let [name_len, extra_len, comment_len] =
        [u16_at(bytes, 28)?, u16_at(bytes, 30)?, u16_at(bytes, 32)?].map(usize::from);
    let name = bytes.get(46..46 + name_len)?;
    let extra = bytes.get(46 + name_len..46 + name_len + extra_len)?;
    let (n_packed, n_unpacked, offset) = (u32_at(bytes, 20)?, u32_at(bytes, 24)?, u32_at(bytes, 42)?);
    let mut wide = wide_fields(extra);
    let mut widened = |narrow: u32| if narrow == u32::MAX { wide.next() } else { Some(u64::from(narrow)) };
    let n_unpacked = widened(n_unpacked)?;
    let n_packed = widened(n_packed)?;
    let offset = widened(offset)?;
    let entry = Entry {
        name: String::from_utf8_lossy(name).into_owned(),
        n_unpacked,
        is_encrypted: u16_at(bytes, 8)? & 1 == 1,
        method: u16_at(bytes, 10)?,
        crc: u32_at(bytes, 16)?,
        n_packed,
        offset,
    };
    Some((entry, 46 + name_len + extra_len + comment_len))
}

/// The numbers of the extra field for sizes beyond 32 bits.
fn wide_fields(extra: &[u8]) -> impl Iterator<Item = u64> + '_ {
    const WIDE: u16 = 1;
    let mut at = 0;
    let mut found: &[u8] = &[];
    while let (Some(id), Some(len)) = (u16_at(extra, at), u16_at(extra, at + 2)) {
        let end = at + 4 + usize::from(len);
        if id == WIDE {
            found = extra.get(at + 4..end).unwrap_or_default();
        }
        at = end;
    }
    (0..found.len() / 8).filter_map(|it| u64_at(found, it * 8))
}

/// Unpacks a file and hands it over piece by piece.
///
/// # Errors
/// [`Unreadable`] if it is damaged, encrypted, packed in an unknown way or larger than it says.
pub(super) fn unpack(bytes: &[u8], entry: &Entry, take: &mut impl FnMut(&[u8])) -> Result<(), Unreadable> {
    if entry.is_encrypted {
        return Err(Unreadable::Encrypted);
    }
    let packed = packed(bytes, entry).ok_or_else(|| broken("a file lies outside of it"))?;
    let mut crc = Crc::new();
    let mut n_unpacked = 0;
    match entry.method {
        0 => {
            crc.update(packed);
            n_unpacked = packed.len() as u64;
            take(packed);
        }
        8 => {
            const STEP: usize = 64 * 1024;
            let mut decoder = DeflateDecoder::new(Vec::new());
            let mut n_packed = 0;
            for step in packed.chunks(STEP) {
                n_packed += step.len() as u64;
                let mut rest = step;
                while !rest.is_empty() {
                    let n = decoder.write(rest).map_err(|cause| broken(&cause.to_string()))?;
                    let piece = std::mem::take(decoder.get_mut());
                    crc.update(&piece);
                    n_unpacked += piece.len() as u64;
                    if is_bomb(n_packed, n_unpacked) {
                        return Err(Unreadable::Bomb);
                    }
                    take(&piece);
                    if n == 0 {
                        break;
                    }
                    rest = &rest[n..];
                }
            }
            decoder.try_finish().map_err(|cause| broken(&cause.to_string()))?;
            let piece = std::mem::take(decoder.get_mut());
            crc.update(&piece);
            n_unpacked += piece.len() as u64;
            take(&piece);
        }
        _ => return Err(broken("a file is packed in a way that is not known; use deflate")),
    }
    if n_unpacked != entry.n_unpacked || crc.sum() != entry.crc {
        return Err(broken("a file is not what the directory says it is"));
    }
    Ok(())
}

fn packed<'a>(bytes: &'a [u8], entry: &Entry) -> Option<&'a [u8]> {
    let header = bytes.get(usize::try_from(entry.offset).ok()?..)?;
    header.starts_with(MAGIC).then_some(())?;
    let start = 30 + usize::from(u16_at(header, 26)?) + usize::from(u16_at(header, 28)?);
    header.get(start..start.checked_add(usize::try_from(entry.n_packed).ok()?)?)
}
