//! The filters of a view as one line that a person can read, edit and pass on, and back.
//!
//! ```text
//! customer:"Contoso" Total>100 -charge:cycleCharge date:2024-05..2024-06 (product:a | product:b) free words
//! ```
//!
//! `docs/filter-language.md` is its description. The line holds names where a link holds codes, so whoever reads or prints
//! one says which names there are ([`Names`]). `parse(print(view)) == view`, whatever the names.

mod lexer;
mod names;
mod print;
mod read;

pub use names::{Column, Kind, Names, NoNames};
pub use print::print_line;
pub use read::{parse_line, retyped_words};

use thiserror::Error;

/// Why a line cannot be read: where, what was expected, and what to do.
#[derive(Debug, Clone, PartialEq, Eq, Error, serde::Serialize, serde::Deserialize)]
#[error("Position {}: {message}", at + 1)]
pub struct LineProblem {
    /// Characters before the place in question.
    pub at: usize,
    /// What is wrong and what to do, in full sentences.
    pub message: String,
}

/// The signs that end a word, or begin something else.
const SIGNS: [char; 8] = ['(', ')', '|', '"', ':', '<', '>', '~'];
/// Before the name of a column that is called like something else.
const COLUMN_SIGN: char = '@';
/// Before a value's code, where its name is not known.
const CODE_SIGN: char = '#';
/// Between the ends of a range.
const TO: &str = "..";
/// The days that are charged for.
const DATE: &str = "date";
/// Behind the name of a column whose months are meant.
const MONTH: &str = ".month";
/// Names of amounts, and the names that all files share for them.
const ALIASES: [(&str, &str); 2] = [("pretax", "Subtotal"), ("tax", "TaxTotal")];
