//! Files as they come: names in any order and case, older and newer headers, wrappings.

use std::io::Write as _;

use reconlens::domain::{Dialect, Encoding, FileKind};
use reconlens::ingest::{self, Ingested};

use crate::support::sample;

fn read(text: &str) -> Ingested {
    ingest::read(text.as_bytes()).unwrap()
}

fn cells(ingested: &Ingested) -> Vec<Vec<String>> {
    let [table] = ingested.tables() else { panic!("no lines") };
    (0..table.n_rows()).map(|row| table.columns().iter().map(|it| it.text(row).into_owned()).collect()).collect()
}

#[test]
fn every_sample_is_recognised_and_keeps_every_cell() {
    let samples = [
        ("csv/nce_recon_docs_worked_examples_46.csv", FileKind::OneTime, 17),
        ("csv/legacy_license_docs_examples_28.csv", FileKind::License, 10),
        ("csv/legacy_usage_docs_examples_42.csv", FileKind::Usage, 5),
    ];
    for (path, kind, n_rows) in samples {
        let bytes = sample(path);
        let ingested = ingest::read(&bytes).unwrap();
        assert_eq!(ingested.kind(), kind, "{path}");
        assert_eq!(ingested.findings.quarantine.n_rows(), 0, "{path}");
        assert_eq!(ingested.findings.unknown_columns, Vec::<String>::new(), "{path}");
        let mut reader = csv::Reader::from_reader(bytes.as_slice());
        let expected: Vec<Vec<String>> =
            reader.records().map(|it| it.unwrap().iter().map(str::to_owned).collect()).collect();
        assert_eq!(expected.len(), n_rows);
        assert_eq!(cells(&ingested), expected, "{path}");
    }
}

#[test]
fn columns_are_bound_by_name_in_any_order_and_case() {
    let one = read("Total,subtotal,TAXTOTAL,effective unit price,customer_id,Currency\n3,1,2,1,C,USD\n");
    let [table] = one.tables() else { panic!("no lines") };
    let keys: Vec<&str> = table.columns().iter().map(|it| it.key()).collect();
    assert_eq!(keys, ["Total", "Subtotal", "TaxTotal", "EffectiveUnitPrice", "CustomerId", "Currency"]);
    let headers: Vec<&str> = table.columns().iter().map(|it| it.header()).collect();
    assert_eq!(headers[3], "effective unit price", "the file's own name is kept");
}

#[test]
fn every_header_generation_of_a_one_time_file_is_read() {
    let text = String::from_utf8(sample("csv/nce_recon_docs_worked_examples_46.csv")).unwrap();
    let header: Vec<&str> = text.lines().next().unwrap().split(',').collect();
    assert_eq!(header.len(), 46);
    for n_columns in [40, 41, 46] {
        let row: Vec<String> = (0..n_columns).map(|it| it.to_string()).collect();
        let ingested = read(&format!("{}\n{}\n", header[..n_columns].join(","), row.join(",")));
        assert_eq!(ingested.kind(), FileKind::OneTime);
        assert_eq!(cells(&ingested), [row]);
    }
    let direct: Vec<&str> = header.iter().copied().filter(|it| *it != "ResellerMpnId").collect();
    assert_eq!(read(&format!("{}\n", direct.join(","))).kind(), FileKind::OneTime);
    let newest = format!("{},ProductCategory,BrandNew", header.join(","));
    assert_eq!(read(&format!("{newest}\n")).findings.unknown_columns, ["BrandNew"]);
}

#[test]
fn wrappings_do_not_matter() {
    let plain = "CustomerId,Subtotal,TaxTotal,Total,EffectiveUnitPrice,Currency\nC,1,0,1,1,USD\nD,2,0,2,1,USD\n";
    let expected = cells(&read(plain));
    assert_eq!(cells(&read(&format!("\u{feff}{plain}"))), expected, "byte order mark");
    assert_eq!(cells(&read(&plain.replace('\n', "\r\n"))), expected, "CRLF");
    assert_eq!(cells(&read(&plain.replace('\n', "\r"))), expected, "CR");
    assert_eq!(cells(&read(&plain.replace(',', ";"))), expected, "semicolons");
    assert_eq!(cells(&read(&plain.replace(',', "\t"))), expected, "tabs");
    assert_eq!(
        cells(&read(&format!("#TYPE Microsoft.Store.PartnerCenter\n\n{plain}"))),
        expected,
        "lines before the header"
    );
    let mut zipped = Vec::new();
    // Two members: all of them are the file.
    for piece in [&plain[..30], &plain[30..]] {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
        encoder.write_all(piece.as_bytes()).unwrap();
        zipped.extend(encoder.finish().unwrap());
    }
    assert_eq!(cells(&ingest::read(&zipped).unwrap()), expected, "gzip");
}

#[test]
fn what_stands_behind_a_gzip_member_is_never_lost_in_silence() {
    let plain = "CustomerId,Subtotal,TaxTotal,Total,EffectiveUnitPrice\nC,1,0,1,1\n";
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(plain.as_bytes()).unwrap();
    let packed = encoder.finish().unwrap();
    let padded = [packed.as_slice(), &[0; 512]].concat();
    assert_eq!(cells(&ingest::read(&padded).unwrap()), cells(&read(plain)), "zeros fill up");
    for rest in [b"garbage behind it".as_slice(), &[&[0; 512], b"x".as_slice()].concat(), &packed[..9]] {
        assert!(ingest::read(&[packed.as_slice(), rest].concat()).is_err(), "{rest:?}");
    }
    let mut damaged = packed.clone();
    let crc_at = damaged.len() - 8;
    damaged[crc_at] ^= 1;
    assert!(ingest::read(&damaged).is_err(), "the checksum tells");
}

#[test]
fn thousands_may_be_grouped_where_that_is_clear() {
    let text = "CustomerId;Subtotal;TaxTotal;Total;EffectiveUnitPrice\nA;1,234.56;0;1,234.56;1\nB;1 234.5;0;12,345,678;1\nC;1,234;0;1;1\nD;1,23;0;1;1\n";
    let ingested = read(text);
    let [table] = ingested.tables() else { panic!("no lines") };
    let amounts: Vec<_> =
        (0..2).map(|it| table.columns()[1].numbers().unwrap().value(it).unwrap().to_string()).collect();
    assert_eq!(amounts, ["1234.56", "1234.5"]);
    assert_eq!(table.columns()[3].numbers().unwrap().value(1).unwrap().to_string(), "12345678");
    assert_eq!(cells(&ingested)[0][1], "1,234.56", "the text is kept");
    assert_eq!(ingested.findings.quarantine.n_rows(), 2, "1,234 and 1,23 may be either");
}

/// The days and amounts that are read of a file that another country's spreadsheet saved.
fn read_abroad(rows: &str) -> (Vec<String>, Vec<String>, Ingested) {
    let ingested = read(&format!("ChargeStartDate;Subtotal;TaxTotal;Total;EffectiveUnitPrice\n{rows}"));
    let [table] = ingested.tables() else { panic!("no lines") };
    let days = (0..table.n_rows()).map(|it| table.columns()[0].day(it).map(|it| it.to_string()).unwrap_or_default());
    let amounts = (0..table.n_rows()).map(|it| table.columns()[1].numbers().unwrap().value(it).unwrap().to_string());
    (days.collect(), amounts.collect(), ingested)
}

#[test]
fn a_dialect_is_found_by_a_cell_that_can_only_be_read_one_way() {
    let (days, amounts, ingested) =
        read_abroad("01.09.2026;1.234;0,5;1.234,5;7,58469E-05\n30.09.2026;-12,50;0;-12,50;1\n");
    assert_eq!(days, ["2026-09-01", "2026-09-30"]);
    assert_eq!(amounts, ["1234", "-12.50"]);
    assert_eq!(cells(&ingested)[0], ["01.09.2026", "1.234", "0,5", "1.234,5", "7,58469E-05"], "the text is kept");
    let Dialect { evidence, doubts, .. } = ingested.findings.dialect.unwrap();
    assert!(evidence.iter().any(|it| it.contains("decimal comma: line 2 has “0,5”")), "{evidence:?}");
    assert!(evidence.iter().any(|it| it.contains("line 3 has “30.09.2026”")), "{evidence:?}");
    assert_eq!(doubts, Vec::<String>::new());
}

#[test]
fn an_ambiguous_file_says_so_and_no_amount_is_guessed() {
    let (days, _, ingested) = read_abroad("01/09/2026;1;0;1;1\n02/09/2026;1,234;0;1;1\n");
    assert_eq!(days, ["2026-01-09"]);
    let doubts = ingested.findings.dialect.unwrap().doubts;
    assert!(doubts.iter().any(|it| it.contains("cannot be told")), "{doubts:?}");
    assert_eq!(ingested.findings.quarantine.n_rows(), 1, "1,234 may be either");
    let (_, _, ingested) = read_abroad("9/30/2026;1,5;0;1;1\n9/30/2026;1.5;0;1;1\n");
    assert_eq!(ingested.findings.quarantine.n_rows(), 1);
    let doubts = ingested.findings.dialect.unwrap().doubts;
    assert!(doubts.iter().any(|it| it.contains("mixed")), "{doubts:?}");
}

#[test]
fn encodings_do_not_matter() {
    let plain =
        "CustomerId,CustomerName,Subtotal,TaxTotal,Total,EffectiveUnitPrice,Currency\nC,Zoë Müller,1,0,1,1,USD\n";
    let expected = cells(&read(plain));
    let utf16 = |to_bytes: fn(u16) -> [u8; 2]| plain.encode_utf16().flat_map(to_bytes).collect::<Vec<u8>>();
    let little = ingest::read(&[b"\xff\xfe", utf16(u16::to_le_bytes).as_slice()].concat()).unwrap();
    assert_eq!(cells(&little), expected);
    assert_eq!(little.findings.dialect.unwrap().encoding, Encoding::Utf16Le);
    assert_eq!(cells(&ingest::read(&utf16(u16::to_be_bytes)).unwrap()), expected, "no byte order mark");
    let western: Vec<u8> = plain.chars().map(|it| u8::try_from(u32::from(it)).unwrap()).collect();
    let western = ingest::read(&western).unwrap();
    assert_eq!(cells(&western), expected);
    assert_eq!(western.findings.dialect.unwrap().encoding, Encoding::Windows1252);
}

#[test]
fn objects_one_a_line_are_one_file() {
    let lines = "{\"CustomerId\":\"C\",\"BillingPreTaxTotal\":7.58469E-05,\"UsageDate\":\"2026-09-01T00:00:00Z\"}\n\
        {\"CustomerId\":\"D\",\"UsageDate\":\"2026-09-02T00:00:00Z\",\"BillingPreTaxTotal\":null}\n";
    let ingested = read(lines);
    assert_eq!(ingested.kind(), FileKind::DailyRated);
    assert_eq!(cells(&ingested), [["C", "7.58469E-05", "2026-09-01T00:00:00Z"], ["D", "", "2026-09-02T00:00:00Z"]]);
    let [table] = ingested.tables() else { panic!("no lines") };
    assert_eq!(table.line_no(1), 2);
}

#[test]
fn ids_stay_text_and_numbers_keep_their_digits() {
    let ingested = read(
        "OrderId,SkuId,Subtotal,TaxTotal,Total,EffectiveUnitPrice\n569142413664018751,0001,7.58469E-05,0.00,1.10,0.846202666\n",
    );
    assert_eq!(cells(&ingested), [["569142413664018751", "0001", "7.58469E-05", "0.00", "1.10", "0.846202666"]]);
}
