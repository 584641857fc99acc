// FN02: inside another type.
use freehold::prelude::*;

#[pyfunction]
fn shout(words: Vec<impl AsRef<str>>) -> usize {
    words.len()
}

fn main() {}
