// The spelling of C, with two objects, on a function.
use freehold::prelude::*;

#[pyclass]
struct Counter {
    hits: u64,
}

#[pyfunction]
#[Py_BEGIN_CRITICAL_SECTION2(a, b)]
fn swap(a: &mut Counter, b: &mut Counter) {
    std::mem::swap(&mut a.hits, &mut b.hits);
}

fn main() {}
