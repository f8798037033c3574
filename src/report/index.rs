//! The numbers of all workers as one: values, groups, and the joined answer to a view.

use rustc_hash::FxHashMap;

use super::facts::FileFacts;
use crate::domain::{Day, ExactSum, Field, InvoiceType, Month};
use crate::query::{Catalog, Filter, Outline, Partial, Search, Sums, is_unbilled_without_number, widened};
use crate::view_state::{Pick, ViewState};

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
    n_rows: usize,
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

/// The joined answer to a view.
#[derive(Debug, Default)]
pub struct Gathered {
    /// Matching rows.
    pub n_rows: usize,
    /// Matching rows that count.
    pub n_counted: usize,
    /// For each field, how many rows have each value under all other clauses.
    pub(super) counts: Vec<Vec<usize>>,
    /// For each charted field, by currency and value: the lines and their sum under all other clauses.
    pub(super) charts: Vec<(Field, ValueSums)>,
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
            let Outline { values, groups, n_rows, .. } = outline;
            index.n_rows += n_rows;
            let values: Vec<Vec<u32>> =
                index.catalogs.iter_mut().zip(values).map(|(catalog, values)| catalog.add_all(values)).collect();
            let shared = |field: Field, value: u32| values.get(field as usize).map_or(0, |it| it[value as usize]);
            let groups = groups.iter().map(|group| {
                let facts = facts(group.file_idx)?;
                let has_number = facts.columns.iter().any(|it| it.role == Some(crate::domain::Role::InvoiceNumber));
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
            .map(|(field, catalog)| {
                let value = |it: &crate::query::FieldValue| Value {
                    value: it.value.clone(),
                    label: it.label.clone(),
                    pick: Pick::of(*field, &it.value),
                    label_key: it.label.to_lowercase(),
                };
                catalog.values().iter().map(value).collect()
            })
            .collect();
        index
    }

    /// The values of a field.
    #[must_use]
    pub fn values(&self, field: Field) -> &[Value] {
        self.values.get(field as usize).map_or(&[], Vec::as_slice)
    }

    /// A value of a field by its text, whatever its case.
    #[must_use]
    pub fn find(&self, field: Field, value: &str) -> Option<&Value> {
        let number = self.catalogs.get(field as usize)?.find(value)?;
        self.values(field).get(number as usize)
    }

    pub(super) fn group_list(&self) -> &[Group] {
        &self.groups
    }

    /// All rows.
    #[must_use]
    pub fn n_rows(&self) -> usize {
        self.n_rows
    }

    /// The clauses of a view in one worker's numbers.
    #[must_use]
    pub fn filter(&self, shard_idx: usize, view: &ViewState, search: Option<Search>) -> Filter {
        let numbers = self.shards.get(shard_idx);
        let picked = view.picks.iter().filter(|(_, picks)| !picks.is_empty()).map(|(field, picks)| {
            let values = self.values(*field);
            let own = numbers.map_or(&[][..], |it| it.values[*field as usize].as_slice());
            let is_picked = |shared: &u32| values.get(*shared as usize).is_some_and(|it| picks.contains(&it.pick));
            let picked = own.iter().enumerate().filter(|(_, shared)| is_picked(shared)).map(|(own, _)| own as u32);
            (*field, picked.collect())
        });
        Filter { picked: picked.collect(), from: view.from, to: view.to, search }
    }

    /// Adds up the workers' answers, one from each in their order.
    #[must_use]
    pub fn gather(&self, partials: &[Partial]) -> Gathered {
        let mut gathered = Gathered {
            counts: self.values.iter().map(|it| vec![0; it.len()]).collect(),
            groups: vec![Sums::default(); self.groups.len()],
            ..Gathered::default()
        };
        for (partial, numbers) in partials.iter().zip(&self.shards) {
            gathered.n_rows += partial.n_rows.iter().map(|(_, n)| n).sum::<usize>();
            for ((counts, own), shared) in gathered.counts.iter_mut().zip(&partial.counts).zip(&numbers.values) {
                own.iter().zip(shared).for_each(|(n, value)| counts[*value as usize] += *n as usize);
            }
            for (field, sums) in &partial.charts {
                let place = gathered.charts.iter().position(|(it, _)| it == field);
                let place = place.unwrap_or_else(|| {
                    gathered.charts.push((*field, FxHashMap::default()));
                    gathered.charts.len() - 1
                });
                let known = &mut gathered.charts[place].1;
                let (currencies, values) =
                    (&numbers.values[Field::Currency as usize], &numbers.values[*field as usize]);
                for sum in sums {
                    let key = (currencies[sum.currency as usize], values[sum.value as usize]);
                    let (n_lines, pretax) = known.entry(key).or_default();
                    *n_lines += sum.n_lines;
                    pretax.merge(&sum.pretax);
                }
            }
            for (group, sums) in &partial.groups {
                if let Some(group) = numbers.groups[*group as usize] {
                    gathered.groups[group as usize].join(sums);
                }
            }
        }
        gathered.n_counted = partials.iter().map(|it| it.n_counted).sum();
        gathered
    }
}
