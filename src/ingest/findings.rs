//! What is to be said of a file beside its rows. Parts of one file say it each for itself; joined in the order of the
//! parts they say what the whole file would have said.

use serde::{Deserialize, Serialize};

use super::damage::Damage;
use super::diagnostic::Quarantine;
use super::dialect::{Evidence, Found};
use crate::domain::{DayOrder, Dialect, DialectChoice, FileKind};
use crate::table::{Table, Values};

/// What was found while reading a file, or a part of one.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Findings {
    /// The kind of file.
    pub kind: FileKind,
    /// Rows that were read.
    pub n_rows: usize,
    /// Rows that could not be read.
    pub quarantine: Quarantine,
    /// Columns that no documentation names.
    pub unknown_columns: Vec<String>,
    /// How a delimited text was read, and why.
    pub dialect: Option<Dialect>,
    /// What the dates say of their order, where nothing else settled it.
    pub(super) open_days: Option<Evidence>,
    /// Remarks that hold for the file as a whole.
    pub(super) sentences: Vec<String>,
    /// The remark for a file without rows.
    pub(super) if_blank: String,
    odd_columns: Vec<OddColumn>,
    damage: Damage,
}

/// A column some cells of which are not what it should hold.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct OddColumn {
    header: String,
    wanted: String,
    n_cells: usize,
}

impl Findings {
    /// Nothing was found yet of a file of this kind.
    pub(super) fn new(kind: FileKind, quarantine: Quarantine) -> Self {
        Self {
            kind,
            n_rows: 0,
            quarantine,
            unknown_columns: Vec::new(),
            dialect: None,
            open_days: None,
            sentences: Vec::new(),
            if_blank: String::new(),
            odd_columns: Vec::new(),
            damage: Damage::default(),
        }
    }

    /// Looks at the cells.
    pub(super) fn look_at<'a>(&mut self, tables: impl Iterator<Item = &'a Table>) {
        self.n_rows = 0;
        self.odd_columns.clear();
        self.damage = Damage::default();
        for table in tables {
            self.n_rows += table.n_rows();
            self.damage.join(Damage::of(table));
            for odd in odd_columns(table) {
                self.add_odd(odd);
            }
        }
    }

    fn add_odd(&mut self, odd: OddColumn) {
        match self.odd_columns.iter_mut().find(|it| it.header == odd.header) {
            Some(known) => known.n_cells += odd.n_cells,
            None => self.odd_columns.push(odd),
        }
    }

    /// Adds what was found in the part of the file behind this one.
    pub fn join(&mut self, later: Self) {
        let Self {
            kind: _,
            n_rows,
            quarantine,
            unknown_columns,
            dialect: _,
            open_days,
            sentences,
            if_blank: _,
            odd_columns,
            damage,
        } = later;
        self.n_rows += n_rows;
        self.quarantine.join(quarantine);
        for column in unknown_columns.into_iter().filter(|it| !self.unknown_columns.contains(it)).collect::<Vec<_>>() {
            self.unknown_columns.push(column);
        }
        if let (Some(ours), Some(theirs)) = (&mut self.open_days, open_days) {
            ours.join(theirs);
        }
        for sentence in sentences {
            if !self.sentences.contains(&sentence) {
                self.sentences.push(sentence);
            }
        }
        odd_columns.into_iter().for_each(|it| self.add_odd(it));
        self.damage.join(damage);
    }

    /// Settles the order of day and month by all dates of the file; gives it where it is not the one they were read in.
    pub fn settle_days(&mut self) -> Option<DayOrder> {
        let Found { days, days_are_proved, evidence, day_doubt, .. } =
            self.open_days.take()?.decide(&DialectChoice::default());
        let dialect = self.dialect.as_mut()?;
        if !days_are_proved {
            return None;
        }
        dialect.evidence.extend(evidence);
        dialect.doubts.retain(|it| !super::dialect::is_day_doubt(it));
        dialect.doubts.extend(day_doubt);
        let is_other = dialect.days != days;
        dialect.days = days;
        is_other.then_some(days)
    }

    /// All remarks in full sentences.
    #[must_use]
    pub fn notes(&self) -> Vec<String> {
        let mut notes = self.sentences.clone();
        notes.extend(self.odd_columns.iter().map(|OddColumn { header, wanted, n_cells }| {
            format!("{n_cells} cells of column {header} are no {wanted}; they are kept as text.")
        }));
        notes.extend(self.damage.sentences(self.n_rows));
        if self.n_rows == 0 && self.quarantine.n_rows() == 0 && !self.if_blank.is_empty() {
            notes.push(self.if_blank.clone());
        }
        notes
    }
}

fn odd_columns(table: &Table) -> impl Iterator<Item = OddColumn> + '_ {
    table.columns().iter().filter_map(|column| {
        let (wanted, n_cells) = match column.values() {
            Values::Text { .. } => return None,
            Values::Number(numbers) => ("numbers", numbers.n_texts()),
            Values::Day { dictionary, codes, days } => {
                let is_odd: Vec<bool> =
                    dictionary.iter().zip(days).map(|(text, day)| day.is_none() && !text.is_empty()).collect();
                let is_any = is_odd.contains(&true);
                let count = || (0..table.n_rows()).filter(|it| is_odd[usize::from(codes.code(*it))]).count();
                ("dates", if is_any { count() } else { 0 })
            }
        };
        (n_cells > 0).then(|| OddColumn { header: column.header().to_owned(), wanted: wanted.to_owned(), n_cells })
    })
}
