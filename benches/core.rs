//! How long the core takes natively, so that a regression is seen without a browser: `cargo bench`.
//!
//! The month is seeded, so that every run reads and asks the same.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, reason = "a benchmark fails by panicking")]

use std::fmt::Write as _;
use std::rc::Rc;
use std::sync::LazyLock;

use divan::counter::{BytesCount, ItemsCount};
use divan::{Bencher, black_box};
use reconlens::domain::{Day, Dimension, Field};
use reconlens::ingest;
use reconlens::query::{Condition, Dataset, Filter, Order, Owner, Part, Picked, Search, Wanted, partial, select};
use reconlens::table::{Bitmap, Table};
use reconlens::view_state::{DayRange, Direction, SortKey};

const N_ROWS: usize = 100_000;

static MONTH: LazyLock<String> = LazyLock::new(|| {
    let mut text = "CustomerId,CustomerName,ProductName,SkuName,ChargeType,UnitPrice,Quantity,Subtotal,TaxTotal,Total,Currency,SubscriptionId,ChargeStartDate,EffectiveUnitPrice,InvoiceNumber,OrderId\n".to_owned();
    let mut seed = 46u64;
    let mut random = |below: u64| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) % below
    };
    for row in 0..N_ROWS {
        let (customer, product) = (row * 500 / N_ROWS, random(300));
        let charge = ["new", "renew", "cycleCharge", "addQuantity"][random(4) as usize];
        let (price, quantity) = (random(50_000), random(200));
        let cents = price * quantity;
        writeln!(
            text,
            "0e1{customer:05}-aaaa-4bbb-8ccc-0123456789ab,\"Customer {customer}, Ltd.\",Product {product} for business,SKU {product},{charge},{}.{:02},{quantity},{}.{:02},0,{}.{:02},EUR,5ub{:05}-aaaa-4bbb-8ccc-0123456789ab,9/{}/2026,{price}.{:06},G052146300,{:012x}",
            price / 100, price % 100, cents / 100, cents % 100, cents / 100, cents % 100,
            random(5000), random(28) + 1, random(1_000_000), random(1 << 31),
        )
        .unwrap();
    }
    text
});

fn parts() -> Vec<Part> {
    let ingested = ingest::read(MONTH.as_bytes()).expect("a known kind");
    let part = |table: &Rc<Table>| Part { counts: Bitmap::full(table.n_rows()), table: Rc::clone(table), file_idx: 0 };
    ingested.tables().iter().map(part).collect()
}

fn dataset() -> Dataset {
    Dataset::new(parts())
}

fn main() {
    divan::main();
}

#[divan::bench]
fn parse(bencher: Bencher<'_, '_>) {
    let text = MONTH.as_bytes();
    bencher.counter(BytesCount::of_slice(text)).bench(|| ingest::read(black_box(text)).unwrap());
}

#[divan::bench]
fn index(bencher: Bencher<'_, '_>) {
    let parts = parts();
    bencher.counter(ItemsCount::new(N_ROWS)).bench_local(|| Dataset::new(parts.clone()).outline());
}

/// One value of a field.
fn is(field: Field, value: u32) -> (Option<Owner>, Condition) {
    let dimension = Dimension::Field(field);
    (Some(Owner::Values(dimension.clone())), Condition::Is(dimension, Picked::Numbers(vec![value])))
}

/// What the page asks for.
fn wanted() -> Wanted {
    let fields = Field::ALL.map(Dimension::Field).to_vec();
    Wanted {
        counts: fields.clone(),
        sums: fields,
        histograms: vec![None, Some("Total".to_owned())],
        ..Wanted::default()
    }
}

fn ask(bencher: Bencher<'_, '_>, filter: &Filter) {
    let dataset = dataset();
    bencher
        .counter(ItemsCount::new(N_ROWS))
        .bench_local(|| partial(&dataset, &select(&dataset, black_box(filter)), &wanted()));
}

#[divan::bench]
fn aggregate_all(bencher: Bencher<'_, '_>) {
    ask(bencher, &Filter::default());
}

#[divan::bench]
fn filter_by_customer_days_and_charge_type(bencher: Bencher<'_, '_>) {
    let filter = Filter {
        conditions: vec![
            is(Field::Customer, 7),
            is(Field::ChargeType, 1),
            (
                Some(Owner::Range(None)),
                Condition::Days(None, DayRange { from: Day::of_date(2026, 9, 5), to: Day::of_date(2026, 9, 20) }),
            ),
        ],
    };
    ask(bencher, &filter);
}

#[divan::bench(args = ["customer 4", "for business", "nowhere", "1234"])]
fn search(bencher: Bencher<'_, '_>, needle: &str) {
    let search = Search::parse(needle, |_| false);
    let conditions = search.map(|it| (None, Condition::Contains(it))).into_iter().collect();
    ask(bencher, &Filter { conditions });
}

#[divan::bench(args = ["Total", "CustomerName"])]
fn first_hundred_of_all(bencher: Bencher<'_, '_>, column: &str) {
    let dataset = dataset();
    let selection = select(&dataset, &Filter::default());
    let sort = SortKey { column: column.to_owned(), direction: Direction::Descending };
    bencher.counter(ItemsCount::new(N_ROWS)).bench_local(|| {
        let mut order = Order::new(&dataset, selection.matching(), &sort);
        order.rows(0, 100).map(|it| it.row_idx).sum::<u32>()
    });
}
