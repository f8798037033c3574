//! The worker's brain: order, sorting, downloads, cancelling.

use reconlens::domain::Field;
use reconlens::protocol::{Export, FileId, Request, Response};
use reconlens::view_state::{Direction, Pick, SortKey, ViewState};
use serde_json::Value;

use crate::support::{Cluster, Page, sample};

const TEXT: &str = "CustomerId,CustomerName,Subtotal,TaxTotal,Total,EffectiveUnitPrice,Currency,Extra
A,Ada,10,1,11,1,USD,=1+1
B,\"Bob, Ltd\",9.5,1,10.5,1,USD,-2
C,,-100,0,-100,1,EUR,
";

fn sorted(column: &str, direction: Direction) -> Vec<String> {
    let mut page = Page::with(&[("a.csv", TEXT.as_bytes())]);
    let view = ViewState { sort: Some(SortKey { column: column.to_owned(), direction }), ..ViewState::default() };
    page.rows(&view, &["CustomerId"]).into_iter().map(|it| it.cells[0].clone()).collect()
}

#[test]
fn numbers_sort_as_numbers_and_blanks_come_last() {
    assert_eq!(sorted("Subtotal", Direction::Ascending), ["C", "B", "A"]);
    assert_eq!(sorted("Subtotal", Direction::Descending), ["A", "B", "C"]);
    assert_eq!(sorted("CustomerName", Direction::Ascending), ["A", "B", "C"]);
    assert_eq!(sorted("CustomerName", Direction::Descending), ["B", "A", "C"]);
    assert_eq!(sorted("NoSuchColumn", Direction::Descending), ["A", "B", "C"]);
}

#[test]
fn rows_download_with_their_own_columns_and_text_but_no_formula() {
    let mut page = Page::with(&[("a.csv", TEXT.as_bytes())]);
    let view = ViewState::default().with_toggled(Field::Currency, Pick::Plain("USD".to_owned()));
    let csv = page.export(&view, Export::RowsCsv);
    assert_eq!(
        csv,
        "CustomerId,CustomerName,Subtotal,TaxTotal,Total,EffectiveUnitPrice,Currency,Extra\nA,Ada,10,1,11,1,USD,'=1+1\nB,\"Bob, Ltd\",9.5,1,10.5,1,USD,'-2\n"
    );
    let csv = page.export(&ViewState::default(), Export::RowsCsv);
    assert!(csv.ends_with("C,,-100,0,-100,1,EUR,\n"), "a negative amount stays a number: {csv}");
}

#[test]
fn rows_of_several_kinds_share_their_columns() {
    let nce = sample("csv/nce_recon_docs_worked_examples_46.csv");
    let usage = sample("csv/legacy_usage_docs_examples_42.csv");
    let mut page = Page::with(&[("nce.csv", &nce), ("usage.csv", &usage)]);
    let csv = page.export(&ViewState::default(), Export::RowsCsv);
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    let header = reader.headers().unwrap().clone();
    assert_eq!(header.iter().filter(|it| it.eq_ignore_ascii_case("orderid")).count(), 1);
    assert_eq!(reader.records().filter(Result::is_ok).count(), 22);
}

#[test]
fn the_summary_downloads_in_the_shape_of_the_api_and_reads_back() {
    let bytes = sample("rest-json/service_costs_summary_1.json");
    let mut page = Page::with(&[("stated.json", &bytes)]);
    let json = page.export(&ViewState::default(), Export::SummaryJson);
    let ours: Value = serde_json::from_str(&json).unwrap();
    let theirs: Value = serde_json::from_slice(&bytes).unwrap();
    let keys = |value: &Value| -> Vec<String> { value.as_object().unwrap().keys().cloned().collect() };
    let item = &ours["items"][0];
    for path in
        ["/links", "/links/self", "/attributes", "/details/0", "/details/0/summary", "/details/1/summary/attributes"]
    {
        assert_eq!(keys(item.pointer(path).unwrap()), keys(theirs.pointer(path).unwrap()), "{path}");
    }
    for detail in [0, 1] {
        for key in ["pretaxTotal", "tax", "afterTaxTotal"] {
            let path = format!("/details/{detail}/summary/{key}");
            assert_eq!(item.pointer(&path).unwrap().as_f64(), theirs.pointer(&path).unwrap().as_f64(), "{path}");
        }
    }
    assert_eq!(item["links"]["self"]["uri"], theirs["links"]["self"]["uri"]);
    let mut again = Page::with(&[("ours.json", json.as_bytes())]);
    assert_eq!(again.show(&ViewState::default()).summary, page.show(&ViewState::default()).summary);
}

#[test]
fn amounts_in_the_download_keep_every_digit() {
    let bytes = sample("rest-json/service_cost_line_items_1.json");
    let mut page = Page::with(&[("lines.json", &bytes)]);
    assert!(page.export(&ViewState::default(), Export::SummaryJson).contains("\"afterTaxTotal\": 17.219999999999999,"));
}

#[test]
fn a_cancelled_file_leaves_nothing_behind() {
    for n_workers in [1, 3] {
        let mut cluster = Cluster::new(n_workers, 0, 7);
        let file = FileId(7);
        cluster.open(file, "a.csv", TEXT.as_bytes());
        let mut responses = cluster.request(Request::Cancel(file));
        responses.extend(cluster.request(Request::View { revision: 3, view: ViewState::default() }));
        let said: Vec<&Response> = responses.iter().map(|(response, _)| response).collect();
        assert!(said.contains(&&Response::Cancelled(file)));
        assert!(!said.contains(&&Response::Opened(file)));
        let Some(Response::View(answer)) = said.last() else { panic!("no answer") };
        assert_eq!((answer.revision, answer.n_rows_loaded, answer.files.len()), (3, 0, 0));
    }
}

#[test]
fn rows_of_an_older_view_are_not_sent() {
    let mut page = Page::with(&[("a.csv", TEXT.as_bytes())]);
    page.show(&ViewState::default());
    assert_eq!(page.request(Request::Rows { revision: 0, start: 0, len: 9, columns: Vec::new() }), []);
}

#[test]
fn rows_of_several_kinds_show_what_they_share_under_one_name() {
    let usage = sample("csv/legacy_usage_docs_examples_42.csv");
    let mut page = Page::with(&[("a.csv", TEXT.as_bytes()), ("usage.csv", &usage)]);
    let answer = page.show(&ViewState::default());
    let shown: Vec<&str> = answer.columns.iter().filter(|it| it.shown_by_default).map(|it| it.key.as_str()).collect();
    assert_eq!(shown[..2], ["CustomerName", "InvoiceNumber"]);
    assert!(answer.columns.iter().all(|it| it.key != "PretaxCharges"), "its role is Subtotal's");
    let rows = page.rows(&ViewState::default(), &["CustomerName", "Subtotal", "Extra"]);
    assert_eq!(rows[0].cells, ["Ada", "10", "=1+1"]);
    assert_eq!(rows[3].cells, ["Test customer", "63.33", ""]);
    let sort = Some(SortKey { column: "Subtotal".to_owned(), direction: Direction::Descending });
    let rows = page.rows(&ViewState { sort, ..ViewState::default() }, &["Subtotal"]);
    let amounts: Vec<&str> = rows.iter().map(|it| it.cells[0].as_str()).collect();
    assert_eq!(amounts, ["63.33", "58.34", "10", "9.5", "0.89", "0.89", "0.48", "-100"]);
}

#[test]
fn a_row_opens_with_all_its_columns_and_what_they_mean() {
    let usage = sample("csv/legacy_usage_docs_examples_42.csv");
    let mut page = Page::with(&[("a.csv", TEXT.as_bytes()), ("usage.csv", &usage)]);
    let sort = Some(SortKey { column: "Subtotal".to_owned(), direction: Direction::Descending });
    page.show(&ViewState { sort, ..ViewState::default() });
    let Some((Response::Row(row), None)) = page.request(Request::Row { revision: 1, position: 2 }).pop() else {
        panic!("no row")
    };
    assert_eq!((row.file_name.as_str(), row.line_no, row.position, row.counts), ("a.csv", 2, 2, true));
    let texts: Vec<(&str, &str)> = row.fields.iter().map(|it| (it.header.as_str(), it.text.as_str())).collect();
    assert_eq!(texts[..3], [("CustomerId", "A"), ("CustomerName", "Ada"), ("Subtotal", "10")]);
    assert_eq!(texts[7], ("Extra", "=1+1"));
    assert!(row.fields[0].column.meaning.len() > 10 && row.fields[7].column.meaning.is_empty());
    assert_eq!(page.request(Request::Row { revision: 1, position: 99 }), []);
    assert_eq!(page.request(Request::Row { revision: 0, position: 0 }), []);
}

#[test]
fn rows_are_copied_in_the_order_of_the_view() {
    let mut page = Page::with(&[("a.csv", TEXT.as_bytes())]);
    let sort = Some(SortKey { column: "Subtotal".to_owned(), direction: Direction::Ascending });
    page.show(&ViewState { sort, ..ViewState::default() });
    let mut copied = |start, len, with_header| {
        let columns = ["CustomerName", "Subtotal", "Extra"].map(str::to_owned).to_vec();
        match page.request(Request::Copy { revision: 1, start, len, columns, with_header }).pop() {
            Some((Response::Copied { text, n_rows }, None)) => (text, n_rows),
            other => panic!("nothing copied but {other:?}"),
        }
    };
    let whole = "CustomerName\tSubtotal\tExtra\r\n\t-100\t\r\nBob, Ltd\t9.5\t'-2\r\nAda\t10\t'=1+1";
    assert_eq!(copied(0, 3, true), (whole.to_owned(), 3));
    assert_eq!(copied(1, 1, false), ("Bob, Ltd\t9.5\t'-2".to_owned(), 1));
}
