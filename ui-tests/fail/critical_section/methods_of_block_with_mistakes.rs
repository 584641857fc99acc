// Mistakes in several methods of a block that is locked as a whole.
use freehold::prelude::*;

#[pyclass]
struct Counter {
    hits: u64,
}

#[pymethods]
#[critical_section(self)]
impl Counter {
    fn hit(&mut self, py: Python<'_>) {
        let _ = py;
        self.hits += 1;
    }

    #[critical_section(slef)]
    fn reset(&mut self) {
        self.hits = 0;
    }

    #[allow_threads]
    fn wait(&mut self) {}

    fn limit() -> u64 {
        1
    }
}

fn main() {}
