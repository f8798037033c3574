//! Random files that another implementation wrote, read back cell by cell: `tests/differential/generate.py` writes them
//! with Python's `csv` and with openpyxl, in random dialects, and says what each cell is and means.
//!
//! 200 files by default; `RECONLENS_DIFFERENTIAL_FILES` says how many (10,000 in `make test-long`), `RECONLENS_SEED` which.

use std::path::Path;
use std::process::Command;

use reconlens::domain::parse_decimal;
use reconlens::ingest::{self, ReadOptions};
use reconlens::table::{Table, Values};
use serde_json::Value;

/// Files that are written, read and deleted at once: some hold megabytes.
const BATCH: usize = 200;

fn setting(name: &str, default: usize) -> usize {
    std::env::var(name).ok().and_then(|it| it.parse().ok()).unwrap_or(default)
}

fn texts(value: &Value) -> Vec<&str> {
    value.as_array().unwrap().iter().map(|it| it.as_str().unwrap()).collect()
}

#[test]
fn files_of_another_implementation_are_read_cell_by_cell() {
    let n_files = setting("RECONLENS_DIFFERENTIAL_FILES", 200);
    let seed = setting("RECONLENS_SEED", 1);
    let mut n_cells = 0;
    for batch in 0..n_files.div_ceil(BATCH) {
        n_cells += check_batch(seed + batch, BATCH.min(n_files - batch * BATCH));
    }
    assert!(n_cells > n_files * 100, "{n_cells} cells in {n_files} files");
    println!("{n_files} files, {n_cells} cells");
}

/// Has files written, reads them back, and says how many cells they had.
fn check_batch(seed: usize, n_files: usize) -> usize {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("differential-{seed}"));
    let python = std::env::var("RECONLENS_PYTHON").unwrap_or_else(|_unset| "python3".to_owned());
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/differential/generate.py");
    let status = Command::new(python)
        .arg(script)
        .arg("--out")
        .arg(&folder)
        .args(["--seed", &seed.to_string(), "--count", &n_files.to_string()])
        .status()
        .expect("Python with openpyxl writes the files: `make setup-test` installs it");
    assert!(status.success(), "the files could not be written");
    let expected = std::fs::read_to_string(folder.join("expected.jsonl")).unwrap();
    assert_eq!(expected.lines().count(), n_files);
    let n_cells = expected.lines().map(|line| check_file(&folder, line, seed)).sum();
    std::fs::remove_dir_all(&folder).unwrap();
    n_cells
}

fn check_file(folder: &Path, expected: &str, seed: usize) -> usize {
    let expected: Value = serde_json::from_str(expected).unwrap();
    let name = expected["file"].as_str().unwrap();
    let context = || format!("seed {seed}, {name}: {}", expected["dialect"]);
    let bytes = std::fs::read(folder.join(name)).unwrap();
    let mut members =
        ingest::read_all(&bytes, ReadOptions::default()).unwrap_or_else(|it| panic!("{}: {it}", context()));
    assert_eq!(members.len(), 1, "{}", context());
    let ingested = members.remove(0).content.unwrap_or_else(|it| panic!("{}: {it}", context()));
    assert_eq!(ingested.kind().as_str(), expected["kind"].as_str().unwrap(), "{}", context());
    assert_eq!(ingested.findings.quarantine.kept(), [], "{}", context());
    let [table] = ingested.tables() else { panic!("{}", context()) };
    let header = texts(&expected["header"]);
    assert_eq!(table.columns().iter().map(|it| it.header()).collect::<Vec<_>>(), header, "{}", context());
    let rows = expected["rows"].as_array().unwrap();
    assert_eq!(table.n_rows(), rows.len(), "{}", context());
    for (row_idx, row) in rows.iter().enumerate() {
        let read: Vec<_> = table.columns().iter().map(|it| it.text(row_idx)).collect();
        assert_eq!(read, texts(row), "row {row_idx} of {}", context());
    }
    check_meanings(table, &header, &expected, &context);
    rows.len() * header.len()
}

/// Numbers and days mean what they were written for.
fn check_meanings(table: &Table, header: &[&str], expected: &Value, context: &impl Fn() -> String) {
    let meanings = |key: &str| expected[key].as_object().unwrap().clone();
    for (name, values) in meanings("numbers") {
        let column = &table.columns()[header.iter().position(|it| *it == name).unwrap()];
        let numbers = column.numbers().unwrap_or_else(|| panic!("{name} of {}", context()));
        for (row_idx, value) in values.as_array().unwrap().iter().enumerate() {
            let value = value.as_str().map(|it| parse_decimal(it).unwrap());
            assert_eq!(numbers.value(row_idx), value, "{name}, row {row_idx} of {}", context());
        }
    }
    for (name, values) in meanings("days") {
        let column = &table.columns()[header.iter().position(|it| *it == name).unwrap()];
        assert!(matches!(column.values(), Values::Day { .. }), "{name} of {}", context());
        for (row_idx, value) in values.as_array().unwrap().iter().enumerate() {
            let day = column.day(row_idx).map(|it| it.to_string());
            assert_eq!(day.as_deref(), value.as_str(), "{name}, row {row_idx} of {}", context());
        }
    }
}
