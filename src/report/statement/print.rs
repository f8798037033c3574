//! Prints statements as one document.

use std::collections::{BTreeMap, BTreeSet};

use super::super::html::{self, counted, push_amount, push_element, push_head};
use super::{Charges, Line, MAX_PRODUCTS, Source, Statements};
use crate::domain::{ExactSum, parse_decimal};
use crate::protocol::{Amounts, FileReport, SummaryRow};
use crate::query::Sums;
use crate::report::service_costs::amounts;

pub(super) fn document(statements: &Statements, source: &Source<'_>) -> String {
    let mut out = html::begin("Statements");
    let all: Vec<(&SummaryRow, &Charges)> = statements.summary.rows.iter().zip(&statements.charges).collect();
    for own in all.chunk_by(|(one, _), (other, _)| one.customer_id == other.customer_id) {
        push_statement(&mut out, own, source);
    }
    if all.is_empty() {
        push_element(&mut out, "p", "No customer is charged anything in this view.");
    }
    out.push_str(html::END);
    out
}

fn push_statement(out: &mut String, own: &[(&SummaryRow, &Charges)], source: &Source<'_>) {
    let Some((first, _)) = own.first() else { return };
    out.push_str("<article class=\"statement\" data-customer=\"");
    html::push_text(out, &first.customer_id);
    out.push_str("\">\n");
    push_element(out, "h1", &first.customer_name);
    out.push_str("<dl>");
    let mut say = |what: &str, which: &str| {
        push_element(out, "dt", what);
        push_element(out, "dd", if which.is_empty() { "not known" } else { which });
    };
    if first.customer_id != first.customer_name {
        say("Customer", &first.customer_id);
    }
    let joined = |texts: BTreeSet<&str>| texts.into_iter().filter(|it| !it.is_empty()).collect::<Vec<_>>().join(", ");
    say("Billing period", &joined(own.iter().map(|(it, _)| &*it.period).collect()));
    say("Invoices", &joined(own.iter().flat_map(|(_, it)| &it.invoices).map(String::as_str).collect()));
    out.push_str("</dl>\n");
    push_summary(out, own);
    for (row, charges) in own.iter().filter(|(it, _)| it.n_lines > 0) {
        push_charges(out, row, charges);
    }
    push_notes(out, own, source);
    out.push_str("</article>\n");
}

fn push_summary(out: &mut String, own: &[(&SummaryRow, &Charges)]) {
    push_element(out, "h2", "Summary");
    out.push_str("<table class=\"summary\">");
    push_head(out, &["Invoice type", "Currency", "Billing period", "#Lines", "#Before tax", "#Tax", "#Total"]);
    out.push_str("<tbody>\n");
    for (row, _) in own {
        let SummaryRow { invoice_type, currency, period, n_lines, amounts, unbilled, .. } = row;
        out.push_str("<tr>");
        let remark = match (unbilled, n_lines) {
            (true, _) => " (estimate, not billed yet)",
            (false, 0) => " (as stated by Microsoft)",
            (false, _) => "",
        };
        push_element(out, "td", &format!("{invoice_type}{remark}"));
        push_element(out, "td", currency);
        push_element(out, "td", period);
        push_element(out, "td class=\"number\"", &html::grouped(&n_lines.to_string()));
        push_amounts(out, amounts);
        out.push_str("</tr>\n");
    }
    out.push_str("</tbody>");
    push_currency_totals(out, own);
    out.push_str("</table>\n");
}

/// What is to be paid in each currency where that is more than one row of the summary. Estimates are not to be paid.
fn push_currency_totals(out: &mut String, own: &[(&SummaryRow, &Charges)]) {
    let mut totals: BTreeMap<&str, (usize, usize, [ExactSum; 3])> = BTreeMap::new();
    for (row, charges) in own.iter().filter(|(it, _)| !it.unbilled) {
        let (n_rows, n_lines, sums) = totals.entry(&row.currency).or_default();
        *n_rows += 1;
        *n_lines += row.n_lines;
        if row.n_lines > 0 {
            let Sums { pretax, tax, total, .. } = &charges.sums;
            sums.iter_mut().zip([pretax, tax, total]).for_each(|(sum, own)| sum.merge(own));
        } else {
            let Amounts { pretax, tax, total } = &row.amounts;
            for (sum, text) in sums.iter_mut().zip([pretax, tax, total]) {
                parse_decimal(text).into_iter().for_each(|it| sum.add(it));
            }
        }
    }
    out.push_str("<tfoot>");
    for (currency, (_, n_lines, sums)) in totals.into_iter().filter(|(_, (n_rows, ..))| *n_rows > 1) {
        out.push_str("<tr>");
        push_element(out, "th scope=\"row\"", "Billed in all");
        push_element(out, "td", currency);
        out.push_str("<td></td>");
        push_element(out, "td class=\"number\"", &html::grouped(&n_lines.to_string()));
        sums.iter().for_each(|it| push_amount(out, &it.total().to_string()));
        out.push_str("</tr>\n");
    }
    out.push_str("</tfoot>");
}

fn push_amounts(out: &mut String, Amounts { pretax, tax, total }: &Amounts) {
    [pretax, tax, total].into_iter().for_each(|it| push_amount(out, it));
}

fn push_charges(out: &mut String, row: &SummaryRow, charges: &Charges) {
    let SummaryRow { invoice_type, currency, period, .. } = row;
    let period = if period.is_empty() { "period not known" } else { period };
    push_element(out, "h2", &format!("{invoice_type} · {currency} · {period}"));
    let n_columns = match &charges.lines {
        Some(lines) => {
            push_lines(out, lines);
            4
        }
        None => {
            push_products(out, charges);
            2
        }
    };
    out.push_str("<tfoot><tr>");
    let total = counted(charges.sums.n_lines, "line");
    push_element(out, &format!("th scope=\"row\" colspan=\"{n_columns}\""), &format!("Total of {total}, {currency}"));
    push_amounts(out, &amounts(&charges.sums));
    out.push_str("</tr></tfoot></table>\n");
}

fn push_lines(out: &mut String, lines: &[Line]) {
    out.push_str("<table class=\"lines\">");
    push_head(out, &["Product", "Subscription", "Charge", "Days", "#Before tax", "#Tax", "#Total"]);
    out.push_str("<tbody>\n");
    for Line { product, subscription, charge_type, start, end, amounts } in lines {
        out.push_str("<tr>");
        [product, subscription, charge_type].into_iter().for_each(|it| push_element(out, "td", it));
        let days = if end.is_empty() || end == start { start.clone() } else { format!("{start} – {end}") };
        push_element(out, "td", &days);
        amounts.iter().for_each(|it| push_amount(out, it));
        out.push_str("</tr>\n");
    }
    out.push_str("</tbody>");
}

/// The lines by product; of very many products those with most lines.
fn push_products(out: &mut String, charges: &Charges) {
    let Charges { products, sums, .. } = charges;
    out.push_str("<table class=\"products\">");
    let said = format!(
        "These are {}, added up by product. The lines themselves are left out here; the rows as CSV have them.",
        counted(sums.n_lines, "line")
    );
    push_element(out, "caption", &said);
    push_head(out, &["Product", "#Lines", "#Before tax", "#Tax", "#Total"]);
    out.push_str("<tbody>\n");
    let mut push = |name: &str, sums: &Sums| {
        out.push_str("<tr>");
        push_element(out, "td", if name.is_empty() { "(no product named)" } else { name });
        push_element(out, "td class=\"number\"", &html::grouped(&sums.n_lines.to_string()));
        push_amounts(out, &amounts(sums));
        out.push_str("</tr>\n");
    };
    let mut listed: Vec<(&String, &Sums)> = products.iter().collect();
    // Stable: products of equally many lines stay in the order of their names.
    listed.sort_by_key(|(_, sums)| std::cmp::Reverse(sums.n_lines));
    let rest = listed.split_off(listed.len().min(MAX_PRODUCTS));
    listed.into_iter().for_each(|(name, sums)| push(name, sums));
    if !rest.is_empty() {
        let mut others = Sums::default();
        rest.iter().for_each(|(_, sums)| others.join(sums));
        push(&counted(rest.len(), "other product"), &others);
    }
    out.push_str("</tbody>");
}

fn push_notes(out: &mut String, own: &[(&SummaryRow, &Charges)], source: &Source<'_>) {
    out.push_str("<section class=\"notes\">");
    push_element(out, "h2", "Notes");
    out.push_str("<ul>");
    let mut note = |text: &str| push_element(out, "li", text);
    let places: BTreeSet<u32> = own.iter().flat_map(|(_, it)| it.files.iter().copied()).collect();
    let of_places = places.iter().filter_map(|it| *source.files.get(*it as usize)?);
    for FileReport { name, kind, .. } in of_places {
        note(&format!("From the file {name} ({}).", kind.title()));
    }
    if !source.filtered_by.is_empty() {
        note(&format!("Only a part of the lines is here: they were filtered by {}.", source.filtered_by.join(", ")));
    }
    let n_explaining: usize = own.iter().map(|(_, it)| it.n_explaining).sum();
    if n_explaining > 0 {
        note(&format!(
            "{} of usage in detail are not listed: what they explain is billed in other lines here.",
            counted(n_explaining, "line")
        ));
    }
    // The name of a file may be that of another customer.
    let is_own = |file: &&FileReport| places.iter().any(|it| source.files.get(*it as usize) == Some(&Some(*file)));
    let (own_files, others): (Vec<&FileReport>, Vec<&FileReport>) = source.all_files.iter().partition(is_own);
    for FileReport { name, n_quarantined, .. } in own_files.into_iter().filter(|it| it.n_quarantined > 0) {
        let n_rows = counted(*n_quarantined, "row");
        note(&format!(
            "{n_rows} of the file {name} could not be read. They are in no total; whose they are is not known."
        ));
    }
    let n_elsewhere: usize = others.iter().map(|it| it.n_quarantined).sum();
    if n_elsewhere > 0 {
        let n_rows = counted(n_elsewhere, "row");
        note(&format!("{n_rows} of other files could not be read. They are in no total; whose they are is not known."));
    }
    note(
        "Amounts have every digit of the files; nothing is rounded. Amounts in different currencies are never added up.",
    );
    note("A credit has a minus sign. Days are first and last day charged for.");
    note(&format!("Made by ReconLens {}. This is no invoice.", source.version));
    out.push_str("</ul></section>\n");
}
