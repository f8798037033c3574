//! Puts the answer to a view together.

use std::collections::BTreeMap;

use super::Session;
use super::files::FileEntry;
use super::known::Known;
use crate::domain::{Dimension, Role};
use crate::ingest::schema::{ColumnSpec, SCHEMAS, Schema};
use crate::protocol::{
    Alignment, ColumnInfo, ColumnReference, GroupTable, Holds, KindReference, Quarantine, QuarantinedRow, Summary,
    ViewAnswer,
};
use crate::report::facts::{ColumnFact, FileFacts};
use crate::report::names::FileNames;
use crate::report::{bridge, charts, chips, facets, groups, ranges, scope, service_costs};
use crate::view_state::print_line;

/// Rows of the quarantine that the page shows; all can be downloaded.
const N_QUARANTINE_SHOWN: usize = 200;

impl Session {
    /// The answer to the newest view; none if the workers have not answered it.
    pub(super) fn view_answer(&self) -> Option<ViewAnswer> {
        let known = self.known.as_ref()?;
        let Known { index, answered, reports, columns, days, checks, quarantine, .. } = known;
        let facts = self.used_facts(known);
        let summary = self.summary()?;
        let shown_ranges = ranges::shown_ranges(&self.view, columns, days.is_some());
        Some(ViewAnswer {
            revision: self.revision,
            files: reports.clone(),
            scope: scope::scope(index, &answered.gathered, &self.view, &summary),
            summary,
            facets: facets::facets(index, &answered.gathered, &self.view),
            ranges: ranges::ranges(&answered.gathered, &self.view, columns, &shown_ranges),
            chips: chips::chips(index, &self.view),
            line: print_line(&self.view, &FileNames::new(index, &facts)),
            groups: self.groups(),
            bridge: bridge::bridge(index, &answered.gathered),
            charts: charts::charts(index, &answered.gathered, &self.view),
            columns: columns.clone(),
            n_rows: answered.gathered.n_rows,
            n_rows_loaded: index.n_rows(),
            n_rows_counted: answered.gathered.n_counted,
            days: days.clone(),
            quarantine: quarantine.clone(),
            checks: checks.clone(),
            notices: self.notices(),
        })
    }

    /// The summary of the newest view; none if the workers have not answered it.
    pub(super) fn summary(&self) -> Option<Summary> {
        let Known { index, answered, stated, .. } = self.known.as_ref()?;
        Some(service_costs::summarise(index, &answered.gathered, stated, &self.view))
    }

    /// The groups of the newest view; none if it groups by nothing.
    pub(super) fn groups(&self) -> Option<GroupTable> {
        let Known { index, answered, .. } = self.known.as_ref()?;
        groups::groups(index, &answered.gathered, &self.view)
    }

    /// Says which picks and columns of the view no loaded file has.
    fn notices(&self) -> Vec<String> {
        let Some(known) = self.known.as_ref().filter(|it| it.index.n_rows() > 0) else { return Vec::new() };
        let mut missing: BTreeMap<Dimension, usize> = BTreeMap::new();
        for (dimension, pick) in self.view.all_picks() {
            let values = known.index.listed(&dimension);
            if values.is_some_and(|it| !it.iter().any(|it| it.pick == pick)) {
                *missing.entry(dimension).or_default() += 1;
            }
        }
        let values = missing.into_iter().map(|(dimension, n)| {
            let what = dimension.field().map_or_else(|| dimension.title().into_owned(), |it| it.title().to_lowercase());
            format!("This view picks {n} {what} value(s) that the loaded files do not have. Were other files loaded when the link was made?")
        });
        let ranges = self.view.numbers.keys().chain(self.view.days.keys()).chain(self.view.contains.keys());
        let absent = ranges.filter(|key| !self.has_column(key)).map(|key| {
            format!("This view filters by the column {key}, which no loaded file has, so no row matches. Were other files loaded when the link was made?")
        });
        values.chain(absent).collect()
    }
}

/// The kept rows of every file's quarantine.
pub(super) fn quarantined_rows(files: &[FileEntry]) -> impl Iterator<Item = QuarantinedRow> + '_ {
    let loaded = files.iter().filter_map(|file| Some((file, file.loaded()?)));
    loaded.flat_map(|(file, loaded)| {
        loaded.whole.findings.quarantine.kept().iter().map(|row| QuarantinedRow {
            file_name: file.name.clone(),
            line_no: row.line_no,
            column: row.column.clone(),
            text: row.text.clone(),
            reason: row.reason.clone(),
        })
    })
}

pub(super) fn quarantine(files: &[FileEntry]) -> Quarantine {
    let loaded = files.iter().filter_map(FileEntry::loaded);
    Quarantine {
        n_rows: loaded.map(|it| it.whole.findings.quarantine.n_rows()).sum(),
        first: quarantined_rows(files).take(N_QUARANTINE_SHOWN).collect(),
    }
}

/// Every column of the files that are used, each name once, in the order of the files. Where several kinds are loaded,
/// the columns of one role are one column under its common name, and these come first.
pub(super) fn columns(files: &[&FileFacts]) -> Vec<ColumnInfo> {
    let has_several_kinds = files.iter().any(|it| it.kind != files[0].kind);
    let mut columns: Vec<ColumnInfo> = Vec::new();
    if has_several_kinds {
        for role in Role::ALL {
            let found = files.iter().find_map(|it| Some((it, it.columns.iter().find(|it| it.role == Some(role))?)));
            columns.extend(found.map(|(facts, column)| ColumnInfo {
                key: role.common_name().to_owned(),
                shown_by_default: role.is_telling(),
                ..describe(facts, column)
            }));
        }
    }
    for facts in files {
        for column in &facts.columns {
            let is_known = columns.iter().any(|it| it.key.eq_ignore_ascii_case(&column.key));
            let is_shared = has_several_kinds && column.role.is_some();
            if !is_known && !is_shared {
                let described = describe(facts, column);
                let shown_by_default = described.shown_by_default && !has_several_kinds;
                columns.push(ColumnInfo { shown_by_default, ..described });
            }
        }
    }
    columns
}

pub(super) fn describe(facts: &FileFacts, column: &ColumnFact) -> ColumnInfo {
    let spec = Schema::of(facts.kind).and_then(|it| it.spec(&column.key));
    ColumnInfo {
        key: column.key.clone(),
        alignment: if column.is_number { Alignment::End } else { Alignment::Start },
        holds: match (column.is_number, column.is_date) {
            (true, _) => Holds::Number,
            (false, true) => Holds::Days,
            (false, false) => Holds::Text,
        },
        meaning: spec.map(|it| it.meaning.to_owned()).unwrap_or_default(),
        role: column.role,
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
