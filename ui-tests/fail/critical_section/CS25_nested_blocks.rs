// CS25: one exclusive block inside another.
use freehold::prelude::*;

#[pyclass]
struct Counter {
    hits: u64,
}

#[pyfunction]
fn absorb(one: &Bound<'_, Counter>, other: &Bound<'_, Counter>) {
    one.with_mut(|one| one.hits += other.with_mut(|other| std::mem::take(&mut other.hits)));
}

fn main() {}
