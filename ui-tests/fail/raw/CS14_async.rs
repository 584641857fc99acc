// CS14, AT12: neither spans an `.await`.
use freehold::prelude::*;

#[critical_section(list)]
async fn locked(list: &Bound<'_, PyList>) -> usize {
    list.len()
}

#[allow_threads]
async fn detached(py: Python<'_>, n: u64) -> u64 {
    n
}

fn main() {}
