// FN19: the trampoline is generated.
use freehold::prelude::*;

#[pyfunction]
extern "C" fn double(n: i64) -> i64 {
    n * 2
}

fn main() {}
