//! Putting texts of errors together.

/// Appends the parts. Compiled once: std's `concat` and `push_str` are repeated wherever they are called.
#[inline(never)]
pub(crate) fn push_all(text: &mut String, parts: &[&str]) {
    for part in parts {
        text.push_str(part);
    }
}
