//! What a link says of a file, so that it is known again: a code that tells nothing of what is in it.

use std::fmt::Write as _;

use super::facts::FileFacts;
use crate::domain::{StatedCost, ValueCode};
use crate::view_state::FileMark;

/// The mark of a file: two files of one mark have the same columns, rows, invoices, days and sums, to the last digit.
#[must_use]
pub fn mark(facts: &FileFacts, n_quarantined: usize, stated: &[StatedCost]) -> FileMark {
    let FileFacts { kind, n_rows, columns, months, currencies: _, sums, days, addition: _, charged: _, listed } = facts;
    let mut content = format!("{kind}\n{n_rows} {n_quarantined} {days:?}\n");
    let mut line = |what: std::fmt::Arguments<'_>| {
        // Writing to a String cannot fail.
        let _infallible = writeln!(content, "{what}");
    };
    columns.iter().for_each(|it| line(format_args!("{}", it.header)));
    months.iter().for_each(|(invoice, months)| line(format_args!("{invoice} {months:?}")));
    sums.iter().for_each(|(column, currency, sum)| line(format_args!("{column} {currency} {}", sum.total())));
    stated.iter().for_each(|it| line(format_args!("{it:?}")));
    listed.iter().for_each(|it| line(format_args!("{it}")));
    FileMark {
        kind: *kind,
        invoice: facts.invoices().next().unwrap_or_default().to_owned(),
        n_rows: *n_rows,
        code: ValueCode::of_file(&content),
    }
}
