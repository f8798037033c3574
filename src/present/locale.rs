//! How the reader's language writes numbers and days.
//!
//! The browser is asked once how it writes a known number and a known day; from its answer the signs, the groups and the
//! order are taken. The digits always come from the exact text, so no amount becomes a binary float: `-1234.50` is `−1,234.50`
//! in English, `−1.234,50` in German and `−1234,50` in Spanish, which groups from five digits on.

use std::cell::RefCell;

use crate::domain::Day;

/// The number that the browser is asked to write: enough digits to see how groups go on.
pub const PROBE: f64 = 1_234_567_890.5;
/// The number that shows whether four digits are grouped.
pub const PROBE_OF_FOUR: f64 = 1_234.0;
/// The day that the browser is asked to write: year, month, day.
pub const PROBE_DAY: (i32, u32, u32) = (2006, 1, 2);

/// A piece of what the browser wrote, as `Intl` names it: `integer`, `group`, `decimal`, `year`, `literal`, ….
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// What it is.
    pub kind: String,
    /// Its text.
    pub text: String,
}

/// How numbers and days are written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Locale {
    decimal: String,
    /// Between groups of digits; none where digits are not grouped.
    group: Option<String>,
    /// Digits of the last group.
    last_group: usize,
    /// Digits of the groups before it.
    other_groups: usize,
    /// Digits from which on a number is grouped.
    min_grouped: usize,
    day: Vec<DayPart>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum DayPart {
    Year,
    Month { is_padded: bool },
    Day { is_padded: bool },
    Literal(String),
}

impl Locale {
    /// What is used where the reader's language is not known.
    #[must_use]
    pub fn english() -> Self {
        let literal = || DayPart::Literal("/".to_owned());
        let (month, day) = (DayPart::Month { is_padded: false }, DayPart::Day { is_padded: false });
        Self {
            decimal: ".".to_owned(),
            group: Some(",".to_owned()),
            last_group: 3,
            other_groups: 3,
            min_grouped: 4,
            day: vec![month, literal(), day, literal(), DayPart::Year],
        }
    }

    /// The way in which [`PROBE`], [`PROBE_OF_FOUR`] and [`PROBE_DAY`] were written; none if it cannot be told.
    #[must_use]
    pub fn of_probes(number: &[Part], of_four: &[Part], day: &[Part]) -> Option<Self> {
        let text_of = |kind: &str| number.iter().find(|it| it.kind == kind).map(|it| it.text.clone());
        let groups: Vec<usize> =
            number.iter().filter(|it| it.kind == "integer").map(|it| it.text.chars().count()).collect();
        let last_group = *groups.last()?;
        let other_groups = groups.iter().rev().nth(1).copied().unwrap_or(last_group);
        let is_four_grouped = of_four.iter().any(|it| it.kind == "group");
        let day_part = |it: &Part| match it.kind.as_str() {
            "year" => DayPart::Year,
            "month" => DayPart::Month { is_padded: it.text.len() > 1 },
            "day" => DayPart::Day { is_padded: it.text.len() > 1 },
            _ => DayPart::Literal(it.text.clone()),
        };
        let day: Vec<DayPart> = day.iter().map(day_part).collect();
        let is_whole = day.iter().filter(|it| !matches!(it, DayPart::Literal(_))).count() == 3;
        is_whole.then_some(Self {
            decimal: text_of("decimal")?,
            group: text_of("group"),
            last_group,
            other_groups,
            min_grouped: if is_four_grouped { 4 } else { 5 },
            day,
        })
    }

    /// The sign between whole and fraction.
    #[must_use]
    pub fn decimal_sign(&self) -> &str {
        &self.decimal
    }

    /// An exact decimal with at least so many decimals, every digit that it has, and a true minus sign.
    #[must_use]
    pub fn number(&self, exact: &str, min_decimals: usize) -> String {
        let (sign, digits) = exact.strip_prefix('-').map_or(("", exact), |digits| ("−", digits));
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
        let mut text = String::with_capacity(exact.len() * 2);
        text.push_str(sign);
        self.push_grouped(&mut text, whole);
        if !fraction.is_empty() || min_decimals > 0 {
            text.push_str(&self.decimal);
            text.push_str(fraction);
            text.extend(std::iter::repeat_n('0', min_decimals.saturating_sub(fraction.len())));
        }
        text
    }

    fn push_grouped(&self, text: &mut String, digits: &str) {
        let group = self.group.as_deref().filter(|_| digits.len() >= self.min_grouped);
        for (idx, digit) in digits.chars().enumerate() {
            let n_left = digits.len() - idx;
            if let Some(group) = group
                && idx > 0
                && n_left >= self.last_group
                && (n_left - self.last_group).is_multiple_of(self.other_groups)
            {
                text.push_str(group);
            }
            text.push(digit);
        }
    }

    /// A day.
    #[must_use]
    pub fn day(&self, day: Day) -> String {
        let (year, month, day) = day.date();
        let padded = |n: u32, is_padded: bool| if is_padded { format!("{n:02}") } else { n.to_string() };
        let print = |part: &DayPart| match part {
            DayPart::Year => format!("{year:04}"),
            DayPart::Month { is_padded } => padded(month, *is_padded),
            DayPart::Day { is_padded } => padded(day, *is_padded),
            DayPart::Literal(text) => text.clone(),
        };
        self.day.iter().map(print).collect()
    }
}

thread_local! {
    /// A page has one reader, whose language does not change while it is open.
    static READER: RefCell<Locale> = RefCell::new(Locale::english());
}

/// Sets how all labels of the page are written from now on.
pub fn set_reader(locale: Locale) {
    READER.with(|it| it.replace(locale));
}

/// An exact decimal as the reader writes it; see [`Locale::number`].
pub(super) fn number(exact: &str, min_decimals: usize) -> String {
    READER.with_borrow(|it| it.number(exact, min_decimals))
}

/// A day as the reader writes it.
pub(super) fn day(day: Day) -> String {
    READER.with_borrow(|it| it.day(day))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Parts written as `kind:text|kind:text`.
    fn parts(text: &str) -> Vec<Part> {
        let part = |it: &str| {
            let (kind, text) = it.split_once(':').unwrap();
            Part { kind: kind.to_owned(), text: text.to_owned() }
        };
        text.split('|').map(part).collect()
    }

    const THREES: &str = "integer:1|group:G|integer:234|group:G|integer:567|group:G|integer:890|decimal:D|fraction:5";

    fn locale(group: &str, decimal: &str, of_four: &str, day: &str) -> Locale {
        let number = THREES.replace('G', group).replace('D', decimal);
        Locale::of_probes(&parts(&number), &parts(of_four), &parts(day)).unwrap()
    }

    #[test]
    fn numbers_keep_every_digit_in_every_language() {
        // What the CLDR says of each language.
        let grouped = "integer:1|group:x|integer:234";
        let slashes = "month:1|literal:/|day:2|literal:/|year:2006";
        let german = locale(".", ",", grouped, slashes);
        assert_eq!(german.number("-1234567.50", 0), "−1.234.567,50");
        assert_eq!(german.number("0.000000000000000000000000001", 2), "0,000000000000000000000000001");
        assert_eq!(german.number("12345678901234567890", 2), "12.345.678.901.234.567.890,00");
        let hungarian = locale("\u{a0}", ",", "integer:1234", slashes);
        assert_eq!(hungarian.number("1234.5", 2), "1234,50");
        assert_eq!(hungarian.number("12345", 0), "12\u{a0}345");
        let indian = "integer:1|group:,|integer:23|group:,|integer:45|group:,|integer:67|group:,|integer:890|decimal:.|fraction:5";
        let indian = Locale::of_probes(&parts(indian), &parts(grouped), &parts(slashes)).unwrap();
        assert_eq!(indian.number("1234567.1", 0), "12,34,567.1");
        assert_eq!(indian.number("100", 0), "100");
        assert_eq!(locale(",", ".", grouped, slashes), Locale::english());
    }

    #[test]
    fn days_stand_in_the_order_of_the_language() {
        let may = Day::of_date(2024, 5, 1).unwrap();
        let of = |day: &str| locale(",", ".", "integer:1", day).day(may);
        assert_eq!(of("month:1|literal:/|day:2|literal:/|year:2006"), "5/1/2024");
        assert_eq!(of("year:2006|literal:. |month:01|literal:. |day:02|literal:."), "2024. 05. 01.");
        assert_eq!(of("day:2|literal:.|month:1|literal:.|year:2006"), "1.5.2024");
        assert_eq!(Locale::english().day(Day::of_date(1, 1, 1).unwrap()), "1/1/0001");
    }

    #[test]
    fn an_answer_that_cannot_be_told_is_none() {
        let four = parts("integer:1234");
        assert_eq!(Locale::of_probes(&[], &four, &parts("year:2006")), None);
        assert_eq!(Locale::of_probes(&parts(THREES), &four, &parts("year:2006|literal:-|month:1")), None);
        assert_eq!(Locale::of_probes(&parts("integer:1234567890"), &four, &parts("year:1|month:1|day:1")), None);
    }
}
