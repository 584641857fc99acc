// FN05: `&mut` of an object that is not locked.
use freehold::prelude::*;

#[pyclass]
struct Counter {
    hits: u64,
}

#[pyfunction]
fn reset(counter: &mut Counter) {
    counter.hits = 0;
}

fn main() {}
