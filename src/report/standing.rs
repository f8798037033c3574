//! Which rows count when several files bill the same: nothing is ever added twice.
//!
//! - The same bytes dropped twice count once.
//! - Of two versions of one invoice (same kind, same invoice number, mostly the same rows) the one dropped last counts.
//! - A daily-rated file explains what a reconciliation file with the same invoice number bills, and an Azure Cost
//!   Management export what either of them does.
//! - Rows of kinds that bill nothing (balances, budgets, other clouds) never count.
//! - Service cost line items of the API repeat the lines of reconciliation files with the same invoice number; a
//!   license-based file has no invoice number, there the customer and the charge dates tell.

use std::collections::{BTreeMap, BTreeSet};
use std::hash::{BuildHasher as _, BuildHasherDefault, Hash as _, Hasher as _};
use std::rc::Rc;

use rustc_hash::FxHasher;

use crate::domain::{Day, FileKind, InvoiceType, Role};
use crate::query::{Part, charged_days, invoice_type};
use crate::table::{Bitmap, Table};

/// A file's rows as they were read.
#[derive(Debug, Clone)]
pub struct Candidate {
    /// The rows.
    pub table: Rc<Table>,
    /// Equal for equal files.
    pub fingerprint: u128,
}

/// How a file counts. Other files are named by their place among the candidates.
#[derive(Debug, Clone, PartialEq)]
pub enum Standing {
    /// Every row that is in the set counts; the others explain rows of the named file.
    Used {
        /// The rows that count.
        counts: Bitmap,
        /// The file whose rows the others explain.
        explained: Option<usize>,
    },
    /// The same bytes as an earlier file.
    DuplicateOf(usize),
    /// A later version of the same invoice was dropped.
    ReplacedBy(usize),
}

/// Decides how each file counts, in the order in which they were dropped.
#[must_use]
pub fn decide(files: &[Candidate]) -> Vec<Standing> {
    let mut replaced: Vec<Option<Standing>> = vec![None; files.len()];
    for (idx, file) in files.iter().enumerate() {
        for (earlier_idx, earlier) in files[..idx].iter().enumerate() {
            if replaced[earlier_idx].is_some() || replaced[idx].is_some() {
                continue;
            }
            if earlier.fingerprint == file.fingerprint {
                replaced[idx] = Some(Standing::DuplicateOf(earlier_idx));
            } else if are_versions(&earlier.table, &file.table) {
                replaced[earlier_idx] = Some(Standing::ReplacedBy(idx));
            }
        }
    }
    let used: Vec<(usize, &Table)> = files
        .iter()
        .enumerate()
        .filter(|(idx, _)| replaced[*idx].is_none())
        .map(|(idx, it)| (idx, &*it.table))
        .collect();
    let bills = Bills::of(&used);
    replaced
        .into_iter()
        .zip(files)
        .map(|(standing, file)| standing.unwrap_or_else(|| bills.standing(&file.table)))
        .collect()
}

/// The tables that are used, as parts of a dataset.
#[must_use]
pub fn parts(files: &[Candidate], standings: &[Standing]) -> Vec<(usize, Part)> {
    let used = files.iter().zip(standings).enumerate();
    used.filter_map(|(idx, (file, standing))| match standing {
        Standing::Used { counts, .. } => Some((idx, Part { table: Rc::clone(&file.table), counts: counts.clone() })),
        _ => None,
    })
    .collect()
}

/// What reconciliation files bill.
struct Bills {
    /// By invoice number: the file that bills it, and its kind; a reconciliation file rather than a daily one.
    by_invoice: BTreeMap<String, (usize, FileKind)>,
    /// License-based files: per customer the days they charge for.
    by_customer: BTreeMap<String, (usize, Day, Day)>,
}

impl Bills {
    fn of(files: &[(usize, &Table)]) -> Self {
        let mut bills = Self { by_invoice: BTreeMap::new(), by_customer: BTreeMap::new() };
        for (idx, table) in files {
            match table.kind() {
                FileKind::OneTime | FileKind::Usage | FileKind::DailyRated => {
                    for number in invoice_numbers(table) {
                        let bill = bills.by_invoice.entry(number).or_insert((*idx, table.kind()));
                        if bill.1 == FileKind::DailyRated && table.kind() != FileKind::DailyRated {
                            *bill = (*idx, table.kind());
                        }
                    }
                }
                FileKind::License => bills.add_license(*idx, table),
                _ => {}
            }
        }
        bills
    }

    fn add_license(&mut self, idx: usize, table: &Table) {
        for row_idx in 0..table.n_rows() {
            let (Some(customer), Some((start, end))) =
                (key(table, Role::CustomerId, row_idx), charged_days(table, row_idx))
            else {
                continue;
            };
            let (_, first, last) = self.by_customer.entry(customer).or_insert((idx, start, end));
            *first = start.min(*first);
            *last = end.max(*last);
        }
    }

    fn standing(&self, table: &Table) -> Standing {
        let n_rows = table.n_rows();
        match table.kind() {
            kind if !kind.bills() => Standing::Used { counts: Bitmap::of(n_rows, |_| false), explained: None },
            FileKind::DailyRated | FileKind::CostManagement => self.standing_of_details(table),
            FileKind::ServiceCostLines => {
                let mut explained = None;
                let counts = Bitmap::of(n_rows, |row_idx| {
                    let billed_in = self.billed_in(table, row_idx);
                    explained = explained.or(billed_in);
                    billed_in.is_none()
                });
                Standing::Used { counts, explained }
            }
            _ => Standing::Used { counts: Bitmap::full(n_rows), explained: None },
        }
    }

    /// Daily usage has a row per resource and day, so its few invoice numbers are looked up, and not its rows.
    fn standing_of_details(&self, table: &Table) -> Standing {
        let Some((dictionary, codes)) = table.role(Role::InvoiceNumber).and_then(|it| it.coded()) else {
            return Standing::Used { counts: Bitmap::full(table.n_rows()), explained: None };
        };
        let bills_it = |kind| match table.kind() {
            FileKind::DailyRated => kind == FileKind::OneTime,
            _ => matches!(kind, FileKind::OneTime | FileKind::DailyRated),
        };
        let billed_in = |number: &str| {
            let (idx, kind) = self.by_invoice.get(&number.trim().to_lowercase())?;
            bills_it(*kind).then_some(*idx)
        };
        let per_invoice: Vec<Option<usize>> = dictionary.iter().map(billed_in).collect();
        let counts = Bitmap::of(table.n_rows(), |row_idx| per_invoice[codes[row_idx] as usize].is_none());
        Standing::Used { counts, explained: per_invoice.into_iter().flatten().next() }
    }

    /// The file that bills a service cost line.
    fn billed_in(&self, table: &Table, row_idx: usize) -> Option<usize> {
        let invoice = key(table, Role::InvoiceNumber, row_idx);
        let by_invoice = invoice.and_then(|it| self.by_invoice.get(&it));
        let by_line = by_invoice.filter(|(_, kind)| *kind != FileKind::DailyRated);
        by_line.map(|(idx, _)| *idx).or_else(|| {
            let (idx, first, last) = self.by_customer.get(&key(table, Role::CustomerId, row_idx)?)?;
            let (start, end) = charged_days(table, row_idx)?;
            let is_recurring = invoice_type(table, row_idx) == Some(InvoiceType::Recurring);
            (is_recurring && start <= *last && *first <= end).then_some(*idx)
        })
    }
}

/// A cell in lower case; none where it is blank.
fn key(table: &Table, role: Role, row_idx: usize) -> Option<String> {
    let text = table.role(role)?.text(row_idx).trim().to_lowercase();
    (!text.is_empty()).then_some(text)
}

/// The invoice numbers of a table in lower case.
fn invoice_numbers(table: &Table) -> BTreeSet<String> {
    let dictionary = table.role(Role::InvoiceNumber).and_then(|it| it.coded()).map(|(dictionary, _)| dictionary);
    let numbers = dictionary.into_iter().flat_map(|it| it.iter()).map(|it| it.trim().to_lowercase());
    numbers.filter(|it| !it.is_empty()).collect()
}

/// Whether two files are versions of one invoice rather than two parts of it: parts have no rows in common.
fn are_versions(one: &Table, other: &Table) -> bool {
    if one.kind() != other.kind() || invoice_numbers(one).is_disjoint(&invoice_numbers(other)) {
        return false;
    }
    let rows: BTreeSet<u64> = row_hashes(one).collect();
    let n_common = row_hashes(other).filter(|it| rows.contains(it)).count();
    n_common * 2 > one.n_rows().min(other.n_rows())
}

fn row_hashes(table: &Table) -> impl Iterator<Item = u64> + '_ {
    (0..table.n_rows()).map(|row_idx| {
        let mut hasher = BuildHasherDefault::<FxHasher>::default().build_hasher();
        for column in table.columns() {
            let text = column.text(row_idx);
            if !text.is_empty() {
                (column.key(), text).hash(&mut hasher);
            }
        }
        hasher.finish()
    })
}
