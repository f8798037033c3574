//! Numbers of a column held against limits, exactly: limits become integers at the column's scale, and where the column has
//! none, numbers of any scale are compared in 256 bits.

use rust_decimal::Decimal;

use super::bitmap::Bitmap;
use super::number::NumberColumn;
use crate::domain::ExactTotal;

/// Limits of a range of numbers, each with whether the number itself is left out.
pub type NumberLimits = (Option<(Decimal, bool)>, Option<(Decimal, bool)>);

impl NumberColumn {
    /// The rows whose number is within the limits. A cell that is blank or no number is in no range.
    #[must_use]
    pub fn rows_within(&self, n_rows: usize, (min, max): NumberLimits) -> Bitmap {
        let Some((mantissas, scale)) = self.aligned() else {
            let is_above = |it: ExactTotal, (limit, is_strict): (Decimal, bool)| {
                let limit = ExactTotal::from(limit);
                if is_strict { it > limit } else { it >= limit }
            };
            let is_within = |it: ExactTotal| {
                // Not above the limit itself is at most the limit.
                min.is_none_or(|limit| is_above(it, limit))
                    && max.is_none_or(|(limit, is_strict)| !is_above(it, (limit, !is_strict)))
            };
            return Bitmap::of(n_rows, |row_idx| self.value(row_idx).is_some_and(|it| is_within(it.into())));
        };
        let lowest = min.map_or(i128::MIN, |(limit, is_strict)| match is_strict {
            true => floor_at(limit, scale).saturating_add(1),
            false => ceil_at(limit, scale),
        });
        let highest = max.map_or(i128::MAX, |(limit, is_strict)| match is_strict {
            true => ceil_at(limit, scale).saturating_sub(1),
            false => floor_at(limit, scale),
        });
        let (Ok(lowest), Ok(highest)) =
            (i64::try_from(lowest.max(i64::MIN.into())), i64::try_from(highest.min(i64::MAX.into())))
        else {
            // No number of 64 bits is that large, or that small.
            return Bitmap::empty(n_rows);
        };
        Bitmap::of(n_rows, |row_idx| {
            let mantissa = mantissas[row_idx];
            lowest <= mantissa && mantissa <= highest && self.is_number(row_idx)
        })
    }

    /// How many of the rows have a number below the first edge, from each edge to below the next, and from the last on.
    /// The edges ascend.
    #[must_use]
    pub fn bins(&self, rows: &Bitmap, edges: &[Decimal]) -> Vec<u32> {
        let mut counts = vec![0; edges.len() + 1];
        match self.aligned() {
            Some((mantissas, scale)) => {
                let starts: Vec<i128> = edges.iter().map(|it| ceil_at(*it, scale)).collect();
                rows.for_each(|row_idx| {
                    if self.is_number(row_idx) {
                        counts[starts.partition_point(|it| *it <= i128::from(mantissas[row_idx]))] += 1;
                    }
                });
            }
            None => {
                let starts: Vec<ExactTotal> = edges.iter().map(|it| ExactTotal::from(*it)).collect();
                rows.for_each(|row_idx| {
                    if let Some(value) = self.value(row_idx).map(ExactTotal::from) {
                        counts[starts.partition_point(|it| *it <= value)] += 1;
                    }
                });
            }
        }
        counts
    }
}

/// The smallest whole number of units of the scale that is not below the limit.
fn ceil_at(limit: Decimal, scale: usize) -> i128 {
    -floor_at(-limit, scale)
}

/// The largest whole number of units of the scale that is not above the limit; of a limit beyond 128 bits one that is
/// beyond 64 bits, too.
fn floor_at(limit: Decimal, scale: usize) -> i128 {
    let (mantissa, own) = (limit.mantissa(), limit.scale() as usize);
    if own > scale {
        // 10^28 is below 2^127.
        return mantissa.div_euclid(10i128.pow((own - scale) as u32));
    }
    let beyond = if mantissa < 0 { -i128::MAX } else { i128::MAX };
    mantissa.checked_mul(10i128.pow((scale - own) as u32)).unwrap_or(beyond)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{FileKind, NumberStyle, parse_decimal};
    use crate::table::{CellPlan, ColumnPlan, TableBuilder};

    const ALIGNED: [&str; 9] = ["1.50", "-0.005", "1E-05", "", "n/a", "1500", "100", "100.00001", "-7"];
    const WIDE: [&str; 6] = ["12345678901234567890.5", "0.0000000191107392311096200000", "100", "", "-3.25", "99.99"];

    /// The rows in a range by comparing numbers as texts of equal form, another way than the column's.
    fn expected(texts: &[&str], is_in: impl Fn(i128) -> bool) -> Vec<usize> {
        // In units of 10^-18: cut, which no test value needs more of at its limits.
        let units = |text: &str| {
            let value = parse_decimal(text).ok()?;
            Some(match value.scale().checked_sub(18) {
                Some(n_cut) => value.mantissa().div_euclid(10i128.pow(n_cut)),
                None => value.mantissa() * 10i128.pow(18 - value.scale()),
            })
        };
        (0..texts.len()).filter(|it| units(texts[*it]).is_some_and(&is_in)).collect()
    }

    fn check(texts: &[&str]) {
        let plan = ColumnPlan {
            header: "A".to_owned(),
            key: "A".to_owned(),
            role: None,
            cells: CellPlan::Number(NumberStyle::Point),
        };
        let mut builder = TableBuilder::new(FileKind::Other, vec![plan]);
        texts.iter().for_each(|text| builder.push_row(1, |_| text).unwrap());
        let tables = builder.finish();
        let numbers = tables[0].columns()[0].numbers().unwrap();
        for limit in
            ["100", "0", "-0.005", "1.5", "0.001", "-1000000", "1500.000000001", "79228162514264337593543950335"]
        {
            let value = parse_decimal(limit).unwrap();
            let at =
                value.mantissa().checked_mul(10i128.pow(18)).map_or(i128::MAX, |it| it / 10i128.pow(value.scale()));
            let rows = |limits| numbers.rows_within(texts.len(), limits).iter().collect::<Vec<_>>();
            assert_eq!(rows((Some((value, false)), None)), expected(texts, |it| it >= at), ">= {limit}");
            assert_eq!(rows((Some((value, true)), None)), expected(texts, |it| it > at), "> {limit}");
            assert_eq!(rows((None, Some((value, false)))), expected(texts, |it| it <= at), "<= {limit}");
            assert_eq!(rows((None, Some((value, true)))), expected(texts, |it| it < at), "< {limit}");
        }
        let edges = ["-5", "0", "100", "101"].map(|it| parse_decimal(it).unwrap());
        let unit = 10i128.pow(18);
        let between = |low: i128, high: i128| expected(texts, |it| low * unit <= it && it < high * unit).len() as u32;
        let wanted = [between(-1 << 60, -5), between(-5, 0), between(0, 100), between(100, 101), between(101, 1 << 65)];
        assert_eq!(numbers.bins(&Bitmap::full(texts.len()), &edges), wanted);
    }

    #[test]
    fn limits_are_exact_at_any_scale() {
        check(&ALIGNED);
        check(&WIDE);
        check(&[]);
        check(&["", ""]);
    }
}
