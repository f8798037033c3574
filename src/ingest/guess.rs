//! Guesses the header of a table of no known kind.

use super::Unreadable;
use super::sniff::Header;

pub(super) fn header(_bytes: &[u8], _is_whole: bool) -> Result<Header, Unreadable> {
    Err(Unreadable::Binary)
}
