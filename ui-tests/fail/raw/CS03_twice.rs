// CS03: listed twice.
use freehold::prelude::*;

#[critical_section(a, a)]
fn length(a: &Bound<'_, PyList>) -> usize {
    a.len()
}

fn main() {}
