//! How the loaded files stand to those that a link was made with.

use super::labels;
use crate::view_state::FileMark;

/// How the loaded files stand to those of a link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Comparison {
    /// No file is loaded yet; these are asked for.
    Awaited(Vec<String>),
    /// The same files.
    Same,
    /// Other files.
    Differs {
        /// Those of the link that are not loaded.
        missing: Vec<String>,
        /// Those that are loaded and not of the link.
        added: Vec<String>,
    },
}

/// Compares the files of a link with those that are loaded, in any order.
#[must_use]
pub fn compare(wanted: &[FileMark], loaded: &[FileMark]) -> Comparison {
    if loaded.is_empty() {
        return Comparison::Awaited(wanted.iter().map(name).collect());
    }
    let mut added = loaded.to_vec();
    let mut missing: Vec<&FileMark> = wanted.iter().collect();
    missing.retain(|it| match added.iter().position(|loaded| loaded == *it) {
        Some(place) => {
            added.remove(place);
            false
        }
        None => true,
    });
    if missing.is_empty() && added.is_empty() {
        return Comparison::Same;
    }
    Comparison::Differs { missing: missing.into_iter().map(name).collect(), added: added.iter().map(name).collect() }
}

/// `One-time (new commerce) reconciliation G052146300, 18 rows`
fn name(mark: &FileMark) -> String {
    let FileMark { kind, invoice, n_rows, code: _ } = mark;
    let invoice = if invoice.is_empty() { String::new() } else { format!(" {invoice}") };
    format!("{}{invoice}, {}", kind.title(), labels::counted(*n_rows, "row"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{FileKind, ValueCode};

    fn mark(kind: FileKind, invoice: &str, content: &str) -> FileMark {
        FileMark { kind, invoice: invoice.to_owned(), n_rows: 2, code: ValueCode::of_file(content) }
    }

    #[test]
    fn files_are_known_again_in_any_order() {
        let (recon, daily) = (mark(FileKind::OneTime, "G1", "a"), mark(FileKind::DailyRated, "", "b"));
        let later = mark(FileKind::OneTime, "G1", "c");
        let wanted = [recon.clone(), daily.clone()];
        assert_eq!(compare(&wanted, &[daily.clone(), recon.clone()]), Comparison::Same);
        let recon_name = "One-time (new commerce) reconciliation G1, 2 rows".to_owned();
        let daily_name = "Daily-rated usage, 2 rows".to_owned();
        assert_eq!(compare(&wanted, &[]), Comparison::Awaited(vec![recon_name.clone(), daily_name.clone()]));
        let differs =
            Comparison::Differs { missing: vec![recon_name.clone(), daily_name], added: vec![recon_name.clone()] };
        assert_eq!(compare(&wanted, &[later]), differs);
        let twice = Comparison::Differs { missing: Vec::new(), added: vec![recon_name] };
        assert_eq!(compare(&wanted, &[recon.clone(), daily, recon]), twice);
    }
}
