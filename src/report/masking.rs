//! Rows of a view that can be shown to somebody who must not learn whose they are.
//!
//! | in the file | in the bundle |
//! | --- | --- |
//! | `Contoso Kft.` | `Customer 7F3A` |
//! | `contoso.com` | `Domain 0B92` |
//! | `Microsoft 365 E3`, `2026-09-01`, `-12.50` | as it is |
//! | `{"owner":"adele@contoso.com"}`, columns that no documentation names | nothing |
//!
//! What stays is on a list; all else is replaced or left out. A product keeps its name unless a customer's name is in it.
//! Amounts stay, so the totals are those of the files.

mod bundle;
mod policy;
mod pseudonyms;

pub use bundle::{Bundle, BundleContent, MAX_HTML_ROWS, MaskedColumn};
pub use policy::{KEPT, LEFT_OUT, Rule, WORDS, rule};
