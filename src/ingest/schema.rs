//! What each kind of file is, as data: its columns, how it is recognised, which columns carry the summary.
//!
//! Detection, parsing, headings and tooltips all read these tables. Columns are bound by name, never by position:
//! header generations differ in order, length and case.

mod azure_credit;
mod azure_spending;
mod cost_management;
mod daily_rated;
mod enterprise_agreement;
mod exchange_rates;
mod export_manifest;
mod focus;
mod invoice_summaries;
mod invoices;
mod license;
mod one_time;
mod service_costs;
mod usage;

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use crate::domain::{FileKind, Role};

/// What a kind of file looks like.
#[derive(Debug)]
pub struct Schema {
    /// The kind.
    pub kind: FileKind,
    /// Sets of columns that no other kind has together; a header that holds one of them is of this kind.
    pub signatures: &'static [&'static [&'static str]],
    /// The documented columns, in the order of the newest header.
    pub columns: &'static [ColumnSpec],
}

/// One documented column.
#[derive(Debug, Clone, Copy)]
pub struct ColumnSpec {
    /// The name as the newest documentation writes it.
    pub name: &'static str,
    /// Other names of the same column: older headers, the API's names where they differ by more than case.
    pub aliases: &'static [&'static str],
    /// How cells are read.
    pub value: ValueType,
    /// The part that the column plays.
    pub role: Option<Role>,
    /// Whether the line items show it unless told otherwise.
    pub shown: bool,
    /// What it means, from the documentation.
    pub meaning: &'static str,
}

/// How a column's cells are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ValueType {
    /// Text and ids: never a number, whatever it looks like.
    Text,
    /// Exact decimal numbers.
    Number,
    /// Dates, with or without a time.
    Day,
}

impl ColumnSpec {
    const fn new(name: &'static str, value: ValueType, meaning: &'static str) -> Self {
        Self { name, aliases: &[], value, role: None, shown: false, meaning }
    }

    /// With other names.
    const fn also(self, aliases: &'static [&'static str]) -> Self {
        Self { aliases, ..self }
    }

    /// With a role.
    const fn role(self, role: Role) -> Self {
        Self { role: Some(role), ..self }
    }

    /// Shown unless the view chooses its columns.
    const fn shown(self) -> Self {
        Self { shown: true, ..self }
    }
}

const fn text(name: &'static str, meaning: &'static str) -> ColumnSpec {
    ColumnSpec::new(name, ValueType::Text, meaning)
}

const fn number(name: &'static str, meaning: &'static str) -> ColumnSpec {
    ColumnSpec::new(name, ValueType::Number, meaning)
}

const fn day(name: &'static str, meaning: &'static str) -> ColumnSpec {
    ColumnSpec::new(name, ValueType::Day, meaning)
}

/// Every kind of file that has lines.
pub const SCHEMAS: [&Schema; 14] = [
    &one_time::SCHEMA,
    &daily_rated::SCHEMA,
    &license::SCHEMA,
    &usage::SCHEMA,
    &service_costs::SCHEMA,
    &invoices::SCHEMA,
    &invoice_summaries::SCHEMA,
    &azure_spending::SCHEMA,
    &export_manifest::SCHEMA,
    &azure_credit::SCHEMA,
    &exchange_rates::SCHEMA,
    &cost_management::SCHEMA,
    &enterprise_agreement::SCHEMA,
    &focus::SCHEMA,
];

/// Known columns that a header without any signature must have to be recognised all the same.
const MIN_KNOWN_COLUMNS: usize = 8;

/// A documented column by its place: of which schema, and which of its columns.
type Place = (usize, usize);

/// Every name of every documented column, in the letters that count.
static PLACES: LazyLock<FxHashMap<String, Vec<Place>>> = LazyLock::new(|| {
    let mut places: FxHashMap<String, Vec<Place>> = FxHashMap::default();
    for (schema_idx, schema) in SCHEMAS.into_iter().enumerate() {
        for (column_idx, spec) in schema.columns.iter().enumerate() {
            for name in spec.aliases.iter().chain([&spec.name]) {
                places.entry(letters(name).collect()).or_default().push((schema_idx, column_idx));
            }
        }
    }
    places
});

/// The documented columns that a header cell may name, of all kinds.
fn places(header: &str) -> &'static [Place] {
    /// No documented name is longer; a longer cell need not be looked at whole.
    const MAX_NAME_LEN: usize = 200;
    if header.len() > MAX_NAME_LEN {
        return &[];
    }
    PLACES.get(&letters(header).collect::<String>()).map_or(&[], Vec::as_slice)
}

impl Schema {
    /// The schema of a kind; none for kinds without lines.
    #[must_use]
    pub fn of(kind: FileKind) -> Option<&'static Self> {
        SCHEMAS.into_iter().find(|it| it.kind == kind)
    }

    /// The schema whose signature a header holds; of several, the one that knows most of its columns. A header that
    /// lost columns and with them every signature is of the kind that knows most of it, where that is clear.
    #[must_use]
    pub fn recognise<'a>(header: impl Iterator<Item = &'a str>) -> Option<&'static Self> {
        let mut known: [Vec<usize>; SCHEMAS.len()] = std::array::from_fn(|_| Vec::new());
        let mut n_columns = 0;
        for name in header {
            n_columns += 1;
            places(name).iter().for_each(|(schema_idx, column_idx)| known[*schema_idx].push(*column_idx));
        }
        let mut ranked: Vec<(usize, usize)> = known.iter().map(Vec::len).enumerate().map(|(idx, n)| (n, idx)).collect();
        // Of kinds that know equally many, the later one.
        ranked.sort_unstable_by(|one, other| other.cmp(one));
        if let Some((_, idx)) = ranked.iter().find(|(_, idx)| SCHEMAS[*idx].is_signed(&known[*idx])) {
            return Some(SCHEMAS[*idx]);
        }
        let [(most, idx), (second, _), ..] = *ranked.as_slice() else { return None };
        (most >= MIN_KNOWN_COLUMNS && most * 2 > n_columns && most >= second + 3).then_some(SCHEMAS[idx])
    }

    /// Whether these of its columns hold one of its signatures.
    fn is_signed(&self, known: &[usize]) -> bool {
        let is_known = |name: &str| known.iter().any(|it| self.columns[*it].name.eq_ignore_ascii_case(name));
        self.signatures.iter().any(|it| it.iter().all(|name| is_known(name)))
    }

    /// The documented column that a header cell names.
    #[must_use]
    pub fn spec(&self, header: &str) -> Option<&'static ColumnSpec> {
        let place = places(header).iter().find(|(schema_idx, _)| SCHEMAS[*schema_idx].kind == self.kind);
        place.map(|(schema_idx, column_idx)| &SCHEMAS[*schema_idx].columns[*column_idx])
    }
}

/// Whether two header cells are the same name but for case, spaces and underscores.
#[must_use]
pub fn same_name(one: &str, other: &str) -> bool {
    letters(one).eq(letters(other))
}

/// The letters of a name that count: case, spaces and underscores do not.
pub(super) fn letters(name: &str) -> impl Iterator<Item = char> + '_ {
    name.chars().filter(|it| !it.is_whitespace() && *it != '_').flat_map(char::to_lowercase)
}

/// What every known column means, as Markdown: the reference of `docs/columns.md`.
#[must_use]
pub fn reference() -> String {
    let mut text = String::from(
        "# What is this column?\n\nEvery column that ReconLens knows, by kind of file. The page shows the same under “What is this column?”.\n\
        This file is made by `reconlens columns`; the source is `src/ingest/schema`.\n",
    );
    for schema in SCHEMAS {
        text.push_str(&format!("\n## {}\n\n| Column | Holds | Meaning |\n| --- | --- | --- |\n", schema.kind.title()));
        for ColumnSpec { name, aliases, value, meaning, .. } in schema.columns {
            let also = match aliases.join("`, `") {
                names if names.is_empty() => String::new(),
                names => format!(" Also `{names}`."),
            };
            text.push_str(&format!("| `{name}` | {} | {}{also} |\n", value.as_str(), meaning.replace('|', "\\|")));
        }
    }
    text
}

impl ValueType {
    /// The word for people.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Number => "number",
            Self::Day => "date",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_is_recognised_by_its_own_header_only() {
        for schema in SCHEMAS {
            let header = schema.columns.iter().map(|it| it.name);
            assert_eq!(Schema::recognise(header).map(|it| it.kind), Some(schema.kind));
        }
        assert!(Schema::recognise(["Id", "Quantity", "Date", "Name"].into_iter()).is_none());
    }

    #[test]
    fn every_signature_is_of_documented_columns() {
        for schema in SCHEMAS {
            for name in schema.signatures.iter().copied().flatten() {
                assert!(
                    schema.columns.iter().any(|it| it.name.eq_ignore_ascii_case(name)),
                    "{name} of {}",
                    schema.kind
                );
            }
        }
    }

    #[test]
    fn no_name_means_two_columns_of_one_kind() {
        for (schema_idx, schema) in SCHEMAS.into_iter().enumerate() {
            for spec in schema.columns {
                for name in spec.aliases.iter().chain([&spec.name]) {
                    let n_meant = places(name).iter().filter(|(it, _)| *it == schema_idx).count();
                    assert_eq!(n_meant, 1, "{} of {}", name, schema.kind);
                }
                assert!(!spec.meaning.is_empty(), "{} of {}", spec.name, schema.kind);
            }
        }
    }

    #[test]
    fn every_kind_has_what_the_summary_needs() {
        for schema in SCHEMAS.into_iter().filter(|it| it.kind.bills()) {
            for role in [
                Role::CustomerId,
                Role::CustomerName,
                Role::ChargeType,
                Role::ChargeStart,
                Role::Pretax,
                Role::Currency,
            ] {
                let n_columns = schema.columns.iter().filter(|it| it.role == Some(role)).count();
                assert_eq!(n_columns, 1, "{role:?} of {}", schema.kind);
            }
        }
    }
}
