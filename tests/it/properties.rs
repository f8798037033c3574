//! What holds for any input: splits do not matter, links read back, sums agree with whole numbers of any size.

use proptest::prelude::*;
use reconlens::domain::{Day, Dimension, ExactSum, Field, FileKind, Month, ValueCode, parse_decimal};
use reconlens::ingest::{Read, Reader};
use reconlens::view_state::{
    Clause, DayRange, Direction, FileMark, GroupKey, Grouping, Limit, LinesTable, MAX_WIDTH_PX, MIN_WIDTH_PX, Measure,
    NoNames, NumberRange, Pick, SortKey, ViewState, parse_line, print_line,
};
use rust_decimal::Decimal;

fn dimension() -> impl Strategy<Value = Dimension> {
    prop_oneof![
        (0..Field::ALL.len()).prop_map(|it| Dimension::Field(Field::ALL[it])),
        column().prop_map(Dimension::Column),
        column().prop_map(Dimension::Month),
    ]
}

/// Names that stand for themselves, and names that must be told from others.
fn column() -> impl Strategy<Value = String> {
    prop_oneof![
        ".{1,8}",
        "[A-Za-z]{1,8}",
        proptest::sample::select(vec![
            "date",
            "Total",
            "Currency",
            "TAX",
            "a.month",
            ".month",
            "@x",
            "-x",
            "#x",
            "Charge type"
        ])
        .prop_map(str::to_owned),
    ]
}

fn day() -> impl Strategy<Value = Option<Day>> {
    let by_month = (1i32..9999, 1u32..=12, any::<bool>()).prop_map(|(year, month, is_first)| {
        let month = Month { year, month };
        if is_first { month.first_day() } else { month.last_day() }
    });
    prop_oneof![Just(None), (-719_162..2_932_896i32).prop_map(|it| Some(Day(it))), by_month]
}

fn limit() -> impl Strategy<Value = Option<Limit>> {
    let value = (-(1i128 << 95)..(1i128 << 95), 0u32..=28, any::<bool>()).prop_map(|(mantissa, scale, is_strict)| {
        Limit { value: Decimal::from_i128_with_scale(mantissa, scale), is_strict }
    });
    proptest::option::of(value)
}

/// A text that is typed, and one that only a hard reader reads back.
fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        ".{0,12}",
        "[a-z ]{0,12}",
        "[-@#\"\\\\:<>~()|.a ]{0,8}",
        "[0-9]{4}-0[1-9]",
        "-?[0-9]{1,3}\\.\\.[0-9]{1,3}"
    ]
}

fn clause() -> impl Strategy<Value = Clause> {
    let column_or_none = || proptest::option::of(column());
    prop_oneof![
        (dimension(), text()).prop_map(|(it, value)| Clause::Is(it.clone(), Pick::of(it, &value))),
        (dimension(), text()).prop_map(|(it, value)| Clause::IsNot(it.clone(), Pick::of(it, &value))),
        (column(), limit(), limit())
            .prop_filter("a limit", |(_, min, max)| min.is_some() || max.is_some())
            .prop_map(|(column, min, max)| Clause::Number(column, NumberRange { min, max })),
        (column_or_none(), day(), day())
            .prop_filter("a limit", |(_, from, to)| from.is_some() || to.is_some())
            .prop_map(|(column, from, to)| Clause::Days(column, DayRange { from, to })),
        (column_or_none(), text()).prop_map(|(column, text)| Clause::Contains(column, text)),
    ]
}

/// Any filters, and nothing else.
fn filters() -> impl Strategy<Value = ViewState> {
    let group = proptest::collection::btree_set(clause(), 1..4).prop_map(Clause::AnyOf);
    let clauses = proptest::collection::vec(prop_oneof![4 => clause(), 1 => group], 0..8);
    clauses.prop_map(|clauses| clauses.into_iter().fold(ViewState::default(), ViewState::with))
}

fn view() -> impl Strategy<Value = ViewState> {
    let sort = (".{1,12}", any::<bool>()).prop_map(|(column, is_descending)| SortKey {
        column,
        direction: if is_descending { Direction::Descending } else { Direction::Ascending },
    });
    let columns = proptest::option::of(proptest::collection::vec(".{1,12}", 0..4));
    let facets = proptest::collection::btree_set(dimension(), 0..3);
    let mark = (proptest::sample::select(&FileKind::ALL[..]), text(), any::<usize>(), text()).prop_map(
        |(kind, invoice, n_rows, content)| FileMark { kind, invoice, n_rows, code: ValueCode::of_file(&content) },
    );
    let made_with = proptest::collection::vec(mark, 0..3);
    (filters(), facets, grouping(), proptest::option::of(sort), columns, lines_table(), made_with).prop_map(
        |(filters, facets, grouping, sort, columns, table, made_with)| ViewState {
            facets,
            grouping,
            sort,
            columns,
            table,
            made_with,
            ..filters
        },
    )
}

fn lines_table() -> impl Strategy<Value = LinesTable> {
    let pinned = proptest::collection::btree_set(column(), 0..4);
    let widths = proptest::collection::btree_map(column(), MIN_WIDTH_PX..=MAX_WIDTH_PX, 0..4);
    (pinned, widths, any::<bool>()).prop_map(|(pinned, widths, as_in_file)| LinesTable { pinned, widths, as_in_file })
}

fn grouping() -> impl Strategy<Value = Grouping> {
    let measure = || proptest::sample::select(&Measure::ALL[..]);
    let key = prop_oneof![Just(GroupKey::Name), measure().prop_map(GroupKey::Measure)];
    let direction = any::<bool>().prop_map(|it| if it { Direction::Descending } else { Direction::Ascending });
    let path = proptest::collection::vec((dimension(), text()).prop_map(|(it, value)| Pick::of(it, &value)), 1..4);
    let rows = proptest::collection::vec(dimension(), 0..4);
    let opened = proptest::collection::btree_set(path, 0..3);
    let order = proptest::option::of((key, direction));
    (rows, proptest::option::of(dimension()), measure(), order, opened, any::<bool>()).prop_map(
        |(rows, across, measure, order, opened, lists_all)| Grouping {
            rows,
            across,
            measure,
            order,
            opened,
            lists_all,
        },
    )
}

fn table_text(pieces: &[&[u8]]) -> Result<(Vec<Vec<String>>, usize), String> {
    let mut reader = Reader::default();
    pieces.iter().for_each(|it| reader.push(it));
    let Read::File(ingested) = reader.finish().map_err(|it| it.to_string())? else { return Err("archive".to_owned()) };
    let [table] = ingested.tables() else { return Err("stated".to_owned()) };
    let row = |row: usize| table.columns().iter().map(|it| it.text(row).into_owned()).collect();
    Ok(((0..table.n_rows()).map(row).collect(), ingested.findings.quarantine.n_rows()))
}

#[test]
fn the_pieces_of_a_large_file_do_not_decide_its_dialect() {
    let row = "9/1/2026;1;0;1;1\n";
    // The cells that could decide stand behind the beginning that is looked at.
    let text = format!(
        "ChargeStartDate;Subtotal;TaxTotal;Total;EffectiveUnitPrice\n{}30/9/2026;1,5;0;1,5;1\n",
        row.repeat(5000)
    );
    let whole = table_text(&[text.as_bytes()]).unwrap();
    assert_eq!((whole.0.len(), whole.1), (5000, 1));
    for piece_len in [1, 1000, 65_535, 65_536, 65_537] {
        let pieces: Vec<&[u8]> = text.as_bytes().chunks(piece_len).collect();
        assert_eq!(table_text(&pieces).unwrap(), whole, "{piece_len}");
    }
}

proptest! {
    #[test]
    fn a_link_reads_back_as_the_same_view(view in view()) {
        prop_assert_eq!(ViewState::from_fragment(&view.to_fragment()), view);
    }

    #[test]
    fn a_filter_line_reads_back_as_the_same_filters(view in filters()) {
        let line = print_line(&view, &NoNames);
        prop_assert_eq!(parse_line(&line, &NoNames), Ok(view), "{}", line);
    }

    #[test]
    fn any_filter_line_is_refused_at_a_place_in_it_or_reads_back(line in "[-a-z0-9:@#\"\\\\<>=~()|. ]{0,40}") {
        match parse_line(&line, &NoNames) {
            Ok(view) => prop_assert_eq!(parse_line(&print_line(&view, &NoNames), &NoNames), Ok(view)),
            Err(problem) => prop_assert!(problem.at <= line.chars().count(), "{:?}", problem),
        }
    }

    #[test]
    fn any_link_is_read_and_printed_again_the_same(fragment in "([a-z=&%+.,:#0-9A-F;~-]|pins=|widths=|cells=|not\\.|range\\.|days\\.|in\\.|col\\.|month\\.|any=){0,60}") {
        let view = ViewState::from_fragment(&fragment);
        prop_assert_eq!(ViewState::from_fragment(&view.to_fragment()), view);
    }

    #[test]
    fn sums_agree_with_integers(values in proptest::collection::vec((any::<i64>(), 0u32..=9), 0..50)) {
        let sum: ExactSum = values.iter().map(|(mantissa, scale)| Decimal::new(*mantissa, *scale)).collect();
        let billionths: i128 = values.iter().map(|(mantissa, scale)| i128::from(*mantissa) * 10i128.pow(9 - scale)).sum();
        let printed = sum.total().to_string();
        let (whole, fraction) = printed.split_once('.').unwrap_or((&printed, ""));
        prop_assert_eq!(format!("{whole}{fraction:0<9}").parse::<i128>().unwrap(), billionths);
    }

    #[test]
    fn every_printed_decimal_reads_back(mantissa in -(1i128 << 95)..(1i128 << 95), scale in 0u32..=28) {
        let value = Decimal::from_i128_with_scale(mantissa, scale);
        let read = parse_decimal(&value.to_string()).unwrap();
        prop_assert_eq!((read.mantissa(), read.scale()), (value.mantissa(), value.scale()));
    }

    #[test]
    fn any_split_of_any_text_gives_the_same_rows(body in "[a1,\"\r\n;ő]{0,80}", cuts in proptest::collection::vec(0usize..200, 0..4)) {
        let text = format!("Subtotal,TaxTotal,EffectiveUnitPrice,Total\n{body}");
        let whole = table_text(&[text.as_bytes()]);
        let mut cuts: Vec<usize> = cuts.into_iter().map(|it| it.min(text.len())).collect();
        cuts.extend([0, text.len()]);
        cuts.sort_unstable();
        let pieces: Vec<&[u8]> = cuts.windows(2).map(|it| &text.as_bytes()[it[0]..it[1]]).collect();
        prop_assert_eq!(table_text(&pieces), whole);
    }

    #[test]
    fn any_bytes_are_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        let mut reader = Reader::default();
        reader.push(&bytes);
        let _read_or_refused = reader.finish().is_ok();
    }

    #[test]
    fn codes_are_stable(value in ".{0,30}") {
        let code = ValueCode::of(Field::Customer, &value);
        prop_assert_eq!(ValueCode::parse(code.as_str()), Some(code));
    }
}
