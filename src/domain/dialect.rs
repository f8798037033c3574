//! How a text file is written: encoding, delimiter, numbers, dates. Found by evidence, or chosen by a person.

use serde::{Deserialize, Serialize};

use super::DayOrder;

/// How letters are stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Encoding {
    /// UTF-8.
    Utf8,
    /// UTF-16, low byte first.
    Utf16Le,
    /// UTF-16, high byte first.
    Utf16Be,
    /// Windows-1252, Western Europe.
    Windows1252,
    /// Windows-1250, Central Europe.
    Windows1250,
}

/// What separates the cells of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Delimiter {
    /// `,`
    Comma,
    /// `;`
    Semicolon,
    /// A tab.
    Tab,
    /// `|`
    Pipe,
}

/// How decimals are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum NumberStyle {
    /// `1234.56`, as Partner Center writes.
    #[default]
    Point,
    /// `1234,56` and `1.234,56`, as spreadsheets of many countries write.
    Comma,
}

/// What a person decided of a file, against or beside the evidence in it. Whatever is not chosen is found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct DialectChoice {
    /// The encoding.
    pub encoding: Option<Encoding>,
    /// The delimiter.
    pub delimiter: Option<Delimiter>,
    /// How decimals are written.
    pub numbers: Option<NumberStyle>,
    /// Which of day and month comes first.
    pub days: Option<DayOrder>,
}

/// How a file was read, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dialect {
    /// The encoding.
    pub encoding: Encoding,
    /// The delimiter.
    pub delimiter: Delimiter,
    /// How decimals are written.
    pub numbers: NumberStyle,
    /// Which of day and month comes first.
    pub days: DayOrder,
    /// The cells that decided, in full sentences.
    pub evidence: Vec<String>,
    /// What the file leaves open, in full sentences: there a choice was made without proof.
    pub doubts: Vec<String>,
}

impl Encoding {
    /// Every encoding, the likeliest first.
    pub const ALL: [Self; 5] = [Self::Utf8, Self::Windows1252, Self::Windows1250, Self::Utf16Le, Self::Utf16Be];

    /// Its name for people.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::Utf8 => "UTF-8",
            Self::Utf16Le => "UTF-16",
            Self::Utf16Be => "UTF-16, high byte first",
            Self::Windows1252 => "Windows-1252 (Western Europe)",
            Self::Windows1250 => "Windows-1250 (Central Europe)",
        }
    }
}

impl Delimiter {
    /// Every delimiter, the likeliest first.
    pub const ALL: [Self; 4] = [Self::Comma, Self::Semicolon, Self::Tab, Self::Pipe];

    /// Its byte.
    #[must_use]
    pub fn byte(self) -> u8 {
        match self {
            Self::Comma => b',',
            Self::Semicolon => b';',
            Self::Tab => b'\t',
            Self::Pipe => b'|',
        }
    }

    /// Its name for people.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::Comma => "Comma",
            Self::Semicolon => "Semicolon",
            Self::Tab => "Tab",
            Self::Pipe => "Vertical bar",
        }
    }
}

impl NumberStyle {
    /// Both styles.
    pub const ALL: [Self; 2] = [Self::Point, Self::Comma];

    /// Its name for people.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::Point => "1,234.56",
            Self::Comma => "1.234,56",
        }
    }
}

impl DayOrder {
    /// Both orders.
    pub const ALL: [Self; 2] = [Self::MonthFirst, Self::DayFirst];

    /// Its name for people.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::MonthFirst => "Month, day, year",
            Self::DayFirst => "Day, month, year",
        }
    }
}
