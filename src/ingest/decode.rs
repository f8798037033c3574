//! Turns a text's bytes into UTF-8: UTF-16 either way round by its byte order mark or its zero bytes, and Windows-1252
//! or Windows-1250 where the beginning is not UTF-8.
//!
//! What cannot be decoded becomes a byte that no UTF-8 has, so that the line it stands on is put aside like any other
//! damaged line; nothing is replaced in silence.

use std::borrow::Cow;

use crate::domain::Encoding;

/// Stands for what cannot be decoded: never part of UTF-8.
const UNDECODABLE: u8 = 0xff;

/// The letters of Windows-1252 at 0x80 to 0x9f; five places are empty. The others are those of Unicode.
#[rustfmt::skip]
const WINDOWS_1252: [Option<char>; 32] = [
    Some('€'), None, Some('‚'), Some('ƒ'), Some('„'), Some('…'), Some('†'), Some('‡'), Some('ˆ'), Some('‰'), Some('Š'),
    Some('‹'), Some('Œ'), None, Some('Ž'), None, None, Some('‘'), Some('’'), Some('“'), Some('”'), Some('•'), Some('–'),
    Some('—'), Some('˜'), Some('™'), Some('š'), Some('›'), Some('œ'), None, Some('ž'), Some('Ÿ'),
];

/// The letters of Windows-1250 at 0x80 to 0xff.
#[rustfmt::skip]
const WINDOWS_1250: [Option<char>; 128] = [
    Some('€'), None, Some('‚'), None, Some('„'), Some('…'), Some('†'), Some('‡'), None, Some('‰'), Some('Š'),
    Some('‹'), Some('Ś'), Some('Ť'), Some('Ž'), Some('Ź'), None, Some('‘'), Some('’'), Some('“'), Some('”'), Some('•'),
    Some('–'), Some('—'), None, Some('™'), Some('š'), Some('›'), Some('ś'), Some('ť'), Some('ž'), Some('ź'), Some('\u{a0}'),
    Some('ˇ'), Some('˘'), Some('Ł'), Some('¤'), Some('Ą'), Some('¦'), Some('§'), Some('¨'), Some('©'), Some('Ş'), Some('«'),
    Some('¬'), Some('\u{ad}'), Some('®'), Some('Ż'), Some('°'), Some('±'), Some('˛'), Some('ł'), Some('´'), Some('µ'), Some('¶'),
    Some('·'), Some('¸'), Some('ą'), Some('ş'), Some('»'), Some('Ľ'), Some('˝'), Some('ľ'), Some('ż'), Some('Ŕ'), Some('Á'),
    Some('Â'), Some('Ă'), Some('Ä'), Some('Ĺ'), Some('Ć'), Some('Ç'), Some('Č'), Some('É'), Some('Ę'), Some('Ë'), Some('Ě'),
    Some('Í'), Some('Î'), Some('Ď'), Some('Đ'), Some('Ń'), Some('Ň'), Some('Ó'), Some('Ô'), Some('Ő'), Some('Ö'), Some('×'),
    Some('Ř'), Some('Ů'), Some('Ú'), Some('Ű'), Some('Ü'), Some('Ý'), Some('Ţ'), Some('ß'), Some('ŕ'), Some('á'), Some('â'),
    Some('ă'), Some('ä'), Some('ĺ'), Some('ć'), Some('ç'), Some('č'), Some('é'), Some('ę'), Some('ë'), Some('ě'), Some('í'),
    Some('î'), Some('ď'), Some('đ'), Some('ń'), Some('ň'), Some('ó'), Some('ô'), Some('ő'), Some('ö'), Some('÷'), Some('ř'),
    Some('ů'), Some('ú'), Some('ű'), Some('ü'), Some('ý'), Some('ţ'), Some('˙'),
];

/// Decodes a stream of bytes.
#[derive(Debug)]
pub(super) enum Decoder {
    /// The bytes are UTF-8 as they are.
    Utf8,
    Windows(CodePage),
    Utf16(Utf16),
}

/// An encoding of one byte a letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum CodePage {
    Western,
    Central,
}

/// The part of UTF-16 that waits for its other half.
#[derive(Debug)]
pub(super) struct Utf16 {
    is_big_endian: bool,
    half_unit: Option<u8>,
    high_surrogate: Option<u16>,
}

impl Decoder {
    /// The decoder for a text that begins like this, the length of its byte order mark, and what is left open.
    pub(super) fn of(beginning: &[u8], chosen: Option<Encoding>) -> (Self, usize, Option<String>) {
        let utf16 = |is_big_endian| Self::Utf16(Utf16 { is_big_endian, half_unit: None, high_surrogate: None });
        let (marked, mark_len) = match beginning {
            [0xef, 0xbb, 0xbf, ..] => (Some(Self::Utf8), 3),
            [0xff, 0xfe, ..] => (Some(utf16(false)), 2),
            [0xfe, 0xff, ..] => (Some(utf16(true)), 2),
            _ => (None, 0),
        };
        if let Some(encoding) = chosen {
            let decoder = match encoding {
                Encoding::Utf8 => Self::Utf8,
                Encoding::Utf16Le => utf16(false),
                Encoding::Utf16Be => utf16(true),
                Encoding::Windows1252 => Self::Windows(CodePage::Western),
                Encoding::Windows1250 => Self::Windows(CodePage::Central),
            };
            let is_same = marked.as_ref().is_some_and(|it| it.encoding() == decoder.encoding());
            return (decoder, if is_same { mark_len } else { 0 }, None);
        }
        if let Some(decoder) = marked {
            return (decoder, mark_len, None);
        }
        match beginning {
            // The first letters of a header or of JSON are ASCII: every other byte is zero.
            [first, 0, second, 0, ..] if *first != 0 && *second != 0 => (utf16(false), 0, None),
            [0, first, 0, second, ..] if *first != 0 && *second != 0 => (utf16(true), 0, None),
            _ if is_utf8(beginning) || memchr::memchr(0, beginning).is_some() => (Self::Utf8, 0, None),
            _ => {
                let (page, doubt) = code_page(beginning);
                (Self::Windows(page), 0, doubt)
            }
        }
    }

    /// The encoding that is decoded.
    pub(super) fn encoding(&self) -> Encoding {
        match self {
            Self::Utf8 => Encoding::Utf8,
            Self::Windows(CodePage::Western) => Encoding::Windows1252,
            Self::Windows(CodePage::Central) => Encoding::Windows1250,
            Self::Utf16(Utf16 { is_big_endian: false, .. }) => Encoding::Utf16Le,
            Self::Utf16(_) => Encoding::Utf16Be,
        }
    }

    /// Decodes the next piece.
    pub(super) fn push<'a>(&mut self, bytes: &'a [u8]) -> Cow<'a, [u8]> {
        match self {
            Self::Utf8 => Cow::Borrowed(bytes),
            Self::Windows(page) => Cow::Owned(page.decode(bytes)),
            Self::Utf16(utf16) => Cow::Owned(utf16.decode(bytes)),
        }
    }

    /// What is left when the text ends in the middle of a letter.
    pub(super) fn finish(&mut self) -> Vec<u8> {
        match self {
            Self::Utf16(Utf16 { half_unit: None, high_surrogate: None, .. }) | Self::Utf8 | Self::Windows(_) => {
                Vec::new()
            }
            Self::Utf16(_) => vec![UNDECODABLE],
        }
    }
}

/// Whether bytes are UTF-8, but for a letter that is cut at the end.
fn is_utf8(bytes: &[u8]) -> bool {
    match std::str::from_utf8(bytes) {
        Ok(_) => true,
        Err(error) => error.error_len().is_none(),
    }
}

/// Which code page the bytes above ASCII are of. Most of them are letters in both; a byte between letters that is a
/// letter in one and a sign in the other decides. Where none does and the pages differ, the likelier one is taken, and said.
fn code_page(bytes: &[u8]) -> (CodePage, Option<String>) {
    let (mut n_central, mut n_western) = (0, 0);
    let (mut n_hints, mut n_open) = (0, 0);
    let mut open = None;
    for (idx, byte) in bytes.iter().enumerate().filter(|(_, it)| !it.is_ascii()) {
        let (western, central) = (CodePage::Western.letter(*byte), CodePage::Central.letter(*byte));
        if western == central {
            // š and ž are in both, and seldom seen in Western Europe.
            n_hints += usize::from(matches!(byte, 0x8a | 0x8e | 0x9a | 0x9e));
            continue;
        }
        let is_letter = |it: Option<&u8>| it.is_some_and(|it| it.is_ascii_alphabetic() || *it >= 0x80);
        let before = idx.checked_sub(1).and_then(|it| bytes.get(it));
        let is_before_letter = is_letter(bytes.get(idx + 1));
        // m³ and 1º end in a sign that would be a letter.
        let is_unit = matches!(byte, 0xaa | 0xb2 | 0xb3 | 0xb9 | 0xba) && !is_before_letter;
        if is_unit || (!is_letter(before) && !is_before_letter) {
            continue;
        }
        match (western.is_some_and(char::is_alphabetic), central.is_some_and(char::is_alphabetic)) {
            (false, true) => n_central += 1,
            (true, false) => n_western += 1,
            // Hungarian ő stands where Portuguese has õ, there before an e. It is likely, and no proof.
            _ => {
                n_open += 1;
                let is_hungarian = matches!(byte, 0xd5 | 0xf5) && !matches!(bytes.get(idx + 1), Some(b'e' | b'E'));
                n_hints += usize::from(is_hungarian);
                open.get_or_insert(word_around(bytes, idx));
            }
        }
    }
    if n_central > n_western {
        return (CodePage::Central, None);
    }
    let Some((start, end)) = open.filter(|_| n_western == 0) else { return (CodePage::Western, None) };
    let page = if n_hints * 2 >= n_open { CodePage::Central } else { CodePage::Western };
    let word = |page: CodePage| String::from_utf8_lossy(&page.decode(&bytes[start..end])).into_owned();
    let doubt = format!(
        "The file is not UTF-8, and whether it is Windows-1252 or Windows-1250 cannot be told: “{}” or “{}”. It is read as {}.",
        word(CodePage::Western),
        word(CodePage::Central),
        Decoder::Windows(page).encoding().title()
    );
    (page, Some(doubt))
}

/// The word that a byte is part of.
fn word_around(bytes: &[u8], idx: usize) -> (usize, usize) {
    let is_end = |it: &u8| !it.is_ascii_alphabetic() && *it < 0x80;
    let start = bytes[..idx].iter().rposition(is_end).map_or(0, |it| it + 1);
    let end = bytes[idx..].iter().position(is_end).map_or(bytes.len(), |it| idx + it);
    (start, end)
}

impl CodePage {
    fn letter(self, byte: u8) -> Option<char> {
        match (self, byte) {
            (_, 0..=0x7f) => Some(char::from(byte)),
            (Self::Western, 0x80..=0x9f) => WINDOWS_1252[usize::from(byte - 0x80)],
            (Self::Western, _) => Some(char::from(byte)),
            (Self::Central, _) => WINDOWS_1250[usize::from(byte - 0x80)],
        }
    }

    fn decode(self, bytes: &[u8]) -> Vec<u8> {
        let mut text = Vec::with_capacity(bytes.len() + bytes.len() / 8);
        bytes.iter().for_each(|it| push_letter(&mut text, self.letter(*it)));
        text
    }
}

fn push_letter(text: &mut Vec<u8>, letter: Option<char>) {
    match letter {
        Some(letter) => text.extend_from_slice(letter.encode_utf8(&mut [0; 4]).as_bytes()),
        None => text.push(UNDECODABLE),
    }
}

impl Utf16 {
    fn decode(&mut self, bytes: &[u8]) -> Vec<u8> {
        let mut text = Vec::with_capacity(bytes.len() / 2 + 4);
        for byte in bytes {
            let Some(first) = self.half_unit.take() else {
                self.half_unit = Some(*byte);
                continue;
            };
            let unit = if self.is_big_endian {
                u16::from_be_bytes([first, *byte])
            } else {
                u16::from_le_bytes([first, *byte])
            };
            self.take_unit(unit, &mut text);
        }
        text
    }

    fn take_unit(&mut self, unit: u16, text: &mut Vec<u8>) {
        if let Some(high) = self.high_surrogate.take() {
            match char::decode_utf16([high, unit]).next() {
                Some(Ok(letter)) => return push_letter(text, Some(letter)),
                _ => text.push(UNDECODABLE),
            }
        }
        match unit {
            0xd800..=0xdbff => self.high_surrogate = Some(unit),
            _ => push_letter(text, char::from_u32(u32::from(unit))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decode(bytes: &[u8], piece_len: usize) -> Vec<u8> {
        let (mut decoder, start, _) = Decoder::of(bytes, None);
        let mut text: Vec<u8> = bytes[start..].chunks(piece_len).flat_map(|it| decoder.push(it).into_owned()).collect();
        text.extend(decoder.finish());
        text
    }

    fn check(bytes: &[u8], expected: &[u8]) {
        for piece_len in 1..=bytes.len().max(1) {
            assert_eq!(decode(bytes, piece_len), expected, "{bytes:?} in pieces of {piece_len}");
        }
    }

    #[test]
    fn every_encoding_gives_the_same_text() {
        let text = "Name,Ő\r\n\"Zoë 😀\"\n";
        let units = |to_bytes: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(to_bytes).collect::<Vec<u8>>();
        let (little, big) = (units(u16::to_le_bytes), units(u16::to_be_bytes));
        check(text.as_bytes(), text.as_bytes());
        check(&[b"\xef\xbb\xbf", text.as_bytes()].concat(), text.as_bytes());
        check(&[b"\xff\xfe", little.as_slice()].concat(), text.as_bytes());
        check(&[b"\xfe\xff", big.as_slice()].concat(), text.as_bytes());
        check(&little, text.as_bytes());
        check(&big, text.as_bytes());
        check(b"Caf\xe9 \x80 5", "Café € 5".as_bytes());
    }

    #[test]
    fn central_europe_is_told_by_letters_that_would_be_signs() {
        let encoded = |text: &str| -> Vec<u8> {
            let code = |it: char| (0..=255).find(|byte| CodePage::Central.letter(*byte) == Some(it)).unwrap();
            text.chars().map(code).collect()
        };
        for text in ["Łódź Sp. z o.o.", "a,Świątek,b", "Dvořáková, Plzeň, Ťuhýk"] {
            let (decoder, _, doubt) = Decoder::of(&encoded(text), None);
            assert_eq!((decoder.encoding(), doubt), (Encoding::Windows1250, None), "{text}");
            check(&encoded(text), text.as_bytes());
        }
        for text in ["a,Kovács Őrs Kft.,b", "Český Těšín"] {
            assert_eq!(Decoder::of(&encoded(text), None).0.encoding(), Encoding::Windows1250, "{text}");
        }
        let (_, _, doubt) = Decoder::of(&encoded("a,Kovács Őrs Kft.,b"), None);
        assert!(doubt.is_some_and(|it| it.contains("“Õrs” or “Őrs”")));
        let (decoder, _, doubt) = Decoder::of(b"Soci\xe9t\xe9 G\xe9n\xe9rale 5 \x80", None);
        assert_eq!((decoder.encoding(), doubt), (Encoding::Windows1252, None));
        assert_eq!(Decoder::of(b"5 m\xb3, 1\xba, S\xe3o", None).0.encoding(), Encoding::Windows1252);
        let (mut decoder, ..) = Decoder::of(b"\xd5rs", Some(Encoding::Windows1250));
        assert_eq!(*decoder.push(b"\xd5rs"), *"Őrs".as_bytes());
    }

    #[test]
    fn what_cannot_be_decoded_is_never_replaced_in_silence() {
        check(b"\xff\xfea\0\x00\xd8b\0", b"a\xffb");
        check(b"\xff\xfea\0b", b"a\xff");
        check(b"\xff\xfea\0\x00\xd8", b"a\xff");
        check(b"\xff\xfe\x00\xdca\0", b"\xffa");
        check(b"\xe9 \x81", b"\xc3\xa9 \xff");
    }
}
