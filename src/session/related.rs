//! The lines that a line belongs with: the others of its change, those of its subscription, the daily usage that it bills.

use super::Session;
use super::known::{Answers, Known, Question};
use super::message::{ShardRequest, Ticket};
use crate::domain::{Dimension, ExactSum, Field, FileKind, Role};
use crate::protocol::{CellValue, Emit, Output, Related, Relation, Response, RowDetail, RowField, ValueAmount};
use crate::query::{Adds, Condition, Filter, Picked, Tally, TallyOf};
use crate::report::index::Index;
use crate::view_state::{Clause, DayRange, Pick};

/// A row that waits for the lines that it belongs with.
#[derive(Debug)]
pub(super) struct RelatedQuestion {
    detail: Box<RowDetail>,
    wanted: Vec<Lines>,
    answers: Answers<Vec<Tally>>,
}

/// Lines that a row belongs with.
#[derive(Debug)]
struct Lines {
    relation: Relation,
    terms: Vec<Term>,
}

/// What these lines have in common.
#[derive(Debug)]
enum Term {
    Value(Field, Pick),
    /// A text in a column, compared as values are: whatever its case.
    Text(String, String),
    /// Days of a column.
    Days(String, DayRange),
}

impl RelatedQuestion {
    pub(super) fn is_complete(&self) -> bool {
        self.answers.is_complete()
    }
}

impl Session {
    pub(super) fn take_tallies(&mut self, shard: usize, ticket: Ticket, tallies: Vec<Tally>) {
        if let Some(Question::Related(question)) = &mut self.question {
            question.answers.take(shard, ticket, tallies);
        }
    }

    /// Asks what a row belongs with, of all files whatever the view.
    pub(super) fn ask_related(&mut self, detail: RowDetail, emit: &mut Emit<'_>) {
        let Some(known) = &self.known else { return };
        let wanted = related_lines(&known.index, &detail);
        if wanted.is_empty() {
            return emit(Output::Response(Response::Row(Box::new(detail)), None));
        }
        let of_shard = |shard: usize| wanted.iter().map(|it| it.tally_of(&known.index, shard)).collect();
        let filters: Vec<Vec<TallyOf>> = (0..self.n_shards).map(of_shard).collect();
        let ticket = self.new_ticket();
        let answers = Answers::new(ticket, self.n_shards);
        let question = RelatedQuestion { detail: Box::new(detail), wanted, answers };
        self.question = Some(Question::Related(Box::new(question)));
        self.ask_all(|shard| ShardRequest::Tally { ticket, wanted: filters[shard].clone() }, emit);
    }

    pub(super) fn conclude_related(&mut self, question: RelatedQuestion, emit: &mut Emit<'_>) {
        let RelatedQuestion { mut detail, wanted, answers } = question;
        let Some(Known { index, .. }) = &self.known else { return };
        let answers = answers.into_all();
        for (idx, lines) in wanted.into_iter().enumerate() {
            let per_shard = answers.iter().map(|it| it.get(idx).cloned().unwrap_or_default()).collect::<Vec<_>>();
            let n_rows = per_shard.iter().map(|it| it.n_rows).sum();
            if n_rows < min_lines(lines.relation) {
                continue;
            }
            let amounts = index.joined_by_currency(per_shard.into_iter().map(|it| it.pretax));
            let amount =
                |(currency, sum): (String, ExactSum)| ValueAmount { currency, amount: sum.total().to_string() };
            detail.related.push(Related {
                relation: lines.relation,
                clauses: lines.terms.iter().map(Term::clause).collect(),
                n_rows,
                amounts: amounts.into_iter().map(amount).collect(),
            });
        }
        emit(Output::Response(Response::Row(detail), None));
    }
}

/// What each relation of a row has in common, where the row says it.
fn related_lines(index: &Index, detail: &RowDetail) -> Vec<Lines> {
    let by_role = |role: Role| detail.fields.iter().find(|it| it.column.role == Some(role));
    let by_key = |key: &str| detail.fields.iter().find(|it| it.column.key == key);
    let text = |key: &str| {
        let field = by_key(key).filter(|it| !it.text.trim().is_empty())?;
        Some(Term::Text(key.to_owned(), field.text.trim().to_owned()))
    };
    let subscription = || {
        let id = by_role(Role::SubscriptionId).filter(|it| !it.text.trim().is_empty())?;
        Some(Term::Value(Field::Subscription, index.find(Field::Subscription, &id.text)?.pick.clone()))
    };
    let mut related = Vec::new();
    related.extend(text("ReferenceId").map(|it| Lines { relation: Relation::SameReference, terms: vec![it] }));
    related.extend(subscription().map(|it| Lines { relation: Relation::SameSubscription, terms: vec![it] }));
    let usage = || {
        // Microsoft's rule for the two files: the same subscription, product and SKU. Only daily files have a UsageDate, so
        // its range leaves all others out.
        let day = |field: Option<&RowField>| match field.map(|it| &it.value) {
            Some(CellValue::Day { day, .. }) => Some(*day),
            _ => None,
        };
        let charged = DayRange { from: day(by_role(Role::ChargeStart)), to: day(by_role(Role::ChargeEnd)) };
        let days = (!charged.is_open()).then(|| Term::Days(USAGE_DATE.to_owned(), charged))?;
        Some(vec![subscription()?, text("ProductId")?, text("SkuId")?, days])
    };
    if detail.kind == FileKind::OneTime {
        related.extend(usage().map(|terms| Lines { relation: Relation::DailyUsage, terms }));
    }
    related
}

/// How many lines make a relation worth telling: a line is of its own change and subscription, and never its own usage.
fn min_lines(relation: Relation) -> usize {
    match relation {
        Relation::SameReference | Relation::SameSubscription => 2,
        Relation::DailyUsage => 1,
    }
}

const USAGE_DATE: &str = "UsageDate";

impl Lines {
    fn tally_of(&self, index: &Index, shard: usize) -> TallyOf {
        let conditions = self.terms.iter().map(|it| (None, it.condition(index, shard))).collect();
        let adds = match self.relation {
            Relation::SameReference | Relation::SameSubscription => Adds::Counting,
            Relation::DailyUsage => Adds::All,
        };
        TallyOf { filter: Filter { conditions }, adds }
    }
}

impl Term {
    fn clause(&self) -> Clause {
        match self {
            Self::Value(field, pick) => Clause::Is((*field).into(), pick.clone()),
            Self::Text(key, text) => {
                let dimension = Dimension::Column(key.clone());
                let pick = Pick::of(&dimension, text);
                Clause::Is(dimension, pick)
            }
            Self::Days(key, range) => Clause::Days(Some(key.clone()), *range),
        }
    }

    /// The same in one worker's numbers. A text is compared as it is: its column need not be indexed for a look at a row.
    fn condition(&self, index: &Index, shard: usize) -> Condition {
        match self {
            Self::Value(field, pick) => {
                let dimension = Dimension::Field(*field);
                let picked = index.picked(shard, &dimension, &[pick.clone()].into());
                Condition::Is(dimension, picked)
            }
            Self::Text(key, text) => Condition::Is(Dimension::Column(key.clone()), Picked::Text(text.clone())),
            Self::Days(key, range) => Condition::Days(Some(key.clone()), *range),
        }
    }
}
