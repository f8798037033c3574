//! The files to save or print: some are made of the answer at hand, others of all rows of the view, page by page.

use super::Session;
use super::known::Known;
use super::message::{RowCells, RowColumns};
use super::rows::RowsJob;
use crate::domain::{Dimension, Field};
use crate::ingest::schema::{Schema, ValueType};
use crate::protocol::{
    BundleForm, BundleKey, BundlePlan, Emit, Export, FileId, FileReport, Holds, Listing, Output, PlannedColumn,
    Response, StatementUse,
};
use crate::report::csv_profile::CsvProfile;
use crate::report::export::{self, RowsWriter};
use crate::report::facts::{ColumnFact, FileFacts};
use crate::report::masking::{Bundle, BundleContent, MAX_HTML_ROWS, MaskedColumn, rule};
use crate::report::names::FileNames;
use crate::report::service_costs::summary_places;
use crate::report::statement::{Source, Statements};
use crate::report::workbook_rows::{About, RowsColumn, ViewWorkbook};
use crate::report::{chips, summary_json};
use crate::view_state::{Clause, print_line};

/// Rows fetched at once for a download.
const EXPORT_PAGE: usize = 5000;

const VERSION: &str = env!("CARGO_PKG_VERSION");
const CSV: &str = "text/csv;charset=utf-8";
const HTML: &str = "text/html;charset=utf-8";
const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// A file of rows that is being written.
#[derive(Debug)]
pub(super) enum RowsFile {
    Csv(Box<RowsWriter>),
    Workbook(Box<ViewWorkbook>),
    Statements(Box<Statements>, StatementUse),
    Bundle(Box<Bundle>, BundleForm),
}

impl Session {
    pub(super) fn export(&mut self, export: Export, emit: &mut Emit<'_>) {
        match export {
            Export::SummaryJson => {
                let json = self.summary().and_then(|it| summary_json::print(&it).ok());
                hand_over_file("reconlens-summary.json", "application/json", json.map(String::into_bytes), emit);
            }
            Export::SummaryCsv => self.export_listing(Listing::Summary, CsvProfile::Machine, emit),
            Export::GroupsCsv => self.export_listing(Listing::Groups, CsvProfile::Machine, emit),
            Export::RowsCsv => self.export_listing(Listing::Rows, CsvProfile::Machine, emit),
            Export::ForExcel(listing, locale) => self.export_listing(listing, CsvProfile::Excel(locale), emit),
            Export::QuarantineCsv => {
                let bytes = export::quarantine_csv(super::answer::quarantined_rows(&self.files)).ok();
                hand_over_file("reconlens-quarantine.csv", CSV, bytes, emit);
            }
            Export::Workbook => {
                let workbook = self.workbook().map(|it| RowsFile::Workbook(Box::new(it)));
                self.export_rows(workbook, RowColumns::Canonical, emit);
            }
            Export::Statements(purpose) => {
                let statements = self.statements().map(|it| RowsFile::Statements(Box::new(it), purpose));
                self.export_rows(statements, RowColumns::Billed, emit);
            }
            Export::Bundle(form, key) => {
                let bundle = self.bundle(form, key).map(|it| RowsFile::Bundle(Box::new(it), form));
                self.export_rows(bundle, RowColumns::Canonical, emit);
            }
        }
    }

    fn export_listing(&mut self, listing: Listing, profile: CsvProfile, emit: &mut Emit<'_>) {
        let suffix = if profile == CsvProfile::Machine { "" } else { "-excel" };
        match listing {
            Listing::Summary => {
                let bytes = self.summary().and_then(|it| export::summary_csv(&it, profile).ok());
                hand_over_file(&format!("reconlens-summary{suffix}.csv"), CSV, bytes, emit);
            }
            Listing::Groups => {
                let titles: Vec<_> = self.view.grouping.rows.iter().map(Dimension::title).collect();
                let titles: Vec<&str> = titles.iter().map(AsRef::as_ref).collect();
                let measure = self.view.grouping.measure;
                let bytes = self.groups().and_then(|it| export::groups_csv(&it, &titles, measure, profile).ok());
                hand_over_file(&format!("reconlens-groups{suffix}.csv"), CSV, bytes, emit);
            }
            Listing::Rows => {
                let header = |it: &[ColumnFact]| it.iter().map(|it| it.header.clone()).collect::<Vec<String>>();
                let headers: Vec<Vec<String>> = self.columns_with_rows().map(|(_, columns)| header(columns)).collect();
                let headers = headers.iter().map(|it| it.iter().map(String::as_str).collect());
                // Nothing that is printed to memory fails.
                let writer = RowsWriter::new(headers, profile).ok();
                // Only machines take every way in which files write numbers and days.
                let columns = if profile == CsvProfile::Machine { RowColumns::Own } else { RowColumns::Canonical };
                self.export_rows(writer.map(|it| RowsFile::Csv(Box::new(it))), columns, emit);
            }
        }
    }

    /// Has all rows of the view written into a file, page by page.
    fn export_rows(&mut self, rows_file: Option<RowsFile>, columns: RowColumns, emit: &mut Emit<'_>) {
        if let Some(rows_file) = rows_file {
            self.ask_job(RowsJob::download(0, EXPORT_PAGE, columns, rows_file), emit);
        }
    }

    /// Writes a page of rows; gives the file back if there are more, or else hands it over.
    pub(super) fn continue_download(
        &self,
        mut rows_file: RowsFile,
        rows: &[RowCells],
        page_len: usize,
        emit: &mut Emit<'_>,
    ) -> Option<RowsFile> {
        for row in rows {
            rows_file.write(row);
        }
        if rows.len() == page_len {
            return Some(rows_file);
        }
        match rows_file {
            RowsFile::Csv(writer) => {
                let name = if writer.is_for_excel() { "reconlens-rows-excel.csv" } else { "reconlens-rows.csv" };
                hand_over_file(name, CSV, writer.finish().ok(), emit);
            }
            RowsFile::Workbook(workbook) => {
                let bytes = self.with_about(|about| workbook.finish(about));
                hand_over_file("reconlens.xlsx", XLSX, bytes, emit);
            }
            RowsFile::Statements(statements, purpose) => {
                let bytes = self.statement_source().map(|it| statements.finish(&it).into_bytes());
                match purpose {
                    StatementUse::Print => emit(Output::Response(Response::Printable, bytes)),
                    StatementUse::Save => hand_over_file("reconlens-statements.html", HTML, bytes, emit),
                }
            }
            RowsFile::Bundle(bundle, form) => {
                let (name, media_type) = match form {
                    BundleForm::Html => ("reconlens-without-names.html", HTML),
                    BundleForm::Csv => ("reconlens-without-names.csv", CSV),
                };
                hand_over_file(name, media_type, bundle.finish().ok(), emit);
            }
        }
        None
    }

    /// The used files by their places, each with its columns if any of its rows is in the view.
    fn columns_with_rows(&self) -> impl Iterator<Item = (FileId, &[ColumnFact])> {
        let known = self.known.iter();
        known.flat_map(|known| (0..).zip(&known.used).map(move |(file_idx, id)| (known, file_idx, *id))).map(
            |(known, file_idx, id): (&Known, u32, FileId)| {
                let n_rows = known.answered.partials.iter().flat_map(|it| &it.n_rows);
                let has_rows = n_rows.into_iter().any(|(it, n)| *it == file_idx && *n > 0);
                let facts = self.facts(id).filter(|_| has_rows);
                (id, facts.map(|it| it.columns.as_slice()).unwrap_or_default())
            },
        )
    }

    fn workbook(&self) -> Option<ViewWorkbook> {
        let column = |it: &ColumnFact| RowsColumn { header: it.header.clone(), role: it.role };
        let files: Vec<Vec<RowsColumn>> =
            self.columns_with_rows().map(|(_, columns)| columns.iter().map(column).collect()).collect();
        Some(ViewWorkbook::new(&self.summary()?, self.groups().as_ref(), &files))
    }

    fn with_about(&self, finish: impl FnOnce(&About<'_>) -> Vec<u8>) -> Option<Vec<u8>> {
        let known = self.known.as_ref()?;
        let facts = self.used_facts(known);
        let Known { index, answered, reports, quarantine, .. } = known;
        let filters: Vec<String> = chips::chips(index, &self.view).into_iter().map(|it| it.words).collect();
        Some(finish(&About {
            version: VERSION,
            fragment: &self.view.to_fragment(),
            line: &print_line(&self.view, &FileNames::new(index, &facts)),
            filters: &filters,
            n_rows: answered.gathered.n_rows,
            n_rows_counted: answered.gathered.n_counted,
            n_rows_loaded: index.n_rows(),
            n_quarantined: quarantine.n_rows,
            files: reports,
            summary: &self.summary()?,
            groups: self.groups().as_ref(),
        }))
    }

    fn statements(&self) -> Option<Statements> {
        let summary = self.summary()?;
        let places = summary_places(&self.known.as_ref()?.index, &summary);
        Some(Statements::new(summary, places))
    }

    fn statement_source(&self) -> Option<Source<'_>> {
        let known = self.known.as_ref()?;
        let report = |id: &FileId| -> Option<&FileReport> { known.reports.iter().find(|it| it.file == *id) };
        let mut filtered_by: Vec<String> = Vec::new();
        for title in self.view.clauses().iter().filter_map(filter_title) {
            if !filtered_by.contains(&title) {
                filtered_by.push(title);
            }
        }
        let files = known.used.iter().map(report).collect();
        Some(Source { version: VERSION, files, all_files: &known.reports, filtered_by })
    }

    /// What the documentation says of a column: its name, and what it holds.
    fn documented(facts: &FileFacts, column: &ColumnFact) -> Option<(&'static str, Holds)> {
        let spec = Schema::of(facts.kind)?.spec(&column.key)?;
        let holds = match spec.value {
            ValueType::Text => Holds::Text,
            ValueType::Number => Holds::Number,
            ValueType::Day => Holds::Days,
        };
        Some((spec.name, holds))
    }

    fn masked_columns(&self) -> Vec<(FileId, Vec<(&ColumnFact, MaskedColumn)>)> {
        let masked = |facts: &FileFacts, column: &ColumnFact| {
            let documented = Self::documented(facts, column);
            let name = documented.map(|(name, _)| name.to_owned()).unwrap_or_default();
            MaskedColumn { name, rule: rule(documented) }
        };
        let of_file = |(id, columns): (FileId, &'_ [ColumnFact])| {
            let facts = self.facts(id);
            (id, facts.map(|facts| columns.iter().map(|it| masked(facts, it)).collect::<Vec<_>>()).unwrap_or_default())
        };
        let rules: Vec<(FileId, Vec<MaskedColumn>)> = self.columns_with_rows().map(of_file).collect();
        let columns = self.columns_with_rows().map(|(_, columns)| columns);
        rules
            .into_iter()
            .zip(columns)
            .map(|((id, masked), columns)| (id, columns.iter().zip(masked).collect()))
            .collect()
    }

    fn bundle(&self, form: BundleForm, key: BundleKey) -> Option<Bundle> {
        let known = self.known.as_ref()?;
        let summary = self.summary()?;
        let masked = self.masked_columns();
        let files = masked.into_iter().map(|(id, columns)| {
            let report = known.reports.iter().find(|it| it.file == id)?;
            Some((report.name.as_str(), report.kind, columns.into_iter().map(|(_, it)| it).collect()))
        });
        let customers =
            known.index.values(Field::Customer).iter().flat_map(|it| [it.value.as_str(), it.label.as_str()]);
        let content = BundleContent {
            summary: &summary,
            files: files.collect::<Option<Vec<_>>>()?,
            customers: customers.collect(),
            is_filtered: self.view.is_filtered(),
            version: VERSION,
        };
        // Nothing that is printed to memory fails.
        Bundle::new(form, key, &content).ok()
    }

    /// What the rows of the view would be without names; none if the workers have not answered it.
    pub(super) fn bundle_plan(&self) -> Option<BundlePlan> {
        let known = self.known.as_ref()?;
        let masked = self.masked_columns();
        let mut columns: Vec<PlannedColumn> = Vec::new();
        for (column, MaskedColumn { rule, .. }) in masked.iter().flat_map(|(_, columns)| columns) {
            let planned = PlannedColumn { name: column.header.clone(), treatment: rule.treatment() };
            let is_same =
                |it: &PlannedColumn| it.treatment == planned.treatment && it.name.eq_ignore_ascii_case(&planned.name);
            if !columns.iter().any(is_same) {
                columns.push(planned);
            }
        }
        Some(BundlePlan {
            n_rows: known.answered.gathered.n_rows,
            max_html_rows: MAX_HTML_ROWS,
            n_files: masked.iter().filter(|(_, columns)| !columns.is_empty()).count(),
            columns,
        })
    }
}

/// What a clause filters by, unless it picks customers: whose statement it is says that. No value: it may be the name of
/// another customer.
fn filter_title(clause: &Clause) -> Option<String> {
    match clause {
        Clause::Is(Dimension::Field(Field::Customer), _) | Clause::IsNot(Dimension::Field(Field::Customer), _) => None,
        Clause::Is(dimension, _) | Clause::IsNot(dimension, _) => Some(dimension.title().to_lowercase()),
        Clause::Number(column, _) | Clause::Days(Some(column), _) | Clause::Contains(Some(column), _) => {
            Some(column.clone())
        }
        Clause::Days(None, _) => Some("days".to_owned()),
        Clause::Contains(None, text) => (!text.trim().is_empty()).then(|| "a search".to_owned()),
        Clause::AnyOf(_) => Some("several conditions".to_owned()),
    }
}

impl RowsFile {
    fn write(&mut self, row: &RowCells) {
        let RowCells { file_idx, counts, group, cells, types, .. } = row;
        let place = *file_idx as usize;
        match self {
            // Nothing that is printed to memory fails.
            Self::Csv(writer) => drop(writer.write(place, cells, types)),
            Self::Workbook(workbook) => workbook.row(place, cells, types),
            Self::Statements(statements, _) => statements.take(*group, *file_idx, *counts, cells),
            Self::Bundle(bundle, _) => drop(bundle.take(place, cells, types)),
        }
    }
}

fn hand_over_file(file_name: &str, media_type: &str, bytes: Option<Vec<u8>>, emit: &mut Emit<'_>) {
    let response = Response::Exported { file_name: file_name.to_owned(), media_type: media_type.to_owned() };
    emit(Output::Response(response, Some(bytes.unwrap_or_default())));
}
