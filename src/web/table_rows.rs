//! Rows of large tables: copies of one pattern, of which later only the texts that differ are set.
//!
//! A summary of thousands of rows is drawn anew with each filter. Made node by node it would take longer than the answer.

use wasm_bindgen::JsCast as _;
use web_sys::{Element, EventTarget, Node};

use super::page::document;
use crate::present::summary_rows::{CellText, RowText};

/// The rows of one body of a table.
#[derive(Debug, Default)]
pub struct TableRows {
    rows: Vec<Row>,
}

#[derive(Debug)]
struct Row {
    element: Element,
    cells: Vec<Cell>,
    shown: RowText,
}

#[derive(Debug)]
struct Cell {
    element: Element,
    text: Node,
    badge: Option<Element>,
}

impl TableRows {
    /// Has `body` show these rows.
    pub fn show(&mut self, body: &Element, rows: Vec<RowText>) {
        let n_cells = rows.first().map_or(0, |it| it.cells.len());
        if self.rows.first().is_some_and(|it| it.cells.len() != n_cells) {
            self.rows.clear();
            body.set_text_content(None);
        }
        for surplus in self.rows.drain(rows.len().min(self.rows.len())..) {
            surplus.element.remove();
        }
        for (row, text) in self.rows.iter_mut().zip(&rows) {
            row.show(text);
        }
        let n_known = self.rows.len();
        let Some(pattern) = (n_known < rows.len()).then(|| pattern(n_cells)).flatten() else { return };
        for text in &rows[n_known..] {
            if let Some(mut row) = Row::of_pattern(&pattern) {
                row.show(text);
                let _appended = body.append_child(&row.element);
                self.rows.push(row);
            }
        }
    }
}

/// A row of empty cells, the first one with a button.
fn pattern(n_cells: usize) -> Option<Element> {
    let document = document()?;
    let row = document.create_element("tr").ok()?;
    for idx in 0..n_cells {
        let cell = document.create_element(if idx == 0 { "th" } else { "td" }).ok()?;
        let text = document.create_text_node("");
        if idx == 0 {
            cell.set_attribute("scope", "row").ok()?;
            let button = document.create_element("button").ok()?;
            button.set_attribute("type", "button").ok()?;
            button.set_attribute("class", "link").ok()?;
            button.append_child(&text).ok()?;
            cell.append_child(&button).ok()?;
        } else {
            cell.append_child(&text).ok()?;
        }
        row.append_child(&cell).ok()?;
    }
    Some(row)
}

impl Row {
    fn of_pattern(pattern: &Element) -> Option<Self> {
        let element: Element = pattern.clone_node_with_deep(true).ok()?.dyn_into().ok()?;
        let mut cells = Vec::new();
        let mut next = element.first_element_child();
        while let Some(cell) = next {
            next = cell.next_element_sibling();
            // The text of the first cell is its button's.
            let holder = cell.first_element_child().unwrap_or_else(|| cell.clone());
            cells.push(Cell { text: holder.first_child()?, element: cell, badge: None });
        }
        let shown = RowText { attributes: Vec::new(), cells: vec![CellText::default(); cells.len()] };
        Some(Self { element, cells, shown })
    }

    fn show(&mut self, wanted: &RowText) {
        let Self { element, cells, shown } = self;
        for (idx, (name, value)) in wanted.attributes.iter().enumerate() {
            if shown.attributes.get(idx).is_none_or(|(_, known)| known != value) {
                let _set = element.set_attribute(name, value);
            }
        }
        for ((cell, shown), wanted) in cells.iter_mut().zip(&shown.cells).zip(&wanted.cells) {
            cell.show(shown, wanted);
        }
        *shown = wanted.clone();
    }
}

impl Cell {
    fn show(&mut self, shown: &CellText, wanted: &CellText) {
        let CellText { text, class, value, badge } = wanted;
        if shown.text != *text {
            self.text.set_text_content(Some(text));
        }
        if shown.class != *class {
            self.element.set_class_name(class);
        }
        if shown.value != *value {
            // The hint of the value before.
            let _removed = self.element.remove_attribute("title");
            let _set = match value {
                Some(value) => self.element.set_attribute("data-value", value),
                None => self.element.remove_attribute("data-value"),
            };
        }
        if shown.badge != *badge {
            if let Some(known) = self.badge.take() {
                known.remove();
            }
            self.badge = badge_of(badge).filter(|it| self.element.append_child(it).is_ok());
        }
    }
}

fn badge_of(text: &str) -> Option<Element> {
    let badge = document()?.create_element("span").ok().filter(|_| !text.is_empty())?;
    badge.set_class_name("badge");
    badge.set_text_content(Some(text));
    Some(badge)
}

/// The customer id of the row whose button was pressed; none if the event came from elsewhere.
#[must_use]
pub fn customer_of_button(target: Option<EventTarget>) -> Option<String> {
    closest(target, "button")?.closest("tr").ok()??.get_attribute("data-customer")
}

/// Gives the cell under the pointer its exact value as a hint.
pub fn hint_exact_value(target: Option<EventTarget>) {
    if let Some(cell) = closest(target, "[data-value]:not([title])")
        && let Some(value) = cell.get_attribute("data-value")
    {
        let _set = cell.set_attribute("title", &value);
    }
}

fn closest(target: Option<EventTarget>, selector: &str) -> Option<Element> {
    target?.dyn_into::<Element>().ok()?.closest(selector).ok()?
}
