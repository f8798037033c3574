//! What two billing periods are compared by: the lines of each group of the summary by product, subscription and charge type,
//! with how much was bought at which exchange rate.

use rust_decimal::Decimal;
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

use super::cells::{Combined, MAX_CELLS};
use super::dataset::{Dataset, IndexedPart};
use super::field_index::RowCodes;
use super::partial::{counted, sum, tally};
use crate::domain::{ExactSum, Field, Role};
use crate::table::{Bitmap, NumberColumn, Table};

/// What a line is told apart by, beside its group.
pub const BRIDGE_FIELDS: [Field; 3] = [Field::Product, Field::Subscription, Field::ChargeType];

/// Columns that say how much was bought, the one that is charged for first (formats.md 1.1, 1.3, 1.4).
const QUANTITY_COLUMNS: [&str; 4] = ["BillableQuantity", "OverageQuantity", "Quantity", "ConsumedQuantity"];
/// The rate from the pricing to the billing currency.
const RATE_COLUMN: &str = "PCToBCExchangeRate";

/// Lines that have all in common that periods are compared by.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BridgeCell {
    /// The number of the group of the summary: customer, currency, invoice.
    pub group: u32,
    /// The numbers of the values, in the order of [`BRIDGE_FIELDS`].
    pub values: [u32; 3],
    /// What the lines come to.
    pub bought: Bought,
}

/// What lines come to, and what that is made of.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Bought {
    /// Lines that count.
    pub n_lines: usize,
    /// Their sum before tax.
    pub pretax: ExactSum,
    /// How much was bought.
    pub quantity: ExactSum,
    /// The exchange rate.
    pub rate: Rate,
}

/// The exchange rate of some lines.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Rate {
    /// No line has one.
    #[default]
    None,
    /// All lines that have one have this one.
    Same(Decimal),
    /// There are several.
    Several,
}

impl Rate {
    /// The rate of these lines and others.
    #[must_use]
    pub fn join(self, other: Self) -> Self {
        match (self, other) {
            (Self::None, it) | (it, Self::None) => it,
            (Self::Same(one), Self::Same(other)) if one == other => self,
            _ => Self::Several,
        }
    }
}

impl Bought {
    /// Adds other lines.
    pub fn join(&mut self, other: &Self) {
        self.n_lines += other.n_lines;
        self.pretax.merge(&other.pretax);
        self.quantity.merge(&other.quantity);
        self.rate = self.rate.join(other.rate);
    }
}

fn numbers<'a>(table: &'a Table, names: &[&str]) -> Option<&'a NumberColumn> {
    names.iter().find_map(|name| table.column(name)?.numbers())
}

/// The lines of the rows that count; none if there are too many combinations.
pub(super) fn bridge(dataset: &Dataset, rows: &[Bitmap]) -> Option<Vec<BridgeCell>> {
    let mut all: FxHashMap<Vec<u32>, Bought> = FxHashMap::default();
    for (part, rows) in dataset.parts().iter().zip(rows) {
        let rows = counted(part, rows);
        if rows.count() == 0 {
            continue;
        }
        let mut combined = Combined::new(rows.len());
        combined.split(&rows, part.group_codes(), &part.shared_groups);
        for field in BRIDGE_FIELDS {
            let (codes, shared) = part.codes(field);
            combined.split(&rows, codes, shared);
        }
        add_bought(part, &rows, combined, &mut all);
        if all.len() > MAX_CELLS {
            return None;
        }
    }
    let cell = |(key, bought): (Vec<u32>, Bought)| {
        let [group, values @ ..] = <[u32; 4]>::try_from(key).ok()?;
        Some(BridgeCell { group, values, bought })
    };
    all.into_iter().map(cell).collect()
}

fn add_bought(part: &IndexedPart, rows: &Bitmap, combined: Combined, all: &mut FxHashMap<Vec<u32>, Bought>) {
    let Combined { codes, keys } = combined;
    let codes = RowCodes::Wide(&codes);
    let n_lines = tally(codes, rows, keys.len());
    let pretax = sum(part.table().role(Role::Pretax).and_then(|it| it.numbers()), codes, rows, keys.len());
    let quantity = sum(numbers(part.table(), &QUANTITY_COLUMNS), codes, rows, keys.len());
    let mut rates = vec![Rate::None; keys.len()];
    if let Some(numbers) = numbers(part.table(), &[RATE_COLUMN]) {
        codes.for_each(rows, |row_idx, code| {
            if let Some(rate) = numbers.value(row_idx) {
                rates[code] = rates[code].join(Rate::Same(rate));
            }
        });
    }
    let found = keys.into_iter().zip(n_lines).zip(pretax).zip(quantity).zip(rates);
    for ((((key, n_lines), pretax), quantity), rate) in found.filter(|((((_, n_lines), _), _), _)| *n_lines > 0) {
        all.entry(key).or_default().join(&Bought { n_lines: n_lines as usize, pretax, quantity, rate });
    }
}
