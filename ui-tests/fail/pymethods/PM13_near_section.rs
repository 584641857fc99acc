// PM13: near misses of the attributes that lock and detach.
use freehold::prelude::*;

#[pyclass]
struct Counter {
    hits: u64,
}

#[pymethods]
impl Counter {
    #[critical_sections(self)]
    fn hit(&mut self) {
        self.hits += 1;
    }

    #[staticmethod]
    #[allow_thread]
    fn limit() -> u64 {
        1000
    }
}

fn main() {}
