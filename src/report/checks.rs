//! Verdicts over the loaded files: does the arithmetic hold, was everything read, is nothing counted twice.
//!
//! A check says "cannot check" where its files are missing; a missing file never reads as a pass.

use super::facts::{Addition, FLOAT_NOISE, FileFacts};
use crate::protocol::{CheckResult, FileReport, Standing, Summary, Verdict};

/// All checks, in the order in which they are shown. `used` are the facts of the files that are used, `summary` is that of
/// all rows, `n_blank_amounts` says how many rows that count have no amount.
#[must_use]
pub fn run(used: &[&FileFacts], files: &[FileReport], summary: &Summary, n_blank_amounts: usize) -> Vec<CheckResult> {
    vec![
        rows_readable(files),
        total_adds_up(used),
        amounts_present(used, n_blank_amounts),
        stated_ties(summary),
        counted_once(files),
        export_complete(used, files),
    ]
}

fn result(id: &str, title: &str, verdict: Verdict, n_findings: usize, detail: String) -> CheckResult {
    CheckResult { id: id.to_owned(), title: title.to_owned(), verdict, n_findings, detail }
}

fn rows_readable(files: &[FileReport]) -> CheckResult {
    let n_findings: usize = files.iter().map(|it| it.n_quarantined).sum();
    let n_rows: usize = files.iter().map(|it| it.n_rows).sum();
    let (verdict, detail) = match n_findings {
        0 => (Verdict::Pass, format!("All {n_rows} rows were read.")),
        _ => (
            Verdict::Fail,
            format!(
                "{n_findings} rows could not be read and are in no total; they are listed under “Quarantined rows”."
            ),
        ),
    };
    result("rows-readable", "Every row of every file was read", verdict, n_findings, detail)
}

fn total_adds_up(used: &[&FileFacts]) -> CheckResult {
    const TITLE: &str = "Total = charge before tax + tax, on every billed line";
    let additions = || used.iter().map(|it| &it.addition);
    let n_checked: usize = additions().map(|it| it.n_checked).sum();
    let n_findings: usize = additions().map(|it| it.n_findings).sum();
    let first = additions().find_map(|Addition { first, .. }| first.as_ref());
    let (verdict, detail) = match (n_checked, first) {
        (0, _) => (Verdict::Skip, "No loaded line has all three amounts.".to_owned()),
        (_, Some(first)) => (Verdict::Fail, format!("{n_findings} of {n_checked} lines differ; the first: {first}.")),
        (_, None) => (Verdict::Pass, format!("Holds on all {n_checked} lines.")),
    };
    result("total-adds-up", TITLE, verdict, n_findings, detail)
}

/// A blank amount adds nothing to a total, which is not the same as zero.
fn amounts_present(used: &[&FileFacts], n_findings: usize) -> CheckResult {
    let n_rows: usize = used.iter().map(|it| it.n_rows).sum();
    let (verdict, detail) = match (n_rows, n_findings) {
        (0, _) => (Verdict::Skip, "No lines are loaded.".to_owned()),
        (_, 0) => (Verdict::Pass, "Every line that counts has a charge.".to_owned()),
        _ => (Verdict::Warn, format!("{n_findings} lines have no charge before tax; they add nothing to the totals.")),
    };
    result("amounts-present", "Every line has an amount", verdict, n_findings, detail)
}

/// seeds: ServiceCostsSummary.details against the lines.
fn stated_ties(summary: &Summary) -> CheckResult {
    let compared: Vec<_> =
        summary.rows.iter().filter_map(|it| it.stated.as_ref()).filter(|it| !it.difference.is_empty()).collect();
    let is_off = |difference: &str| crate::domain::parse_decimal(difference).is_ok_and(|it| it.abs() > FLOAT_NOISE);
    let n_findings = compared.iter().filter(|it| is_off(&it.difference)).count();
    let (verdict, detail) = match (summary.has_stated, compared.len(), n_findings) {
        (false, ..) => (Verdict::Skip, "No service costs summary is loaded.".to_owned()),
        (true, 0, _) => (Verdict::Skip, "A summary is loaded, but no lines to compute it from.".to_owned()),
        (true, n, 0) => (Verdict::Pass, format!("All {n} stated totals equal the lines' sums.")),
        (true, n, _) => (
            Verdict::Fail,
            format!("{n_findings} of {n} stated totals differ from the lines' sums; see the column Difference."),
        ),
    };
    result("stated-ties", "Microsoft's service costs summary equals the lines", verdict, n_findings, detail)
}

/// formats.md 1.6: the files that a manifest lists are one export; without one of them its sums are not whole.
fn export_complete(used: &[&FileFacts], files: &[FileReport]) -> CheckResult {
    const TITLE: &str = "Every file of an export is loaded";
    let listed: Vec<&String> = used.iter().flat_map(|it| &it.listed).collect();
    // A blob's name may hold folders, and a loaded file's name its archive's.
    let last = |name: &str| name.rsplit(['/', ' ']).next().unwrap_or_default().to_lowercase();
    let is_loaded = |name: &str| {
        let wanted = last(name);
        files.iter().any(|it| {
            let loaded = last(&it.name);
            loaded == wanted || wanted.strip_suffix(".gz").is_some_and(|it| it == loaded)
        })
    };
    let missing: Vec<&str> = listed.iter().map(|it| it.as_str()).filter(|it| !is_loaded(it)).collect();
    let (verdict, detail) = match (listed.len(), missing.len()) {
        (0, _) => (Verdict::Skip, "No manifest of an export is loaded.".to_owned()),
        (n, 0) => (Verdict::Pass, format!("All {n} files of the manifest are loaded.")),
        (n, n_missing) => {
            (Verdict::Warn, format!("{n_missing} of {n} files of the manifest are missing: {}.", missing.join(", ")))
        }
    };
    result("export-complete", TITLE, verdict, missing.len(), detail)
}

fn counted_once(files: &[FileReport]) -> CheckResult {
    let unused: Vec<&str> = files
        .iter()
        .filter(|it| matches!(it.standing, Standing::DuplicateOf(_) | Standing::ReplacedBy(_)))
        .map(|it| it.name.as_str())
        .collect();
    let n_explaining: usize =
        files.iter().map(|it| if let Standing::Explains { n_rows, .. } = it.standing { n_rows } else { 0 }).sum();
    let detail = match (unused.is_empty(), n_explaining) {
        (false, _) => format!("Not used, because another file holds the same: {}.", unused.join(", ")),
        (true, 0) => "No file repeats another one.".to_owned(),
        (true, _) => {
            format!("{n_explaining} lines repeat in detail what another file bills; they are shown and not added.")
        }
    };
    let verdict = if unused.is_empty() { Verdict::Pass } else { Verdict::Warn };
    result("counted-once", "Nothing is counted twice", verdict, unused.len(), detail)
}
