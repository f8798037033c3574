//! Reads answers of the REST API and exports of the Graph API that were saved as JSON.
//!
//! ```json
//! { "totalCount": 2, "items": [ { "pretaxTotal": 17.219999999999999, "currencyCode": "USD", … } ], … }
//! ```
//!
//! Numbers are taken as the text that stands in the file, never through a binary float.

mod lines;
mod object;
mod rows;

pub(super) use lines::LinesReader;

use serde_json::value::RawValue;

use super::diagnostic::Quarantine;
use super::findings::Findings;
use super::stated::read_stated;
use super::{Content, Ingested, Unreadable};
use crate::domain::{FileKind, InvoiceType};
use object::Object;
use rows::ObjectRows;

/// A secret that a manifest holds: it opens the partner's storage.
const SECRETS: [&str; 2] = ["sasToken", "rootFolderSAS"];

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
    if items.iter().any(is_summary) {
        return Ok(read_summaries(text, &items));
    }
    read_lines(text, items)
}

fn is_summary(object: &Object<'_>) -> bool {
    object.object_type() == "ServiceCostsSummary"
        || (object.member("details").is_some() && object.member("afterTaxTotal").is_some())
}

/// The objects of a text: of a collection, of an array, of several collections that were saved one after another, or one
/// a line. A manifest gives an object for each file that it lists.
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
        if let Some(items) = root.member("items") {
            found.extend(serde_json::from_str::<Vec<Object<'_>>>(items.get()).map_err(broken)?);
        } else if let Some(blobs) = root.member("blobs") {
            let own = root.0.iter().filter(|(key, _)| key != "blobs" && !SECRETS.contains(&&**key));
            let own: Vec<_> = own.map(|(key, value)| (key.clone(), *value)).collect();
            for Object(blob) in serde_json::from_str::<Vec<Object<'_>>>(blobs.get()).map_err(broken)? {
                found.push(Object(blob.into_iter().chain(own.iter().cloned()).collect()));
            }
        } else {
            found.push(root);
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
    let mut findings = Findings::new(FileKind::ServiceCostsSummary, quarantine);
    findings.n_rows = stated.len();
    Ingested { content: Content::Stated(stated), findings, seam: None }
}

fn read_lines(text: &str, items: Vec<Object<'_>>) -> Result<Ingested, Unreadable> {
    let items: Vec<Vec<_>> = items.into_iter().map(Object::flattened).collect();
    let mut rows = ObjectRows::new(items.iter().flatten().map(|(key, _)| key.clone()))?;
    if SECRETS.iter().any(|it| text.contains(it)) {
        rows.notes.push("The manifest holds a token that opens the partner's storage; it is not kept.".to_owned());
    }
    let mut lines = LineCounter { text, at: 0, line_no: 1 };
    for members in items {
        let line_no = members.first().map_or(1, |(_, value)| lines.line_no(value));
        rows.push(line_no, members);
    }
    Ok(rows.finish())
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
