//! Vertical bars of counts: how high each is, in percent of the highest.

/// Percent that a bar with rows has at least, so that it can be seen.
const MIN_HEIGHT: f64 = 6.0;

/// Heights by the square root of the counts: few rows beside many stay to be seen. A bar without rows has no height.
#[must_use]
pub fn heights(counts: &[usize]) -> Vec<f64> {
    let highest = counts.iter().copied().max().unwrap_or(0).max(1) as f64;
    let height = |n: &usize| if *n == 0 { 0.0 } else { ((*n as f64 / highest).sqrt() * 100.0).max(MIN_HEIGHT) };
    counts.iter().map(height).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_rows_stay_to_be_seen_beside_many() {
        assert_eq!(heights(&[100, 25, 0, 1_000_000]), [MIN_HEIGHT, MIN_HEIGHT, 0.0, 100.0]);
        assert_eq!(heights(&[4, 1]), [100.0, 50.0]);
        assert_eq!(heights(&[0]), [0.0]);
        assert_eq!(heights(&[]), [0.0; 0]);
    }
}
