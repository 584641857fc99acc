// AT02: an owned handle, and one in an `Option`: both are reported.
use freehold::prelude::*;

#[pyfunction(signature = (numbers, start = None))]
#[allow_threads]
fn total(numbers: Bound<'_, PyList>, start: Option<Bound<'_, PyAny>>) -> usize {
    let _ = (numbers, start);
    0
}

fn main() {}
