// At most two objects in a block.
use freehold::prelude::*;

fn total(a: &Bound<'_, PyList>, b: &Bound<'_, PyList>, c: &Bound<'_, PyList>) -> usize {
    freehold::critical_section!(a, b, c => { a.len() + b.len() + c.len() })
}

fn main() {}
