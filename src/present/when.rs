//! Days, months and years as an axis or a heading shows them, made from their exact text.

const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// `2026-09-01` as `1 Sep 2026`, `2026-09` as `Sep 2026`; what is neither stays as it is.
#[must_use]
pub fn long(exact: &str) -> String {
    match parts(exact) {
        Some((year, month, Some(day))) => format!("{day} {month} {year}"),
        Some((year, month, None)) => format!("{month} {year}"),
        None => exact.to_owned(),
    }
}

/// As [`long`], without the year of a day: where an axis says it once.
#[must_use]
pub fn short(exact: &str) -> String {
    match parts(exact) {
        Some((_, month, Some(day))) => format!("{day} {month}"),
        _ => long(exact),
    }
}

/// A billing period: a month, or `first day..last day`.
#[must_use]
pub fn period(exact: &str) -> String {
    match exact.split_once("..") {
        Some((first, last)) => format!("{} – {}", long(first), long(last)),
        None => long(exact),
    }
}

/// Several periods, the earliest first: one, or the first and the last.
#[must_use]
pub fn periods(exact: &[String]) -> String {
    match exact {
        [] => String::new(),
        [one] => period(one),
        [first, .., last] => format!("{} – {}", period(first), period(last)),
    }
}

/// Year, month and day, the day without a leading zero.
fn parts(exact: &str) -> Option<(&str, &'static str, Option<&str>)> {
    let mut parts = exact.split('-');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next());
    let month = month.parse::<usize>().ok()?.checked_sub(1)?;
    Some((year, *MONTHS.get(month)?, day.map(|it| it.strip_prefix('0').unwrap_or(it))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_and_months_are_named() {
        assert_eq!(long("2026-09-01"), "1 Sep 2026");
        assert_eq!(short("2026-12-31"), "31 Dec");
        assert_eq!(short("2026-09"), "Sep 2026");
        assert_eq!(long("2026"), "2026");
        assert_eq!(long("2026-13"), "2026-13");
        assert_eq!(period("2026-09-01..2026-09-30"), "1 Sep 2026 – 30 Sep 2026");
        let months = ["2026-07", "2026-08", "2026-09"].map(str::to_owned);
        assert_eq!(periods(&months), "Jul 2026 – Sep 2026");
    }
}
