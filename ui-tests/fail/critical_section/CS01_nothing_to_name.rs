// CS01: a section that names no object, where there is none (Cython's bare form).
use freehold::prelude::*;

#[pyfunction]
#[critical_section]
fn double(n: i64) -> i64 {
    n * 2
}

fn main() {}
