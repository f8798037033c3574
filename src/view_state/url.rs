//! A view as the fragment of a link, and back.
//!
//! ```text
//! v=1&type=OneTime&customer=Qf2x0a.9sLkd2&from=2026-09-01&q=azure&sort=-Subtotal&columns=CustomerName,Subtotal
//! v=1&col.PublisherName=8sPq1x&not.charge=cycleCharge&range.Total=~100..&in.ResourceURI=prod&any=charge=new;days=2026-09-01..
//! ```
//!
//! A range is `lowest..highest`; `~` before a number leaves the number itself out. `any` is a group of clauses of which any
//! must hold, joined by `;`. `group` is what lines are grouped by, `open` the groups that are open: values joined by `;`, a
//! plain one behind `=`. `pins` are columns that stay in sight, `widths` those of set width (`Total:120`), `cells=file` shows
//! numbers and dates as the file writes them. `parse(print(view)) == view`. Keys and values are percent-encoded; several values of one key are joined by `.`
//! where they are codes and by `,` where they are texts (a `,` in a text is encoded). Unknown keys are kept.

use std::fmt::Write as _;

use super::{
    Clause, DayRange, Direction, GroupKey, Grouping, Limit, LinesTable, MAX_LEVELS, MAX_WIDTH_PX, MIN_WIDTH_PX,
    Measure, NumberRange, Pick, SortKey, ViewState, file_mark,
};
use crate::domain::{Day, Dimension, Field, ValueCode, parse_decimal};

/// The version of the link format that this page writes.
const VERSION: &str = "1";

impl ViewState {
    /// The view as the part of a link behind `#`; empty for the default view.
    #[must_use]
    pub fn to_fragment(&self) -> String {
        let Self {
            picks,
            excluded,
            from,
            to,
            numbers,
            days,
            contains,
            alternatives,
            search,
            facets,
            grouping,
            sort,
            columns,
            made_with,
            table,
            unknown,
            newer_version,
        } = self;
        let mut pairs: Vec<(String, String)> = Vec::new();
        for (prefix, sets) in [("", picks), (NOT, excluded)] {
            for (dimension, picks) in sets.iter().filter(|(_, it)| !it.is_empty()) {
                let texts: Vec<String> = picks.iter().map(print_pick).collect();
                let separator = if dimension.is_plain_in_links() { "," } else { "." };
                pairs.push((format!("{prefix}{}", print_dimension(dimension)), texts.join(separator)));
            }
        }
        pairs.extend(from.map(|it| ("from".to_owned(), it.to_string())));
        pairs.extend(to.map(|it| ("to".to_owned(), it.to_string())));
        pairs.extend(days.iter().map(|(column, range)| print_clause(&Clause::Days(Some(column.clone()), *range))));
        pairs.extend(numbers.iter().map(|(column, range)| print_clause(&Clause::Number(column.clone(), *range))));
        for (column, texts) in contains {
            let texts: Vec<String> = texts.iter().map(|it| encode(it)).collect();
            pairs.push((format!("{IN}{}", encode(column)), texts.join(",")));
        }
        for group in alternatives {
            let clauses = group.iter().map(print_clause).map(|(key, value)| format!("{key}={value}"));
            pairs.push((ANY.to_owned(), clauses.collect::<Vec<_>>().join(";")));
        }
        if !search.is_empty() {
            pairs.push(("q".to_owned(), encode(search)));
        }
        if !facets.is_empty() {
            let facets: Vec<String> = facets.iter().map(print_dimension).collect();
            pairs.push(("facets".to_owned(), facets.join(",")));
        }
        pairs.extend(print_grouping(grouping));
        if let Some(SortKey { column, direction }) = sort {
            let sign = if *direction == Direction::Descending { "-" } else { "" };
            pairs.push(("sort".to_owned(), format!("{sign}{}", encode(column))));
        }
        if let Some(columns) = columns {
            pairs.push(("columns".to_owned(), columns.iter().map(|it| encode(it)).collect::<Vec<_>>().join(",")));
        }
        if !made_with.is_empty() {
            pairs.push(("files".to_owned(), file_mark::print(made_with)));
        }
        pairs.extend(print_table(table));
        pairs.extend(unknown.iter().map(|(key, value)| (encode(key), value.clone())));
        if pairs.is_empty() && newer_version.is_none() {
            return String::new();
        }
        let mut fragment = format!("v={}", newer_version.as_deref().map_or_else(|| VERSION.to_owned(), encode));
        for (key, value) in pairs {
            // Writing to a String cannot fail.
            let _infallible = write!(fragment, "&{key}={value}");
        }
        fragment
    }

    /// Reads the part of a link behind `#`. Nothing is refused: what is not understood is kept in
    /// [`ViewState::unknown`], so that the page can say so.
    #[must_use]
    pub fn from_fragment(fragment: &str) -> Self {
        let mut view = Self::default();
        for pair in fragment.trim_start_matches('#').split('&').filter(|it| !it.is_empty()) {
            let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
            let key = decode(key);
            if !view.take_pair(&key, value) {
                // As it stands: encoded anew, a value that is damaged for its key could read as a whole one.
                view.unknown.push((key, value.to_owned()));
            }
        }
        view
    }

    /// Takes one `key=value`; `false` if it is not understood. `value` is still encoded.
    fn take_pair(&mut self, key: &str, value: &str) -> bool {
        if let Some(clauses) = read_clauses(key, value) {
            *self = clauses.into_iter().fold(std::mem::take(self), Self::with);
            return true;
        }
        match key {
            _ if take_grouping(&mut self.grouping, key, value).is_some() => {}
            _ if take_table(&mut self.table, key, value).is_some() => {}
            "v" => {
                let version = decode(value);
                self.newer_version = (version != VERSION).then_some(version);
            }
            "from" | "to" => {
                let Ok(day) = decode(value).parse::<Day>() else { return false };
                *(if key == "from" { &mut self.from } else { &mut self.to }) = Some(day);
            }
            ANY => {
                let read_one = |pair: &str| {
                    let (key, value) = pair.split_once('=')?;
                    // Several values are several clauses: of a group each stands alone.
                    let [clause] = <[Clause; 1]>::try_from(read_clauses(&decode(key), value)?).ok()?;
                    Some(clause)
                };
                let Some(group) = value.split(';').map(read_one).collect() else { return false };
                self.alternatives.insert(group);
            }
            "facets" => {
                let Some(facets) = value.split(',').map(|it| read_dimension(&decode(it))).collect::<Option<Vec<_>>>()
                else {
                    return false;
                };
                self.facets.extend(facets);
            }
            "sort" => {
                let (direction, column) = value
                    .strip_prefix('-')
                    .map_or((Direction::Ascending, value), |column| (Direction::Descending, column));
                if column.is_empty() {
                    return false;
                }
                self.sort = Some(SortKey { column: decode(column), direction });
            }
            "columns" => {
                self.columns = Some(value.split(',').filter(|it| !it.is_empty()).map(decode).collect());
            }
            "files" => {
                let Some(marks) = file_mark::read(value) else { return false };
                self.made_with = marks;
            }
            _ => return false,
        }
        true
    }
}

/// Before the key of a column.
const COLUMN: &str = "col.";
/// Before the key of a column of dates whose months are meant.
const MONTH: &str = "month.";
/// Before the key of what is left out.
const NOT: &str = "not.";
/// Before the key of a column of numbers.
const RANGE: &str = "range.";
/// Before the key of a column of dates.
const DAYS: &str = "days.";
/// The days that are charged for, within a group.
const CHARGED_DAYS: &str = "days";
/// Before the key of a column whose texts are searched.
const IN: &str = "in.";
/// A group.
const ANY: &str = "any";
/// Between the ends of a range.
const TO: &str = "..";
/// Numbers and dates as their file writes them.
const AS_IN_FILE: &str = "file";
/// Before a number that is left out of its range.
const STRICT: &str = "~";

/// The keys of the table of line items that are not at their default.
fn print_table(table: &LinesTable) -> Vec<(String, String)> {
    let LinesTable { pinned, widths, as_in_file } = table;
    let mut pairs = Vec::new();
    if !pinned.is_empty() {
        pairs.push(("pins".to_owned(), pinned.iter().map(|it| encode(it)).collect::<Vec<_>>().join(",")));
    }
    if !widths.is_empty() {
        let widths: Vec<String> = widths.iter().map(|(key, width_px)| format!("{}:{width_px}", encode(key))).collect();
        pairs.push(("widths".to_owned(), widths.join(",")));
    }
    if *as_in_file {
        pairs.push(("cells".to_owned(), AS_IN_FILE.to_owned()));
    }
    pairs
}

/// Takes a key of the table of line items; none if it is not understood.
fn take_table(table: &mut LinesTable, key: &str, value: &str) -> Option<()> {
    match key {
        "pins" => table.pinned = value.split(',').filter(|it| !it.is_empty()).map(decode).collect(),
        "widths" => {
            let width = |it: &str| {
                // The last colon: a column's name may have some.
                let (column, width_px) = it.rsplit_once(':')?;
                let width_px = width_px.parse().ok().filter(|it| (MIN_WIDTH_PX..=MAX_WIDTH_PX).contains(it))?;
                (!column.is_empty()).then(|| (decode(column), width_px))
            };
            table.widths = value.split(',').map(width).collect::<Option<_>>()?;
        }
        "cells" if value == AS_IN_FILE => table.as_in_file = true,
        _ => return None,
    }
    Some(())
}

/// The keys of the groups that are not at their default.
fn print_grouping(grouping: &Grouping) -> Vec<(String, String)> {
    let Grouping { rows, across, measure, order, opened, lists_all } = grouping;
    let mut pairs: Vec<(&str, String)> = Vec::new();
    if !rows.is_empty() {
        pairs.push(("group", rows.iter().map(print_dimension).collect::<Vec<_>>().join(",")));
    }
    pairs.extend(across.iter().map(|it| ("across", print_dimension(it))));
    if *measure != Measure::default() {
        pairs.push(("measure", measure.key().to_owned()));
    }
    pairs.extend(order.iter().map(|(by, direction)| {
        let sign = if *direction == Direction::Descending { "-" } else { "" };
        let key = match by {
            GroupKey::Name => "name",
            GroupKey::Measure(measure) => measure.key(),
        };
        ("order", format!("{sign}{key}"))
    }));
    if !opened.is_empty() {
        let value = |it: &Pick| match it {
            Pick::Plain(text) => format!("={}", encode(text)),
            Pick::Coded(code) => code.to_string(),
        };
        let path = |it: &Vec<Pick>| it.iter().map(value).collect::<Vec<_>>().join(";");
        pairs.push(("open", opened.iter().map(path).collect::<Vec<_>>().join(",")));
    }
    if *lists_all {
        pairs.push(("groups", "all".to_owned()));
    }
    pairs.into_iter().map(|(key, value)| (key.to_owned(), value)).collect()
}

/// Takes a key of the groups; none if it is not understood.
fn take_grouping(grouping: &mut Grouping, key: &str, value: &str) -> Option<()> {
    match key {
        "group" => {
            let rows: Option<Vec<Dimension>> = value.split(',').map(|it| read_dimension(&decode(it))).collect();
            grouping.rows = rows.filter(|it| it.len() <= MAX_LEVELS)?;
        }
        "across" => grouping.across = Some(read_dimension(&decode(value))?),
        "measure" => grouping.measure = Measure::of_key(value)?,
        "order" => {
            let (direction, key) =
                value.strip_prefix('-').map_or((Direction::Ascending, value), |key| (Direction::Descending, key));
            let by = if key == "name" { GroupKey::Name } else { GroupKey::Measure(Measure::of_key(key)?) };
            grouping.order = Some((by, direction));
        }
        "open" => {
            let pick = |it: &str| match it.strip_prefix('=') {
                Some(text) => Some(Pick::Plain(decode(text))),
                None => ValueCode::parse(it).map(Pick::Coded),
            };
            let paths = value.split(',').map(|it| it.split(';').map(pick).collect::<Option<Vec<_>>>());
            grouping.opened = paths.collect::<Option<_>>()?;
        }
        "groups" if value == "all" => grouping.lists_all = true,
        _ => return None,
    }
    Some(())
}

/// What a dimension is called in a link: `customer`, `col.PublisherName`, `month.ChargeStartDate`.
#[must_use]
pub fn print_dimension(dimension: &Dimension) -> String {
    match dimension {
        Dimension::Field(field) => field.key().to_owned(),
        Dimension::Column(key) => format!("{COLUMN}{}", encode(key)),
        Dimension::Month(key) => format!("{MONTH}{}", encode(key)),
    }
}

/// The dimension that a link calls so.
#[must_use]
pub fn read_dimension(key: &str) -> Option<Dimension> {
    let named = |key: &str| (!key.is_empty()).then(|| key.to_owned());
    if let Some(key) = key.strip_prefix(COLUMN) {
        return named(key).map(Dimension::Column);
    }
    match key.strip_prefix(MONTH) {
        Some(key) => named(key).map(Dimension::Month),
        None => Field::of_key(key).map(Dimension::Field),
    }
}

/// A clause that stands alone, as key and value.
fn print_clause(clause: &Clause) -> (String, String) {
    match clause {
        Clause::Is(dimension, pick) => (print_dimension(dimension), print_pick(pick)),
        Clause::IsNot(dimension, pick) => (format!("{NOT}{}", print_dimension(dimension)), print_pick(pick)),
        Clause::Number(column, NumberRange { min, max }) => {
            let limit = |it: &Option<Limit>| {
                it.map_or_else(String::new, |Limit { value, is_strict }| {
                    format!("{}{value}", if is_strict { STRICT } else { "" })
                })
            };
            (format!("{RANGE}{}", encode(column)), format!("{}{TO}{}", limit(min), limit(max)))
        }
        Clause::Days(column, DayRange { from, to }) => {
            let day = |it: &Option<Day>| it.map(|it| it.to_string()).unwrap_or_default();
            let key = column.as_ref().map_or_else(|| CHARGED_DAYS.to_owned(), |it| format!("{DAYS}{}", encode(it)));
            (key, format!("{}{TO}{}", day(from), day(to)))
        }
        Clause::Contains(None, text) => ("q".to_owned(), encode(text)),
        Clause::Contains(Some(column), text) => (format!("{IN}{}", encode(column)), encode(text)),
        // There are no groups within groups, and those of a view are printed by `to_fragment`.
        Clause::AnyOf(_) => (ANY.to_owned(), String::new()),
    }
}

/// The clauses that a key and its value stand for; none if they are not understood, or are no clauses.
fn read_clauses(key: &str, value: &str) -> Option<Vec<Clause>> {
    let column = |it: &str| (!it.is_empty()).then(|| it.to_owned());
    if let Some(key) = key.strip_prefix(RANGE) {
        return Some(vec![Clause::Number(column(key)?, read_numbers(value)?)]);
    }
    if let Some(key) = key.strip_prefix(DAYS) {
        return Some(vec![Clause::Days(Some(column(key)?), read_days(value)?)]);
    }
    if let Some(key) = key.strip_prefix(IN) {
        let key = column(key)?;
        return Some(value.split(',').map(|it| Clause::Contains(Some(key.clone()), decode(it))).collect());
    }
    match key {
        CHARGED_DAYS => return Some(vec![Clause::Days(None, read_days(value)?)]),
        "q" => return Some(vec![Clause::Contains(None, decode(value))]),
        _ => {}
    }
    let (is_excluded, key) = key.strip_prefix(NOT).map_or((false, key), |key| (true, key));
    let dimension = read_dimension(key)?;
    let picks: Option<Vec<Pick>> = if dimension.is_plain_in_links() {
        Some(value.split(',').map(|it| Pick::Plain(decode(it))).collect())
    } else {
        value.split('.').map(|it| ValueCode::parse(it).map(Pick::Coded)).collect()
    };
    let clause = |pick| match is_excluded {
        true => Clause::IsNot(dimension.clone(), pick),
        false => Clause::Is(dimension.clone(), pick),
    };
    Some(picks?.into_iter().map(clause).collect())
}

fn read_numbers(value: &str) -> Option<NumberRange> {
    let limit = |text: &str| {
        let (is_strict, digits) = text.strip_prefix(STRICT).map_or((false, text), |digits| (true, digits));
        match text.is_empty() {
            true => Some(None),
            false => parse_decimal(digits).ok().map(|value| Some(Limit { value: value.normalize(), is_strict })),
        }
    };
    let value = decode(value);
    let (min, max) = value.split_once(TO)?;
    let range = NumberRange { min: limit(min)?, max: limit(max)? };
    (!range.is_open()).then_some(range)
}

fn read_days(value: &str) -> Option<DayRange> {
    let day = |text: &str| if text.is_empty() { Some(None) } else { text.parse().ok().map(Some) };
    let value = decode(value);
    let (from, to) = value.split_once(TO)?;
    let range = DayRange { from: day(from)?, to: day(to)? };
    (!range.is_open()).then_some(range)
}

fn print_pick(pick: &Pick) -> String {
    match pick {
        Pick::Plain(text) => encode(text),
        Pick::Coded(code) => code.to_string(),
    }
}

/// Percent-encodes all but the characters that stay readable and whole in a fragment and in chat programs.
pub(super) fn encode(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for (idx, byte) in text.bytes().enumerate() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'_' | b'~' | b':' | b'/' => encoded.push(char::from(byte)),
            // A leading minus would read as "descending" before a column.
            b'-' if idx > 0 => encoded.push('-'),
            b'.' if idx > 0 && idx + 1 < text.len() => encoded.push('.'),
            b' ' => encoded.push('+'),
            _ => {
                let _infallible = write!(encoded, "%{byte:02X}");
            }
        }
    }
    encoded
}

/// The reverse of [`encode`]; a broken escape or broken UTF-8 stays as text.
pub(super) fn decode(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let escaped = bytes.get(at + 1..at + 3).and_then(|hex| std::str::from_utf8(hex).ok()).and_then(|hex| {
            // from_str_radix takes a sign, which no escape has.
            hex.bytes().all(|it| it.is_ascii_hexdigit()).then(|| u8::from_str_radix(hex, 16).ok()).flatten()
        });
        match (byte, escaped) {
            (b'%', Some(escaped)) => {
                decoded.push(escaped);
                at += 2;
            }
            (b'+', _) => decoded.push(b' '),
            _ => decoded.push(byte),
        }
        at += 1;
    }
    String::from_utf8(decoded).unwrap_or_else(|broken| String::from_utf8_lossy(broken.as_bytes()).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_view_prints_as_a_short_readable_fragment() {
        let view = ViewState::default()
            .with_toggled(Field::InvoiceType, Pick::of(Field::InvoiceType, "OneTime"))
            .with_toggled(Field::ChargeType, Pick::of(Field::ChargeType, "Cycle fee, prorated"));
        let view = ViewState {
            from: "2026-09-01".parse().ok(),
            search: "azure plan".to_owned(),
            sort: Some(SortKey { column: "Subtotal".to_owned(), direction: Direction::Descending }),
            ..view
        };
        let fragment = view.to_fragment();
        assert_eq!(
            fragment,
            "v=1&type=OneTime&charge=Cycle+fee%2C+prorated&from=2026-09-01&q=azure+plan&sort=-Subtotal"
        );
        assert_eq!(ViewState::from_fragment(&fragment), view);
    }

    #[test]
    fn the_default_view_needs_no_fragment() {
        assert_eq!(ViewState::default().to_fragment(), "");
        assert_eq!(ViewState::from_fragment(""), ViewState::default());
        assert_eq!(ViewState::from_fragment("#v=1"), ViewState::default());
    }

    #[test]
    fn sixty_picked_customers_fit_a_chat_message() {
        let view = (0..60).fold(ViewState::default(), |view, idx| {
            view.with_toggled(Field::Customer, Pick::of(Field::Customer, &format!("00000000-0000-4000-8000-{idx:012}")))
        });
        assert!(view.to_fragment().len() < 500, "{}", view.to_fragment().len());
        assert_eq!(ViewState::from_fragment(&view.to_fragment()), view);
    }

    #[test]
    fn what_is_not_understood_is_kept() {
        let fragment = "v=7&shape=round%26flat&from=yesterday&customer=%00";
        let view = ViewState::from_fragment(fragment);
        assert_eq!(view.newer_version.as_deref(), Some("7"));
        assert_eq!(view.unknown.len(), 3);
        assert_eq!(ViewState::from_fragment(&view.to_fragment()), view);
        assert!(!view.is_filtered());
        // A key without a column, and one without a sign: neither may turn into the other on the way.
        for fragment in ["v=1&sort=-", "v=1&sort=%2D", "sort=", "v=&columns=,&type=", "q=%ff&%ff=%ff"] {
            let view = ViewState::from_fragment(fragment);
            assert_eq!(ViewState::from_fragment(&view.to_fragment()), view, "{fragment}");
        }
    }
}
