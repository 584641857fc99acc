// CS24: neither happens at compile time.
use freehold::prelude::*;

#[critical_section(list)]
const fn locked(list: &Bound<'_, PyList>) {
    let _ = list;
}

#[allow_threads]
const fn detached(py: Python<'_>, n: u64) -> u64 {
    n
}

fn main() {}
