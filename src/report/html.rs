//! Documents that need nothing but themselves: no script, no address, one style.
//!
//! Text of files only gets in through [`push_text`], which leaves it no way to be markup.

/// The style of every document. The page's policy allows it by its hash, so it stands in the document as it is in the file.
const STYLE: &str = include_str!("../../style/document.css");

/// Decimals that an amount shows at least.
const MIN_DECIMALS: usize = 2;

/// The beginning of a document, up to where its content starts.
pub(super) fn begin(title: &str) -> String {
    let mut html = String::from("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>");
    push_text(&mut html, title);
    html.push_str("</title><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><style>");
    html.push_str(STYLE);
    html.push_str("</style></head><body>\n");
    html
}

/// The end of a document.
pub(super) const END: &str = "</body></html>\n";

/// Adds a text, whatever it holds.
pub(super) fn push_text(html: &mut String, text: &str) {
    for it in text.chars() {
        match it {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            '\'' => html.push_str("&#39;"),
            // HTML has no form for it.
            '\0' => html.push('\u{fffd}'),
            _ => html.push(it),
        }
    }
}

/// Adds an element that holds a text; `tag` is a name, with attributes if need be.
pub(super) fn push_element(html: &mut String, tag: &str, text: &str) {
    html.push_str(&format!("<{tag}>"));
    push_text(html, text);
    html.push_str(&format!("</{}>", tag.split(' ').next().unwrap_or(tag)));
}

/// Adds a cell that holds an amount, grouped and with every digit; programs find it as it was in an attribute.
pub(super) fn push_amount(html: &mut String, exact: &str) {
    if exact.is_empty() {
        return html.push_str("<td></td>");
    }
    html.push_str("<td class=\"number\"><data value=\"");
    push_text(html, exact);
    html.push_str("\">");
    push_text(html, &grouped_amount(exact));
    html.push_str("</data></td>");
}

/// Adds the head of a table; columns whose name begins with `#` hold numbers.
pub(super) fn push_head(html: &mut String, columns: &[&str]) {
    html.push_str("<thead><tr>");
    for column in columns {
        match column.strip_prefix('#') {
            Some(name) => push_element(html, "th scope=\"col\" class=\"number\"", name),
            None => push_element(html, "th scope=\"col\"", column),
        }
    }
    html.push_str("</tr></thead>\n");
}

/// `−1,234.50` of `-1234.5`.
fn grouped_amount(exact: &str) -> String {
    let (sign, digits) = exact.strip_prefix('-').map_or(("", exact), |digits| ("−", digits));
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    format!("{sign}{}.{fraction:0<MIN_DECIMALS$}", grouped(whole))
}

/// `1,234,567` of `1234567`.
pub(super) fn grouped(digits: &str) -> String {
    let mut text = String::new();
    for (idx, digit) in digits.chars().enumerate() {
        if idx > 0 && (digits.len() - idx).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// `1 line`, `1,234 lines`.
pub(super) fn counted(n: usize, noun: &str) -> String {
    format!("{} {noun}{}", grouped(&n.to_string()), if n == 1 { "" } else { "s" })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_of_files_never_becomes_markup() {
        let mut html = String::new();
        push_element(&mut html, "td class=\"a\"", "</td><script>'\"&");
        assert_eq!(html, "<td class=\"a\">&lt;/td&gt;&lt;script&gt;&#39;&quot;&amp;</td>");
    }

    #[test]
    fn amounts_keep_every_digit() {
        assert_eq!(grouped_amount("-1234567.5"), "−1,234,567.50");
        assert_eq!(grouped_amount("17.219999999999999"), "17.219999999999999");
        assert_eq!(grouped_amount("0"), "0.00");
    }
}
