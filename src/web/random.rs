//! Random bytes that nobody can guess.

/// New random bytes of the browser's; none if it has no source of them.
#[must_use]
pub fn bytes<const N: usize>() -> Option<[u8; N]> {
    let mut bytes = [0; N];
    web_sys::window()?.crypto().ok()?.get_random_values_with_u8_array(&mut bytes).ok()?;
    Some(bytes)
}
