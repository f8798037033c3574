//! The workbook to download: read back by our own reader and by openpyxl.

use std::path::Path;
use std::process::Command;

use reconlens::protocol::Export;
use reconlens::view_state::ViewState;
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

#[test]
fn openpyxl_reads_the_numbers_dates_and_texts_of_the_file() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let bytes = sample("csv/nce_recon_docs_worked_examples_46.csv");
    let workbook = Page::with(&[("own.csv", &bytes)]).export_bytes(&ViewState::default(), Export::Workbook);
    let (csv_path, xlsx_path) = (folder.join("workbook.csv"), folder.join("workbook.xlsx"));
    std::fs::write(&csv_path, &bytes).unwrap();
    std::fs::write(&xlsx_path, &workbook).unwrap();
    let python = std::env::var("RECONLENS_PYTHON").unwrap_or_else(|_unset| "python3".to_owned());
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/differential/workbook.py");
    let output = Command::new(python).arg(script).arg(&csv_path).arg(&xlsx_path).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let said: Value = serde_json::from_slice(&output.stdout).unwrap();
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
