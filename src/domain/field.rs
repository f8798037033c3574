//! What lines can be filtered by, and the short codes that stand for their values in a link.

use std::fmt;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::dimension::Dimension;
use super::role::Role;

/// A property of a line with few enough values to pick from: the facets of the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Field {
    /// The customer, by id.
    Customer,
    /// `Recurring` or `OneTime`.
    InvoiceType,
    /// The billing currency.
    Currency,
    /// The charge type, as the file writes it.
    ChargeType,
    /// The product's name.
    Product,
    /// The subscription, by id.
    Subscription,
    /// Whether the line counts in the totals, or explains one that does.
    Counting,
}

impl Field {
    /// Every field, in the order in which the page shows them.
    pub const ALL: [Self; 7] = [
        Self::Customer,
        Self::InvoiceType,
        Self::Currency,
        Self::ChargeType,
        Self::Product,
        Self::Subscription,
        Self::Counting,
    ];

    /// The field's key in a link.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Customer => "customer",
            Self::InvoiceType => "type",
            Self::Currency => "currency",
            Self::ChargeType => "charge",
            Self::Product => "product",
            Self::Subscription => "subscription",
            Self::Counting => "counting",
        }
    }

    /// The field that has this key in a link.
    #[must_use]
    pub fn of_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.key() == key)
    }

    /// The field whose values are those of the columns of a role, if there is one.
    #[must_use]
    pub fn of_role(role: Role) -> Option<Self> {
        match role {
            Role::CustomerId => Some(Self::Customer),
            Role::InvoiceType => Some(Self::InvoiceType),
            Role::ProductName => Some(Self::Product),
            Role::SubscriptionId => Some(Self::Subscription),
            Role::ChargeType => Some(Self::ChargeType),
            Role::Currency => Some(Self::Currency),
            _ => None,
        }
    }

    /// The field's name for people.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::Customer => "Customer",
            Self::InvoiceType => "Invoice type",
            Self::Currency => "Currency",
            Self::ChargeType => "Charge type",
            Self::Product => "Product",
            Self::Subscription => "Subscription",
            Self::Counting => "Counts in totals",
        }
    }

    /// Whether values stand in a link as they are. The others can name a customer or are long, so a link holds a
    /// [`ValueCode`] for them.
    #[must_use]
    pub fn is_plain_in_links(self) -> bool {
        matches!(self, Self::InvoiceType | Self::Currency | Self::ChargeType | Self::Counting)
    }
}

/// A short code for one value of a field or column: six characters that the same value always gets, and that tell nothing to a
/// reader without the files.
///
/// Thirty-six bits of SHA-256 over the field's key and the value in lower case: among 10,000 values of one field, two
/// share a code with a probability below 0.1 %, and then both are picked.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ValueCode(String);

const CODE_ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const CODE_LEN: usize = 6;

impl ValueCode {
    /// The code of a value.
    #[must_use]
    pub fn of(dimension: impl Into<Dimension>, value: &str) -> Self {
        let mut hasher = Sha256::new();
        match dimension.into() {
            Dimension::Field(field) => hasher.update(field.key().as_bytes()),
            // Files differ in the case of column names; no field's key has a colon.
            Dimension::Column(key) => hasher.update(format!("column:{}", key.to_lowercase()).as_bytes()),
            Dimension::Month(key) => hasher.update(format!("month:{}", key.to_lowercase()).as_bytes()),
        }
        hasher.update([0]);
        hasher.update(value.to_lowercase().as_bytes());
        Self::of_digest(hasher)
    }

    /// The code of what a file holds, as its kind, columns, rows and sums in one text say it.
    #[must_use]
    pub fn of_file(content: &str) -> Self {
        // No field's key has a colon.
        Self::of_digest(Sha256::new().chain_update(b"file:").chain_update([0]).chain_update(content.as_bytes()))
    }

    fn of_digest(hasher: Sha256) -> Self {
        let digest = hasher.finalize();
        Self(digest.iter().take(CODE_LEN).map(|byte| char::from(CODE_ALPHABET[usize::from(byte & 63)])).collect())
    }

    /// Reads a code from a link.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        (text.len() == CODE_LEN && text.bytes().all(|it| CODE_ALPHABET.contains(&it))).then(|| Self(text.to_owned()))
    }

    /// The code's characters.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for ValueCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_ignores_case_and_depends_on_the_field() {
        let code = ValueCode::of(Field::Customer, "AE1D5B32");
        assert_eq!(code, ValueCode::of(Field::Customer, "ae1d5b32"));
        assert_ne!(code, ValueCode::of(Field::Subscription, "ae1d5b32"));
        assert_eq!(ValueCode::parse(code.as_str()), Some(code));
        assert_eq!(ValueCode::parse("short"), None);
        assert_eq!(ValueCode::parse("with space"), None);
    }

    #[test]
    fn every_field_has_its_own_key() {
        for field in Field::ALL {
            assert_eq!(Field::of_key(field.key()), Some(field));
        }
    }
}
