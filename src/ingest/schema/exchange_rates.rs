//! Exchange rates that come with the Azure plan price list: US dollars per unit of each currency, by month.
//!
//! Header: `"CurrencyCode","USDPerUnit","Month"`.
//!
//! Sources: formats.md 0 (I); "Azure plan price list".

use super::{Schema, number, text};
use crate::domain::{FileKind, Role};

#[rustfmt::skip] // One line a column.
pub(super) const SCHEMA: Schema = Schema {
    kind: FileKind::ExchangeRates,
    signatures: &[&["CurrencyCode", "USDPerUnit"]],
    columns: &[
        text("CurrencyCode", "The currency.").role(Role::Currency).shown(),
        number("USDPerUnit", "US dollars for one unit of the currency.").shown(),
        text("Month", "Month for which the rate holds.").shown(),
    ],
};
