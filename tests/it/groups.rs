//! Groups, pivots and their drill-downs, held against sums that another reader makes; and that everything on the page shows
//! the same rows under the same filters.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use proptest::prelude::*;
use proptest::sample::{Index, select, subsequence};
use reconlens::domain::{Dimension, Field, parse_decimal};
use reconlens::protocol::{ChartKind, Export, GroupFigures, GroupRow, GroupSection, ViewAnswer};
use reconlens::view_state::{Direction, GroupKey, Grouping, Measure, Pick, ViewState};

use crate::support::{Cluster, Page};

const FILES: [&str; 4] = [
    "Reconciliation-G052146300-closed.csv",
    "Reconciliation-G052146301-closed.csv",
    "Reconciliation-G052146302-closed.csv",
    // Explains lines of the others and must not be added.
    "G052146301_BilledUsage_c000.csv",
];

/// Units of 10^-18, which hold every amount of the samples.
fn units(text: &str) -> i128 {
    if text.is_empty() {
        return 0;
    }
    let value = parse_decimal(text).unwrap().normalize();
    value.mantissa() * 10i128.pow(18 - value.scale())
}

/// A line of the invoice as another reader sees it.
#[derive(Debug, Clone)]
struct Line(BTreeMap<String, String>);

impl Line {
    fn value(&self, dimension: &Dimension) -> String {
        let text = |column: &str| self.0.get(column).map(|it| it.trim().to_lowercase()).unwrap_or_default();
        match dimension {
            Dimension::Field(Field::Customer) => text("CustomerId"),
            Dimension::Field(Field::Currency) => text("Currency"),
            Dimension::Field(Field::ChargeType) => text("ChargeType"),
            Dimension::Field(Field::Product) => text("ProductName"),
            Dimension::Field(Field::Subscription) => text("SubscriptionId"),
            Dimension::Field(Field::InvoiceType) => "onetime".to_owned(),
            Dimension::Field(Field::Counting) => "yes".to_owned(),
            Dimension::Column(key) => text(key),
            Dimension::Month(key) => {
                let text = text(key);
                let Some(date) = text.split(' ').next().filter(|it| !it.is_empty()) else { return String::new() };
                let [month, _, year] = date.split('/').collect::<Vec<_>>().try_into().unwrap();
                format!("{year}-{month:0>2}")
            }
        }
    }

    fn figures(&self) -> [i128; 4] {
        [1, units(&self.0["Subtotal"]), units(&self.0["TaxTotal"]), units(&self.0["Total"])]
    }
}

fn bytes(name: &str) -> Vec<u8> {
    std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("public/sample").join(name)).unwrap()
}

fn lines() -> Vec<Line> {
    let mut lines = Vec::new();
    for name in &FILES[..3] {
        let bytes = bytes(name);
        let mut reader = csv::Reader::from_reader(bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes));
        let header = reader.headers().unwrap().clone();
        for record in reader.records() {
            let cells = header.iter().map(str::to_owned).zip(record.unwrap().iter().map(str::to_owned)).collect();
            lines.push(Line(cells));
        }
    }
    lines
}

fn page(n_workers: usize) -> Page {
    let mut page = Page::of(Cluster::new(n_workers, u64::MAX, 5));
    FILES.iter().for_each(|it| page.drop_file(it, &bytes(it)));
    page
}

fn sum<'a>(lines: impl Iterator<Item = &'a Line>) -> [i128; 4] {
    lines.fold([0; 4], |sum, line| std::array::from_fn(|it| sum[it] + line.figures()[it]))
}

fn figures(it: &GroupFigures) -> [i128; 4] {
    let amounts = [&it.amounts.pretax, &it.amounts.tax, &it.amounts.total].map(|it| units(it));
    [it.n_lines as i128, amounts[0], amounts[1], amounts[2]]
}

/// What of the figures stands in a cell of values side by side, in units.
fn in_cell(figures: [i128; 4], measure: Measure) -> i128 {
    match measure {
        Measure::Lines => figures[0] * 10i128.pow(18),
        Measure::Pretax => figures[1],
        Measure::Tax => figures[2],
        Measure::Total => figures[3],
    }
}

/// Shows a view with every group open.
fn show_opened(page: &mut Page, mut view: ViewState) -> (ViewState, ViewAnswer) {
    loop {
        let answer = page.show(&view);
        let sections = &answer.groups.as_ref().unwrap().sections;
        let closed = sections.iter().flat_map(|it| &it.rows).filter(|it| it.is_open == Some(false));
        let closed: Vec<Vec<Pick>> = closed.map(|it| it.path.clone()).collect();
        if closed.is_empty() {
            return (view, answer);
        }
        view.grouping.opened.extend(closed);
    }
}

fn dimensions() -> Vec<Dimension> {
    let column = |it: &str| Dimension::Column(it.to_owned());
    vec![
        Field::Customer.into(),
        Field::Currency.into(),
        Field::ChargeType.into(),
        Field::Product.into(),
        Field::Subscription.into(),
        Field::InvoiceType.into(),
        column("PublisherName"),
        column("TermAndBillingCycle"),
        column("InvoiceNumber"),
        Dimension::Month("ChargeStartDate".to_owned()),
        Dimension::Month("ChargeEndDate".to_owned()),
    ]
}

fn grouping() -> impl Strategy<Value = Grouping> {
    let key = prop_oneof![Just(GroupKey::Name), select(&Measure::ALL[..]).prop_map(GroupKey::Measure)];
    let direction = select(&[Direction::Ascending, Direction::Descending][..]);
    let chosen = subsequence(dimensions(), 1..=3).prop_shuffle();
    (
        chosen,
        proptest::option::of(select(dimensions())),
        select(&Measure::ALL[..]),
        proptest::option::of((key, direction)),
    )
        .prop_map(|(rows, across, measure, order)| Grouping {
            rows,
            across,
            measure,
            order,
            opened: BTreeSet::new(),
            lists_all: true,
        })
}

/// A filter that keeps some lines, and what it keeps.
fn filter() -> impl Strategy<Value = Vec<(Dimension, bool, Index)>> {
    proptest::collection::vec((select(dimensions()), any::<bool>(), any::<Index>()), 0..3)
}

/// The view of a filter over the values that the lines have, and the lines that it keeps.
fn filtered<'a>(lines: &'a [Line], filter: &[(Dimension, bool, Index)]) -> (ViewState, Vec<&'a Line>) {
    let mut view = ViewState::default();
    let mut kept: Vec<&Line> = lines.iter().collect();
    let mut seen = BTreeSet::new();
    for (dimension, is_left_out, place) in filter {
        if kept.is_empty() || !seen.insert(dimension) {
            continue;
        }
        let value = place.get(&kept).value(dimension);
        // A plain value is spelt as in the file.
        let original = match dimension {
            Dimension::Field(Field::InvoiceType) => "OneTime".to_owned(),
            Dimension::Field(Field::Currency) => value.to_uppercase(),
            Dimension::Field(Field::ChargeType) => {
                kept.iter().find(|it| it.value(dimension) == value).unwrap().0["ChargeType"].trim().to_owned()
            }
            _ => value.clone(),
        };
        let pick = Pick::of(dimension, &original);
        view = if *is_left_out {
            view.with_exclusion_toggled(dimension, pick)
        } else {
            view.with_toggled(dimension, pick)
        };
        kept.retain(|it| (it.value(dimension) == value) != *is_left_out);
    }
    (view, kept)
}

/// The values of each row's group, from the outermost on.
fn paths<'a>(section: &'a GroupSection) -> Vec<(Vec<String>, &'a GroupRow)> {
    let mut path: Vec<String> = Vec::new();
    let row_path = |row: &'a GroupRow| {
        let GroupRow { level, value, .. } = row;
        path.truncate(*level);
        path.push(value.trim().to_lowercase());
        (path.clone(), row)
    };
    section.rows.iter().map(row_path).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, ..ProptestConfig::default() })]

    #[test]
    fn every_group_is_the_sum_of_its_lines(grouping in grouping(), filter in filter(), cells in proptest::collection::vec(any::<(Index, Index)>(), 18)) {
        let lines = lines();
        let (mut one, mut three) = (page(1), page(3));
        let (view, kept) = filtered(&lines, &filter);
        let view = ViewState { grouping, ..view };
        let (view, answer) = show_opened(&mut one, view);
        prop_assert_eq!(&answer, &three.show(&view));
        let table = answer.groups.unwrap();
        let Grouping { rows: by, across, measure, .. } = &view.grouping;
        let of_currency = |it: &GroupSection| {
            let currency = it.currency.to_lowercase();
            kept.iter().copied().filter(move |it| it.value(&Field::Currency.into()) == currency).collect::<Vec<_>>()
        };
        prop_assert_eq!(table.sections.iter().map(|it| of_currency(it).len()).sum::<usize>(), kept.len());
        let mut n_groups = 0;
        for section in &table.sections {
            let own = of_currency(section);
            prop_assert_eq!(figures(&section.total), sum(own.iter().copied()));
            let mut groups: BTreeSet<Vec<String>> = BTreeSet::new();
            for line in &own {
                let path: Vec<String> = by.iter().map(|it| line.value(it)).collect();
                groups.extend((1..=path.len()).map(|it| path[..it].to_vec()));
            }
            let paths = paths(section);
            prop_assert_eq!(paths.iter().map(|(path, _)| path.clone()).collect::<BTreeSet<_>>(), groups);
            for (path, row) in &paths {
                let is_inside = |line: &&Line| path.iter().zip(by).all(|(value, it)| line.value(it) == *value);
                let inside: Vec<&Line> = own.iter().copied().filter(is_inside).collect();
                prop_assert_eq!(figures(&row.figures), sum(inside.iter().copied()));
                for (column, cell) in table.columns.iter().zip(&row.figures.cells) {
                    let across = across.as_ref().unwrap();
                    let Some(pick) = &column.pick else { continue };
                    let has_pick = |line: &&Line| {
                        let value = match pick {
                            Pick::Plain(text) => return line.value(across) == text.to_lowercase(),
                            coded => coded,
                        };
                        Pick::of(across, &line.value(across)) == *value
                    };
                    let expected = sum(inside.iter().copied().filter(has_pick));
                    prop_assert_eq!(cell.is_empty(), expected[0] == 0);
                    prop_assert_eq!(units(cell), in_cell(expected, *measure));
                }
                n_groups += 1;
            }
        }
        // The rows behind a figure.
        let all: Vec<(&GroupSection, &GroupRow)> =
            table.sections.iter().flat_map(|it| it.rows.iter().map(move |row| (it, row))).collect();
        for (row, column) in cells.iter().filter(|_| n_groups > 0) {
            let (section, row) = row.get(&all);
            let mut behind: Vec<(Dimension, Pick)> = by.iter().cloned().zip(row.path.iter().cloned()).collect();
            behind.extend(section.behind.iter().cloned());
            let column = (!table.columns.is_empty()).then(|| column.index(table.columns.len()));
            let across = across.clone().zip(column.and_then(|it| table.columns[it].pick.clone()));
            // A dimension that stands both ways has lines in its own column only.
            if across.as_ref().is_some_and(|(it, pick)| behind.iter().any(|(other, value)| other == it && value != pick)) {
                continue;
            }
            let column = column.filter(|_| across.is_some());
            behind.extend(across);
            let rows = one.rows(&view.clone().drilled(behind), &["Subtotal", "TaxTotal", "Total"]);
            prop_assert!(rows.iter().all(|it| it.counts));
            let sum_of = |column: usize| rows.iter().map(|it| units(&it.cells[column])).sum::<i128>();
            let found = [rows.len() as i128, sum_of(0), sum_of(1), sum_of(2)];
            match column.map(|it| row.figures.cells[it].as_str()) {
                None => prop_assert_eq!(found, figures(&row.figures)),
                Some("") => prop_assert_eq!(found, [0; 4]),
                Some(figure) => prop_assert_eq!(in_cell(found, *measure), units(figure)),
            }
        }
    }

    #[test]
    fn everything_on_the_page_shows_the_same_rows(filter in filter()) {
        let lines = lines();
        let mut page = page(2);
        let (view, kept) = filtered(&lines, &filter);
        let counting = Pick::of(Field::Counting, "yes");
        let view = view.drilled([(Field::Counting.into(), counting)]);
        let grouping = Grouping { rows: vec![Field::Subscription.into()], lists_all: true, ..Grouping::default() };
        let view = ViewState { grouping, ..view };
        let answer = page.show(&view);
        prop_assert_eq!(answer.n_rows, kept.len());
        prop_assert_eq!(answer.n_rows_counted, kept.len());
        let rows = page.rows(&view, &["Total"]);
        let csv = page.export(&view, Export::RowsCsv);
        let exported: Vec<BTreeMap<String, String>> = csv::Reader::from_reader(csv.as_bytes()).deserialize().map(Result::unwrap).collect();
        let of_groups = page.export(&view, Export::GroupsCsv);
        let of_groups: Vec<BTreeMap<String, String>> = csv::Reader::from_reader(of_groups.as_bytes()).deserialize().map(Result::unwrap).collect();
        prop_assert_eq!(rows.len(), kept.len());
        prop_assert_eq!(exported.len(), kept.len());
        prop_assert_eq!(rows.iter().map(|it| units(&it.cells[0])).sum::<i128>(), sum(kept.iter().copied())[3]);
        let currencies: BTreeSet<String> = kept.iter().map(|it| it.value(&Field::Currency.into()).to_uppercase()).collect();
        for currency in &currencies {
            let own = || kept.iter().copied().filter(|it| it.value(&Field::Currency.into()).to_uppercase() == *currency);
            let expected = sum(own());
            let summary = answer.summary.totals.iter().filter(|it| it.currency == *currency);
            prop_assert_eq!(summary.map(|it| units(&it.amounts.total)).sum::<i128>(), expected[3]);
            let summary_rows = answer.summary.rows.iter().filter(|it| it.currency == *currency);
            prop_assert_eq!(summary_rows.map(|it| it.n_lines as i128).sum::<i128>(), expected[0]);
            let groups = answer.groups.as_ref().unwrap().sections.iter().filter(|it| it.currency == *currency);
            prop_assert_eq!(groups.flat_map(|it| &it.rows).map(|it| units(&it.figures.amounts.total)).sum::<i128>(), expected[3]);
            let printed = of_groups.iter().filter(|it| it["Currency"] == *currency);
            prop_assert_eq!(printed.clone().filter(|it| it["Row"] == "Group").map(|it| units(&it["Total"])).sum::<i128>(), expected[3]);
            prop_assert_eq!(printed.filter(|it| it["Row"] == "Total").map(|it| units(&it["Total"])).sum::<i128>(), expected[3]);
            let in_file = exported.iter().filter(|it| it["Currency"] == *currency);
            prop_assert_eq!(in_file.map(|it| units(&it["Total"])).sum::<i128>(), expected[3]);
            // A chart shows its own field's other values, too.
            let is_whole = |kind: ChartKind| match kind.field() {
                Some(field) => view.picks_of(&field.into()).next().is_none() && !view.excluded.contains_key(&field.into()),
                // That of usage shows lines that do not count.
                None => kind == ChartKind::Time && view.from.is_none() && view.to.is_none(),
            };
            for chart in answer.charts.iter().filter(|it| is_whole(it.kind)) {
                let panels = || chart.panels.iter().filter(|it| it.currency == *currency);
                let bars = || panels().flat_map(|it| &it.bars);
                prop_assert_eq!(bars().map(|it| units(&it.amount)).sum::<i128>(), expected[1], "{:?}", chart.kind);
                prop_assert_eq!(panels().map(|it| units(&it.total)).sum::<i128>(), expected[1]);
                prop_assert_eq!(bars().map(|it| it.n_lines as i128).sum::<i128>(), expected[0]);
            }
        }
        let distinct = |field: Field| {
            let values: BTreeSet<String> = kept.iter().map(|it| it.value(&field.into())).filter(|it| !it.is_empty()).collect();
            values.len()
        };
        prop_assert_eq!(answer.scope.n_customers, distinct(Field::Customer));
        prop_assert_eq!(answer.scope.n_subscriptions, distinct(Field::Subscription));
        prop_assert_eq!(answer.scope.n_products, distinct(Field::Product));
        for facet in answer.facets.iter().filter(|it| !view.picks.contains_key(&it.dimension) && !view.excluded.contains_key(&it.dimension)) {
            prop_assert_eq!(facet.options.iter().map(|it| it.n_rows).sum::<usize>(), kept.len());
        }
    }
}

#[test]
fn a_long_list_ends_with_all_others_and_shares_are_of_the_whole() {
    let mut text = String::from(
        "CustomerId,CustomerName,ProductName,ChargeStartDate,Subtotal,TaxTotal,Total,Currency,EffectiveUnitPrice,ChargeType,InvoiceNumber\n",
    );
    for product in 0..300 {
        text.push_str(&format!("c,C,Product {product:03},9/1/2026,{product},0,{product},EUR,1,new,G1\n"));
    }
    let mut page = Page::with(&[("recon.csv", text.as_bytes())]);
    let grouping = Grouping { rows: vec![Field::Product.into()], ..Grouping::default() };
    let view = ViewState { grouping, ..ViewState::default() };
    let table = page.show(&view).groups.unwrap();
    let [section] = table.sections.as_slice() else { panic!("{table:?}") };
    assert_eq!(section.rows.len(), 101);
    assert_eq!((section.rows[0].label.as_str(), section.rows[0].figures.permille), ("Product 299", Some(7)));
    let others = &section.rows[100];
    assert_eq!((others.label.as_str(), others.n_values, others.is_open), ("200 others", 200, None));
    assert_eq!((others.figures.amounts.total.as_str(), others.figures.permille), ("19900", Some(444)));
    assert_eq!((section.total.amounts.total.as_str(), section.total.permille), ("44850", Some(1000)));
    let grouping = Grouping { lists_all: true, across: Some(Field::Product.into()), ..view.grouping };
    let table = page.show(&ViewState { grouping, ..ViewState::default() }).groups.unwrap();
    assert_eq!(table.sections[0].rows.len(), 300);
    assert_eq!((table.columns.len(), table.columns[24].label.as_str()), (25, "276 others"));
    assert_eq!(table.sections[0].total.cells.iter().map(|it| units(it)).sum::<i128>(), units("44850"));
}
