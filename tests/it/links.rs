//! Links that people have keep their meaning: `tests/fixtures/links.txt` holds each with the view that it must show.

use reconlens::domain::Dimension;
use reconlens::view_state::{
    Clause, DayRange, Direction, FileMark, Grouping, Limit, LinesTable, Measure, NumberRange, Pick, SortKey, ViewState,
};

fn dimension(dimension: &Dimension) -> String {
    match dimension {
        Dimension::Field(field) => field.key().to_owned(),
        Dimension::Column(key) => format!("column {key}"),
        Dimension::Month(key) => format!("month {key}"),
    }
}

fn value(it: &Pick) -> String {
    match it {
        Pick::Plain(text) => text.clone(),
        Pick::Coded(code) => format!("#{code}"),
    }
}

fn clause(it: &Clause) -> String {
    match it {
        Clause::Is(of, pick) => format!("is {} {}", dimension(of), value(pick)),
        Clause::IsNot(of, pick) => format!("not {} {}", dimension(of), value(pick)),
        Clause::Number(column, NumberRange { min, max }) => {
            let words = |it: Limit, strict: &str, inclusive: &str| {
                format!("{} {}", if it.is_strict { strict } else { inclusive }, it.value)
            };
            let ends = [min.map(|it| words(it, "above", "at least")), max.map(|it| words(it, "below", "at most"))];
            format!("number {column} {}", ends.into_iter().flatten().collect::<Vec<_>>().join(" and "))
        }
        Clause::Days(column, DayRange { from, to }) => {
            let day = |it: &Option<reconlens::domain::Day>| it.map_or_else(|| "any".to_owned(), |it| it.to_string());
            format!("days of {} {} to {}", column.as_deref().unwrap_or("the charge"), day(from), day(to))
        }
        Clause::Contains(None, text) => format!("search {text}"),
        Clause::Contains(Some(column), text) => format!("in {column} {text}"),
        Clause::AnyOf(group) => format!("any of: {}", group.iter().map(clause).collect::<Vec<_>>().join("; ")),
    }
}

/// A view in words, one a line.
fn words(view: &ViewState) -> Vec<String> {
    let mut words: Vec<String> = view.clauses().iter().map(clause).collect();
    words.extend(view.facets.iter().map(|it| format!("shows {}", dimension(it))));
    let Grouping { rows, across, measure, order, opened, lists_all } = &view.grouping;
    words.extend(rows.iter().map(|it| format!("groups by {}", dimension(it))));
    words.extend(across.iter().map(|it| format!("across {}", dimension(it))));
    words.extend((*measure != Measure::default()).then(|| format!("measures {}", measure.title())));
    words.extend(order.iter().map(|it| format!("orders groups by {it:?}")));
    words.extend(opened.iter().map(|it| format!("opens {}", it.iter().map(value).collect::<Vec<_>>().join(" / "))));
    words.extend(lists_all.then(|| "lists all groups".to_owned()));
    words.extend(view.sort.iter().map(|SortKey { column, direction }| match direction {
        Direction::Ascending => format!("sort {column} ascending"),
        Direction::Descending => format!("sort {column} descending"),
    }));
    words.extend(view.columns.iter().map(|it| format!("columns {}", it.join(", "))));
    words.extend(view.made_with.iter().map(|FileMark { kind, invoice, n_rows, code }| {
        format!("made with {kind} {invoice} of {n_rows} rows, {code}")
    }));
    let LinesTable { pinned, widths, as_in_file } = &view.table;
    words.extend(pinned.iter().map(|it| format!("pins {it}")));
    words.extend(widths.iter().map(|(key, width_px)| format!("{key} is {width_px} px wide")));
    words.extend(as_in_file.then(|| "cells as in the file".to_owned()));
    words.extend(view.unknown.iter().map(|(key, value)| format!("unknown {key}={value}")));
    words.extend(view.newer_version.iter().map(|it| format!("version {it}")));
    words
}

#[test]
fn every_link_shows_the_view_that_it_always_showed() {
    let mut n_links = 0;
    let text = include_str!("../fixtures/links.txt");
    let mut lines = text.lines().filter(|it| !it.is_empty() && !it.starts_with('#')).peekable();
    while let Some(fragment) = lines.next() {
        let mut expected = Vec::new();
        while let Some(line) = lines.next_if(|it| it.starts_with("  ")) {
            expected.push(line[2..].to_owned());
        }
        let view = ViewState::from_fragment(fragment);
        assert_eq!(words(&view), expected, "{fragment}");
        assert_eq!(ViewState::from_fragment(&view.to_fragment()), view, "{fragment}");
        n_links += 1;
    }
    assert!(n_links >= 11, "{n_links}");
}
