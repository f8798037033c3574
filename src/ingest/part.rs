//! Parts of one file that are read side by side.
//!
//! A part owns the records that start in it. Whether a line end at a cut ends a record, or stands inside a quoted cell,
//! only the bytes from the file's beginning tell; so each part guesses its first record and says where it began and where
//! it ended ([`Seam`]). Where a record starts decides alone how the text behind it is split. Hence, if each part began
//! where the one before it ended, the parts are the file as read in one go; and a part that did not is read again from
//! where it should have begun.

use serde::{Deserialize, Serialize};

/// The part of a file whose records a reader takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct FilePart {
    /// The first byte.
    pub start: u64,
    /// The first byte behind it; `u64::MAX` for the last part.
    pub end: u64,
    /// Whether a record is known to start at `start`.
    pub starts_record: bool,
}

impl FilePart {
    /// A file of so many bytes in `n_parts` parts of about one size.
    #[must_use]
    pub fn split(size_bytes: u64, n_parts: u64) -> Vec<Self> {
        let cut = |idx: u64| (u128::from(size_bytes) * u128::from(idx) / u128::from(n_parts.max(1))) as u64;
        let end = |idx: u64| if idx + 1 >= n_parts { u64::MAX } else { cut(idx + 1) };
        (0..n_parts.max(1)).map(|idx| Self { start: cut(idx), end: end(idx), starts_record: idx == 0 }).collect()
    }
}

/// Where the records of a part began and ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seam {
    /// The first byte of its first record; where that of the next part would be if it has none.
    pub start: u64,
    /// The first byte behind its last record.
    pub end: u64,
    /// The line at `end`: from 1 in the first part, counted from the part's own beginning in later ones.
    pub end_line_no: u64,
}

/// The first part that did not begin where the one before it ended, and how to read it again; none if all fit.
#[must_use]
pub fn first_misfit(parts: &[FilePart], seams: &[Seam]) -> Option<(usize, FilePart)> {
    let ends = seams.iter().map(|it| it.end);
    let misfit = ends.zip(&seams[1..]).position(|(end, later)| end != later.start)? + 1;
    let FilePart { end, .. } = parts[misfit];
    Some((misfit, FilePart { start: seams[misfit - 1].end, end, starts_record: true }))
}

/// How many lines of the file stand before the line from which each part counted its own.
#[must_use]
pub fn lines_before(seams: &[Seam]) -> Vec<u64> {
    let mut n_lines = 0;
    seams
        .iter()
        .map(|seam| {
            let before = n_lines;
            n_lines += seam.end_line_no;
            before
        })
        .collect()
}
