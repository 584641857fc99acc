// The proof of an exclusive section in one that can be suspended.
use freehold::prelude::*;

#[pyfunction]
#[critical_section(list)]
fn first(list: &Bound<'_, PyList>, proof: NoSuspend<'_>) -> usize {
    let _ = proof;
    list.len()
}

fn main() {}
