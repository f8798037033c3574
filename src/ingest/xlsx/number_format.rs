//! Tells by a number format whether a cell's number is a date (ECMA-376, part 1, 18.8.30 and 18.8.31).

/// What a number format shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    Number,
    Date,
    DateTime,
}

/// The number formats that every workbook knows (18.8.30).
pub(super) fn built_in_shape(id: u32) -> Shape {
    match id {
        14..=17 | 27..=31 | 34..=36 | 50..=58 => Shape::Date,
        22 => Shape::DateTime,
        _ => Shape::Number,
    }
}

/// What a format code shows: days and years outside of quotes and brackets make it a date.
pub(super) fn shape(code: &str) -> Shape {
    let mut bare = String::new();
    let (mut is_quoted, mut is_bracketed, mut is_escaped) = (false, false, false);
    // Behind the first semicolon stands the format of negative numbers.
    for letter in code.chars() {
        match letter {
            _ if is_escaped => is_escaped = false,
            '\\' if !is_quoted => is_escaped = true,
            '"' => is_quoted = !is_quoted,
            _ if is_quoted => {}
            '[' => is_bracketed = true,
            ']' => is_bracketed = false,
            ';' => break,
            _ if !is_bracketed => bare.extend(letter.to_lowercase()),
            _ => {}
        }
    }
    match (bare.contains(['d', 'y']) && bare != "general", bare.contains(['h', 's'])) {
        (true, true) => Shape::DateTime,
        (true, false) => Shape::Date,
        (false, _) => Shape::Number,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_format_tells_dates_from_numbers() {
        for (code, expected) in [
            ("mm-dd-yy", Shape::Date),
            ("dd/mm/yyyy hh:mm", Shape::DateTime),
            ("[$-409]d-mmm-yy;@", Shape::Date),
            ("General", Shape::Number),
            ("0.00E+00", Shape::Number),
            ("#,##0.00 \"days\"", Shape::Number),
            ("[Red]0.00", Shape::Number),
            ("yyyy\\-mm\\-dd", Shape::Date),
            ("0.00;[Red]-0.00;\"dry\"", Shape::Number),
        ] {
            assert_eq!(shape(code), expected, "{code}");
        }
    }
}
