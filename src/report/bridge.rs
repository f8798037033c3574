//! Why a billing period costs more or less than the one before: the difference in parts that add up to it exactly.
//!
//! What is compared are the charges for a customer's product under a subscription. Where it is charged in both periods, the
//! part of the exchange rate is `charges × later rate / earlier rate − charges`, the part of the quantity what the later
//! quantity would have cost at the earlier price and the later rate, both to the cent; the price takes what is left, so that
//! nothing is.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use rust_decimal::RoundingStrategy::MidpointAwayFromZero;

use super::index::{Gathered, Index, LineKey, PeriodLines};
use crate::domain::{ExactSum, ExactTotal, Field, Month};
use crate::protocol::{Bridge, BridgeLine, BridgeSection, BridgeStep, Cause};
use crate::query::{Bought, Rate};
use crate::view_state::Pick;

/// Lines that are listed of a part.
const N_LISTED: usize = 10;
/// Decimals of a part that is worked out by multiplication.
const CENTS: u32 = 2;
/// Parts of the names of charge types that are credits (formats.md 3.2): `customerCredit`, `Offset a line item`, `CREDIT`.
const CREDIT_WORDS: [&str; 2] = ["credit", "offset"];

/// A customer's product under a subscription.
type ItemKey = (u32, u32, u32);

/// What an item was charged for in one period.
#[derive(Debug, Default)]
struct Charged {
    charges: Bought,
    credits: ExactSum,
}

/// The way from the last period but one to the last; none if the rows that match are of one period.
#[must_use]
pub fn bridge(index: &Index, gathered: &Gathered) -> Option<Bridge> {
    let too_many = || Bridge { from: String::new(), to: String::new(), sections: Vec::new(), too_many: true };
    let Some(lines) = &gathered.bridge else { return gathered.bridge_wanted.then(too_many) };
    let [.., from, to] = periods(lines)[..] else { return None };
    let mut by_currency: BTreeMap<u32, BTreeMap<ItemKey, [Charged; 2]>> = BTreeMap::new();
    for (key, bought) in lines {
        let LineKey { currency, customer, product, subscription, period, charge_type } = *key;
        let Some(side) = [from, to].iter().position(|it| *it == period) else { continue };
        let items = by_currency.entry(currency).or_default();
        let charged = &mut items.entry((customer, product, subscription)).or_default()[side];
        let name = index.values(Field::ChargeType)[charge_type as usize].label_key.as_str();
        if CREDIT_WORDS.iter().any(|it| name.contains(it)) {
            charged.credits.merge(&bought.pretax);
        } else {
            charged.charges.join(bought);
        }
    }
    let mut sections: Vec<BridgeSection> =
        by_currency.iter().map(|(currency, items)| section(index, *currency, items)).collect();
    sections.sort_by(|one, other| one.currency.cmp(&other.currency));
    Some(Bridge { from: from.to_string(), to: to.to_string(), sections, too_many: false })
}

/// The periods that any line is of, in their order.
fn periods(lines: &PeriodLines) -> Vec<Month> {
    let mut periods: Vec<Month> = lines.keys().map(|it| it.period).collect();
    periods.sort_unstable();
    periods.dedup();
    periods
}

fn section(index: &Index, currency: u32, items: &BTreeMap<ItemKey, [Charged; 2]>) -> BridgeSection {
    let mut sums = [ExactSum::default(), ExactSum::default()];
    let mut parts: BTreeMap<Cause, Vec<(ItemKey, ExactTotal)>> = BTreeMap::new();
    for (item, periods) in items {
        for (sum, period) in sums.iter_mut().zip(periods) {
            sum.merge(&period.charges.pretax);
            sum.merge(&period.credits);
        }
        for (cause, amount) in causes(periods) {
            if !amount.is_zero() {
                parts.entry(cause).or_default().push((*item, amount));
            }
        }
    }
    let [from, to] = sums.map(|it| it.total());
    let steps = parts.into_iter().map(|(cause, items)| step(index, currency, cause, items)).collect();
    BridgeSection {
        currency: index.values(Field::Currency)[currency as usize].value.to_uppercase(),
        from: from.to_string(),
        to: to.to_string(),
        difference: to.minus(from).to_string(),
        steps,
    }
}

fn step(index: &Index, currency: u32, cause: Cause, mut items: Vec<(ItemKey, ExactTotal)>) -> BridgeStep {
    let zero = ExactTotal::ZERO;
    let sum = items.iter().fold(zero, |sum, (_, amount)| sum.minus(zero.minus(*amount)));
    let distance = |it: &ExactTotal| if it.is_negative() { zero.minus(*it) } else { *it };
    items.sort_by_cached_key(|(item, amount)| (std::cmp::Reverse(distance(amount)), *item));
    let line = |((customer, product, subscription), amount): &(ItemKey, ExactTotal)| {
        let of = |field: Field, value: u32| &index.values(field)[value as usize];
        let pick = |field: Field, value: u32| (field.into(), Pick::of(field, &of(field, value).value));
        BridgeLine {
            customer: of(Field::Customer, *customer).label.clone(),
            product: of(Field::Product, *product).label.clone(),
            amount: amount.to_string(),
            behind: vec![
                pick(Field::Customer, *customer),
                pick(Field::Product, *product),
                pick(Field::Subscription, *subscription),
                pick(Field::Currency, currency),
            ],
        }
    };
    let first = items.iter().take(N_LISTED).map(line).collect();
    BridgeStep { cause, amount: sum.to_string(), n_lines: items.len(), first }
}

/// What an item adds to the difference, and why. The parts add up to its own difference.
fn causes([before, after]: &[Charged; 2]) -> Vec<(Cause, ExactTotal)> {
    let (from, to) = (before.charges.pretax.total(), after.charges.pretax.total());
    let credits = (Cause::Credits, after.credits.total().minus(before.credits.total()));
    let mut causes = match (before.charges.n_lines, after.charges.n_lines) {
        (0, _) => vec![(Cause::New, to)],
        (_, 0) => vec![(Cause::Ended, ExactTotal::ZERO.minus(from))],
        _ => {
            let rate = rate_part(&before.charges, &after.charges).unwrap_or_default();
            let quantity = quantity_part(&before.charges, &after.charges, rate).unwrap_or_default();
            let explained: ExactTotal = (rate + quantity).into();
            vec![
                (Cause::ExchangeRate, rate.into()),
                (Cause::Quantity, quantity.into()),
                (Cause::Price, to.minus(from).minus(explained)),
            ]
        }
    };
    causes.push(credits);
    causes
}

/// What the earlier charges would have cost more at the later exchange rate; none if there is not one rate in each period.
fn rate_part(before: &Bought, after: &Bought) -> Option<Decimal> {
    let (Rate::Same(earlier), Rate::Same(later)) = (before.rate, after.rate) else { return None };
    let charges = decimal(&before.pretax)?;
    let part = charges.checked_mul(later)?.checked_div(earlier)?.checked_sub(charges)?;
    Some(part.round_dp_with_strategy(CENTS, MidpointAwayFromZero))
}

/// What the later quantity would have cost more, at the earlier price and the later rate; none without quantities.
fn quantity_part(before: &Bought, after: &Bought, rate_part: Decimal) -> Option<Decimal> {
    let (earlier, later) = (decimal(&before.quantity)?, decimal(&after.quantity)?);
    let charges = decimal(&before.pretax)?.checked_add(rate_part)?;
    let part = charges.checked_mul(later)?.checked_div(earlier)?.checked_sub(charges)?;
    Some(part.round_dp_with_strategy(CENTS, MidpointAwayFromZero))
}

/// A sum as a decimal of 28 digits; none if it has more.
fn decimal(sum: &ExactSum) -> Option<Decimal> {
    Decimal::from_str_exact(&sum.total().to_string()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::parse_decimal;

    fn bought(pretax: &str, quantity: &str, rate: &str) -> Charged {
        let sum = |it: &str| -> ExactSum { [parse_decimal(it).unwrap()].into_iter().collect() };
        let charges = Bought {
            n_lines: 1,
            pretax: sum(pretax),
            quantity: sum(quantity),
            rate: Rate::Same(parse_decimal(rate).unwrap()),
        };
        Charged { charges, credits: ExactSum::default() }
    }

    fn check(before: Charged, after: Charged, expected: &[(Cause, &str)]) {
        let causes = causes(&[before, after]);
        let found: Vec<(Cause, String)> =
            causes.into_iter().filter(|(_, it)| !it.is_zero()).map(|(cause, it)| (cause, it.to_string())).collect();
        let expected: Vec<(Cause, String)> = expected.iter().map(|(cause, it)| (*cause, (*it).to_owned())).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn rate_quantity_and_price_add_up_to_the_difference() {
        // 10 units of 8 USD at 0.9 cost 72 EUR; 12 units of 9 USD at 1 cost 108 EUR.
        let (rate, quantity, price) = ((Cause::ExchangeRate, "8"), (Cause::Quantity, "16"), (Cause::Price, "12"));
        check(bought("72", "10", "0.9"), bought("108", "12", "1"), &[rate, quantity, price]);
        // What was not bought before has no price per unit.
        check(bought("5", "0", "1"), bought("9", "3", "1"), &[(Cause::Price, "4")]);
        check(bought("10", "3", "1"), bought("3.33", "1", "1"), &[(Cause::Quantity, "-6.67")]);
    }

    #[test]
    fn what_is_charged_in_one_period_only_is_new_or_ended() {
        check(Charged::default(), bought("7.5", "1", "1"), &[(Cause::New, "7.5")]);
        check(bought("7.5", "1", "1"), Charged::default(), &[(Cause::Ended, "-7.5")]);
        let credited =
            Charged { credits: [parse_decimal("-2").unwrap()].into_iter().collect(), ..bought("7", "1", "1") };
        check(bought("7", "1", "1"), credited, &[(Cause::Credits, "-2")]);
    }
}
