//! What an open row leads to: the lines with the same value, those without it, and the lines that it belongs with.

use reconlens::protocol::{Related, Relation, Request, Response, RowDetail};
use reconlens::view_state::{Clause, ViewState};

use super::support::{Cluster, Page};

const ONE_TIME: &str = "\
CustomerId,InvoiceNumber,SubscriptionId,ProductId,SkuId,ChargeType,ChargeStartDate,ChargeEndDate,Subtotal,TaxTotal,Total,Currency,EffectiveUnitPrice,ReferenceId,Note
C1,G1,S1,P1,0001,new,9/1/2026,9/30/2026,30.10,0,30.10,EUR,1,R1,a
C1,G1,s1,P1,0001,removeQuantity,9/1/2026,9/30/2026,-10.05,0,-10.05,EUR,1.0,r1,A
C1,G1,S1,P2,0002,new,9/1/2026,9/30/2026,5,0,5,EUR,2,,b
C2,G1,S2,P1,0001,new,9/1/2026,,7,0,7,USD,1,R1,
";

const DAILY: &str = "\
CustomerId,InvoiceNumber,SubscriptionId,ProductId,SkuId,ChargeType,ChargeStartDate,ChargeEndDate,UsageDate,BillingPreTaxTotal,BillingCurrency
C1,G1,S1,P1,0001,Usage,9/1/2026,9/30/2026,9/1/2026,10.123456789,EUR
C1,G1,S1,P1,0001,Usage,9/1/2026,9/30/2026,9/30/2026,9.876543212,EUR
C1,G1,S1,P1,0002,Usage,9/1/2026,9/30/2026,9/3/2026,1,EUR
C1,G1,S1,P1,0001,Usage,8/1/2026,8/31/2026,8/31/2026,4,EUR
C2,G1,S2,P1,0001,Usage,9/1/2026,9/30/2026,10/1/2026,3,USD
";

fn page(n_workers: usize) -> Page {
    let mut page = Page::of(Cluster::new(n_workers, u64::MAX, 7));
    page.drop_file("one-time.csv", ONE_TIME.as_bytes());
    page.drop_file("daily.csv", DAILY.as_bytes());
    page
}

fn row(page: &mut Page, view: &ViewState, position: usize) -> RowDetail {
    page.show(view);
    match page.request(Request::Row { revision: 1, position }).pop() {
        Some((Response::Row(detail), _)) => *detail,
        other => panic!("no row but {other:?}"),
    }
}

/// A relation as one line: `SameReference: 3 lines, 20.05 EUR, 7 USD`.
fn words(Related { relation, n_rows, amounts, .. }: &Related) -> String {
    let amounts: Vec<String> = amounts.iter().map(|it| format!(", {} {}", it.amount, it.currency)).collect();
    format!("{relation:?}: {n_rows} lines{}", amounts.concat())
}

fn with(clauses: &[Clause]) -> ViewState {
    clauses.iter().cloned().fold(ViewState::default(), ViewState::with)
}

#[test]
fn a_line_tells_its_change_its_subscription_and_the_usage_behind_it() {
    for n_workers in [1, 3] {
        let mut page = page(n_workers);
        let words_of = |page: &mut Page, position| -> Vec<String> {
            row(page, &ViewState::default(), position).related.iter().map(words).collect()
        };
        // 30.10 - 10.05; the subscription's lines that count; usage of September with this SKU, to nine decimals.
        let of_first = [
            "SameReference: 3 lines, 20.05 EUR, 7 USD",
            "SameSubscription: 7 lines, 25.05 EUR",
            "DailyUsage: 2 lines, 20.000000001 EUR",
        ];
        assert_eq!(words_of(&mut page, 0), of_first);
        // Another SKU has no usage; a blank reference is none.
        assert_eq!(words_of(&mut page, 2), ["SameSubscription: 7 lines, 25.05 EUR"]);
        // Without a last day all later usage is behind it.
        let of_last = [
            "SameReference: 3 lines, 20.05 EUR, 7 USD",
            "SameSubscription: 2 lines, 7 USD",
            "DailyUsage: 1 lines, 3 USD",
        ];
        assert_eq!(words_of(&mut page, 3), of_last);
        // A line of usage has none behind it.
        assert_eq!(words_of(&mut page, 4), ["SameSubscription: 7 lines, 25.05 EUR"]);
    }
}

#[test]
fn the_filters_of_a_relation_show_its_lines_whatever_the_view_was() {
    let mut page = page(2);
    let filtered = ViewState { search: "removeQuantity".to_owned(), ..ViewState::default() };
    let detail = row(&mut page, &filtered, 0);
    assert_eq!(detail.related.len(), 3);
    for related in &detail.related {
        let answer = page.show(&with(&related.clauses));
        assert_eq!(answer.n_rows, related.n_rows, "{:?}", related.relation);
        assert_eq!(answer.notices, Vec::<String>::new());
    }
    let usage = detail.related.iter().find(|it| it.relation == Relation::DailyUsage).unwrap();
    let rows = page.rows(&with(&usage.clauses), &["UsageDate"]);
    assert_eq!(rows.iter().map(|it| it.cells.concat()).collect::<Vec<_>>(), ["9/1/2026", "9/30/2026"]);
}

#[test]
fn every_field_narrows_to_its_value_or_leaves_it_out() {
    let mut page = page(1);
    let detail = row(&mut page, &ViewState::default(), 0);
    let n_all = page.show(&ViewState::default()).n_rows;
    assert_eq!(n_all, 9);
    // Counted by hand in the nine lines above: as values, so that `1` is `1.0` and `r1` is `R1`.
    let expected = [
        ("CustomerId", 7),
        ("InvoiceNumber", 9),
        ("SubscriptionId", 7),
        ("ProductId", 8),
        ("SkuId", 7),
        ("ChargeType", 3),
        ("ChargeStartDate", 8),
        ("ChargeEndDate", 7),
        ("Subtotal", 1),
        ("TaxTotal", 4),
        ("Total", 1),
        ("Currency", 7),
        ("EffectiveUnitPrice", 3),
        ("ReferenceId", 3),
        ("Note", 2),
    ];
    assert_eq!(detail.fields.iter().map(|it| it.header.as_str()).collect::<Vec<_>>(), expected.map(|(name, _)| name));
    for (field, (name, n_same)) in detail.fields.iter().zip(expected) {
        let (dimension, pick) = field.pick.clone();
        let only = page.show(&with(&[Clause::Is(dimension.clone(), pick.clone())]));
        assert_eq!(only.n_rows, n_same, "{name}");
        assert_eq!(only.notices, Vec::<String>::new(), "{name}");
        assert_eq!(page.show(&with(&[Clause::IsNot(dimension, pick)])).n_rows, n_all - n_same, "{name}");
    }
}
