//! The geometry of horizontal bars: where each starts and how long it is, in percent of the axis.

/// A bar's place on the axis, in percent.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bar {
    /// Where it starts.
    pub start: f64,
    /// How long it is.
    pub length: f64,
}

/// Percent that a bar has at least, so that it can be seen.
const MIN_LENGTH: f64 = 0.4;

/// Places bars of exact amounts on one axis that includes zero. Binary floats are for pixels only.
#[must_use]
pub fn place(amounts: &[String]) -> Vec<Bar> {
    let values: Vec<f64> = amounts.iter().map(|it| it.parse().unwrap_or(0.0)).collect();
    let lowest = values.iter().copied().fold(0.0, f64::min);
    let highest = values.iter().copied().fold(0.0, f64::max);
    let span = if highest > lowest { highest - lowest } else { 1.0 };
    let percent = |value: f64| (value - lowest) / span * 100.0;
    values
        .iter()
        .map(|value| {
            let start = percent(value.min(0.0));
            let length = (percent(value.max(0.0)) - start).max(MIN_LENGTH);
            Bar { start: start.min(100.0 - length), length }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(amounts: &[&str], expected: &[(f64, f64)]) {
        let amounts: Vec<String> = amounts.iter().map(|&it| it.to_owned()).collect();
        let got: Vec<(f64, f64)> = place(&amounts).iter().map(|it| (it.start, it.length)).collect();
        assert_eq!(got, expected);
    }

    #[test]
    fn bars_share_an_axis_with_zero_on_it() {
        check(&["100", "50"], &[(0.0, 100.0), (0.0, 50.0)]);
        check(&["75", "-25"], &[(25.0, 75.0), (0.0, 25.0)]);
        check(&["-10", "-5"], &[(0.0, 100.0), (50.0, 50.0)]);
        check(&["0"], &[(0.0, MIN_LENGTH)]);
        check(&[], &[]);
    }
}
