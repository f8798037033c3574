//! Lines added up by the values of some dimensions: nested groups with subtotals, values side by side, shares.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use super::index::{Gathered, Index, Value};
use super::service_costs::amounts;
use crate::domain::{Dimension, ExactTotal, Field};
use crate::protocol::{GroupColumn, GroupFigures, GroupRow, GroupSection, GroupTable};
use crate::query::Sums;
use crate::view_state::{Direction, GroupKey, Grouping, Measure, Pick, ViewState};

/// Groups of one level that are listed before the person asks for all; the rest is one row.
const N_FIRST: usize = 100;
/// Groups of one level that are listed at most.
const MAX_GROUPS: usize = 5_000;
/// Values that stand side by side; the rest is one column.
const MAX_COLUMNS: usize = 24;

/// The groups of a view; none if it groups by nothing.
#[must_use]
#[expect(clippy::iter_over_hash_type, reason = "exact sums are the same in any order")]
pub fn groups(index: &Index, gathered: &Gathered, view: &ViewState) -> Option<GroupTable> {
    let grouping = &view.grouping;
    if grouping.rows.is_empty() {
        return None;
    }
    let values: Option<Vec<&[Value]>> = grouping.dimensions().map(|it| index.listed(it)).collect();
    let (Some(values), Some(cells)) = (values, &gathered.cells) else {
        return Some(GroupTable { grouping: grouping.clone(), too_many: true, ..GroupTable::default() });
    };
    let n_levels = grouping.rows.len();
    let columns = Columns::new(grouping, values.get(n_levels).copied(), cells.iter());
    let mut by_currency: BTreeMap<String, (u32, Node)> = BTreeMap::new();
    for (key, sums) in cells {
        let [key @ .., currency] = key.as_slice() else { continue };
        let name = index.values(Field::Currency)[*currency as usize].value.to_uppercase();
        let (_, root) = by_currency.entry(name).or_insert_with(|| (*currency, Node::new(columns.len())));
        root.add(&key[..n_levels], key.get(n_levels).and_then(|it| columns.place(*it)), sums);
    }
    let maker = Maker { grouping, values: &values, index };
    let sections = by_currency.into_iter().map(|(name, (currency, root))| maker.section(name, currency, &root));
    Some(GroupTable {
        grouping: grouping.clone(),
        columns: columns.named(&values),
        sections: sections.collect(),
        too_many: false,
    })
}

/// The values that stand side by side, in their order.
struct Columns {
    listed: Vec<u32>,
    places: FxHashMap<u32, usize>,
    n_rest: usize,
}

impl Columns {
    fn new<'a>(
        grouping: &Grouping,
        values: Option<&[Value]>,
        cells: impl Iterator<Item = (&'a Vec<u32>, &'a Sums)>,
    ) -> Self {
        let mut n_lines: FxHashMap<u32, usize> = FxHashMap::default();
        if values.is_some() {
            for (key, sums) in cells {
                *n_lines.entry(key[grouping.rows.len()]).or_default() += sums.n_lines;
            }
        }
        let name = |it: &u32| values.map(|values| &values[*it as usize]).map(|it| (&it.label_key, &it.value));
        let mut listed: Vec<u32> = n_lines.keys().copied().collect();
        // Of several currencies no sum tells which value weighs more; how many lines it has does.
        listed.sort_by(|one, other| n_lines[other].cmp(&n_lines[one]).then_with(|| name(one).cmp(&name(other))));
        let is_time = matches!(grouping.across, Some(Dimension::Month(_)));
        if is_time {
            listed.sort_by(|one, other| name(other).cmp(&name(one)));
        }
        let rest = listed.split_off(listed.len().min(MAX_COLUMNS));
        // Time runs to the right; what was cut off is the oldest.
        if is_time {
            listed.reverse();
        }
        let mut places: FxHashMap<u32, usize> = listed.iter().copied().zip(0..).collect();
        places.extend(rest.iter().map(|it| (*it, listed.len())));
        Self { n_rest: rest.len(), listed, places }
    }

    fn len(&self) -> usize {
        self.listed.len() + usize::from(self.n_rest > 0)
    }

    fn place(&self, value: u32) -> Option<usize> {
        self.places.get(&value).copied()
    }

    fn named(&self, values: &[&[Value]]) -> Vec<GroupColumn> {
        let Some(values) = values.last().filter(|_| !self.listed.is_empty()) else { return Vec::new() };
        let column = |it: &u32| {
            let Value { pick, label, .. } = &values[*it as usize];
            GroupColumn { pick: Some(pick.clone()), label: label.clone() }
        };
        let rest = (self.n_rest > 0).then(|| GroupColumn { pick: None, label: format!("{} others", self.n_rest) });
        self.listed.iter().map(column).chain(rest).collect()
    }
}

/// A group with all that is nested in it.
#[derive(Debug, Default)]
struct Node {
    sums: Sums,
    /// By the place of the values side by side.
    across: Vec<Sums>,
    children: FxHashMap<u32, Node>,
}

impl Node {
    fn new(n_columns: usize) -> Self {
        Self { across: vec![Sums::default(); n_columns], ..Self::default() }
    }

    fn add(&mut self, path: &[u32], column: Option<usize>, sums: &Sums) {
        self.sums.join(sums);
        if let Some(column) = column {
            self.across[column].join(sums);
        }
        if let [first, rest @ ..] = path {
            let n_columns = self.across.len();
            self.children.entry(*first).or_insert_with(|| Self::new(n_columns)).add(rest, column, sums);
        }
    }

    fn join(&mut self, other: &Self) {
        self.sums.join(&other.sums);
        self.across.iter_mut().zip(&other.across).for_each(|(own, other)| own.join(other));
    }
}

fn measured(sums: &Sums, measure: Measure) -> ExactTotal {
    match measure {
        Measure::Lines => rust_decimal::Decimal::from(sums.n_lines).into(),
        Measure::Pretax => sums.pretax.total(),
        Measure::Tax => sums.tax.total(),
        Measure::Total => sums.total.total(),
    }
}

struct Maker<'a> {
    grouping: &'a Grouping,
    /// The values of each level.
    values: &'a [&'a [Value]],
    index: &'a Index,
}

impl Maker<'_> {
    fn section(&self, name: String, currency: u32, root: &Node) -> GroupSection {
        let whole = measured(&root.sums, self.grouping.measure);
        let mut rows = Vec::new();
        self.list(root, &mut Vec::new(), whole, &mut rows);
        GroupSection { behind: self.behind(currency), rows, total: self.figures(root, whole), currency: name }
    }

    /// The currency's own lines that count: by what tells them from others.
    fn behind(&self, currency: u32) -> Vec<(Dimension, Pick)> {
        let picks = |field: Field| self.index.values(field);
        let one_of_several = |field: Field, value: Option<&Value>| {
            Some((field.into(), value.filter(|_| picks(field).len() > 1)?.pick.clone()))
        };
        let counting = picks(Field::Counting).iter().find(|it| it.value == "yes");
        let currency = picks(Field::Currency).get(currency as usize);
        one_of_several(Field::Currency, currency).into_iter().chain(one_of_several(Field::Counting, counting)).collect()
    }

    fn figures(&self, node: &Node, whole: ExactTotal) -> GroupFigures {
        let measure = self.grouping.measure;
        let cell = |it: &Sums| if it.n_lines > 0 { measured(it, measure).to_string() } else { String::new() };
        GroupFigures {
            n_lines: node.sums.n_lines,
            amounts: amounts(&node.sums),
            cells: node.across.iter().map(cell).collect(),
            permille: measured(&node.sums, measure).permille_of(whole),
        }
    }

    /// Lists what is nested in a group.
    fn list(&self, node: &Node, path: &mut Vec<Pick>, whole: ExactTotal, rows: &mut Vec<GroupRow>) {
        let level = path.len();
        let values = self.values[level];
        let is_innermost = level + 1 == self.grouping.rows.len();
        let mut listed: Vec<(u32, ExactTotal, &Node)> =
            node.children.iter().map(|(value, child)| (*value, self.weight(child), child)).collect();
        listed.sort_by(|one, other| self.order(values, one, other));
        let limit = if self.grouping.lists_all { MAX_GROUPS } else { N_FIRST };
        // A row of all others that stands for one is no shorter than that one.
        let n_listed = if listed.len() <= limit + 1 { listed.len() } else { limit };
        let rest = listed.split_off(n_listed);
        for (value, _, child) in listed {
            let Value { value, label, pick, .. } = &values[value as usize];
            path.push(pick.clone());
            let is_open = (!is_innermost).then(|| self.grouping.opened.contains(path));
            rows.push(GroupRow {
                path: path.clone(),
                level,
                value: value.clone(),
                label: label.clone(),
                is_open,
                n_values: 1,
                figures: self.figures(child, whole),
            });
            if is_open == Some(true) {
                self.list(child, path, whole, rows);
            }
            path.pop();
        }
        if !rest.is_empty() {
            let mut others = Node::new(node.across.len());
            rest.iter().for_each(|(_, _, child)| others.join(child));
            rows.push(GroupRow {
                path: path.clone(),
                level,
                value: String::new(),
                label: format!("{} others", rest.len()),
                is_open: None,
                n_values: rest.len(),
                figures: self.figures(&others, whole),
            });
        }
    }

    /// What a group is ordered by, where that is no name.
    fn weight(&self, node: &Node) -> ExactTotal {
        match self.grouping.order().0 {
            GroupKey::Name => ExactTotal::ZERO,
            GroupKey::Measure(measure) => measured(&node.sums, measure),
        }
    }

    fn order(&self, values: &[Value], one: &(u32, ExactTotal, &Node), other: &(u32, ExactTotal, &Node)) -> Ordering {
        let name = |it: u32| (&values[it as usize].label_key, &values[it as usize].value);
        let by_name = name(one.0).cmp(&name(other.0));
        match self.grouping.order() {
            (GroupKey::Name, Direction::Ascending) => by_name,
            (GroupKey::Name, Direction::Descending) => by_name.reverse(),
            (GroupKey::Measure(_), Direction::Ascending) => one.1.cmp(&other.1).then(by_name),
            (GroupKey::Measure(_), Direction::Descending) => other.1.cmp(&one.1).then(by_name),
        }
    }
}
