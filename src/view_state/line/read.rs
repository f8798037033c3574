//! A line as the filters of a view.

use std::collections::BTreeSet;

use super::super::{Clause, DayRange, Limit, NumberRange, Pick, ViewState};
use super::lexer::Lexer;
use super::names::{Column, Kind, Names, NoNames};
use super::{ALIASES, CODE_SIGN, COLUMN_SIGN, DATE, LineProblem, MONTH, TO};
use crate::domain::{Day, Dimension, Field, Month, Role, ValueCode, parse_decimal};

/// Reads a line. The view has its filters and nothing else.
///
/// # Errors
/// [`LineProblem`] with the place, what was expected there, and what to do.
pub fn parse_line(text: &str, names: &impl Names) -> Result<ViewState, LineProblem> {
    let mut reader = LineReader { lexer: Lexer::new(text), names };
    let mut view = ViewState::default();
    let mut words: Vec<String> = Vec::new();
    loop {
        reader.lexer.skip_blanks();
        let at = reader.lexer.at;
        match reader.lexer.peek() {
            None => break,
            Some('(') => {
                let group = reader.group()?;
                view = view.with(Clause::AnyOf(group));
            }
            Some(sign @ (')' | '|')) => {
                let message =
                    format!("This “{sign}” belongs to no “(” before it. Take it out, or put the text in quotes.");
                return Err(LineProblem { at, message });
            }
            Some(_) => match reader.term()? {
                Term::Word(word) => words.push(word),
                Term::Clauses(clauses) => {
                    for clause in clauses {
                        view = joined(view, clause).map_err(|message| LineProblem { at, message })?;
                    }
                }
            },
        }
    }
    Ok(ViewState { search: words.join(" "), ..view })
}

/// The free words of a line in the making, if nothing else of it differs from the line before; then they can be searched
/// for while they are typed, whatever the other names stand for.
#[must_use]
pub fn retyped_words(before: &str, after: &str) -> Option<String> {
    let (before, after) = (parse_line(before, &NoNames).ok()?, parse_line(after, &NoNames).ok()?);
    let words = after.search.clone();
    (ViewState { search: words.clone(), ..before } == after).then_some(words)
}

/// What stands between blanks.
enum Term {
    Word(String),
    /// A name can stand for several values.
    Clauses(Vec<Clause>),
}

/// What a name stands for.
enum Named {
    Dimension(Dimension),
    Column(Column),
    ChargedDays,
}

/// The sign behind a name.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sign {
    Is,
    Contains,
    Above { is_strict: bool },
    Below { is_strict: bool },
}

struct LineReader<'a, N> {
    lexer: Lexer,
    names: &'a N,
}

fn problem<T>(at: usize, message: impl Into<String>) -> Result<T, LineProblem> {
    Err(LineProblem { at, message: message.into() })
}

impl<N: Names> LineReader<'_, N> {
    /// `(a | b | c)`.
    fn group(&mut self) -> Result<BTreeSet<Clause>, LineProblem> {
        let start = self.lexer.at;
        self.lexer.take('(');
        let mut group = BTreeSet::new();
        let mut words: Vec<String> = Vec::new();
        let mut n_terms = 0;
        loop {
            self.lexer.skip_blanks();
            let at = self.lexer.at;
            match self.lexer.peek() {
                None => return problem(start, "The group that opens here is not closed. Put a “)” behind it."),
                Some('(') => {
                    return problem(
                        at,
                        "There are no groups within groups. Take this “(” out, or put the text in quotes.",
                    );
                }
                Some(sign @ ('|' | ')')) => {
                    self.lexer.at += 1;
                    if n_terms == 0 {
                        return problem(
                            at,
                            format!(
                                "Before this “{sign}” a filter is expected. Write one, as in (product:a | product:b)."
                            ),
                        );
                    }
                    if !words.is_empty() {
                        group.insert(Clause::Contains(None, words.join(" ")));
                    }
                    if sign == ')' {
                        return Ok(group);
                    }
                    words.clear();
                    n_terms = 0;
                }
                Some(_) => {
                    let is_first = n_terms == 0;
                    n_terms += 1;
                    match self.term()? {
                        Term::Word(word) if is_first || !words.is_empty() => words.push(word),
                        Term::Clauses(clauses) if is_first => {
                            if clauses.len() > 1 && matches!(clauses[0], Clause::IsNot(..)) {
                                return problem(
                                    at,
                                    "Several values have this name, and in a group only one can be left out. Write its id.",
                                );
                            }
                            group.extend(clauses);
                        }
                        _ => {
                            return problem(
                                at,
                                "In a group one filter stands alone between two “|”. Put a “|” before this one, or move it out of the group.",
                            );
                        }
                    }
                }
            }
        }
    }

    /// A clause, or a word.
    fn term(&mut self) -> Result<Term, LineProblem> {
        let start = self.lexer.clone();
        let at = start.at;
        let is_excluded = self.lexer.take('-');
        let is_column = self.lexer.take(COLUMN_SIGN);
        let name_at = self.lexer.at;
        let name = match self.lexer.quoted()? {
            Some(text) => Some(text),
            None => Some(self.lexer.word()).filter(|it| !it.is_empty()),
        };
        let sign = self.sign();
        let (Some(name), Some(sign)) = (name, sign) else {
            if sign.is_some() {
                return problem(
                    at,
                    "Before this sign a name is expected. Write it, as in Total>100, or put the text in quotes.",
                );
            }
            self.lexer = start;
            return self.plain_word();
        };
        let named = self.named(&name, is_column, name_at)?;
        self.clauses(&name, named, sign, is_excluded, at).map(Term::Clauses)
    }

    fn plain_word(&mut self) -> Result<Term, LineProblem> {
        let at = self.lexer.at;
        if let Some(text) = self.lexer.quoted()? {
            return Ok(Term::Word(text));
        }
        let word = self.lexer.word();
        if word.is_empty() || (matches!(word.as_str(), "-" | "@" | "-@") && self.lexer.peek() == Some('"')) {
            return problem(
                at,
                "Here a name with a value is expected, as in -charge:new. Write one, or put the text in quotes.",
            );
        }
        Ok(Term::Word(word))
    }

    fn sign(&mut self) -> Option<Sign> {
        let sign = match self.lexer.peek()? {
            ':' => Sign::Is,
            '~' => Sign::Contains,
            '>' => Sign::Above { is_strict: true },
            '<' => Sign::Below { is_strict: true },
            _ => return None,
        };
        self.lexer.at += 1;
        Some(match sign {
            Sign::Above { .. } if self.lexer.take('=') => Sign::Above { is_strict: false },
            Sign::Below { .. } if self.lexer.take('=') => Sign::Below { is_strict: false },
            sign => sign,
        })
    }

    fn named(&self, name: &str, is_column: bool, at: usize) -> Result<Named, LineProblem> {
        let lower = name.to_lowercase();
        if !is_column {
            if lower == DATE {
                return Ok(Named::ChargedDays);
            }
            let is_field = |it: &Field| it.key() == lower || it.title().to_lowercase() == lower;
            if let Some(field) = Field::ALL.into_iter().find(is_field) {
                return Ok(Named::Dimension(Dimension::Field(field)));
            }
            // The characters of an ASCII suffix stand at the same bytes in both.
            if lower.ends_with(MONTH)
                && let Some(column) = name.get(..name.len() - MONTH.len()).filter(|it| !it.is_empty())
            {
                let column = self.column(column, at)?;
                return match column.kind {
                    Kind::Days | Kind::Unknown => Ok(Named::Dimension(Dimension::Month(column.key))),
                    _ => problem(at, format!("{} holds no dates, so it has no months.", column.key)),
                };
            }
        }
        let alias = ALIASES.iter().find(|(alias, _)| !is_column && *alias == lower);
        self.column(alias.map_or(name, |(_, key)| key), at).map(Named::Column)
    }

    fn column(&self, name: &str, at: usize) -> Result<Column, LineProblem> {
        self.names.column(name).or_else(|similar| {
            let hint = match similar.is_empty() {
                true => "The list of columns has all names; a text with a sign in it stands in quotes.".to_owned(),
                false => format!("Did you mean {}? A text with a sign in it stands in quotes.", similar.join(" or ")),
            };
            problem(at, format!("No filter and no column is called “{name}”. {hint}"))
        })
    }

    /// What is said of a name; `at` is where its term begins.
    fn clauses(
        &mut self,
        name: &str,
        named: Named,
        sign: Sign,
        is_excluded: bool,
        at: usize,
    ) -> Result<Vec<Clause>, LineProblem> {
        let value_at = self.lexer.at;
        let quoted = self.lexer.quoted()?;
        let is_quoted = quoted.is_some();
        let value = quoted.unwrap_or_else(|| self.lexer.value());
        if value.is_empty() && !is_quoted {
            return problem(
                value_at,
                format!(
                    "Behind “{name}” a value is expected, without a blank before it. Write it, as in {name}:value, or {name}~text for lines that contain it."
                ),
            );
        }
        let clause = match (named, sign) {
            (Named::Dimension(dimension), Sign::Is) => {
                return self.values(dimension, &value, is_quoted, is_excluded, value_at);
            }
            (Named::Dimension(dimension), Sign::Contains) => match text_column(&dimension) {
                Some(column) => Clause::Contains(Some(column.to_owned()), value),
                None => {
                    return problem(
                        at,
                        format!("{} has no texts to search in. Write {name}:value.", dimension.title()),
                    );
                }
            },
            (Named::Dimension(dimension), _) => {
                return problem(at, format!("{} holds no numbers to compare. Write {name}:value.", dimension.title()));
            }
            (Named::ChargedDays, sign) => match days(&value, sign).filter(|_| !is_quoted) {
                Some(range) => Clause::Days(None, range),
                None => return problem(value_at, DAYS_EXPECTED),
            },
            (Named::Column(Column { key, .. }), Sign::Contains) => Clause::Contains(Some(key), value),
            (Named::Column(Column { key, kind }), sign) => {
                let as_days = days(&value, sign).filter(|_| !is_quoted && matches!(kind, Kind::Days | Kind::Unknown));
                let as_numbers =
                    numbers(&value, sign).filter(|_| !is_quoted && matches!(kind, Kind::Number | Kind::Unknown));
                let is_code = value.starts_with(CODE_SIGN);
                match (as_numbers, as_days) {
                    (Some(range), _) => Clause::Number(key, range),
                    (_, Some(range)) => Clause::Days(Some(key), range),
                    _ if sign == Sign::Is && (is_quoted || kind != Kind::Days || is_code) => {
                        return self.values(Dimension::Column(key), &value, is_quoted, is_excluded, value_at);
                    }
                    _ if kind == Kind::Days => return problem(value_at, DAYS_EXPECTED),
                    _ if kind == Kind::Text => {
                        return problem(
                            at,
                            format!("{key} holds no numbers to compare. Write {name}:value, or {name}~text."),
                        );
                    }
                    _ => {
                        return problem(
                            value_at,
                            format!(
                                "Here a number is expected, with a decimal point and without groups. Write it, as in {name}>1250.5."
                            ),
                        );
                    }
                }
            }
        };
        if is_excluded {
            return problem(
                at,
                "Only a value can be left out, as in -charge:new. Take the minus away, or turn the comparison around.",
            );
        }
        Ok(vec![clause])
    }

    fn values(
        &self,
        dimension: Dimension,
        value: &str,
        is_quoted: bool,
        is_excluded: bool,
        at: usize,
    ) -> Result<Vec<Clause>, LineProblem> {
        let code = value.strip_prefix(CODE_SIGN).filter(|_| !is_quoted && !dimension.is_plain_in_links());
        let picks = match code.map(ValueCode::parse) {
            Some(Some(code)) => vec![Pick::Coded(code)],
            Some(None) => {
                return problem(
                    at,
                    "Behind “#” a code of six characters is expected. Put the text in quotes if it is none.",
                );
            }
            None => self.names.picks(&dimension, value).or_else(|similar| {
                let title = dimension.title();
                let hint = match similar.is_empty() {
                    true => "The filter beside the page lists the values.".to_owned(),
                    false => format!(
                        "Did you mean {}?",
                        similar.iter().map(|it| format!("“{it}”")).collect::<Vec<_>>().join(" or ")
                    ),
                };
                problem(at, format!("No loaded file has “{value}” as {title}. {hint}"))
            })?,
        };
        let clause = |pick| match is_excluded {
            true => Clause::IsNot(dimension.clone(), pick),
            false => Clause::Is(dimension.clone(), pick),
        };
        Ok(picks.into_iter().map(clause).collect())
    }
}

const DAYS_EXPECTED: &str =
    "Here a day, a month or a range of them is expected. Write date:2024-05-31, date:2024-05 or date:2024-05..2024-06.";

/// The column that holds the texts of a field.
fn text_column(dimension: &Dimension) -> Option<&str> {
    let role = match dimension {
        Dimension::Column(key) | Dimension::Month(key) => return Some(key),
        Dimension::Field(field) => match field {
            Field::Customer => Role::CustomerName,
            Field::InvoiceType => Role::InvoiceType,
            Field::Currency => Role::Currency,
            Field::ChargeType => Role::ChargeType,
            Field::Product => Role::ProductName,
            Field::Subscription => Role::SubscriptionName,
            Field::Counting => return None,
        },
    };
    Some(role.common_name())
}

/// The view with a clause; the ends of a range may come one by one.
fn joined(mut view: ViewState, clause: Clause) -> Result<ViewState, String> {
    fn fill<T>(known: &mut Option<T>, new: Option<T>, what: &str) -> Result<(), String> {
        match (&known, new) {
            (Some(_), Some(_)) => Err(format!("{what} has such a limit already. Take one of the two out.")),
            (_, new) => {
                *known = known.take().or(new);
                Ok(())
            }
        }
    }
    match clause {
        Clause::Number(column, NumberRange { min, max }) => {
            let range = view.numbers.entry(column.clone()).or_default();
            fill(&mut range.min, min, &column)?;
            fill(&mut range.max, max, &column)?;
        }
        Clause::Days(None, DayRange { from, to }) => {
            fill(&mut view.from, from, DATE)?;
            fill(&mut view.to, to, DATE)?;
        }
        Clause::Days(Some(column), DayRange { from, to }) => {
            let range = view.days.entry(column.clone()).or_default();
            fill(&mut range.from, from, &column)?;
            fill(&mut range.to, to, &column)?;
        }
        other => view = view.with(other),
    }
    Ok(view)
}

/// `>100`, `100..200`, `>100..<200`; a number alone is a value, not a range.
fn numbers(value: &str, sign: Sign) -> Option<NumberRange> {
    let limit = |digits: &str, is_strict| Some(Limit { value: parse_decimal(digits).ok()?.normalize(), is_strict });
    match sign {
        Sign::Above { is_strict } => Some(NumberRange { min: Some(limit(value, is_strict)?), max: None }),
        Sign::Below { is_strict } => Some(NumberRange { min: None, max: Some(limit(value, is_strict)?) }),
        Sign::Contains => None,
        Sign::Is => {
            let (min, max) = value.split_once(TO)?;
            let end = |text: &str, strict: char| match text.strip_prefix(strict) {
                Some(digits) => limit(digits, true).map(Some),
                None if text.is_empty() => Some(None),
                None => limit(text, false).map(Some),
            };
            let range = NumberRange { min: end(min, '>')?, max: end(max, '<')? };
            (!range.is_open()).then_some(range)
        }
    }
}

fn days(value: &str, sign: Sign) -> Option<DayRange> {
    let (one, next, before) = (|it: Day| it, |it: Day| Day(it.0 + 1), |it: Day| Day(it.0 - 1));
    match sign {
        Sign::Is => read_days(value),
        Sign::Contains => None,
        Sign::Above { is_strict } => {
            let (first, last) = span(value)?;
            Some(DayRange { from: Some(if is_strict { next(last) } else { one(first) }), to: None })
        }
        Sign::Below { is_strict } => {
            let (first, last) = span(value)?;
            Some(DayRange { from: None, to: Some(if is_strict { before(first) } else { one(last) }) })
        }
    }
}

/// `2024-05-31`, `2024-05`, `2024-05..2024-06-15`, `2024-05..`.
pub(super) fn read_days(value: &str) -> Option<DayRange> {
    let Some((from, to)) = value.split_once(TO) else {
        let (first, last) = span(value)?;
        return Some(DayRange { from: Some(first), to: Some(last) });
    };
    let end = |text: &str| if text.is_empty() { Some(None) } else { span(text).map(Some) };
    let range = DayRange { from: end(from)?.map(|(first, _)| first), to: end(to)?.map(|(_, last)| last) };
    (!range.is_open()).then_some(range)
}

/// The first and the last day of a day or a month.
fn span(text: &str) -> Option<(Day, Day)> {
    if let Ok(day) = text.parse() {
        return Some((day, day));
    }
    let month: Month = text.parse().ok()?;
    Some((month.first_day()?, month.last_day()?))
}
