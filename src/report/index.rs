//! The numbers of all workers as one: values, groups, and the joined answer to a view.

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::FxHashMap;

use super::facts::FileFacts;
use crate::domain::{Day, Dimension, ExactSum, Field, InvoiceType, Month, Role};
use crate::query::{
    BRIDGE_FIELDS, Bought, BridgeCell, Catalog, Cell, Condition, DaySum, FieldValues, Filter, Histogram, MAX_CELLS,
    MAX_VALUES, Outline, Owner, Partial, Picked, Search, Sums, Wanted, is_unbilled_without_number, widened,
};
use crate::view_state::{Clause, DayRange, Pick, ViewState};

/// Values up to which a dimension's amounts are summed: a list of more is read by its counts.
const MAX_VALUES_WITH_AMOUNTS: usize = 2_000;

/// One value of a field, over all workers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Value {
    /// The value as a file writes it: an id, a text.
    pub value: String,
    /// What to show: a name where there is one.
    pub label: String,
    /// What picks it.
    pub pick: Pick,
    /// By which equal ones are ordered: the label in lower case.
    pub(super) label_key: String,
}

/// What the lines of a row of the summary have in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct GroupKey {
    pub(super) customer: u32,
    pub(super) invoice_type: InvoiceType,
    pub(super) currency: u32,
    pub(super) period: Option<Month>,
    pub(super) is_unbilled: bool,
}

#[derive(Debug)]
pub(super) struct Group {
    pub(super) key: GroupKey,
    /// First and last day that its lines charge for.
    pub(super) days: Option<(Day, Day)>,
}

/// What the workers' tables hold, whatever the view.
#[derive(Debug, Default)]
pub struct Index {
    values: Vec<Vec<Value>>,
    catalogs: Vec<Catalog>,
    groups: Vec<Group>,
    shards: Vec<ShardNumbers>,
    lazy: BTreeMap<Dimension, LazyValues>,
    n_rows: usize,
    /// Whether lines of usage explain lines of other files.
    explains_usage: bool,
}

/// The values of a dimension that was indexed when it was first asked for.
#[derive(Debug)]
enum LazyValues {
    Listed {
        values: Vec<Value>,
        catalog: Catalog,
        /// From each worker's numbers to those of all.
        shards: Vec<Vec<u32>>,
    },
    TooMany,
}

/// From the numbers of one worker to those of all.
#[derive(Debug)]
struct ShardNumbers {
    values: Vec<Vec<u32>>,
    /// None for groups of rows that are of no CSP invoice; these do not count in the first place.
    groups: Vec<Option<u32>>,
}

/// By currency and value: lines, and their sum before tax.
pub(super) type ValueSums = FxHashMap<(u32, u32), (usize, ExactSum)>;

/// By values and currency, all in the numbers of all workers.
pub(super) type CellSums = FxHashMap<Vec<u32>, Sums>;

/// By day and currency: lines, and their sum before tax.
pub(super) type DaySums = BTreeMap<(Day, u32), (usize, ExactSum)>;

/// Billed lines by what tells them apart, in the numbers of all workers.
pub(super) type PeriodLines = BTreeMap<LineKey, Bought>;

/// What lines are told apart by where billing periods are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct LineKey {
    pub(super) currency: u32,
    pub(super) customer: u32,
    pub(super) product: u32,
    pub(super) subscription: u32,
    pub(super) period: Month,
    pub(super) charge_type: u32,
}

/// The joined answer to a view.
#[derive(Debug, Default)]
pub struct Gathered {
    /// Matching rows.
    pub n_rows: usize,
    /// Matching rows that count.
    pub n_counted: usize,
    /// By dimension, how many rows have each value under all other clauses.
    pub(super) counts: BTreeMap<Dimension, Vec<usize>>,
    /// By dimension, then by currency and value: the lines and their sum under all other clauses.
    pub(super) sums: BTreeMap<Dimension, ValueSums>,
    /// By combination of the values that lines are grouped by, with the currency last; none where there are too many.
    pub(super) cells: Option<CellSums>,
    /// What billing periods are compared by; none where it was not asked for, or where there are too many lines apart.
    pub(super) bridge: Option<PeriodLines>,
    /// Whether they were to be compared.
    pub(super) bridge_wanted: bool,
    /// The lines that count by the day that they charge for, whatever days the view is narrowed to.
    pub(super) days: DaySums,
    /// All lines of usage by their day; empty unless lines of usage explain others.
    pub(super) usage: DaySums,
    /// By range, the rows along its scale under all other clauses.
    pub(super) histograms: BTreeMap<Option<String>, Histogram>,
    /// The sums of each group.
    pub(super) groups: Vec<Sums>,
}

impl Index {
    /// Joins what each worker's tables hold; `facts` gives those of the file in a place.
    #[must_use]
    pub fn new<'a>(outlines: &[Outline], facts: impl Fn(u32) -> Option<&'a FileFacts>) -> Self {
        let mut index = Self { catalogs: vec![Catalog::default(); Field::ALL.len()], ..Self::default() };
        let mut by_key: FxHashMap<GroupKey, u32> = FxHashMap::default();
        for outline in outlines {
            let Outline { values, groups, n_rows, n_explaining, .. } = outline;
            index.n_rows += n_rows;
            index.explains_usage |= n_explaining.iter().any(|(file_idx, n_rows)| {
                let has_usage = |it: &FileFacts| it.columns.iter().any(|it| it.role == Some(Role::UsageDate));
                *n_rows > 0 && facts(*file_idx).is_some_and(has_usage)
            });
            let values: Vec<Vec<u32>> =
                index.catalogs.iter_mut().zip(values).map(|(catalog, values)| catalog.add_all(values)).collect();
            let shared = |field: Field, value: u32| values.get(field as usize).map_or(0, |it| it[value as usize]);
            let groups = groups.iter().map(|group| {
                let facts = facts(group.file_idx)?;
                let has_number = facts.columns.iter().any(|it| it.role == Some(Role::InvoiceNumber));
                let key = GroupKey {
                    customer: shared(Field::Customer, group.customer),
                    invoice_type: group.invoice_type?,
                    currency: shared(Field::Currency, group.currency),
                    period: facts.period(&group.invoice),
                    is_unbilled: has_number && group.invoice.is_empty() && is_unbilled_without_number(facts.kind),
                };
                let number = *by_key.entry(key).or_insert_with(|| {
                    index.groups.push(Group { key, days: None });
                    (index.groups.len() - 1) as u32
                });
                let known = &mut index.groups[number as usize];
                known.days = widened(known.days, group.days);
                Some(number)
            });
            let groups = groups.collect();
            index.shards.push(ShardNumbers { values, groups });
        }
        index.values = Field::ALL
            .iter()
            .zip(&index.catalogs)
            .map(|(field, catalog)| values_of(&Dimension::Field(*field), catalog))
            .collect();
        index
    }

    /// Takes the values of a dimension as each worker numbers them; none of a worker that has too many.
    pub fn add_dimension(&mut self, dimension: Dimension, outlines: Vec<Option<FieldValues>>) {
        let mut catalog = Catalog::default();
        let shards: Option<Vec<Vec<u32>>> =
            outlines.into_iter().map(|values| values.map(|it| catalog.add_all(&it))).collect();
        let lazy = match shards.filter(|_| catalog.values().len() <= MAX_VALUES) {
            Some(shards) => LazyValues::Listed { values: values_of(&dimension, &catalog), catalog, shards },
            None => LazyValues::TooMany,
        };
        self.lazy.insert(dimension, lazy);
    }

    /// Whether the values of a dimension are known, or known to be too many.
    #[must_use]
    pub fn knows(&self, dimension: &Dimension) -> bool {
        dimension.field().is_some() || self.lazy.contains_key(dimension)
    }

    /// The values of a dimension; none if there are too many to list, or if it was not asked for.
    #[must_use]
    pub fn listed(&self, dimension: &Dimension) -> Option<&[Value]> {
        match dimension {
            Dimension::Field(field) => Some(self.values(*field)),
            lazy => match self.lazy.get(lazy)? {
                LazyValues::Listed { values, .. } => Some(values),
                LazyValues::TooMany => None,
            },
        }
    }

    /// One worker's numbers of a dimension's values, as numbers among all.
    fn shared(&self, shard_idx: usize, dimension: &Dimension) -> Option<&[u32]> {
        match dimension {
            Dimension::Field(field) => self.shards.get(shard_idx)?.values.get(*field as usize).map(Vec::as_slice),
            lazy => match self.lazy.get(lazy)? {
                LazyValues::Listed { shards, .. } => shards.get(shard_idx).map(Vec::as_slice),
                LazyValues::TooMany => None,
            },
        }
    }

    /// The values of a field.
    #[must_use]
    pub fn values(&self, field: Field) -> &[Value] {
        self.values.get(field as usize).map_or(&[], Vec::as_slice)
    }

    /// A value by its text, whatever its case.
    #[must_use]
    pub fn find(&self, dimension: impl Into<Dimension>, value: &str) -> Option<&Value> {
        let dimension = dimension.into();
        let catalog = match &dimension {
            Dimension::Field(field) => self.catalogs.get(*field as usize)?,
            lazy => match self.lazy.get(lazy)? {
                LazyValues::Listed { catalog, .. } => catalog,
                LazyValues::TooMany => return None,
            },
        };
        self.listed(&dimension)?.get(catalog.find(value)? as usize)
    }

    /// One worker's number of a group of the summary, as the number among all; none of rows that are of no CSP invoice.
    #[must_use]
    pub fn shared_group(&self, shard_idx: usize, own: u32) -> Option<u32> {
        *self.shards.get(shard_idx)?.groups.get(own as usize)?
    }

    pub(super) fn group_list(&self) -> &[Group] {
        &self.groups
    }

    /// All rows.
    #[must_use]
    pub fn n_rows(&self) -> usize {
        self.n_rows
    }

    /// What a view asks of each row, in one worker's numbers; `search` is what its search means.
    #[must_use]
    pub fn filter(&self, shard_idx: usize, view: &ViewState, search: Option<Search>) -> Filter {
        let mut conditions: Vec<(Option<Owner>, Condition)> = Vec::new();
        let mut push = |owner, condition| conditions.push((Some(owner), condition));
        for (dimension, picks) in view.picks.iter().filter(|(_, it)| !it.is_empty()) {
            let picked = self.picked(shard_idx, dimension, picks);
            push(Owner::Values(dimension.clone()), Condition::Is(dimension.clone(), picked));
        }
        for (dimension, picks) in view.excluded.iter().filter(|(_, it)| !it.is_empty()) {
            let picked = self.picked(shard_idx, dimension, picks);
            push(Owner::Values(dimension.clone()), Condition::IsNot(dimension.clone(), picked));
        }
        let charged = DayRange { from: view.from, to: view.to };
        if !charged.is_open() {
            push(Owner::Range(None), Condition::Days(None, charged));
        }
        for (column, range) in &view.days {
            push(Owner::Range(Some(column.clone())), Condition::Days(Some(column.clone()), *range));
        }
        for (column, range) in &view.numbers {
            push(Owner::Range(Some(column.clone())), Condition::Number(column.clone(), *range));
        }
        for (column, texts) in &view.contains {
            let searches = texts.iter().map(|it| Condition::Contains(Search::within(Some(column), it)));
            conditions.extend(searches.map(|it| (None, it)));
        }
        for group in &view.alternatives {
            let any = group.iter().filter_map(|it| self.condition(shard_idx, it)).collect();
            conditions.push((None, Condition::AnyOf(any)));
        }
        conditions.extend(search.map(|it| (None, Condition::Contains(it))));
        Filter { conditions }
    }

    /// What a clause of a group asks; there are no groups within groups.
    fn condition(&self, shard_idx: usize, clause: &Clause) -> Option<Condition> {
        let picked =
            |dimension: &Dimension, pick: &Pick| self.picked(shard_idx, dimension, &BTreeSet::from([pick.clone()]));
        Some(match clause {
            Clause::Is(dimension, pick) => Condition::Is(dimension.clone(), picked(dimension, pick)),
            Clause::IsNot(dimension, pick) => Condition::IsNot(dimension.clone(), picked(dimension, pick)),
            Clause::Number(column, range) => Condition::Number(column.clone(), *range),
            Clause::Days(column, range) => Condition::Days(column.clone(), *range),
            Clause::Contains(column, text) => Condition::Contains(Search::within(column.as_deref(), text)),
            Clause::AnyOf(_) => return None,
        })
    }

    /// Picked values in one worker's numbers, where they are listed.
    #[must_use]
    pub fn picked(&self, shard_idx: usize, dimension: &Dimension, picks: &BTreeSet<Pick>) -> Picked {
        let (Some(values), Some(own)) = (self.listed(dimension), self.shared(shard_idx, dimension)) else {
            return Picked::Named(picks.clone());
        };
        let is_picked = |shared: &u32| values.get(*shared as usize).is_some_and(|it| picks.contains(&it.pick));
        let picked = own.iter().enumerate().filter(|(_, shared)| is_picked(shared)).map(|(own, _)| own as u32);
        Picked::Numbers(picked.collect())
    }

    /// Joins the sums of all workers, each by its own number of the currency, in the order of the workers; given by the
    /// currencies' names, in their order.
    #[must_use]
    pub fn joined_by_currency(
        &self,
        per_shard: impl Iterator<Item = BTreeMap<u32, ExactSum>>,
    ) -> BTreeMap<String, ExactSum> {
        let mut joined: BTreeMap<String, ExactSum> = BTreeMap::new();
        for (shard_idx, sums) in per_shard.enumerate() {
            let Some(shared) = self.shared(shard_idx, &Field::Currency.into()) else { continue };
            for (currency, sum) in sums {
                let name = self.values(Field::Currency)[shared[currency as usize] as usize].value.clone();
                joined.entry(name).or_default().merge(&sum);
            }
        }
        joined
    }

    /// What the answer to a view needs, with these ranges.
    #[must_use]
    pub fn wanted(&self, view: &ViewState, ranges: Vec<Option<String>>) -> Wanted {
        let lazy: BTreeSet<Dimension> = super::facets::shown_dimensions(view).collect();
        let fields = Field::ALL.into_iter().map(Dimension::Field);
        let counts: Vec<Dimension> = fields.chain(lazy).filter(|it| self.listed(it).is_some()).collect();
        let n_values = |it: &Dimension| self.listed(it).map_or(0, <[Value]>::len);
        let is_charted = |it: &Dimension| it.field().is_some_and(|it| super::charts::FIELDS.contains(&it));
        let sums = counts.iter().filter(|it| is_charted(it) || n_values(it) <= MAX_VALUES_WITH_AMOUNTS);
        let cells = view.grouping.dimensions().cloned().collect();
        Wanted {
            sums: sums.cloned().collect(),
            counts,
            cells,
            bridge: self.has_periods(),
            usage: self.explains_usage,
            histograms: ranges,
        }
    }

    /// Adds up the workers' answers to what was wanted, one from each in their order.
    #[must_use]
    pub fn gather(&self, partials: &[Partial], wanted: &Wanted) -> Gathered {
        let mut gathered = Gathered { groups: vec![Sums::default(); self.groups.len()], ..Gathered::default() };
        let currency = Dimension::Field(Field::Currency);
        for (shard_idx, (partial, numbers)) in partials.iter().zip(&self.shards).enumerate() {
            gathered.n_rows += partial.n_rows.iter().map(|(_, n)| n).sum::<usize>();
            for (dimension, own) in wanted.counts.iter().zip(&partial.counts) {
                let (Some(values), Some(shared)) = (self.listed(dimension), self.shared(shard_idx, dimension)) else {
                    continue;
                };
                let counts = gathered.counts.entry(dimension.clone()).or_insert_with(|| vec![0; values.len()]);
                own.iter().zip(shared).for_each(|(n, value)| counts[*value as usize] += *n as usize);
            }
            for (dimension, sums) in wanted.sums.iter().zip(&partial.sums) {
                let (Some(currencies), Some(values)) =
                    (self.shared(shard_idx, &currency), self.shared(shard_idx, dimension))
                else {
                    continue;
                };
                let known = gathered.sums.entry(dimension.clone()).or_default();
                for sum in sums {
                    let key = (currencies[sum.currency as usize], values[sum.value as usize]);
                    let (n_lines, pretax) = known.entry(key).or_default();
                    *n_lines += sum.n_lines;
                    pretax.merge(&sum.pretax);
                }
            }
            if let Some(currencies) = self.shared(shard_idx, &currency) {
                add_days(&mut gathered.days, &partial.days, currencies);
                add_days(&mut gathered.usage, &partial.usage, currencies);
            }
            for (range, counted) in wanted.histograms.iter().zip(&partial.histograms) {
                gathered.histograms.entry(range.clone()).or_default().join(counted);
            }
            for (group, sums) in &partial.groups {
                if let Some(group) = numbers.groups[*group as usize] {
                    gathered.groups[group as usize].join(sums);
                }
            }
        }
        gathered.cells = self.gather_cells(partials, &wanted.cells);
        gathered.bridge = self.gather_bridge(partials);
        gathered.bridge_wanted = wanted.bridge;
        gathered.n_counted = partials.iter().map(|it| it.n_counted).sum();
        gathered
    }
}

impl Index {
    /// Whether there is more than one billing period to compare.
    fn has_periods(&self) -> bool {
        let mut periods = self.groups.iter().filter(|it| !it.key.is_unbilled).filter_map(|it| it.key.period);
        let first = periods.next();
        periods.any(|it| Some(it) != first)
    }

    fn gather_bridge(&self, partials: &[Partial]) -> Option<PeriodLines> {
        let mut gathered = PeriodLines::new();
        for (shard_idx, (partial, numbers)) in partials.iter().zip(&self.shards).enumerate() {
            let shared: Vec<&[u32]> =
                BRIDGE_FIELDS.iter().map(|it| self.shared(shard_idx, &(*it).into())).collect::<Option<_>>()?;
            for BridgeCell { group, values, bought } in partial.bridge.as_ref()? {
                let Some(group) = numbers.groups[*group as usize] else { continue };
                let GroupKey { customer, currency, period, is_unbilled, .. } = self.groups[group as usize].key;
                let Some(period) = period.filter(|_| !is_unbilled) else { continue };
                let [product, subscription, charge_type] = std::array::from_fn(|it| shared[it][values[it] as usize]);
                let key = LineKey { currency, customer, product, subscription, period, charge_type };
                gathered.entry(key).or_default().join(bought);
            }
        }
        Some(gathered)
    }

    fn gather_cells(&self, partials: &[Partial], dimensions: &[Dimension]) -> Option<CellSums> {
        let mut gathered = CellSums::default();
        if dimensions.is_empty() {
            return Some(gathered);
        }
        let currency = Dimension::Field(Field::Currency);
        for (shard_idx, partial) in partials.iter().enumerate() {
            let shared: Vec<&[u32]> =
                dimensions.iter().chain([&currency]).map(|it| self.shared(shard_idx, it)).collect::<Option<_>>()?;
            for Cell { values, currency, sums } in partial.cells.as_ref()? {
                let own = values.iter().chain([currency]);
                let key = own.zip(&shared).map(|(own, shared)| shared[*own as usize]).collect();
                gathered.entry(key).or_default().join(sums);
            }
        }
        (gathered.len() <= MAX_CELLS).then_some(gathered)
    }
}

fn add_days(known: &mut DaySums, sums: &[DaySum], currencies: &[u32]) {
    for DaySum { currency, day, n_lines, pretax } in sums {
        let (known_lines, known) = known.entry((*day, currencies[*currency as usize])).or_default();
        *known_lines += n_lines;
        known.merge(pretax);
    }
}

fn values_of(dimension: &Dimension, catalog: &Catalog) -> Vec<Value> {
    let value = |it: &crate::query::FieldValue| Value {
        value: it.value.clone(),
        label: it.label.clone(),
        pick: Pick::of(dimension, &it.value),
        label_key: it.label.to_lowercase(),
    };
    catalog.values().iter().map(value).collect()
}
