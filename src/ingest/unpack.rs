//! Takes the wrapping off: gzip by its magic bytes, whatever the file is called; anything else passes through.

use std::borrow::Cow;
use std::io::Write as _;

use flate2::write::MultiGzDecoder;

use super::Unreadable;

/// Bytes that one file may unpack to.
pub(super) const MAX_UNPACKED: u64 = 4 * 1024 * 1024 * 1024;
/// Bytes that may be unpacked from few.
const FREE_UNPACKED: u64 = 64 * 1024 * 1024;
/// How many times larger than its packed form the rest may be: billing files shrink to a tenth or a thirtieth, deflate
/// can feign a thousandth.
const MAX_RATIO: u64 = 200;

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
        n_packed: u64,
        n_unpacked: u64,
        /// Whether zeros stand where another member would start.
        is_padded: bool,
    },
}

/// Whether so many bytes out of so many packed ones are too many to be a billing file.
pub(super) fn is_bomb(n_packed: u64, n_unpacked: u64) -> bool {
    n_unpacked > MAX_UNPACKED || n_unpacked > FREE_UNPACKED.max(n_packed.saturating_mul(MAX_RATIO))
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
                    *self = Self::Gzip {
                        decoder: Box::new(MultiGzDecoder::new(Vec::new())),
                        n_packed: 0,
                        n_unpacked: 0,
                        is_padded: false,
                    };
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
        /// Small enough that a bomb is seen before it fills the memory.
        const STEP: usize = 64 * 1024;
        let Self::Gzip { decoder, n_packed, n_unpacked, is_padded } = self else { return Ok(Vec::new()) };
        let mut unpacked = Vec::new();
        for step in bytes.chunks(STEP) {
            let mut rest = step;
            while !rest.is_empty() {
                if *is_padded {
                    if rest.iter().any(|it| *it != 0) {
                        return Err(broken(&std::io::ErrorKind::InvalidData.into()));
                    }
                    break;
                }
                match decoder.write(rest) {
                    // Tapes and some tools fill up with zeros where another member would start.
                    Err(cause)
                        if is_no_member(&cause)
                            && *n_unpacked + decoder.get_ref().len() as u64 > 0
                            && rest.iter().all(|it| *it == 0) =>
                    {
                        *is_padded = true;
                    }
                    Ok(0) => return Err(broken(&std::io::ErrorKind::InvalidData.into())),
                    Ok(n) => rest = &rest[n..],
                    Err(cause) => return Err(broken(&cause)),
                }
                *n_unpacked += decoder.get_ref().len() as u64;
                unpacked.append(decoder.get_mut());
                if is_bomb(*n_packed + STEP as u64, *n_unpacked) {
                    return Err(Unreadable::Bomb);
                }
            }
            *n_packed += step.len() as u64;
        }
        Ok(unpacked)
    }

    /// The last of the unpacked bytes, and whether the wrapping was whole.
    pub(super) fn finish(&mut self) -> Result<Vec<u8>, Unreadable> {
        match std::mem::take(self) {
            Self::Undecided(seen) => Ok(seen),
            Self::Plain => Ok(Vec::new()),
            Self::Gzip { is_padded: true, .. } => Ok(Vec::new()),
            Self::Gzip { mut decoder, n_unpacked, .. } => {
                decoder.try_finish().map_err(|cause| broken(&cause))?;
                let rest = std::mem::take(decoder.get_mut());
                if n_unpacked == 0 && rest.is_empty() { Err(Unreadable::EmptyGzip) } else { Ok(rest) }
            }
        }
    }
}

/// Whether the decoder found no member where one should start.
fn is_no_member(cause: &std::io::Error) -> bool {
    cause.to_string().contains("gzip header")
}

fn broken(cause: &std::io::Error) -> Unreadable {
    Unreadable::BrokenGzip { cause: cause.to_string() }
}
