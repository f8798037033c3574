//! Verdicts over the loaded files: does the arithmetic hold, was everything read, is nothing counted twice.
//!
//! A check says "cannot check" where its files are missing; a missing file never reads as a pass.

use rust_decimal::Decimal;

use crate::domain::{ExactSum, FileKind, Role};
use crate::protocol::{CheckResult, FileReport, Standing, Summary, Verdict};
use crate::query::{Dataset, Part};

/// Differences up to this are the noise of binary floats in the API's JSON (`17.219999999999999` for `17.22`).
const FLOAT_NOISE: Decimal = Decimal::from_parts(1, 0, 0, false, 6);

/// All checks, in the order in which they are shown. `summary` is that of all rows.
#[must_use]
pub fn run(dataset: &Dataset, files: &[FileReport], summary: &Summary) -> Vec<CheckResult> {
    vec![
        rows_readable(files),
        total_adds_up(dataset),
        amounts_present(dataset),
        stated_ties(summary),
        counted_once(files),
        export_complete(dataset, files),
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

/// formats.md 1.1.1, 1.3, 1.4: Total = Subtotal + TaxTotal, TotalForCustomer = Subtotal + Tax, PostTaxTotal =
/// PretaxCharges + TaxAmount; it does not hold for unbilled lines (1.5), which are left out.
fn total_adds_up(dataset: &Dataset) -> CheckResult {
    const TITLE: &str = "Total = charge before tax + tax, on every billed line";
    let (mut n_checked, mut n_findings, mut first) = (0, 0, None);
    for part in dataset.parts() {
        let numbers = |role| part.table.role(role).and_then(|it| it.numbers());
        let (Some(pretax), Some(tax), Some(total)) = (numbers(Role::Pretax), numbers(Role::Tax), numbers(Role::Total))
        else {
            continue;
        };
        for row_idx in (0..part.table.n_rows()).filter(|it| !part.is_unbilled(*it)) {
            let (Some(pretax), Some(tax), Some(total)) =
                (pretax.value(row_idx), tax.value(row_idx), total.value(row_idx))
            else {
                continue;
            };
            n_checked += 1;
            let off = [pretax, tax, -total].into_iter().collect::<ExactSum>().total();
            if !off.is_within(FLOAT_NOISE) {
                n_findings += 1;
                first.get_or_insert_with(|| {
                    format!(
                        "line {} of a {}: {pretax} + {tax} is not {total}",
                        part.table.line_no(row_idx),
                        part.table.kind().title()
                    )
                });
            }
        }
    }
    let (verdict, detail) = match (n_checked, first) {
        (0, _) => (Verdict::Skip, "No loaded line has all three amounts.".to_owned()),
        (_, Some(first)) => (Verdict::Fail, format!("{n_findings} of {n_checked} lines differ; the first: {first}.")),
        (_, None) => (Verdict::Pass, format!("Holds on all {n_checked} lines.")),
    };
    result("total-adds-up", TITLE, verdict, n_findings, detail)
}

/// A blank amount adds nothing to a total, which is not the same as zero. The daily rows of usage-based files have no
/// amounts by design (formats.md 1.4).
fn amounts_present(dataset: &Dataset) -> CheckResult {
    let is_blank = |part: &Part, row_idx: usize| {
        let daily = part.table.kind() == FileKind::Usage
            && part.table.role(Role::UsageDate).is_some_and(|it| !it.text(row_idx).trim().is_empty());
        !daily && part.table.role(Role::Pretax).and_then(|it| it.numbers()).is_none_or(|it| it.is_blank(row_idx))
    };
    let n_findings = dataset
        .parts()
        .iter()
        .map(|part| (0..part.table.n_rows()).filter(|it| part.counts.contains(*it) && is_blank(part, *it)).count())
        .sum();
    let (verdict, detail) = match (dataset.n_rows(), n_findings) {
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
fn export_complete(dataset: &Dataset, files: &[FileReport]) -> CheckResult {
    const TITLE: &str = "Every file of an export is loaded";
    let manifests = dataset.parts().iter().filter(|it| it.table.kind() == FileKind::ExportManifest);
    let listed: Vec<String> = manifests
        .filter_map(|it| it.table.column("name").map(|column| (column, it.table.n_rows())))
        .flat_map(|(column, n_rows)| (0..n_rows).map(|it| column.text(it).into_owned()).collect::<Vec<_>>())
        .collect();
    // A blob's name may hold folders, and a loaded file's name its archive's.
    let last = |name: &str| name.rsplit(['/', ' ']).next().unwrap_or_default().to_lowercase();
    let is_loaded = |name: &String| {
        let wanted = last(name);
        files.iter().any(|it| {
            let loaded = last(&it.name);
            loaded == wanted || wanted.strip_suffix(".gz").is_some_and(|it| it == loaded)
        })
    };
    let missing: Vec<&str> = listed.iter().filter(|it| !is_loaded(it)).map(String::as_str).collect();
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
