// CS14: a lock cannot be held across `.await`.
use freehold::prelude::*;

#[pyclass]
struct Counter {
    hits: u64,
}

#[pymethods]
impl Counter {
    #[critical_section(self)]
    async fn hit(&mut self) {
        self.hits += 1;
    }
}

fn main() {}
