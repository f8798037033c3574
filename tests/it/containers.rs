//! Archives, workbooks and damage to them. Workbooks are made here part by part, as ECMA-376 has them.

use std::io::Write as _;

use reconlens::domain::{DayOrder, DialectChoice, FileKind};
use reconlens::ingest::{self, Ingested, Member, ReadOptions, Unreadable};
use reconlens::protocol::{FileId, Standing};
use reconlens::view_state::ViewState;

use crate::support::{Page, sample};

const CSV: &str = "CustomerId,Subtotal,TaxTotal,Total,EffectiveUnitPrice,Currency\nC,1,0.5,1.5,1,USD\nD,2,0,2,1,USD\n";

fn deflated(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::DeflateEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

/// What the directory says of a file; a lie where a test wants one.
struct Entry<'a> {
    name: &'a str,
    bytes: &'a [u8],
    is_deflated: bool,
    claimed_len: Option<u32>,
    flags: u16,
}

impl<'a> Entry<'a> {
    fn new(name: &'a str, bytes: &'a [u8]) -> Self {
        Self { name, bytes, is_deflated: true, claimed_len: None, flags: 0 }
    }
}

/// APPNOTE.TXT 4.3: local headers with data, the central directory, its end.
fn zip_of(entries: &[Entry<'_>]) -> Vec<u8> {
    let (mut zip, mut directory) = (Vec::new(), Vec::new());
    for Entry { name, bytes, is_deflated, claimed_len, flags } in entries {
        let packed = if *is_deflated { deflated(bytes) } else { bytes.to_vec() };
        let mut crc = flate2::Crc::new();
        crc.update(bytes);
        let method: u16 = if *is_deflated { 8 } else { 0 };
        let len = claimed_len.unwrap_or(bytes.len() as u32);
        let offset = zip.len() as u32;
        let common = |out: &mut Vec<u8>| {
            out.extend([20, 0]);
            out.extend(flags.to_le_bytes());
            out.extend(method.to_le_bytes());
            out.extend([0; 4]);
            out.extend(crc.sum().to_le_bytes());
            out.extend((packed.len() as u32).to_le_bytes());
            out.extend(len.to_le_bytes());
            out.extend((name.len() as u16).to_le_bytes());
            out.extend([0, 0]);
        };
        zip.extend(b"PK\x03\x04");
        common(&mut zip);
        zip.extend(name.as_bytes());
        zip.extend(&packed);
        directory.extend(b"PK\x01\x02\x14\x00");
        common(&mut directory);
        directory.extend([0; 10]);
        directory.extend(offset.to_le_bytes());
        directory.extend(name.as_bytes());
    }
    let start = zip.len() as u32;
    zip.extend(&directory);
    zip.extend(b"PK\x05\x06\0\0\0\0");
    zip.extend((entries.len() as u16).to_le_bytes());
    zip.extend((entries.len() as u16).to_le_bytes());
    zip.extend((directory.len() as u32).to_le_bytes());
    zip.extend(start.to_le_bytes());
    zip.extend([0, 0]);
    zip
}

fn members(bytes: &[u8]) -> Vec<Member> {
    ingest::read_all(bytes, ReadOptions::default()).unwrap()
}

fn cells(ingested: &Ingested) -> Vec<Vec<String>> {
    let [table] = ingested.tables() else { panic!("no lines") };
    (0..table.n_rows()).map(|row| table.columns().iter().map(|it| it.text(row).into_owned()).collect()).collect()
}

#[test]
fn every_file_of_an_archive_is_a_file() {
    let license = sample("csv/legacy_license_docs_examples_28.csv");
    let packed = gzip(CSV.as_bytes());
    let zip = zip_of(&[
        Entry::new("month/", b""),
        Entry::new("month/lines.csv", CSV.as_bytes()),
        Entry { is_deflated: false, ..Entry::new("month/license.csv", &license) },
        Entry::new("__MACOSX/month/._lines.csv", b"junk"),
        Entry::new("month/.DS_Store", b"junk"),
        Entry::new("again.csv.gz", &packed),
        Entry::new("invoice.pdf", b"%PDF-1.7 \x00\x01\x02"),
    ]);
    let mut page = Page::with(&[("month.zip", &zip)]);
    let answer = page.show(&ViewState::default());
    let files: Vec<_> = answer.files.iter().map(|it| (it.name.as_str(), it.kind, it.n_rows)).collect();
    assert_eq!(
        files,
        [
            ("month.zip › month/lines.csv", FileKind::OneTime, 2),
            ("month.zip › month/license.csv", FileKind::License, 10),
            ("month.zip › again.csv.gz", FileKind::OneTime, 2),
        ]
    );
    assert_eq!(answer.files[2].standing, Standing::DuplicateOf(files[0].0.to_owned()), "packed or not, it counts once");
    assert_eq!(page.failures.len(), 1);
    assert!(
        page.failures[0].0.ends_with("invoice.pdf") && page.failures[0].1.contains("binary"),
        "{:?}",
        page.failures
    );
}

#[test]
fn two_files_of_one_name_are_two_files() {
    let other = CSV.replace("C,1", "E,4");
    let zip = zip_of(&[Entry::new("a.csv", CSV.as_bytes()), Entry::new("a.csv", other.as_bytes())]);
    assert_eq!(members(&zip).iter().filter(|it| it.content.is_ok()).count(), 2);
}

#[test]
fn an_archive_that_lies_is_refused_with_words() {
    let refused = |entry: Entry<'_>| members(&zip_of(&[entry])).remove(0).content.unwrap_err();
    let lying = Entry { claimed_len: Some(5), ..Entry::new("a.csv", CSV.as_bytes()) };
    assert!(matches!(refused(lying), Unreadable::BrokenArchive { .. }));
    assert_eq!(refused(Entry { flags: 1, ..Entry::new("a.csv", CSV.as_bytes()) }), Unreadable::Encrypted);
    let inner = zip_of(&[Entry::new("a.csv", CSV.as_bytes()), Entry::new("b.csv", CSV.as_bytes())]);
    assert_eq!(refused(Entry::new("inner.zip", &inner)), Unreadable::NestedArchive);
    assert_eq!(ingest::read(&zip_of(&[])).unwrap_err(), Unreadable::Empty);
    let mut damaged = zip_of(&[Entry { is_deflated: false, ..Entry::new("a.csv", CSV.as_bytes()) }]);
    damaged[40] ^= 1;
    assert!(matches!(members(&damaged).remove(0).content, Err(Unreadable::BrokenArchive { .. })), "the checksum tells");
}

#[test]
fn an_archive_that_is_cut_off_anywhere_is_refused() {
    let zip = zip_of(&[Entry::new("a.csv", CSV.as_bytes()), Entry::new("b.csv", CSV.as_bytes())]);
    for len in 4..zip.len() {
        let refused = ingest::read(&zip[..len]).unwrap_err();
        assert!(matches!(refused, Unreadable::BrokenArchive { .. }), "{len}: {refused:?}");
    }
}

#[test]
fn a_bomb_is_stopped_before_it_fills_the_memory() {
    // A header and then one row over and over: a thousandth when packed.
    let mut text = CSV.as_bytes().to_vec();
    text.resize(100 << 20, b'0');
    let is_bomb = |bytes: &[u8]| matches!(ingest::read(bytes), Err(Unreadable::Bomb));
    assert!(is_bomb(&gzip(&text)));
    let zip = zip_of(&[Entry::new("a.csv", &text)]);
    assert!(matches!(members(&zip).remove(0).content, Err(Unreadable::Bomb)));
    assert!(Unreadable::Bomb.to_string().contains("4 GB"));
}

fn workbook(sheets: &[(&str, &str)], strings: &str, styles: &str) -> Vec<u8> {
    let list: String = sheets
        .iter()
        .enumerate()
        .map(|(idx, (name, _))| format!(r#"<sheet name="{name}" sheetId="{0}" r:id="rId{0}"/>"#, idx + 1))
        .collect();
    let relations: String = (1..=sheets.len())
        .map(|it| format!(r#"<Relationship Id="rId{it}" Target="worksheets/sheet{it}.xml"/>"#))
        .collect();
    let parts = [
        ("xl/workbook.xml".to_owned(), format!("<workbook><sheets>{list}</sheets></workbook>")),
        ("xl/_rels/workbook.xml.rels".to_owned(), format!("<Relationships>{relations}</Relationships>")),
        ("xl/sharedStrings.xml".to_owned(), format!("<sst>{strings}</sst>")),
        ("xl/styles.xml".to_owned(), styles.to_owned()),
    ];
    let sheets = sheets.iter().enumerate().map(|(idx, (_, rows))| {
        let text = format!("<worksheet><sheetData>{rows}</sheetData></worksheet>");
        (format!("xl/worksheets/sheet{}.xml", idx + 1), text)
    });
    let parts: Vec<(String, String)> = parts.into_iter().chain(sheets).collect();
    zip_of(&parts.iter().map(|(name, text)| Entry::new(name, text.as_bytes())).collect::<Vec<_>>())
}

fn inline(cells: &[&str]) -> String {
    let cells: String = cells.iter().map(|it| format!(r#"<c t="inlineStr"><is><t>{it}</t></is></c>"#)).collect();
    format!("<row>{cells}</row>")
}

#[test]
fn a_workbook_is_read_as_it_stores_its_cells() {
    let header = inline(&[
        "CustomerId",
        "CustomerName",
        "Subtotal",
        "TaxTotal",
        "Total",
        "EffectiveUnitPrice",
        "ChargeStartDate",
    ]);
    let rows = format!(
        "<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>Lines of September</t></is></c></row>{header}\
        <row r=\"4\"><c r=\"A4\" t=\"s\"><v>0</v></c><c r=\"B4\" t=\"s\"><v>1</v></c><c r=\"C4\"><v>17.219999999999999</v></c>\
        <c r=\"D4\"><v>0</v></c><c r=\"E4\" t=\"str\"><v>17.22</v></c><c r=\"G4\" s=\"1\"><v>46266</v></c></row>\
        <row r=\"6\"><c r=\"C6\"><v>7.58469E-05</v></c><c r=\"D6\"><v>0</v></c><c r=\"E6\"><v>1</v></c></row>\
        <row r=\"7\"><c r=\"C7\"><v>1</v></c><c r=\"H7\"><v>9</v></c></row>"
    );
    let strings = "<si><t>0001</t></si><si><r><t>Ada &amp; </t></r><r><t xml:space=\"preserve\"> Co</t></r><rPh><t>x</t></rPh></si>";
    let styles = r#"<styleSheet><numFmts><numFmt numFmtId="164" formatCode="dd/mm/yyyy"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="164"/></cellXfs></styleSheet>"#;
    let book = workbook(&[("Blank", ""), ("Lines", &rows)], strings, styles);
    let mut read = members(&book);
    assert_eq!(read.len(), 1, "a sheet with nothing on it is none");
    let ingested = read.remove(0).content.unwrap();
    assert_eq!(
        cells(&ingested),
        [["0001", "Ada &  Co", "17.22", "0", "17.22", "", "2026-09-01"], ["", "", "7.58469E-05", "0", "1", "", ""],]
    );
    assert_eq!(ingested.findings.quarantine.kept()[0].line_no, 7, "a cell beyond the header is no cell to guess at");
    let mut page = Page::with(&[("lines.xlsx", &book)]);
    assert_eq!(page.show(&ViewState::default()).files[0].name, "lines.xlsx");
}

#[test]
fn sheets_are_files() {
    let header = inline(&["CustomerId", "Subtotal", "TaxTotal", "Total", "EffectiveUnitPrice"]);
    let sheet = |customer: &str| format!("{header}{}", inline(&[customer, "1", "0", "1", "1"]));
    let book = workbook(&[("May", &sheet("A")), ("June", &sheet("B")), ("Notes", &inline(&["by hand"]))], "", "");
    let mut page = Page::with(&[("year.xlsx", &book)]);
    let names: Vec<String> = page.show(&ViewState::default()).files.into_iter().map(|it| it.name).collect();
    assert_eq!(names, ["year.xlsx › May", "year.xlsx › June"]);
    assert_eq!(page.failures[0].0, "year.xlsx › Notes");
}

#[test]
fn what_a_person_decides_goes_before_the_evidence() {
    let text = "CustomerId;Subtotal;TaxTotal;Total;EffectiveUnitPrice;ChargeStartDate\nC;1,234;0;1,234;1;01/09/2026\n";
    let plain = Page::with(&[("a.csv", text.as_bytes())]);
    let zip = zip_of(&[Entry::new("other.csv", CSV.as_bytes()), Entry::new("a.csv", text.as_bytes())]);
    let packed = Page::with(&[("a.zip", &zip)]);
    for (mut page, idx) in [(plain, 0), (packed, 1)] {
        let report = page.show(&ViewState::default()).files.remove(idx);
        assert_eq!(report.n_quarantined, 1, "1,234 may be either");
        let choice = DialectChoice {
            numbers: Some(reconlens::domain::NumberStyle::Comma),
            days: Some(DayOrder::DayFirst),
            ..DialectChoice::default()
        };
        page.reread(report.file, choice, FileId(0));
        let answer = page.show(&ViewState::default());
        let report = &answer.files[idx];
        assert_eq!((report.n_quarantined, report.n_rows, report.choice), (0, 1, choice));
        let row = answer.summary.rows.iter().find(|it| it.period == "2026-09").unwrap();
        assert_eq!(row.amounts.total, "1.234");
        assert_eq!(answer.files.len(), idx + 1, "nothing else is read twice");
    }
}
