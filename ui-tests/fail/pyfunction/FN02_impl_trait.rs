// FN02: `impl Trait` is generic too.
use freehold::prelude::*;

#[pyfunction]
fn shout(word: impl AsRef<str>) -> String {
    word.as_ref().to_uppercase()
}

fn main() {}
