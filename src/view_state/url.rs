//! A view as the fragment of a link, and back.
//!
//! ```text
//! v=1&type=OneTime&customer=Qf2x0a.9sLkd2&from=2026-09-01&q=azure&sort=-Subtotal&columns=CustomerName,Subtotal
//! ```
//!
//! `parse(print(view)) == view`. Keys and values are percent-encoded; several values of one key are joined by `.`
//! where they are codes and by `,` where they are texts (a `,` in a text is encoded). Unknown keys are kept.

use std::fmt::Write as _;

use super::{Direction, Pick, SortKey, ViewState};
use crate::domain::{Day, Field, ValueCode};

/// The version of the link format that this page writes.
const VERSION: &str = "1";

impl ViewState {
    /// The view as the part of a link behind `#`; empty for the default view.
    #[must_use]
    pub fn to_fragment(&self) -> String {
        let Self { picks, from, to, search, sort, columns, unknown, newer_version } = self;
        let mut pairs: Vec<(String, String)> = Vec::new();
        for (field, picks) in picks {
            let texts: Vec<String> = picks.iter().map(print_pick).collect();
            if !texts.is_empty() {
                pairs.push((field.key().to_owned(), texts.join(if field.is_plain_in_links() { "," } else { "." })));
            }
        }
        pairs.extend(from.map(|it| ("from".to_owned(), it.to_string())));
        pairs.extend(to.map(|it| ("to".to_owned(), it.to_string())));
        if !search.is_empty() {
            pairs.push(("q".to_owned(), encode(search)));
        }
        if let Some(SortKey { column, direction }) = sort {
            let sign = if *direction == Direction::Descending { "-" } else { "" };
            pairs.push(("sort".to_owned(), format!("{sign}{}", encode(column))));
        }
        if let Some(columns) = columns {
            pairs.push(("columns".to_owned(), columns.iter().map(|it| encode(it)).collect::<Vec<_>>().join(",")));
        }
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
        if let Some(field) = Field::of_key(key) {
            let picks: Option<Vec<Pick>> = if field.is_plain_in_links() {
                Some(value.split(',').map(|it| Pick::Plain(decode(it))).collect())
            } else {
                value.split('.').map(|it| ValueCode::parse(it).map(Pick::Coded)).collect()
            };
            let Some(picks) = picks else { return false };
            self.picks.entry(field).or_default().extend(picks);
            return true;
        }
        match key {
            "v" => {
                let version = decode(value);
                self.newer_version = (version != VERSION).then_some(version);
            }
            "from" | "to" => {
                let Ok(day) = decode(value).parse::<Day>() else { return false };
                *(if key == "from" { &mut self.from } else { &mut self.to }) = Some(day);
            }
            "q" => self.search = decode(value),
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
            _ => return false,
        }
        true
    }
}

fn print_pick(pick: &Pick) -> String {
    match pick {
        Pick::Plain(text) => encode(text),
        Pick::Coded(code) => code.to_string(),
    }
}

/// Percent-encodes all but the characters that stay readable and whole in a fragment and in chat programs.
fn encode(text: &str) -> String {
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
fn decode(text: &str) -> String {
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
