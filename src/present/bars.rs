//! The geometry of bars: where each starts and how long it is, in hundredths of a percent of the axis. Whole numbers all the
//! way: what is drawn is rounded, what is written beside it is not.

/// A whole axis.
pub const AXIS: i64 = 10_000;

/// Decimals of an amount that make a difference to its bar.
const DECIMALS: usize = 6;
/// Length that a bar has at least, so that it can be seen.
const MIN_LENGTH: i64 = 40;
/// Steps that an axis is divided into, about.
const N_TICKS: i128 = 4;

/// A bar's place on the axis, in hundredths of a percent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bar {
    /// Where it starts.
    pub start: i64,
    /// How long it is.
    pub length: i64,
}

/// A line across bars, with the round amount that it stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tick {
    /// Its place on the axis, in hundredths of a percent.
    pub at: i64,
    /// The exact amount.
    pub amount: String,
}

/// Hundredths of a percent as a length of CSS: `12.34%`.
#[must_use]
pub fn percent(hundredths: i64) -> String {
    let sign = if hundredths < 0 { "-" } else { "" };
    let hundredths = hundredths.unsigned_abs();
    format!("{sign}{}.{:02}%", hundredths / 100, hundredths % 100)
}

/// Places bars of exact amounts on one axis that includes zero.
#[must_use]
pub fn place(amounts: &[String]) -> Vec<Bar> {
    let spans: Vec<(i128, i128)> = amounts.iter().map(|it| (0, millionths(it))).collect();
    place_spans(&spans)
}

/// Places the bars of a way from one amount over steps to another: each step starts where the one before it ends.
#[must_use]
pub fn place_way(from: &str, steps: &[String], to: &str) -> Vec<Bar> {
    let mut at = millionths(from);
    let mut spans = vec![(0, at)];
    for step in steps {
        let next = at + millionths(step);
        spans.push((at, next));
        at = next;
    }
    spans.push((0, millionths(to)));
    place_spans(&spans)
}

/// Round amounts along the axis of [`place`], zero among them.
#[must_use]
pub fn ticks(amounts: &[String]) -> Vec<Tick> {
    let axis = Axis::new(amounts.iter().map(|it| millionths(it)));
    let step = round_step(axis.span / N_TICKS);
    let first = axis.lowest.div_euclid(step) + i128::from(axis.lowest.rem_euclid(step) != 0);
    let at = |idx: i128| Tick { at: axis.place(idx * step), amount: printed(idx * step) };
    (first..).take_while(|idx| idx * step <= axis.lowest + axis.span).map(at).collect()
}

/// The next of 1, 2, 5, 10, 20, … millionths that is not below a length.
fn round_step(length: i128) -> i128 {
    let mut power = 1;
    loop {
        for step in [1, 2, 5].map(|it| it * power) {
            if step >= length {
                return step;
            }
        }
        power *= 10;
    }
}

/// An exact decimal in millionths, cut off behind; at the widest what an axis can hold.
pub(super) fn millionths(exact: &str) -> i128 {
    // Far from overflow even where thousands are added up and multiplied by an axis.
    const WIDEST: i128 = 10i128.pow(28);
    let (sign, digits) = exact.strip_prefix('-').map_or((1, exact), |digits| (-1, digits));
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let fraction = fraction.bytes().chain(std::iter::repeat(b'0')).take(DECIMALS);
    let digits = whole.bytes().chain(fraction).filter(u8::is_ascii_digit);
    let value = digits.fold(0i128, |value, digit| (value * 10 + i128::from(digit - b'0')).min(WIDEST));
    sign * value
}

fn printed(millionths: i128) -> String {
    let sign = if millionths < 0 { "-" } else { "" };
    let digits = millionths.unsigned_abs();
    let (whole, fraction) = (digits / 1_000_000, digits % 1_000_000);
    let fraction = format!("{fraction:06}");
    match fraction.trim_end_matches('0') {
        "" => format!("{sign}{whole}"),
        fraction => format!("{sign}{whole}.{fraction}"),
    }
}

/// From the lowest to the highest of some amounts and zero.
struct Axis {
    lowest: i128,
    /// Above zero.
    span: i128,
}

impl Axis {
    fn new(ends: impl Iterator<Item = i128>) -> Self {
        let (lowest, highest) = ends.fold((0, 0), |(lowest, highest), it| (it.min(lowest), it.max(highest)));
        Self { lowest, span: (highest - lowest).max(1) }
    }

    fn place(&self, amount: i128) -> i64 {
        // Between zero and the axis' length.
        ((amount - self.lowest) * i128::from(AXIS) / self.span) as i64
    }
}

fn place_spans(spans: &[(i128, i128)]) -> Vec<Bar> {
    let axis = Axis::new(spans.iter().flat_map(|(one, other)| [*one, *other]));
    let bar = |(one, other): &(i128, i128)| {
        let start = axis.place(*one.min(other));
        let length = (axis.place(*one.max(other)) - start).max(MIN_LENGTH);
        Bar { start: start.min(AXIS - length), length }
    };
    spans.iter().map(bar).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(amounts: &[&str], expected: &[(i64, i64)]) {
        let amounts: Vec<String> = amounts.iter().map(|&it| it.to_owned()).collect();
        let got: Vec<(i64, i64)> = place(&amounts).iter().map(|it| (it.start, it.length)).collect();
        assert_eq!(got, expected);
    }

    #[test]
    fn bars_share_an_axis_with_zero_on_it() {
        check(&["100", "50"], &[(0, 10_000), (0, 5_000)]);
        check(&["75", "-25"], &[(2_500, 7_500), (0, 2_500)]);
        check(&["-10", "-5"], &[(0, 10_000), (5_000, 5_000)]);
        check(&["0.000003", "0.0000015"], &[(0, 10_000), (0, 3_333)]);
        check(&["99999999999999999999999999999999999", "1"], &[(0, 10_000), (0, MIN_LENGTH)]);
        check(&["0"], &[(0, MIN_LENGTH)]);
        check(&[], &[]);
        assert_eq!(percent(1_234), "12.34%");
        assert_eq!(percent(5), "0.05%");
    }

    #[test]
    fn a_step_starts_where_the_one_before_it_ends() {
        let bars = place_way("50", &["50".to_owned(), "-25".to_owned()], "75");
        let bars: Vec<(i64, i64)> = bars.iter().map(|it| (it.start, it.length)).collect();
        assert_eq!(bars, [(0, 5_000), (5_000, 5_000), (7_500, 2_500), (0, 7_500)]);
    }

    fn check_ticks(amounts: &[&str], expected: &[(&str, i64)]) {
        let amounts: Vec<String> = amounts.iter().map(|&it| it.to_owned()).collect();
        let ticks = ticks(&amounts);
        let got: Vec<(&str, i64)> = ticks.iter().map(|it| (it.amount.as_str(), it.at)).collect();
        assert_eq!(got, expected);
    }

    #[test]
    fn ticks_are_round_amounts_on_the_axis() {
        check_ticks(&["80"], &[("0", 0), ("20", 2_500), ("40", 5_000), ("60", 7_500), ("80", 10_000)]);
        check_ticks(&["1234.5", "-300"], &[("0", 1_955), ("500", 5_213), ("1000", 8_471)]);
        check_ticks(&["0.4"], &[("0", 0), ("0.1", 2_500), ("0.2", 5_000), ("0.3", 7_500), ("0.4", 10_000)]);
        check_ticks(&["-4"], &[("-4", 0), ("-3", 2_500), ("-2", 5_000), ("-1", 7_500), ("0", 10_000)]);
    }
}
