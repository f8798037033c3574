//! A cell as it is shown: numbers and dates in the reader's language, or all of them as in the file.

use super::locale;
use crate::protocol::CellValue;
use crate::view_state::LinesTable;

/// The text of a cell; `original` is what the file has. Ids and other texts are never changed, and no digit is left out.
#[must_use]
pub fn shown(original: &str, value: &CellValue, table: &LinesTable) -> String {
    match value {
        CellValue::Number(exact) if !table.as_in_file => locale::number(exact, 0),
        CellValue::Day { day, time } if !table.as_in_file => {
            let day = locale::day(*day);
            if time.is_empty() { day } else { format!("{day} {time}") }
        }
        _ => original.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Day;

    #[test]
    fn numbers_and_days_are_the_readers_and_texts_the_files() {
        let read = LinesTable::default();
        let as_in_file = LinesTable { as_in_file: true, ..read.clone() };
        let day = Day::of_date(2019, 2, 28).unwrap();
        let number = |exact: &str| CellValue::Number(exact.to_owned());
        let of = |day: Day, time: &str| CellValue::Day { day, time: time.to_owned() };
        for (original, value, expected) in [
            ("569142413664018751", CellValue::Text, "569142413664018751"),
            ("1.234,50", number("1234.50"), "1,234.50"),
            ("7.58469E-05", number("0.0000758469"), "0.0000758469"),
            ("$0.0808", number("0.0808"), "0.0808"),
            ("-12", number("-12"), "−12"),
            ("02/28/2019", of(day, ""), "2/28/2019"),
            ("2/28/2019 23:59", of(day, "23:59"), "2/28/2019 23:59"),
        ] {
            assert_eq!(shown(original, &value, &read), expected);
            assert_eq!(shown(original, &value, &as_in_file), original);
        }
    }
}
