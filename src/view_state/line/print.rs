//! A view's filters as a line.

use super::super::{Clause, DayRange, Limit, NumberRange, Pick, ViewState};
use super::read::read_days;
use super::{ALIASES, CODE_SIGN, COLUMN_SIGN, DATE, MONTH, Names, SIGNS, TO};
use crate::domain::{Day, Dimension, Field};

/// The filters of a view in one line; empty where nothing is filtered.
#[must_use]
pub fn print_line(view: &ViewState, names: &impl Names) -> String {
    view.clauses().iter().map(|it| print_clause(it, names)).collect::<Vec<_>>().join(" ")
}

fn print_clause(clause: &Clause, names: &impl Names) -> String {
    match clause {
        Clause::Is(dimension, pick) => format!("{}:{}", print_dimension(dimension), print_pick(dimension, pick, names)),
        Clause::IsNot(dimension, pick) => {
            format!("-{}:{}", print_dimension(dimension), print_pick(dimension, pick, names))
        }
        Clause::Number(column, range) => format!("{}{}", print_column(column), print_numbers(range)),
        Clause::Days(column, range) => {
            let name = column.as_ref().map_or_else(|| DATE.to_owned(), |it| print_column(it));
            format!("{name}:{}", print_days(*range))
        }
        Clause::Contains(None, text) => print_words(text),
        Clause::Contains(Some(column), text) => format!("{}~{}", print_column(column), print_value(text)),
        Clause::AnyOf(group) => {
            let clauses: Vec<String> = group.iter().map(|it| print_clause(it, names)).collect();
            format!("({})", clauses.join(" | "))
        }
    }
}

fn print_dimension(dimension: &Dimension) -> String {
    match dimension {
        Dimension::Field(field) => field.key().to_owned(),
        Dimension::Column(key) => print_column(key),
        Dimension::Month(key) => quoted_if(format!("{key}{MONTH}"), needs_quotes_in_name),
    }
}

fn print_column(key: &str) -> String {
    let sign = if is_taken(key) { COLUMN_SIGN.to_string() } else { String::new() };
    format!("{sign}{}", quoted_if(key.to_owned(), needs_quotes_in_name))
}

/// Whether a name without a sign before it would stand for something else.
fn is_taken(key: &str) -> bool {
    let lower = key.to_lowercase();
    let is_field = |it: &Field| it.key() == lower || it.title().to_lowercase() == lower;
    lower == DATE
        || lower.ends_with(MONTH)
        || Field::ALL.iter().any(is_field)
        || ALIASES.iter().any(|(alias, _)| *alias == lower)
}

fn print_pick(dimension: &Dimension, pick: &Pick, names: &impl Names) -> String {
    match (names.text(dimension, pick), pick) {
        // In a column, what reads as days would be taken for them.
        (Some(text), _) if matches!(dimension, Dimension::Column(_)) && read_days(&text).is_some() => quoted(&text),
        (Some(text), _) => print_value(&text),
        (None, Pick::Plain(text)) => print_value(text),
        (None, Pick::Coded(code)) => format!("{CODE_SIGN}{code}"),
    }
}

fn print_numbers(NumberRange { min, max }: &NumberRange) -> String {
    let sign = |it: &Limit, sign: &str| format!("{sign}{}{}", if it.is_strict { "" } else { "=" }, it.value);
    let end = |it: &Limit, sign: &str| format!("{}{}", if it.is_strict { sign } else { "" }, it.value);
    match (min, max) {
        (Some(min), Some(max)) => format!(":{}{TO}{}", end(min, ">"), end(max, "<")),
        (Some(min), None) => sign(min, ">"),
        (None, Some(max)) => sign(max, "<"),
        (None, None) => format!(":{TO}"),
    }
}

/// Whole months as months.
fn print_days(DayRange { from, to }: DayRange) -> String {
    let is_first = |it: Day| it.date().2 == 1;
    let is_last = |it: Day| Day(it.0.saturating_add(1)).date().2 == 1;
    let by_months = from.is_none_or(is_first) && to.is_none_or(is_last);
    let print = |it: Option<Day>| match it {
        Some(day) if by_months => day.month().to_string(),
        Some(day) => day.to_string(),
        None => String::new(),
    };
    let (from, to) = (print(from), print(to));
    if from == to { from } else { format!("{from}{TO}{to}") }
}

/// Words as they are where that reads as the same words.
fn print_words(text: &str) -> String {
    let is_plain = |word: &str| !word.is_empty() && !word.starts_with(COLUMN_SIGN) && !has_signs(word);
    if text.split(' ').all(is_plain) { text.to_owned() } else { quoted(text) }
}

fn print_value(text: &str) -> String {
    quoted_if(text.to_owned(), |it| it.is_empty() || has_signs(it) || it.starts_with(CODE_SIGN) || it.contains(TO))
}

fn needs_quotes_in_name(name: &str) -> bool {
    name.is_empty() || has_signs(name) || name.starts_with(['-', COLUMN_SIGN])
}

fn has_signs(text: &str) -> bool {
    text.contains(|it: char| it.is_whitespace() || it == '\\' || SIGNS.contains(&it))
}

fn quoted_if(text: String, needs_quotes: impl Fn(&str) -> bool) -> String {
    if needs_quotes(&text) { quoted(&text) } else { text }
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}
