//! Reads answers of the REST API that were saved as JSON.
//!
//! ```json
//! { "totalCount": 2, "items": [ { "pretaxTotal": 17.219999999999999, "currencyCode": "USD", … } ], … }
//! ```
//!
//! Numbers are taken as the text that stands in the file, never through a binary float. An object is a list of pairs in
//! the file's order, so that a key that stands twice is seen.

use std::borrow::Cow;
use std::fmt;
use std::rc::Rc;

use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::binding::{missing_columns, odd_cells, plan_columns};
use super::diagnostic::Quarantine;
use super::dialect::Dialect;
use super::schema::Schema;
use super::stated::read_stated;
use super::{Content, Ingested, Unreadable};
use crate::domain::InvoiceType;
use crate::table::TableBuilder;

/// An object's members in the file's order, their values as the file writes them.
struct Object<'a>(Vec<(Cow<'a, str>, &'a RawValue)>);

impl<'de: 'a, 'a> Deserialize<'de> for Object<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Members;
        impl<'de> Visitor<'de> for Members {
            type Value = Object<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Object<'de>, A::Error> {
                let mut members = Vec::new();
                while let Some((Key(key), value)) = map.next_entry::<Key<'de>, &'de RawValue>()? {
                    members.push((key, value));
                }
                Ok(Object(members))
            }
        }
        deserializer.deserialize_map(Members)
    }
}

#[derive(Deserialize)]
#[serde(transparent)]
struct Key<'a>(#[serde(borrow)] Cow<'a, str>);

impl<'a> Object<'a> {
    fn member(&self, name: &str) -> Option<&'a RawValue> {
        self.0.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| *value)
    }

    /// A member's text: a string without its quotes, a number as it is written, nothing for `null`.
    fn text(&self, name: &str) -> String {
        self.member(name).map(|it| cell(it).into_owned()).unwrap_or_default()
    }

    fn object(&self, name: &str) -> Option<Object<'a>> {
        serde_json::from_str(self.member(name)?.get()).ok()
    }

    fn object_type(&self) -> String {
        self.object("attributes").map(|it| it.text("objectType")).unwrap_or_default()
    }

    fn is_summary(&self) -> bool {
        self.object_type() == "ServiceCostsSummary"
            || (self.member("details").is_some() && self.member("afterTaxTotal").is_some())
    }
}

/// Reads a whole JSON text.
pub(super) fn read(bytes: &[u8]) -> Result<Ingested, Unreadable> {
    let text = std::str::from_utf8(bytes).map_err(|broken| {
        let before = &bytes[..broken.valid_up_to()];
        Unreadable::BrokenJson {
            what: "is not UTF-8 text",
            line: 1 + memchr::memchr_iter(b'\n', before).count(),
            column: 1 + before.len() - memchr::memrchr(b'\n', before).map_or(0, |it| it + 1),
            cause: broken.to_string(),
        }
    })?;
    let items = items(text)?;
    if items.iter().any(Object::is_summary) {
        return Ok(read_summaries(text, &items));
    }
    read_lines(text, &items)
}

/// The objects of a text: of a collection, of an array, of several collections that were saved one after another, or one
/// a line.
fn items(text: &str) -> Result<Vec<Object<'_>>, Unreadable> {
    let broken = |error: serde_json::Error| Unreadable::BrokenJson {
        what: if error.is_eof() { "is cut off" } else { "is not valid" },
        line: error.line(),
        column: error.column(),
        cause: error.to_string(),
    };
    if text.trim_start().starts_with('[') {
        return serde_json::from_str(text).map_err(broken);
    }
    let mut found = Vec::new();
    for root in serde_json::Deserializer::from_str(text).into_iter::<Object<'_>>() {
        let root = root.map_err(broken)?;
        match root.member("items") {
            Some(items) => found.extend(serde_json::from_str::<Vec<Object<'_>>>(items.get()).map_err(broken)?),
            None => found.push(root),
        }
    }
    Ok(found)
}

fn read_summaries(text: &str, items: &[Object<'_>]) -> Ingested {
    let mut stated = Vec::new();
    let mut quarantine = Quarantine::default();
    for item in items {
        let details: Vec<Object<'_>> =
            item.member("details").and_then(|it| serde_json::from_str(it.get()).ok()).unwrap_or_default();
        let results: Vec<_> = if details.is_empty() {
            vec![(item.member("afterTaxTotal"), read_stated(InvoiceType::Recurring, |name| item.text(name)))]
        } else {
            details
                .iter()
                .map(|detail| {
                    let summary = detail.object("summary").unwrap_or(Object(Vec::new()));
                    // Details of old answers leave the customer to the root.
                    let field = |name: &str| match summary.text(name) {
                        text if text.is_empty() && name == "customerId" => item.text(name),
                        text => text,
                    };
                    let written = detail.text("invoiceType");
                    let cost = InvoiceType::parse(&written)
                        .ok_or_else(|| ("invoiceType", format!("“{written}” is neither Recurring nor OneTime.")))
                        .and_then(|invoice_type| read_stated(invoice_type, field));
                    (detail.member("invoiceType"), cost)
                })
                .collect()
        };
        for (place, result) in results {
            match result {
                Ok(cost) => stated.push(cost),
                Err((column, reason)) => {
                    let line_no = place.map_or(1, |it| line_no(text, it));
                    quarantine.put(line_no, column, place.map_or("", |it| it.get()).as_bytes(), reason);
                }
            }
        }
    }
    Ingested {
        content: Content::Stated(stated),
        quarantine,
        unknown_columns: Vec::new(),
        notes: Vec::new(),
        fingerprint: 0,
    }
}

fn read_lines(text: &str, items: &[Object<'_>]) -> Result<Ingested, Unreadable> {
    let mut header: Vec<String> = Vec::new();
    let mut n_repeated = 0;
    for Object(members) in items {
        for (idx, (key, _)) in members.iter().enumerate() {
            if members[..idx].iter().any(|(earlier, _)| earlier == key) {
                n_repeated += 1;
            } else if !header.iter().any(|it| it == key) {
                header.push(key.clone().into_owned());
            }
        }
    }
    let Some(schema) = Schema::recognise(header.iter().map(String::as_str)) else {
        return Err(Unreadable::UnknownKind { seen: header });
    };
    let plans = plan_columns(schema, &header, &Dialect::default());
    let mut notes: Vec<String> = missing_columns(schema, &plans).into_iter().collect();
    if n_repeated > 0 {
        notes.push(format!("{n_repeated} keys stand twice in one object; the first value is used."));
    }
    let mut builder = TableBuilder::new(schema.kind, plans);
    let mut quarantine = Quarantine::default();
    let mut lines = LineCounter { text, at: 0, line_no: 1 };
    for Object(members) in items {
        let mut cells: Vec<Cow<'_, str>> = vec![Cow::Borrowed(""); header.len()];
        for (key, value) in members.iter().rev() {
            if let Some(idx) = header.iter().position(|it| it == key) {
                cells[idx] = cell(value);
            }
        }
        let line_no = members.first().map_or(1, |(_, value)| lines.line_no(value));
        if let Err(problem) = builder.push_row(line_no, |it| &cells[it]) {
            let reason = format!("“{}” {}.", cells[problem.column_idx], problem.problem);
            quarantine.put(line_no, &header[problem.column_idx], cells.join(",").as_bytes(), reason);
        }
    }
    notes.extend(odd_cells(&builder));
    if builder.n_rows() == 0 && quarantine.n_rows() == 0 {
        notes.push("The collection has no items: there is nothing to add up.".to_owned());
    }
    let unknown_columns = header.iter().filter(|it| schema.spec(it).is_none()).cloned().collect();
    Ok(Ingested {
        content: Content::Lines(Rc::new(builder.finish())),
        quarantine,
        unknown_columns,
        notes,
        fingerprint: 0,
    })
}

/// A value as a cell: strings without quotes, `null` as nothing, all else as the file writes it.
fn cell(value: &RawValue) -> Cow<'_, str> {
    match value.get().as_bytes().first() {
        Some(b'"') => serde_json::from_str::<Key<'_>>(value.get()).map_or(Cow::Borrowed(value.get()), |Key(text)| text),
        Some(b'n') => Cow::Borrowed(""),
        _ => Cow::Borrowed(value.get()),
    }
}

/// The line of a value, from 1: values are slices of the text.
fn line_no(text: &str, value: &RawValue) -> u64 {
    LineCounter { text, at: 0, line_no: 1 }.line_no(value)
}

/// Counts lines on the way from value to value.
struct LineCounter<'a> {
    text: &'a str,
    at: usize,
    line_no: u64,
}

impl LineCounter<'_> {
    fn line_no(&mut self, value: &RawValue) -> u64 {
        let offset = (value.get().as_ptr() as usize).saturating_sub(self.text.as_ptr() as usize);
        if let Some(between) = self.text.as_bytes().get(self.at..offset) {
            self.line_no += memchr::memchr_iter(b'\n', between).count() as u64;
            self.at = offset;
        }
        self.line_no
    }
}
