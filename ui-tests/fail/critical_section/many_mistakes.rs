// CS04, CS09 and FN03 in one item: all are reported at once, and nothing else.
use freehold::prelude::*;

#[pyclass]
struct Counter {
    hits: u64,
}

#[pymethods]
impl Counter {
    #[critical_section(self, othr)]
    fn absorb(&mut self, other: &mut Counter, py: Python<'_>, _: i32) {
        let _ = py;
        self.hits += std::mem::take(&mut other.hits);
    }
}

fn main() {}
