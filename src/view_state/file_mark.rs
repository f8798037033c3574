//! What a link says of the files that it was made with: enough to know them again, nothing of what is in them.
//!
//! ```text
//! files=one-time;G052146300;18;Qf2x0a,daily-rated;G052146301;573;9sLkd2
//! ```

use serde::{Deserialize, Serialize};

use super::url::{decode, encode};
use crate::domain::{FileKind, ValueCode};

/// A file as a link knows it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct FileMark {
    /// What it is.
    pub kind: FileKind,
    /// Its first invoice number; empty where it has none.
    pub invoice: String,
    /// Its rows.
    pub n_rows: usize,
    /// A code of its columns, rows and sums ([`ValueCode::of_file`]).
    pub code: ValueCode,
}

/// Between the parts of a file.
const PART: &str = ";";

/// The files as the value of a link's key.
pub(super) fn print(marks: &[FileMark]) -> String {
    let mark = |FileMark { kind, invoice, n_rows, code }: &FileMark| {
        [kind.as_str(), &encode(invoice), &n_rows.to_string(), code.as_str()].join(PART)
    };
    marks.iter().map(mark).collect::<Vec<_>>().join(",")
}

/// Reads what [`print`] writes; none if any file is not understood.
pub(super) fn read(value: &str) -> Option<Vec<FileMark>> {
    let mark = |text: &str| {
        let [kind, invoice, n_rows, code] = text.split(PART).collect::<Vec<_>>().try_into().ok()?;
        let kind = FileKind::ALL.into_iter().find(|it| it.as_str() == kind)?;
        let is_plain = n_rows.bytes().all(|it| it.is_ascii_digit()) && (n_rows == "0" || !n_rows.starts_with('0'));
        let n_rows = n_rows.parse().ok().filter(|_| is_plain)?;
        Some(FileMark { kind, invoice: decode(invoice), n_rows, code: ValueCode::parse(code)? })
    };
    value.split(',').map(mark).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_that_is_not_understood_is_left_whole() {
        let files = "one-time;G%3B1;18;Qf2x0a,usage;;0;9sLkd2";
        let marks = read(files).unwrap();
        assert_eq!((marks[0].invoice.as_str(), marks[1].n_rows), ("G;1", 0));
        assert_eq!(print(&marks), files);
        for broken in
            ["", "one-time", "shape;G1;18;Qf2x0a", "one-time;G1;+18;Qf2x0a", "one-time;G1;18;short", "a;b;c;d;e"]
        {
            assert_eq!(read(broken), None, "{broken}");
        }
    }
}
