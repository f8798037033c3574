//! Filters of any column, by value, range, text and alternatives, held against rows that another reader filters; and the
//! filter line with the names of the loaded files.

use std::collections::BTreeMap;
use std::path::Path;

use reconlens::domain::{Dimension, Field};
use reconlens::protocol::{Facet, Request, Response};
use reconlens::view_state::{LineProblem, Pick, ViewState};
use rust_decimal::Decimal;

use crate::support::{Cluster, Page};

const FILES: [&str; 3] = [
    "Reconciliation-G052146300-closed.csv",
    "Reconciliation-G052146301-closed.csv",
    "Reconciliation-G052146302-closed.csv",
];

/// A row as another reader sees it, with the place by which both know it.
struct Row {
    place: (String, u64),
    cells: BTreeMap<String, String>,
}

impl Row {
    fn is(&self, column: &str, value: &str) -> bool {
        self.cells[column].trim().eq_ignore_ascii_case(value)
    }

    /// Tests need no more than the decimals of a binary float that the samples have: units of 10^-9.
    fn number(&self, column: &str) -> Option<i128> {
        let value: Decimal = reconlens::domain::parse_decimal(&self.cells[column]).ok()?;
        Some(value.mantissa() * 1_000_000_000 / 10i128.pow(value.scale()))
    }

    /// `M/D/YYYY` as `YYYY-MM-DD`, which compares as text.
    fn day(&self, column: &str) -> Option<String> {
        let date = self.cells[column].split(' ').next()?.to_owned();
        let [month, day, year] = date.split('/').collect::<Vec<_>>().try_into().ok()?;
        Some(format!("{year}-{month:0>2}-{day:0>2}"))
    }
}

fn bytes(name: &str) -> Vec<u8> {
    std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("public/sample").join(name)).unwrap()
}

fn rows() -> Vec<Row> {
    let mut rows = Vec::new();
    for name in FILES {
        let bytes = bytes(name);
        let mut reader = csv::Reader::from_reader(bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes));
        let header = reader.headers().unwrap().clone();
        // No cell of the samples has a line end.
        for (idx, record) in reader.records().enumerate() {
            let record = record.unwrap();
            let cells = header.iter().map(str::to_owned).zip(record.iter().map(str::to_owned)).collect();
            rows.push(Row { place: (name.to_owned(), idx as u64 + 2), cells });
        }
    }
    rows
}

fn page(n_workers: usize) -> Page {
    // Small files go to the idlest worker, so that several have some.
    let mut page = Page::of(Cluster::new(n_workers, u64::MAX, 11));
    FILES.iter().for_each(|it| page.drop_file(it, &bytes(it)));
    page
}

fn read(page: &mut Page, line: &str) -> Result<ViewState, LineProblem> {
    match page.request(Request::Line(line.to_owned())).pop() {
        Some((Response::Line { text, read }, None)) => {
            assert_eq!(text, line);
            read.map(|it| *it)
        }
        other => panic!("{other:?}"),
    }
}

type Keep = fn(&Row) -> bool;

const CASES: [(&str, Keep); 24] = [
    ("", |_| true),
    ("customer:\"Adventure Works, Inc.\"", |it| it.is("CustomerName", "Adventure Works, Inc.")),
    ("customer:\"adventure works, inc.\" -charge:NEW", |it| {
        it.is("CustomerName", "Adventure Works, Inc.") && !it.is("ChargeType", "new")
    }),
    ("currency:EUR currency:HUF -PublisherName:Microsoft", |it| {
        !it.is("Currency", "USD") && !it.is("PublisherName", "Microsoft")
    }),
    ("publishername:\"Proseware, Inc.\" publishername:Microsoft", |it| {
        it.is("PublisherName", "Proseware, Inc.") || it.is("PublisherName", "Microsoft")
    }),
    ("BillableQuantity:12", |it| it.number("BillableQuantity") == Some(12_000_000_000)),
    ("Total>100", |it| it.number("Total").unwrap() > 100_000_000_000),
    ("Total>=95.88", |it| it.number("Total").unwrap() >= 95_880_000_000),
    ("Total>95.88", |it| it.number("Total").unwrap() > 95_880_000_000),
    ("pretax<0", |it| it.number("Subtotal").unwrap() < 0),
    ("Subtotal:>0..<1 currency:EUR", |it| {
        it.is("Currency", "EUR") && (1..1_000_000_000).contains(&it.number("Subtotal").unwrap())
    }),
    ("EffectiveUnitPrice:0.000001..0.05", |it| {
        it.number("EffectiveUnitPrice").is_some_and(|it| (1_000..=50_000_000).contains(&it))
    }),
    ("date:2026-09-03..2026-09-15", |it| {
        it.day("ChargeStartDate").is_some_and(|it| ("2026-09-03"..="2026-09-15").contains(&it.as_str()))
    }),
    ("date>2026-09-09", |it| it.day("ChargeStartDate").is_some_and(|it| it.as_str() > "2026-09-09")),
    ("ChargeEndDate:2026-10", |it| it.day("ChargeEndDate").is_some_and(|it| it.starts_with("2026-10"))),
    ("ChargeEndDate.month:2026-10", |it| it.day("ChargeEndDate").is_some_and(|it| it.starts_with("2026-10"))),
    ("-ChargeEndDate.month:2026-09", |it| it.day("ChargeEndDate").is_none_or(|it| !it.starts_with("2026-09"))),
    ("TermAndBillingCycle:\"\"", |it| it.cells["TermAndBillingCycle"].trim().is_empty()),
    ("ProductName~\"virtual machines\"", |it| it.cells["ProductName"].to_lowercase().contains("virtual machines")),
    ("customer~söhne", |it| it.cells["CustomerName"].to_lowercase().contains("söhne")),
    ("(charge:renew | Total>500 | PublisherName:\"Proseware, Inc.\")", |it| {
        it.is("ChargeType", "renew")
            || it.number("Total").unwrap() > 500_000_000_000
            || it.is("PublisherName", "Proseware, Inc.")
    }),
    ("(-charge:new | date:2026-09-15..) currency:EUR microsoft", |it| {
        (!it.is("ChargeType", "new") || it.day("ChargeStartDate").is_some_and(|it| it.as_str() >= "2026-09-15"))
            && it.is("Currency", "EUR")
            && it.cells.values().any(|it| it.to_lowercase().contains("microsoft"))
    }),
    ("(visio | ProductName~tables)", |it| {
        it.cells.values().any(|it| it.to_lowercase().contains("visio"))
            || it.cells["ProductName"].to_lowercase().contains("tables")
    }),
    ("@Currency:EUR -customer:\"Müller & Söhne GmbH\"", |it| {
        it.is("Currency", "EUR") && it.cells["CustomerName"] != "Müller & Söhne GmbH"
    }),
];

#[test]
fn every_kind_of_filter_keeps_the_rows_that_another_reader_keeps() {
    let rows = rows();
    let (mut one, mut three) = (page(1), page(3));
    for (line, keep) in CASES {
        let view = read(&mut one, line).unwrap_or_else(|it| panic!("{line}: {it}"));
        let mut found: Vec<(String, u64)> =
            one.rows(&view, &[]).into_iter().map(|it| (it.file_name, it.line_no)).collect();
        found.sort();
        let expected: Vec<(String, u64)> = rows.iter().filter(|it| keep(it)).map(|it| it.place.clone()).collect();
        assert_eq!(found, expected, "{line}");
        assert!(line.is_empty() || (1..rows.len()).contains(&found.len()), "{line} says something: {}", found.len());
        // What is shown reads back as what is filtered, whoever holds the files.
        let answer = one.show(&view);
        assert_eq!(answer, three.show(&view), "{line}");
        assert_eq!(read(&mut three, &answer.line), Ok(view.clone()), "{line}");
        assert_eq!(answer.chips.len(), view.clauses().len(), "{line}");
    }
}

fn facet(page: &mut Page, view: &ViewState, dimension: &Dimension) -> Facet {
    page.show(view).facets.into_iter().find(|it| it.dimension == *dimension).unwrap()
}

#[test]
fn an_added_filter_counts_rows_and_amounts_under_all_others_but_itself() {
    let rows = rows();
    let dimension = Dimension::Column("PublisherName".to_owned());
    let mut page = page(2);
    let view = ViewState { facets: [dimension.clone()].into(), ..ViewState::default() }
        .with_toggled(Field::ChargeType, Pick::of(Field::ChargeType, "new"))
        .with_toggled(dimension.clone(), Pick::of(&dimension, "microsoft"))
        .with_exclusion_toggled(dimension.clone(), Pick::of(&dimension, "Proseware, Inc."));
    let facet = facet(&mut page, &view, &dimension);
    assert!(facet.added);
    let found: Vec<(&str, usize, bool, bool)> =
        facet.options.iter().map(|it| (it.value.as_str(), it.n_rows, it.picked, it.excluded)).collect();
    let count =
        |value: &str| rows.iter().filter(|it| it.is("ChargeType", "new") && it.is("PublisherName", value)).count();
    let expected = [
        ("Microsoft", count("Microsoft"), true, false),
        ("Microsoft Corporation", count("Microsoft Corporation"), false, false),
        ("Proseware, Inc.", count("Proseware, Inc."), false, true),
    ];
    assert_eq!(found, expected);
    for option in &facet.options {
        let mut sums: BTreeMap<String, i128> = BTreeMap::new();
        for row in rows.iter().filter(|it| it.is("ChargeType", "new") && it.is("PublisherName", &option.value)) {
            *sums.entry(row.cells["Currency"].clone()).or_default() += row.number("Subtotal").unwrap();
        }
        let printed: Vec<(String, i128)> = option
            .amounts
            .iter()
            .map(|it| {
                let value = reconlens::domain::parse_decimal(&it.amount).unwrap();
                (it.currency.clone(), value.mantissa() * 1_000_000_000 / 10i128.pow(value.scale()))
            })
            .collect();
        assert_eq!(printed, sums.into_iter().collect::<Vec<_>>(), "{}", option.value);
    }
}

#[test]
fn a_range_counts_each_row_once_under_all_others_but_itself() {
    let rows = rows();
    let mut page = page(2);
    let view = read(&mut page, "currency:EUR Total>100 date:2026-09-01..2026-09-14").unwrap();
    let answer = page.show(&view);
    let of = |column: Option<&str>| answer.ranges.iter().find(|it| it.column.as_deref() == column).unwrap();
    let is_early = |it: &&Row| it.day("ChargeStartDate").is_some_and(|it| it.as_str() <= "2026-09-14");
    let totals: Vec<i128> = rows
        .iter()
        .filter(|it| it.is("Currency", "EUR"))
        .filter(is_early)
        .map(|it| it.number("Total").unwrap())
        .collect();
    let units = |text: &str| {
        let value = reconlens::domain::parse_decimal(text).unwrap();
        value.mantissa() * 1_000_000_000 / 10i128.pow(value.scale())
    };
    let total = of(Some("Total"));
    assert_eq!(total.bins.iter().map(|it| it.n_rows).sum::<usize>(), totals.len());
    for bin in &total.bins {
        let expected = totals.iter().filter(|it| (units(&bin.low)..units(&bin.high)).contains(*it)).count();
        assert_eq!(bin.n_rows, expected, "{} to {}", bin.low, bin.high);
    }
    let large: Vec<String> = rows
        .iter()
        .filter(|it| it.is("Currency", "EUR") && it.number("Total").unwrap() > 100_000_000_000)
        .filter_map(|it| it.day("ChargeStartDate"))
        .collect();
    let days = of(None);
    assert_eq!(days.bins.iter().map(|it| it.n_rows).sum::<usize>(), large.len());
    for bin in &days.bins {
        assert_eq!(bin.n_rows, large.iter().filter(|it| **it == bin.low).count(), "{}", bin.low);
    }
}

#[test]
fn a_link_with_a_value_of_any_column_names_no_value() {
    let mut page = page(1);
    let view = read(&mut page, "CustomerDomainName~a CustomerCountry:HU -PublisherName:\"Proseware, Inc.\"").unwrap();
    let fragment = view.to_fragment();
    assert!(fragment.contains("col.CustomerCountry=") && fragment.contains("not.col.PublisherName="), "{fragment}");
    assert!(!fragment.contains("HU") && !fragment.contains("Proseware"), "{fragment}");
}

#[test]
fn a_value_that_several_share_picks_all_and_its_id_one() {
    let text = "CustomerId,CustomerName,Subtotal,TaxTotal,Total,EffectiveUnitPrice,Currency\n\
        id-1,Same Name,1,0,1,1,USD\nid-2,Same Name,2,0,2,1,USD\nid-3,Other,3,0,3,1,USD\n";
    let mut page = Page::with(&[("a.csv", text.as_bytes())]);
    let both = read(&mut page, "customer:\"same name\"").unwrap();
    assert_eq!(page.show(&both).n_rows, 2);
    let one = read(&mut page, "customer:ID-2").unwrap();
    let answer = page.show(&one);
    assert_eq!((answer.n_rows, answer.line.as_str()), (1, "customer:id-2"), "the name alone would say too much");
    assert_eq!(answer.chips[0].words, "Customer: Same Name");
}

#[test]
fn a_column_with_too_many_values_is_filtered_and_not_listed() {
    let mut text = "CustomerId,Subtotal,TaxTotal,Total,EffectiveUnitPrice,Currency,Resource\n".to_owned();
    for row in 0..100_002 {
        text.push_str(&format!("A,1,0,1,1,USD,resource-{row}\n"));
    }
    let mut page = Page::with(&[("many.csv", text.as_bytes())]);
    let view = read(&mut page, "Resource:Resource-77777").unwrap();
    let answer = page.show(&view);
    assert_eq!(answer.n_rows, 1);
    let facet = answer.facets.iter().find(|it| it.added).unwrap();
    assert!(facet.too_many && facet.options.is_empty());
    let others = read(&mut page, "-Resource:resource-77777").unwrap();
    assert_eq!(page.show(&others).n_rows, 100_001);
}

/// The lines of the fenced blocks of `docs/filter-language.md` with this language.
fn documented(language: &str) -> Vec<&'static str> {
    let text = include_str!("../../docs/filter-language.md");
    let mut blocks = text.split("```");
    let mut lines = Vec::new();
    while let (Some(_prose), Some(block)) = (blocks.next(), blocks.next()) {
        let (name, body) = block.split_once('\n').unwrap();
        if name == language {
            lines.extend(body.lines());
        }
    }
    lines
}

#[test]
fn every_example_of_the_documentation_reads_as_it_says() {
    let mut page = page(1);
    let examples = documented("filter");
    assert!(examples.len() > 20, "{}", examples.len());
    for line in examples {
        let view = read(&mut page, line).unwrap_or_else(|it| panic!("{line}: {it}"));
        assert!(view.is_filtered(), "{line}");
        let printed = page.show(&view).line;
        assert_eq!(read(&mut page, &printed), Ok(view), "{line} as {printed}");
    }
    for example in documented("filter-error") {
        let (marked, message) = example.split_once(" => ").unwrap();
        let at = marked.chars().position(|it| it == '·').unwrap();
        let problem = read(&mut page, &marked.replace('·', "")).unwrap_err();
        assert!(problem.message.starts_with(message), "{example}: {problem}");
        assert_eq!(problem.at, at, "{example}: {problem}");
    }
}
