//! What the rows of the service cost summary say, cell by cell.

use super::labels;
use crate::protocol::{Amounts, Stated, SummaryRow};

/// A row as text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RowText {
    /// Attributes of the row, for scripts.
    pub attributes: Vec<(&'static str, String)>,
    /// The cells; the first one heads the row.
    pub cells: Vec<CellText>,
}

/// A cell as text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CellText {
    /// What a person reads.
    pub text: String,
    /// Class names.
    pub class: &'static str,
    /// The exact value, for scripts and as a hint under the pointer; none where the text is all there is.
    pub value: Option<String>,
    /// A remark behind the text; empty for none.
    pub badge: &'static str,
}

/// The text of a summary's row; `has_stated` if the table has columns for what Microsoft states.
#[must_use]
pub fn row_text(row: &SummaryRow, has_stated: bool) -> RowText {
    let SummaryRow { customer_id, customer_name, invoice_type, currency, period, n_lines, amounts, stated, .. } = row;
    let badge = match stated {
        _ if row.unbilled => "estimate",
        Some(_) if *n_lines == 0 => "as stated",
        _ => "",
    };
    let mut cells = vec![
        CellText { value: Some(customer_id.clone()), ..plain(customer_name) },
        plain(invoice_type.as_str()),
        plain(currency),
        CellText { text: labels::count(*n_lines), class: "number", value: Some(n_lines.to_string()), badge: "" },
    ];
    cells.extend(amount_cells(amounts));
    cells.push(CellText { badge, ..plain(&period.replace("..", " – ")) });
    if has_stated {
        match stated {
            Some(Stated { amounts, difference, .. }) => {
                cells.extend(amount_cells(amounts));
                cells.push(difference_cell(difference));
            }
            None => cells.extend(std::iter::repeat_n(CellText::default(), 4)),
        }
    }
    let attributes = vec![
        ("data-customer", customer_id.clone()),
        ("data-invoice-type", invoice_type.as_str().to_owned()),
        ("data-currency", currency.clone()),
        ("data-period", period.clone()),
    ];
    RowText { attributes, cells }
}

fn plain(text: &str) -> CellText {
    CellText { text: text.to_owned(), ..CellText::default() }
}

fn amount_cells(Amounts { pretax, tax, total }: &Amounts) -> [CellText; 3] {
    [pretax, tax, total].map(|exact| CellText {
        text: labels::amount(exact),
        class: if exact.starts_with('-') { "number credit" } else { "number" },
        value: Some(exact.clone()),
        badge: "",
    })
}

/// Computed minus stated, in words that need no colour.
fn difference_cell(difference: &str) -> CellText {
    let (text, class) = match difference {
        "" => ("—".to_owned(), "number"),
        it if labels::is_zero(it) => ("ties".to_owned(), "number ties"),
        it => (format!("differs {}", labels::amount(it)), "number differs"),
    };
    CellText { text, class, value: Some(difference.to_owned()), badge: "" }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::InvoiceType;
    use crate::view_state::Pick;

    fn amounts(total: &str) -> Amounts {
        Amounts { pretax: total.to_owned(), tax: "0".to_owned(), total: total.to_owned() }
    }

    fn row(stated: Option<Stated>) -> SummaryRow {
        SummaryRow {
            customer_id: "c-1".to_owned(),
            customer_name: "Contoso".to_owned(),
            customer_pick: Pick::Plain("c-1".to_owned()),
            invoice_type: InvoiceType::OneTime,
            currency: "EUR".to_owned(),
            period: "2026-09-01..2026-09-30".to_owned(),
            unbilled: false,
            n_lines: 1200,
            amounts: amounts("-1234.5"),
            stated,
        }
    }

    fn texts(row: &RowText) -> Vec<&str> {
        row.cells.iter().map(|it| it.text.as_str()).collect()
    }

    #[test]
    fn a_row_reads_as_a_person_writes_it_and_keeps_the_exact_values() {
        let text = row_text(&row(None), false);
        let period = "2026-09-01 – 2026-09-30";
        assert_eq!(texts(&text), ["Contoso", "OneTime", "EUR", "1,200", "−1,234.50", "0.00", "−1,234.50", period]);
        assert_eq!(text.cells[4].value.as_deref(), Some("-1234.5"));
        assert_eq!(text.cells[4].class, "number credit");
        assert_eq!(text.attributes[0], ("data-customer", "c-1".to_owned()));
    }

    #[test]
    fn a_difference_is_said_in_words() {
        let stated = |difference: &str| {
            let difference = difference.to_owned();
            Some(Stated { amounts: amounts("7"), difference, period: String::new() })
        };
        let last = |it: &str| row_text(&row(stated(it)), true).cells.pop().map(|it| it.text);
        assert_eq!(last("0.00").as_deref(), Some("ties"));
        assert_eq!(last("0.01").as_deref(), Some("differs 0.01"));
        assert_eq!(last("").as_deref(), Some("—"));
        assert_eq!(row_text(&row(None), true).cells.len(), row_text(&row(stated("1")), true).cells.len());
    }

    #[test]
    fn what_is_only_stated_says_so() {
        let stated = Some(Stated { amounts: amounts("7"), difference: String::new(), period: String::new() });
        let only_stated = SummaryRow { n_lines: 0, ..row(stated) };
        assert_eq!(row_text(&only_stated, true).cells[7].badge, "as stated");
        assert_eq!(row_text(&SummaryRow { unbilled: true, ..row(None) }, false).cells[7].badge, "estimate");
    }
}
