//! Each distinct text once, numbered in order of its first appearance.

use std::hash::{BuildHasher as _, BuildHasherDefault};

use hashbrown::HashTable;
use rustc_hash::FxHasher;

/// The number of a text in a [`Dictionary`].
pub type Code = u32;

/// Distinct texts, each with a dense number. The texts stand in one piece of memory; the map holds numbers and hashes, so
/// that it grows without looking at a text again: some columns have another text in every row.
#[derive(Debug, Default)]
pub struct Dictionary {
    bytes: String,
    /// `ends[code]` is where the text ends; it starts where the one before ends.
    ends: Vec<usize>,
    codes: HashTable<Entry>,
}

#[derive(Debug, Clone, Copy)]
struct Entry {
    hash: u32,
    code: Code,
}

/// Thirty-two bits are all that an entry keeps, so the map must not ask for more of them.
fn hash(text: &str) -> u32 {
    let wide = BuildHasherDefault::<FxHasher>::default().hash_one(text);
    (wide ^ (wide >> 32)) as u32
}

/// The map takes its place from the low bits and its tag from the high ones.
fn spread(hash: u32) -> u64 {
    u64::from(hash).wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

impl Dictionary {
    /// The number of `text`, a new one if it is new.
    pub fn intern(&mut self, text: &str) -> Code {
        let hashed = hash(text);
        let Self { bytes, ends, codes } = self;
        if let Some(entry) = codes.find(spread(hashed), |it| it.hash == hashed && slice(bytes, ends, it.code) == text) {
            return entry.code;
        }
        // A table has at most u32::MAX rows (the builder sees to it), hence no more texts than that.
        let code = ends.len() as Code;
        bytes.push_str(text);
        ends.push(bytes.len());
        codes.insert_unique(spread(hashed), Entry { hash: hashed, code }, |it| spread(it.hash));
        code
    }

    /// The text of a number.
    #[must_use]
    pub fn text(&self, code: Code) -> &str {
        slice(&self.bytes, &self.ends, code)
    }

    /// The number of a text, if it is there.
    #[must_use]
    pub fn code(&self, text: &str) -> Option<Code> {
        let hashed = hash(text);
        let found = self.codes.find(spread(hashed), |it| it.hash == hashed && self.text(it.code) == text);
        found.map(|it| it.code)
    }

    /// How many distinct texts there are.
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
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        (0..self.len()).map(|code| self.text(code as Code))
    }
}

#[inline]
fn slice<'a>(bytes: &'a str, ends: &[usize], code: Code) -> &'a str {
    let code = code as usize;
    let start = if code == 0 { 0 } else { ends[code - 1] };
    &bytes[start..ends[code]]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_keeps_its_first_number() {
        let mut dictionary = Dictionary::default();
        let codes: Vec<Code> = ["b", "", "a", "b", "", "ő"].iter().map(|it| dictionary.intern(it)).collect();
        assert_eq!(codes, [0, 1, 2, 0, 1, 3]);
        assert_eq!(dictionary.iter().collect::<Vec<_>>(), ["b", "", "a", "ő"]);
        assert_eq!(dictionary.code("a"), Some(2));
        assert_eq!(dictionary.code("c"), None);
        for idx in 0..10_000 {
            let text = format!("text {idx}");
            let code = dictionary.intern(&text);
            assert_eq!(dictionary.text(code), text);
        }
        assert_eq!(dictionary.len(), 10_004);
    }
}
