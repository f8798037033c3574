//! Vertical bars of counts: how high each is, in hundredths of a percent of the highest.

use super::bars::AXIS;

/// Height that a bar with rows has at least, so that it can be seen.
const MIN_HEIGHT: i64 = 600;

/// Heights by the square root of the counts: few rows beside many stay to be seen. A bar without rows has no height.
#[must_use]
pub fn heights(counts: &[usize]) -> Vec<i64> {
    let highest = counts.iter().copied().max().unwrap_or(0).max(1) as u128;
    let height = |n: &usize| match *n as u128 {
        0 => 0,
        // Not above the axis, as no count is above the highest.
        n => ((n * (AXIS * AXIS) as u128 / highest).isqrt() as i64).max(MIN_HEIGHT),
    };
    counts.iter().map(height).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_rows_stay_to_be_seen_beside_many() {
        assert_eq!(heights(&[100, 25, 0, 1_000_000]), [MIN_HEIGHT, MIN_HEIGHT, 0, AXIS]);
        assert_eq!(heights(&[4, 1]), [AXIS, AXIS / 2]);
        assert_eq!(heights(&[0]), [0]);
        assert_eq!(heights(&[]), [0; 0]);
    }
}
