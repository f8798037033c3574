//! What a file holds, whatever else is loaded and whatever is shown. Parts of one file each know theirs; joined they are
//! those of the file.

use std::collections::{BTreeMap, BTreeSet};
use std::hash::Hasher as _;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::Xxh3;

use crate::domain::{Day, ExactSum, FileKind, Month, Role};
use crate::query::{charged_days, is_unbilled_without_number, widened};
use crate::table::{NumberColumn, Table, Values};

/// Differences up to this are the noise of binary floats in the API's JSON (`17.219999999999999` for `17.22`).
pub(super) const FLOAT_NOISE: Decimal = Decimal::from_parts(1, 0, 0, false, 6);

/// What a file holds.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FileFacts {
    /// The kind of file.
    pub kind: FileKind,
    /// Rows.
    pub n_rows: usize,
    /// The columns in the file's order.
    pub columns: Vec<ColumnFact>,
    /// Each invoice number as the file writes it, and how many of its lines start in which month. Lines without a number
    /// stand under the empty one.
    pub months: BTreeMap<String, BTreeMap<Month, usize>>,
    /// The currencies.
    pub currencies: BTreeSet<String>,
    /// The sums of the amounts before tax and with tax: the column's name, the currency, the sum.
    pub sums: Vec<(String, String, ExactSum)>,
    /// The earliest and the latest day that a date filter can look at.
    pub days: Option<(Day, Day)>,
    /// Whether the amounts of each line add up.
    pub addition: Addition,
    /// License-based files: the days that each customer, in lower case, is charged for.
    pub charged: BTreeMap<String, (Day, Day)>,
    /// Manifests: the names of the files that they list.
    pub listed: Vec<String>,
}

/// A column of a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ColumnFact {
    /// The name in the file.
    pub header: String,
    /// The name that all files share.
    pub key: String,
    /// The part that it plays.
    pub role: Option<Role>,
    /// Whether it holds numbers.
    pub is_number: bool,
    /// Whether it holds dates.
    pub is_date: bool,
}

/// Whether Total = charge before tax + tax (formats.md 1.1.1, 1.3, 1.4). It does not hold for unbilled lines (1.5), which
/// are left out.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Addition {
    /// Lines that have all three amounts.
    pub n_checked: usize,
    /// Lines that do not add up.
    pub n_findings: usize,
    /// The first of them, as a sentence.
    pub first: Option<String>,
}

impl FileFacts {
    /// What a file of this kind holds of which no row is known.
    #[must_use]
    pub fn new(kind: FileKind) -> Self {
        Self {
            kind,
            n_rows: 0,
            columns: Vec::new(),
            months: BTreeMap::new(),
            currencies: BTreeSet::new(),
            sums: Vec::new(),
            days: None,
            addition: Addition::default(),
            charged: BTreeMap::new(),
            listed: Vec::new(),
        }
    }

    /// What successive tables of a file hold.
    #[must_use]
    pub fn of<'a>(kind: FileKind, tables: impl Iterator<Item = &'a Table>) -> Self {
        tables.fold(Self::new(kind), |mut facts, table| {
            facts.join(Self::of_table(table));
            facts
        })
    }

    fn of_table(table: &Table) -> Self {
        let columns = table.columns().iter().map(|it| ColumnFact {
            header: it.header().to_owned(),
            key: it.key().to_owned(),
            role: it.role(),
            is_number: matches!(it.values(), Values::Number(_)),
            is_date: matches!(it.values(), Values::Day { .. }),
        });
        let currencies = table.role(Role::Currency).and_then(|it| it.coded()).map(|(dictionary, _)| dictionary);
        let listed = table.column("name").filter(|_| table.kind() == FileKind::ExportManifest);
        Self {
            n_rows: table.n_rows(),
            columns: columns.collect(),
            months: months(table),
            currencies: currencies
                .into_iter()
                .flat_map(|it| it.iter())
                .filter(|it| !it.is_empty())
                .map(str::to_owned)
                .collect(),
            sums: sums(table),
            days: days(table),
            addition: addition(table),
            charged: if table.kind() == FileKind::License { charged(table) } else { BTreeMap::new() },
            listed: listed
                .map(|it| (0..table.n_rows()).map(|row_idx| it.text(row_idx).into_owned()).collect())
                .unwrap_or_default(),
            ..Self::new(table.kind())
        }
    }

    /// Adds what later rows hold.
    pub fn join(&mut self, later: Self) {
        let Self { kind: _, n_rows, columns, months, currencies, sums, days, addition, charged, listed } = later;
        self.n_rows += n_rows;
        // Objects may have new members; a column that was there stays in its place.
        let n_known = self.columns.len();
        self.columns.extend(columns.into_iter().skip(n_known));
        for (invoice, later) in months {
            let known = self.months.entry(invoice).or_default();
            later.into_iter().for_each(|(month, n)| *known.entry(month).or_default() += n);
        }
        self.currencies.extend(currencies);
        for (column, currency, sum) in sums {
            match self.sums.iter_mut().find(|(a, b, _)| (a, b) == (&column, &currency)) {
                Some((_, _, known)) => known.merge(&sum),
                None => self.sums.push((column, currency, sum)),
            }
        }
        self.days = widened(self.days, days);
        self.addition.n_checked += addition.n_checked;
        self.addition.n_findings += addition.n_findings;
        self.addition.first = self.addition.first.take().or(addition.first);
        for (customer, later) in charged {
            let known = self.charged.entry(customer).or_insert(later);
            *known = (known.0.min(later.0), known.1.max(later.1));
        }
        self.listed.extend(listed);
    }

    /// The invoice numbers as the file writes them.
    pub fn invoices(&self) -> impl Iterator<Item = &str> {
        self.months.keys().map(String::as_str).filter(|it| !it.is_empty())
    }

    /// The invoice numbers in lower case.
    pub(super) fn invoice_keys(&self) -> BTreeSet<String> {
        self.invoices().map(str::to_lowercase).collect()
    }

    /// The billing period of an invoice: the month in which most of its lines start to be charged; the later one of two.
    ///
    /// No line states the period of its invoice. New-commerce invoices cover a calendar month (formats.md section 3.8),
    /// yet hold lines that start earlier (credits, late usage), so the month is a property of the invoice, not of the
    /// line.
    #[must_use]
    pub fn period(&self, invoice: &str) -> Option<Month> {
        self.months.get(invoice)?.iter().max_by_key(|(month, n)| (**n, **month)).map(|(month, _)| *month)
    }
}

fn months(table: &Table) -> BTreeMap<String, BTreeMap<Month, usize>> {
    let invoices = table.role(Role::InvoiceNumber).and_then(|it| it.coded());
    let starts = table.role(Role::ChargeStart).map(|it| it.values());
    let mut found: BTreeMap<String, BTreeMap<Month, usize>> = BTreeMap::new();
    let n_invoices = invoices.map_or(1, |(dictionary, _)| dictionary.len());
    if let Some(Values::Day { dictionary, codes, days }) = starts {
        let mut counts = vec![vec![0usize; dictionary.len()]; n_invoices];
        for row_idx in 0..table.n_rows() {
            let invoice = invoices.map_or(0, |(_, it)| usize::from(it.code(row_idx)));
            counts[invoice][usize::from(codes.code(row_idx))] += 1;
        }
        for (invoice, counts) in counts.iter().enumerate() {
            let name = invoices.map_or("", |(dictionary, _)| dictionary.text(invoice as u16)).trim();
            let known = found.entry(name.to_owned()).or_default();
            for (day, n) in days.iter().zip(counts).filter(|(_, n)| **n > 0) {
                if let Some(day) = day {
                    *known.entry(day.month()).or_default() += n;
                }
            }
        }
    }
    // An invoice is one, even if none of its lines has a start.
    for name in invoices.iter().flat_map(|(dictionary, _)| dictionary.iter()) {
        found.entry(name.trim().to_owned()).or_default();
    }
    found
}

/// The sums of the amounts before tax and with tax, by currency.
fn sums(table: &Table) -> Vec<(String, String, ExactSum)> {
    let currencies = table.role(Role::Currency).and_then(|it| it.coded());
    let mut found = Vec::new();
    for column in [Role::Pretax, Role::Total].into_iter().filter_map(|it| table.role(it)) {
        let Some(numbers) = column.numbers() else { continue };
        let n_currencies = currencies.map_or(1, |(dictionary, _)| dictionary.len());
        let code = |row_idx: usize| currencies.map_or(0, |(_, codes)| usize::from(codes.code(row_idx)));
        let sums = match numbers.aligned() {
            Some((mantissas, scale)) => {
                let mut mantissa_sums = vec![0i128; n_currencies];
                mantissas.iter().enumerate().for_each(|(row, it)| mantissa_sums[code(row)] += i128::from(*it));
                let sum = |mantissa| {
                    let mut sum = ExactSum::default();
                    sum.add_scaled(mantissa, scale);
                    sum
                };
                mantissa_sums.into_iter().map(sum).collect()
            }
            None => {
                let mut sums = vec![ExactSum::default(); n_currencies];
                for row_idx in 0..table.n_rows() {
                    if let Some((mantissa, scale)) = numbers.scaled(row_idx) {
                        sums[code(row_idx)].add_scaled(mantissa, scale);
                    }
                }
                sums
            }
        };
        let mut by_currency: BTreeMap<String, ExactSum> = BTreeMap::new();
        for (code, sum) in sums.iter().enumerate() {
            let currency = currencies.map_or("", |(dictionary, _)| dictionary.text(code as u16)).trim().to_uppercase();
            by_currency.entry(currency).or_default().merge(sum);
        }
        found.extend(by_currency.into_iter().map(|(currency, sum)| (column.header().to_owned(), currency, sum)));
    }
    found
}

/// The day that a date filter looks at is the usage's, else the first one charged for.
fn days(table: &Table) -> Option<(Day, Day)> {
    let used = |column: &crate::table::Column| match column.values() {
        // Every text of a table is some row's.
        Values::Day { days, .. } => days.iter().flatten().fold(None, |span, day| widened(span, Some((*day, *day)))),
        _ => None,
    };
    let (usage, start) = (table.role(Role::UsageDate), table.role(Role::ChargeStart));
    match (usage, start) {
        (Some(usage), Some(start)) => {
            let row_days = (0..table.n_rows()).filter_map(|it| usage.day(it).or_else(|| start.day(it)));
            row_days.fold(None, |span, day| widened(span, Some((day, day))))
        }
        (usage, start) => usage.or(start).and_then(used),
    }
}

/// Scales that three mantissas of 64 bits can be brought to and added in 128 bits.
const MAX_SUM_SCALE: usize = 18;

fn addition(table: &Table) -> Addition {
    let mut found = Addition::default();
    let numbers = |role| table.role(role).and_then(|it| it.numbers());
    let (Some(pretax), Some(tax), Some(total)) = (numbers(Role::Pretax), numbers(Role::Tax), numbers(Role::Total))
    else {
        return found;
    };
    let unbilled = table.role(Role::InvoiceNumber).filter(|_| is_unbilled_without_number(table.kind()));
    let unbilled = unbilled.and_then(|it| it.coded());
    let is_blank: Vec<bool> =
        unbilled.map(|(dictionary, _)| dictionary.iter().map(|it| it.trim().is_empty()).collect()).unwrap_or_default();
    let is_unbilled = |row: usize| unbilled.is_some_and(|(_, codes)| is_blank[usize::from(codes.code(row))]);
    let is_checked =
        |row: &usize| pretax.is_number(*row) && tax.is_number(*row) && total.is_number(*row) && !is_unbilled(*row);
    for row_idx in (0..table.n_rows()).filter(is_checked) {
        found.n_checked += 1;
        if adds_up(pretax, tax, total, row_idx) {
            continue;
        }
        found.n_findings += 1;
        if let (None, Some(pretax), Some(tax), Some(total)) =
            (&found.first, pretax.value(row_idx), tax.value(row_idx), total.value(row_idx))
        {
            let (line_no, kind) = (table.line_no(row_idx), table.kind().title());
            found.first = Some(format!("line {line_no} of a {kind}: {pretax} + {tax} is not {total}"));
        }
    }
    found
}

fn adds_up(pretax: &NumberColumn, tax: &NumberColumn, total: &NumberColumn, row_idx: usize) -> bool {
    if let (Some((pretax, a)), Some((tax, b)), Some((total, c))) = (pretax.aligned(), tax.aligned(), total.aligned()) {
        let scale = a.max(b).max(c);
        let at_scale = |mantissa: i64, own: usize| i128::from(mantissa) * 10i128.pow((scale - own) as u32);
        if scale <= MAX_SUM_SCALE
            && at_scale(pretax[row_idx], a) + at_scale(tax[row_idx], b) == at_scale(total[row_idx], c)
        {
            return true;
        }
    }
    let values = [pretax.value(row_idx), tax.value(row_idx), total.value(row_idx).map(|it| -it)];
    values.into_iter().flatten().collect::<ExactSum>().total().is_within(FLOAT_NOISE)
}

fn charged(table: &Table) -> BTreeMap<String, (Day, Day)> {
    let mut found: BTreeMap<String, (Day, Day)> = BTreeMap::new();
    let Some(customers) = table.role(Role::CustomerId) else { return found };
    for row_idx in 0..table.n_rows() {
        let Some((start, end)) = charged_days(table, row_idx) else { continue };
        let customer = customers.text(row_idx).trim().to_lowercase();
        if !customer.is_empty() {
            let known = found.entry(customer).or_insert((start, end));
            *known = (known.0.min(start), known.1.max(end));
        }
    }
    found
}

/// A digest of a file's rows, whatever their order: equal for the same rows. Of two versions of a file it tells how many
/// rows they share.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Digest {
    n_rows: usize,
    /// The wrapping sum of the rows' hashes.
    sum: u128,
    /// The smallest hashes: those of the same rows in either version.
    smallest: BTreeSet<u64>,
}

/// Hashes that a digest keeps. Of files with fewer rows the shared ones are counted exactly, of larger ones they are
/// estimated to one or two in a hundred.
const N_SMALLEST: usize = 4096;

impl Digest {
    /// The digest of some tables.
    #[must_use]
    pub fn of<'a>(tables: impl Iterator<Item = &'a Table>) -> Self {
        let mut digest = Self::default();
        for table in tables {
            for row_idx in 0..table.n_rows() {
                let mut hasher = Xxh3::new();
                for column in table.columns() {
                    let text = column.text(row_idx);
                    if !text.is_empty() {
                        hasher.write(column.key().as_bytes());
                        hasher.write_u8(0);
                        hasher.write(text.as_bytes());
                        hasher.write_u8(0);
                    }
                }
                let hash = hasher.digest128();
                digest.n_rows += 1;
                digest.sum = digest.sum.wrapping_add(hash);
                // The low half of a hash is one.
                digest.keep(hash as u64);
            }
        }
        digest
    }

    fn keep(&mut self, hash: u64) {
        if self.smallest.len() < N_SMALLEST || self.smallest.last().is_some_and(|it| hash < *it) {
            self.smallest.insert(hash);
            if self.smallest.len() > N_SMALLEST {
                self.smallest.pop_last();
            }
        }
    }

    /// Adds other rows of the file.
    pub fn join(&mut self, other: &Self) {
        self.n_rows += other.n_rows;
        self.sum = self.sum.wrapping_add(other.sum);
        other.smallest.iter().for_each(|it| self.keep(*it));
    }

    /// Whether more than half of the smaller file's rows are in the other one, too.
    #[must_use]
    pub fn shares_most_rows(&self, other: &Self) -> bool {
        let (small, large) = if self.n_rows <= other.n_rows { (self, other) } else { (other, self) };
        // Above the largest hash that both keep, one of them has forgotten some.
        let is_whole = |it: &Self| it.smallest.len() < N_SMALLEST;
        let limit = [small, large].into_iter().filter(|it| !is_whole(it)).filter_map(|it| it.smallest.last()).min();
        let kept = |it: &&u64| limit.is_none_or(|limit| *it <= limit);
        let n_small = small.smallest.iter().filter(kept).count();
        let n_common = small.smallest.iter().filter(kept).filter(|it| large.smallest.contains(it)).count();
        n_common * 2 > n_small
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn digest(hashes: impl Iterator<Item = u64>) -> Digest {
        let mut digest = Digest::default();
        for hash in hashes {
            digest.n_rows += 1;
            digest.sum = digest.sum.wrapping_add(hash.into());
            digest.keep(hash.wrapping_mul(0x9e37_79b9_7f4a_7c15));
        }
        digest
    }

    #[test]
    fn versions_share_most_rows_and_parts_share_none() {
        for n in [10u64, 1000, 100_000] {
            let whole = digest(0..n);
            assert!(whole.shares_most_rows(&digest(n / 10..n + n / 10)), "a tenth changed of {n}");
            assert!(whole.shares_most_rows(&digest(0..n / 5)), "the beginning of {n}");
            assert!(!whole.shares_most_rows(&digest(n..2 * n)));
            assert!(!whole.shares_most_rows(&digest(n - n / 3..2 * n)), "a third of {n}");
            let (mut joined, rest) = (digest(0..n / 3), digest(n / 3..n));
            joined.join(&rest);
            assert_eq!(joined, whole, "in two parts");
        }
    }
}
