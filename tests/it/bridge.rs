//! The way from one billing period to the next: its parts add up, and each planted change is found under its cause.

use std::collections::BTreeMap;

use proptest::prelude::*;
use reconlens::domain::parse_decimal;
use reconlens::protocol::{Bridge, BridgeSection, Cause};
use reconlens::view_state::ViewState;
use rust_decimal::Decimal;

use crate::support::{Cluster, Page};

const HEADER: &str = "CustomerId,CustomerName,InvoiceNumber,ProductName,ChargeType,UnitPrice,Quantity,Subtotal,TaxTotal,Total,Currency,\
SubscriptionId,ChargeStartDate,ChargeEndDate,EffectiveUnitPrice,BillableQuantity,PricingCurrency,PCToBCExchangeRate";

/// A line of a month.
#[derive(Debug, Clone)]
struct Line {
    customer: String,
    product: String,
    subscription: String,
    charge_type: &'static str,
    quantity: Decimal,
    rate: Decimal,
    subtotal: Decimal,
    currency: &'static str,
}

/// A file of one invoice: month 8 or 9 of 2026.
fn file(month: u8, lines: &[Line]) -> String {
    let mut text = format!("{HEADER}\n");
    for Line { customer, product, subscription, charge_type, quantity, rate, subtotal, currency } in lines {
        text.push_str(&format!(
            "{customer},Customer {customer},G00{month},{product},{charge_type},1,{quantity},{subtotal},0,{subtotal},{currency},\
             {subscription},{month}/1/2026,{month}/28/2026,1,{quantity},USD,{rate}\n"
        ));
    }
    text
}

fn page(n_workers: usize, months: &[(u8, &[Line])]) -> Page {
    let mut page = Page::of(Cluster::new(n_workers, u64::MAX, 3));
    for (month, lines) in months {
        page.drop_file(&format!("recon-{month}.csv"), file(*month, lines).as_bytes());
    }
    page
}

fn number(text: &str) -> Decimal {
    parse_decimal(text).unwrap()
}

fn steps(section: &BridgeSection) -> BTreeMap<Cause, Decimal> {
    section.steps.iter().map(|it| (it.cause, number(&it.amount))).collect()
}

fn line(customer: &str, product: &str, charge_type: &'static str, quantity: &str, rate: &str, subtotal: &str) -> Line {
    Line {
        customer: customer.to_owned(),
        product: product.to_owned(),
        subscription: format!("sub-{customer}"),
        charge_type,
        quantity: number(quantity),
        rate: number(rate),
        subtotal: number(subtotal),
        currency: "EUR",
    }
}

#[test]
fn each_change_stands_under_its_cause() {
    let august = [
        line("a", "Stays", "cycleCharge", "5", "0.9", "45"),
        line("b", "Ends", "cycleCharge", "1", "0.9", "12.34"),
        line("c", "Grows", "cycleCharge", "10", "0.9", "72"),
        line("d", "Credited", "cycleCharge", "1", "0.9", "9"),
        line("e", "Dearer", "cycleCharge", "4", "0.9", "36"),
    ];
    let september = [
        // Ten units of 1 USD more or less; the rate went from 0.9 to 1.
        line("a", "Stays", "cycleCharge", "5", "1", "50"),
        line("c", "Grows", "cycleCharge", "10", "1", "80"),
        line("c", "Grows", "addQuantity", "2", "1", "16"),
        line("d", "Credited", "cycleCharge", "1", "1", "10"),
        line("d", "Credited", "customerCredit", "-1", "1", "-4"),
        line("e", "Dearer", "cycleCharge", "4", "1", "44"),
        line("f", "Begins", "new", "1", "1", "7.7"),
    ];
    let mut page = page(2, &[(8, &august), (9, &september)]);
    let Some(Bridge { from, to, sections, too_many: false }) = page.show(&ViewState::default()).bridge else {
        panic!()
    };
    assert_eq!((from.as_str(), to.as_str()), ("2026-08", "2026-09"));
    let [section] = sections.as_slice() else { panic!("{sections:?}") };
    assert_eq!((section.from.as_str(), section.to.as_str(), section.difference.as_str()), ("174.34", "203.7", "29.36"));
    let expected = [
        (Cause::New, "7.7"),
        (Cause::Ended, "-12.34"),
        (Cause::Quantity, "16"),
        // 45 -> 50, 72 -> 80, 9 -> 10, 36 -> 40.
        (Cause::ExchangeRate, "18"),
        (Cause::Price, "4"),
        (Cause::Credits, "-4"),
    ];
    assert_eq!(steps(section), expected.map(|(cause, it)| (cause, number(it))).into());
    let ended = section.steps.iter().find(|it| it.cause == Cause::Ended).unwrap();
    assert_eq!((ended.first[0].customer.as_str(), ended.first[0].product.as_str()), ("Customer b", "Ends"));
    // The rows behind it are those of both periods.
    let rows = page.rows(&ViewState::default().drilled(section.steps[0].first[0].behind.clone()), &["Subtotal"]);
    assert_eq!(rows.iter().map(|it| it.cells[0].as_str()).collect::<Vec<_>>(), ["7.7"]);
}

#[test]
fn one_period_is_compared_with_nothing() {
    let august = [line("a", "Stays", "cycleCharge", "5", "0.9", "45")];
    assert_eq!(page(1, &[(8, &august)]).show(&ViewState::default()).bridge, None);
    let mut two = page(1, &[(8, &august), (9, &august)]);
    assert!(two.show(&ViewState::default()).bridge.is_some_and(|it| it.sections[0].steps.is_empty()));
    let only_september = ViewState { from: "2026-09-01".parse().ok(), ..ViewState::default() };
    assert_eq!(two.show(&only_september).bridge, None);
}

fn lines() -> impl Strategy<Value = Vec<Line>> {
    let amount = || (-99_999i64..999_999, 0u32..5).prop_map(|(mantissa, scale)| Decimal::new(mantissa, scale));
    let line = (
        "[a-c]",
        "[PQ]",
        "[st]",
        proptest::sample::select(&["new", "cycleCharge", "customerCredit", "removeQuantity"][..]),
        (0i64..5).prop_map(Decimal::from),
        proptest::sample::select(&["1", "0.913", "0.9"][..]).prop_map(number),
        amount(),
        proptest::sample::select(&["EUR", "HUF"][..]),
    );
    let line = line.prop_map(|(customer, product, subscription, charge_type, quantity, rate, subtotal, currency)| {
        Line { customer, product, subscription, charge_type, quantity, rate, subtotal, currency }
    });
    proptest::collection::vec(line, 1..24)
}

proptest! {
    #[test]
    fn the_parts_add_up_to_the_difference(august in lines(), september in lines()) {
        let months: [(u8, &[Line]); 2] = [(8, &august), (9, &september)];
        let bridge = page(1, &months).show(&ViewState::default()).bridge.unwrap();
        prop_assert_eq!(Some(bridge.clone()), page(3, &months).show(&ViewState::default()).bridge);
        for section in &bridge.sections {
            let sum = |lines: &[Line]| lines.iter().filter(|it| it.currency == section.currency).map(|it| it.subtotal).sum::<Decimal>();
            prop_assert_eq!(number(&section.from), sum(&august));
            prop_assert_eq!(number(&section.to), sum(&september));
            prop_assert_eq!(number(&section.difference), sum(&september) - sum(&august));
            prop_assert_eq!(steps(section).values().sum::<Decimal>(), number(&section.difference));
            for step in &section.steps {
                if step.n_lines == step.first.len() {
                    prop_assert_eq!(step.first.iter().map(|it| number(&it.amount)).sum::<Decimal>(), number(&step.amount));
                }
            }
        }
    }
}
