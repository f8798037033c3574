//! Charts along time: a bar a day, a month or a year, none left out between the first and the last.

use std::collections::BTreeMap;

use crate::domain::{Day, ExactSum, Field, Month};
use crate::protocol::{ChartBar, ChartPanel};
use crate::report::index::{DaySums, Index};
use crate::view_state::{Clause, DayRange, ViewState};

/// Bars that can be told apart.
const MAX_BARS: usize = 62;

/// How much time a bar stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Span {
    Day,
    Month,
    Year,
}

impl Span {
    /// The shortest of which there are not too many between two days.
    fn that_fits(first: Day, last: Day) -> Self {
        if (last.0 - first.0) < MAX_BARS as i32 {
            return Self::Day;
        }
        // A month is at most 12.
        let months = |it: Day| it.month().year * 12 + it.month().month as i32;
        if months(last) - months(first) < MAX_BARS as i32 { Self::Month } else { Self::Year }
    }

    /// The first and the last day of the one that holds a day; none beyond the calendar.
    fn around(self, day: Day) -> Option<(Day, Day)> {
        let Month { year, .. } = day.month();
        match self {
            Self::Day => Some((day, day)),
            Self::Month => Some((day.month().first_day()?, day.month().last_day()?)),
            Self::Year => Some((Day::of_date(year, 1, 1)?, Day::of_date(year, 12, 31)?)),
        }
    }

    fn name(self, first: Day) -> String {
        match self {
            Self::Day => first.to_string(),
            Self::Month => first.month().to_string(),
            Self::Year => first.month().year.to_string(),
        }
    }
}

/// The panels of some sums by day. All have the same bars, so that they can be compared by eye.
pub(super) fn panels(index: &Index, sums: &DaySums, view: &ViewState) -> Vec<ChartPanel> {
    let (Some(((first, _), _)), Some(((last, _), _))) = (sums.first_key_value(), sums.last_key_value()) else {
        return Vec::new();
    };
    let span = Span::that_fits(*first, *last);
    let mut by_currency: BTreeMap<String, BTreeMap<Day, (usize, ExactSum)>> = BTreeMap::new();
    for ((day, currency), (n_lines, pretax)) in sums {
        let Some((start, _)) = span.around(*day) else { continue };
        let name = index.values(Field::Currency)[*currency as usize].value.to_uppercase();
        let (known_lines, known) = by_currency.entry(name).or_default().entry(start).or_default();
        *known_lines += n_lines;
        known.merge(pretax);
    }
    let mut spans = spans(span, *first, *last);
    if spans.len() > MAX_BARS {
        // A date of another century is a slip of the pen; the years between have no lines.
        spans.retain(|(start, _)| by_currency.values().any(|it| it.contains_key(start)));
    }
    let panel = |(currency, bars): (String, BTreeMap<Day, (usize, ExactSum)>)| {
        let mut total = ExactSum::default();
        bars.values().for_each(|(_, sum)| total.merge(sum));
        let bar = |(start, end): &(Day, Day)| bar(span, (*start, *end), bars.get(start), view);
        ChartPanel { currency, bars: spans.iter().map(bar).collect(), total: total.total().to_string() }
    };
    by_currency.into_iter().map(panel).collect()
}

fn spans(span: Span, first: Day, last: Day) -> Vec<(Day, Day)> {
    let mut spans = Vec::new();
    let mut next = span.around(first);
    while let Some((start, end)) = next.filter(|(start, _)| *start <= last) {
        spans.push((start, end));
        next = span.around(Day(end.0 + 1));
    }
    spans
}

fn bar(span: Span, (start, end): (Day, Day), lines: Option<&(usize, ExactSum)>, view: &ViewState) -> ChartBar {
    let narrowed = DayRange { from: view.from, to: view.to };
    let (n_lines, amount) = lines.map_or((0, "0".to_owned()), |(n, sum)| (*n, sum.total().to_string()));
    ChartBar {
        clause: Some(Clause::Days(None, DayRange { from: Some(start), to: Some(end) })),
        value: span.name(start),
        label: span.name(start),
        amount,
        n_lines,
        picked: !narrowed.is_open() && narrowed.contains(start) && narrowed.contains(end),
        cumulative: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(first: (i32, u32, u32), last: (i32, u32, u32), expected: Span, n_bars: usize, last_name: &str) {
        let day = |(year, month, day)| Day::of_date(year, month, day).unwrap();
        let (first, last) = (day(first), day(last));
        let span = Span::that_fits(first, last);
        let spans = spans(span, first, last);
        let name = span.name(spans.last().unwrap().0);
        assert_eq!((span, spans.len(), name.as_str()), (expected, n_bars, last_name));
        // They touch, and hold all days.
        assert!(spans.windows(2).all(|it| it[0].1.0 + 1 == it[1].0.0));
        assert!(spans[0].0 <= first && spans.last().unwrap().1 >= last);
    }

    #[test]
    fn time_is_cut_into_spans_that_touch() {
        check((2026, 9, 1), (2026, 9, 30), Span::Day, 30, "2026-09-30");
        check((2026, 9, 1), (2026, 11, 1), Span::Day, 62, "2026-11-01");
        check((2026, 9, 1), (2026, 11, 2), Span::Month, 3, "2026-11");
        check((2023, 12, 31), (2024, 3, 1), Span::Day, 62, "2024-03-01");
        check((2020, 2, 29), (2025, 3, 1), Span::Month, 62, "2025-03");
        check((2019, 2, 1), (2026, 3, 1), Span::Year, 8, "2026");
    }
}
