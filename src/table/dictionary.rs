//! The texts of one column of a table, each with a dense number in order of its first appearance.

use std::hash::{BuildHasher as _, BuildHasherDefault};

use hashbrown::HashTable;
use rustc_hash::FxHasher;

/// The number of a text in a [`Dictionary`]. A table has at most 65,536 rows, hence no more texts than that.
pub type Code = u16;

/// Texts by their numbers, in one piece of memory.
///
/// A text stands in it once, but in columns where nearly every row has another text: looking each of them up would cost
/// more than it saves, so there equal texts may have several numbers.
#[derive(Debug, Clone, Default)]
pub struct Dictionary {
    bytes: Box<str>,
    /// `ends[code]` is where the text ends; it starts where the one before ends.
    ends: Box<[u32]>,
    is_ascii: bool,
}

impl Dictionary {
    /// Whether all texts are ASCII.
    #[must_use]
    pub fn is_ascii(&self) -> bool {
        self.is_ascii
    }

    /// The text of a number.
    #[must_use]
    pub fn text(&self, code: Code) -> &str {
        slice(&self.bytes, &self.ends, usize::from(code))
    }

    /// How many texts there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there is no text.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// All texts in the order of their numbers.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &str> {
        (0..self.len()).map(|code| slice(&self.bytes, &self.ends, code))
    }

    /// All texts one behind the other, and where each of them ends.
    #[must_use]
    pub fn joined(&self) -> (&str, &[u32]) {
        (&self.bytes, &self.ends)
    }
}

#[inline]
fn slice<'a>(bytes: &'a str, ends: &[u32], code: usize) -> &'a str {
    let start = if code == 0 { 0 } else { ends[code - 1] as usize };
    &bytes[start..ends[code] as usize]
}

/// Rows after which a column shows whether its texts repeat.
const N_PROBED: usize = 4096;

/// Fills a [`Dictionary`]. The map holds numbers and hashes, so that it grows without looking at a text again.
#[derive(Debug, Default)]
pub(super) struct Interner {
    bytes: String,
    ends: Vec<u32>,
    codes: HashTable<Entry>,
    /// The number of the text before: files come sorted by customer and day.
    last: usize,
    n_rows: usize,
    /// Whether texts are no longer looked up, as hardly any repeats.
    is_plain: bool,
}

#[derive(Debug, Clone, Copy)]
struct Entry {
    hash: u32,
    code: Code,
}

/// Thirty-two bits are all that an entry keeps, so the map must not ask for more of them.
#[inline]
fn hash(text: &str) -> u32 {
    let wide = BuildHasherDefault::<FxHasher>::default().hash_one(text);
    (wide ^ (wide >> 32)) as u32
}

/// The map takes its place from the low bits and its tag from the high ones.
#[inline]
fn spread(hash: u32) -> u64 {
    u64::from(hash).wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

impl Interner {
    /// The number of a row's text. `must_be_distinct` tells columns in which equal texts must have one.
    #[inline]
    pub(super) fn push(&mut self, text: &str, must_be_distinct: bool) -> Code {
        self.n_rows += 1;
        if self.last < self.ends.len() && slice(&self.bytes, &self.ends, self.last) == text {
            return self.last as Code;
        }
        self.last = usize::from(self.number(text, must_be_distinct));
        self.last as Code
    }

    fn number(&mut self, text: &str, must_be_distinct: bool) -> Code {
        if self.n_rows == N_PROBED && !must_be_distinct {
            self.is_plain = self.ends.len() * 16 > N_PROBED * 15;
        }
        if self.is_plain {
            return self.append(text);
        }
        let hashed = hash(text);
        let Self { bytes, ends, codes, .. } = self;
        let is_same = |it: &Entry| it.hash == hashed && slice(bytes, ends, usize::from(it.code)) == text;
        if let Some(entry) = codes.find(spread(hashed), is_same) {
            return entry.code;
        }
        let code = self.append(text);
        self.codes.insert_unique(spread(hashed), Entry { hash: hashed, code }, |it| spread(it.hash));
        code
    }

    fn append(&mut self, text: &str) -> Code {
        // A table is closed before its texts grow beyond 32 bits, and before it has more than 65,536 rows.
        let code = self.ends.len() as Code;
        self.bytes.push_str(text);
        self.ends.push(self.bytes.len() as u32);
        code
    }

    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    pub(super) fn n_bytes(&self) -> usize {
        self.bytes.len()
    }

    /// What was filled in; the memory is kept for the next table.
    pub(super) fn close(&mut self) -> Dictionary {
        let closed = Dictionary {
            bytes: self.bytes.as_str().into(),
            ends: self.ends.as_slice().into(),
            is_ascii: self.bytes.is_ascii(),
        };
        self.bytes.clear();
        self.ends.clear();
        self.codes.clear();
        self.last = 0;
        self.n_rows = 0;
        self.is_plain = false;
        closed
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_keeps_its_first_number() {
        let mut interner = Interner::default();
        let codes: Vec<Code> = ["b", "", "a", "b", "", "ő", "ő"].iter().map(|it| interner.push(it, false)).collect();
        assert_eq!(codes, [0, 1, 2, 0, 1, 3, 3]);
        let dictionary = interner.close();
        assert_eq!(dictionary.iter().collect::<Vec<_>>(), ["b", "", "a", "ő"]);
        assert_eq!(interner.push("a", false), 0, "the next table numbers anew");
    }

    #[test]
    fn texts_that_hardly_repeat_are_found_again_all_the_same() {
        for must_be_distinct in [false, true] {
            let mut interner = Interner::default();
            let texts: Vec<String> = (0..20_000).map(|it| format!("text {}", it % 19_999)).collect();
            let codes: Vec<Code> = texts.iter().map(|it| interner.push(it, must_be_distinct)).collect();
            let dictionary = interner.close();
            assert_eq!(dictionary.len(), if must_be_distinct { 19_999 } else { 20_000 });
            assert!(texts.iter().zip(codes).all(|(text, code)| dictionary.text(code) == text));
        }
    }
}
