//! What holds for any input: splits do not matter, links read back, sums agree with whole numbers of any size.

use proptest::prelude::*;
use reconlens::domain::{Day, ExactSum, Field, ValueCode, parse_decimal};
use reconlens::ingest::{Read, Reader};
use reconlens::view_state::{Direction, Pick, SortKey, ViewState};
use rust_decimal::Decimal;

fn view() -> impl Strategy<Value = ViewState> {
    let pick = (0..Field::ALL.len(), ".{0,12}").prop_map(|(idx, value)| {
        let field = Field::ALL[idx];
        (field, Pick::of(field, &value))
    });
    let sort = (".{1,12}", any::<bool>()).prop_map(|(column, is_descending)| SortKey {
        column,
        direction: if is_descending { Direction::Descending } else { Direction::Ascending },
    });
    let day = proptest::option::of((-719_162..2_932_896i32).prop_map(Day));
    let columns = proptest::option::of(proptest::collection::vec(".{1,12}", 0..4));
    (proptest::collection::vec(pick, 0..8), day.clone(), day, ".{0,20}", proptest::option::of(sort), columns).prop_map(
        |(picks, from, to, search, sort, columns)| {
            let view = ViewState { from, to, search, sort, columns, ..ViewState::default() };
            picks.into_iter().fold(view, |mut view, (field, pick)| {
                view.picks.entry(field).or_default().insert(pick);
                view
            })
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
    fn any_link_is_read_and_printed_again_the_same(fragment in "[a-z=&%+.,#0-9A-F-]{0,60}") {
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
