// DU09: expected key and value.
use freehold::prelude::*;

#[pyclass]
struct Basket {
    items: Vec<String>,
}

#[pymethods]
impl Basket {
    #[critical_section(self)]
    fn __setitem__(&mut self, k: usize) {
        self.items.remove(k);
    }
}

fn main() {}
