//! The summary of the documented samples. Expected sums were added up from the documentation's lines by hand.

use reconlens::domain::{Field, ValueCode};
use reconlens::protocol::{Standing, Verdict};
use reconlens::view_state::{Pick, ViewState};

use crate::support::{Page, lines, sample};

fn check(files: &[&str], expected: &[&str]) {
    let bytes: Vec<(&str, Vec<u8>)> = files.iter().map(|it| (*it, sample(it))).collect();
    let files: Vec<(&str, &[u8])> = bytes.iter().map(|(name, bytes)| (*name, bytes.as_slice())).collect();
    let mut page = Page::with(&files);
    assert_eq!(page.failures, []);
    assert_eq!(lines(&page.show(&ViewState::default())), expected);
}

#[test]
fn one_time_lines_are_summed_with_refunds() {
    // 100.8-94.08+112.89-112.89+75.26+120-112.25+168.38-150.96+251.61-232.25+213.67-195.87-772+492+0+1315.25
    check(
        &["csv/nce_recon_docs_worked_examples_46.csv"],
        &["196e2273-9651-43a3-ba7e-7cbcd918fc40 | OneTime | EUR | 2021-06 | 17 | 1179.56 / 0 / 1179.56"],
    );
}

#[test]
fn license_lines_are_summed_with_discounts_and_offsets() {
    // 4-4+2.45+3.10+8-1.72+11+48-41.34-5
    check(
        &["csv/legacy_license_docs_examples_28.csv"],
        &["12ABCD34-001A-BCD2-987C-3210ABCD5678 | Recurring | USD | 2018-01 | 10 | 24.49 / 0 / 24.49"],
    );
}

#[test]
fn usage_lines_are_summed_with_tax() {
    // 63.33+0.89+0.48+58.34+0.89, one line with 0.08 tax
    check(
        &["csv/legacy_usage_docs_examples_42.csv"],
        &["ORDDC52E52FDEF405786F0642DD0108BE4 | Recurring | EUR | 2019-02 | 5 | 123.93 / 0.08 / 124.01"],
    );
}

#[test]
fn stated_costs_are_read_from_the_details_and_never_mixed() {
    check(
        &["rest-json/service_costs_summary_1.json"],
        &[
            "ae1d5b32-f9ff-4252-b2bf-40e21937a51a | Recurring | USD | 2015-12-12..2016-01-11 | 0 | 17.22 / 0 / 17.22",
            "ae1d5b32-f9ff-4252-b2bf-40e21937a51a | OneTime | USD | 2019-04-01..2019-04-30 | 0 | 2 / 0.2 / 2.2",
        ],
    );
}

#[test]
fn float_noise_of_the_api_is_kept_to_the_last_digit() {
    check(
        &["rest-json/service_cost_line_items_1.json"],
        &[
            "ae1d5b32-f9ff-4252-b2bf-40e21937a51a | Recurring | USD | 2016-01 | 1 | 17.219999999999999 / 0 / 17.219999999999999",
            "ae1d5b32-f9ff-4252-b2bf-40e21937a51a | OneTime | USD | 2015-12 | 1 | 0 / 0 / 0",
        ],
    );
}

#[test]
fn stated_costs_stand_beside_the_lines_with_their_difference() {
    let (summary, items) =
        (sample("rest-json/service_costs_summary_1.json"), sample("rest-json/service_cost_line_items_1.json"));
    let mut page = Page::with(&[("summary.json", &summary), ("lines.json", &items)]);
    let answer = page.show(&ViewState::default());
    let differences: Vec<_> =
        answer.summary.rows.iter().map(|it| it.stated.as_ref().unwrap().difference.as_str()).collect();
    assert_eq!(differences, ["-0.000000000000001", "-2.2"]);
    let check = answer.checks.iter().find(|it| it.id == "stated-ties").unwrap();
    assert_eq!((check.verdict, check.n_findings), (Verdict::Fail, 1), "float noise is no difference, 2.2 is one");
    let searched = page.show(&ViewState { search: "nginx".to_owned(), ..ViewState::default() });
    assert!(!searched.summary.has_stated, "a stated total is not compared with a part of the lines");
}

#[test]
fn currencies_and_invoice_types_have_totals_of_their_own() {
    let names = [
        "csv/nce_recon_docs_worked_examples_46.csv",
        "csv/legacy_license_docs_examples_28.csv",
        "csv/legacy_usage_docs_examples_42.csv",
    ];
    let bytes = names.map(sample);
    let mut page = Page::with(&[("a", &bytes[0]), ("b", &bytes[1]), ("c", &bytes[2])]);
    let answer = page.show(&ViewState::default());
    let totals: Vec<_> = answer
        .summary
        .totals
        .iter()
        .map(|it| format!("{} {} {} {}", it.currency, it.invoice_type, it.n_lines, it.amounts.total))
        .collect();
    assert_eq!(totals, ["EUR Recurring 5 124.01", "EUR OneTime 17 1179.56", "USD Recurring 10 24.49"]);
}

#[test]
fn the_same_bytes_count_once_whatever_the_name() {
    let bytes = sample("csv/legacy_usage_docs_examples_42.csv");
    let mut page = Page::with(&[("march.csv", &bytes), ("copy of march.csv", &bytes)]);
    let answer = page.show(&ViewState::default());
    assert_eq!(answer.files[1].standing, Standing::DuplicateOf("march.csv".to_owned()));
    assert_eq!(answer.summary.totals[0].amounts.total, "124.01");
}

#[test]
fn of_two_versions_of_an_invoice_the_later_one_counts() {
    let first = sample("csv/legacy_usage_docs_examples_42.csv");
    let text = String::from_utf8(first.clone()).unwrap();
    let second = text.replacen("63.33,0.00,63.33", "60.33,0.00,60.33", 1);
    let mut page = Page::with(&[("v1.csv", &first), ("v2.csv", second.as_bytes())]);
    let answer = page.show(&ViewState::default());
    assert_eq!(answer.files[0].standing, Standing::ReplacedBy("v2.csv".to_owned()));
    assert_eq!(answer.summary.totals[0].amounts.total, "121.01");
}

#[test]
fn two_parts_of_one_invoice_both_count() {
    let text = String::from_utf8(sample("csv/nce_recon_docs_worked_examples_46.csv")).unwrap();
    let (header, rows) = text.split_once('\n').unwrap();
    let rows: Vec<&str> = rows.lines().collect();
    let part = |rows: &[&str]| format!("{header}\n{}\n", rows.join("\n"));
    let mut page = Page::with(&[("1.csv", part(&rows[..9]).as_bytes()), ("2.csv", part(&rows[9..]).as_bytes())]);
    assert_eq!(page.show(&ViewState::default()).summary.totals[0].amounts.total, "1179.56");
}

const ONE_TIME: &str = "CustomerId,CustomerName,InvoiceNumber,ProductName,SubscriptionId,ChargeType,EffectiveUnitPrice,Subtotal,TaxTotal,Total,Currency,ChargeStartDate,ChargeEndDate
C1,Ada,G1,Azure plan,S1,new,1,10,2,12,EUR,9/1/2026,9/30/2026
c1,Ada,G1,Azure plan,S1,new,1,0.1,0,0.1,eur,9/1/2026,9/30/2026
";
const DAILY: &str = "CustomerId,CustomerName,InvoiceNumber,SubscriptionId,ChargeType,UsageDate,BillingPreTaxTotal,BillingCurrency,ChargeStartDate,EntitlementId
C1,Ada,G1,S1,Usage,09/01/2026,4.00000001,EUR,09/01/2026,E
C1,Ada,G1,S1,Usage,09/02/2026,5.99999999,EUR,09/01/2026,E
C1,Ada,G2,S1,Usage,10/02/2026,7.58469E-05,EUR,10/01/2026,E
";

#[test]
fn daily_lines_explain_the_invoice_that_is_loaded_and_count_where_it_is_not() {
    let mut page = Page::with(&[("recon.csv", ONE_TIME.as_bytes()), ("daily.csv", DAILY.as_bytes())]);
    let answer = page.show(&ViewState::default());
    assert_eq!(
        lines(&answer),
        [
            "C1 | OneTime | EUR | 2026-09 | 2 | 10.1 / 2 / 12.1",
            "C1 | OneTime | EUR | 2026-10 | 1 | 0.0000758469 / 0 / 0.0000758469"
        ]
    );
    assert_eq!(answer.files[1].standing, Standing::Explains { n_rows: 2, counted_in: "recon.csv".to_owned() });
    assert_eq!((answer.n_rows, answer.n_rows_counted), (5, 3));
    let mut alone = Page::with(&[("daily.csv", DAILY.as_bytes())]);
    assert_eq!(lines(&alone.show(&ViewState::default()))[0], "C1 | OneTime | EUR | 2026-09 | 2 | 10 / 0 / 10");
}

#[test]
fn the_order_of_the_files_does_not_matter() {
    let mut one = Page::with(&[("recon.csv", ONE_TIME.as_bytes()), ("daily.csv", DAILY.as_bytes())]);
    let mut other = Page::with(&[("daily.csv", DAILY.as_bytes()), ("recon.csv", ONE_TIME.as_bytes())]);
    let (one, other) = (one.show(&ViewState::default()), other.show(&ViewState::default()));
    assert_eq!(one.summary, other.summary);
    assert_eq!(one.charts, other.charts);
    assert_eq!(one.facets, other.facets);
}

#[test]
fn a_facet_does_not_filter_itself() {
    let mut page = Page::with(&[("recon.csv", ONE_TIME.as_bytes()), ("daily.csv", DAILY.as_bytes())]);
    let view = ViewState::default().with_toggled(Field::ChargeType, Pick::Plain("Usage".to_owned()));
    let answer = page.show(&view);
    let facet = |field: Field| answer.facets.iter().find(|it| it.dimension == field.into()).unwrap();
    let counts: Vec<_> =
        facet(Field::ChargeType).options.iter().map(|it| (it.value.as_str(), it.n_rows, it.picked)).collect();
    assert_eq!(counts, [("Usage", 3, true), ("new", 2, false)]);
    assert_eq!(facet(Field::Customer).options[0].n_rows, 3, "another facet counts only what is picked");
    assert_eq!(answer.n_rows, 3);
}

#[test]
fn a_date_filter_uses_the_day_of_usage_and_else_the_charge_start() {
    let mut page = Page::with(&[("recon.csv", ONE_TIME.as_bytes()), ("daily.csv", DAILY.as_bytes())]);
    let view = ViewState { from: "2026-09-02".parse().ok(), to: "2026-09-30".parse().ok(), ..ViewState::default() };
    assert_eq!(page.show(&view).n_rows, 1);
    let view = ViewState { to: "2026-09-01".parse().ok(), ..ViewState::default() };
    assert_eq!(page.show(&view).n_rows, 3);
}

#[test]
fn picks_that_no_file_has_are_said() {
    let mut page = Page::with(&[("recon.csv", ONE_TIME.as_bytes())]);
    let pick = Pick::Coded(ValueCode::of(Field::Customer, "someone else"));
    let answer = page.show(&ViewState::default().with_toggled(Field::Customer, pick));
    assert_eq!(answer.n_rows, 0);
    assert_eq!(answer.notices.len(), 1);
}
