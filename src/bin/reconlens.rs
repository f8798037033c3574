//! The core on the command line: what is in a file, as the page would read it.

use std::io::{self, BufWriter};
use std::process::ExitCode;

use reconlens::ingest::{self, Ingested, Member, ReadOptions, Unreadable};
use reconlens::protocol::{Event, FileId, Output, Request, Response, SummaryRow, Work};
use reconlens::session::Session;
use reconlens::view_state::ViewState;
use serde_json::json;

const USAGE: &str = "\
Usage:
  reconlens rows [--any] FILE     The rows as CSV; remarks and rows put aside as JSON Lines on the standard error.
                                  --any reads tables of no known kind too, all cells as text.
  reconlens summary FILE…         What each customer owes per invoice type, currency and billing period, as CSV.
  reconlens columns               What every known column means, as Markdown.
Exit code: 0 read, 2 refused.
";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let done = match arguments.as_slice() {
        ["rows", "--any", file] => rows(file, true),
        ["rows", file] => rows(file, false),
        ["summary", files @ ..] if !files.is_empty() => summary(files),
        ["columns"] => columns(),
        _ => {
            print!("{USAGE}");
            return ExitCode::from(2);
        }
    };
    match done {
        Ok(code) => code,
        Err(error) => {
            eprintln!("{}", json!({ "line": null, "reason": error.to_string() }));
            ExitCode::from(2)
        }
    }
}

fn flag(line_no: Option<u64>, reason: &str) {
    eprintln!("{}", json!({ "line": line_no, "reason": reason }));
}

fn rows(path: &str, is_any_table: bool) -> io::Result<ExitCode> {
    let bytes = std::fs::read(path)?;
    let members = match ingest::read_all(&bytes, ReadOptions { is_any_table, ..ReadOptions::default() }) {
        Ok(members) => members,
        // Of a table of any kind, one without a row is one.
        Err(unreadable @ Unreadable::Empty) if is_any_table => {
            flag(None, &unreadable.to_string());
            return Ok(ExitCode::SUCCESS);
        }
        Err(unreadable) => {
            flag(None, &unreadable.to_string());
            return Ok(ExitCode::from(2));
        }
    };
    let mut code = ExitCode::SUCCESS;
    for Member { content, .. } in members {
        match content {
            Ok(ingested) => write_rows(&ingested)?,
            Err(unreadable) => {
                flag(None, &unreadable.to_string());
                code = ExitCode::from(2);
            }
        }
    }
    Ok(code)
}

fn write_rows(ingested: &Ingested) -> io::Result<()> {
    let Ingested { findings, .. } = ingested;
    let doubts = findings.dialect.iter().flat_map(|it| &it.doubts);
    findings.notes().iter().chain(doubts).for_each(|it| flag(None, it));
    findings.quarantine.kept().iter().for_each(|it| flag(Some(it.line_no), &it.reason));
    // Later tables may have more columns.
    let Some(last) = ingested.tables().last() else { return Ok(()) };
    let mut writer = csv::Writer::from_writer(BufWriter::new(io::stdout().lock()));
    let header: Vec<&str> = last.columns().iter().map(|it| it.header()).collect();
    if header.iter().any(|it| !it.is_empty()) {
        writer.write_record(&header)?;
    }
    for table in ingested.tables() {
        for row_idx in 0..table.n_rows() {
            let cell = |idx: usize| table.columns().get(idx).map(|it| it.text(row_idx).into_owned());
            writer.write_record((0..header.len()).map(|it| cell(it).unwrap_or_default()))?;
        }
    }
    writer.flush()
}

fn summary(paths: &[&str]) -> io::Result<ExitCode> {
    let mut session = Session::new();
    let mut answer = None;
    let mut code = ExitCode::SUCCESS;
    {
        let mut emit = |output: Output| match output {
            Output::Response(Response::Failed { message, .. }, _) => {
                flag(None, &message);
                code = ExitCode::from(2);
            }
            Output::Response(Response::View(view), _) => answer = Some(view),
            Output::Response(..) | Output::Peer { .. } => {}
        };
        for (file, path) in (0..).map(FileId).zip(paths) {
            let bytes = std::fs::read(path)?;
            let size_bytes = bytes.len() as u64;
            session.handle(Event::Request(Request::Open { file, name: (*path).to_owned(), size_bytes }), &mut emit);
            while let Some(work) = session.next_work() {
                match work {
                    Work::Read { file, bytes: wanted } => {
                        // Places in a file that is in memory.
                        let bytes = &bytes[wanted.start as usize..wanted.end as usize];
                        session.handle(Event::Bytes { file, bytes }, &mut emit);
                    }
                    Work::Finish(file) => session.handle(Event::End(file), &mut emit),
                    Work::Step(file) => session.handle(Event::Step(file), &mut emit),
                }
            }
        }
        session.handle(Event::Request(Request::View { revision: 1, view: ViewState::default() }), &mut emit);
    }
    let Some(answer) = answer else { return Ok(ExitCode::from(2)) };
    for row in &answer.quarantine.first {
        flag(Some(row.line_no), &format!("{}: {}", row.file_name, row.reason));
    }
    let mut writer = csv::Writer::from_writer(io::stdout().lock());
    writer.write_record([
        "CustomerId",
        "CustomerName",
        "InvoiceType",
        "Currency",
        "Period",
        "Lines",
        "Pretax",
        "Tax",
        "Total",
    ])?;
    for SummaryRow { customer_id, customer_name, invoice_type, currency, period, n_lines, amounts, .. } in
        &answer.summary.rows
    {
        writer.write_record([
            customer_id,
            customer_name,
            invoice_type.as_str(),
            currency,
            period,
            &n_lines.to_string(),
            &amounts.pretax,
            &amounts.tax,
            &amounts.total,
        ])?;
    }
    writer.flush()?;
    Ok(code)
}

fn columns() -> io::Result<ExitCode> {
    print!("{}", ingest::schema::reference());
    Ok(ExitCode::SUCCESS)
}
