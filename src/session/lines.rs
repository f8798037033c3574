//! Reads the filter line of a person in the names of the loaded files.

use super::Session;
use super::known::Known;
use crate::domain::Dimension;
use crate::protocol::{Emit, Output, Response};
use crate::report::facts::FileFacts;
use crate::report::names::FileNames;
use crate::view_state::parse_line;

impl Session {
    /// Reads the line that waits, or asks for the values of the columns that it names.
    pub(super) fn read_line(&mut self, emit: &mut Emit<'_>) {
        let (Some(text), Some(known)) = (self.line_wanted.take(), &self.known) else { return };
        let facts = self.used_facts(known);
        let names = FileNames::new(&known.index, &facts);
        let read = parse_line(&text, &names).map(Box::new);
        let unknown: Vec<Dimension> = names.unknown();
        if unknown.is_empty() {
            emit(Output::Response(Response::Line { text, read }, None));
        } else {
            self.line_wanted = Some(text);
            self.ask_index(unknown, emit);
        }
    }

    /// What the used files hold, in the order of their places.
    pub(super) fn used_facts(&self, known: &Known) -> Vec<&FileFacts> {
        known.used.iter().filter_map(|it| self.facts(*it)).collect()
    }
}
