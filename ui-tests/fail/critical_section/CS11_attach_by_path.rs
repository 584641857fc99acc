// CS11: the same by its full path, in a function.
#![deny(deprecated)]

#[freehold::prelude::pyclass]
struct Counter {
    hits: u64,
}

#[freehold::prelude::pyfunction]
#[freehold::prelude::critical_section(counter)]
fn reset(counter: &mut Counter) {
    let _ = freehold::Python::try_attach(|_| ());
    counter.hits = 0;
}

fn main() {}
