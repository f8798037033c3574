//! What the browser keeps for this site, where it lets us.

use web_sys::Storage;

fn storage() -> Option<Storage> {
    web_sys::window()?.local_storage().ok().flatten()
}

/// What is kept under a key.
#[must_use]
pub fn get(key: &str) -> Option<String> {
    storage()?.get_item(key).ok()?
}

/// Keeps a text; `false` if the browser does not let us, as in private windows or when its room is used up.
#[must_use]
pub fn set(key: &str, text: &str) -> bool {
    storage().is_some_and(|it| it.set_item(key, text).is_ok())
}
