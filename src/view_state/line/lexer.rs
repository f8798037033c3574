//! The characters of a line, one after another, with their places.

use super::{LineProblem, SIGNS};

/// Where reading stands.
#[derive(Debug, Clone)]
pub(super) struct Lexer {
    characters: Vec<char>,
    pub(super) at: usize,
}

impl Lexer {
    pub(super) fn new(text: &str) -> Self {
        Self { characters: text.chars().collect(), at: 0 }
    }

    pub(super) fn peek(&self) -> Option<char> {
        self.characters.get(self.at).copied()
    }

    /// Goes on behind `sign` if it is next.
    pub(super) fn take(&mut self, sign: char) -> bool {
        let is_next = self.peek() == Some(sign);
        self.at += usize::from(is_next);
        is_next
    }

    pub(super) fn skip_blanks(&mut self) {
        while self.peek().is_some_and(char::is_whitespace) {
            self.at += 1;
        }
    }

    fn take_until(&mut self, is_end: impl Fn(char) -> bool) -> String {
        let start = self.at;
        while self.peek().is_some_and(|it| !is_end(it)) {
            self.at += 1;
        }
        self.characters[start..self.at].iter().collect()
    }

    /// A name or a word: up to a blank or a sign.
    pub(super) fn word(&mut self) -> String {
        self.take_until(|it| it.is_whitespace() || SIGNS.contains(&it))
    }

    /// A value that is not in quotes.
    pub(super) fn value(&mut self) -> String {
        self.take_until(|it| it.is_whitespace() || matches!(it, '(' | ')' | '|' | '"'))
    }

    /// A text in quotes, if one begins here. `\"` is a quote in it, `\\` a backslash.
    pub(super) fn quoted(&mut self) -> Result<Option<String>, LineProblem> {
        let start = self.at;
        if !self.take('"') {
            return Ok(None);
        }
        let mut text = String::new();
        while let Some(character) = self.peek() {
            self.at += 1;
            match character {
                '"' => return Ok(Some(text)),
                '\\' if matches!(self.peek(), Some('"' | '\\')) => {
                    text.extend(self.peek());
                    self.at += 1;
                }
                _ => text.push(character),
            }
        }
        let message = "The quote that opens here is not closed. Put a \" behind the text.".to_owned();
        Err(LineProblem { at: start, message })
    }
}
