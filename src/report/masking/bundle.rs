//! Writes rows without names, as a page with totals or as CSV.

use rustc_hash::FxHashMap;

use super::super::csv_profile::CsvProfile;
use super::super::export::{CellType, RowsWriter};
use super::super::html::{self, counted, push_amount, push_element, push_head};
use super::policy::Rule;
use super::pseudonyms::Pseudonyms;
use crate::domain::FileKind;
use crate::protocol::{BundleForm, BundleKey, Summary, SummaryRow, SummaryTotal};

/// Rows that a page has at most: browsers draw no more of them at ease. The CSV has all.
pub const MAX_HTML_ROWS: usize = 20_000;
/// Characters from which on a customer's name is looked for anywhere in a text; a shorter one as a word of its own.
const MIN_PART_CHARS: usize = 4;

/// A column of a file, and what becomes of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MaskedColumn {
    /// Its documented name; a column without one is left out.
    pub name: String,
    /// What becomes of its cells.
    pub rule: Rule,
}

/// What a bundle is made of.
#[derive(Debug)]
pub struct BundleContent<'a> {
    /// The summary of the rows.
    pub summary: &'a Summary,
    /// Per file its name, its kind and its columns; no columns of a file without rows in the view.
    pub files: Vec<(&'a str, FileKind, Vec<MaskedColumn>)>,
    /// Names and ids of all customers of the files.
    pub customers: Vec<&'a str>,
    /// Whether rows were filtered.
    pub is_filtered: bool,
    /// The version of the program.
    pub version: &'a str,
}

/// A bundle that is being written, row by row.
#[derive(Debug)]
pub struct Bundle {
    names: Pseudonyms,
    censor: Censor,
    /// Per file, what becomes of each column.
    rules: Vec<Vec<Rule>>,
    /// Per file, the columns that are in the bundle.
    kept: Vec<Vec<usize>>,
    form: Form,
    n_rows: usize,
}

#[derive(Debug)]
enum Form {
    Csv(Box<RowsWriter>),
    Html {
        /// The totals, which stand before the rows.
        head: String,
        rows: String,
        /// Names of the columns, each once, and whether it holds numbers.
        columns: Vec<(String, bool)>,
        /// Per file, for each column in the bundle its place among these.
        places: Vec<Vec<usize>>,
    },
}

/// Decides whether a text of the catalog may stay.
#[derive(Debug)]
struct Censor {
    /// Names and ids of customers in lower case.
    customers: Vec<String>,
    decided: FxHashMap<String, bool>,
}

impl Bundle {
    /// Begins a bundle.
    ///
    /// # Errors
    /// None that can happen: memory is the only place written to.
    pub fn new(form: BundleForm, key: BundleKey, content: &BundleContent<'_>) -> Result<Self, csv::Error> {
        let is_in = |it: &MaskedColumn| it.rule != Rule::LeaveOut;
        let files = &content.files;
        let names_of = |columns: &[MaskedColumn]| -> Vec<String> {
            columns.iter().filter(|it| is_in(it)).map(|it| it.name.clone()).collect()
        };
        let headers: Vec<Vec<String>> = files.iter().map(|(_, _, columns)| names_of(columns)).collect();
        let kept = |columns: &Vec<MaskedColumn>| {
            columns.iter().enumerate().filter(|(_, it)| is_in(it)).map(|(idx, _)| idx).collect()
        };
        let mut names = Pseudonyms::new(key);
        let form = match form {
            BundleForm::Csv => {
                let headers = headers.iter().map(|it| it.iter().map(String::as_str).collect());
                Form::Csv(Box::new(RowsWriter::new(headers, CsvProfile::Machine)?))
            }
            BundleForm::Html => {
                let (columns, places) = shared_columns(files);
                let head = html_head(&mut names, content);
                Form::Html { head, rows: String::new(), columns, places }
            }
        };
        let customers = content.customers.iter().map(|it| it.trim().to_lowercase()).filter(|it| !it.is_empty());
        Ok(Self {
            names,
            censor: Censor { customers: customers.collect(), decided: FxHashMap::default() },
            rules: files.iter().map(|(_, _, columns)| columns.iter().map(|it| it.rule).collect()).collect(),
            kept: files.iter().map(|(_, _, columns)| kept(columns)).collect(),
            form,
            n_rows: 0,
        })
    }

    /// Takes a row of the file in a place: its cells in canonical form, and what they hold.
    ///
    /// # Errors
    /// As [`Self::new`].
    pub fn take(&mut self, file_idx: usize, cells: &[String], types: &[CellType]) -> Result<(), csv::Error> {
        self.n_rows += 1;
        if matches!(self.form, Form::Html { .. }) && self.n_rows > MAX_HTML_ROWS {
            return Ok(());
        }
        let kept = &self.kept[file_idx];
        let rules = &self.rules[file_idx];
        let mut masked: Vec<String> = Vec::with_capacity(kept.len());
        let mut masked_types: Vec<CellType> = Vec::with_capacity(kept.len());
        for idx in kept {
            let (Some(text), Some(cell_type), Some(rule)) = (cells.get(*idx), types.get(*idx), rules.get(*idx)) else {
                continue;
            };
            let stays = match rule {
                Rule::KeepNumber => *cell_type == CellType::Number,
                Rule::KeepDay => *cell_type == CellType::Day || is_time(text),
                Rule::KeepText => true,
                Rule::Replace(_) | Rule::LeaveOut => false,
            };
            masked.push(match rule {
                Rule::Replace(word) => self.names.name(word, text).to_owned(),
                Rule::KeepText if !self.censor.allows(text) => self.names.name("Text", text).to_owned(),
                _ if stays => text.clone(),
                _ => String::new(),
            });
            masked_types.push(if stays { *cell_type } else { CellType::Text });
        }
        match &mut self.form {
            Form::Csv(writer) => writer.write(file_idx, &masked, &masked_types),
            Form::Html { rows, columns, places, .. } => {
                let mut cells: Vec<&str> = vec![""; columns.len()];
                masked.iter().zip(&places[file_idx]).for_each(|(text, place)| cells[*place] = text);
                rows.push_str("<tr>");
                for (text, (_, is_number)) in cells.into_iter().zip(columns.iter()) {
                    push_element(rows, if *is_number { "td class=\"number\"" } else { "td" }, text);
                }
                rows.push_str("</tr>\n");
                Ok(())
            }
        }
    }

    /// The whole file.
    ///
    /// # Errors
    /// As [`Self::new`].
    pub fn finish(self) -> Result<Vec<u8>, csv::Error> {
        let n_rows = self.n_rows;
        match self.form {
            Form::Csv(writer) => writer.finish(),
            Form::Html { mut head, rows, columns, .. } => {
                push_element(&mut head, "h2", "Rows");
                let mut said = counted(n_rows, "row");
                if n_rows > MAX_HTML_ROWS {
                    said.push_str(&format!(
                        "; the first {} stand here, the totals above are of all",
                        html::grouped(&MAX_HTML_ROWS.to_string())
                    ));
                }
                head.push_str("<table class=\"rows\">");
                push_element(&mut head, "caption", &format!("{said}."));
                let columns: Vec<String> = columns
                    .iter()
                    .map(|(name, is_number)| format!("{}{name}", if *is_number { "#" } else { "" }))
                    .collect();
                push_head(&mut head, &columns.iter().map(String::as_str).collect::<Vec<_>>());
                head.push_str("<tbody>\n");
                head.push_str(&rows);
                head.push_str("</tbody></table>\n");
                head.push_str(html::END);
                Ok(head.into_bytes())
            }
        }
    }
}

/// Names of the columns that are in a bundle, each once, with whether they hold numbers; and for each file their places.
fn shared_columns(files: &[(&str, FileKind, Vec<MaskedColumn>)]) -> (Vec<(String, bool)>, Vec<Vec<usize>>) {
    let mut shared: Vec<(String, bool)> = Vec::new();
    let mut places = Vec::new();
    for (_, _, columns) in files {
        let mut own: Vec<usize> = Vec::new();
        for column in columns.iter().filter(|it| it.rule != Rule::LeaveOut) {
            let same = shared.iter().position(|(name, _)| name.eq_ignore_ascii_case(&column.name));
            // A name that stands twice in one file is two columns.
            own.push(same.filter(|it| !own.contains(it)).unwrap_or_else(|| {
                shared.push((column.name.clone(), column.rule == Rule::KeepNumber));
                shared.len() - 1
            }));
        }
        places.push(own);
    }
    (shared, places)
}

/// The page up to its rows: what it is, totals, the summary.
fn html_head(names: &mut Pseudonyms, content: &BundleContent<'_>) -> String {
    let BundleContent { summary, files, is_filtered, version, .. } = content;
    let mut out = html::begin("Billing rows without names").replace("<body>", "<body class=\"wide\">");
    push_element(&mut out, "h1", "Billing rows without names");
    out.push_str("<ul>");
    let with_rows = || files.iter().filter(|(_, _, columns)| !columns.is_empty());
    for (name, kind, _) in with_rows() {
        push_element(&mut out, "li", &format!("{}: {}.", names.name("File", name), kind.title()));
    }
    for said in [
        "Names, ids, domains and addresses are replaced. The same value has the same other name wherever it stands here, and another one in every other such file.",
        "Amounts, days, products and SKUs are those of the files. Free text, and columns that no documentation names, are left out.",
    ] {
        push_element(&mut out, "li", said);
    }
    if *is_filtered {
        push_element(&mut out, "li", "These are the rows that a filter left; the totals are theirs.");
    }
    push_element(&mut out, "li", &format!("Made by ReconLens {version}."));
    out.push_str("</ul>\n");
    push_element(&mut out, "h2", "Totals");
    out.push_str("<table class=\"totals\">");
    push_head(&mut out, &["Invoice type", "Currency", "#Lines", "#Before tax", "#Tax", "#Total"]);
    out.push_str("<tbody>\n");
    for SummaryTotal { currency, invoice_type, n_lines, amounts } in &summary.totals {
        out.push_str("<tr>");
        push_element(&mut out, "td", invoice_type.as_str());
        push_element(&mut out, "td", currency);
        push_element(&mut out, "td class=\"number\"", &html::grouped(&n_lines.to_string()));
        [&amounts.pretax, &amounts.tax, &amounts.total].into_iter().for_each(|it| push_amount(&mut out, it));
        out.push_str("</tr>\n");
    }
    out.push_str("</tbody></table>\n");
    push_element(&mut out, "h2", "By customer");
    out.push_str("<table class=\"summary\">");
    push_head(
        &mut out,
        &["Customer", "Invoice type", "Currency", "Billing period", "#Lines", "#Before tax", "#Tax", "#Total"],
    );
    out.push_str("<tbody>\n");
    let named = summary.rows.iter().map(|it| (names.name("Customer", &it.customer_id).to_owned(), it));
    let mut named: Vec<(String, &SummaryRow)> = named.collect();
    // By the other names: the order of the true ones would tell something of them.
    named.sort_by(|(one, _), (other, _)| one.cmp(other));
    for (customer, row) in named {
        let SummaryRow { invoice_type, currency, period, n_lines, amounts, .. } = row;
        out.push_str("<tr>");
        push_element(&mut out, "td", &customer);
        push_element(&mut out, "td", invoice_type.as_str());
        push_element(&mut out, "td", currency);
        push_element(&mut out, "td", period);
        push_element(&mut out, "td class=\"number\"", &html::grouped(&n_lines.to_string()));
        [&amounts.pretax, &amounts.tax, &amounts.total].into_iter().for_each(|it| push_amount(&mut out, it));
        out.push_str("</tr>\n");
    }
    out.push_str("</tbody></table>\n");
    out
}

/// Whether a text is a day or a time and nothing else: `9/1/2026 5:30:00 AM`, `2026-09-01T05:30:00Z`.
fn is_time(text: &str) -> bool {
    text.starts_with(|it: char| it.is_ascii_digit())
        && text.bytes().all(|it| it.is_ascii_digit() || b"-/.: TZAPM+".contains(&it))
}

fn is_guid(token: &str) -> bool {
    let parts: Vec<&str> = token.split('-').collect();
    let is_hex = |it: &&str| it.bytes().all(|it| it.is_ascii_hexdigit());
    parts.iter().map(|it| it.len()).eq([8, 4, 4, 4, 12]) && parts.iter().all(is_hex)
}

/// Whether a word in lower case looks like a name of the internet: `contoso.com`. Azure's services are written alike.
fn is_domain(token: &str) -> bool {
    let labels: Vec<&str> = token.split('.').collect();
    let [first, .., last] = labels.as_slice() else { return false };
    let is_name = |it: &str| it.starts_with(|it: char| it.is_alphabetic());
    *first != "microsoft" && labels.iter().all(|it| !it.is_empty()) && is_name(first) && is_name(last) && last.len() > 1
}

impl Censor {
    /// Whether neither an address nor a customer stands in a text.
    fn allows(&mut self, text: &str) -> bool {
        if let Some(decided) = self.decided.get(text) {
            return *decided;
        }
        let lower = text.to_lowercase();
        let is_word = |name: &str| lower.split(|it: char| !it.is_alphanumeric()).any(|it| it == name);
        let names_customer = |name: &String| {
            if name.chars().count() < MIN_PART_CHARS { is_word(name) } else { lower.contains(name.as_str()) }
        };
        let tokens = || lower.split(|it: char| !(it.is_alphanumeric() || it == '.' || it == '-'));
        // In a cell of its own it is the id of an offer; among words it may be anybody's.
        let holds_id = tokens().any(|it| is_guid(it) && it != lower);
        let is_allowed = !lower.contains('@')
            && !lower.contains("://")
            && !holds_id
            && !tokens().any(is_domain)
            && !self.customers.iter().any(names_customer);
        self.decided.insert(text.to_owned(), is_allowed);
        is_allowed
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_product_that_names_a_customer_does_not_stay() {
        let mut censor =
            Censor { customers: vec!["contoso kft.".to_owned(), "bp".to_owned()], decided: <_>::default() };
        assert!(censor.allows("Microsoft 365 E3"));
        assert!(censor.allows("BPMN designer"));
        assert!(!censor.allows("Support for BP (monthly)"));
        assert!(!censor.allows("Support for CONTOSO Kft."));
        assert!(!censor.allows("ask adele@contoso.com"));
        assert!(!censor.allows("Hosting of shop.fabrikam.com"));
        assert!(censor.allows("Microsoft.Compute"));
        assert!(censor.allows("Dv3/DSv3 1.5 GB"));
        assert!(censor.allows("91FD106F-4B2C-4938-95AC-F54F74E9A239"));
        assert!(!censor.allows("for tenant 91fd106f-4b2c-4938-95ac-f54f74e9a239"));
    }

    #[test]
    fn only_days_and_times_are_times() {
        assert!(is_time("9/1/2026 5:30:00 AM"));
        assert!(is_time("2026-09-01T05:30:00Z"));
        assert!(!is_time("2026-09-01 (Contoso)"));
        assert!(!is_time("PAMTAZ"));
    }
}
