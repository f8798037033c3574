//! Statements: one a customer, tied to the file to the last digit, and with nothing of anybody else.

use std::collections::BTreeMap;

use reconlens::domain::{ExactSum, Field, parse_decimal};
use reconlens::protocol::{Export, StatementUse};
use reconlens::view_state::{Pick, ViewState};

use crate::support::{Cluster, Page, sample};

const SAVE: Export = Export::Statements(StatementUse::Save);
const HEADER: &str = "CustomerId,CustomerName,ProductName,ChargeStartDate,ChargeEndDate,Subtotal,TaxTotal,Total,Currency,EffectiveUnitPrice,ChargeType,InvoiceNumber\n";

/// The statements of a document by customer.
fn statements(html: &str) -> BTreeMap<String, String> {
    let parts = html.split("<article class=\"statement\" data-customer=\"").skip(1);
    parts.map(|it| it.split_once('"').unwrap()).map(|(id, rest)| (id.to_owned(), rest.to_owned())).collect()
}

/// What stands between two texts, as often as it does.
fn between<'a>(text: &'a str, start: &str, end: &str) -> Vec<&'a str> {
    text.split(start).skip(1).map(|it| it.split(end).next().unwrap()).collect()
}

/// The amounts of a row of a table: before tax, tax, total.
fn amounts(row: &str) -> Vec<String> {
    between(row, "<data value=\"", "\"").into_iter().map(str::to_owned).collect()
}

fn sum(amounts: impl Iterator<Item = Vec<String>>) -> Vec<String> {
    let mut sums = [ExactSum::default(), ExactSum::default(), ExactSum::default()];
    for row in amounts {
        sums.iter_mut().zip(&row).for_each(|(sum, text)| sum.add(parse_decimal(text).unwrap()));
    }
    sums.iter().map(|it| it.total().to_string()).collect()
}

fn tables<'a>(statement: &'a str, class: &str) -> Vec<&'a str> {
    between(statement, &format!("<table class=\"{class}\">"), "</table>")
}

fn rows(table: &str) -> Vec<&str> {
    between(between(table, "<tbody>", "</tbody>")[0], "<tr>", "</tr>")
}

#[test]
fn lines_of_a_statement_add_up_to_its_totals_and_these_to_the_file() {
    for (name, columns) in [
        ("csv/nce_recon_docs_worked_examples_46.csv", ["Subtotal", "TaxTotal", "Total"]),
        ("csv/legacy_license_docs_examples_28.csv", ["Subtotal", "Tax", "TotalForCustomer"]),
        ("csv/legacy_usage_docs_examples_42.csv", ["PretaxCharges", "TaxAmount", "PostTaxTotal"]),
    ] {
        let bytes = sample(name);
        let html = Page::with(&[(name, &bytes)]).export(&ViewState::default(), SAVE);
        let statements = statements(&html);
        let records: Vec<BTreeMap<String, String>> =
            csv::Reader::from_reader(bytes.trim_ascii_start()).deserialize().map(Result::unwrap).collect();
        let mut of_file: BTreeMap<String, Vec<Vec<String>>> = BTreeMap::new();
        let clean = |text: &String| if text.trim().is_empty() { "0".to_owned() } else { text.trim().replace('$', "") };
        for record in &records {
            let amounts = columns.iter().map(|it| clean(&record[*it])).collect();
            of_file.entry(record["CustomerId"].to_lowercase()).or_default().push(amounts);
        }
        assert_eq!(
            statements.keys().map(|it| it.to_lowercase()).collect::<Vec<_>>(),
            of_file.keys().cloned().collect::<Vec<_>>(),
            "{name}"
        );
        for (customer, statement) in &statements {
            let [summary] = tables(statement, "summary")[..] else { panic!("one summary") };
            let of_summary: Vec<Vec<String>> = rows(summary).into_iter().map(amounts).collect();
            let of_lines = tables(statement, "lines");
            assert_eq!(of_lines.len(), of_summary.len(), "{customer} of {name}");
            for (table, stated) in of_lines.into_iter().zip(&of_summary) {
                let footer = amounts(between(table, "<tfoot>", "</tfoot>")[0]);
                assert_eq!(&footer, stated, "{customer} of {name}");
                let blank_as_nothing = rows(table).into_iter().map(amounts);
                assert_eq!(sum(blank_as_nothing.filter(|it| it.len() == 3)), footer, "{customer} of {name}");
            }
            let expected = sum(of_file[&customer.to_lowercase()].iter().cloned());
            assert_eq!(sum(of_summary.into_iter()), expected, "{customer} of {name}");
        }
    }
}

#[test]
fn very_many_lines_are_added_up_by_product_and_that_is_said() {
    let mut text = HEADER.to_owned();
    for line in 0..1_000 {
        text.push_str(&format!("A,Ada,Product {:03},9/1/2026,9/30/2026,1.01,0.1,1.11,EUR,1,new,G1\n", line % 300));
    }
    text.push_str("B,Bob,Product 0,9/1/2026,9/30/2026,5,1,6,EUR,1,new,G1\n");
    let html = Page::with(&[("a.csv", text.as_bytes())]).export(&ViewState::default(), SAVE);
    let statements = statements(&html);
    let [table] = tables(&statements["A"], "products")[..] else { panic!("products stand for lines") };
    assert!(table.contains("These are 1,000 lines, added up by product."));
    assert_eq!(rows(table).len(), 251);
    assert!(table.contains("50 other products"));
    assert_eq!(amounts(between(table, "<tfoot>", "</tfoot>")[0]), ["1010", "100", "1110"]);
    assert_eq!(sum(rows(table).into_iter().map(amounts)), ["1010", "100", "1110"]);
    assert_eq!(tables(&statements["B"], "lines").len(), 1);
}

#[test]
fn a_statement_names_no_other_customer_and_nothing_of_it_is_markup() {
    let one = format!(
        "{HEADER}A,<script>alert(1)</script>,\"P & \"\"Q\"\"\",9/1/2026,,5,1,6,EUR,1,new,G1\nA,x,broken,9/1/2026,,5,1\n"
    );
    let other = format!("{HEADER}B,Fabrikam,Fabrikam special,9/1/2026,,7,1,8,EUR,1,new,G2\nB,x,broken,9/1/2026,,5,1\n");
    let mut page = Page::with(&[("one.csv", one.as_bytes()), ("fabrikam.csv", other.as_bytes())]);
    let html = page.export(&ViewState::default(), SAVE);
    assert!(!html.contains("<script"));
    let all = statements(&html);
    assert_eq!(all.keys().collect::<Vec<_>>(), ["A", "B"]);
    assert!(!all["A"].to_lowercase().contains("fabrikam"), "{}", all["A"]);
    assert!(all["A"].contains("From the file one.csv"));
    assert!(all["A"].contains("1 row of the file one.csv could not be read."));
    assert!(all["A"].contains("1 row of other files could not be read."));
    assert!(all["A"].contains("P &amp; &quot;Q&quot;"));
    // A filter by customers and others: its words would name the others.
    let view = ViewState::default()
        .with_toggled(Field::Customer, Pick::of(Field::Customer, "A"))
        .with_toggled(Field::Customer, Pick::of(Field::Customer, "B"));
    let picked = page.export(&ViewState { search: "5".to_owned(), ..view }, SAVE);
    let picked = statements(&picked);
    assert_eq!(picked.keys().collect::<Vec<_>>(), ["A"]);
    assert!(picked["A"].contains("Only a part of the lines is here: they were filtered by a search."));
    assert!(!picked["A"].to_lowercase().contains("fabrikam"));
}

#[test]
fn currencies_are_never_added_up_and_estimates_are_not_billed() {
    let text = format!(
        "{HEADER}A,Ada,P,9/1/2026,,5,1,6,EUR,1,new,G1\nA,Ada,P,8/1/2026,,7,1,8,EUR,1,new,G2\nA,Ada,P,9/1/2026,,100,0,100,USD,1,new,G3\nA,Ada,P,9/1/2026,,1000,0,1000,EUR,1,new,\n"
    );
    let html = Page::with(&[("a.csv", text.as_bytes())]).export(&ViewState::default(), SAVE);
    let statements = statements(&html);
    let [summary] = tables(&statements["A"], "summary")[..] else { panic!("one summary") };
    assert_eq!(rows(summary).len(), 4);
    assert_eq!(rows(summary).into_iter().filter(|it| it.contains("(estimate, not billed yet)")).count(), 1);
    let totals = between(between(summary, "<tfoot>", "</tfoot>")[0], "<tr>", "</tr>");
    assert_eq!(totals.iter().map(|it| amounts(it)).collect::<Vec<_>>(), [["12", "2", "14"]]);
}

#[test]
fn stated_amounts_without_lines_are_said_to_be_stated() {
    let bytes = sample("rest-json/service_costs_summary_1.json");
    let html = Page::with(&[("stated.json", &bytes)]).export(&ViewState::default(), SAVE);
    let [statement] = &statements(&html).into_values().collect::<Vec<_>>()[..] else { panic!("one customer") };
    assert!(statement.contains("(as stated by Microsoft)"));
    assert_eq!(tables(statement, "lines").len(), 0);
}

#[test]
fn several_workers_print_what_one_prints() {
    let bytes = sample("csv/nce_recon_docs_worked_examples_46.csv");
    let mut one = Page::with(&[("a.csv", &bytes)]);
    for seed in 0..5 {
        let mut many = Page::of(Cluster::new(3, 0, seed));
        many.drop_file("a.csv", &bytes);
        assert_eq!(many.export(&ViewState::default(), SAVE), one.export(&ViewState::default(), SAVE));
    }
}
