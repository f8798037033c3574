//! The words of the business: amounts, totals, days, invoices, columns.
//!
//! Nothing here knows a file format, a table or a browser; every other module may use it.

mod date;
mod decimal;
mod dialect;
mod dimension;
mod exact_sum;
mod field;
mod invoice;
mod money;
mod role;
mod stated;

pub use date::{Day, DayOrder, Month, is_whole_day, parse_day, parse_excel_serial};
pub use decimal::{AmountError, parse_decimal};
pub use dialect::{Delimiter, Dialect, DialectChoice, Encoding, NumberStyle};
pub use dimension::Dimension;
pub use exact_sum::{ExactSum, ExactTotal};
pub use field::{Field, ValueCode};
pub use invoice::{FileKind, InvoiceType};
pub use money::{Amount, CurrencyCode, MoneyBag, UnknownCurrency};
pub use role::Role;
pub use stated::StatedCost;
