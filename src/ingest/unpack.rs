//! Takes the wrapping off: gzip by its magic bytes, whatever the file is called; anything else passes through.

use std::borrow::Cow;
use std::io::Write as _;

use flate2::write::MultiGzDecoder;

use super::Unreadable;

const GZIP_MAGIC: [u8; 2] = [0x1f, 0x8b];

/// Unpacks a stream of bytes.
#[derive(Debug)]
pub(super) enum Unpacker {
    /// Fewer than two bytes were seen.
    Undecided(Vec<u8>),
    Plain,
    /// A gzip file may hold several members; all of them are the file.
    Gzip {
        decoder: Box<MultiGzDecoder<Vec<u8>>>,
        n_unpacked: u64,
    },
}

impl Default for Unpacker {
    fn default() -> Self {
        Self::Undecided(Vec::new())
    }
}

impl Unpacker {
    /// Unpacks the next piece.
    pub(super) fn push<'a>(&mut self, bytes: &'a [u8]) -> Result<Cow<'a, [u8]>, Unreadable> {
        match self {
            Self::Undecided(seen) => {
                seen.extend_from_slice(bytes);
                if seen.len() < GZIP_MAGIC.len() {
                    return Ok(Cow::Borrowed(&[]));
                }
                let seen = std::mem::take(seen);
                if seen.starts_with(&GZIP_MAGIC) {
                    *self = Self::Gzip { decoder: Box::new(MultiGzDecoder::new(Vec::new())), n_unpacked: 0 };
                    self.unzip(&seen).map(Cow::Owned)
                } else {
                    *self = Self::Plain;
                    Ok(Cow::Owned(seen))
                }
            }
            Self::Plain => Ok(Cow::Borrowed(bytes)),
            Self::Gzip { .. } => self.unzip(bytes).map(Cow::Owned),
        }
    }

    fn unzip(&mut self, bytes: &[u8]) -> Result<Vec<u8>, Unreadable> {
        let Self::Gzip { decoder, n_unpacked } = self else { return Ok(Vec::new()) };
        decoder.write_all(bytes).map_err(|cause| broken(&cause))?;
        let unpacked = std::mem::take(decoder.get_mut());
        *n_unpacked += unpacked.len() as u64;
        Ok(unpacked)
    }

    /// The last of the unpacked bytes, and whether the wrapping was whole.
    pub(super) fn finish(&mut self) -> Result<Vec<u8>, Unreadable> {
        match std::mem::take(self) {
            Self::Undecided(seen) => Ok(seen),
            Self::Plain => Ok(Vec::new()),
            Self::Gzip { mut decoder, n_unpacked } => {
                decoder.try_finish().map_err(|cause| broken(&cause))?;
                let rest = std::mem::take(decoder.get_mut());
                if n_unpacked == 0 && rest.is_empty() { Err(Unreadable::EmptyGzip) } else { Ok(rest) }
            }
        }
    }
}

fn broken(cause: &std::io::Error) -> Unreadable {
    Unreadable::BrokenGzip { cause: cause.to_string() }
}
