//! Files of our own kinds, spoilt in every place and in every way that damaged CSV files are: a total is right, or
//! something is said. The ways are those of the Pollock benchmark (Vitagliano et al., VLDB 2023).

use reconlens::domain::ExactSum;
use reconlens::domain::Role;
use reconlens::ingest::{self, Ingested};

use crate::support::sample;

const SAMPLES: [&str; 3] = [
    "csv/nce_recon_docs_worked_examples_46.csv",
    "csv/legacy_license_docs_examples_28.csv",
    "csv/legacy_usage_docs_examples_42.csv",
];

/// The sums of all amounts of a file, and whether anything is said about it; none where it is refused.
fn read(text: &str) -> Option<(Vec<String>, bool)> {
    let ingested = ingest::read(text.as_bytes()).ok()?;
    let said = ingested.findings.quarantine.n_rows() > 0
        || !ingested.findings.notes().is_empty()
        || ingested.findings.dialect.as_ref().is_some_and(|it| !it.doubts.is_empty());
    Some((sums(&ingested), said))
}

fn sums(ingested: &Ingested) -> Vec<String> {
    let [table] = ingested.tables() else { return Vec::new() };
    let sum = |role| {
        let numbers = table.role(role)?.numbers()?;
        Some((0..table.n_rows()).filter_map(|it| numbers.value(it)).collect::<ExactSum>().total().to_string())
    };
    [Role::Pretax, Role::Tax, Role::Total].into_iter().filter_map(sum).collect()
}

/// Every cell of a sample quoted, so that each way of spoiling has something to spoil.
fn rows(path: &str) -> Vec<Vec<String>> {
    let bytes = sample(path);
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(bytes.as_slice());
    reader.records().map(|it| it.unwrap().iter().map(str::to_owned).collect()).collect()
}

fn quoted(cell: &str) -> String {
    if cell.is_empty() { String::new() } else { format!("\"{}\"", cell.replace('"', "\"\"")) }
}

fn plain(cell: &str) -> String {
    if cell.contains([',', '"', '\n', ';', ' ', '\t']) { quoted(cell) } else { cell.to_owned() }
}

fn text(rows: &[Vec<String>], delimiter: &str, end: &str, cell: impl Fn(&str) -> String) -> String {
    rows.iter().map(|row| row.iter().map(|it| cell(it)).collect::<Vec<_>>().join(delimiter) + end).collect()
}

/// Reads a spoilt file: its sums must be those of the clean one, or something must be said.
fn check(name: &str, spoilt: &str, clean: &[String]) -> bool {
    match read(spoilt) {
        None => false,
        Some((sums, said)) => {
            assert!(said || sums == clean, "{name} is silently wrong: {sums:?}, not {clean:?}");
            sums == clean
        }
    }
}

#[test]
fn a_spoilt_row_never_gives_a_wrong_total_in_silence() {
    let mut n_checked = 0;
    for path in SAMPLES {
        let rows = rows(path);
        let (clean, _) = read(&text(&rows, ",", "\r\n", plain)).unwrap();
        for cell_text in [plain as fn(&str) -> String, quoted] {
            let lines: Vec<String> =
                rows.iter().map(|row| row.iter().map(|it| cell_text(it)).collect::<Vec<_>>().join(",")).collect();
            let with_line = |idx: usize, line: String| {
                let mut lines = lines.clone();
                lines[idx] = line;
                lines.join("\r\n") + "\r\n"
            };
            for (row_idx, row) in rows.iter().enumerate() {
                let cells: Vec<String> = row.iter().map(|it| cell_text(it)).collect();
                for column in 0..row.len() {
                    let name = format!("{path}, row {row_idx}, column {column}");
                    let mut more = cells.clone();
                    more.insert(column, String::new());
                    check(&format!("{name}, one separator more"), &with_line(row_idx, more.join(",")), &clean);
                    if column > 0 {
                        let mut less = cells.clone();
                        let joined = less.remove(column);
                        less[column - 1].push_str(&joined);
                        check(&format!("{name}, one separator less"), &with_line(row_idx, less.join(",")), &clean);
                    }
                    let mut stray = cells.clone();
                    stray[column].insert(0, '"');
                    check(&format!("{name}, a quote more"), &with_line(row_idx, stray.join(",")), &clean);
                    n_checked += 3;
                }
                check(&format!("{path}, row {row_idx} with spaces"), &with_line(row_idx, cells.join(" ")), &clean);
            }
        }
    }
    assert!(n_checked > 5_000, "{n_checked}");
}

#[test]
fn a_file_of_another_form_is_read_or_something_is_said() {
    for path in SAMPLES {
        let rows = rows(path);
        let (clean, _) = read(&text(&rows, ",", "\r\n", plain)).unwrap();
        let usual = text(&rows, ",", "\r\n", plain);
        for (name, spoilt) in [
            ("semicolons", text(&rows, ";", "\r\n", plain)),
            ("tabs", text(&rows, "\t", "\r\n", plain)),
            ("a comma and a space", text(&rows, ", ", "\r\n", plain)),
            ("LF", text(&rows, ",", "\n", plain)),
            ("CR", text(&rows, ",", "\r", plain)),
            ("no line end behind the last line", usual.trim_end().to_owned()),
            ("two line ends behind the last line", format!("{usual}\r\n")),
            ("a title", format!("Reconciliation{}\r\n{}\r\n{usual}", ",".repeat(9), ",".repeat(9))),
        ] {
            assert!(check(&format!("{path}, {name}"), &spoilt, &clean), "{path} with {name} must be read");
        }
        let header = text(&rows[..1], ",", "\r\n", plain);
        let fewer: Vec<Vec<String>> = rows.iter().map(|it| it[..it.len() - 1].to_vec()).collect();
        let more: Vec<Vec<String>> = rows.iter().map(|it| [it.as_slice(), &["x".to_owned()]].concat()).collect();
        for (name, spoilt) in [
            ("no header", text(&rows[1..], ",", "\r\n", plain)),
            ("only the header", header.clone()),
            ("the header twice", format!("{header}{usual}")),
            ("another table of the same width below", format!("{usual}{usual}")),
            ("a narrower table below", format!("{usual}{}", text(&fewer, ",", "\r\n", plain))),
            ("a wider table below", format!("{usual}{}", text(&more, ",", "\r\n", plain))),
            ("other quotes", text(&rows, ",", "\r\n", |it| format!("'{it}'"))),
            ("another escape", text(&rows, ",", "\r\n", |it| format!("\"{}\"", it.replace('"', "\\\"")))),
            ("no escape", text(&rows, ",", "\r\n", |it| format!("\"{it}\""))),
            ("spaces", text(&rows, " ", "\r\n", plain)),
            ("nothing", String::new()),
        ] {
            check(&format!("{path}, {name}"), &spoilt, &clean);
        }
    }
}

#[test]
fn a_file_that_is_cut_off_anywhere_says_so() {
    for path in SAMPLES {
        let bytes = sample(path);
        let whole = String::from_utf8(bytes).unwrap();
        // Every place of the header and of the last rows, and some between.
        let is_tried = |len: &usize| *len < 900 || *len + 900 > whole.len() || len.is_multiple_of(17);
        for len in (0..whole.len()).filter(is_tried) {
            let Some(start) = whole.get(..len) else { continue };
            let is_at_line_end = start.ends_with('\n');
            match read(start) {
                None => {}
                // What ends behind a whole row cannot be told from a file that has no more rows.
                Some((_, said)) => assert!(said || is_at_line_end, "{path} cut at {len}"),
            }
        }
    }
}
