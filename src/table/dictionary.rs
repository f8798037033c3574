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

/// Whether two short texts are the same. WebAssembly compares byte by byte if it is left to the library; eight at a time
/// are several times as fast.
#[inline]
fn is_same(one: &[u8], other: &[u8]) -> bool {
    if one.len() != other.len() {
        return false;
    }
    let (words, rest) = one.as_chunks::<8>();
    let (other_words, other_rest) = other.as_chunks::<8>();
    let is_word_same = |(word, other): (&[u8; 8], &[u8; 8])| u64::from_le_bytes(*word) == u64::from_le_bytes(*other);
    words.iter().zip(other_words).all(is_word_same) && rest.iter().zip(other_rest).all(|(byte, other)| byte == other)
}

/// Rows after which a column shows whether its texts repeat.
const N_PROBED: usize = 4096;

/// Fills a [`Dictionary`]. The map holds numbers and hashes, so that it grows without looking at a text again.
#[derive(Debug, Default)]
pub(super) struct Interner {
    bytes: String,
    ends: Vec<u32>,
    codes: HashTable<Entry>,
    /// By the number of the row's text in the column before: the number that came with it last. Columns go together (a
    /// product's id, SKU and name) and files are sorted, so that mostly a comparison is all that is needed.
    follows: Vec<Code>,
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
    /// The number of a row's text. `must_be_distinct` tells columns in which equal texts must have one; `before` is the
    /// number that the row's text in the column before has.
    #[inline]
    pub(super) fn push(&mut self, text: &str, must_be_distinct: bool, before: Code) -> Code {
        self.n_rows += 1;
        let before = usize::from(before);
        match self.follows.get(before) {
            Some(code) if self.is_text(*code, text.as_bytes()) => return *code,
            Some(_) => {}
            // None of the texts is looked at that stand for those in between: the first is as good as any.
            None => self.follows.resize(before + 1, 0),
        }
        let code = self.number(text, must_be_distinct);
        self.follows[before] = code;
        code
    }

    fn number(&mut self, text: &str, must_be_distinct: bool) -> Code {
        if self.n_rows == N_PROBED && !must_be_distinct {
            self.is_plain = self.ends.len() * 16 > N_PROBED * 15;
        }
        if self.is_plain {
            return self.append(text);
        }
        let hashed = hash(text);
        let is_same = |it: &Entry| it.hash == hashed && self.is_text(it.code, text.as_bytes());
        if let Some(entry) = self.codes.find(spread(hashed), is_same) {
            return entry.code;
        }
        let code = self.append(text);
        self.codes.insert_unique(spread(hashed), Entry { hash: hashed, code }, |it| spread(it.hash));
        code
    }

    /// Whether a number stands for this text.
    #[inline]
    fn is_text(&self, code: Code, text: &[u8]) -> bool {
        let code = usize::from(code);
        let start = if code == 0 { 0 } else { self.ends[code - 1] as usize };
        is_same(&self.bytes.as_bytes()[start..self.ends[code] as usize], text)
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
        self.follows.clear();
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
        let codes: Vec<Code> = ["b", "", "a", "b", "", "ő", "ő"].iter().map(|it| interner.push(it, false, 0)).collect();
        assert_eq!(codes, [0, 1, 2, 0, 1, 3, 3]);
        let dictionary = interner.close();
        assert_eq!(dictionary.iter().collect::<Vec<_>>(), ["b", "", "a", "ő"]);
        assert_eq!(interner.push("a", false, 7), 0, "the next table numbers anew");
    }

    #[test]
    fn texts_that_hardly_repeat_are_found_again_all_the_same() {
        for must_be_distinct in [false, true] {
            let mut interner = Interner::default();
            let texts: Vec<String> = (0..20_000).map(|it| format!("text {}", it % 19_999)).collect();
            let numbered = texts.iter().zip((0..300).cycle());
            let codes: Vec<Code> = numbered.map(|(it, before)| interner.push(it, must_be_distinct, before)).collect();
            let dictionary = interner.close();
            assert_eq!(dictionary.len(), if must_be_distinct { 19_999 } else { 20_000 });
            assert!(texts.iter().zip(codes).all(|(text, code)| dictionary.text(code) == text));
        }
    }
}
