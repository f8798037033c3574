//! Statements: for each customer of a view what is charged, by invoice type, currency and period, with its lines.
//!
//! A statement goes to a customer, so nothing of another customer stands in it: no filter in words, no file without a line of
//! this customer, no text of a row that could not be read. A document has one statement after the other, each from a new
//! page on; it has no script and needs no other file.
//!
//! Totals under lines are added up from these lines, exactly; those of the summary come from the summary. They are equal.

mod print;

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::{Role, parse_decimal};
use crate::protocol::{FileReport, Summary};
use crate::query::Sums;

/// Lines of one invoice type, currency and period that are listed one by one; of more, products are.
const MAX_LINES: usize = 250;
/// Products that are listed; the rest is one row.
const MAX_PRODUCTS: usize = 250;

/// Takes the lines of a view, and prints them as statements.
#[derive(Debug)]
pub struct Statements {
    /// By the number of a line's group, the row of the summary that it is added up in.
    places: Vec<Option<usize>>,
    summary: Summary,
    /// One a row of the summary.
    charges: Vec<Charges>,
}

/// The lines of a row of the summary.
#[derive(Debug, Default)]
struct Charges {
    /// None if there are more than are listed.
    lines: Option<Vec<Line>>,
    products: BTreeMap<String, Sums>,
    sums: Sums,
    invoices: BTreeSet<String>,
    /// The places of the files that the lines are from.
    files: BTreeSet<u32>,
    /// Lines that explain charges of another file.
    n_explaining: usize,
}

/// A line as it is printed.
#[derive(Debug)]
struct Line {
    product: String,
    subscription: String,
    charge_type: String,
    start: String,
    end: String,
    /// Before tax, tax, and with it: exact decimals.
    amounts: [String; 3],
}

/// What statements say of where they are from.
#[derive(Debug)]
pub struct Source<'a> {
    /// The version of the program.
    pub version: &'a str,
    /// The files whose rows are used, by their places.
    pub files: Vec<Option<&'a FileReport>>,
    /// All files.
    pub all_files: &'a [FileReport],
    /// The titles of what the view is filtered by, beside customers.
    pub filtered_by: Vec<String>,
}

impl Statements {
    /// Statements of a view with this summary; `places` tells which row of it each group of lines is.
    #[must_use]
    pub fn new(summary: Summary, places: Vec<Option<usize>>) -> Self {
        let charges = summary.rows.iter().map(|_| Charges { lines: Some(Vec::new()), ..Charges::default() }).collect();
        Self { places, summary, charges }
    }

    /// Takes a row of the view: the number of its group, the place of its file, whether it counts, and its cells in
    /// canonical form, one a role in the order of [`Role::ALL`].
    pub fn take(&mut self, group: Option<u32>, file_idx: u32, counts: bool, cells: &[String]) {
        let place = group.and_then(|it| *self.places.get(it as usize)?);
        let Some(charges) = place.and_then(|it| self.charges.get_mut(it)) else { return };
        let cell = |role: Role| cells.get(role as usize).map(|it| it.trim()).unwrap_or_default();
        charges.files.insert(file_idx);
        if !counts {
            charges.n_explaining += 1;
            return;
        }
        let amounts = [Role::Pretax, Role::Tax, Role::Total].map(cell);
        let mut sums = Sums { n_lines: 1, ..Sums::default() };
        // A cell that is no number is in no sum, here as in the summary.
        for (sum, text) in [&mut sums.pretax, &mut sums.tax, &mut sums.total].into_iter().zip(amounts) {
            parse_decimal(text).into_iter().for_each(|it| sum.add(it));
        }
        charges.sums.join(&sums);
        charges.products.entry(cell(Role::ProductName).to_owned()).or_default().join(&sums);
        if !cell(Role::InvoiceNumber).is_empty() {
            charges.invoices.insert(cell(Role::InvoiceNumber).to_owned());
        }
        charges.lines.take_if(|it| it.len() == MAX_LINES);
        if let Some(lines) = &mut charges.lines {
            let start = if cell(Role::UsageDate).is_empty() { cell(Role::ChargeStart) } else { cell(Role::UsageDate) };
            let end = if cell(Role::UsageDate).is_empty() { cell(Role::ChargeEnd) } else { "" };
            lines.push(Line {
                product: cell(Role::ProductName).to_owned(),
                subscription: cell(Role::SubscriptionName).to_owned(),
                charge_type: cell(Role::ChargeType).to_owned(),
                start: start.to_owned(),
                end: end.to_owned(),
                amounts: amounts.map(str::to_owned),
            });
        }
    }

    /// The whole document.
    #[must_use]
    pub fn finish(self, source: &Source<'_>) -> String {
        print::document(&self, source)
    }
}
