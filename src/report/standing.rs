//! Which rows count when several files bill the same: nothing is ever added twice.
//!
//! - The same rows dropped twice count once.
//! - Of two versions of one invoice (same kind, same invoice number, mostly the same rows) the one dropped last counts.
//! - A daily-rated file explains what a reconciliation file with the same invoice number bills, and an Azure Cost
//!   Management export what either of them does.
//! - Rows of kinds that bill nothing (balances, budgets, other clouds) never count.
//! - Service cost line items of the API repeat the lines of reconciliation files with the same invoice number; a
//!   license-based file has no invoice number, there the customer and the charge dates tell.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::facts::{Digest, FileFacts};
use crate::domain::{Day, FileKind, InvoiceType, Role};
use crate::query::{charged_days, invoice_type};
use crate::table::{Bitmap, Table};

/// A file's rows as they were read.
#[derive(Debug, Clone, Copy)]
pub struct Candidate<'a> {
    /// What it holds.
    pub facts: &'a FileFacts,
    /// Rows that could not be read.
    pub n_quarantined: usize,
    /// The digest of its rows, where it was asked for.
    pub digest: Option<&'a Digest>,
}

/// How a file counts. Other files are named by their place among the candidates.
#[derive(Debug, Clone, PartialEq)]
pub enum Standing {
    /// It is used.
    Used {
        /// Which of its rows count.
        rule: CountRule,
        /// The file whose rows the others explain, where the file as a whole tells.
        explained: Option<usize>,
    },
    /// The same rows as an earlier file.
    DuplicateOf(usize),
    /// A later version of the same invoice was dropped.
    ReplacedBy(usize),
}

/// Which rows of a file count.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum CountRule {
    /// All of them.
    All,
    /// None.
    None,
    /// All but those of these invoices, in lower case.
    AllBut(BTreeSet<String>),
    /// Those that no reconciliation file bills.
    Unbilled(Bills),
}

/// The files whose digests must be known to decide, by their places.
#[must_use]
pub fn digests_wanted(files: &[Candidate<'_>]) -> BTreeSet<usize> {
    let mut wanted = BTreeSet::new();
    for (idx, file) in files.iter().enumerate() {
        for (earlier_idx, earlier) in files[..idx].iter().enumerate() {
            if may_be_same(earlier, file) || may_be_versions(earlier, file) {
                wanted.extend([idx, earlier_idx].into_iter().filter(|it| files[*it].digest.is_none()));
            }
        }
    }
    wanted
}

/// Decides how each file counts, in the order in which they were dropped.
#[must_use]
pub fn decide(files: &[Candidate<'_>]) -> Vec<Standing> {
    let mut replaced: Vec<Option<Standing>> = vec![None; files.len()];
    for (idx, file) in files.iter().enumerate() {
        for (earlier_idx, earlier) in files[..idx].iter().enumerate() {
            if replaced[earlier_idx].is_some() || replaced[idx].is_some() {
                continue;
            }
            if may_be_same(earlier, file) && earlier.digest == file.digest {
                replaced[idx] = Some(Standing::DuplicateOf(earlier_idx));
            } else if let (true, Some(one), Some(other)) = (may_be_versions(earlier, file), earlier.digest, file.digest)
                && one.shares_most_rows(other)
            {
                replaced[earlier_idx] = Some(Standing::ReplacedBy(idx));
            }
        }
    }
    let used = files.iter().enumerate().filter(|(idx, _)| replaced[*idx].is_none());
    let bills = Bills::of(used.map(|(idx, it)| (idx, it.facts)));
    replaced
        .into_iter()
        .zip(files)
        .map(|(standing, file)| standing.unwrap_or_else(|| bills.standing(file.facts)))
        .collect()
}

fn may_be_same(one: &Candidate<'_>, other: &Candidate<'_>) -> bool {
    one.facts == other.facts && one.n_quarantined == other.n_quarantined
}

/// Two files of one invoice are versions of it, or two parts: parts have no rows in common.
fn may_be_versions(one: &Candidate<'_>, other: &Candidate<'_>) -> bool {
    one.facts.kind == other.facts.kind && !one.facts.invoice_keys().is_disjoint(&other.facts.invoice_keys())
}

/// What reconciliation files bill.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Bills {
    /// By invoice number: the file that bills it, and its kind; a reconciliation file rather than a daily one.
    by_invoice: BTreeMap<String, (usize, FileKind)>,
    /// License-based files: per customer the days they charge for.
    by_customer: BTreeMap<String, (usize, Day, Day)>,
}

impl Bills {
    fn of<'a>(files: impl Iterator<Item = (usize, &'a FileFacts)>) -> Self {
        let mut bills = Self { by_invoice: BTreeMap::new(), by_customer: BTreeMap::new() };
        for (idx, facts) in files {
            match facts.kind {
                FileKind::OneTime | FileKind::Usage | FileKind::DailyRated => {
                    for number in facts.invoice_keys() {
                        let bill = bills.by_invoice.entry(number).or_insert((idx, facts.kind));
                        if bill.1 == FileKind::DailyRated && facts.kind != FileKind::DailyRated {
                            *bill = (idx, facts.kind);
                        }
                    }
                }
                FileKind::License => {
                    for (customer, (start, end)) in &facts.charged {
                        let (_, first, last) = bills.by_customer.entry(customer.clone()).or_insert((idx, *start, *end));
                        *first = (*start).min(*first);
                        *last = (*end).max(*last);
                    }
                }
                _ => {}
            }
        }
        bills
    }

    fn standing(&self, facts: &FileFacts) -> Standing {
        let (rule, explained) = match facts.kind {
            kind if !kind.bills() => (CountRule::None, None),
            FileKind::DailyRated | FileKind::CostManagement => self.rule_of_details(facts),
            FileKind::ServiceCostLines => (CountRule::Unbilled(self.clone()), None),
            _ => (CountRule::All, None),
        };
        Standing::Used { rule, explained }
    }

    /// Daily usage has a row per resource and day, so its few invoice numbers are looked up, and not its rows.
    fn rule_of_details(&self, facts: &FileFacts) -> (CountRule, Option<usize>) {
        let bills_it = |kind| match facts.kind {
            FileKind::DailyRated => kind == FileKind::OneTime,
            _ => matches!(kind, FileKind::OneTime | FileKind::DailyRated),
        };
        let billed = facts.invoice_keys().into_iter().filter_map(|number| {
            let (idx, kind) = self.by_invoice.get(&number)?;
            bills_it(*kind).then_some((number, *idx))
        });
        let billed: Vec<(String, usize)> = billed.collect();
        match billed.first() {
            Some((_, first)) => {
                let first = *first;
                (CountRule::AllBut(billed.into_iter().map(|(number, _)| number).collect()), Some(first))
            }
            None => (CountRule::All, None),
        }
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

impl CountRule {
    /// The rows of a table that count, and the file that the first of the others explains, where only the rows tell.
    #[must_use]
    pub fn counting(&self, table: &Table) -> (Bitmap, Option<usize>) {
        let n_rows = table.n_rows();
        match self {
            Self::All => (Bitmap::full(n_rows), None),
            Self::None => (Bitmap::empty(n_rows), None),
            Self::AllBut(billed) => {
                let Some((dictionary, codes)) = table.role(Role::InvoiceNumber).and_then(|it| it.coded()) else {
                    return (Bitmap::full(n_rows), None);
                };
                let counts: Vec<bool> =
                    dictionary.iter().map(|it| !billed.contains(&it.trim().to_lowercase())).collect();
                (Bitmap::of(n_rows, |row_idx| counts[usize::from(codes.code(row_idx))]), None)
            }
            Self::Unbilled(bills) => {
                let mut explained = None;
                let counts = Bitmap::of(n_rows, |row_idx| {
                    let billed_in = bills.billed_in(table, row_idx);
                    explained = explained.or(billed_in);
                    billed_in.is_none()
                });
                (counts, explained)
            }
        }
    }
}

/// A cell in lower case; none where it is blank.
fn key(table: &Table, role: Role, row_idx: usize) -> Option<String> {
    let text = table.role(role)?.text(row_idx).trim().to_lowercase();
    (!text.is_empty()).then_some(text)
}
