// CS02: at most two objects.
use freehold::prelude::*;

#[critical_section(a, b, c)]
fn total(a: &Bound<'_, PyList>, b: &Bound<'_, PyList>, c: &Bound<'_, PyList>) -> usize {
    a.len() + b.len() + c.len()
}

fn main() {}
