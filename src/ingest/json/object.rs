//! An object of JSON as a list of pairs in the file's order, so that a key that stands twice is seen.

use std::borrow::Cow;
use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

/// An object's members in the file's order, their values as the file writes them.
pub(super) struct Object<'a>(pub(super) Vec<(Cow<'a, str>, &'a RawValue)>);

impl<'de: 'a, 'a> Deserialize<'de> for Object<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Members;
        impl<'de> Visitor<'de> for Members {
            type Value = Object<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Object<'de>, A::Error> {
                let mut members = Vec::new();
                while let Some((Key(key), value)) = map.next_entry::<Key<'de>, &'de RawValue>()? {
                    members.push((key, value));
                }
                Ok(Object(members))
            }
        }
        deserializer.deserialize_map(Members)
    }
}

#[derive(Deserialize)]
#[serde(transparent)]
struct Key<'a>(#[serde(borrow)] Cow<'a, str>);

impl<'a> Object<'a> {
    pub(super) fn member(&self, name: &str) -> Option<&'a RawValue> {
        self.0.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| *value)
    }

    /// A member's text: a string without its quotes, a number as it is written, nothing for `null`.
    pub(super) fn text(&self, name: &str) -> String {
        self.member(name).map(|it| cell(it).into_owned()).unwrap_or_default()
    }

    pub(super) fn object(&self, name: &str) -> Option<Object<'a>> {
        serde_json::from_str(self.member(name)?.get()).ok()
    }

    pub(super) fn object_type(&self) -> String {
        self.object("attributes").map(|it| it.text("objectType")).unwrap_or_default()
    }

    /// The members with objects taken apart: `budget.amount`. What links and describes the object stays as it is.
    pub(super) fn flattened(self) -> Vec<(Cow<'a, str>, &'a RawValue)> {
        const KEPT_WHOLE: [&str; 3] = ["links", "attributes", "link"];
        let is_object = |it: &RawValue| it.get().starts_with('{');
        if !self.0.iter().any(|(_, value)| is_object(value)) {
            return self.0;
        }
        let mut flat = Vec::with_capacity(self.0.len());
        for (key, value) in self.0 {
            let inner = (is_object(value) && !KEPT_WHOLE.contains(&&*key))
                .then(|| serde_json::from_str::<Object<'_>>(value.get()).ok())
                .flatten()
                .filter(|it| !it.0.is_empty());
            match inner {
                Some(inner) => {
                    flat.extend(
                        inner.flattened().into_iter().map(|(name, value)| (Cow::Owned(format!("{key}.{name}")), value)),
                    );
                }
                None => flat.push((key, value)),
            }
        }
        flat
    }
}

/// A value as a cell: strings without quotes, `null` as nothing, all else as the file writes it.
pub(super) fn cell(value: &RawValue) -> Cow<'_, str> {
    match value.get().as_bytes().first() {
        Some(b'"') => serde_json::from_str::<Key<'_>>(value.get()).map_or(Cow::Borrowed(value.get()), |Key(text)| text),
        Some(b'n') => Cow::Borrowed(""),
        _ => Cow::Borrowed(value.get()),
    }
}
