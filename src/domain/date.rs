//! Days without a clock or a zone: a date in a file is the day it says.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// A day of the Gregorian calendar, as the number of days since 1970-01-01. Printed and read as `2026-09-01`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Day(pub i32);

/// A calendar month. Printed and read as `2026-09`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Month {
    /// The year, 1 to 9999.
    pub year: i32,
    /// The month, 1 to 12.
    pub month: u32,
}

/// Which of two leading numbers is the month.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum DayOrder {
    /// `9/30/2026`, as Partner Center writes.
    #[default]
    MonthFirst,
    /// `30.09.2026`, as European spreadsheets write.
    DayFirst,
}

impl Day {
    /// The day of a date, if there is such a date (years 1 to 9999).
    #[must_use]
    pub fn of_date(year: i32, month: u32, day: u32) -> Option<Self> {
        let exists =
            (1..=9999).contains(&year) && (1..=12).contains(&month) && day >= 1 && day <= days_in_month(year, month);
        exists.then(|| Self(days_from_civil(year, month, day)))
    }

    /// Year, month (1–12) and day of the month (1–31).
    #[must_use]
    pub fn date(self) -> (i32, u32, u32) {
        civil_from_days(self.0)
    }

    /// The month that the day is in.
    #[must_use]
    pub fn month(self) -> Month {
        let (year, month, _) = self.date();
        Month { year, month }
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = self.date();
        write!(f, "{year:04}-{month:02}-{day:02}")
    }
}

impl FromStr for Day {
    type Err = ();

    /// Reads `2026-09-01` and nothing else.
    fn from_str(text: &str) -> Result<Self, ()> {
        let mut parts = text.splitn(3, '-');
        let year = parse_part(parts.next(), 4)?;
        let month = parse_part(parts.next(), 2)?;
        let day = parse_part(parts.next(), 2)?;
        Self::of_date(i32::try_from(year).unwrap_or(0), month, day).ok_or(())
    }
}

impl Month {
    /// Its first day.
    #[must_use]
    pub fn first_day(self) -> Option<Day> {
        Day::of_date(self.year, self.month, 1)
    }

    /// Its last day.
    #[must_use]
    pub fn last_day(self) -> Option<Day> {
        Day::of_date(self.year, self.month, days_in_month(self.year, self.month))
    }
}

impl FromStr for Month {
    type Err = ();

    /// Reads `2026-09` and nothing else.
    fn from_str(text: &str) -> Result<Self, ()> {
        let mut parts = text.splitn(2, '-');
        let year = parse_part(parts.next(), 4)?;
        let month = parse_part(parts.next(), 2)?;
        let month = Self { year: i32::try_from(year).unwrap_or(0), month };
        month.first_day().map(|_exists| month).ok_or(())
    }
}

fn parse_part(part: Option<&str>, len: usize) -> Result<u32, ()> {
    let part = part.ok_or(())?;
    if part.len() != len || !part.bytes().all(|it| it.is_ascii_digit()) {
        return Err(());
    }
    part.parse().map_err(|_not_a_number| ())
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.year, self.month)
    }
}

/// Whether a cell that holds a date says no time of day but midnight.
#[must_use]
pub fn is_whole_day(text: &str) -> bool {
    let time = text.trim().split_once(['T', ' ']).map_or("", |(_, time)| time);
    time.trim_end_matches('Z').bytes().all(|it| matches!(it, b'0' | b':' | b'.'))
}

/// Reads the date of a cell: `M/D/YYYY` (or `D.M.YYYY`, by `order`) and ISO 8601, each with or without a time, which
/// is checked but not kept. Zones are not applied: the day is the one written.
///
/// `None` if the text is no such date. `0001-01-01` is the API's way of writing "none" and is a valid day here.
#[must_use]
pub fn parse_day(text: &str, order: DayOrder) -> Option<Day> {
    let bytes = text.as_bytes();
    let (first, first_len) = leading_number(bytes)?;
    let separator = *bytes.get(first_len)?;
    if !matches!(separator, b'/' | b'-' | b'.') {
        return None;
    }
    let rest = &bytes[first_len + 1..];
    let (second, second_len) = leading_number(rest)?;
    if rest.get(second_len) != Some(&separator) {
        return None;
    }
    let rest = &rest[second_len + 1..];
    let (third, third_len) = leading_number(rest)?;
    if !is_time(&rest[third_len..]) {
        return None;
    }
    let (year, month, day) = match (first_len, third_len, order) {
        (4, 1..=2, _) => (first, second, third),
        (1..=2, 4, DayOrder::MonthFirst) => (third, first, second),
        (1..=2, 4, DayOrder::DayFirst) => (third, second, first),
        _ => return None,
    };
    if second_len > 2 {
        return None;
    }
    Day::of_date(i32::try_from(year).ok()?, month, day)
}

/// Reads a date that a spreadsheet wrote as its own number: days since 1899-12-30, with or without a part of a day.
/// `None` if the text is no such number, or one of no day between 1954 and 2119, which no billing file means.
#[must_use]
pub fn parse_excel_serial(text: &str) -> Option<Day> {
    const EPOCH: i32 = 25_569;
    let (whole, fraction) = text.split_once(['.', ',']).unwrap_or((text, "0"));
    let is_digits = |it: &str| !it.is_empty() && it.bytes().all(|it| it.is_ascii_digit());
    let serial: i32 = (is_digits(whole) && is_digits(fraction) && whole.len() == 5).then(|| whole.parse().ok())??;
    (20_000..=80_000).contains(&serial).then_some(Day(serial - EPOCH))
}

/// The number at the start of `bytes` and how many digits it has (1 to 4).
fn leading_number(bytes: &[u8]) -> Option<(u32, usize)> {
    let len = bytes.iter().take(5).take_while(|it| it.is_ascii_digit()).count();
    let number = bytes[..len].iter().fold(0, |acc, digit| acc * 10 + u32::from(digit - b'0'));
    (1..=4).contains(&len).then_some((number, len))
}

/// Whether `bytes` is nothing, or a time of day behind `T` or a space: `T23:59:59.9999999Z`, ` 0:00`, ` 3:05 PM`.
fn is_time(bytes: &[u8]) -> bool {
    match bytes.first() {
        None => true,
        Some(b'T' | b' ') => {
            bytes.len() > 1
                && bytes[1..].iter().all(|it| {
                    it.is_ascii_digit() || matches!(it, b':' | b'.' | b'Z' | b'+' | b'-' | b' ' | b'A' | b'P' | b'M')
                })
                && bytes[1].is_ascii_digit()
        }
        Some(b'Z') => bytes.len() == 1,
        Some(_) => false,
    }
}

fn days_in_month(year: i32, month: u32) -> u32 {
    match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

// Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms": eras of 400 years that start on 1 March.
// The casts cannot lose anything: years are 1 to 9999 and the parts of a date are small.
fn days_from_civil(year: i32, month: u32, day: u32) -> i32 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let months_since_march = i32::try_from((month + 9) % 12).unwrap_or(0);
    let day_of_year = (153 * months_since_march + 2) / 5 + i32::try_from(day).unwrap_or(1) - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    era * 146_097 + day_of_era - 719_468
}

fn civil_from_days(days: i32) -> (i32, u32, u32) {
    let shifted = days + 719_468;
    let era = shifted.div_euclid(146_097);
    let day_of_era = shifted.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let months_since_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * months_since_march + 2) / 5 + 1;
    let month = if months_since_march < 10 { months_since_march + 3 } else { months_since_march - 9 };
    let year = year_of_era + era * 400 + i32::from(month <= 2);
    (year, month.unsigned_abs(), day.unsigned_abs())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: Option<&str>) {
        let got = parse_day(text, DayOrder::MonthFirst).map(|it| it.to_string());
        assert_eq!(got.as_deref(), expected, "{text:?}");
    }

    #[test]
    fn dates_as_the_files_write_them() {
        check("6/18/2021", Some("2021-06-18"));
        check("11/01/2025", Some("2025-11-01"));
        check("2/28/2019 23:59", Some("2019-02-28"));
        check("2021-05-20T18:30:06.6045692Z", Some("2021-05-20"));
        check("2019-04-30T23:59:59.9999999Z", Some("2019-04-30"));
        check("2016-01-11T00:00:00", Some("2016-01-11"));
        check("2023-03-09T06:34:34+02:00", Some("2023-03-09"));
        check("0001-01-01T00:00:00", Some("0001-01-01"));
        check("2024-10-01 00:00:00", Some("2024-10-01"));
        for text in [
            "",
            "30/9/2026",
            "2/30/2021",
            "2021-13-01",
            "6/18/21",
            "20210618",
            "6/18-2021",
            "6/18/2021x",
            "abc",
            "6/18/2021 ",
        ] {
            check(text, None);
        }
        assert_eq!(parse_day("30.09.2026", DayOrder::DayFirst).map(|it| it.to_string()).as_deref(), Some("2026-09-30"));
    }

    #[test]
    fn a_spreadsheets_own_numbers_are_days() {
        let day = |text| parse_excel_serial(text).map(|it| it.to_string());
        assert_eq!(day("44197").as_deref(), Some("2021-01-01"));
        assert_eq!(day("46266.75").as_deref(), Some("2026-09-01"));
        assert_eq!(day("25569").as_deref(), Some("1970-01-01"));
        for text in ["", "2026", "1", "99999", "202609", "4419x", "44197.", "-44197"] {
            assert_eq!(day(text), None, "{text:?}");
        }
    }

    #[test]
    fn every_day_of_the_range_survives_a_round_trip() {
        let first = Day::of_date(1, 1, 1).unwrap();
        let last = Day::of_date(9999, 12, 31).unwrap();
        assert_eq!(Day::of_date(1970, 1, 1), Some(Day(0)));
        for number in first.0..=last.0 {
            let (year, month, day) = Day(number).date();
            assert_eq!(Day::of_date(year, month, day), Some(Day(number)));
        }
    }
}
