//! What the groups of lines can be made of, and the text of their cells.

use super::labels;
use crate::domain::{Dimension, Field, Role};
use crate::protocol::{ColumnInfo, GroupFigures, Holds};
use crate::view_state::{Grouping, Measure};

/// Fields that lines are grouped by; by currency they are divided anyway.
const FIELDS: [Field; 5] =
    [Field::Customer, Field::Product, Field::Subscription, Field::ChargeType, Field::InvoiceType];

/// What lines can be grouped by: fields, months of the columns of dates, columns of texts, each with a title for its part.
#[must_use]
pub fn choices(columns: &[ColumnInfo]) -> [(&'static str, Vec<Dimension>); 3] {
    let keys = |holds: Holds| columns.iter().filter(move |it| it.holds == holds).map(|it| it.key.clone());
    [
        ("Fields", FIELDS.map(Dimension::Field).to_vec()),
        ("Months", keys(Holds::Days).map(Dimension::Month).collect()),
        ("Columns", keys(Holds::Text).map(Dimension::Column).collect()),
    ]
}

/// Groupings that are asked for most, with their names.
#[must_use]
pub fn usual(columns: &[ColumnInfo]) -> Vec<(&'static str, Grouping)> {
    let by = |rows: &[Field], across: Option<Dimension>| Grouping {
        rows: rows.iter().map(|it| Dimension::Field(*it)).collect(),
        across,
        ..Grouping::default()
    };
    let mut all = vec![
        ("Customer, then product", by(&[Field::Customer, Field::Product], None)),
        ("Product by charge type", by(&[Field::Product], Some(Field::ChargeType.into()))),
        ("Customer, then subscription", by(&[Field::Customer, Field::Subscription], None)),
    ];
    let start = columns.iter().find(|it| it.role == Some(Role::ChargeStart));
    let month = start.map(|it| Dimension::Month(it.key.clone()));
    all.extend(month.map(|month| ("Customer by month", by(&[Field::Customer], Some(month)))));
    all
}

/// The exact text of a figure by its measure.
#[must_use]
pub fn figure(figures: &GroupFigures, measure: Measure) -> String {
    match measure {
        Measure::Lines => figures.n_lines.to_string(),
        Measure::Pretax => figures.amounts.pretax.clone(),
        Measure::Tax => figures.amounts.tax.clone(),
        Measure::Total => figures.amounts.total.clone(),
    }
}

/// A figure for people; nothing where there is no line.
#[must_use]
pub fn text(exact: &str, measure: Measure) -> String {
    match measure {
        _ if exact.is_empty() => String::new(),
        Measure::Lines => exact.parse().map_or_else(|_| exact.to_owned(), labels::count),
        _ => labels::amount(exact),
    }
}

/// A share in percent with one decimal: `12.5 %`, `−0.3 %`.
#[must_use]
pub fn share(permille: Option<i64>) -> String {
    let Some(permille) = permille else { return String::new() };
    let sign = if permille < 0 { "−" } else { "" };
    let permille = permille.unsigned_abs();
    format!("{sign}{}.{} %", permille / 10, permille % 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_percents_with_a_decimal() {
        assert_eq!(share(Some(1000)), "100.0 %");
        assert_eq!(share(Some(-3)), "−0.3 %");
        assert_eq!(share(Some(0)), "0.0 %");
        assert_eq!(share(None), "");
    }

    #[test]
    fn a_figure_is_a_count_or_an_amount() {
        assert_eq!(text("1234", Measure::Lines), "1,234");
        assert_eq!(text("1234", Measure::Total), "1,234.00");
        assert_eq!(text("", Measure::Total), "");
    }
}
