//! The filters at work in words that a person would use: "not Charge type: cycleCharge", "Total over 100", "May to June 2024".

use super::index::Index;
use crate::domain::{Day, Dimension};
use crate::protocol::Chip;
use crate::view_state::{Clause, DayRange, Limit, NumberRange, Pick, ViewState};

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// One chip a clause.
#[must_use]
pub fn chips(index: &Index, view: &ViewState) -> Vec<Chip> {
    view.clauses().into_iter().map(|clause| Chip { words: words(index, &clause), clause }).collect()
}

fn words(index: &Index, clause: &Clause) -> String {
    match clause {
        Clause::Is(dimension, pick) => format!("{}: {}", dimension.title(), label(index, dimension, pick)),
        Clause::IsNot(dimension, pick) => format!("not {}: {}", dimension.title(), label(index, dimension, pick)),
        Clause::Number(column, range) => format!("{column} {}", number_words(range)),
        Clause::Days(None, range) => day_words(*range),
        Clause::Days(Some(column), range) => format!("{column}: {}", day_words(*range)),
        Clause::Contains(None, text) => format!("Contains “{text}”"),
        Clause::Contains(Some(column), text) => format!("{column} contains “{text}”"),
        Clause::AnyOf(group) => group.iter().map(|it| words(index, it)).collect::<Vec<_>>().join(" or "),
    }
}

fn label(index: &Index, dimension: &Dimension, pick: &Pick) -> String {
    let known = index.listed(dimension).and_then(|values| values.iter().find(|it| it.pick == *pick));
    known.map(|it| it.label.clone()).unwrap_or_else(|| match pick {
        Pick::Plain(text) => text.clone(),
        Pick::Coded(_) if index.listed(dimension).is_none() => "a value of many".to_owned(),
        Pick::Coded(_) => "not in these files".to_owned(),
    })
}

fn number_words(NumberRange { min, max }: &NumberRange) -> String {
    let low = |Limit { value, is_strict }: Limit| format!("{} {value}", if is_strict { "over" } else { "at least" });
    let high = |Limit { value, is_strict }: Limit| format!("{} {value}", if is_strict { "under" } else { "at most" });
    match (min, max) {
        (Some(min), Some(max)) if !min.is_strict && !max.is_strict && min.value == max.value => {
            format!("is {}", min.value)
        }
        (Some(min), Some(max)) if !min.is_strict && !max.is_strict => format!("from {} to {}", min.value, max.value),
        (Some(min), Some(max)) => format!("{} and {}", low(*min), high(*max)),
        (Some(min), None) => low(*min),
        (None, Some(max)) => high(*max),
        (None, None) => "is any number".to_owned(),
    }
}

/// `May 2024`, `May to June 2024`, `December 2023 to May 2024`, `3 to 15 May 2024`, `From 3 May 2024`.
fn day_words(DayRange { from, to }: DayRange) -> String {
    let is_first = |it: Day| it.date().2 == 1;
    let is_last = |it: Day| Day(it.0.saturating_add(1)).date().2 == 1;
    let by_months = from.is_none_or(is_first) && to.is_none_or(is_last);
    let month = |it: Day| MONTHS[it.date().1 as usize - 1];
    let year = |it: Day| it.date().0;
    let whole = |it: Day| match by_months {
        true => format!("{} {}", month(it), year(it)),
        false => format!("{} {} {}", it.date().2, month(it), year(it)),
    };
    match (from, to) {
        (Some(from), Some(to)) if from == to => whole(from),
        (Some(from), Some(to)) if by_months && from.month() == to.month() => whole(to),
        (Some(from), Some(to)) if by_months && year(from) == year(to) => format!("{} to {}", month(from), whole(to)),
        (Some(from), Some(to)) if from.month() == to.month() => format!("{} to {}", from.date().2, whole(to)),
        (Some(from), Some(to)) => format!("{} to {}", whole(from), whole(to)),
        (Some(from), None) => format!("From {}", whole(from)),
        (None, Some(to)) => format!("To {}", whole(to)),
        (None, None) => "Any day".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::view_state::{NoNames, parse_line};

    #[test]
    fn chips_read_as_a_person_says_it() {
        for (line, expected) in [
            ("type:OneTime", "Invoice type: OneTime"),
            ("-charge:cycleCharge", "not Charge type: cycleCharge"),
            ("Total>100", "Total over 100"),
            ("Total>=100", "Total at least 100"),
            ("Total<-5.50", "Total under -5.5"),
            ("Total:10..20", "Total from 10 to 20"),
            ("Total:7..7", "Total is 7"),
            ("Total:>10..20", "Total over 10 and at most 20"),
            ("date:2024-05..2024-06", "May to June 2024"),
            ("date:2024-05", "May 2024"),
            ("date:2023-12..2024-02", "December 2023 to February 2024"),
            ("date:2024-05-03..2024-05-15", "3 to 15 May 2024"),
            ("date:2024-05-03..2024-06-15", "3 May 2024 to 15 June 2024"),
            ("date:2024-05-03", "3 May 2024"),
            ("date:2024-05-03..", "From 3 May 2024"),
            ("date:..2024-06", "To June 2024"),
            ("ChargeEndDate>=2024-05", "ChargeEndDate: From May 2024"),
            ("azure plan", "Contains “azure plan”"),
            ("ProductName~azure", "ProductName contains “azure”"),
            ("(type:OneTime | azure)", "Invoice type: OneTime or Contains “azure”"),
        ] {
            let view = parse_line(line, &NoNames).unwrap();
            let chips = chips(&Index::default(), &view);
            assert_eq!(chips.iter().map(|it| it.words.as_str()).collect::<Vec<_>>(), [expected], "{line}");
        }
    }
}
