// CS07: a number is not an object.
use freehold::prelude::*;

#[pyclass]
struct Counter {
    hits: u64,
}

#[pymethods]
impl Counter {
    #[critical_section(self, n)]
    fn add(&mut self, n: i64) {
        self.hits = self.hits.wrapping_add_signed(n);
    }
}

fn main() {}
