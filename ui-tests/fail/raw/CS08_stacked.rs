// CS08: stacked sections, and the same twice.
use freehold::prelude::*;

#[critical_section(a)]
#[critical_section(b)]
fn stacked(a: &Bound<'_, PyList>, b: &Bound<'_, PyList>) -> usize {
    a.len() + b.len()
}

#[critical_section(a)]
#[critical_section(a)]
fn twice(a: &Bound<'_, PyList>) -> usize {
    a.len()
}

fn main() {}
