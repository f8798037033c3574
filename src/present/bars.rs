//! The geometry of horizontal bars: where each starts and how long it is, in percent of the axis. Binary floats are for
//! pixels only.

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

/// Places bars of exact amounts on one axis that includes zero.
#[must_use]
pub fn place(amounts: &[String]) -> Vec<Bar> {
    let spans: Vec<(f64, f64)> = amounts.iter().map(|it| (0.0, pixels(it))).collect();
    place_spans(&spans)
}

/// Places the bars of a way from one amount over steps to another: each step starts where the one before it ends.
#[must_use]
pub fn place_way(from: &str, steps: &[String], to: &str) -> Vec<Bar> {
    let mut at = pixels(from);
    let mut spans = vec![(0.0, at)];
    for step in steps {
        let next = at + pixels(step);
        spans.push((at, next));
        at = next;
    }
    spans.push((0.0, pixels(to)));
    place_spans(&spans)
}

fn pixels(exact: &str) -> f64 {
    exact.parse().unwrap_or(0.0)
}

fn place_spans(spans: &[(f64, f64)]) -> Vec<Bar> {
    let ends = || spans.iter().flat_map(|(one, other)| [*one, *other]);
    let lowest = ends().fold(0.0, f64::min);
    let highest = ends().fold(0.0, f64::max);
    let span = if highest > lowest { highest - lowest } else { 1.0 };
    let percent = |value: f64| (value - lowest) / span * 100.0;
    let bar = |(one, other): &(f64, f64)| {
        let start = percent(one.min(*other));
        let length = (percent(one.max(*other)) - start).max(MIN_LENGTH);
        Bar { start: start.min(100.0 - length), length }
    };
    spans.iter().map(bar).collect()
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

    #[test]
    fn a_step_starts_where_the_one_before_it_ends() {
        let bars = place_way("50", &["50".to_owned(), "-25".to_owned()], "75");
        let bars: Vec<(f64, f64)> = bars.iter().map(|it| (it.start, it.length)).collect();
        assert_eq!(bars, [(0.0, 50.0), (50.0, 50.0), (75.0, 25.0), (0.0, 75.0)]);
    }
}
