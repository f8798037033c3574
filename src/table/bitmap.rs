//! A set of row numbers, one bit a row.

/// Which of a table's rows are in a set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bitmap {
    words: Vec<u64>,
    len: usize,
}

impl Bitmap {
    /// The set of all of `len` rows.
    #[must_use]
    pub fn full(len: usize) -> Self {
        let mut words = vec![u64::MAX; len.div_ceil(64)];
        if let Some(last) = words.last_mut()
            && !len.is_multiple_of(64)
        {
            *last = (1 << (len % 64)) - 1;
        }
        Self { words, len }
    }

    /// The empty set over `len` rows.
    #[must_use]
    pub fn empty(len: usize) -> Self {
        Self { words: vec![0; len.div_ceil(64)], len }
    }

    /// The rows for which `is_in` holds.
    pub fn of(len: usize, mut is_in: impl FnMut(usize) -> bool) -> Self {
        let mut bitmap = Self::empty(len);
        for (word_idx, word) in bitmap.words.iter_mut().enumerate() {
            let start = word_idx * 64;
            for bit in 0..64.min(len - start) {
                *word |= u64::from(is_in(start + bit)) << bit;
            }
        }
        bitmap
    }

    /// How many rows the set is over.
    #[must_use]
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether the set is over no rows at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// How many rows are in the set.
    #[must_use]
    pub fn count(&self) -> usize {
        self.words.iter().map(|it| it.count_ones() as usize).sum()
    }

    /// Whether a row is in the set.
    #[must_use]
    pub fn contains(&self, row_idx: usize) -> bool {
        self.words.get(row_idx / 64).is_some_and(|word| word >> (row_idx % 64) & 1 == 1)
    }

    /// Puts a row into the set.
    pub fn insert(&mut self, row_idx: usize) {
        if let Some(word) = self.words.get_mut(row_idx / 64) {
            *word |= 1 << (row_idx % 64);
        }
    }

    /// Keeps only the rows that are in `other`, too.
    pub fn intersect(&mut self, other: &Self) {
        self.words.iter_mut().zip(&other.words).for_each(|(word, other)| *word &= other);
    }

    /// Takes the rows out that are in `other`.
    pub fn subtract(&mut self, other: &Self) {
        self.words.iter_mut().zip(&other.words).for_each(|(word, other)| *word &= !other);
    }

    /// Puts the rows of `other` into the set.
    pub fn unite(&mut self, other: &Self) {
        self.words.iter_mut().zip(&other.words).for_each(|(word, other)| *word |= other);
    }

    /// Puts the rows into the set for which `is_in` holds; those that are in it are not asked again.
    pub fn insert_where(&mut self, mut is_in: impl FnMut(usize) -> bool) {
        let len = self.len;
        for (word_idx, word) in self.words.iter_mut().enumerate().filter(|(_, it)| **it != u64::MAX) {
            let start = word_idx * 64;
            for bit in 0..64.min(len - start) {
                if *word >> bit & 1 == 0 {
                    *word |= u64::from(is_in(start + bit)) << bit;
                }
            }
        }
    }

    /// Does something with each row of the set in ascending order.
    #[inline]
    pub fn for_each(&self, mut each: impl FnMut(usize)) {
        for (word_idx, word) in self.words.iter().enumerate() {
            let start = word_idx * 64;
            if *word == u64::MAX {
                (start..start + 64).for_each(&mut each);
                continue;
            }
            let mut rest = *word;
            while rest != 0 {
                each(start + rest.trailing_zeros() as usize);
                rest &= rest - 1;
            }
        }
    }

    /// The rows that are the `start`th to before the `end`th of the set.
    #[must_use]
    pub fn nth(&self, start: usize, end: usize) -> Vec<usize> {
        let mut n_before = 0;
        let mut rows = Vec::new();
        for (word_idx, word) in self.words.iter().enumerate() {
            let n = word.count_ones() as usize;
            if n_before + n > start && n_before < end {
                let mut rest = *word;
                for position in n_before..n_before + n {
                    if (start..end).contains(&position) {
                        rows.push(word_idx * 64 + rest.trailing_zeros() as usize);
                    }
                    rest &= rest - 1;
                }
            }
            n_before += n;
            if n_before >= end {
                break;
            }
        }
        rows
    }

    /// The rows of the set in ascending order.
    pub fn iter(&self) -> impl Iterator<Item = usize> + '_ {
        self.words.iter().enumerate().flat_map(|(word_idx, word)| {
            let mut rest = *word;
            std::iter::from_fn(move || {
                let bit = rest.trailing_zeros() as usize;
                (rest != 0).then(|| {
                    rest &= rest - 1;
                    word_idx * 64 + bit
                })
            })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sets_of_any_length_agree_with_their_members() {
        for len in [0, 1, 63, 64, 65, 130] {
            let thirds = Bitmap::of(len, |it| it % 3 == 0);
            let mut evens = Bitmap::full(len);
            assert_eq!(evens.count(), len);
            evens.intersect(&Bitmap::of(len, |it| it % 2 == 0));
            evens.intersect(&thirds);
            let sixths: Vec<usize> = (0..len).filter(|it| it % 6 == 0).collect();
            assert_eq!(evens.iter().collect::<Vec<_>>(), sixths);
            assert!(sixths.iter().all(|it| evens.contains(*it)));
            assert!(!evens.contains(len));
            let mut visited = Vec::new();
            evens.for_each(|it| visited.push(it));
            assert_eq!(visited, sixths);
            for (start, end) in [(0, 0), (0, 3), (2, 5), (5, 1000), (0, usize::MAX)] {
                let expected: Vec<usize> = sixths.iter().copied().take(end).skip(start).collect();
                assert_eq!(evens.nth(start, end), expected);
            }
            let mut others = thirds.clone();
            others.subtract(&evens);
            assert_eq!(
                others.iter().collect::<Vec<_>>(),
                (0..len).filter(|it| it % 3 == 0 && it % 2 == 1).collect::<Vec<_>>()
            );
            others.unite(&evens);
            assert_eq!(others, thirds);
            evens.insert_where(|it| it % 3 == 0);
            assert_eq!(evens, thirds);
        }
    }
}
