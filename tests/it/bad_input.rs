//! Damaged and foreign files: a clear message each, and the good rows kept.

use std::io::Write as _;

use reconlens::ingest::{self, Unreadable};
use reconlens::view_state::ViewState;

use crate::support::Page;

const HEADER: &str = "CustomerId,CustomerName,Subtotal,TaxTotal,Total,EffectiveUnitPrice,Currency";

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

#[test]
fn files_that_cannot_be_read_say_why() {
    let check = |bytes: &[u8], is_expected: fn(&Unreadable) -> bool| {
        let unreadable = ingest::read(bytes).expect_err("must be refused");
        assert!(is_expected(&unreadable), "{unreadable:?}");
        assert!(unreadable.to_string().ends_with(['.', ')']), "{unreadable}");
    };
    check(b"", |it| *it == Unreadable::Empty);
    check(b"\xef\xbb\xbf \n\n", |it| *it == Unreadable::Empty);
    check(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", |it| *it == Unreadable::Binary);
    check(b"PK\x03\x04rest", |it| matches!(it, Unreadable::BrokenArchive { .. }));
    check(b"\xff\xfe", |it| *it == Unreadable::Empty);
    check(b"a\0\0\0\0b", |it| *it == Unreadable::Binary);
    check(&gzip(b""), |it| *it == Unreadable::EmptyGzip);
    check(b"\x1f\x8b", |it| matches!(it, Unreadable::BrokenGzip { .. }));
    check(&gzip(HEADER.repeat(9).as_bytes())[..40], |it| matches!(it, Unreadable::BrokenGzip { .. }));
    check(
        b"Id,Quantity,Date,Name\n001, 2 ,01/02/2024,Widget\n",
        |it| matches!(it, Unreadable::UnknownKind { seen } if seen == &["Id", "Quantity", "Date", "Name"]),
    );
    check(b"{\"items\": [{\"a\": 1}, {\"a\"", |it| {
        matches!(it, Unreadable::BrokenJson { what: "is cut off", line: 1, .. })
    });
    check(b"{\"items\": [\n{\"a\": 1,, }]}", |it| {
        matches!(it, Unreadable::BrokenJson { what: "is not valid", line: 2, .. })
    });
    let wide = format!("{HEADER}{}\n", ",x".repeat(20_000));
    check(wide.as_bytes(), |it| *it == Unreadable::TooManyColumns);
    check(b"[]", |it| matches!(it, Unreadable::UnknownKind { .. }));
    check(b"[1, 2]", |it| matches!(it, Unreadable::BrokenJson { .. }));
}

#[test]
fn bad_rows_are_put_aside_and_the_others_count() {
    let text = format!(
        "{HEADER}\nA,a,1,0,1,1,USD\nB,b,x,0,1,1,USD\nC,c,1,0\nD,\"d,1,0,1,1,USD\nE,e,2,0,2,1,USD\n{HEADER}\nF,f,\"1,5\",0,1.5,1,USD\nG,g,4,0"
    );
    let mut page = Page::with(&[("month.csv", text.as_bytes())]);
    let answer = page.show(&ViewState::default());
    let aside: Vec<_> = answer.quarantine.first.iter().map(|it| (it.line_no, it.column.as_str())).collect();
    assert_eq!(aside, [(3, "Subtotal"), (4, ""), (5, ""), (7, ""), (8, "Subtotal"), (9, "")]);
    assert_eq!(answer.quarantine.n_rows, 6);
    assert_eq!(answer.summary.totals[0].amounts.total, "3");
    assert!(answer.quarantine.first[5].reason.contains("ends in the middle"));
    assert_eq!(answer.quarantine.first[0].text, "B,b,x,0,1,1,USD");
}

#[test]
fn a_header_without_rows_is_said() {
    let mut page = Page::with(&[("empty.csv", HEADER.as_bytes())]);
    let answer = page.show(&ViewState::default());
    assert_eq!(answer.files[0].n_rows, 0);
    assert!(answer.files[0].notes.iter().any(|it| it.contains("no rows")), "{:?}", answer.files[0].notes);
}

#[test]
fn a_missing_line_end_is_said() {
    let text = format!("{HEADER}\nA,a,1,0,1,1,US");
    let mut page = Page::with(&[("cut.csv", text.as_bytes())]);
    let answer = page.show(&ViewState::default());
    assert!(answer.files[0].notes.iter().any(|it| it.contains("no line end")), "{:?}", answer.files[0].notes);
}

#[test]
fn a_file_that_fails_leaves_the_others_alone() {
    let good = format!("{HEADER}\nA,a,1,0.2,1.2,1,USD\n");
    let mut page = Page::with(&[("bad.json", b"{"), ("good.csv", good.as_bytes()), ("bad.gz", &[0x1f, 0x8b, 8])]);
    assert_eq!(page.failures.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>(), ["bad.json", "bad.gz"]);
    let answer = page.show(&ViewState::default());
    assert_eq!(answer.files.len(), 1);
    assert_eq!(answer.summary.totals[0].amounts.total, "1.2");
}

#[test]
fn a_missing_column_is_named() {
    let mut page = Page::with(&[("short.csv", b"Subtotal,TaxTotal,EffectiveUnitPrice,CustomerId\n1,0,1,A\n")]);
    let answer = page.show(&ViewState::default());
    assert!(
        answer.files[0].notes.iter().any(|it| it.contains("no column Currency, Total")),
        "{:?}",
        answer.files[0].notes
    );
    assert_eq!(answer.summary.rows.len(), 1);
}
