//! The charts, held against sums that another reader makes: along time, and what a click on a bar shows.

use std::collections::BTreeMap;
use std::path::Path;

use reconlens::domain::parse_decimal;
use reconlens::protocol::{Chart, ChartKind, ViewAnswer};
use reconlens::view_state::{Clause, ViewState};
use rust_decimal::Decimal;

use crate::support::{Cluster, Page};

const RECON: &str = "Reconciliation-G052146301-closed.csv";
const DAILY: &str = "G052146301_BilledUsage_c000.csv";

fn bytes(name: &str) -> Vec<u8> {
    std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("public/sample").join(name)).unwrap()
}

/// By ISO day: lines and sum of an amount column, by a reader of CSV and decimals alone.
fn by_day(name: &str, date: &str, amount: &str) -> BTreeMap<String, (usize, Decimal)> {
    let bytes = bytes(name);
    let mut reader = csv::Reader::from_reader(bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes));
    let header = reader.headers().unwrap().clone();
    let place = |name: &str| header.iter().position(|it| it == name).unwrap();
    let (date, amount) = (place(date), place(amount));
    let mut sums: BTreeMap<String, (usize, Decimal)> = BTreeMap::new();
    for record in reader.records() {
        let record = record.unwrap();
        let text = record[date].split(' ').next().unwrap();
        let [month, day, year] = text.split('/').collect::<Vec<_>>().try_into().unwrap();
        let (n_lines, sum) = sums.entry(format!("{year}-{month:0>2}-{day:0>2}")).or_default();
        *n_lines += 1;
        let amount = &record[amount];
        *sum += Decimal::from_str_exact(amount).or_else(|_| Decimal::from_scientific(amount)).unwrap();
    }
    sums
}

fn chart(answer: &ViewAnswer, kind: ChartKind) -> Option<&Chart> {
    answer.charts.iter().find(|it| it.kind == kind)
}

/// The bars with lines of the only panel.
fn bars(chart: &Chart) -> BTreeMap<String, (usize, Decimal)> {
    let [panel] = chart.panels.as_slice() else { panic!("{:?}", chart.panels) };
    let bars = panel.bars.iter().filter(|it| it.n_lines > 0);
    bars.map(|it| (it.value.clone(), (it.n_lines, parse_decimal(&it.amount).unwrap()))).collect()
}

fn page(names: &[&str], n_workers: usize) -> Page {
    let mut page = Page::of(Cluster::new(n_workers, u64::MAX, 7));
    names.iter().for_each(|it| page.drop_file(it, &bytes(it)));
    page
}

#[test]
fn days_add_up_as_the_files_say() {
    for n_workers in [1, 3] {
        let answer = page(&[RECON, DAILY], n_workers).show(&ViewState::default());
        let time = chart(&answer, ChartKind::Time).unwrap();
        assert_eq!(bars(time), by_day(RECON, "ChargeStartDate", "Subtotal"));
        // What the daily file explains is not added to what counts, and is seen on its own.
        let usage = chart(&answer, ChartKind::Usage).unwrap();
        assert_eq!(bars(usage), by_day(DAILY, "UsageDate", "BillingPreTaxTotal"));
    }
}

#[test]
fn usage_that_counts_is_not_shown_twice() {
    let answer = page(&[DAILY], 2).show(&ViewState::default());
    assert_eq!(chart(&answer, ChartKind::Usage), None);
    assert_eq!(bars(chart(&answer, ChartKind::Time).unwrap()), by_day(DAILY, "UsageDate", "BillingPreTaxTotal"));
}

#[test]
fn a_bar_shows_the_lines_that_it_is_made_of() {
    let mut page = page(&[RECON], 2);
    let answer = page.show(&ViewState::default());
    for chart in &answer.charts {
        for bar in chart.panels.iter().flat_map(|it| &it.bars) {
            let Some(clause) = bar.clause.clone() else { continue };
            let view = ViewState::default().with(clause.clone());
            let shown = page.show(&view);
            let pretax =
                shown.summary.totals.iter().map(|it| parse_decimal(&it.amounts.pretax).unwrap()).sum::<Decimal>();
            assert_eq!(
                (shown.n_rows_counted, pretax),
                (bar.n_lines, parse_decimal(&bar.amount).unwrap()),
                "{clause:?}"
            );
            // Under its own clause a chart stays as it was, with this bar picked.
            let same = shown.charts.iter().find(|it| it.kind == chart.kind).unwrap();
            let picked: Vec<&str> =
                same.panels.iter().flat_map(|it| &it.bars).filter(|it| it.picked).map(|it| it.value.as_str()).collect();
            assert_eq!(picked, [bar.value.as_str()]);
            let n_bars = |it: &Chart| it.panels.iter().map(|it| it.bars.len()).sum::<usize>();
            assert_eq!(n_bars(same), n_bars(chart));
            if matches!(clause, Clause::Days(..)) {
                let total = |it: &Chart| it.panels.iter().map(|it| it.total.clone()).collect::<Vec<_>>();
                assert_eq!(total(same), total(chart));
            }
        }
    }
}

#[test]
fn long_times_are_shown_by_month() {
    let mut text = String::from(
        "CustomerId,CustomerName,ChargeStartDate,Subtotal,TaxTotal,Total,Currency,EffectiveUnitPrice,InvoiceNumber\n",
    );
    for month in 1..=12 {
        text.push_str(&format!(
            "c,C,{month}/15/2026,{month}.01,0,{month}.01,EUR,1,G1\nc,C,{month}/28/2026,1,0,1,EUR,1,G1\n"
        ));
    }
    let answer = Page::with(&[("recon.csv", text.as_bytes())]).show(&ViewState::default());
    let time = chart(&answer, ChartKind::Time).unwrap();
    let bars: Vec<(&str, &str, usize)> =
        time.panels[0].bars.iter().map(|it| (it.value.as_str(), it.amount.as_str(), it.n_lines)).collect();
    assert_eq!(bars.len(), 12);
    assert_eq!((bars[0], bars[11]), (("2026-01", "2.01", 2), ("2026-12", "13.01", 2)));
    assert_eq!(time.panels[0].total, "90.12");
}

#[test]
fn lines_that_cost_nothing_are_counted_all_the_same() {
    let text = "CustomerId,CustomerName,ChargeStartDate,Subtotal,TaxTotal,Total,Currency,EffectiveUnitPrice,InvoiceNumber\n\
                c,C,9/1/2026,0,0,0,EUR,1,G1\nc,C,9/2/2026,5,0,5,EUR,1,G1\nc,C,9/2/2026,-5,0,-5,EUR,1,G1\n";
    let answer = Page::with(&[("recon.csv", text.as_bytes())]).show(&ViewState::default());
    let time = chart(&answer, ChartKind::Time).unwrap();
    let zero = Decimal::ZERO;
    assert_eq!(
        bars(time),
        BTreeMap::from([("2026-09-01".to_owned(), (1, zero)), ("2026-09-02".to_owned(), (2, zero))])
    );
}
