//! The workbook to download: read back by our own reader and by openpyxl.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

use reconlens::domain::Field;
use reconlens::protocol::Export;
use reconlens::view_state::{Grouping, Measure, Pick, ViewState};
use serde_json::Value;

use crate::support::{Page, line, sample};

fn summary_lines(page: &mut Page) -> Vec<String> {
    page.show(&ViewState::default()).summary.rows.iter().map(line).collect()
}

#[test]
fn a_workbook_that_is_dropped_again_gives_the_same_totals() {
    for name in [
        "csv/nce_recon_docs_worked_examples_46.csv",
        "csv/legacy_license_docs_examples_28.csv",
        "csv/legacy_usage_docs_examples_42.csv",
    ] {
        let bytes = sample(name);
        let mut page = Page::with(&[("own.csv", &bytes)]);
        let workbook = page.export_bytes(&ViewState::default(), Export::Workbook);
        let mut again = Page::with(&[("reconlens.xlsx", &workbook)]);
        assert_eq!(summary_lines(&mut again), summary_lines(&mut page), "{name}");
    }
}

/// What a script of `tests/differential` prints.
fn python(script: &str, arguments: &[&Path]) -> Value {
    let python = std::env::var("RECONLENS_PYTHON").unwrap_or_else(|_unset| "python3".to_owned());
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/differential").join(script);
    let output = Command::new(python).arg(script).args(arguments).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

/// The sheets of a workbook but for the rows, as openpyxl reads them.
fn sheets(name: &str, workbook: &[u8]) -> BTreeMap<String, Vec<Vec<String>>> {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    std::fs::write(&path, workbook).unwrap();
    serde_json::from_value(python("sheets.py", &[&path])).unwrap()
}

#[test]
fn the_groups_of_a_workbook_are_those_on_the_screen() {
    let bytes = sample("csv/nce_recon_docs_worked_examples_46.csv");
    for measure in [Measure::Total, Measure::Lines] {
        let mut page = Page::with(&[("own.csv", &bytes)]);
        let grouping = Grouping {
            rows: vec![Field::Customer.into(), Field::Product.into()],
            across: Some(Field::ChargeType.into()),
            measure,
            ..Grouping::default()
        };
        let view = ViewState { grouping, ..ViewState::default() };
        let first = page.show(&view).groups.unwrap().sections[0].rows[0].path.clone();
        let opened = view.grouping.opened.iter().cloned().chain([first]).collect();
        let view = ViewState { grouping: Grouping { opened, ..view.grouping }, ..view };
        let groups = page.show(&view).groups.unwrap();
        let sheets = sheets("groups.xlsx", &page.export_bytes(&view, Export::Workbook));
        let sheet = &sheets["Groups"];
        let mut header: Vec<String> =
            ["Currency", "Customer", "Product", "Row", "Lines", "PretaxTotal", "Tax", "Total"]
                .map(str::to_owned)
                .into();
        header.extend(groups.columns.iter().map(|it| format!("{} {}", it.label, measure.title())));
        assert_eq!(sheet[0], header);
        let mut expected: Vec<Vec<String>> = Vec::new();
        for section in &groups.sections {
            let mut outer = String::new();
            for row in &section.rows {
                let names = match row.level {
                    0 => {
                        outer = row.label.clone();
                        [outer.clone(), String::new()]
                    }
                    _ => [outer.clone(), row.label.clone()],
                };
                let kind = if row.is_open == Some(true) { "Subtotal" } else { "Group" };
                let mut cells = vec![section.currency.clone()];
                cells.extend(names);
                cells.extend([kind.to_owned(), row.figures.n_lines.to_string()]);
                let amounts = &row.figures.amounts;
                cells.extend([&amounts.pretax, &amounts.tax, &amounts.total].map(Clone::clone));
                cells.extend(row.figures.cells.clone());
                expected.push(cells);
            }
            let amounts = &section.total.amounts;
            let mut cells = vec![section.currency.clone(), String::new(), String::new(), "Total".to_owned()];
            cells.push(section.total.n_lines.to_string());
            cells.extend([&amounts.pretax, &amounts.tax, &amounts.total].map(Clone::clone));
            cells.extend(section.total.cells.clone());
            expected.push(cells);
        }
        assert!(expected.iter().any(|it| it[3] == "Subtotal") && expected.iter().any(|it| !it[2].is_empty()));
        assert_eq!(sheet[1..], expected);
        let mut again = Page::with(&[("reconlens.xlsx", &page.export_bytes(&view, Export::Workbook))]);
        assert_eq!(summary_lines(&mut again), summary_lines(&mut page));
    }
}

#[test]
fn a_workbook_says_what_it_was_made_of() {
    let one_time = sample("csv/nce_recon_docs_worked_examples_46.csv");
    let license = sample("csv/legacy_license_docs_examples_28.csv");
    let mut page = Page::with(&[("one-time.csv", &one_time), ("license.csv", &license)]);
    let view = ViewState::default().with_toggled(Field::InvoiceType, Pick::Plain("OneTime".to_owned()));
    let answer = page.show(&view);
    let sheets = sheets("about.xlsx", &page.export_bytes(&view, Export::Workbook));
    assert!(!sheets.contains_key("Groups"), "nothing is grouped");
    let about = &sheets["About"];
    let said = |what: &str| -> Vec<&[String]> { about.iter().filter(|it| it[0] == what).map(|it| &it[1..]).collect() };
    assert_eq!(said("Made by")[0][0], format!("ReconLens {}", env!("CARGO_PKG_VERSION")));
    assert_eq!(said("Filter")[0][0], "Invoice type: OneTime");
    assert_eq!(said("Filter line")[0][0], answer.line);
    assert_eq!(said("Filters and order (behind # in a link)")[0][0], view.to_fragment());
    let n_rows = |text: &[u8]| csv::Reader::from_reader(text.trim_ascii_start()).into_records().count();
    let (n_one_time, n_license) = (n_rows(&one_time), n_rows(&license));
    assert_eq!(said("Rows in this workbook")[0][3], n_one_time.to_string());
    assert_eq!(said("Rows in this workbook that count in totals")[0][3], n_one_time.to_string());
    assert_eq!(said("Rows loaded")[0][3], (n_one_time + n_license).to_string());
    assert_eq!(said("Rows that could not be read, in no total")[0][3], "0");
    let files: Vec<[&str; 3]> = said("File").iter().map(|it| [&*it[0], &*it[1], &*it[3]]).collect();
    assert_eq!(
        files,
        [
            ["one-time.csv", "One-time (new commerce) reconciliation", &n_one_time.to_string()],
            ["license.csv", "License-based reconciliation", &n_license.to_string()],
        ]
    );
    assert!(said("File")[0][2].starts_with('G'), "invoice numbers: {:?}", said("File"));
    let totals: Vec<[&str; 3]> = said("Total").iter().map(|it| [&*it[0], &*it[3], &*it[6]]).collect();
    let expected: Vec<[String; 3]> = answer
        .summary
        .totals
        .iter()
        .map(|it| [format!("OneTime {}", it.currency), it.n_lines.to_string(), it.amounts.total.clone()])
        .collect();
    assert_eq!(totals, expected.iter().map(|it| it.each_ref().map(String::as_str)).collect::<Vec<_>>());
}

#[test]
fn openpyxl_reads_the_numbers_dates_and_texts_of_the_file() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let bytes = sample("csv/nce_recon_docs_worked_examples_46.csv");
    let workbook = Page::with(&[("own.csv", &bytes)]).export_bytes(&ViewState::default(), Export::Workbook);
    let (csv_path, xlsx_path) = (folder.join("workbook.csv"), folder.join("workbook.xlsx"));
    std::fs::write(&csv_path, &bytes).unwrap();
    std::fs::write(&xlsx_path, &workbook).unwrap();
    let said = python("workbook.py", &[&csv_path, &xlsx_path]);
    assert_eq!(said["sheets"], serde_json::json!(["Summary", "Rows", "About"]));
    for cell_type in ["number", "day", "text"] {
        assert!(said["types"][cell_type].as_u64().unwrap() > 10, "{said}");
    }
}

#[test]
fn what_a_workbook_cannot_hold_stands_as_text_and_is_said() {
    let text = "CustomerId,CustomerName,Subtotal,TaxTotal,Total,EffectiveUnitPrice,Currency
A,=1+1,12345678901234567.89,0,12345678901234567.89,1,USD
";
    let mut page = Page::with(&[("a.csv", text.as_bytes())]);
    let workbook = page.export_bytes(&ViewState::default(), Export::Workbook);
    let mut again = Page::with(&[("reconlens.xlsx", &workbook)]);
    assert_eq!(summary_lines(&mut again), summary_lines(&mut page));
    let rows = again.rows(&ViewState::default(), &["CustomerName", "Subtotal"]);
    assert_eq!(rows[0].cells, ["=1+1", "12345678901234567.89"]);
}
