//! All tables of one worker that are used, ready for questions.

use std::borrow::Cow;
use std::rc::Rc;

use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

use super::catalog::{Catalog, FieldValues, catalogs};
use super::field_index::{FieldIndex, RowCodes};
use super::lazy::LazyIndex;
use super::ranked::RowRef;
use crate::domain::{Day, Dimension, Field, FileKind, InvoiceType, Role};
use crate::table::{Bitmap, Table};

/// One table, and which of its rows count.
#[derive(Debug, Clone)]
pub struct Part {
    /// The rows.
    pub table: Rc<Table>,
    /// The rows that count in totals; the others explain rows of other files.
    pub counts: Bitmap,
    /// The place of its file among all files.
    pub file_idx: u32,
}

/// A row's invoice type: by the kind of file, or as the row says, or by the invoice number's letter; none for rows
/// that are of no CSP invoice.
#[must_use]
pub fn invoice_type(table: &Table, row_idx: usize) -> Option<InvoiceType> {
    let as_said = || {
        text(table, Role::InvoiceType, row_idx)
            .and_then(|it| InvoiceType::parse(&it))
            .or_else(|| InvoiceType::of_invoice_number(&text(table, Role::InvoiceNumber, row_idx)?))
    };
    match table.kind() {
        FileKind::OneTime | FileKind::DailyRated | FileKind::CostManagement => Some(InvoiceType::OneTime),
        FileKind::License | FileKind::Usage => Some(InvoiceType::Recurring),
        // Service costs began with legacy subscriptions; one-time lines came with their own fields.
        FileKind::ServiceCostLines => as_said().or(Some(InvoiceType::Recurring)),
        FileKind::Invoices => as_said(),
        _ => None,
    }
}

/// The first and the last day that a row charges for; a charge without an end ends where it starts.
#[must_use]
pub fn charged_days(table: &Table, row_idx: usize) -> Option<(Day, Day)> {
    let start = table.role(Role::ChargeStart)?.day(row_idx)?;
    Some((start, table.role(Role::ChargeEnd).and_then(|it| it.day(row_idx)).unwrap_or(start)))
}

fn text(table: &Table, role: Role, row_idx: usize) -> Option<Cow<'_, str>> {
    table.role(role).map(|it| it.text(row_idx))
}

impl Part {
    /// A row's invoice type; see [`invoice_type`].
    pub(super) fn invoice_type(&self, row_idx: usize) -> Option<InvoiceType> {
        invoice_type(&self.table, row_idx)
    }

    /// The invoice type of all rows, where the kind of file decides it.
    pub(super) fn uniform_invoice_type(&self) -> Option<Option<InvoiceType>> {
        match self.table.kind() {
            FileKind::ServiceCostLines | FileKind::Invoices => None,
            _ if self.table.n_rows() == 0 => Some(None),
            _ => Some(self.invoice_type(0)),
        }
    }
}

/// Whether lines of such files without an invoice number are estimates of an open period.
#[must_use]
pub fn is_unbilled_without_number(kind: FileKind) -> bool {
    matches!(kind, FileKind::OneTime | FileKind::DailyRated | FileKind::CostManagement)
}

/// What lines of the summary are grouped by, as one worker numbers it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GroupOutline {
    /// The place of the file among all files.
    pub file_idx: u32,
    /// The number of the customer among the worker's.
    pub customer: u32,
    /// The number of the currency among the worker's.
    pub currency: u32,
    /// The invoice type; none for rows that are of no CSP invoice.
    pub invoice_type: Option<InvoiceType>,
    /// The invoice number as the file writes it, blanks taken off; empty where it has none.
    pub invoice: String,
    /// First and last day that the group's lines charge for.
    pub days: Option<(Day, Day)>,
}

/// What a worker's tables hold, whatever the view.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Outline {
    /// The values of each field, in the order of [`Field::ALL`].
    pub values: Vec<FieldValues>,
    /// What the summary's lines are grouped by.
    pub groups: Vec<GroupOutline>,
    /// All rows.
    pub n_rows: usize,
    /// Per file: rows that do not count.
    pub n_explaining: Vec<(u32, usize)>,
    /// Rows that count and have no amount.
    pub n_blank_amounts: usize,
}

/// All tables of one worker, ready for questions.
#[derive(Debug, Default)]
pub struct Dataset {
    parts: Vec<IndexedPart>,
    catalogs: Vec<Catalog>,
    groups: Vec<GroupOutline>,
    lazy: Vec<(Dimension, LazyIndex)>,
}

/// A table with what is known of its rows.
#[derive(Debug)]
pub(super) struct IndexedPart {
    pub(super) part: Part,
    pub(super) fields: Vec<FieldIndex>,
    /// The number of each row's group in the table; a single one where all rows have the same.
    groups: Box<[u16]>,
    /// From the table's own number to that among the dataset's groups.
    pub(super) shared_groups: Vec<u32>,
}

impl IndexedPart {
    pub(super) fn table(&self) -> &Table {
        &self.part.table
    }

    /// The values of a field's rows.
    pub(super) fn codes(&self, field: Field) -> (RowCodes<'_>, &[u32]) {
        let index = &self.fields[field as usize];
        (index.rows(&self.part.table), index.shared())
    }

    /// The groups of the rows.
    pub(super) fn group_codes(&self) -> RowCodes<'_> {
        if self.shared_groups.len() == 1 { RowCodes::Same } else { RowCodes::Wide(&self.groups) }
    }
}

impl Dataset {
    /// Indexes the tables.
    #[must_use]
    pub fn new(parts: Vec<Part>) -> Self {
        let mut dataset = Self { parts: Vec::new(), catalogs: catalogs(), groups: Vec::new(), lazy: Vec::new() };
        let mut by_key = FxHashMap::default();
        for part in parts {
            let index = |(field, catalog): (&Field, &mut Catalog)| FieldIndex::new(*field, &part, catalog);
            let fields: Vec<FieldIndex> = Field::ALL.iter().zip(&mut dataset.catalogs).map(index).collect();
            let mut indexed = IndexedPart { part, fields, groups: Box::default(), shared_groups: Vec::new() };
            group_rows(&mut indexed, &mut dataset.groups, &mut by_key);
            dataset.parts.push(indexed);
        }
        dataset
    }

    pub(super) fn parts(&self) -> &[IndexedPart] {
        &self.parts
    }

    /// The tables, in the order of the files.
    pub fn tables(&self) -> impl Iterator<Item = &Part> {
        self.parts.iter().map(|it| &it.part)
    }

    /// The table of a row.
    ///
    /// # Panics
    /// If the row is of another dataset.
    #[must_use]
    pub fn table(&self, row: RowRef) -> &Part {
        &self.parts[row.part_idx as usize].part
    }

    /// The group of the summary that a row is of, as in the dataset's outline.
    ///
    /// # Panics
    /// If the row is of another dataset.
    #[must_use]
    pub fn group(&self, row: RowRef) -> u32 {
        let part = &self.parts[row.part_idx as usize];
        part.shared_groups[part.group_codes().code(row.row_idx as usize)]
    }

    pub(super) fn n_groups(&self) -> usize {
        self.groups.len()
    }

    pub(super) fn n_values(&self, dimension: &Dimension) -> usize {
        match dimension {
            Dimension::Field(field) => self.catalogs.get(*field as usize).map_or(0, |it| it.values().len()),
            lazy => self.lazy_index(lazy).map_or(0, LazyIndex::n_values),
        }
    }

    /// The values of a dimension's rows in one table; none if it is not indexed or has too many.
    pub(super) fn codes(&self, part_idx: usize, dimension: &Dimension) -> Option<(RowCodes<'_>, &[u32])> {
        let part = &self.parts[part_idx];
        match dimension {
            Dimension::Field(field) => Some(part.codes(*field)),
            lazy => {
                let index = self.lazy_index(lazy)?.part(part_idx)?;
                Some((index.rows(part.table()), index.shared()))
            }
        }
    }

    fn lazy_index(&self, dimension: &Dimension) -> Option<&LazyIndex> {
        self.lazy.iter().find(|(it, _)| it == dimension).map(|(_, index)| index)
    }

    /// Indexes a dimension, unless it is already, and gives its values; none if there are too many to list.
    pub fn index(&mut self, dimension: &Dimension) -> Option<FieldValues> {
        if let Dimension::Field(field) = dimension {
            return self.catalogs.get(*field as usize).map(|it| it.values().to_vec());
        }
        if self.lazy_index(dimension).is_none() {
            let index = LazyIndex::new(dimension, self.tables());
            self.lazy.push((dimension.clone(), index));
        }
        self.lazy_index(dimension)?.values()
    }

    /// What the tables hold, whatever the view.
    #[must_use]
    pub fn outline(&self) -> Outline {
        let mut n_explaining: Vec<(u32, usize)> = Vec::new();
        for part in self.tables() {
            let n_rows = part.counts.len() - part.counts.count();
            match n_explaining.last_mut() {
                Some((file_idx, n)) if *file_idx == part.file_idx => *n += n_rows,
                _ => n_explaining.push((part.file_idx, n_rows)),
            }
        }
        Outline {
            values: self.catalogs.iter().map(|it| it.values().to_vec()).collect(),
            groups: self.groups.clone(),
            n_rows: self.tables().map(|it| it.table.n_rows()).sum(),
            n_explaining,
            n_blank_amounts: self.tables().map(n_blank_amounts).sum(),
        }
    }
}

/// Numbers the groups of a table's rows.
fn group_rows(
    indexed: &mut IndexedPart,
    groups: &mut Vec<GroupOutline>,
    by_key: &mut FxHashMap<(u32, u32, u32, Option<InvoiceType>, String), u32>,
) {
    let table = Rc::clone(&indexed.part.table);
    let (customers, shared_customers) = indexed.codes(Field::Customer);
    let (currencies, shared_currencies) = indexed.codes(Field::Currency);
    let invoices = table.role(Role::InvoiceNumber).and_then(|it| it.coded());
    let invoice_codes = invoices.map_or(RowCodes::Same, |(_, codes)| codes.into());
    let uniform_type = indexed.part.uniform_invoice_type();
    let (starts, ends) = (table.role(Role::ChargeStart), table.role(Role::ChargeEnd));
    let mut local_by_key: FxHashMap<(usize, usize, usize, Option<InvoiceType>), u16> = FxHashMap::default();
    let mut keys = Vec::new();
    let mut days: Vec<Option<(Day, Day)>> = Vec::new();
    let mut codes: Vec<u16> = Vec::with_capacity(table.n_rows());
    let mut last = None;
    for row_idx in 0..table.n_rows() {
        let invoice_type = uniform_type.unwrap_or_else(|| indexed.part.invoice_type(row_idx));
        let key = (customers.code(row_idx), currencies.code(row_idx), invoice_codes.code(row_idx), invoice_type);
        let code = match last {
            Some((last_key, code)) if last_key == key => code,
            _ => *local_by_key.entry(key).or_insert_with(|| {
                keys.push(key);
                days.push(None);
                // A table has no more groups than rows.
                (keys.len() - 1) as u16
            }),
        };
        last = Some((key, code));
        codes.push(code);
        if let Some(start) = starts.and_then(|it| it.day(row_idx))
            && indexed.part.counts.contains(row_idx)
        {
            let end = ends.and_then(|it| it.day(row_idx)).unwrap_or(start);
            days[usize::from(code)] = widened(days[usize::from(code)], Some((start, end)));
        }
    }
    let shared: Vec<u32> = keys
        .into_iter()
        .zip(days)
        .map(|((customer, currency, invoice, invoice_type), days)| {
            let invoice = invoices.map_or("", |(dictionary, _)| dictionary.text(invoice as u16)).trim().to_owned();
            let (customer, currency) = (shared_customers[customer], shared_currencies[currency]);
            let file_idx = indexed.part.file_idx;
            let key = (file_idx, customer, currency, invoice_type, invoice.clone());
            let group = *by_key.entry(key).or_insert_with(|| {
                groups.push(GroupOutline { file_idx, customer, currency, invoice_type, invoice, days: None });
                (groups.len() - 1) as u32
            });
            let known = &mut groups[group as usize];
            known.days = widened(known.days, days);
            group
        })
        .collect();
    indexed.groups = codes.into();
    indexed.shared_groups = shared;
}

/// The span of days that holds both.
#[must_use]
pub fn widened(days: Option<(Day, Day)>, more: Option<(Day, Day)>) -> Option<(Day, Day)> {
    match (days, more) {
        (Some((first, last)), Some((start, end))) => Some((first.min(start), last.max(end))),
        (days, more) => days.or(more),
    }
}

/// Rows that count and have no amount. The daily rows of usage-based files have none by design (formats.md 1.4).
fn n_blank_amounts(part: &Part) -> usize {
    let table = &part.table;
    let daily = table.role(Role::UsageDate).filter(|_| table.kind() == FileKind::Usage);
    let pretax = table.role(Role::Pretax).and_then(|it| it.numbers());
    let is_blank = |row_idx: usize| {
        pretax.is_none_or(|it| it.is_blank(row_idx))
            && part.counts.contains(row_idx)
            && daily.is_none_or(|it| it.text(row_idx).trim().is_empty())
    };
    (0..table.n_rows()).filter(|it| is_blank(*it)).count()
}
