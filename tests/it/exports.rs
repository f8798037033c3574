//! CSV for machines and for the Excel of a country: what stands in it, and that it reads back to the same totals.

use std::collections::BTreeMap;

use reconlens::domain::{ExactSum, Field, parse_decimal};
use reconlens::protocol::{DecimalSign, Export, ListSeparator, Listing, SheetLocale};
use reconlens::view_state::{Grouping, ViewState};

use crate::support::{Page, line, sample};

const HUNGARIAN: SheetLocale = SheetLocale { separator: ListSeparator::Semicolon, decimal: DecimalSign::Comma };
const SWISS: SheetLocale = SheetLocale { separator: ListSeparator::Semicolon, decimal: DecimalSign::Point };
const AMERICAN: SheetLocale = SheetLocale { separator: ListSeparator::Comma, decimal: DecimalSign::Point };
const BYTE_ORDER_MARK: &[u8] = &[0xef, 0xbb, 0xbf];

/// A file as a German Excel writes it.
const GERMAN: &str = "CustomerId;CustomerName;Subtotal;TaxTotal;Total;EffectiveUnitPrice;Currency;ChargeStartDate;InvoiceNumber\n\
    0b1c7f1e-5d1c-4d53-9c39-5c4b8f4b7a01;Müller & Söhne;1.234,50;246,90;1.481,40;1,5;EUR;15.09.2026;G000000001\n\
    0b1c7f1e-5d1c-4d53-9c39-5c4b8f4b7a01;Müller & Söhne;-0,01;0;-0,01;0,000123;EUR;16.09.2026;G000000001\n";

/// Samples, and a file with decimal commas.
fn files() -> Vec<(&'static str, Vec<u8>)> {
    let samples = [
        "csv/nce_recon_docs_worked_examples_46.csv",
        "csv/legacy_license_docs_examples_28.csv",
        "csv/legacy_usage_docs_examples_42.csv",
        "rest-json/billed_daily_rated_1.json",
        "rest-json/service_cost_line_items_1.json",
    ];
    let mut files: Vec<_> = samples.iter().map(|it| (*it, sample(it))).collect();
    files.push(("german.csv", GERMAN.as_bytes().to_vec()));
    files
}

fn summary_lines(page: &mut Page) -> Vec<String> {
    page.show(&ViewState::default()).summary.rows.iter().map(line).collect()
}

/// The cells of a CSV for Excel, with `.` in numbers and texts as they were.
fn records(bytes: &[u8], locale: SheetLocale) -> Vec<BTreeMap<String, String>> {
    let text = bytes.strip_prefix(BYTE_ORDER_MARK).expect("a byte order mark comes first");
    let mut reader = csv::ReaderBuilder::new().delimiter(locale.separator.sign() as u8).from_reader(text);
    reader.deserialize().map(Result::unwrap).collect()
}

fn number(text: &str, locale: SheetLocale) -> String {
    assert!(locale.decimal == DecimalSign::Point || !text.contains('.'), "{text} has a decimal comma");
    text.replace(',', ".")
}

#[test]
fn rows_of_either_profile_read_back_to_the_same_totals() {
    for (name, bytes) in files() {
        let mut page = Page::with(&[(name, &bytes)]);
        let expected = summary_lines(&mut page);
        assert!(!expected.is_empty(), "{name} bills something");
        let exports = [HUNGARIAN, SWISS, AMERICAN].map(|it| Export::ForExcel(Listing::Rows, it));
        for export in exports.into_iter().chain([Export::RowsCsv]) {
            let saved = page.export_bytes(&ViewState::default(), export);
            let mut again = Page::with(&[("again.csv", &saved)]);
            assert_eq!(summary_lines(&mut again), expected, "{name}, {export:?}");
            assert_eq!(again.failures, [], "{name}, {export:?}");
        }
    }
}

#[test]
fn a_german_file_with_decimal_commas_adds_up_to_what_it_says() {
    let mut page = Page::with(&[("german.csv", GERMAN.as_bytes())]);
    let saved = page.export_bytes(&ViewState::default(), Export::ForExcel(Listing::Rows, HUNGARIAN));
    let totals: Vec<String> = records(&saved, HUNGARIAN).iter().map(|it| number(&it["Total"], HUNGARIAN)).collect();
    assert_eq!(totals, ["1481.40", "-0.01"]);
    let mut again = Page::with(&[("again.csv", &saved)]);
    assert_eq!(
        summary_lines(&mut again),
        ["0b1c7f1e-5d1c-4d53-9c39-5c4b8f4b7a01 | OneTime | EUR | 2026-09 | 2 | 1234.49 / 246.9 / 1481.39"]
    );
}

#[test]
fn the_summary_and_the_groups_for_excel_hold_the_shown_amounts() {
    for (name, bytes) in files() {
        for locale in [HUNGARIAN, AMERICAN] {
            let mut page = Page::with(&[(name, &bytes)]);
            let grouping =
                Grouping { rows: vec![Field::Customer.into(), Field::Product.into()], ..Grouping::default() };
            let view = ViewState { grouping, ..ViewState::default() };
            let answer = page.show(&view);
            let saved = page.export_bytes(&view, Export::ForExcel(Listing::Summary, locale));
            let saved = records(&saved, locale);
            let shown: Vec<[String; 2]> = answer
                .summary
                .rows
                .iter()
                .map(|it| [it.amounts.total.clone(), format!("=\"{}\"", it.period)])
                .collect();
            let found: Vec<[String; 2]> =
                saved.iter().map(|it| [number(&it["Total"], locale), it["BillingPeriod"].clone()]).collect();
            assert_eq!(found, shown, "{name}");
            let groups = page.export_bytes(&view, Export::ForExcel(Listing::Groups, locale));
            let groups = records(&groups, locale);
            let mut per_currency: BTreeMap<&str, ExactSum> = BTreeMap::new();
            for group in groups.iter().filter(|it| it["Row"] == "Group") {
                let total = parse_decimal(&number(&group["Total"], locale)).unwrap();
                per_currency.entry(&group["Currency"]).or_default().add(total);
            }
            for total in groups.iter().filter(|it| it["Row"] == "Total") {
                let sum = per_currency[total["Currency"].as_str()].total().to_string();
                assert_eq!(number(&total["Total"], locale), sum, "{name}");
            }
        }
    }
}

#[test]
fn excel_gets_the_signs_of_the_country_and_texts_that_it_cannot_spoil() {
    let text = "CustomerId,CustomerName,Subtotal,TaxTotal,Total,EffectiveUnitPrice,Currency,ChargeStartDate,OrderId,MpnId,SkuId,PriceAdjustmentDescription\n\
        A,\"Kovács; Fia\",-1234.5,0,-1234.5,7.58469E-05,EUR,9/1/2026,4111111111111111111,0012345,1E10,=1+1\n\
        B,2026-09,12,0,12,1,EUR,2026-09-02T05:30:00Z,7,1,-2+3,@x\n";
    let mut page = Page::with(&[("a.csv", text.as_bytes())]);
    let saved = page.export_bytes(&ViewState::default(), Export::ForExcel(Listing::Rows, HUNGARIAN));
    let lines: Vec<&str> = std::str::from_utf8(&saved).unwrap().split("\r\n").collect();
    assert_eq!(
        lines,
        [
            "\u{feff}CustomerId;CustomerName;Subtotal;TaxTotal;Total;EffectiveUnitPrice;Currency;ChargeStartDate;OrderId;MpnId;SkuId;PriceAdjustmentDescription",
            "A;\"Kovács; Fia\";-1234,5;0;-1234,5;0,0000758469;EUR;2026-09-01;\"=\"\"4111111111111111111\"\"\";\"=\"\"0012345\"\"\";\"=\"\"1E10\"\"\";'=1+1",
            "B;\"=\"\"2026-09\"\"\";12;0;12;1;EUR;2026-09-02T05:30:00Z;7;1;'-2+3;'@x",
            "",
        ]
    );
    let for_machines = page.export(&ViewState::default(), Export::RowsCsv);
    assert!(
        for_machines.contains(",-1234.5,0,-1234.5,7.58469E-05,EUR,9/1/2026,4111111111111111111,0012345,1E10,'=1+1\n")
    );
    assert!(!for_machines.contains('\r'));
}

#[test]
fn the_list_separator_never_is_the_decimal_sign() {
    for (sign, is_swiss, expected) in
        [(",", false, HUNGARIAN), (".", false, AMERICAN), (".", true, SWISS), ("٫", false, AMERICAN)]
    {
        assert_eq!(SheetLocale::of_decimal_sign(sign, is_swiss), expected);
    }
}
