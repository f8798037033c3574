//! Several workers give the same digits, rows and remarks as one, wherever a file is cut and in whatever order they answer.

use std::fmt::Write as _;

use reconlens::domain::{Day, Field};
use reconlens::ingest::{FilePart, Findings, Ingested, Read, ReadOptions, Reader, Wants, first_misfit, lines_before};
use reconlens::protocol::{Export, Request, Response, RowView, ViewAnswer};
use reconlens::view_state::{Direction, Pick, SortKey, ViewState};

use crate::support::{Cluster, Page, sample};

const HEADER: &str =
    "CustomerId,CustomerName,Subtotal,TaxTotal,Total,EffectiveUnitPrice,Currency,ChargeStartDate,InvoiceNumber\n";

/// Reads a part of a file as a worker does.
fn read_part(bytes: &[u8], part: FilePart) -> Ingested {
    let mut reader = Reader::new(ReadOptions { part: Some(part), ..ReadOptions::default() });
    let mut at = 0;
    while at < bytes.len() {
        let piece = &bytes[at..bytes.len().min(at + 70_000)];
        reader.push(piece);
        match reader.wants() {
            Wants::Next => at += piece.len(),
            Wants::From(place) => at = usize::try_from(place).unwrap(),
            Wants::Nothing => break,
        }
    }
    match reader.finish() {
        Ok(Read::File(ingested)) => *ingested,
        other => panic!("{other:?}"),
    }
}

/// Reads a file in parts cut at these places, and joins them. Also says how many parts had to be read twice.
fn read_in_parts(bytes: &[u8], cuts: &[u64]) -> (Findings, Vec<(u64, Vec<String>)>, usize) {
    let starts: Vec<u64> = std::iter::once(0).chain(cuts.iter().copied()).collect();
    let ends = cuts.iter().copied().chain([u64::MAX]);
    let mut parts: Vec<FilePart> = starts
        .iter()
        .zip(ends)
        .map(|(start, end)| FilePart { start: *start, end, starts_record: *start == 0 })
        .collect();
    let mut read: Vec<Ingested> = parts.iter().map(|it| read_part(bytes, *it)).collect();
    let mut n_again = 0;
    let seams = loop {
        let seams: Vec<_> = read.iter().map(|it| it.seam.unwrap()).collect();
        let Some((misfit, part)) = first_misfit(&parts, &seams) else { break seams };
        parts[misfit] = part;
        read[misfit] = read_part(bytes, part);
        n_again += 1;
    };
    let days = joined(&read).settle_days();
    for (ingested, n_lines) in read.iter_mut().zip(lines_before(&seams)) {
        ingested.settle(n_lines, days);
    }
    let rows = read.iter().flat_map(rows_of).collect();
    let mut findings = joined(&read);
    findings.settle_days();
    (findings, rows, n_again)
}

fn joined(parts: &[Ingested]) -> Findings {
    let findings = parts.iter().map(|it| it.findings.clone()).reduce(|mut first, later| {
        first.join(later);
        first
    });
    findings.unwrap()
}

fn rows_of(ingested: &Ingested) -> Vec<(u64, Vec<String>)> {
    let tables = ingested.tables().iter();
    let row = |table: &reconlens::table::Table, row_idx: usize| {
        (table.line_no(row_idx), table.columns().iter().map(|it| it.text(row_idx).into_owned()).collect())
    };
    tables.flat_map(|table| (0..table.n_rows()).map(|it| row(table, it)).collect::<Vec<_>>()).collect()
}

/// A file whose beginning is long enough to be read in parts, and a body that no cut gets right by luck: quoted line ends
/// with whole rows inside, doubled quotes at both ends, damaged lines, blank lines, CRLF, wrong numbers of cells.
fn nasty() -> (Vec<u8>, usize) {
    let mut text = HEADER.to_owned();
    while text.len() < 70_000 {
        let n = text.len();
        writeln!(text, "C{},Contoso {n},1.5,0.{n},1.{n},1,USD,9/1/2026,G1", n % 7).unwrap();
    }
    let body = text.len();
    text.push_str(concat!(
        "A,\"Line one\nB,Fake,1,0,1,1,USD,9/2/2026,G1\nC,Fake,1,0,1,1,USD,9/2/2026,G1\nD,Fake,1,0,1,1,USD,9/2/2026,G1\nE,Fake,1,0,1,1,USD,9/2/2026,G1\n\",2,0.5,2.5,1,USD,9/3/2026,G1\n",
        "B,\"\"\"\n\"\"\",3,0,3,1,EUR,9/4/2026,G2\r\n",
        "C,\"\n\n\n\",4,0,4,1,EUR,,G2\n",
        "\n\r\n",
        "D,stray\"quote,5,0,5,1,EUR,,G2\n",
        "D,\"text\"after,5,0,5,1,EUR,,G2\n",
        "D,few,5\n",
        "D,amount,x,0,5,1,EUR,,G2\n",
        "E,\"comma, \"\"quoted\"\"\",-6.000,0,-6,1,EUR,13/4/2026,G2\n",
        "F,\"never closed,7,0,7,1,USD,9/1/2026,G1\n",
        "G,\"\u{151}\n\u{171}\",8,0.1,8.1,1,USD,9/1/2026,G1\n",
        "H,last,9,0,9,1,USD,9/1/2026,G1"
    ));
    (text.into_bytes(), body)
}

#[test]
fn a_nasty_file_reads_the_same_wherever_it_is_cut() {
    let (bytes, body) = nasty();
    let (whole, whole_rows, _) = read_in_parts(&bytes, &[]);
    let one = reconlens::ingest::read(&bytes).unwrap();
    assert_eq!((rows_of(&one), &one.findings), (whole_rows.clone(), &whole), "a part that is the whole");
    assert!(whole.quarantine.n_rows() >= 5 && whole_rows.len() > 1000);
    let mut n_misread = 0;
    // Every byte of the body, and some before it.
    let cuts = (1..200).chain(60_000..60_200).chain(body - 100..bytes.len() + 1);
    for cut in cuts {
        let (findings, rows, n_again) = read_in_parts(&bytes, &[cut as u64]);
        assert_eq!(rows, whole_rows, "cut at {cut}");
        assert_eq!(findings, whole, "cut at {cut}");
        n_misread += usize::from(n_again > 0);
    }
    assert!(n_misread > 20, "a cut inside a cell of whole rows is guessed wrong, seen, and read again: {n_misread}");
    for cuts in [vec![10, 20, 30], vec![70_100, 70_101, 70_102, 70_103], vec![body as u64 + 3, body as u64 + 90]] {
        let (findings, rows, _) = read_in_parts(&bytes, &cuts);
        assert_eq!((rows, findings), (whole_rows.clone(), whole.clone()), "cut at {cuts:?}");
    }
}

/// A month of two invoices over several tables and parts.
fn month(n_rows: usize) -> String {
    let mut text = HEADER.to_owned();
    for row in 0..n_rows {
        let (customer, cents) = (row * 13 / n_rows, (row * 7919) % 100_000);
        let name =
            if row % 5 == 0 { format!("\"Customer\n{customer}, Ltd.\"") } else { format!("Customer {customer}") };
        let currency = if customer % 3 == 0 { "EUR" } else { "USD" };
        let (sign, invoice) = (if row % 11 == 0 { "-" } else { "" }, if row % 97 == 0 { "" } else { "G7" });
        let amount = format!("{sign}{}.{:02}", cents / 100, cents % 100);
        writeln!(
            text,
            "id-{customer},{name},{amount},0,{amount},{row}.{:05},{currency},9/{}/2026,{invoice}",
            row % 1000,
            row % 28 + 1
        )
        .unwrap();
    }
    text
}

fn views() -> Vec<ViewState> {
    let sorted = |column: &str, direction| ViewState {
        sort: Some(SortKey { column: column.to_owned(), direction }),
        ..ViewState::default()
    };
    let customer = |view: ViewState| view.with_toggled(Field::Customer, Pick::of(Field::Customer, "id-4"));
    vec![
        ViewState::default(),
        sorted("Total", Direction::Descending),
        customer(sorted("Total", Direction::Ascending)),
        sorted("CustomerName", Direction::Descending),
        sorted("ChargeStartDate", Direction::Ascending),
        ViewState { search: "customer 3".to_owned(), ..sorted("EffectiveUnitPrice", Direction::Descending) },
        ViewState { search: "CustomerName: ltd".to_owned(), ..ViewState::default() },
        ViewState { from: Day::of_date(2026, 9, 10), to: Day::of_date(2026, 9, 11), ..customer(ViewState::default()) },
        ViewState { search: "nowhere".to_owned(), ..ViewState::default() },
    ]
}

fn answer(page: &mut Page, view: &ViewState) -> ViewAnswer {
    let mut answer = page.show(view);
    answer.notices.sort();
    answer
}

fn rows(page: &mut Page, start: usize, len: usize) -> Vec<RowView> {
    let columns = ["CustomerId", "Total", "EffectiveUnitPrice"].map(str::to_owned).to_vec();
    match page.request(Request::Rows { revision: 1, start, len, columns }).pop() {
        Some((Response::Rows(answer), _)) => answer.rows,
        other => panic!("{other:?}"),
    }
}

#[test]
fn any_number_of_workers_gives_the_same_answers_and_rows() {
    let text = month(6000);
    let small = sample("csv/legacy_usage_docs_examples_42.csv");
    let stated = sample("rest-json/service_costs_summary_1.json");
    let later = text.replace("id-12,", "id-12b,");
    let files: [(&str, &[u8]); 5] = [
        ("month.csv", text.as_bytes()),
        ("usage.csv", &small),
        ("stated.json", &stated),
        ("again.csv", text.as_bytes()),
        ("later.csv", later.as_bytes()),
    ];
    let mut one = Page::with(&files);
    for (n_workers, seed) in [(2, 1), (3, 2), (5, 3), (5, 4)] {
        let mut many = Page::of(Cluster::new(n_workers, 200_000, seed));
        files.iter().for_each(|(name, bytes)| many.drop_file(name, bytes));
        for view in views() {
            let (expected, found) = (answer(&mut one, &view), answer(&mut many, &view));
            assert_eq!(found, expected, "{n_workers} workers, {view:?}");
            let n_rows = expected.n_rows;
            for start in [0, 1, 250, 299, 301, 1000, n_rows / 2, n_rows.saturating_sub(50), n_rows + 1] {
                assert_eq!(rows(&mut many, start, 100), rows(&mut one, start, 100), "{n_workers}, {start}, {view:?}");
            }
        }
        let view = views().swap_remove(2);
        assert_eq!(many.export(&view, Export::RowsCsv), one.export(&view, Export::RowsCsv));
        assert_eq!(many.export(&views()[0], Export::RowsCsv), one.export(&views()[0], Export::RowsCsv));
    }
}

#[test]
fn the_answer_grows_while_a_large_file_is_read() {
    let text = month(300_000);
    let mut cluster = Cluster::new(2, 1_000_000, 5).growing_from(9_000_000, 100_000);
    let view = ViewState::default();
    cluster.request(Request::View { revision: 1, view: view.clone() });
    cluster.open(reconlens::protocol::FileId(0), "month.csv", text.as_bytes());
    let said = cluster.request(Request::Reference);
    let answers: Vec<&ViewAnswer> = said
        .iter()
        .filter_map(|(response, _)| if let Response::View(answer) = response { Some(&**answer) } else { None })
        .collect();
    let n_rows: Vec<usize> = answers.iter().map(|it| it.n_rows_loaded).collect();
    assert!(!n_rows.is_empty() && n_rows.is_sorted(), "{n_rows:?}");
    assert!(n_rows.iter().all(|it| (1..300_000).contains(it)), "{n_rows:?}");
    for answer in &answers {
        let n_lines: usize = answer.summary.rows.iter().map(|it| it.n_lines).sum();
        assert_eq!(n_lines, answer.n_rows_loaded, "every row that is there is in the summary");
        assert_eq!(answer.checks, [], "only whole files are checked");
    }
    let Some((Response::View(whole), _)) = cluster.request(Request::View { revision: 2, view: view.clone() }).pop()
    else {
        panic!("no answer")
    };
    let mut one = Page::with(&[("month.csv", text.as_bytes())]);
    assert_eq!(ViewAnswer { revision: 1, ..*whole }, one.show(&view));
}

#[test]
fn files_that_cannot_be_divided_are_read_by_one_worker() {
    let zip = sample("csv/nce_recon_docs_worked_examples_46.csv");
    let json = sample("rest-json/service_cost_line_items_1.json");
    let wide: Vec<u8> = [0xff, 0xfe].into_iter().chain(month(50).encode_utf16().flat_map(u16::to_le_bytes)).collect();
    let files: [(&str, &[u8]); 4] = [("a.csv", &zip), ("b.json", &json), ("c.csv", &wide), ("d.bin", b"\0\0\0\0")];
    let mut one = Page::with(&files);
    let mut many = Page::of(Cluster::new(4, 1, 9));
    files.iter().for_each(|(name, bytes)| many.drop_file(name, bytes));
    assert_eq!(answer(&mut many, &ViewState::default()), answer(&mut one, &ViewState::default()));
    assert_eq!(many.failures, one.failures);
}

#[test]
fn more_than_the_memory_holds_is_refused_before_it_is_read() {
    let mut cluster = Cluster::new(2, u64::MAX, 0);
    let file = reconlens::protocol::FileId(1);
    let request = Request::Open { file, name: "year.csv".to_owned(), size_bytes: 40 << 30 };
    let said = cluster.request(request);
    let [(Response::Failed { message, .. }, None)] = said.as_slice() else { panic!("{said:?}") };
    assert!(message.contains("40 GB would be loaded, more than the 10 GB"), "{message}");
}
