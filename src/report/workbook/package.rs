//! The zip archive that a workbook is, one part after another.

use std::io::Write as _;

use flate2::write::DeflateEncoder;
use flate2::{Compression, Crc};

/// An archive that is being written.
#[derive(Debug, Default)]
pub(super) struct Package {
    bytes: Vec<u8>,
    /// What the directory at the end says of each finished part.
    directory: Vec<u8>,
    n_parts: u16,
    open: Option<Part>,
}

#[derive(Debug)]
struct Part {
    name: String,
    packed: DeflateEncoder<Vec<u8>>,
    crc: Crc,
}

/// Packed by deflate, made as by version 2.0; no time, so that the same content has the same bytes: 1980-01-01.
const COMMON: [u8; 10] = [20, 0, 0, 0, 8, 0, 0, 0, 0x21, 0];

impl Package {
    pub(super) fn begin(&mut self, name: &str) {
        let packed = DeflateEncoder::new(Vec::new(), Compression::fast());
        self.open = Some(Part { name: name.to_owned(), packed, crc: Crc::new() });
    }

    pub(super) fn push(&mut self, bytes: &[u8]) {
        if let Some(part) = &mut self.open {
            part.crc.update(bytes);
            // Nothing that is written to memory fails.
            let _infallible = part.packed.write_all(bytes);
        }
    }

    pub(super) fn end(&mut self) {
        let Some(Part { name, packed, crc }) = self.open.take() else { return };
        let packed = packed.finish().unwrap_or_default();
        let offset = self.bytes.len() as u32;
        let mut about = COMMON.to_vec();
        about.extend(crc.sum().to_le_bytes());
        // Parts and the archive stay below 4 GB: a worker has no more memory.
        about.extend((packed.len() as u32).to_le_bytes());
        about.extend(crc.amount().to_le_bytes());
        about.extend((name.len() as u16).to_le_bytes());
        about.extend([0, 0]);
        self.bytes.extend(b"PK\x03\x04");
        self.bytes.extend(&about);
        self.bytes.extend(name.as_bytes());
        self.bytes.extend(packed);
        self.directory.extend(b"PK\x01\x02\x14\0");
        self.directory.extend(&about);
        self.directory.extend([0; 10]);
        self.directory.extend(offset.to_le_bytes());
        self.directory.extend(name.as_bytes());
        self.n_parts += 1;
    }

    pub(super) fn finish(mut self) -> Vec<u8> {
        let offset = self.bytes.len() as u32;
        self.bytes.extend(&self.directory);
        self.bytes.extend(b"PK\x05\x06\0\0\0\0");
        self.bytes.extend(self.n_parts.to_le_bytes());
        self.bytes.extend(self.n_parts.to_le_bytes());
        self.bytes.extend((self.directory.len() as u32).to_le_bytes());
        self.bytes.extend(offset.to_le_bytes());
        self.bytes.extend([0, 0]);
        self.bytes
    }
}
