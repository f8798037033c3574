//! What the fuzzing targets do with their bytes. The corpus that they left is replayed through the same functions by the
//! native tests and in the browser.
#![allow(unreachable_pub, reason = "the targets are programs of their own")]
#![allow(clippy::expect_used, reason = "a damaged corpus must be noticed")]
#![allow(dead_code, reason = "each target is a program of its own and uses one of them")]

use reconlens::domain::{DayOrder, Delimiter, DialectChoice, Encoding, NumberStyle};
use reconlens::ingest::{self, Ingested, Read, ReadOptions, Reader};
use reconlens::view_state::ViewState;

/// What a target does with its bytes.
pub type Target = fn(&[u8]);

/// Each target's name and function.
pub const TARGETS: [(&str, Target); 5] =
    [("container", container), ("dialect", dialect), ("csv", csv), ("json", json), ("url", url)];

/// Runs every input of a kept corpus, lines of `target base64`, and says how many there were.
///
/// # Panics
/// If a line is no input, or a target finds its input mistreated.
pub fn replay(corpus: &str) -> usize {
    corpus
        .lines()
        .map(|line| {
            let (name, encoded) = line.split_once(' ').unwrap_or((line, ""));
            let target = TARGETS.iter().find(|(it, _)| *it == name).map(|(_, run)| run);
            target.expect("a target")(&decoded(encoded));
        })
        .count()
}

/// Base64 as RFC 4648 has it.
fn decoded(text: &str) -> Vec<u8> {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let (mut bytes, mut bits, mut n_bits) = (Vec::new(), 0u32, 0);
    for letter in text.bytes().filter(|it| *it != b'=') {
        let value = LETTERS.iter().position(|it| *it == letter).expect("a letter of base64");
        bits = (bits << 6) | value as u32;
        n_bits += 6;
        if n_bits >= 8 {
            n_bits -= 8;
            bytes.push((bits >> n_bits) as u8);
            bits &= (1 << n_bits) - 1;
        }
    }
    bytes
}

const HEADER: &[u8] = b"CustomerId,CustomerName,Subtotal,TaxTotal,Total,EffectiveUnitPrice,Currency,ChargeStartDate\n";

/// Whatever is read prints every cell again, and counts every row.
fn look(ingested: &Ingested) -> (usize, usize) {
    for table in ingested.tables() {
        for row_idx in 0..table.n_rows() {
            for column in table.columns() {
                let _text = column.text(row_idx).len();
                let _number = column.numbers().and_then(|it| it.value(row_idx));
                let _day = column.day(row_idx).map(|it| it.to_string());
            }
        }
    }
    (ingested.findings.n_rows, ingested.findings.quarantine.n_rows())
}

/// The rows and the rows put aside of a file in two pieces; none where it is refused.
fn in_pieces(bytes: &[u8], cut: usize, options: ReadOptions) -> Option<(usize, usize)> {
    let mut reader = Reader::new(options);
    let (first, rest) = bytes.split_at(cut.min(bytes.len()));
    reader.push(first);
    reader.push(rest);
    match reader.finish() {
        Ok(Read::File(ingested)) => Some(look(&ingested)),
        _ => None,
    }
}

fn check_pieces(bytes: &[u8], cut: usize, options: ReadOptions) {
    assert_eq!(
        in_pieces(bytes, cut, options),
        in_pieces(bytes, bytes.len(), options),
        "where a file is cut does not matter"
    );
}

/// Archives, workbooks, gzip, and what no container is.
pub fn container(data: &[u8]) {
    for member in ingest::read_all(data, ReadOptions::default()).unwrap_or_default() {
        if let Ok(ingested) = member.content {
            look(&ingested);
        }
    }
}

/// Encodings, delimiters, numbers and dates, as found and as chosen: two bytes choose, the rest is the file.
pub fn dialect(data: &[u8]) {
    let [first, second, text @ ..] = data else { return };
    let pick = |byte: u8, n: usize| (usize::from(byte) % (n + 1)).checked_sub(1);
    let choice = DialectChoice {
        encoding: pick(*first, 5).map(|it| Encoding::ALL[it]),
        delimiter: pick(first / 16, 4).map(|it| Delimiter::ALL[it]),
        numbers: pick(*second, 2).map(|it| NumberStyle::ALL[it]),
        days: pick(second / 16, 2).map(|it| DayOrder::ALL[it]),
    };
    let options = ReadOptions { choice, is_any_table: second & 8 != 0, part: None };
    check_pieces(text, usize::from(*first), options);
}

/// Rows behind a known header.
pub fn csv(data: &[u8]) {
    let text = [HEADER, data].concat();
    check_pieces(&text, HEADER.len() + data.first().map_or(0, |it| usize::from(*it)), ReadOptions::default());
}

/// JSON of any form.
pub fn json(data: &[u8]) {
    check_pieces(data, data.len() / 2, ReadOptions::default());
    let items =
        [br#"{"items":[{"subscriptionFriendlyName":"","pretaxTotal":1,"afterTaxTotal":"#.as_slice(), data, b"}]}"]
            .concat();
    check_pieces(&items, items.len() / 3, ReadOptions::default());
}

/// Links: what is read of one prints as one that reads the same.
pub fn url(data: &[u8]) {
    let fragment = String::from_utf8_lossy(data);
    let view = ViewState::from_fragment(&fragment);
    assert_eq!(ViewState::from_fragment(&view.to_fragment()), view);
}
