//! Which value of a field each row of a table has.

use std::borrow::Cow;

use rustc_hash::FxHashMap;

use super::catalog::Catalog;
use super::dataset::Part;
use super::filter::day_codes;
use crate::domain::{Dimension, Field, Month, Role};
use crate::table::{Bitmap, Code, Codes, Column, Dictionary, Table};

/// The values of one field in one table: the table's own numbers, and what they are among all values.
#[derive(Debug)]
pub(super) struct FieldIndex {
    local: Local,
    /// From the table's own number to that in the worker's catalog.
    shared: Vec<u32>,
}

#[derive(Debug)]
enum Local {
    /// Those of a column of the table, by its place.
    Column(usize),
    /// Computed from the row.
    Own(Vec<u8>),
    /// Computed from the row, and many.
    OwnWide(Vec<Code>),
    /// All rows have the first.
    Same,
}

/// The rows' numbers of one table, for loops over rows.
#[derive(Debug, Clone, Copy)]
pub(super) enum RowCodes<'a> {
    Same,
    Wide(&'a [Code]),
    Narrow(&'a [u8]),
}

impl RowCodes<'_> {
    /// Does something with each of the rows and its number; the kind of numbers is looked at once, not for each row.
    #[inline]
    pub(super) fn for_each(self, rows: &Bitmap, mut each: impl FnMut(usize, usize)) {
        match self {
            Self::Same => rows.for_each(|row_idx| each(row_idx, 0)),
            Self::Wide(codes) => rows.for_each(|row_idx| each(row_idx, usize::from(codes[row_idx]))),
            Self::Narrow(codes) => rows.for_each(|row_idx| each(row_idx, usize::from(codes[row_idx]))),
        }
    }

    /// The rows whose number is marked; where all are or none is, no row is looked at.
    pub(super) fn rows_where(self, n_rows: usize, is_marked: &[bool]) -> Bitmap {
        if !is_marked.contains(&true) {
            return Bitmap::empty(n_rows);
        }
        if !is_marked.contains(&false) {
            return Bitmap::full(n_rows);
        }
        match self {
            Self::Same => Bitmap::full(n_rows),
            Self::Wide(codes) => Bitmap::of(n_rows, |row_idx| is_marked[usize::from(codes[row_idx])]),
            Self::Narrow(codes) => Bitmap::of(n_rows, |row_idx| is_marked[usize::from(codes[row_idx])]),
        }
    }

    /// The number of a row's value in its table.
    #[inline]
    pub(super) fn code(&self, row_idx: usize) -> usize {
        match self {
            Self::Same => 0,
            Self::Wide(codes) => usize::from(codes[row_idx]),
            Self::Narrow(codes) => usize::from(codes[row_idx]),
        }
    }
}

impl<'a> From<&'a Codes> for RowCodes<'a> {
    fn from(codes: &'a Codes) -> Self {
        match codes {
            Codes::Same => Self::Same,
            Codes::Each(codes) => Self::Wide(codes),
        }
    }
}

impl FieldIndex {
    /// Finds the values of a table's rows, and adds them to those known.
    pub(super) fn new(field: Field, part: &Part, catalog: &mut Catalog) -> Self {
        let n_rows = part.table.n_rows();
        match field {
            Field::InvoiceType => {
                const NONE: u8 = 2;
                let codes = match part.uniform_invoice_type() {
                    Some(invoice_type) => vec![invoice_type.map_or(NONE, |it| it as u8)],
                    None => (0..n_rows).map(|it| part.invoice_type(it).map_or(NONE, |it| it as u8)).collect(),
                };
                let is_used = |code: u8| codes.contains(&code);
                // A value that no row has is no value.
                let mut shared = vec![0; 3];
                let named = [("Recurring", "Recurring"), ("OneTime", "OneTime"), ("", "No CSP invoice")];
                for (code, (value, label)) in named.into_iter().enumerate().filter(|(code, _)| is_used(*code as u8)) {
                    shared[code] = catalog.add(value, label);
                }
                Self::compact(codes, shared)
            }
            Field::Counting => {
                let n_counting = part.counts.count();
                let codes = match n_counting {
                    0 => vec![0],
                    n if n == n_rows => vec![1],
                    _ => (0..n_rows).map(|it| u8::from(part.counts.contains(it))).collect(),
                };
                let mut shared = vec![0; 2];
                let named = [("no", "No, explains other lines"), ("yes", "Yes")];
                for (code, (value, label)) in named.into_iter().enumerate() {
                    if codes.contains(&(code as u8)) {
                        shared[code] = catalog.add(value, label);
                    }
                }
                Self::compact(codes, shared)
            }
            Field::Customer => {
                let ids = [Role::CustomerId, Role::CustomerName];
                Self::of_column(&part.table, &ids, Some(Role::CustomerName), catalog)
            }
            Field::Currency => Self::of_column(&part.table, &[Role::Currency], None, catalog),
            Field::ChargeType => Self::of_column(&part.table, &[Role::ChargeType], None, catalog),
            Field::Product => Self::of_column(&part.table, &[Role::ProductName], None, catalog),
            Field::Subscription => {
                Self::of_column(&part.table, &[Role::SubscriptionId], Some(Role::SubscriptionName), catalog)
            }
        }
    }

    /// Finds the values of any dimension.
    pub(super) fn of_dimension(dimension: &Dimension, part: &Part, catalog: &mut Catalog) -> Self {
        let (key, is_by_month) = match dimension {
            Dimension::Field(field) => return Self::new(*field, part, catalog),
            Dimension::Column(key) => (key, false),
            Dimension::Month(key) => (key, true),
        };
        let table = &part.table;
        let found = table.column_idx(key).map(|idx| (idx, &table.columns()[idx]));
        let mut add = |value: &str| catalog.add(value, if value.trim().is_empty() { "(blank)" } else { value });
        match found {
            Some((idx, column)) if is_by_month => {
                let Some((_, days)) = day_codes(column) else {
                    return Self { local: Local::Same, shared: vec![add("")] };
                };
                let mut by_month: FxHashMap<Option<Month>, u32> = FxHashMap::default();
                let number = |day: &Option<crate::domain::Day>| {
                    let month = day.map(|it| it.month());
                    *by_month.entry(month).or_insert_with(|| add(&month.map(|it| it.to_string()).unwrap_or_default()))
                };
                let shared = days.iter().map(number).collect();
                Self { local: Local::Column(idx), shared }
            }
            Some((idx, column)) => match column.coded() {
                Some((dictionary, _)) => {
                    Self { local: Local::Column(idx), shared: dictionary.iter().map(add).collect() }
                }
                None => {
                    let mut by_text: FxHashMap<String, Code> = FxHashMap::default();
                    let mut shared = Vec::new();
                    let mut last: Option<(String, Code)> = None;
                    let number = |row_idx| {
                        let text = number_text(column, row_idx);
                        if let Some((_, code)) = last.as_ref().filter(|(known, _)| *known == text) {
                            return *code;
                        }
                        let code = *by_text.entry(text.clone().into_owned()).or_insert_with(|| {
                            shared.push(add(&text));
                            // A table has no more values than rows.
                            (shared.len() - 1) as Code
                        });
                        last = Some((text.into_owned(), code));
                        code
                    };
                    let codes = (0..table.n_rows()).map(number).collect();
                    Self { local: Local::OwnWide(codes), shared }
                }
            },
            None => Self { local: Local::Same, shared: vec![catalog.add("", "(none)")] },
        }
    }

    fn compact(codes: Vec<u8>, shared: Vec<u32>) -> Self {
        match codes.as_slice() {
            [] => Self { local: Local::Same, shared },
            [code] => Self { local: Local::Same, shared: vec![shared[usize::from(*code)]] },
            _ => Self { local: Local::Own(codes), shared },
        }
    }

    fn of_column(table: &Table, roles: &[Role], label_role: Option<Role>, catalog: &mut Catalog) -> Self {
        let found = roles.iter().find_map(|role| Some((table.role_idx(*role)?, table.role(*role)?.coded()?)));
        let Some((column_idx, (dictionary, codes))) = found else {
            return Self { local: Local::Same, shared: vec![catalog.add("", "(none)")] };
        };
        let names = label_role.and_then(|it| table.role(it)?.coded());
        let labels = match names {
            Some(names) => smallest_names(dictionary.len(), codes, names, table.n_rows()),
            None => vec![None; dictionary.len()],
        };
        let shared = dictionary.iter().zip(labels).map(|(value, label)| match label {
            Some(label) => catalog.add(value, label),
            None if value.trim().is_empty() => catalog.add(value, "(blank)"),
            None => catalog.add(value, value),
        });
        Self { local: Local::Column(column_idx), shared: shared.collect() }
    }

    /// The numbers of the table's rows.
    pub(super) fn rows<'a>(&'a self, table: &'a Table) -> RowCodes<'a> {
        match &self.local {
            Local::Same => RowCodes::Same,
            Local::Own(codes) => RowCodes::Narrow(codes),
            Local::OwnWide(codes) => RowCodes::Wide(codes),
            Local::Column(idx) => table.columns()[*idx].coded().map_or(RowCodes::Same, |(_, codes)| codes.into()),
        }
    }

    /// From the table's own numbers to those of the worker's catalog.
    pub(super) fn shared(&self) -> &[u32] {
        &self.shared
    }
}

/// A number's shortest text, so that `1.5` and `1.50` are one value; else the cell's own.
pub(super) fn number_text(column: &Column, row_idx: usize) -> Cow<'_, str> {
    match column.numbers().and_then(|it| it.value(row_idx)) {
        Some(value) => Cow::Owned(value.normalize().to_string()),
        None => column.text(row_idx),
    }
}

/// Of the names that the rows of each value have, the smallest that is not blank: which row comes first must not show.
fn smallest_names<'a>(
    n_values: usize,
    codes: &Codes,
    (names, name_codes): (&'a Dictionary, &Codes),
    n_rows: usize,
) -> Vec<Option<&'a str>> {
    let mut smallest: Vec<Option<&str>> = vec![None; n_values];
    // Mostly a value has one name, and it is seen at once that it is the same as before.
    let mut last: Vec<Option<Code>> = vec![None; n_values];
    for row_idx in 0..n_rows {
        let (value, name) = (usize::from(codes.code(row_idx)), name_codes.code(row_idx));
        if last[value] == Some(name) {
            continue;
        }
        last[value] = Some(name);
        let text = names.text(name);
        if !text.trim().is_empty() && smallest[value].is_none_or(|it| text < it) {
            smallest[value] = Some(text);
        }
    }
    smallest
}
