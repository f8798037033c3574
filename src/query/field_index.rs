//! The values of one field over all tables: each table numbers its own, here they become one list.

use rustc_hash::FxHashMap;

use super::part::Part;
use crate::domain::{Field, Role};
use crate::table::{Code, Table};
use crate::view_state::Pick;

/// One value of a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldValue {
    /// The value as a file writes it: an id, a text.
    pub value: String,
    /// What to show: a name where there is one.
    pub label: String,
    /// What picks it.
    pub pick: Pick,
}

/// The values of one field, and which one each row has.
#[derive(Debug)]
pub struct FieldIndex {
    values: Vec<FieldValue>,
    per_part: Vec<PartCodes>,
}

/// The numbers of one table's rows.
#[derive(Debug)]
struct PartCodes {
    local: Local,
    /// From the table's own number to the number in [`FieldIndex::values`].
    shared: Vec<Code>,
}

#[derive(Debug)]
enum Local {
    /// Those of a column of the table.
    Column(Role),
    /// Computed from the row.
    Own(Vec<u8>),
}

/// The rows' numbers of one table, for loops over rows.
#[derive(Debug, Clone, Copy)]
pub struct RowCodes<'a> {
    local: LocalCodes<'a>,
    shared: &'a [Code],
}

#[derive(Debug, Clone, Copy)]
enum LocalCodes<'a> {
    Wide(&'a [Code]),
    Narrow(&'a [u8]),
}

impl RowCodes<'_> {
    /// The number of a row's value among all values of the field.
    #[must_use]
    pub fn value_idx(&self, row_idx: usize) -> usize {
        self.shared[self.local_code(row_idx)] as usize
    }

    /// The number of a row's value in its table; below [`Self::n_local`].
    #[must_use]
    pub fn local_code(&self, row_idx: usize) -> usize {
        match self.local {
            LocalCodes::Wide(codes) => codes[row_idx] as usize,
            LocalCodes::Narrow(codes) => usize::from(codes[row_idx]),
        }
    }

    /// How many numbers the table has.
    #[must_use]
    pub fn n_local(&self) -> usize {
        self.shared.len()
    }

    /// From a table's number to the number among all values.
    #[must_use]
    pub fn shared(&self, local_code: usize) -> usize {
        self.shared[local_code] as usize
    }
}

impl FieldIndex {
    pub(super) fn new(field: Field, parts: &[Part]) -> Self {
        let mut merger = Merger { field, values: Vec::new(), by_key: FxHashMap::default() };
        let per_part = parts.iter().map(|part| merger.add(part)).collect();
        Self { values: merger.values, per_part }
    }

    /// All values, in the order in which the files name them.
    #[must_use]
    pub fn values(&self) -> &[FieldValue] {
        &self.values
    }

    /// The numbers of one table's rows.
    #[must_use]
    pub fn rows<'a>(&'a self, part_idx: usize, part: &'a Part) -> RowCodes<'a> {
        let PartCodes { local, shared } = &self.per_part[part_idx];
        let local = match local {
            Local::Own(codes) => LocalCodes::Narrow(codes),
            Local::Column(role) => {
                let codes = part.table.role(*role).and_then(|it| it.coded()).map_or(&[][..], |(_, codes)| codes);
                LocalCodes::Wide(codes)
            }
        };
        RowCodes { local, shared }
    }
}

struct Merger {
    field: Field,
    values: Vec<FieldValue>,
    by_key: FxHashMap<String, Code>,
}

impl Merger {
    fn add(&mut self, part: &Part) -> PartCodes {
        let n_rows = part.table.n_rows();
        match self.field {
            Field::InvoiceType => {
                const NONE: u8 = 2;
                let codes: Vec<u8> = (0..n_rows).map(|it| part.invoice_type(it).map_or(NONE, |it| it as u8)).collect();
                let mut shared = vec![self.share("Recurring", "Recurring"), self.share("OneTime", "OneTime")];
                if codes.contains(&NONE) {
                    shared.push(self.share("", "No CSP invoice"));
                }
                PartCodes { local: Local::Own(codes), shared }
            }
            Field::Counting => {
                let codes = (0..n_rows).map(|it| u8::from(part.counts.contains(it))).collect();
                let shared = [("no", "No, explains other lines"), ("yes", "Yes")]
                    .map(|(value, label)| self.share(value, label))
                    .into();
                PartCodes { local: Local::Own(codes), shared }
            }
            Field::Customer => {
                self.add_column(&part.table, &[Role::CustomerId, Role::CustomerName], Some(Role::CustomerName))
            }
            Field::Currency => self.add_column(&part.table, &[Role::Currency], None),
            Field::ChargeType => self.add_column(&part.table, &[Role::ChargeType], None),
            Field::Product => self.add_column(&part.table, &[Role::ProductName], None),
            Field::Subscription => self.add_column(&part.table, &[Role::SubscriptionId], Some(Role::SubscriptionName)),
        }
    }

    fn add_column(&mut self, table: &Table, roles: &[Role], label_role: Option<Role>) -> PartCodes {
        let found = roles.iter().find_map(|role| Some((*role, table.role(*role)?.coded()?)));
        let Some((role, (dictionary, codes))) = found else {
            return PartCodes { local: Local::Own(vec![0; table.n_rows()]), shared: vec![self.share("", "(none)")] };
        };
        let mut labels: Vec<Option<String>> = vec![None; dictionary.len()];
        if let Some(names) = label_role.and_then(|it| table.role(it)) {
            for (row_idx, code) in codes.iter().enumerate() {
                let label = &mut labels[*code as usize];
                if label.is_none() {
                    let name = names.text(row_idx);
                    *label = (!name.trim().is_empty()).then(|| name.into_owned());
                }
            }
        }
        let shared = dictionary
            .iter()
            .zip(labels)
            .map(|(value, label)| {
                let label = label
                    .unwrap_or_else(|| if value.trim().is_empty() { "(blank)".to_owned() } else { value.to_owned() });
                self.share(value, &label)
            })
            .collect();
        PartCodes { local: Local::Column(role), shared }
    }

    /// The number of a value among all; files differ in the case of ids and charge types.
    fn share(&mut self, value: &str, label: &str) -> Code {
        let value = value.trim();
        let Self { field, values, by_key } = self;
        let code = *by_key.entry(value.to_lowercase()).or_insert_with(|| {
            // There are no more values than rows, and a table has fewer than 2^32.
            let code = values.len() as Code;
            values.push(FieldValue { value: value.to_owned(), label: label.to_owned(), pick: Pick::of(*field, value) });
            code
        });
        let known = &mut values[code as usize];
        // Which file came first must not show: of several spellings, the smallest is kept, and any name beats the id.
        let has_name = |it: &FieldValue| it.label != it.value;
        let is_name = label.trim() != value;
        if value < known.value.as_str() {
            let named = has_name(known);
            known.value = value.to_owned();
            if !named {
                known.label = label.to_owned();
            }
        }
        if is_name && (!has_name(known) || label < known.label.as_str()) {
            known.label = label.to_owned();
        }
        known.pick = Pick::of(*field, &known.value);
        code
    }
}
