// PM08: a method twice, for Python.
use freehold::prelude::*;

#[pyclass]
struct Counter {
    hits: u64,
}

#[pymethods]
impl Counter {
    #[critical_section(self)]
    fn hit(&mut self) {
        self.hits += 1;
    }

    #[critical_section(self)]
    #[freehold(name = "hit")]
    fn hit_twice(&mut self) {
        self.hits += 2;
    }
}

fn main() {}
