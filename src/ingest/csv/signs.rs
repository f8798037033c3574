//! Finds the bytes that part cells and records, sixty-four at a time: cells are short, and to look for the end of each by
//! itself would cost more than to read them.

/// Bytes that are looked at at once: one bit each.
const BLOCK_LEN: usize = 64;

/// Goes from one of three bytes to the next.
#[derive(Debug)]
pub(super) struct Signs<'a> {
    bytes: &'a [u8],
    signs: [u8; 3],
    /// Where the block at hand begins.
    block_at: usize,
    /// A bit for each sign of the block.
    found: u64,
}

impl<'a> Signs<'a> {
    pub(super) fn new(bytes: &'a [u8], signs: [u8; 3]) -> Self {
        Self { bytes, signs, block_at: 0, found: find_in_block(bytes, signs) }
    }

    /// The first sign that is not before `from`; `from` never goes back.
    #[inline]
    pub(super) fn next(&mut self, from: usize) -> Option<usize> {
        if from >= self.block_at + BLOCK_LEN {
            self.load(from);
        } else {
            self.found &= u64::MAX << (from - self.block_at);
        }
        while self.found == 0 {
            let next = self.block_at + BLOCK_LEN;
            if next >= self.bytes.len() {
                return None;
            }
            self.load(next);
        }
        Some(self.block_at + self.found.trailing_zeros() as usize)
    }

    #[inline]
    fn load(&mut self, at: usize) {
        self.block_at = at;
        self.found = self.bytes.get(at..).map_or(0, |rest| find_in_block(rest, self.signs));
    }
}

/// The signs among the first sixty-four bytes.
#[inline]
fn find_in_block(bytes: &[u8], signs: [u8; 3]) -> u64 {
    match bytes.first_chunk::<BLOCK_LEN>() {
        Some(block) => find(block, signs),
        None => {
            let mut block = [0; BLOCK_LEN];
            block[..bytes.len()].copy_from_slice(bytes);
            // What stands behind the end is no sign.
            find(&block, signs) & !(u64::MAX << bytes.len())
        }
    }
}

#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
#[inline]
fn find(block: &[u8; BLOCK_LEN], signs: [u8; 3]) -> u64 {
    use core::arch::wasm32::{u8x16_bitmask, u8x16_eq, u8x16_splat, u64x2, v128_or};
    let [one, two, three] = signs.map(|it| u8x16_splat(it));
    let (quarters, _none_left) = block.as_chunks::<16>();
    let mut found = 0;
    for (idx, quarter) in quarters.iter().enumerate() {
        let bits = u128::from_le_bytes(*quarter);
        // The low and the high half.
        let bytes = u64x2(bits as u64, (bits >> 64) as u64);
        let is_sign = v128_or(v128_or(u8x16_eq(bytes, one), u8x16_eq(bytes, two)), u8x16_eq(bytes, three));
        found |= u64::from(u8x16_bitmask(is_sign)) << (idx * 16);
    }
    found
}

#[cfg(not(all(target_arch = "wasm32", target_feature = "simd128")))]
#[inline]
fn find(block: &[u8; BLOCK_LEN], signs: [u8; 3]) -> u64 {
    let (words, _none_left) = block.as_chunks::<8>();
    let patterns = signs.map(|it| u64::from_le_bytes([it; 8]));
    words.iter().enumerate().fold(0, |found, (idx, word)| found | u64::from(find_in_word(*word, patterns)) << (idx * 8))
}

/// A bit for each byte of a word that is one of the signs.
#[cfg(not(all(target_arch = "wasm32", target_feature = "simd128")))]
#[inline]
fn find_in_word(word: [u8; 8], patterns: [u64; 3]) -> u8 {
    const LOW: u64 = u64::from_le_bytes([0x7f; 8]);
    let word = u64::from_le_bytes(word);
    // The highest bit of each byte that equals the pattern's: a byte of zero is the only one that stays below it.
    let is_zero = |it: u64| !((it & LOW).wrapping_add(LOW) | it | LOW);
    let highest = patterns.into_iter().fold(0, |found, pattern| found | is_zero(word ^ pattern));
    // The eight bits side by side.
    ((highest >> 7).wrapping_mul(0x0102_0408_1020_4080) >> 56) as u8
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_sign_is_found_and_nothing_else() {
        let mut seed = 1u32;
        let mut random = || {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (seed >> 24) as u8
        };
        for len in [0, 1, 7, 8, 63, 64, 65, 127, 128, 129, 1000] {
            // Bytes near the signs and with the highest bit set are the ones that a trick could mistake.
            let bytes: Vec<u8> = (0..len)
                .map(|_| [b',', b'"', b'\n', b'-', b'!', 0, 0xac, 0x8a, 0xff][usize::from(random()) % 9])
                .collect();
            let signs = [b',', b'"', b'\n'];
            let expected: Vec<usize> = (0..len).filter(|it| signs.contains(&bytes[*it])).collect();
            let (mut found, mut at) = (Vec::new(), Signs::new(&bytes, signs));
            let mut from = 0;
            while let Some(place) = at.next(from) {
                found.push(place);
                from = place + 1;
            }
            assert_eq!(found, expected, "{len}");
            let mut at = Signs::new(&bytes, signs);
            for from in (0..len).step_by(71) {
                assert_eq!(at.next(from), expected.iter().copied().find(|it| *it >= from), "{len} from {from}");
            }
        }
    }
}
