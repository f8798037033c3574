//! Turns a text's bytes into UTF-8: UTF-16 either way round by its byte order mark or its zero bytes, and Windows-1252
//! where the beginning is not UTF-8.
//!
//! What cannot be decoded becomes a byte that no UTF-8 has, so that the line it stands on is put aside like any other
//! damaged line; nothing is replaced in silence.

use std::borrow::Cow;

/// Stands for what cannot be decoded: never part of UTF-8.
const UNDECODABLE: u8 = 0xff;

/// The letters of Windows-1252 at 0x80 to 0x9f; five places are empty. The others are those of Unicode.
#[rustfmt::skip]
const WINDOWS_1252: [Option<char>; 32] = [
    Some('€'), None, Some('‚'), Some('ƒ'), Some('„'), Some('…'), Some('†'), Some('‡'), Some('ˆ'), Some('‰'), Some('Š'),
    Some('‹'), Some('Œ'), None, Some('Ž'), None, None, Some('‘'), Some('’'), Some('“'), Some('”'), Some('•'), Some('–'),
    Some('—'), Some('˜'), Some('™'), Some('š'), Some('›'), Some('œ'), None, Some('ž'), Some('Ÿ'),
];

/// Decodes a stream of bytes.
#[derive(Debug)]
pub(super) enum Decoder {
    /// The bytes are UTF-8 as they are.
    Utf8,
    Windows1252,
    Utf16(Utf16),
}

/// The part of UTF-16 that waits for its other half.
#[derive(Debug)]
pub(super) struct Utf16 {
    is_big_endian: bool,
    half_unit: Option<u8>,
    high_surrogate: Option<u16>,
}

impl Decoder {
    /// The decoder for a text that begins like this, and the length of its byte order mark.
    pub(super) fn of(beginning: &[u8]) -> (Self, usize) {
        let utf16 = |is_big_endian| Self::Utf16(Utf16 { is_big_endian, half_unit: None, high_surrogate: None });
        match beginning {
            [0xef, 0xbb, 0xbf, ..] => (Self::Utf8, 3),
            [0xff, 0xfe, ..] => (utf16(false), 2),
            [0xfe, 0xff, ..] => (utf16(true), 2),
            // The first letters of a header or of JSON are ASCII: every other byte is zero.
            [first, 0, second, 0, ..] if *first != 0 && *second != 0 => (utf16(false), 0),
            [0, first, 0, second, ..] if *first != 0 && *second != 0 => (utf16(true), 0),
            _ if is_utf8(beginning) || memchr::memchr(0, beginning).is_some() => (Self::Utf8, 0),
            _ => (Self::Windows1252, 0),
        }
    }

    /// What the person should know of the encoding.
    pub(super) fn note(&self) -> Option<String> {
        match self {
            Self::Utf8 => None,
            Self::Utf16(_) => Some("The file is saved as UTF-16 and was read as such.".to_owned()),
            Self::Windows1252 => Some(
                "The file is not UTF-8 and was read as Windows-1252 (Western European). If names look wrong, save it as CSV (UTF-8)."
                    .to_owned(),
            ),
        }
    }

    /// Decodes the next piece.
    pub(super) fn push<'a>(&mut self, bytes: &'a [u8]) -> Cow<'a, [u8]> {
        match self {
            Self::Utf8 => Cow::Borrowed(bytes),
            Self::Windows1252 => Cow::Owned(decode_windows_1252(bytes)),
            Self::Utf16(utf16) => Cow::Owned(utf16.decode(bytes)),
        }
    }

    /// What is left when the text ends in the middle of a letter.
    pub(super) fn finish(&mut self) -> Vec<u8> {
        match self {
            Self::Utf16(Utf16 { half_unit: None, high_surrogate: None, .. }) | Self::Utf8 | Self::Windows1252 => {
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

fn decode_windows_1252(bytes: &[u8]) -> Vec<u8> {
    let mut text = Vec::with_capacity(bytes.len() + bytes.len() / 8);
    for byte in bytes {
        let letter = match byte {
            0x80..=0x9f => WINDOWS_1252[usize::from(byte - 0x80)],
            _ => Some(char::from(*byte)),
        };
        push_letter(&mut text, letter);
    }
    text
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
        let (mut decoder, start) = Decoder::of(bytes);
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
    fn what_cannot_be_decoded_is_never_replaced_in_silence() {
        check(b"\xff\xfea\0\x00\xd8b\0", b"a\xffb");
        check(b"\xff\xfea\0b", b"a\xff");
        check(b"\xff\xfea\0\x00\xd8", b"a\xff");
        check(b"\xff\xfe\x00\xdca\0", b"\xffa");
        check(b"\xe9 \x81", b"\xc3\xa9 \xff");
    }
}
