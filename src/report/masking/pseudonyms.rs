//! Other names for values: the same value always gets the same one within a bundle, and nobody without the key can tell which
//! value it was, not even by trying all that he can think of.

use hmac::{Hmac, Mac as _};
use rustc_hash::{FxHashMap, FxHashSet};
use sha2::Sha256;

use crate::protocol::BundleKey;

/// Hexadecimal digits of a name, unless another value has the same ones already.
const N_DIGITS: usize = 4;

/// The names given so far.
pub(super) struct Pseudonyms {
    mac: Hmac<Sha256>,
    /// By value in lower case.
    given: FxHashMap<String, String>,
    /// The digits that are taken.
    taken: FxHashSet<String>,
}

impl std::fmt::Debug for Pseudonyms {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Pseudonyms").field("n_given", &self.given.len()).finish_non_exhaustive()
    }
}

impl Pseudonyms {
    pub(super) fn new(BundleKey(key): BundleKey) -> Self {
        // A key of the hash's block size; a shorter one is filled up with zeros in the same way (RFC 2104).
        let mut block = [0; 64];
        block[..key.len()].copy_from_slice(&key);
        Self { mac: Hmac::new(&block.into()), given: FxHashMap::default(), taken: FxHashSet::default() }
    }

    /// The other name of a value, which begins with `word` where the value is met for the first time. Blanks around a value
    /// and the case of its letters do not count; nothing stays nothing.
    pub(super) fn name(&mut self, word: &str, value: &str) -> &str {
        let value = value.trim();
        if value.is_empty() {
            return "";
        }
        let Self { mac, given, taken } = self;
        given.entry(value.to_lowercase()).or_insert_with_key(|value| {
            let digest = mac.clone().chain_update(value.as_bytes()).finalize().into_bytes();
            let digits: String = digest.iter().map(|it| format!("{it:02X}")).collect();
            // Digests of different values differ somewhere in their 64 digits.
            let len = (N_DIGITS..digits.len()).find(|it| !taken.contains(&digits[..*it])).unwrap_or(digits.len());
            taken.insert(digits[..len].to_owned());
            format!("{word} {}", &digits[..len])
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_has_one_name_a_key_and_no_two_share_it() {
        let mut names = Pseudonyms::new(BundleKey([7; 32]));
        let first = names.name("Customer", "Contoso Kft.").to_owned();
        assert_eq!(names.name("Invoice", " contoso kft. "), first);
        assert!(first.starts_with("Customer "));
        assert_eq!(names.name("Customer", " "), "");
        let all: FxHashSet<String> = (0..20_000).map(|it| names.name("Id", &it.to_string()).to_owned()).collect();
        assert_eq!(all.len(), 20_000);
        assert_ne!(Pseudonyms::new(BundleKey([8; 32])).name("Customer", "Contoso Kft."), first);
    }

    #[test]
    fn names_are_those_of_hmac_sha_256() {
        // RFC 4231, test case 2: key "Jefe", data "what do ya want for nothing?".
        let mut key = [0; 32];
        key[..4].copy_from_slice(b"Jefe");
        assert_eq!(Pseudonyms::new(BundleKey(key)).name("Value", "what do ya want for nothing?"), "Value 5BDC");
    }
}
