//! Puts the answer to a view together.

use super::files::FileEntry;
use super::{Indexed, Session};
use crate::domain::{Field, Role};
use crate::ingest::schema::{ColumnSpec, SCHEMAS, Schema};
use crate::protocol::{
    Alignment, CheckResult, ColumnInfo, ColumnReference, FileReport, KindReference, Quarantine, QuarantinedRow,
    ViewAnswer,
};
use crate::query::{Dataset, select};
use crate::report::{charts, checks, facets, service_costs};
use crate::table::{Column, Table, Values};
use crate::view_state::ViewState;

/// Rows of the quarantine that the page shows; all can be downloaded.
const N_QUARANTINE_SHOWN: usize = 200;

/// What does not depend on the view; made once per change of the files.
#[derive(Debug)]
pub(super) struct Facts {
    reports: Vec<FileReport>,
    columns: Vec<ColumnInfo>,
    days: Option<(String, String)>,
    checks: Vec<CheckResult>,
    quarantine: Quarantine,
}

impl Facts {
    fn of(files: &[FileEntry], indexed: &Indexed) -> Self {
        let Indexed { dataset, stated, .. } = indexed;
        let everything = ViewState::default();
        let summary = service_costs::summarise(dataset, &select(dataset, &everything), stated, &everything);
        let reports: Vec<FileReport> = files.iter().filter_map(|it| it.report(files, indexed)).collect();
        Self {
            columns: columns(dataset),
            days: days(dataset),
            checks: checks::run(dataset, &reports, &summary),
            quarantine: Quarantine {
                n_rows: reports.iter().map(|it| it.n_quarantined).sum(),
                first: quarantined_rows(files).take(N_QUARANTINE_SHOWN).collect(),
            },
            reports,
        }
    }
}

impl Session {
    pub(super) fn view_answer(&mut self) -> ViewAnswer {
        let revision = self.revision;
        self.selected();
        let Self { files, view, indexed: Some(indexed), selected: Some(selected), facts, .. } = self else {
            return ViewAnswer { revision, ..ViewAnswer::default() };
        };
        let Indexed { dataset, stated, .. } = &*indexed;
        let selection = &selected.selection;
        let Facts { reports, columns, days, checks, quarantine } =
            &*facts.get_or_insert_with(|| Facts::of(files, indexed));
        let n_rows_counted = dataset.parts().iter().zip(selection.matching()).map(|(part, rows)| {
            let mut counted = rows.clone();
            counted.intersect(&part.counts);
            counted.count()
        });
        ViewAnswer {
            revision,
            summary: service_costs::summarise(dataset, selection, stated, view),
            facets: facets::facets(dataset, selection, view),
            charts: charts::charts(dataset, selection, view),
            columns: columns.clone(),
            n_rows: selection.n_rows(),
            n_rows_loaded: dataset.n_rows(),
            n_rows_counted: n_rows_counted.sum(),
            days: days.clone(),
            quarantine: quarantine.clone(),
            checks: checks.clone(),
            notices: notices(dataset, view),
            files: reports.clone(),
        }
    }
}

/// The kept rows of every file's quarantine.
pub(super) fn quarantined_rows(files: &[FileEntry]) -> impl Iterator<Item = QuarantinedRow> + '_ {
    let loaded = files.iter().filter_map(|file| Some((file, file.loaded()?)));
    loaded.flat_map(|(file, ingested)| {
        ingested.quarantine.kept().iter().map(|row| QuarantinedRow {
            file_name: file.name.clone(),
            line_no: row.line_no,
            column: row.column.clone(),
            text: row.text.clone(),
            reason: row.reason.clone(),
        })
    })
}

/// Every column of the files that are used, each name once, in the order of the files. Where several kinds are loaded,
/// the columns of one role are one column under its common name, and these come first.
fn columns(dataset: &Dataset) -> Vec<ColumnInfo> {
    let tables = || dataset.parts().iter().map(|it| &it.table);
    let has_several_kinds = tables().any(|it| tables().any(|other| other.kind() != it.kind()));
    let mut columns: Vec<ColumnInfo> = Vec::new();
    if has_several_kinds {
        for role in Role::ALL {
            let found = tables().find_map(|table| Some((table, table.role(role)?)));
            columns.extend(found.map(|(table, column)| ColumnInfo {
                key: role.common_name().to_owned(),
                shown_by_default: role.is_telling(),
                ..describe(table, column)
            }));
        }
    }
    for table in tables() {
        for column in table.columns() {
            let is_known = columns.iter().any(|it| it.key.eq_ignore_ascii_case(column.key()));
            let is_shared = has_several_kinds && column.role().is_some();
            if !is_known && !is_shared {
                let described = describe(table, column);
                let shown_by_default = described.shown_by_default && !has_several_kinds;
                columns.push(ColumnInfo { shown_by_default, ..described });
            }
        }
    }
    columns
}

fn describe(table: &Table, column: &Column) -> ColumnInfo {
    let spec = Schema::of(table.kind()).and_then(|it| it.spec(column.key()));
    ColumnInfo {
        key: column.key().to_owned(),
        alignment: alignment(column),
        meaning: spec.map(|it| it.meaning.to_owned()).unwrap_or_default(),
        role: column.role(),
        shown_by_default: spec.is_some_and(|it| it.shown),
    }
}

/// What every known column means.
pub(super) fn reference() -> Vec<KindReference> {
    let column = |spec: &ColumnSpec| ColumnReference {
        name: spec.name.to_owned(),
        also: spec.aliases.iter().map(|it| (*it).to_owned()).collect(),
        holds: spec.value.as_str().to_owned(),
        meaning: spec.meaning.to_owned(),
    };
    SCHEMAS.map(|it| KindReference { kind: it.kind, columns: it.columns.iter().map(column).collect() }).to_vec()
}

fn alignment(column: &Column) -> Alignment {
    if matches!(column.values(), Values::Number(_)) { Alignment::End } else { Alignment::Start }
}

fn days(dataset: &Dataset) -> Option<(String, String)> {
    let days = dataset.parts().iter().flat_map(|part| (0..part.table.n_rows()).filter_map(|it| part.day(it)));
    let (first, last) = days.fold(None, |span, day| match span {
        None => Some((day, day)),
        Some((first, last)) => Some((day.min(first), day.max(last))),
    })?;
    Some((first.to_string(), last.to_string()))
}

/// Says which picks of the view no loaded file has.
fn notices(dataset: &Dataset, view: &ViewState) -> Vec<String> {
    let missing = |field: Field| {
        let known = dataset.field(field).map(|it| it.values()).unwrap_or_default();
        view.picks_of(field).filter(|pick| !known.iter().any(|it| it.pick == **pick)).count()
    };
    let fields =
        Field::ALL.into_iter().map(|field| (field, missing(field))).filter(|(_, n)| *n > 0 && dataset.n_rows() > 0);
    fields
        .map(|(field, n)| {
            let what = field.title().to_lowercase();
            format!("This view picks {n} {what} value(s) that the loaded files do not have. Were other files loaded when the link was made?")
        })
        .collect()
}
